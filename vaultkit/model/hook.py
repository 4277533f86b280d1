"""A hook: an executable of the owner's that is run when something happens, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from vaultkit.model.phrase import Phrase


class Event(StrEnum):
    """What can happen. A hook named `on-<event>` or `on-<event>.<anything>` is run for it."""

    PRE_SYNC = "pre-sync"
    POST_SYNC = "post-sync"
    NOTE_PROBLEM = "note-problem"
    FOLLOW_UP_DUE = "follow-up-due"
    MEETING_SOON = "meeting-soon"
    THANKS_OWED = "thanks-owed"
    PERSON_CHANGED = "person-changed"


@dataclass(frozen=True, slots=True)
class Hook:
    """One file in the hooks folder of a vault."""

    name: str
    """Its file name: what the owner types."""
    path: str
    """In the vault, forward slashes."""
    event: Event
    sha256: str
    """Of its bytes, hexadecimal."""


@dataclass(frozen=True, slots=True)
class HookRun:
    """One hook that was run for one event, or that was not."""

    hook: Hook
    ok: bool
    """False when it failed, and when it was not run."""
    said: str = ""
    """The message of its JSON line, on one line without control characters; empty: it said nothing."""
    why: Phrase | None = None
    """What went wrong; None when nothing did."""
    seconds: float = 0.0
    """How long it ran."""
    waiting: bool = False
    """True: it was not run, because its owner has not trusted it on this machine."""
    hung: bool = False
    """True: it was stopped at the time limit."""
    ignored: int = 0
    """So many lines of its output were no JSON object, or not the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """What this machine remembers of the last run of a hook."""

    time: str
    """When, in UTC: ISO 8601 without fractions."""
    event: str
    sha256: str
    """Of the bytes that were run."""
    ok: bool
    said: str = ""
    why: str = ""
    """In the vault's language; empty when it went well."""
    seconds: float = 0.0
