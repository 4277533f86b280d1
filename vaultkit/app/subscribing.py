"""`feed`: who can subscribe to what, and under which address; a feed put into a folder that is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vaultkit.app.entries import the_feed
from vaultkit.app.opening import OpenVault, feed_path
from vaultkit.errors import VaultkitError
from vaultkit.model.feed import FeedSettings, Privacy
from vaultkit.model.phrase import phrase
from vaultkit.model.subscriber import Subscriber
from vaultkit.rules.clients import subscriber_name, url
from vaultkit.store.addresses import Addresses
from vaultkit.store.network import told_host
from vaultkit.store.outfile import holds, put_file
from vaultkit.store.serverstate import last_place, running


@dataclass(frozen=True, slots=True)
class Address:
    """Where one subscriber reads one feed."""

    subscriber: Subscriber
    url: str
    """As a browser takes it; holds the secret."""


@dataclass(frozen=True, slots=True)
class OfferedFeed:
    """A feed with everybody who may read it."""

    feed: FeedSettings
    path: str
    """In the vault."""
    file: Path
    addresses: tuple[Address, ...]
    """Empty: every address was revoked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The feeds of a vault, and where they are served."""

    feeds: tuple[OfferedFeed, ...]
    host: str
    """In the addresses."""
    port: int
    served: bool
    """Whether anything answers there now."""


def chosen(vault: OpenVault, names: Sequence[str]) -> tuple[FeedSettings, ...]:
    """The feeds that are meant; all when none is named. Raises NoFeedError."""
    return tuple(the_feed(vault, name) for name in dict.fromkeys(names)) or vault.settings.feeds


def offer(vault: OpenVault, feeds: Sequence[FeedSettings], only: str = "") -> Offer:
    """The addresses of some feeds; one that never had an address gets its first.

    `only`: the name of the one subscriber that is meant. Raises DamagedAddressesError, BusyVaultError,
    BadSubscriberError, NoSubscriberError, OSError.
    """
    now = running(vault.state)
    where = now or last_place(vault.state)
    host = told_host(where.host)
    known = Addresses(vault.state).of(feed.name for feed in feeds)
    if only:
        name = subscriber_name(only)
        if not any(subscriber.name == name for subscriber in known):
            raise NoSubscriberError(name)
        known = tuple(subscriber for subscriber in known if subscriber.name == name)

    def offered(feed: FeedSettings) -> OfferedFeed:
        path = feed_path(vault.settings, feed)
        addresses = tuple(
            Address(subscriber, url(host, where.port, subscriber.path))
            for subscriber in known
            if subscriber.feed == feed.name
        )
        return OfferedFeed(feed, path, vault.root / path, addresses)

    return Offer(tuple(map(offered, feeds)), host, where.port, served=now is not None)


def new_secret(vault: OpenVault, feeds: Sequence[FeedSettings], typed: str) -> str:
    """Give a subscriber a new address; the old one ends at once. Its name; raises as `offer`."""
    name = subscriber_name(typed)
    Addresses(vault.state).renew((feed.name for feed in feeds), name)
    return name


def revoke(vault: OpenVault, feeds: Sequence[FeedSettings], typed: str) -> str:
    """End a subscriber's address, at once. Its name; raises NoSubscriberError, and as `offer`."""
    name = subscriber_name(typed)
    if not Addresses(vault.state).revoke((feed.name for feed in feeds), name):
        raise NoSubscriberError(name)
    return name


@dataclass(frozen=True, slots=True)
class PutOut:
    """A feed in a folder outside."""

    feed: FeedSettings
    file: Path
    written: bool
    """False: it was there like this already."""


def put_out(vault: OpenVault, feeds: Sequence[FeedSettings], to: Path, *, write: bool = True) -> list[PutOut]:
    """Put feeds, as they were published last, where a person said.

    `to`: a folder, or the file for the one feed. `write=False` only tells. Raises VaultkitError, OSError.
    """
    _require_outside(vault, to)
    folder = to.is_dir()
    if not folder and len(feeds) != 1:
        raise BadPlaceError(
            phrase("{count} feeds cannot be written to one file", count=len(feeds)),
            phrase("name a folder, or one feed: vaultkit feed NAME --write PATH"),
        )
    done = []
    for feed in feeds:
        path = feed_path(vault.settings, feed)
        data = vault.folder.read_whole(path)
        if data is None:
            raise VaultkitError(
                phrase("{path} is not there yet", path=path), phrase("vaultkit sync makes it")
            )
        file = to / f"{feed.name}.ics" if folder else to
        done.append(PutOut(feed, file, put_file(file, data) if write else not holds(file, data)))
    return done


def picture(vault: OpenVault, address: str, to: Path) -> None:
    """An SVG with the QR code of an address, for its owner's eyes. Raises VaultkitError, OSError."""
    from vaultkit.store.qr import as_svg

    _require_outside(vault, to)
    put_file(to, as_svg(address), private=True)


def tells_names(feed: FeedSettings) -> bool:
    """Whether whoever reads it learns whom its owner meets."""
    return feed.privacy is Privacy.FULL


def _require_outside(vault: OpenVault, to: Path) -> None:
    """A vault is copied and shared, which an address must not be; and its feeds are in it already."""
    if to.resolve().is_relative_to(vault.root):
        raise BadPlaceError(
            phrase("{path} is in the vault", path=str(to)), phrase("name a place outside the vault")
        )


class NoSubscriberError(VaultkitError):
    """Nobody of that name has an address."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("no subscriber is called «{name}»", name=name),
            phrase("vaultkit feed lists them; vaultkit feed --new-secret NAME adds one"),
        )


class BadPlaceError(VaultkitError):
    """What was asked for cannot be put there."""

    exit_code = 2
