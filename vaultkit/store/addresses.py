"""The secret addresses of a vault's feeds, in the folder of this machine's state, for its owner only.

A running server asks `known` for each request: what was revoked is gone with the next one.
"""

import os
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from vaultkit.errors import BusyVaultError, VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.model.subscriber import PHONE, Subscriber
from vaultkit.store.state import StateFolder
from vaultkit.store.trust import read_private, write_private

SCHEMA = 1
FILE = "addresses.json"
LOCK = "addresses.lock"
BYTES = 20
"""Of chance in an address: 160 bits. As hexadecimal digits it survives whatever makes letters small."""

Held = dict[str, dict[str, str]]
"""Secret by the subscriber's name, by the feed's name. A feed without subscribers had some once."""


class DamagedAddressesError(VaultkitError):
    """The file of the addresses cannot be used. Nothing is served."""

    def __init__(self, file: str) -> None:
        super().__init__(
            phrase("{path} is damaged, or others may write to it, so no feed has an address", path=file),
            phrase("delete it to get new addresses; each device has to be told its own again"),
        )


class Addresses:
    """Who may read which feed of one vault."""

    def __init__(self, state: StateFolder) -> None:
        self._state, self._file = state, state.path / FILE
        self._known: tuple[tuple[int, ...], tuple[Subscriber, ...]] = ((), ())

    def known(self) -> tuple[Subscriber, ...]:
        """Everybody who may read something, as of now; nobody where the file is missing or damaged."""
        try:
            seen = os.stat(self._file)  # noqa: PTH116  for each request
        except OSError:
            return ()
        stamp = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
        was, subscribers = self._known
        if was != stamp:  # looked at before reading: what is newer than the stamp is read again
            subscribers = _subscribers(_understood(read_private(self._file)) or {})
            self._known = stamp, subscribers
        return subscribers

    def of(self, feeds: Iterable[str]) -> tuple[Subscriber, ...]:
        """The subscribers of some feeds, in their order; a feed that never had one gets an address now.

        Raises DamagedAddressesError, BusyVaultError, OSError.
        """
        wanted = list(feeds)
        held = self._read()
        if any(feed not in held for feed in wanted):
            with self._changing() as held:
                for feed in wanted:
                    held.setdefault(feed, {PHONE: _secret()})
        return _subscribers({feed: held[feed] for feed in wanted})

    def renew(self, feeds: Iterable[str], name: str) -> None:
        """Give a subscriber a new address for some feeds, its first one perhaps; the old one ends now.

        Raises as `of`.
        """
        with self._changing() as held:
            for feed in feeds:
                held.setdefault(feed, {})[name] = _secret()

    def revoke(self, feeds: Iterable[str], name: str) -> bool:
        """End a subscriber's address for some feeds; whether there was any. Raises as `of`."""
        with self._changing() as held:
            found = [feed for feed in feeds if held.get(feed, {}).pop(name, None) is not None]
        return bool(found)

    def are_private(self) -> bool | None:
        """Whether nobody else on this machine can read them; None when there are none.

        Raises DamagedAddressesError.
        """
        if not self._read():
            return None
        return sys.platform == "win32" or not self._file.stat().st_mode & 0o077

    def _read(self) -> Held:
        if not self._file.exists():
            return {}
        held = _understood(read_private(self._file))
        if held is None:
            raise DamagedAddressesError(str(self._file))
        return held

    @contextmanager
    def _changing(self) -> Iterator[Held]:
        """What is held, to be changed in the block and saved after it, by nobody else meanwhile."""
        with self._state.hold(LOCK, 5.0) as mine:
            if not mine:
                raise BusyVaultError(str(self._state.root))
            held = self._read()
            yield held
            write_private(self._file, {"schema": SCHEMA, "feeds": held})


def _secret() -> str:
    return secrets.token_hex(BYTES)


def _subscribers(held: Mapping[str, Mapping[str, str]]) -> tuple[Subscriber, ...]:
    return tuple(
        Subscriber(feed, name, secret) for feed, names in held.items() for name, secret in names.items()
    )


def _understood(data: Mapping[str, object]) -> Held | None:
    """What a file says; None when it is not as we write it, down to the length of a secret."""
    feeds = data.get("feeds") if data.get("schema") == SCHEMA else None
    if not isinstance(feeds, dict):
        return None
    for names in feeds.values():
        if not isinstance(names, dict):
            return None
        for secret in names.values():
            if not isinstance(secret, str) or len(secret) < 2 * BYTES or not secret.isalnum():
                return None
    return feeds
