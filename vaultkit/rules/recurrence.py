"""Meetings that repeat. The one module that knows dateutil.

RFC 5545 (3.3.10) rules, or a sentence such as `every 2 weeks until 2027-06-01`, `hver tirsdag`.
"""

import re
from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile

from vaultkit.model.meeting import Meeting
from vaultkit.rules.dates import read_day
from vaultkit.rules.intervals import read_cadence

_FREQ = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_UNTIL = re.compile(r"\s*\b(?:until|till|til og med|til|t\.?o\.?m\.?)\s+(.+)$")
_DAYS = {
    **dict.fromkeys(("monday", "mandag", "måndag"), "MO"),
    **dict.fromkeys(("tuesday", "tirsdag", "tysdag"), "TU"),
    **dict.fromkeys(("wednesday", "onsdag"), "WE"),
    **dict.fromkeys(("thursday", "torsdag"), "TH"),
    **dict.fromkeys(("friday", "fredag"), "FR"),
    **dict.fromkeys(("saturday", "lørdag", "laurdag"), "SA"),
    **dict.fromkeys(("sunday", "søndag", "sundag"), "SU"),
    **dict.fromkeys(("weekday", "working day", "ukedag", "hverdag", "kvardag"), "MO,TU,WE,TH,FR"),
}
_EVERY = re.compile(r"(?:every|each|hvert?|kvart?)\s+(?:(\d{1,3})\.?\s+)?(.+)")
_PARTS = {
    name: re.compile(pattern)
    for name, pattern in {
        "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
        "INTERVAL": "0*[1-9][0-9]{0,2}",
        "COUNT": "0*[1-9][0-9]{0,3}",
        "BYDAY": "(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)",
        "BYMONTH": "0?[1-9]|1[0-2]",
        "BYMONTHDAY": "[+-]?(?:0?[1-9]|[12][0-9]|3[01])",
        "WKST": "MO|TU|WE|TH|FR|SA|SU",
    }.items()
}
"""Parts that are followed, and each item of their lists (RFC 5545, 3.3.10)."""
_READ_ALIKE = {
    "DAILY": (set(),),
    "WEEKLY": (set(), {"BYDAY"}, {"WKST"}, {"BYDAY", "WKST"}),
    "MONTHLY": (set(), {"BYDAY"}, {"BYMONTHDAY"}),
    "YEARLY": (set(), {"BYMONTH", "BYDAY"}, {"BYMONTH", "BYMONTHDAY"}),
}
"""Beside INTERVAL and COUNT, the parts with which every calendar tried finds the same days."""
_IN_ALL_MONTHS = range(1, 29)
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOST = 1000
"""Occurrences looked at for one meeting, so that a rule cannot run for ever."""


def read_repeat(text: str) -> tuple[str, date | None] | None:
    """RRULE without UNTIL, and the last day (inclusive; None: no end). None when it is not understood."""
    text = text.strip()
    if "FREQ=" in text.upper():
        return _read_rrule(text.upper().removeprefix("RRULE:"))
    text = " ".join(text.casefold().split())
    until = None
    if found := _UNTIL.search(text):
        until = read_day(found[1])
        if until is None:
            return None
        text = text[: found.start()]
    if (every := _EVERY.fullmatch(text)) and every[2] in _DAYS:
        interval = f";INTERVAL={int(every[1])}" if every[1] and int(every[1]) > 1 else ""
        return f"FREQ=WEEKLY{interval};BYDAY={_DAYS[every[2]]}", until
    cadence = read_cadence(text)
    if cadence is None or not cadence.count:
        return None
    interval = f";INTERVAL={cadence.count}" if cadence.count > 1 else ""
    return f"FREQ={_FREQ[cadence.unit]}{interval}", until


