"""All notes together: people and meetings, with the links between them followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vaultkit.model.meeting import Meeting
from vaultkit.model.person import Person
from vaultkit.model.problem import Problem


@dataclass(frozen=True, slots=True)
class LastContact:
    """When somebody was last in touch, and how that is known."""

    day: date
    source: str
    """`property`, `log`, `meeting` or `daily note`."""
    path: str
    """The note that says so."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a vault holds. Independent of the day; every tuple is sorted by path."""

    people: tuple[Person, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    mentions: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)
    """For a person's path: day and path of each daily note that links to them."""
    problems: tuple[Problem, ...] = ()
    links: Any = None
    """The `rules.links.LinkIndex` of the vault."""

    def meetings_of(self, path: str) -> tuple[Meeting, ...]:
        """The meetings that a person takes part in."""
        return tuple(meeting for meeting in self.meetings if path in meeting.attendees)
