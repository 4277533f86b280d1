"""A task in somebody's note or a meeting's: a promise."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Task:
    """One task line, open or closed. A task that repeats is none: it is never kept for good."""

    text: str
    """What it says, without the fields of the Tasks plugin; never empty. By it the line is found again."""
    line: int
    """1-based line in the file."""
    box: str = " "
    """The character between the brackets."""
    due: date | None = None
    """The day that its owner gave it: due, else scheduled, else a date at its beginning."""
    made: date | None = None
    """The day on which it was made, where the line or the log entry that it stands below tells."""
    done: date | None = None
    """The day on which it was ticked, where the line tells (`✅ 2026-11-30`)."""

    @property
    def is_open(self) -> bool:
        """Whether it waits: an empty box, or one that is half done (`[/]`)."""
        return self.box in " /"
