"""How far a networking meeting has come, computed from the days in the notes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.model.task import Task
from vaultkit.rules.chain import chain
from vaultkit.rules.followups.situation import Situation

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)
KARI = Person(path="Kari.md", name="Kari")
CV = Task("send the CV", 7)


def meeting(day: int, **fields: Any) -> Meeting:
    made = Meeting(
        path="m.md",
        own_note=True,
        title="Kaffe",
        start=TODAY + day * DAY,
        end=TODAY + day * DAY,
        zone="Europe/Oslo",
        attendees=("Kari.md",),
    )
    return replace(made, **fields)


def steps(person: Person, *meetings: Meeting) -> str:
    """In short: `+asked -12`, `-answered`; days from today."""
    now = Situation(person, Overview(people=(person,), meetings=meetings), Settings(), TODAY)
    return ", ".join(
        f"{'+' if step.done else '-'}{step.name}"
        + (f" {(step.day - TODAY).days}" if step.day else "")
        + (f" {step.count}/{step.of}" if step.of else "")
        for step in chain(now)
    )


def log(*lines: tuple[int, str]) -> Person:
    return replace(KARI, log=tuple(LogLine(TODAY + day * DAY, text, 5) for day, text in lines))


ASKED = log((-9, "asked for a coffee"))
SAID_YES = log((-7, "she said yes"), (-9, "asked for a coffee"))

CHAINS: list[tuple[str, Person, tuple[Meeting, ...], str]] = [
    ("nobody was asked", log((-9, "lunch")), (), ""),
    ("asked", ASKED, (), "+asked -9, -answered, -booked"),
    ("asked again", log((-5, "texted"), (-9, "asked")), (), "+asked -9, -answered, -booked"),
    ("answered", SAID_YES, (), "+asked -9, +answered -7, -booked"),
    ("answered at once", log((-9, "asked, and he said yes")), (), "+asked -9, +answered -9, -booked"),
    (
        "booked",
        SAID_YES,
        (meeting(3),),
        "+asked -9, +answered -7, +booked 3, -prepared, -met, -thanked",
    ),
    (
        "booked, which is an answer",
        ASKED,
        (meeting(3),),
        "+asked -9, +answered, +booked 3, -prepared, -met, -thanked",
    ),
    ("booked without a question", KARI, (meeting(3),), "+booked 3, -prepared, -met, -thanked"),
    (
        "prepared",
        KARI,
        (meeting(3, prepared=TODAY),),
        "+booked 3, +prepared 0, -met, -thanked",
    ),
    (
        "a meeting in the person's note",
        replace(KARI, prepared=TODAY),
        (meeting(3, path="Kari.md", own_note=False),),
        "+booked 3, +prepared 0, -met, -thanked",
    ),
    ("met", KARI, (meeting(-3),), "+booked -3, -prepared, +met -3, -thanked"),
    (
        "thanked, on a day and by a log line",
        KARI,
        (meeting(-3, thanked=TODAY - 2 * DAY, prepared=True),),
        "+booked -3, +prepared, +met -3, +thanked -2",
    ),
    (
        "thanked in the log",
        log((-2, "thanked her")),
        (meeting(-3),),
        "+booked -3, -prepared, +met -3, +thanked",
    ),
    (
        "promises",
        KARI,
        (meeting(-3, tasks=(CV, replace(CV, box="x", text="a"), replace(CV, box="-", text="b"))),),
        "+booked -3, -prepared, +met -3, -thanked, -promises_kept 1/2",
    ),
    (
        "promises kept",
        KARI,
        (meeting(-3, thanked=True, tasks=(replace(CV, box="x"),)),),
        "+booked -3, -prepared, +met -3, +thanked, +promises_kept 1/1",
    ),
    (
        "asked for the next one",
        log((-1, "asked for lunch")),
        (meeting(-3, thanked=True),),
        "+asked -1, -answered, -booked",
    ),
    (
        "the question before the last meeting is not told of the next",
        SAID_YES,
        (meeting(-3), meeting(3, path="n.md")),
        "+booked 3, -prepared, -met, -thanked",
    ),
    ("called off", ASKED, (meeting(3, status=Status.CANCELLED),), "+asked -9, -answered, -booked"),
    ("a row of meetings has no chain", KARI, (meeting(3, rrule="FREQ=WEEKLY"),), ""),
]


@pytest.mark.parametrize(("person", "held", "told"), [c[1:] for c in CHAINS], ids=[c[0] for c in CHAINS])
def test_the_steps(person: Person, held: tuple[Meeting, ...], told: str) -> None:
    assert steps(person, *held) == told