def _read_rrule(rule: str) -> tuple[str, date | None] | None:
    """A rule of the parts that are followed; UNTIL apart, as the last day."""
    until: date | None = None
    kept: dict[str, str] = {}
    for part in filter(None, rule.strip().strip(";").split(";")):
        name, _, value = part.partition("=")
        if name == "UNTIL":
            until = read_day(f"{value[:4]}-{value[4:6]}-{value[6:8]}")
            if until is None:
                return None
        elif name in kept or not _is_followed(name, value):
            return None
        else:
            kept[name] = value
    often = kept.get("FREQ")
    if often is None or (until is not None and "COUNT" in kept) or not _can_happen(kept):
        return None
    numbered = any(c.isdigit() for c in kept.get("BYDAY", ""))
    if numbered and (often in ("DAILY", "WEEKLY") or "BYMONTHDAY" in kept):
        return None  # "the second Monday" wants a month or a year, and no day of the month beside it
    if (
        often == "DAILY"
        and kept.keys() & {"BYDAY", "BYMONTHDAY", "BYMONTH"}
        and kept.get("INTERVAL", "1") != "1"
    ):
        return None  # every seventh day, on Mondays: may never come
    if often == "WEEKLY" and "BYMONTHDAY" in kept:
        return None
    return ";".join(f"{name}={value}" for name, value in kept.items()), until


def _is_followed(name: str, value: str) -> bool:
    """Whether a part is one that is understood. Only those named `BY…` may be lists."""
    items = value.split(",") if name.startswith("BY") else [value]
    return name in _PARTS and all(map(_PARTS[name].fullmatch, items))


def _can_happen(rule: dict[str, str]) -> bool:
    """Whether its months have such a day: dateutil looks for 30 February through 8,000 years."""
    if "BYMONTHDAY" not in rule:
        return True
    months = map(int, rule["BYMONTH"].split(",")) if "BYMONTH" in rule else range(1, 13)
    longest = max(_LONGEST_MONTHS[month - 1] for month in months)
    return any(abs(int(day)) <= longest for day in rule["BYMONTHDAY"].split(","))


def rule_for_calendars(rule: str, first: date) -> str | None:
    """The rule of a row that begins on a day, as every calendar tried follows it; None where there is none.

    RFC 5545 lets more parts be put together. With DAILY and BYMONTHDAY=-1 libical 3.0 finds no day and
    ical.js 2.2 looks for ever; for both YEARLY with BYMONTHDAY is one day a year. Where a month has no such
    day, node-ical 0.26 goes on from an earlier one unless the day is said.
    """
    parts = dict(part.split("=") for part in rule.split(";"))
    often, by = parts["FREQ"], parts.keys() - {"FREQ", "INTERVAL", "COUNT"}
    if by not in _READ_ALIKE[often]:
        return None
    if often == "MONTHLY" and not by and first.day not in _IN_ALL_MONTHS:
        return f"{rule};BYMONTHDAY={first.day}"
    days = parts.get("BYMONTHDAY", "1") if often == "YEARLY" else "1"
    return rule if all(int(day) in _IN_ALL_MONTHS for day in days.split(",")) else None


def occurrences(meeting: Meeting, first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both inclusive, on which the meeting begins; in order.

    A meeting that does not repeat begins once. Days in `skipped` are left out.
    """
    if not meeting.rrule:
        return [meeting.day] if first <= meeting.day <= last else []
    if meeting.until is not None:
        last = min(last, meeting.until)
    row = _row(meeting.rrule, meeting.day, last.year)
    days = row[bisect_left(row, first) : bisect_right(row, last)]
    return [day for day in days if day not in meeting.skipped][:_MOST]


@lru_cache(maxsize=4096)
def _row(rule: str, start: date, year: int) -> tuple[date, ...]:
    """Every day of a rule up to the end of a year. Kept: everyone who comes asks for the same row.

    Counting starts at the first meeting, because INTERVAL and COUNT count from there.
    """
    from dateutil.rrule import rrulestr

    moments = rrulestr(rule, dtstart=datetime.combine(start, time()))
    days = (moment.date() for moment in islice(moments, _MOST * 20))
    return tuple(takewhile(lambda day: day.year <= year, days))


def latest(meeting: Meeting, last: date) -> date | None:
    """The last day up to and with `last` on which the meeting begins; None when there is none."""
    if not meeting.rrule:
        return meeting.day if meeting.day <= last else None
    last = min(last, meeting.until) if meeting.until is not None else last
    row = _row(meeting.rrule, meeting.day, last.year)
    held = reversed(row[: bisect_right(row, last)])
    return next((day for day in held if day not in meeting.skipped), None)


def first_day(meeting: Meeting) -> date:
    """The first day of a repeated meeting; its `start` need not fit the rule."""
    return next(iter(occurrences(meeting, meeting.day, meeting.day + timedelta(days=4 * 366))), meeting.day)
