"""Meetings that repeat."""

import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.meeting import Meeting
from vaultkit.rules.recurrence import first_day, occurrences, read_repeat, rule_for_calendars

at = datetime.fromisoformat

UNTIL = date(2027, 6, 1)

REPEATS: list[tuple[str, tuple[str, date | None] | None]] = [
    ("weekly", ("FREQ=WEEKLY", None)),
    ("every week", ("FREQ=WEEKLY", None)),
    ("Every 2 weeks", ("FREQ=WEEKLY;INTERVAL=2", None)),
    ("every 2 weeks until 2027-06-01", ("FREQ=WEEKLY;INTERVAL=2", UNTIL)),
    ("hver uke til 1.6.2027", ("FREQ=WEEKLY", UNTIL)),
    ("hver uke til og med 2027-06-01", ("FREQ=WEEKLY", UNTIL)),
    ("hver uke t.o.m. 2027-06-01", ("FREQ=WEEKLY", UNTIL)),
    ("hver tirsdag", ("FREQ=WEEKLY;BYDAY=TU", None)),
    ("kvar 2. tysdag", ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", None)),
    ("every weekday", ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None)),
    ("annenhver uke", ("FREQ=WEEKLY;INTERVAL=2", None)),
    ("monthly", ("FREQ=MONTHLY", None)),
    ("kvartalsvis", ("FREQ=MONTHLY;INTERVAL=3", None)),
    ("årlig", ("FREQ=YEARLY", None)),
    ("FREQ=WEEKLY;BYDAY=TU", ("FREQ=WEEKLY;BYDAY=TU", None)),
    ("RRULE:FREQ=WEEKLY;UNTIL=20270601T000000Z", ("FREQ=WEEKLY", UNTIL)),
    ("freq=monthly;byday=-1fr;", ("FREQ=MONTHLY;BYDAY=-1FR", None)),
    ("FREQ=DAILY;COUNT=3", ("FREQ=DAILY;COUNT=3", None)),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None)),
    ("never", None),
    ("ofte", None),
    ("", None),
    ("hver uke til snart", None),
    ("every blue moon", None),
    ("FREQ=HOURLY", None),
    ("FREQ=WEEKLY;BYHOUR=3", None),
    ("FREQ=WEEKLY;FREQ=DAILY", None),
    ("FREQ=WEEKLY;INTERVAL=0", None),
    ("FREQ=DAILY;INTERVAL=-1", None),
    ("FREQ=WEEKLY;INTERVAL=1,2", None),
    ("FREQ=WEEKLY;COUNT=1,2", None),
    ("FREQ=WEEKLY,DAILY", None),
    ("FREQ=WEEKLY;WKST=MO,TU", None),
    ("FREQ=DAILY;INTERVAL=999999999999", None),
    ("FREQ=DAILY;COUNT=0", None),
    ("FREQ=WEEKLY;UNTIL=soon", None),
    ("FREQ=WEEKLY;BYDAY=XX", None),
    ("FREQ=MONTHLY;BYMONTHDAY=99", None),
    ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", None),
    ("FREQ=DAILY;BYMONTH=x;BYMONTHDAY=1", None),
    ("FREQ=", None),
]


def meeting(start: date, rrule: str, until: date | None = None, skipped: tuple[date, ...] = ()) -> Meeting:
    """A meeting that repeats."""
    return Meeting(
        path="K.md",
        own_note=True,
        title="K",
        start=start,
        end=start,
        zone="Europe/Oslo",
        rrule=rrule,
        until=until,
        skipped=skipped,
    )


@pytest.mark.parametrize(("text", "repeat"), REPEATS, ids=[row[0] for row in REPEATS])
def test_how_it_is_written(text: str, repeat: tuple[str, date | None] | None) -> None:
    assert read_repeat(text) == repeat


def test_both_ends_of_the_time_asked_for_are_inclusive() -> None:
    weekly = meeting(date(2026, 11, 5), "FREQ=WEEKLY")
    assert occurrences(weekly, date(2026, 11, 12), date(2026, 11, 26)) == [
        date(2026, 11, 12),
        date(2026, 11, 19),
        date(2026, 11, 26),
    ]


def test_the_last_day_of_the_row_is_inclusive() -> None:
    weekly = meeting(date(2026, 11, 5), "FREQ=WEEKLY", until=date(2026, 11, 12))
    assert occurrences(weekly, date(2026, 1, 1), date(2027, 1, 1)) == [date(2026, 11, 5), date(2026, 11, 12)]


