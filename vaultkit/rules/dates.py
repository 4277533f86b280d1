"""Text to day, time, length and interval, in the forms that people write."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.person import Birthday
from vaultkit.rules.vocabulary import NEVER_WORDS

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NORDIC = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME = re.compile(
    r"(?:kl\.?\s*)?(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?", re.IGNORECASE
)
_OFFSET = re.compile(r"\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})$")
_YEARLESS = re.compile(r"(?:--)?(\d{1,2})-(\d{1,2})$")
_YEARLESS_NORDIC = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?$")


def leading_day(text: str) -> tuple[date, str] | None:
    """A date at the beginning of the text, and the text behind it. None when there is none.

    `2026-11-23`, `2026/11/23`, `23.11.2026`; `03/15/2024` only where day and month cannot be confused.
    Raises ValueError for a date that does not exist, such as `2026-02-30`.
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
    return date(year, month, day), rest.removeprefix("]]")


def read_day(text: str) -> date | None:
    """The day in a whole value; a time behind it is allowed and left out. None when it is no date."""
    try:
        found = leading_day(text)
    except ValueError:
        return None
    if found is None:
        return None
    day, rest = found
    rest = rest.strip()
    return day if not rest or read_time(_OFFSET.sub("", rest.lstrip("Tt, "))) is not None else None


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
    """A date, or a date with a time of day (aware where an offset is written). None when it is neither."""
    try:
        found = leading_day(text)
    except ValueError:
        return None
    if found is None:
        return None
    day, rest = found
    rest = rest.strip().lstrip("Tt,").strip()
    if not rest:
        return day
    offset = _OFFSET.search(rest)
    clock = read_time(_OFFSET.sub("", rest))
    if clock is None:
        return None
    return datetime.combine(day, clock, tzinfo=_zone(offset[1]) if offset else None)


def _zone(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes))


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


_UNITS: dict[str, str] = {
    **dict.fromkeys(("d", "day", "days", "dag", "dager", "dagar", "døgn"), "day"),
    **dict.fromkeys(("w", "wk", "week", "weeks", "uke", "uker", "veke", "veker", "u"), "week"),
    **dict.fromkeys(("m", "mo", "mnd", "month", "months", "måned", "måneder", "månad", "månader"), "month"),
    **dict.fromkeys(("q", "quarter", "quarters", "kvartal", "kvartaler"), "quarter"),
    **dict.fromkeys(("y", "year", "years", "år"), "year"),
}
_NAMED: dict[str, Cadence] = {
    **dict.fromkeys(("daily", "daglig", "dagleg"), Cadence(1, "day")),
    **dict.fromkeys(("weekly", "ukentlig", "vekentleg"), Cadence(1, "week")),
    **dict.fromkeys(("biweekly", "fortnightly", "annenhver uke", "annakvar veke"), Cadence(2, "week")),
    **dict.fromkeys(("monthly", "månedlig", "månadleg"), Cadence(1, "month")),
    **dict.fromkeys(("bimonthly", "annenhver måned", "annakvar månad"), Cadence(2, "month")),
    **dict.fromkeys(("quarterly", "kvartalsvis", "kvartalsvist"), Cadence(3, "month")),
    **dict.fromkeys(
        ("half-yearly", "halfyearly", "semiannually", "biannually", "halvårlig", "halvårleg"),
        Cadence(6, "month"),
    ),
    **dict.fromkeys(("yearly", "annually", "annual", "årlig", "årleg"), Cadence(1, "year")),
    **dict.fromkeys(NEVER_WORDS, NEVER),
}
_NUMBERED = re.compile(r"(?:(?:every|each|hver|kvar|p)\s*)?(\d{1,4})?\.?\s*([a-zæøå]+)?")
_OTHER = re.compile(r"(?:every other|annenhver|annakvar|hver annen|kvar andre)\s+([a-zæøå]+)")


def read_cadence(text: str) -> Cadence | None:
    """`6 weeks`, `6w`, `P6W`, `42` (days), `weekly` … `yearly`, `hver 6. uke`, `never`; else None."""
    text = " ".join(text.casefold().split())
    if text in _NAMED:
        return _NAMED[text]
    count, word = 1, ""
    if found := _OTHER.fullmatch(text):
        count, word = 2, found[1]
    elif text and (found := _NUMBERED.fullmatch(text)):
        if found[1] is None and found[2] is None:
            return None
        count, word = int(found[1] or 1), found[2] or "day"
        if found[1] is None and text == word and word not in ("uke", "week", "måned", "month", "år", "year"):
            return None
    unit = _UNITS.get(word)
    if unit is None or not 0 < count < 10_000:
        return None
    return Cadence(count * 3, "month") if unit == "quarter" else Cadence(count, unit)


_LENGTH = re.compile(
    r"(?:pt)?(?:(\d{1,3})(?:[.,](\d))?\s*(?:hours|hour|timer|time|h|t))?\s*"
    r"(?:(\d{1,4})\s*(?:minutes|minutter|minutt|mins|min|m)?)?"
)
_CLOCKED = re.compile(r"(\d{1,2}):(\d{2})")


def read_length(text: str) -> timedelta | None:
    """Minutes (`45`), `1h`, `1h30`, `90 min`, `1,5 timer`, `1:30`; None when it is no length or zero."""
    text = text.casefold().strip()
    if found := _CLOCKED.fullmatch(text):
        minutes = int(found[1]) * 60 + int(found[2])
    elif text and (found := _LENGTH.fullmatch(text)):
        minutes = int(found[1] or 0) * 60 + int(found[2] or 0) * 6 + int(found[3] or 0)
    else:
        return None
    return timedelta(minutes=minutes) if 0 < minutes <= 14 * 24 * 60 else None
