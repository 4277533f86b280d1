"""Meetings that repeat. The one module that knows dateutil.

RFC 5545 (3.3.10) rules, or a sentence such as `every 2 weeks until 2027-06-01`, `hver tirsdag`.
"""

import re
from datetime import date, datetime, time, timedelta

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
_PARTS = {"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"}
"""Parts that every calendar tried reads alike."""
_COUNTS = re.compile(r"[1-9][0-9]{0,4}")
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
    from dateutil.rrule import rrulestr

    until: date | None = None
    kept: dict[str, str] = {}
    for part in filter(None, rule.strip().strip(";").split(";")):
        name, _, value = part.partition("=")
        if name == "UNTIL":
            until = read_day(f"{value[:4]}-{value[4:6]}-{value[6:8]}")
            if until is None:
                return None
        elif name not in _PARTS or name in kept or not value:
            return None
        elif name in ("INTERVAL", "COUNT") and not _COUNTS.fullmatch(value):
            return None  # dateutil takes 0 and negative numbers, and never comes back from some
        else:
            kept[name] = value
    if kept.get("FREQ") not in _FREQ.values():
        return None
    clean = ";".join(f"{name}={value}" for name, value in kept.items())
    try:
        rrulestr(clean, dtstart=datetime.combine(date(2024, 1, 1), time()))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError):
        return None
    return (clean, until) if _can_happen(kept) else None


def _can_happen(rule: dict[str, str]) -> bool:
    """Whether its months have such a day: dateutil looks for 30 February through 8,000 years."""
    if "BYMONTHDAY" not in rule:
        return True
    months = map(int, rule["BYMONTH"].split(",")) if "BYMONTH" in rule else range(1, 13)
    longest = max(_LONGEST_MONTHS[month - 1] for month in months)
    return any(abs(int(day)) <= longest for day in rule["BYMONTHDAY"].split(","))


def occurrences(meeting: Meeting, first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both inclusive, on which the meeting begins; in order.

    A meeting that does not repeat begins once. Days in `skipped` are left out.
    """
    if not meeting.rrule:
        return [meeting.day] if first <= meeting.day <= last else []
    from dateutil.rrule import rrulestr

    start = datetime.combine(meeting.day, time())
    if meeting.until is not None:
        last = min(last, meeting.until)
    days: list[date] = []
    # Counting starts at the first meeting, because INTERVAL and COUNT count from there.
    for number, moment in enumerate(rrulestr(meeting.rrule, dtstart=start)):
        day = moment.date()
        if day > last or number >= _MOST * 20 or len(days) >= _MOST:
            break
        if day >= first and day not in meeting.skipped:
            days.append(day)
    return days


def first_day(meeting: Meeting) -> date:
    """The first day of a repeated meeting; its `start` need not fit the rule."""
    return next(iter(occurrences(meeting, meeting.day, meeting.day + timedelta(days=4 * 366))), meeting.day)
