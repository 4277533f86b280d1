"""A feed as a vdir, for vdirsyncer and khal."""

from pathlib import Path

from vaultkit.app.entries import as_objects, read_entries
from vaultkit.app.opening import OpenVault
from vaultkit.app.sending import BusyPublishingError, Published, Sending
from vaultkit.errors import VaultkitError
from vaultkit.model.feed import FeedSettings
from vaultkit.model.phrase import phrase
from vaultkit.store.publications import LOCK, Publications
from vaultkit.store.vdir import Vdir


class VdirError(VaultkitError):
    """A folder that cannot be a vdir of this feed; nothing was written."""

    exit_code = 2


def write_vdir(
    vault: OpenVault,
    feed: FeedSettings,
    folder: Path,
    *,
    title: str = "",
    write: bool = True,
    overwrite: bool = False,
) -> Published:
    """Let a folder hold one file for each entry of a feed, as the last sync wrote it.

    A file that says the same already is not touched: a new one would be a change for vdirsyncer. One that
    somebody changed or deleted there is left so and named, unless `overwrite`. `title`: what programs call
    the calendar; empty: its name. `write=False` only tells. Raises VaultkitError, OSError.
    """
    folder = folder.expanduser().resolve()
    if folder == vault.root or vault.root in folder.parents:
        said = phrase("{path} is in the vault: a vdir is for other programs", path=str(folder))
        raise VdirError(said, phrase("name a folder outside of it"))
    ours = as_objects(read_entries(vault, feed))
    with vault.state.hold(LOCK) as free:
        if not free:
            raise BusyPublishingError
        publications = Publications(vault.state.path)
        place, before = Vdir(folder), publications.feed_in(str(folder))
        is_empty = not place.listed()
        if before not in ("", feed.name) and not is_empty:
            said = phrase("{path} holds the feed {feed} already", path=str(folder), feed=before)
            raise VdirError(said, phrase("one folder for each feed: name another, or empty this one"))
        memory = publications.memory(f"vdir {folder}")
        try:
            if is_empty:  # it is filled anew, whatever was in it before
                memory.sent = {}
            sending = Sending(ours, memory, place, overwrite=overwrite)
            if not write:
                return sending.planned()
            if before != feed.name:
                publications.put_vdir(str(folder), feed.name)
            result = sending.carry_out()
            place.call(title or feed.title or feed.name)
            return result
        finally:
            memory.close()