def test_skipped_days_are_left_out_and_still_counted() -> None:
    three = meeting(at("2026-11-05 10:00"), "FREQ=WEEKLY;COUNT=3", skipped=(date(2026, 11, 12),))
    assert occurrences(three, date(2026, 1, 1), date(2027, 1, 1)) == [date(2026, 11, 5), date(2026, 11, 19)]


def test_the_interval_counts_from_the_first_meeting() -> None:
    every_other = meeting(date(2026, 1, 1), "FREQ=WEEKLY;INTERVAL=2")
    assert occurrences(every_other, date(2026, 1, 8), date(2026, 1, 20)) == [date(2026, 1, 15)]


def test_a_meeting_that_does_not_repeat_is_held_once() -> None:
    once = meeting(date(2026, 11, 5), "")
    assert occurrences(once, date(2026, 11, 5), date(2026, 11, 5)) == [date(2026, 11, 5)]
    assert occurrences(once, date(2026, 11, 6), date(2027, 1, 1)) == []


def test_the_start_need_not_fit_the_rule() -> None:
    assert first_day(meeting(date(2026, 11, 5), "FREQ=WEEKLY;BYDAY=TU")) == date(2026, 11, 10)
    assert first_day(meeting(date(2026, 11, 5), "FREQ=WEEKLY", until=date(2026, 1, 1))) == date(2026, 11, 5)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY", "FREQ=DAILY;INTERVAL=999", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,12"],
)
def test_no_rule_runs_for_ever(rule: str) -> None:
    begun = time.process_time()
    read = read_repeat(rule)
    assert read
    occurrences(meeting(date(1900, 1, 1), read[0]), date(2026, 1, 1), date(2028, 1, 1))
    assert time.process_time() - begun < 3


PART = st.tuples(
    st.sampled_from(["FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"]),
    st.sampled_from(
        ["DAILY", "WEEKLY", "YEARLY", "0", "1", "-1", "2MO", "TU", "13", "1,2", "", "x", "99999"]
    ),
)


@given(st.lists(PART, max_size=4))
def test_any_rule_is_understood_or_refused(parts: list[tuple[str, str]]) -> None:
    rule = ";".join(f"{name}={value}" for name, value in parts)
    read = read_repeat(rule)
    if read and "DAILY" not in rule:  # what a day-by-day search costs is tried above
        days = occurrences(meeting(date(2026, 1, 1), *read), date(2026, 1, 1), date(2027, 1, 1))
        assert days == sorted(set(days))


TUESDAY, LAST_OF_JANUARY = date(2026, 1, 6), date(2026, 1, 31)
FOR_CALENDARS: list[tuple[str, date, str | None]] = [
    ("FREQ=DAILY;INTERVAL=3;COUNT=9", TUESDAY, "FREQ=DAILY;INTERVAL=3;COUNT=9"),
    ("FREQ=DAILY;BYMONTHDAY=-1", LAST_OF_JANUARY, None),
    ("FREQ=DAILY;BYMONTH=3", TUESDAY, None),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", TUESDAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU"),
    ("FREQ=WEEKLY;BYMONTH=3", TUESDAY, None),
    ("FREQ=MONTHLY", date(2026, 1, 28), "FREQ=MONTHLY"),
    ("FREQ=MONTHLY;COUNT=6", LAST_OF_JANUARY, "FREQ=MONTHLY;COUNT=6;BYMONTHDAY=31"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", LAST_OF_JANUARY, "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("FREQ=MONTHLY;BYDAY=2TU", TUESDAY, "FREQ=MONTHLY;BYDAY=2TU"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", date(2026, 2, 13), None),
    ("FREQ=YEARLY", LAST_OF_JANUARY, "FREQ=YEARLY"),
    ("FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", TUESDAY, "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU"),
    ("FREQ=YEARLY;BYMONTH=5,12;BYMONTHDAY=17", TUESDAY, "FREQ=YEARLY;BYMONTH=5,12;BYMONTHDAY=17"),
    ("FREQ=YEARLY;BYMONTH=3,4,5;BYMONTHDAY=31", date(2026, 3, 31), None),
    ("FREQ=YEARLY;BYMONTHDAY=13", TUESDAY, None),
]


@pytest.mark.parametrize(("rule", "first", "published"), FOR_CALENDARS)
def test_the_rule_that_calendars_are_told(rule: str, first: date, published: str | None) -> None:
    assert rule_for_calendars(rule, first) == published


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(["", ";COUNT=5", ";INTERVAL=2"]))
def test_the_rule_that_calendars_are_told_means_the_same(first: date, more: str) -> None:
    rule = "FREQ=MONTHLY" + more
    last = date(2033, 1, 1)
    told = rule_for_calendars(rule, first)
    assert told
    assert occurrences(meeting(first, told), first, last) == occurrences(meeting(first, rule), first, last)
