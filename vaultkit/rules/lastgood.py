"""What a note said last, kept where it says less now because something in it cannot be read.

PRODUCT, promise 4: a broken note never drops its meetings; the last good state stays, and it is named.
"""

from collections.abc import Container, Iterable
from dataclasses import replace

from vaultkit.model.facts import NoteFacts
from vaultkit.model.person import Person
from vaultkit.model.problem import Problem

_TORN = frozenset(("VK007", "VK107", "VK108", "VK112", "VK113"))
"""Faults after which the whole note says less than its owner wrote."""
_HIDING = frozenset(("VK002", "VK101", "VK102", "VK104"))
"""Faults that may hide that the note is a person or a meeting, or what it says of them."""
_HALF_WRITTEN = frozenset(("VK103", "VK109", "VK110", "VK202"))
"""Faults of a date or time: `2026-11-` while its owner types."""
_KEPT = ("last_contact", "next_contact", "cadence", "birthday", "networks")
_LOST = _TORN | {"VK001", "VK006", "VK008"}


def keep_last_good(now: NoteFacts, known: NoteFacts | None) -> NoteFacts:
    """The facts that count: those of now, with what was known where a fault took it away."""
    if known is None:
        return now
    codes = {problem.code for problem in now.problems}
    silent = not now.meetings and (now.person is None or not now.person.places)
    if codes & _TORN or (codes & _HIDING and silent):
        return replace(known, problems=now.problems)
    person = now.person
    if person is not None and known.person is not None:
        person = _mended(person, known.person, now.problems)
    meetings = now.meetings
    if not meetings and known.meetings and _is_half_written(now):
        meetings = known.meetings
    return replace(now, person=person, meetings=meetings)


def may_be_torn(problems: Iterable[Problem]) -> set[str]:
    """The paths of notes that hold less at the moment than their owner wrote, or may."""
    return {one.path for one in problems if one.code in _TORN | _LOST | {"VK002", "VK004"}}


def nobody_knows(problems: Iterable[Problem], remembered: Container[str]) -> set[str]:
    """The paths of notes that could not be read and of which nothing is remembered."""
    return {one.path for one in problems if one.code in _LOST and one.path not in remembered}


def _mended(person: Person, known: Person, problems: Iterable[Problem]) -> Person:
    """A person with each property that is written and cannot be read as it was known."""
    lines = {problem.line for problem in problems if problem.code.startswith("VK1")}
    lost = {
        name: getattr(known, name)
        for name in _KEPT
        if not getattr(person, name) and person.places.get(name.removesuffix("s"), 0) in lines
    }
    return replace(person, **lost) if lost else person


def _is_half_written(facts: NoteFacts) -> bool:
    """Whether the time of the note's meeting is written and cannot be read."""
    if facts.person is None:
        return any(problem.code in _HALF_WRITTEN for problem in facts.problems)
    line = facts.person.places.get("next_meeting", 0)
    return any(problem.code in _HALF_WRITTEN and problem.line == line for problem in facts.problems)
