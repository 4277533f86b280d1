"""What vaultkit did to the owner's notes, so that it can be finished after a crash and taken back."""

from dataclasses import dataclass, replace
from enum import StrEnum

from vaultkit.model.write import Write


class Progress(StrEnum):
    """How far an action has come."""

    PENDING = "pending"
    """Begun. After a crash it is finished, or found not to have begun."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Change:
    """One file of an action."""

    write: Write
    temporary: str
    """Name of the passing file beside it."""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Everything that one command, or the ticks of one sync, changed."""

    number: int
    """Counts up from 1 for a vault on a machine."""
    time: str
    """ISO 8601, in UTC."""
    command: str
    """As somebody would type it; for people."""
    changes: tuple[Change, ...]
    progress: Progress = Progress.PENDING
    passing: bool = False
    """True for pages and feeds, which are made anew from the notes: it is not kept once it is done."""
    undoes: int | None = None
    """The number of the action that this one took back."""
    undone_by: int | None = None

    def with_change(self, number: int, change: Change) -> "Action":
        """The same action with another state of its file at an index."""
        changes = (*self.changes[:number], change, *self.changes[number + 1 :])
        return replace(self, changes=changes)

    def finished(self) -> "Action":
        """The action with what was done of it."""
        done = tuple(change for change in self.changes if change.done)
        return replace(self, changes=done, progress=Progress.DONE)
