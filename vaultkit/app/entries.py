"""The entries of a feed that was written, each as an object: what a server or a vdir should hold."""

import re

from vaultkit.app.opening import OpenVault, feed_path
from vaultkit.errors import VaultkitError
from vaultkit.model.entry import Entry
from vaultkit.model.feed import FeedSettings
from vaultkit.model.phrase import phrase
from vaultkit.model.publishing import Ours
from vaultkit.rules.publishing import object_name
from vaultkit.store.ics import object_bytes
from vaultkit.store.ics_read import read_feed
from vaultkit.store.icsobject import read_object

_EVENT = re.compile(rb"^BEGIN:VEVENT\r?$", re.MULTILINE)


class NoFeedError(VaultkitError):
    """There is no such feed, or none that can be used."""

    exit_code = 2


def the_feed(vault: OpenVault, name: str) -> FeedSettings:
    """The feed of that name. Raises NoFeedError."""
    for feed in vault.settings.feeds:
        if feed.name == name:
            return feed
    names = ", ".join(feed.name for feed in vault.settings.feeds)
    raise NoFeedError(
        phrase("there is no feed «{name}» in this vault", name=name),
        phrase("it has: {names}", names=names) if names else None,
    )


def read_entries(vault: OpenVault, feed: FeedSettings) -> dict[str, Entry]:
    """The entries that the last sync wrote, by UID.

    A file that is missing or not whole is refused: else what stands elsewhere would be taken away for a file
    that is half synchronised. Raises NoFeedError, OSError.
    """
    path = feed_path(vault.settings, feed)
    data = vault.folder.read_whole(path)
    if data is None:
        raise NoFeedError(phrase("{path} is not there", path=path), phrase("vaultkit sync makes it"))
    entries = read_feed(data)
    if not data.rstrip().endswith(b"END:VCALENDAR") or len(_EVENT.findall(data)) != len(entries):
        raise NoFeedError(phrase("{path} is not whole", path=path), phrase("vaultkit sync makes it anew"))
    return {entry.uid: entry for entry in entries}


def as_objects(entries: dict[str, Entry]) -> dict[str, Ours]:
    """Each entry as an object, by UID."""
    made: dict[str, Ours] = {}
    for uid, entry in entries.items():
        data = object_bytes(entry)
        kept = read_object(data)
        if kept is not None:
            made[uid] = Ours(uid, object_name(uid), data, kept)
    return made
