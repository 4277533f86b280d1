"""Text to day and time of day, in the forms that people write."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone

from vaultkit.model.person import Birthday

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NORDIC = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME = re.compile(
    r"(?:kl\.?\s*)?(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?", re.IGNORECASE
)
_OFFSET = re.compile(r"\s?(Z|[+-]\d{2}:?[0-5]\d|[+-]\d{2})$")
_SPAN = re.compile(
    r"(|.*?[^\d:.T+-])((?:kl\.?\s*)?\d{1,2}(?:[:.]\d{2})?)\s*[-–—]\s*(\d{1,2}(?:[:.]\d{2})?)", re.IGNORECASE
)
_LONGEST = 60
"""Characters of the longest value that can be a moment."""
_YEARS = range(1000, 9000)
"""Years that can be counted from in both directions without leaving what a `date` holds."""
_YEARLESS = re.compile(r"(?:--)?(\d{1,2})-(\d{1,2})$")
_YEARLESS_NORDIC = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?$")


def leading_day(text: str) -> tuple[date, str] | None:
    """A date at the beginning of the text, and the text behind it. None when there is none.

    `2026-11-23`, `2026/11/23`, `23.11.2026`; `03/15/2024` only where day and month cannot be confused. A date
    that does not exist, such as `2026-02-30`, is none, and neither are years before 1000 and from 9000 on.
    """
    text = text.strip().removeprefix("[[").strip()
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
    elif found := _NORDIC.match(text):
        day, month, year = map(int, found.groups())
    elif found := _SLASHED.match(text):
        first, second, year = map(int, found.groups())
        if first != second and first <= 12 and second <= 12:
            return None
        month, day = (second, first) if first > 12 else (first, second)
    else:
        return None
    rest = text[found.end() :]
    if rest[:1].isdigit():
        return None
    if year not in _YEARS or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day), rest.removeprefix("]]")


def read_day(text: str) -> date | None:
    """The day in a whole value; a time behind it is allowed and left out. None when it is no date."""
    moment = read_moment(text)
    return moment.date() if isinstance(moment, datetime) else moment


def read_time(text: str) -> time | None:
    """`11:30`, `9.00`, `kl. 11`, `2 pm`; seconds are dropped. None when it is no time of day."""
    found = _TIME.fullmatch(text.strip())
    if found is None or (found[2] is None and found[4] is None and not text.strip().lower().startswith("kl")):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_moment(text: str) -> date | datetime | None:
    """A date, or a date with a time of day (aware where an offset is written). None when it is neither.

    The end of a span (`2026-11-26 10:00-11:30`) is left out.
    """
    span = read_span(text)
    return span[0] if span and isinstance(span[0], date) else None


def read_span(text: str) -> tuple[date | time, time | None] | None:
    """A moment or a time of day, and the time behind a dash: `10:00-11:30`, `2026-11-26 10:00-11:30`.

    Behind a `T` or seconds, or when it is not later than the time before it, `-05:00` is an offset.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if found := _SPAN.fullmatch(text):
        begin, end = (read_time(part) or read_time(f"kl {part}") for part in found.groups()[1:])
        if begin is not None and end is not None:
            if not found[1]:
                return begin, end
            day = _moment(found[1])
            if day is not None and not isinstance(day, datetime) and end > begin:
                return datetime.combine(day, begin), end
    moment: date | time | None = _moment(text)
    if moment is None:
        moment = read_time(text)
    return None if moment is None else (moment, None)


def _moment(text: str) -> date | None:
    found = leading_day(text)
    if found is None:
        return None
    day, rest = found
    rest = rest.strip().lstrip("Tt,").strip()
    if not rest:
        return day
    offset = _OFFSET.search(rest)
    clock = read_time(_OFFSET.sub("", rest))
    zone = _zone(offset[1]) if offset else None
    if clock is None or (offset and zone is None):
        return None
    return datetime.combine(day, clock, tzinfo=zone)


def _zone(offset: str) -> timezone | None:
    """The offset from UTC; None when no clock on earth is so far away (UTC-12 to UTC+14)."""
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes)) if minutes <= 840 else None


def read_birthday(text: str) -> Birthday | None:
    """`1980-03-14`, `14.03.1980`, `03-14`, `--03-14`; the year 1604 means that the year is unknown."""
    text = text.strip()
    if (day := read_day(text)) is not None:
        return Birthday(day.month, day.day, None if day.year == 1604 else day.year)
    if found := _YEARLESS.match(text):
        month, number = int(found[1]), int(found[2])
    elif found := _YEARLESS_NORDIC.match(text):
        number, month = int(found[1]), int(found[2])
    else:
        return None
    try:
        date(2000, month, number)
    except ValueError:
        return None
    return Birthday(month, number)
