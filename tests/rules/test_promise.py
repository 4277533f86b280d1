"""Promises: when each appears, when it goes, and on which day it is due."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from vaultkit.model.cadence import NEVER
from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.model.task import Task
from vaultkit.rules.followups import follow_up_queue, situations

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo")
KARI = Person(path="Kari.md", name="Kari Nordmann", cadence=NEVER)
PER = Person(path="Per.md", name="Per Olsen", cadence=NEVER)
CV = Task("send the CV", 7)
BOTH = ("Per.md", "Kari.md")


def meeting(day: date, *tasks: Task, **fields: Any) -> Meeting:
    made = Meeting(
        path="m.md",
        own_note=True,
        title="Kaffe",
        start=day,
        end=day,
        zone="Europe/Oslo",
        attendees=("Kari.md",),
        thanked=True,
        tasks=tasks,
    )
    return replace(made, **fields)


def promises(*people: Person, meetings: tuple[Meeting, ...] = (), today: date = TODAY) -> list[FollowUp]:
    overview = Overview(people=people, meetings=meetings)
    found = follow_up_queue(situations(overview, SETTINGS, today), SETTINGS, today)
    return [item for item in found if item.kind == "promise"]


MADE = replace(CV, made=TODAY - 3 * DAY)
DUE = [
    ("on its day", replace(CV, due=TODAY + DAY), KARI, TODAY + DAY),
    ("on a Saturday", replace(CV, due=date(2026, 3, 14)), KARI, date(2026, 3, 14)),
    ("years ahead", replace(CV, due=date(2031, 1, 1)), KARI, date(2031, 1, 1)),
    ("long overdue", replace(CV, due=date(2025, 1, 1)), KARI, date(2025, 1, 1)),
    ("half done", replace(CV, box="/", due=TODAY), KARI, TODAY),
    ("of one who wants no contact", replace(CV, due=TODAY), replace(KARI, never=True), TODAY),
    ("a week after it was made", MADE, KARI, TODAY + 4 * DAY),
    ("overdue, a week after", replace(CV, made=TODAY - 20 * DAY), KARI, TODAY - 13 * DAY),
    ("its own day beats when it was made", replace(MADE, due=TODAY), KARI, TODAY),
    ("a week after they were in touch", CV, replace(KARI, last_contact=TODAY - 2 * DAY), TODAY + 5 * DAY),
    ("never overdue: nobody knows", CV, replace(KARI, last_contact=TODAY - 50 * DAY), TODAY),
    ("today: nothing tells anything", CV, KARI, TODAY),
    ("gone: kept", replace(CV, box="x", due=TODAY), KARI, None),
    ("gone: called off", replace(CV, box="-", due=TODAY), KARI, None),
    ("gone: the owner's own sign", replace(CV, box="?", due=TODAY), KARI, None),
]


@pytest.mark.parametrize(("task", "person", "day"), [c[1:] for c in DUE], ids=[c[0] for c in DUE])
def test_in_a_persons_note(task: Task, person: Person, day: date | None) -> None:
    assert [item.due for item in promises(replace(person, tasks=(task,)))] == ([day] if day else [])


HELD = [
    ("a week after the meeting", meeting(TODAY - 2 * DAY, CV), TODAY + 5 * DAY),
    ("on the day of the meeting already", meeting(TODAY, CV), TODAY + 7 * DAY),
    ("a day of its own", meeting(TODAY - 2 * DAY, replace(CV, due=TODAY)), TODAY),
    ("a day before the meeting", meeting(TODAY + 9 * DAY, replace(CV, due=TODAY)), TODAY),
    ("not yet: the meeting is to come", meeting(TODAY + DAY, CV), None),
    ("gone: called off", meeting(TODAY - DAY, CV, status=Status.CANCELLED), None),
    (
        "its own day stays when the meeting is called off",
        meeting(TODAY, replace(CV, due=TODAY + DAY), status=Status.CANCELLED),
        TODAY + DAY,
    ),
    ("of a row: when they were in touch", meeting(TODAY - 2 * DAY, CV, rrule="FREQ=DAILY"), TODAY + 6 * DAY),
    ("gone: kept", meeting(TODAY - DAY, replace(CV, box="x")), None),
]


@pytest.mark.parametrize(("held", "day"), [c[1:] for c in HELD], ids=[c[0] for c in HELD])
def test_in_a_meetings_note(held: Meeting, day: date | None) -> None:
    found = promises(KARI, meetings=(held,))
    assert [(item.due, item.meeting) for item in found] == ([(day, "m.md")] if day else [])


def test_whose_it_is_and_to_whom() -> None:
    tasks = [Task(text, 7, due=TODAY) for text in ("Kari: sends a name", "call Per", "call Kari", "read")]
    found = promises(KARI, PER, meetings=(meeting(TODAY, *tasks, attendees=BOTH),))
    assert [(item.person.path, item.reason.english()) for item in found] == [
        ("Kari.md", "they promised: sends a name"),
        ("Kari.md", "you promised: call Kari"),
        ("Per.md", "you promised: call Per"),
        ("Per.md", "you promised: read"),
    ]


def test_the_same_words_twice_in_a_note_are_one_promise() -> None:
    assert len(promises(replace(KARI, tasks=(CV, replace(CV, line=9))))) == 1
    assert len(promises(replace(KARI, tasks=(CV,)), meetings=(meeting(TODAY, CV),))) == 2


def test_the_line_says_where_it_stands() -> None:
    said = [item.why.english() for item in promises(replace(KARI, tasks=(MADE, replace(CV, text="a"))))]
    assert said == [
        "line 7 of the note; nothing tells when it was made",
        "made on 2026-03-08, line 7, without a day of its own",
    ]
