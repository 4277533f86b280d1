"""The entries of a feed that was written, each as an object: what a server or a vdir should hold."""

import re

from vaultkit.app.opening import OpenVault, feed_path
from vaultkit.errors import NoFeedError, UnwrittenFeedError
from vaultkit.model.entry import Entry
from vaultkit.model.feed import FeedSettings
from vaultkit.model.phrase import phrase
from vaultkit.model.publishing import Ours
from vaultkit.rules.publishing import object_name
from vaultkit.store.ics import object_bytes
from vaultkit.store.ics_read import read_feed
from vaultkit.store.icsobject import read_object

_EVENT = re.compile(rb"^BEGIN:VEVENT\r?$", re.MULTILINE)


def the_feed(vault: OpenVault, name: str) -> FeedSettings:
    """The feed of that name. Raises NoFeedError."""
    feeds = {feed.name: feed for feed in vault.settings.feeds}
    if name not in feeds:
        raise NoFeedError(name, list(feeds))
    return feeds[name]


def read_entries(vault: OpenVault, feed: FeedSettings) -> dict[str, Entry]:
    """The entries that the last sync wrote, by UID.

    A file that is missing or not whole is refused: else what stands elsewhere would be taken away for a file
    that is half synchronised. Raises UnwrittenFeedError, OSError.
    """
    path = feed_path(vault.settings, feed)
    data = vault.folder.read_whole(path)
    if data is None:
        raise UnwrittenFeedError(phrase("{path} is not there", path=path), phrase("vaultkit sync makes it"))
    entries = read_feed(data)
    if not data.rstrip().endswith(b"END:VCALENDAR") or len(_EVENT.findall(data)) != len(entries):
        raise UnwrittenFeedError(
            phrase("{path} is not whole", path=path), phrase("vaultkit sync makes it anew")
        )
    return {entry.uid: entry for entry in entries}


def whole_feed(data: bytes) -> list[Entry] | None:
    """The entries of a feed; None where it is not whole, or holds something that vaultkit did not write."""
    entries = read_feed(data)
    is_whole = data.rstrip().endswith(b"END:VCALENDAR") and len(_EVENT.findall(data)) == len(entries)
    return entries if is_whole else None


def as_objects(entries: dict[str, Entry]) -> dict[str, Ours]:
    """Each entry as an object, by UID."""
    made: dict[str, Ours] = {}
    for uid, entry in entries.items():
        data = object_bytes(entry)
        kept = read_object(data)
        if kept is not None:
            made[uid] = Ours(uid, object_name(uid), data, kept)
    return made
