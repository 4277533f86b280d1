"""The feeds of a vault as they are at this moment, for whoever holds an address."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vaultkit.app.clock import Clock
from vaultkit.app.known import YOUNG_SECONDS
from vaultkit.app.opening import OpenVault, feed_path, open_vault
from vaultkit.errors import VaultkitError
from vaultkit.store.addresses import Addresses
from vaultkit.store.config import PATH
from vaultkit.store.glance import Seen

_BEGIN, _END = b"BEGIN:VCALENDAR", b"END:VCALENDAR"


@dataclass(frozen=True, slots=True)
class Published:
    """What stands behind an address."""

    feed: str
    """The feed's name."""
    data: bytes | None
    """The same object for as long as the feed is the same; None: nothing was ever published."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A feed as it was read."""

    seen: Seen | None
    """What the system said of the file right before; None: look again whatever it says."""
    data: bytes | None


class PublishedFeeds:
    """Answers from memory. A file is read again when the system says that it is another one."""

    def __init__(self, root: Path, environment: Mapping[str, str], clock: Clock) -> None:
        """Raises ConfigError."""
        self._environment, self._clock = environment, clock
        self.vault: OpenVault = open_vault(root, environment)
        self._config = self.vault.folder.look(PATH)
        self._addresses = Addresses(self.vault.state)
        self._held: dict[str, _Read] = {}

    def at(self, path: bytes) -> Published | None:
        """What stands behind the path of an address; None for every other path."""
        found = None
        for subscriber in self._addresses.known():
            # All are compared, and each in a time that does not tell how much of it was right.
            if hmac.compare_digest(path, subscriber.path.encode()):
                found = subscriber
        if found is None:
            return None
        self._look_at_settings()
        for feed in self.vault.settings.feeds:
            if feed.name == found.feed:
                return Published(feed.name, self._read(feed_path(self.vault.settings, feed)))
        return None

    def missing(self) -> list[str]:
        """Paths of the feeds that were never published."""
        settings = self.vault.settings
        paths = [feed_path(settings, feed) for feed in settings.feeds]
        return [path for path in paths if self._read(path) is None]

    def _read(self, path: str) -> bytes | None:
        """The bytes of a feed; the last ones where there are none now, as on a disk that is not mounted.

        What is not whole, because it is being copied, is none: calendars would forget what is missing in it.
        """
        held = self._held.get(path)
        seen = self.vault.folder.look(path)
        if held is not None and (seen is None or seen == held.seen):
            return held.data
        try:
            data = self.vault.folder.read_whole(path)
        except (OSError, VaultkitError):
            data = None
        if data is not None and not (data.startswith(_BEGIN) and data.rstrip().endswith(_END)):
            data = None
        if held is not None and (data is None or data == held.data):
            data = held.data
        if data is None:
            return None
        self._held[path] = _Read(seen if self._is_old(seen) else None, data)
        return data

    def _is_old(self, seen: Seen | None) -> bool:
        """Whether a file that changes once more has to look different then."""
        return seen is not None and self._clock.time_ns() - seen.changed > YOUNG_SECONDS * 1e9

    def _look_at_settings(self) -> None:
        """Read the settings again where they have changed; those that cannot be used change nothing."""
        seen = self.vault.folder.look(PATH)
        if seen == self._config or seen is None:
            return
        self._config = seen
        try:
            self.vault = open_vault(self.vault.root, self._environment)
        except (VaultkitError, OSError):
            return
