"""What a week held: counted from the days in the notes, and what is said of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.review import Did, Review
from vaultkit.model.settings import Settings
from vaultkit.model.task import Task
from vaultkit.rules.followups import follow_up_queue, situations
from vaultkit.rules.review import counted, in_a_row, praise, review_of, told

TODAY = date(2026, 3, 13)
"""A Friday."""
MONDAY = date(2026, 3, 9)
DAY = timedelta(days=1)
ADA = Person(path="Ada.md", name="Ada", last_contact=date(2026, 1, 1))


def log(*lines: tuple[int, str], who: Person = ADA) -> Person:
    """Lines by days from Monday."""
    return replace(who, log=tuple(LogLine(MONDAY + day * DAY, text, 5) for day, text in lines))


def meeting(day: int, *who: str, **fields: Any) -> Meeting:
    made = Meeting(
        path="m.md",
        own_note=True,
        title="Kaffe",
        start=MONDAY + day * DAY,
        end=MONDAY + day * DAY,
        zone="Europe/Oslo",
        attendees=who or ("Ada.md",),
    )
    return replace(made, **fields)


def review(
    people: Iterable[Person], meetings: Iterable[Meeting] = (), monday: date | None = None, **fields: Any
) -> Review:
    overview = Overview(people=tuple(people), meetings=tuple(meetings), **fields)
    everyone = situations(overview, Settings(), TODAY)
    return review_of(everyone, follow_up_queue(everyone, Settings(), TODAY), TODAY, monday)


def short(found: Review) -> str:
    """`asked Ada 0, in_touch Ada 0`: days from Monday."""
    deeds = (
        f"{deed.did.value} {deed.person.name} {(deed.day - found.monday).days} {deed.what}".strip()
        for deed in found.deeds
    )
    return ", ".join(sorted(set(deeds)))


def kept(text: str, done: int | None, box: str = "x") -> Task:
    return Task(text, 7, box, done=None if done is None else MONDAY + done * DAY)


DEEDS: list[tuple[str, Person, tuple[Meeting, ...], str]] = [
    ("nothing", ADA, (), ""),
    ("before the week and after today", log((-1, "asked for advice"), (5, "asked again")), (), ""),
    ("a talk", log((0, "called, about the boat")), (), "in_touch Ada 0"),
    ("a question", log((1, "asked for advice")), (), "asked Ada 1, in_touch Ada 1"),
    ("thanks", log((4, "thanked her for lunch")), (), "in_touch Ada 4, thanked Ada 4"),
    ("thanks to come", log((4, "must thank her")), (), "in_touch Ada 4"),
    (
        "given and received",
        log((2, "coffee. got: two names; gave: a lift")),
        (),
        "gave Ada 2 a lift, got Ada 2 two names, in_touch Ada 2",
    ),
    ("the property alone", replace(ADA, last_contact=MONDAY), (), "in_touch Ada 0"),
    ("thanked, as a property", replace(ADA, thanked=MONDAY + DAY), (), "thanked Ada 1"),
    ("met", ADA, (meeting(1),), "in_touch Ada 1, met Ada 1"),
    ("a meeting of today is not over", ADA, (meeting(4),), ""),
    (
        "a meeting of today that is done",
        ADA,
        (meeting(4, status=Status.DONE),),
        "in_touch Ada 4, met Ada 4",
    ),
    ("called off", ADA, (meeting(1, status=Status.CANCELLED),), ""),
    (
        "a row of meetings",
        ADA,
        (meeting(-14, rrule="FREQ=DAILY", until=MONDAY + DAY),),
        "in_touch Ada 0, in_touch Ada 1, met Ada 0, met Ada 1",
    ),
    (
        "a meeting over several days counts on its last",
        ADA,
        (meeting(-2, end=MONDAY + DAY),),
        "in_touch Ada 1, met Ada 1",
    ),
    ("thanked in the meeting's note", ADA, (meeting(-3, thanked=MONDAY),), "thanked Ada 0"),
    ("thanked on a day that nobody wrote down", ADA, (meeting(-3, thanked=True),), ""),
    (
        "a promise kept",
        replace(ADA, tasks=(kept("send the CV", 3), kept("old", -1), kept("no day", None))),
        (),
        "promises_kept Ada 3 send the CV",
    ),
    ("a promise called off", replace(ADA, tasks=(kept("send the CV", 3, "-"),)), (), ""),
    ("their promise", replace(ADA, tasks=(kept("Ada: sends figures", 3),)), (), ""),
    (
        "a promise of a meeting",
        ADA,
        (meeting(-3, tasks=(kept("send the list", 2),)),),
        "promises_kept Ada 2 send the list",
    ),
]


@pytest.mark.parametrize(("person", "held", "found"), [c[1:] for c in DEEDS], ids=[c[0] for c in DEEDS])
def test_what_counts(person: Person, held: tuple[Meeting, ...], found: str) -> None:
    assert short(review([person], held)) == found


def test_a_daily_note_counts_as_contact() -> None:
    assert short(review([ADA], mentions={"Ada.md": [(MONDAY, "d.md")]})) == "in_touch Ada 0"


NEW = Person(path="New.md", name="New")
FIRST = [
    ("a line in the log", log((1, "hello"), who=NEW), (), True),
    ("a meeting", NEW, (meeting(1, "New.md"),), True),
    ("a row of meetings that began long ago", NEW, (meeting(-28, "New.md", rrule="FREQ=WEEKLY"),), False),
    ("there was a line before", log((-9, "hello"), (1, "hello"), who=NEW), (), False),
    ("the property may hide an earlier one", replace(NEW, last_contact=MONDAY), (), False),
]


@pytest.mark.parametrize(("person", "held", "is_new"), [c[1:] for c in FIRST], ids=[c[0] for c in FIRST])
def test_the_first_contact(person: Person, held: tuple[Meeting, ...], *, is_new: bool) -> None:
    assert bool(review([person], held).people(Did.NEW)) is is_new


def test_another_week() -> None:
    people = [log((-7, "asked for advice"), (0, "called"))]
    assert short(review(people, monday=MONDAY - 7 * DAY)) == "asked Ada 0, in_touch Ada 0"
    assert short(review(people, monday=MONDAY + 7 * DAY)) == ""


ROWS = [
    ((), None, 0),
    ((0,), None, 1),
    ((0, -7, -14), None, 3),
    ((-1, -8), None, 2),  # this week is not over
    ((-8, -15), None, 0),  # nor does it hold for ever
    ((0, -14), None, 1),
    ((-7, -14), -7, 2),
    ((-14,), -7, 0),  # a week that is over and empty
    ((5, -7), None, 1),  # what is to come counts for nothing
]


@pytest.mark.parametrize(("days", "monday", "count"), ROWS)
def test_weeks_in_a_row(days: tuple[int, ...], monday: int | None, count: int) -> None:
    person = log(*((day, "called") for day in days), who=NEW)
    begins = None if monday is None else MONDAY + monday * DAY
    assert review([person], monday=begins).weeks_in_a_row == count


def test_the_row_counts_everybodys_contacts_and_every_meeting_of_a_row() -> None:
    bo = Person(path="Bo.md", name="Bo", last_contact=MONDAY - 2 * DAY)
    weekly = meeting(-28, rrule="FREQ=WEEKLY", until=MONDAY - 14 * DAY)
    assert review([log((0, "x"), who=NEW), bo, ADA], [weekly]).weeks_in_a_row == 2 + 3


def test_a_daily_row_of_many_years_counts() -> None:
    assert review([NEW], [meeting(-3000, "New.md", rrule="FREQ=DAILY")]).weeks_in_a_row > 100


def test_what_is_owed_is_due_and_mine() -> None:
    kari = Person(path="Kari.md", name="Kari")
    ada = replace(
        ADA,
        introduced_by=(Link("Kari"),),
        tasks=(
            Task("send the CV", 7, due=TODAY),
            Task("Ada: sends figures", 8, due=TODAY),
            Task("later", 9, due=TODAY + DAY),
        ),
    )
    found = review([ada, kari], [meeting(0)], introduced={"Kari.md": (ada,)})
    assert [(one.kind, one.person.name) for one in found.owed] == [
        ("thank", "Ada"),
        ("report_back", "Kari"),
        ("promise", "Ada"),
    ]


ASKED, MET, THANKED = log((0, "asked for advice")), (meeting(1),), log((2, "thanked her"))
SAID: list[tuple[str, Person, tuple[Meeting, ...], str, str]] = [
    ("nothing", NEW, (), "", "A quiet week"),
    ("in touch", log((0, "called"), who=NEW), (), "in touch with 1", "in touch with 1 person"),
    ("asked", ASKED, (), "asked 1", "You asked 1 person"),
    ("met", ADA, MET, "met 1", "You met 1 person. That"),
    ("met and thanked", THANKED, MET, "met 1 · thanked 1", "thanked them too"),
    ("gave more", log((0, "gave: a name")), (), "in touch with 1 · gave 1 time", "You gave more"),
    (
        "got as much",
        log((0, "gave: a name, got: a lift")),
        (),
        "in touch with 1 · gave 1 time · got 1 time",
        "in touch with 1",
    ),
    ("kept", replace(ADA, tasks=(kept("send the CV", 3),)), (), "kept 1 promise", "You kept your word"),
    ("thanked only", replace(ADA, thanked=MONDAY), (), "thanked 1", "You said thank you to 1"),
]


@pytest.mark.parametrize(("person", "held", "count", "pat"), [c[1:] for c in SAID], ids=[c[0] for c in SAID])
def test_counts_and_a_pat_on_the_shoulder(
    person: Person, held: tuple[Meeting, ...], count: str, pat: str
) -> None:
    found = review([person], held)
    assert " · ".join(one.english() for one in counted(found)) == count
    assert pat in praise(found)[0].english()


def test_who_was_in_touch_beside_those_who_were_met() -> None:
    found = counted(review([log((0, "called"), who=NEW), ADA], MET))
    assert [one.english() for one in found] == ["met 1", "in touch with 1 more"]


def test_the_pat_tells_of_the_row_where_this_week_is_in_it() -> None:
    assert len(praise(review([log((0, "x"), (-7, "x"))]))) == 2
    before = review([log((-7, "x"), (-14, "x"))])
    row = in_a_row(before)
    assert row is not None
    assert row.english() == "2 weeks in a row"
    assert [one.english()[:13] for one in praise(before)] == ["A quiet week,"]
    assert in_a_row(review([ASKED])) is None


def test_it_is_told_kind_by_kind_each_person_once_and_each_gift() -> None:
    bo = log((0, "called"), who=Person(path="Bo.md", name="Bo"))
    ada = log((1, "asked"), (2, "asked again"), (2, "gave: a name, gave: a lift"), (4, "called"))
    found = [
        (did.value, [(deed.person.name, (deed.day - MONDAY).days) for deed in deeds])
        for did, _, deeds in told(review([ada, bo]))
    ]
    assert found == [
        ("asked", [("Ada", 1)]),
        ("in_touch", [("Bo", 0)]),
        ("gave", [("Ada", 2), ("Ada", 2)]),
        ("new", [("Bo", 0)]),
    ]
