"""Last contact: the newest of property, log, meeting and daily note, and never after today."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.lastcontact import coming_meetings, contacts, every_coming_meeting, past_meetings

TODAY = date(2026, 3, 11)
"""A Wednesday."""
DAY = timedelta(days=1)
KARI = Person(path="Kari.md", name="Kari")


def meeting(path: str, day: date, last_day: date | None = None, **fields: Any) -> Meeting:
    made = Meeting(
        path=path,
        own_note=True,
        title=path,
        start=day,
        end=last_day or day,
        zone="UTC",
        attendees=("Kari.md",),
    )
    return replace(made, **fields)


def timed(path: str, day: date, hour: int = 10, hours: int = 1, **fields: Any) -> Meeting:
    start = datetime.combine(day, time(hour))
    return meeting(path, day, start=start, end=start + timedelta(hours=hours), **fields)


def last(
    person: Person, *meetings: Meeting, mentions: Mapping[str, tuple[tuple[date, str], ...]] | None = None
) -> tuple[date, str] | None:
    overview = Overview(people=(person,), meetings=meetings, mentions=mentions or {})
    found = contacts(person, overview, TODAY)
    return (found[0].day, found[0].source) if found else None


PROPERTY = replace(KARI, last_contact=TODAY - 10 * DAY)
LOG = replace(KARI, log=(LogLine(TODAY - 20 * DAY, "ringte", 9), LogLine(TODAY - 5 * DAY, "kaffe", 7)))
BOTH = replace(LOG, last_contact=TODAY - 5 * DAY)
NEWEST = [
    ("nothing", KARI, (), None),
    ("property", PROPERTY, (), (TODAY - 10 * DAY, "property")),
    ("log, whatever its order", LOG, (), (TODAY - 5 * DAY, "log")),
    ("log before property on one day", BOTH, (), (TODAY - 5 * DAY, "log")),
    (
        "log before meeting on one day",
        LOG,
        (meeting("m", TODAY - 5 * DAY),),
        (TODAY - 5 * DAY, "log"),
    ),
    ("meeting", PROPERTY, (meeting("m", TODAY - DAY),), (TODAY - DAY, "meeting")),
    ("cancelled meeting", KARI, (meeting("m", TODAY - DAY, status=Status.CANCELLED),), None),
    ("meeting of today is not over", KARI, (meeting("m", TODAY),), None),
    ("meeting of today that is done", KARI, (meeting("m", TODAY, status=Status.DONE),), (TODAY, "meeting")),
    ("meeting to come", KARI, (meeting("m", TODAY + DAY, status=Status.DONE),), None),
    (
        "meeting of some days counts on its last",
        KARI,
        (meeting("m", TODAY - 4 * DAY, TODAY - 2 * DAY),),
        (TODAY - 2 * DAY, "meeting"),
    ),
    ("meeting that still goes on", KARI, (meeting("m", TODAY - 4 * DAY, TODAY),), None),
    (
        "meeting over midnight",
        KARI,
        (timed("m", TODAY - 2 * DAY, 22, 4),),
        (TODAY - DAY, "meeting"),
    ),
    ("meeting of others", KARI, (meeting("m", TODAY - DAY, attendees=("Per.md",)),), None),
    (
        "row of meetings: its last holding",
        KARI,
        (meeting("m", date(2025, 1, 7), rrule="FREQ=WEEKLY"),),
        (date(2026, 3, 10), "meeting"),
    ),
    (
        "row of meetings: not on a day left out",
        KARI,
        (meeting("m", date(2025, 1, 7), rrule="FREQ=WEEKLY", skipped=(date(2026, 3, 10),)),),
        (date(2026, 3, 3), "meeting"),
    ),
    (
        "row that has ended",
        KARI,
        (meeting("m", date(2025, 1, 7), rrule="FREQ=WEEKLY", until=date(2025, 12, 31)),),
        (date(2025, 12, 30), "meeting"),
    ),
    (
        "daily row that began long ago",
        KARI,
        (meeting("m", date(2015, 1, 1), rrule="FREQ=DAILY"),),
        (TODAY - DAY, "meeting"),
    ),
    ("property after today", replace(KARI, last_contact=TODAY + DAY), (), None),
    ("log after today", replace(KARI, log=(LogLine(TODAY + DAY, "", 3),)), (), None),
    ("property of today", replace(KARI, last_contact=TODAY), (), (TODAY, "property")),
]


@pytest.mark.parametrize(("person", "meetings", "found"), [c[1:] for c in NEWEST], ids=[c[0] for c in NEWEST])
def test_the_newest_counts(
    person: Person, meetings: tuple[Meeting, ...], found: tuple[date, str] | None
) -> None:
    assert last(person, *meetings) == found


def test_a_daily_note_counts_where_the_owner_wants_it() -> None:
    mentions = {"Kari.md": ((TODAY - DAY, "Dagbok/2026-03-10.md"), (TODAY + DAY, "Dagbok/2026-03-12.md"))}
    assert last(PROPERTY, mentions=mentions) == (TODAY - DAY, "daily note")


def test_it_says_where_it_comes_from() -> None:
    person = replace(LOG, last_contact=TODAY - 10 * DAY, places={"last_contact": 4})
    found = contacts(
        person, Overview(people=(person,), meetings=(meeting("m.md", TODAY - DAY, line=3),)), TODAY
    )
    assert [(c.source, c.path, c.line) for c in found] == [
        ("meeting", "m.md", 3),
        ("log", "Kari.md", 7),
        ("property", "Kari.md", 4),
        ("log", "Kari.md", 9),
    ]


COMING = [
    ("tomorrow", meeting("m", TODAY + DAY), TODAY + DAY),
    ("today", meeting("m", TODAY), TODAY),
    ("still going on", meeting("m", TODAY - DAY, TODAY), TODAY - DAY),
    ("over", meeting("m", TODAY - DAY), None),
    ("cancelled", meeting("m", TODAY + DAY, status=Status.CANCELLED), None),
    ("done", meeting("m", TODAY, status=Status.DONE), None),
    ("the next of a row", meeting("m", date(2025, 1, 7), rrule="FREQ=WEEKLY"), date(2026, 3, 17)),
    (
        "the one after a day left out",
        meeting("m", date(2025, 1, 7), rrule="FREQ=WEEKLY", skipped=(date(2026, 3, 17),)),
        date(2026, 3, 24),
    ),
    (
        "a row that has ended",
        meeting("m", date(2025, 1, 7), rrule="FREQ=WEEKLY", until=date(2026, 3, 10)),
        None,
    ),
]


@pytest.mark.parametrize(("held", "day"), [c[1:] for c in COMING], ids=[c[0] for c in COMING])
def test_what_is_planned(held: Meeting, day: date | None) -> None:
    found = coming_meetings(KARI, Overview(people=(KARI,), meetings=(held,)), TODAY)
    assert [one.day for one in found] == ([day] if day else [])


def test_planned_meetings_stand_soonest_first_and_past_ones_newest_first() -> None:
    days = (3, 1, -3, 2, -1)
    overview = Overview(people=(KARI,), meetings=tuple(meeting(f"{n}", TODAY + n * DAY) for n in days))
    assert [one.meeting.path for one in coming_meetings(KARI, overview, TODAY)] == ["1", "2", "3"]
    assert [one.meeting.path for one in past_meetings(KARI, overview, TODAY)] == ["-1", "-3"]


def test_every_meeting_between_two_days() -> None:
    overview = Overview(
        meetings=(
            meeting("all day", TODAY),
            timed("late", TODAY, 18),
            timed("early", TODAY, 8),
            meeting("weekly", TODAY - 7 * DAY, rrule="FREQ=WEEKLY"),
            meeting("cancelled", TODAY, status=Status.CANCELLED),
            meeting("done", TODAY, status=Status.DONE),
            meeting("over", TODAY - DAY),
            meeting("last day", TODAY + 14 * DAY),
            meeting("after", TODAY + 15 * DAY),
        )
    )
    found = every_coming_meeting(overview, TODAY, TODAY + 14 * DAY, "Europe/Oslo")
    assert [(one.meeting.path, (one.day - TODAY).days) for one in found] == [
        ("all day", 0),
        ("weekly", 0),
        ("early", 0),
        ("late", 0),
        ("weekly", 7),
        ("last day", 14),
        ("weekly", 14),
    ]


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.lists(DAYS), st.lists(DAYS), st.none() | DAYS, DAYS)
def test_never_after_today_and_never_older_than_a_source(
    logged: list[date], met: list[date], noted: date | None, today: date
) -> None:
    person = replace(KARI, last_contact=noted, log=tuple(LogLine(day, "", 1) for day in logged))
    overview = Overview(people=(person,), meetings=tuple(meeting(f"{day}", day) for day in met))
    found = [contact.day for contact in contacts(person, overview, today)]
    assert found == sorted(found, reverse=True)
    assert all(day <= today for day in found)
    known = [day for day in [*logged, *([noted] if noted else [])] if day <= today]
    known += [day for day in met if day < today]
    assert sorted(found) == sorted(known)
