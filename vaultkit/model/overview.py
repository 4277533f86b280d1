"""All notes together: people and meetings, with the links between them followed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
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


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What a vault holds. Independent of the day; every tuple is sorted by path."""

    people: tuple[Person, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    mentions: Mapping[str, Sequence[tuple[date, str]]] = field(default_factory=dict)
    """For a person's path: day and path of each daily note that links to them."""
    problems: tuple[Problem, ...] = ()
    links: Any = None
    """The `rules.links.LinkIndex` of the vault."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Name of the person at each path."""
        return {person.path: person.name for person in self.people}

    def meetings_of(self, path: str) -> list[Meeting]:
        """The meetings that a person takes part in."""
        return self._by_attendee.get(path, [])

    @cached_property
    def _by_attendee(self) -> Mapping[str, list[Meeting]]:
        found: dict[str, list[Meeting]] = {}
        for meeting in self.meetings:
            for path in meeting.attendees:
                found.setdefault(path, []).append(meeting)
        return found
