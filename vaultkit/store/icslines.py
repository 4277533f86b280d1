"""iCalendar's content lines and values (RFC 5545, 3.1 and 3.3): folding, escaping, times, rules.

Own code where icalendar 7.3 would change what people wrote (it takes a backslash and an N for a line break,
lets control characters through) or takes twice the time; its reading of RRULE is used and then bounded.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache

_OCTETS = 75
"""The longest line, its line end not counted (RFC 5545, 3.1)."""

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LISTED = re.compile(r"(?:[^\\,]|\\.)+", re.DOTALL)
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")

_RULE = re.compile(r"[A-Z]+=[A-Z0-9,+-]+(?:;[A-Z]+=[A-Z0-9,+-]+){0,9}")
_NUMBERS = {
    "INTERVAL": range(1, 1000), "COUNT": range(1, 10000), "BYMONTH": range(1, 13),
    "BYMONTHDAY": range(-31, 32), "BYSETPOS": range(-366, 367),
}  # fmt: skip
_PARTS = {"FREQ", "UNTIL", "BYDAY", "WKST", *_NUMBERS}
"""The parts of a rule that calendars agree on; `_NUMBERS`: what may be in them, 0 never."""


def clean(text: str) -> str:
    r"""The text without what a calendar must not hold.

    Every kind of line break becomes `\n`, a tab a space, a lone surrogate U+FFFD; other control characters
    go.
    """
    if text.isprintable():  # most texts, at once
        return text
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def escape(text: str) -> str:
    r"""A value of type TEXT (RFC 5545, 3.3.11), cleaned, escaped once; `C:\Notes` gives `C:\\Notes`."""
    text = clean(text).replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def unescape(value: str) -> str:
    """The inverse of `escape`, in one pass from left to right."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def unescape_list(value: str) -> tuple[str, ...]:
    """The texts in a list with commas between them; empty ones are left out."""
    return tuple(unescape(one) for one in _LISTED.findall(value))


def fold(line: str) -> bytes:
    """A content line with its CRLF, in pieces of at most 75 octets.

    No piece ends inside a UTF-8 character (half of all parsers lose it) nor between a backslash and what it
    escapes (some unfold late), and the last one is not blank (it looks like an empty line).
    """
    raw = line.encode()
    if len(raw) <= _OCTETS:
        return raw + b"\r\n"
    pieces, at, room = [], 0, _OCTETS
    said = len(raw.rstrip(b" "))
    while len(raw) - at > room:
        cut = at + room
        # Only blanks would be left: what stands before them goes with them.
        if at + 8 < said <= cut:
            cut = said - 1
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        piece = raw[at:cut]
        if (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            piece = piece[:-1]
        pieces.append(piece)
        at, room = at + len(piece), _OCTETS - 1  # the space that marks a fold counts
    return b"\r\n ".join([*pieces, raw[at:]]) + b"\r\n"


def utc_text(moment: datetime) -> str:
    """A moment in UTC to the second, `20260302T090000Z`."""
    return wall_text(moment.astimezone(UTC)) + "Z"


def wall_text(moment: datetime) -> str:
    """What the clock shows, without a zone, `20260302T100000`."""
    return f"{day_text(moment)}T{moment.hour:02}{moment.minute:02}{moment.second:02}"


def day_text(day: date) -> str:
    """A day, `20260302`."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def read_time(value: str) -> date:
    """A day, a moment in UTC, or a wall clock without zone, as the value says.

    Raises:
        ValueError: it is none of them.
    """
    found = _TIME.fullmatch(value)
    if not found:
        raise ValueError(f"{value[:40]!r} is neither a day nor a time")
    *digits, utc = found.groups()
    if digits[3] is None:
        return date(*map(int, digits[:3]))
    year, month, day, hour, minute, second = map(int, digits)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC if utc else None)


@lru_cache(maxsize=1024)
def check_rule(rrule: str, *, all_day: bool) -> None:
    """Refuse an RRULE that some client refuses, or reads otherwise than another (RFC 5545, 3.3.10).

    UNTIL must be a day for an all-day entry and a moment in UTC for any other.

    Raises:
        ValueError: says what is wrong.
    """
    from icalendar import vRecur  # 50 ms, and few entries repeat

    if len(rrule) > 500 or not _RULE.fullmatch(rrule):
        raise ValueError(f"{rrule[:60]!r} is not an RRULE")
    rule: dict[str, list[object]] = dict(vRecur.from_ical(rrule))
    often = str(rule.get("FREQ", [""])[0])
    if not rule.keys() <= _PARTS or often not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise ValueError(f"{rrule!r} has a part that calendars read differently, or is not daily to yearly")
    if len(rule) != rrule.count(";") + 1 or {"COUNT", "UNTIL"} <= rule.keys():
        raise ValueError(f"{rrule!r} says a part twice, or both COUNT and UNTIL")
    for part in rule.keys() & _NUMBERS.keys():
        if any(number == 0 or number not in _NUMBERS[part] for number in rule[part]):
            raise ValueError(f"{rrule!r}: {part} is out of bounds")
    if often in {"DAILY", "WEEKLY"} and any(not str(day).isalpha() for day in rule.get("BYDAY", ())):
        raise ValueError(f"{rrule!r}: a numbered weekday wants MONTHLY or YEARLY")
    for until in rule.get("UNTIL", ()):
        zone = getattr(until, "tzinfo", None)
        if all_day is isinstance(until, datetime) or (not all_day and zone is None):
            raise ValueError(f"{rrule!r}: UNTIL wants a {'day' if all_day else 'moment in UTC'}")
