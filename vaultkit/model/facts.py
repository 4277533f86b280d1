"""What one note says, understood on its own: the unit that the index keeps."""

from dataclasses import dataclass
from datetime import date

from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting
from vaultkit.model.person import Person
from vaultkit.model.problem import Problem


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """One note's part of the network. Depends on the note and the settings, never on the day."""

    path: str
    person: Person | None = None
    meetings: tuple[Meeting, ...] = ()
    """A meeting note's meeting, or the person's `next_meeting`."""
    mentions: tuple[date, tuple[Link, ...]] | None = None
    """A daily note's day and the notes it links to; only read where the owner wants it to count."""
    problems: tuple[Problem, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it is of a person or a meeting, or mentions anybody."""
        return bool(self.person or self.meetings or self.mentions)
