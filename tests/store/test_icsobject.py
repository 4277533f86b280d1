"""Objects as other programs write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from calendars import awkward
from calendars.awkward import entry
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.entry import Entry
from vaultkit.model.publishing import Kept
from vaultkit.rules.content import is_as_written
from vaultkit.store.ics import object_bytes
from vaultkit.store.icsobject import MOST, read_object

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
OURS = object_bytes(entry("lunch", NOON))
HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n"


def event(*lines: str, uid: str = "a") -> str:
    inner = "\n".join(lines)
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T000000Z\n{inner}\nEND:VEVENT\n"


def calendar(*events: str) -> bytes:
    return f"{HEAD}{''.join(events)}END:VCALENDAR\n".encode()


@pytest.mark.parametrize("one", awkward.ALL, ids=lambda one: one.uid)
def test_what_vaultkit_writes_vouches_for_itself(one: Entry) -> None:
    kept = read_object(object_bytes(one))
    assert kept is not None
    assert (kept.uid, kept.key) == (one.uid, one.key)
    assert is_as_written(kept)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_said_in_it(summary: str, description: str, location: str) -> None:
    one = entry(
        "a",
        NOON,
        summary=f"x{summary}",
        description=description,
        location=location,
    )
    kept = read_object(object_bytes(one))
    assert kept is not None
    assert is_as_written(kept)


def test_an_object_holds_its_own_zone_and_no_other() -> None:
    repeated = next(one for one in awkward.ALL if one.rrule and isinstance(one.start, datetime))
    assert object_bytes(repeated).count(b"BEGIN:VTIMEZONE") == 1
    assert b"VTIMEZONE" not in OURS
    for missing in (b"METHOD", b"X-WR-CALNAME", b"REFRESH-INTERVAL"):
        assert missing not in OURS


READ: dict[str, tuple[bytes, date, date]] = {
    "a time in a zone that is not explained": (
        calendar(event("DTSTART;TZID=Europe/Oslo:20261126T120000", "DTEND;TZID=Europe/Oslo:20261126T130000")),
        NOON,
        NOON + timedelta(hours=1),
    ),
    "a zone by its Windows name": (
        calendar(event("DTSTART;TZID=W. Europe Standard Time:20261126T120000", "DURATION:PT90M")),
        NOON,
        NOON + timedelta(minutes=90),
    ),
    "a whole day without an end": (
        calendar(event("DTSTART;VALUE=DATE:20261126")),
        date(2026, 11, 26),
        date(2026, 11, 27),
    ),
    "a time without an end": (calendar(event("DTSTART:20261126T110000Z")), NOON, NOON),
    "with an alarm": (
        calendar(
            event(
                "DTSTART:20261126T110000Z",
                "DTEND:20261126T120000Z",
                "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nDESCRIPTION:x\nEND:VALARM",
            )
        ),
        NOON,
        NOON + timedelta(hours=1),
    ),
}


@pytest.mark.parametrize("case", READ)
def test_other_ways_to_write_a_time(case: str) -> None:
    data, start, end = READ[case]
    kept = read_object(data)
    assert kept is not None
    assert (kept.content.start, kept.content.end, kept.key) == (start, end, "")


def test_a_day_of_a_row_that_is_told_otherwise_is_counted() -> None:
    row = event(
        "DTSTART:20261126T110000Z", "DTEND:20261126T120000Z", "RRULE:FREQ=WEEKLY", "EXDATE:20261203T110000Z"
    )
    day = event("RECURRENCE-ID:20261210T110000Z", "DTSTART:20261210T130000Z", "DTEND:20261210T140000Z")
    kept = read_object(calendar(row, day))
    assert kept is not None
    assert (kept.content.moved, kept.content.rrule, len(kept.content.skipped)) == (1, "FREQ=WEEKLY", 1)


NONE = {
    "nothing": b"",
    "no calendar": b"<html>",
    "no event": calendar(),
    "a task": calendar("BEGIN:VTODO\nUID:a\nDTSTAMP:20261101T000000Z\nEND:VTODO\n"),
    "two events": calendar(event("DTSTART:20261126T110000Z"), event("DTSTART:20261126T110000Z", uid="b")),
    "no start": calendar(event("SUMMARY:x")),
    "a start that is none": calendar(event("DTSTART:soon")),
    "a day of a row without the row": calendar(
        event("RECURRENCE-ID:20261210T110000Z", "DTSTART:20261210T130000Z")
    ),
    "too large": calendar(event("DTSTART:20261126T110000Z", "SUMMARY:" + "x" * MOST)),
    "cut off": OURS[: len(OURS) // 2],
}


@pytest.mark.parametrize("case", NONE)
def test_what_is_no_single_event(case: str) -> None:
    assert read_object(NONE[case]) is None


@given(st.binary(max_size=300))
def test_whatever_is_sent_is_no_event_or_the_one_that_is_in_it(data: bytes) -> None:
    assert read_object(data) is None
    found = read_object(OURS[:150] + data + OURS[150:])
    assert found is None or isinstance(found, Kept)
