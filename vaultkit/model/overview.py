"""All notes together: people and meetings, with the links between them followed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from vaultkit.model.meeting import Meeting
from vaultkit.model.once import Once
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


Mention: TypeAlias = tuple[date, str]
"""A day, and the path of the daily note that links to somebody."""


class Latest:
    """Where the newest of several overviews is found by those who were made with an earlier one."""

    def __init__(self, overview: "Overview") -> None:
        self.overview = overview


class Calendar(Once):
    """All meetings, as long as none of them changes, and nobody's name."""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What a vault holds. Independent of the day; every tuple is sorted by path."""

    people: tuple[Person, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    mentions: Mapping[str, Sequence[Mention]] = field(default_factory=dict)
    """For each person's path, by the path of the daily note."""
    introduced: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    """For each person's path, whom they have introduced to the owner."""
    problems: tuple[Problem, ...] = ()
    links: Any = None
    """The `rules.links.LinkIndex` of the vault."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Name of the person at each path."""
        return {person.path: person.name for person in self.people}

    @cached_property
    def calendar(self) -> Calendar:
        """For what is made of the meetings alone."""
        return Calendar()

    @cached_property
    def latest(self) -> Latest:
        """Holds this overview, or the newest of those that came after it by `following`."""
        return Latest(self)

    def following(self, before: "Overview") -> "Overview":
        """The same in the place of `before`, with what that has looked up. For one with the same names."""
        self.__dict__["latest"] = before.latest
        before.latest.overview = self
        self.__dict__["names"] = before.names
        if self.meetings is before.meetings:
            self.__dict__["_by_attendee"] = before._by_attendee
            self.__dict__["calendar"] = before.calendar
        return self

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
