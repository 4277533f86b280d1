"""Entries that calendars are known to get wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry, Stamps

OSLO, NEW_YORK = ZoneInfo("Europe/Oslo"), ZoneInfo("America/New_York")
SYDNEY, DUBLIN = ZoneInfo("Australia/Sydney"), ZoneInfo("Europe/Dublin")
KOLKATA, LORD_HOWE = ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")
STAMPS = Stamps(datetime(2026, 1, 2, 8, tzinfo=UTC), datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC), 194_445_005)
HOUR = timedelta(hours=1)


def entry(uid: str, start: date, length: timedelta = HOUR, **fields: object) -> Entry:
    """An entry with a UID made of a short name; `fields` replace what is usual."""
    plain = Entry(uid=f"{uid}@vaultkit", key=uid, summary=uid, start=start, end=start + length, stamps=STAMPS)
    return replace(plain, **fields)  # type: ignore[arg-type]


def wall(zone: ZoneInfo, *numbers: int) -> datetime:
    """A wall clock time in a zone."""
    year, month, day, hour, minute = (*numbers, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=zone)


def once(uid: str, zone: ZoneInfo, *numbers: int) -> Entry:
    """A meeting of an hour, in UTC, at a wall clock time in a zone."""
    return entry(uid, wall(zone, *numbers).astimezone(UTC))


DAY = timedelta(days=1)

ONCE = [
    once("friday-before-summer", OSLO, 2026, 3, 27, 10),
    once("monday-after-summer", OSLO, 2026, 3, 30, 10),
    once("friday-before-winter", OSLO, 2026, 10, 23, 10),
    once("monday-after-winter", OSLO, 2026, 10, 26, 10),
    once("in-the-gap", OSLO, 2026, 3, 29, 2, 30),
    once("first-half-past-two", OSLO, 2026, 10, 25, 2, 30),
    entry("second-half-past-two", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    once("five-hours-apart", NEW_YORK, 2026, 3, 16, 9),
    once("six-hours-apart", NEW_YORK, 2026, 4, 6, 9),
    entry("over-midnight", wall(OSLO, 2026, 5, 1, 23).astimezone(UTC), 4 * HOUR),
    entry("over-the-jump", wall(OSLO, 2026, 3, 28, 23).astimezone(UTC), 5 * HOUR),
    entry("cancelled", wall(OSLO, 2026, 6, 1, 9).astimezone(UTC), status="CANCELLED", transparent=True),
]

ALL_DAY = [
    entry("day", date(2026, 3, 29), DAY, transparent=True),
    entry("last-of-the-year", date(2026, 12, 31), DAY),
    entry("three-days", date(2026, 10, 24), 3 * DAY),
    entry("leap-day", date(2028, 2, 29), DAY),
    entry("birthday", date(2026, 3, 14), DAY, rrule="FREQ=YEARLY", transparent=True),
    entry(
        "days-until",
        date(2026, 3, 23),
        DAY,
        rrule="FREQ=WEEKLY;UNTIL=20260504",
        skipped=(date(2026, 4, 6), date(2026, 4, 13)),
    ),
]

REPEATED = [
    entry("weekly", wall(OSLO, 2026, 3, 3, 10), rrule="FREQ=WEEKLY"),
    entry("every-two-weeks", wall(OSLO, 2026, 1, 5, 8, 30), rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"),
    entry("until", wall(OSLO, 2026, 3, 24, 18), rrule="FREQ=WEEKLY;UNTIL=20260421T160000Z"),
    entry("ten-times", wall(OSLO, 2026, 10, 20, 9), rrule="FREQ=DAILY;COUNT=10"),
    entry(
        "with-holes",
        wall(OSLO, 2026, 3, 20, 12),
        rrule="FREQ=WEEKLY",
        skipped=(wall(OSLO, 2026, 3, 27, 12), wall(OSLO, 2026, 4, 3, 12), wall(OSLO, 2026, 11, 6, 12)),
    ),
    entry("last-friday", wall(OSLO, 2026, 1, 30, 15), rrule="FREQ=MONTHLY;BYDAY=-1FR"),
    entry("day-31", wall(OSLO, 2026, 1, 31, 9), rrule="FREQ=MONTHLY;BYMONTHDAY=31"),
    entry("new-york", wall(NEW_YORK, 2026, 2, 2, 9), rrule="FREQ=WEEKLY"),
    entry("sydney", wall(SYDNEY, 2026, 2, 2, 9), rrule="FREQ=WEEKLY"),
    entry("dublin", wall(DUBLIN, 2026, 2, 2, 9), rrule="FREQ=WEEKLY"),
    entry("kolkata", wall(KOLKATA, 2026, 2, 2, 9), rrule="FREQ=WEEKLY"),
    entry("half-an-hour", wall(LORD_HOWE, 2026, 2, 2, 9), rrule="FREQ=WEEKLY"),
    entry("utc", datetime(2026, 2, 2, 9, tzinfo=UTC), rrule="FREQ=WEEKLY"),
    entry("nightly", wall(OSLO, 2026, 3, 6, 23), 3 * HOUR, rrule="FREQ=WEEKLY"),
    entry("eve-of-2037", wall(OSLO, 2036, 12, 31, 22), rrule="FREQ=MONTHLY;COUNT=6"),
]

HOSTILE = {
    "backslash": "C:\\Notes\\new \\, \\; \\\\N",
    "breaks": "one\ntwo\r\nthree\rfour\u2028five\u2029six\x85seven\x0beight",
    "injection": "X\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "controls": "a\x00b\x07c\x1bd\x7fe\x9ff\tg",
    "surrogate": "half \ud83d of a smile \ude00",
    "separators": 'a,b;c:d"e^f=g%2Ch<i>&j',
    "folded-emoji": "".join(f"{'x' * n}😀👩‍👩‍👧🇳🇴æ" for n in range(1, 30)),
    "folded-escapes": "".join(f"{'y' * n}\\,;\n" for n in range(1, 40)) + "\\" * 400,
    "right-to-left": "שלום \u202eevil\u202c العربية",
    "combining": "e\u0301" * 60 + "\u200d" + "\ufeff",
    "looks-like-markup": "<b>Kari</b> [[Ola|x]] {{ 1 }} BEGIN:VEVENT",
    "spaces": "  two before and after  ",
}

HOSTILE_ENTRIES = [
    entry(
        f"text-{name}",
        datetime(2026, 7, 1, 8, tzinfo=UTC),
        summary=text,
        description=text,
        location=text,
        categories=(text, "plain"),
        url="obsidian://open?vault=Mine%20notater&file=Folk%2FK%C3%A5re%20%26%20Co%2C%20AS.md",
    )
    for name, text in HOSTILE.items()
]

ALL = [*ONCE, *ALL_DAY, *REPEATED, *HOSTILE_ENTRIES]
