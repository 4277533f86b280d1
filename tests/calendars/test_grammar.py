"""The grammar checker finds what it is there for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from calendars import grammar
from calendars.awkward import OSLO, entry, wall

from vaultkit.store.ics import write_feed

DAY = timedelta(days=1)
ENTRIES = [
    entry("weekly", wall(OSLO, 2026, 3, 3, 10), rrule="FREQ=WEEKLY;COUNT=9"),
    entry("once", datetime(2026, 4, 1, 8, tzinfo=UTC), description="æ" * 60, categories=("a", "b")),
    entry("day", date(2026, 5, 1), DAY),
]
FEED = write_feed(ENTRIES, name="Nettverk", zone="Europe/Oslo").data

FAULTS = {
    "LF for CRLF": (b"SUMMARY:once\r\n", b"SUMMARY:once\n"),
    "no last line end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    "a line of 76 octets": (b"SUMMARY:once", b"SUMMARY:" + b"x" * 68),
    "a fold inside a character": (
        b"\xc3\xa6\xc3\xa6\xc3\xa6\xc3\xa6\xc3\xa6\r\n",
        b"\xc3\xa6\xc3\r\n \xa6\xc3\xa6\r\n",
    ),
    "an empty line": (b"SUMMARY:once", b"\r\nSUMMARY:once"),
    "a BOM": (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    "a NUL": (b"SUMMARY:once", b"SUMMARY:o\0ce"),
    "a line separator": (b"SUMMARY:once", b"SUMMARY:o\xe2\x80\xa8ce"),
    "not UTF-8": (b"SUMMARY:once", b"SUMMARY:\xe6"),
    "a comma not escaped": (b"SUMMARY:once", b"SUMMARY:a, b"),
    "a backslash not escaped": (b"SUMMARY:once", b"SUMMARY:C:\\Temp"),
    "a METHOD": (b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE"),
    "a UID of the calendar's own": (b"CALSCALE", b"UID:x\r\nCALSCALE"),
    "an ATTENDEE": (b"SUMMARY:once", b"ATTENDEE:mailto:a@b\r\nSUMMARY:once"),
    "an alarm": (b"SUMMARY:once\r\n", b"SUMMARY:once\r\nBEGIN:VALARM\r\nEND:VALARM\r\n"),
    "no PRODID": (b"PRODID:-//vaultkit//networking feed//EN\r\n", b""),
    "no DTSTAMP": (b"DTSTAMP:20260301T123005Z\r\n", b""),
    "two starts": (b"DTSTART:20260401T080000Z\r\n", b"DTSTART:20260401T080000Z\r\n" * 2),
    "one UID twice": (b"UID:once@", b"UID:weekly@"),
    "a name of its own": (b"X-WR-CALNAME:Nettverk", b"X-WR-CALNAME:Network"),
    "a floating time": (b"DTSTART:20260401T080000Z", b"DTSTART:20260401T080000"),
    "a TZID for what happens once": (b"RRULE:FREQ=WEEKLY;COUNT=9\r\n", b""),
    "a TZID without zone": (b";TZID=Europe/Oslo:", b";TZID=Asia/Tokyo:"),
    "an end of another type": (b"DTEND;VALUE=DATE:20260502", b"DTEND:20260502T000000Z"),
    "an inclusive end": (b"DTEND;VALUE=DATE:20260502", b"DTEND;VALUE=DATE:20260501"),
    "a day that does not exist": (b"DTSTART:20260401", b"DTSTART:20260431"),
    "UNTIL as a day": (b"COUNT=9", b"UNTIL=20270101"),
    "out of order": (b"DTSTART:20260401T080000Z", b"DTSTART:20260201T080000Z"),
    "a zone an hour off": (b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300"),
    "a zone a week off": (b"BYMONTH=10;BYDAY=-1SU", b"BYMONTH=10;BYDAY=4SU"),
    "an onset that is none": (b"DTSTART:19960331T020000", b"DTSTART:19960330T020000"),
    "a zone without winter": (b"BEGIN:STANDARD", b"BEGIN:DAYLIGHT"),
    "a URL with a space": (b"STATUS:", b"URL:https://example.org/a b\r\nSTATUS:"),
    "an open end": (b"END:VEVENT\r\nEND:VCALENDAR\r\n", b"END:VEVENT\r\n"),
    "something after the end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nX-A:b\r\n"),
}


def test_what_is_right_has_no_fault() -> None:
    assert grammar.faults(FEED) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault: str) -> None:
    right, wrong = FAULTS[fault]
    assert right in FEED
    assert grammar.faults(FEED.replace(right, wrong, 1)) != []
