"""A calendar on a server (CalDAV, RFC 4791) to which a feed is published, and what stands there."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerCalendar:
    """One calendar that its owner has named on this machine. No password is ever in here."""

    name: str
    """`a-z`, `0-9` and `-`, at most 40."""
    url: str
    """Of the calendar itself, not of the server; ends in a slash, without user and query."""
    user: str
    command: tuple[str, ...] = ()
    """The program that prints the password, and its arguments; empty: the keyring holds it."""
    feed: str = "networking"
    """The feed that is published there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an event says, whoever has written it down. Compared, never written."""

    start: date
    """A `date` (all day), or a `datetime` in UTC."""
    end: date
    """Exclusive, of the same type."""
    rrule: str = ""
    """Its parts in order, without those that say what is so anyway."""
    skipped: tuple[date, ...] = ()
    """Sorted, in UTC or days."""
    moved: int = 0
    """How many single days of a row are told otherwise than the row (RECURRENCE-ID)."""
    summary: str = ""
    description: str = ""
    location: str = ""
    status: str = "CONFIRMED"


@dataclass(frozen=True, slots=True)
class Kept:
    """An object that a server or a folder holds, as far as it is understood."""

    uid: str
    key: str
    """X-VAULTKIT-KEY; empty: vaultkit did not make it."""
    content: Content
    modified: str
    """LAST-MODIFIED in UTC, `20261123T000000Z`; empty where there is none."""
    total: str
    """X-VAULTKIT-SUM: of the content as vaultkit wrote it; empty where there is none."""


@dataclass(frozen=True, slots=True)
class There:
    """One object on the server."""

    name: str
    """The last part of its address, decoded."""
    etag: str
    """With its quotes; empty: the server did not say, and nothing may be written over."""
    kept: Kept | None
    """None: nothing that can be understood as one event."""


@dataclass(frozen=True, slots=True)
class Ours:
    """One entry of the feed as it should be on the server."""

    uid: str
    name: str
    """Of the object."""
    data: bytes
    kept: Kept
    """The same, understood as the server's will be."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What this machine remembers of an object that it sent."""

    name: str
    etag: str
    """Empty: the server did not say; it is looked at before anything else is done."""
    digest: str
    """sha256 of the bytes."""
    total: str
    """The sum of the content."""
    summary: str
    """For telling of it when it is in the feed no more."""
    gone: bool = False
    """True: it was deleted there, and its owner was told; they are told again when the entry changes."""


class Deed(StrEnum):
    """What is done with one object."""

    CREATE = "created"
    CHANGE = "changed"
    DELETE = "deleted"
    KNOW = "known"
    """Nothing is sent: it is right already, and only to be remembered."""
    FORGET = "forgotten"
    """Nothing is sent: it is gone on both sides."""


@dataclass(frozen=True, slots=True)
class Step:
    """One deed, on the condition that the object still is what it was when that was decided."""

    deed: Deed
    uid: str
    name: str
    etag: str = ""
    """Of the object it is done to; empty for CREATE and FORGET."""
    summary: str = ""


class Standing(StrEnum):
    """Why an object was left alone."""

    CHANGED = "changed_there"
    GONE = "deleted_there"
    TAKEN = "taken"
    """Somebody else's object has the name."""
    NEWER = "newer_there"
    """Another machine has published something newer."""
    STRAY = "stray"
    """Made by vaultkit, not in this feed, not remembered: another feed's, or from before a lost memory."""


@dataclass(frozen=True, slots=True)
class Left:
    """An object that was left alone, for its owner to decide."""

    standing: Standing
    uid: str
    summary: str
    differs: tuple[str, ...] = ()
    """Names of the fields of Content that were changed there."""
    there: There | None = None
