"""The time of a meeting: start and end, in one zone, from the many ways in which people write it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaultkit.model.note import Note, Place
from vaultkit.model.settings import Settings
from vaultkit.rules.dates import leading_day, read_span, read_time
from vaultkit.rules.intervals import read_length
from vaultkit.rules.links import stem
from vaultkit.rules.properties import Fields, Found

_DATED_NAME = re.compile(
    r"^(?:(?:meeting|møte)\s*[-–—:]\s*)?(\d{4}-\d{2}-\d{2})(?:T(?=\d)|[\s_]*)[-–—]?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class When:
    """The time of a meeting, as `Meeting` holds it."""

    start: date
    end: date
    zone: str

    def on_clock_of(self, zone: str) -> "When":
        """The same time as the clock of another zone shows it."""
        if self.zone == zone or not isinstance(self.start, datetime) or not isinstance(self.end, datetime):
            return self
        here, there = ZoneInfo(self.zone), ZoneInfo(zone)
        start, end = (
            moment.replace(tzinfo=here).astimezone(there).replace(tzinfo=None)
            for moment in (self.start, self.end)
        )
        return When(start, end, zone)


def read_when(fields: Fields, note: Note, settings: Settings) -> When | None:
    """`start`/`end`, else `date` with `time`, else the day in the file name; None when there is no day."""
    given, given_end = fields.read("start", read_span, "VK103") or (None, None)
    day = fields.day("date")
    # A file name is only asked when nothing in the note is meant as a date.
    said = fields.has("date") or (fields.has("start") and not isinstance(given, time))
    if day is None and not said:
        day = _day_in_name(note.path)
    clock, clock_end = _clocks(fields)
    if isinstance(given, time):
        clock, clock_end = given, given_end or clock_end
    if isinstance(given, date):
        start, clock_end = given, given_end or clock_end
    elif day is not None:
        start, day_end = _with_time(fields, day)
        clock_end = clock_end or day_end
    else:
        return None
    if not isinstance(start, datetime) and clock is not None:
        start = datetime.combine(start, clock)
    until = fields.read("end", read_span, "VK103")
    end = until[0] if until else clock_end
    return _settled(fields, "start", start, end, _length(fields, "duration", settings), settings)


def read_next(fields: Fields, settings: Settings) -> When | None:
    """A person's `next_meeting`, on the owner's clock; None when none is written or it cannot be read."""
    span = fields.read("next_meeting", _dated_span, "VK103")
    if span is None:
        return None
    length = _length(fields, "meeting_length", settings)
    return _settled(fields, "next_meeting", *span, length, settings).on_clock_of(settings.timezone)


def _with_time(fields: Fields, day: date) -> tuple[date, time | None]:
    """`date:` may hold a time as well, and even the end: `2026-11-26 10:00-11:30`."""
    for text, _ in fields.found("date"):
        span = _dated_span(text)
        if span is not None and isinstance(span[0], datetime) and span[0].date() == day:
            return span
    return day, None


def _clocks(fields: Fields) -> tuple[time | None, time | None]:
    """Start and end from `time: 10:00-11:30`, `startTime`, `endTime`."""
    begin: time | None = None
    end: time | None = None
    for text, found in fields.found("time"):
        span = read_span(text)
        if span is None or not isinstance(span[0], time):
            fields.report("VK109", found, value=text)
        elif begin is None:
            begin, end = span[0], span[1]
    return begin, fields.read("end_time", read_time, "VK109") or end


def _settled(
    fields: Fields, meaning: str, start: date, end: date | time | None, length: timedelta, settings: Settings
) -> When:
    """Start and end of the same type, in one zone, the end after the start, no time in the spring gap."""
    zone = _zone(fields, settings)
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end if isinstance(end, date) else start
        if last < start:
            _report(fields, "end", "VK201")
            last = start
        return When(start, last, zone)
    if start.tzinfo is not None:
        start = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if isinstance(end, datetime):
        end = end.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if end.tzinfo else end
    elif isinstance(end, time):
        end = datetime.combine(start.date(), end)
        if end <= start:  # 22:00-01:00 goes on over midnight
            end += timedelta(days=1)
    elif isinstance(end, date) and end > start.date():
        end = datetime.combine(end, start.time()) + length
    else:
        end = None
    if end is not None and end <= start:
        _report(fields, "end", "VK201")
        end = None
    shifted = _out_of_gap(start, zone)
    if shifted != start:
        _report(fields, meaning, "VK204", value=f"{start:%H:%M}")
    return When(shifted, _out_of_gap(end, zone) if end and end > shifted else shifted + length, zone)


def _out_of_gap(moment: datetime, zone: str) -> datetime:
    """An hour later for a wall-clock time that the spring change skips; else the same."""
    place = ZoneInfo(zone)
    return moment.replace(tzinfo=place).astimezone(ZoneInfo("UTC")).astimezone(place).replace(tzinfo=None)


def _zone(fields: Fields, settings: Settings) -> str:
    return fields.read("timezone", known_zone, "VK205") or settings.timezone


def known_zone(name: str) -> str | None:
    """The name when it is an IANA zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return name


def _length(fields: Fields, meaning: str, settings: Settings) -> timedelta:
    return fields.read(meaning, read_length, "VK207") or timedelta(minutes=settings.meeting_minutes)


def _dated_span(text: str) -> tuple[date, time | None] | None:
    """A day or moment, and the time at which it ends where one is written behind a dash."""
    span = read_span(text)
    return (span[0], span[1]) if span and isinstance(span[0], date) else None


def name_without_day(path: str) -> str:
    """The name of a note without the day it begins with (`2026-11-19 Kaffe` is `Kaffe`)."""
    return _DATED_NAME.sub("", stem(path)).strip()


def _day_in_name(path: str) -> date | None:
    match = _DATED_NAME.match(stem(path))
    found = leading_day(match[1]) if match else None
    return found[0] if found else None


def _report(fields: Fields, meaning: str, code: str, **facts: str) -> None:
    where = next((found for _, found in fields.found(meaning)), None)
    fields.report(code, where or Found("", "", Place(1, 1)), **facts)
