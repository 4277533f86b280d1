"""Notes to meetings: a meeting note, or a person's `next_meeting`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.note import Note, Place
from vaultkit.model.problem import Problem
from vaultkit.model.settings import Settings
from vaultkit.rules.dates import leading_day, read_day, read_length, read_moment, read_time
from vaultkit.rules.kinds_of_note import is_said_to_be_a_meeting
from vaultkit.rules.links import stem
from vaultkit.rules.properties import Fields, Found
from vaultkit.rules.recurrence import read_repeat
from vaultkit.rules.vocabulary import MEETING_MEANINGS, STATUSES, fold

_DATED_NAME = re.compile(
    r"^(?:(?:meeting|møte)\s*[-–—:]\s*)?(\d{4}-\d{2}-\d{2})[\sT_]*[-–—]?\s*", re.IGNORECASE
)
_RANGE = re.compile(r"\s*[-–—]\s*")


@dataclass(frozen=True, slots=True)
class When:
    """The time of a meeting, as `Meeting` holds it."""

    start: date
    end: date
    zone: str


def meeting_note(note: Note, settings: Settings) -> tuple[Meeting | None, list[Problem]]:
    """The meeting in a meeting note; None when it has no date that can be read."""
    problems: list[Problem] = []
    fields = Fields(note, MEETING_MEANINGS, problems)
    when = _when(fields, note, settings)
    if when is None:
        if is_said_to_be_a_meeting(note) and not problems:
            fields.report("VK202", Found("", "", Place(1, 1)))
        return None, problems
    repeat = fields.read("repeat", read_repeat, "VK203")
    thanked = _thanked(fields)
    rule, until = repeat or ("", None)
    title = fields.text("title") or _DATED_NAME.sub("", stem(note.path)).strip() or fields.text("topic")
    return Meeting(
        path=note.path,
        own_note=True,
        title=title,
        start=when.start,
        end=when.end,
        zone=when.zone,
        people=fields.links("people", split=True),
        where=fields.text("where"),
        url=fields.text("url"),
        topic=fields.text("topic"),
        status=fields.read("status", _status, "VK206") or Status.PLANNED,
        rrule=rule,
        until=until,
        skipped=tuple(sorted(_skipped(fields))),
        thanked=thanked,
        outcome=fields.text("outcome"),
        line=fields.line("start") if fields.has("start") else fields.line("date"),
        places=fields.places(),
    ), problems


def next_meeting(fields: Fields, name: str, settings: Settings) -> Meeting | None:
    """The meeting that a person's note announces; `fields` are the person's."""
    start = fields.read("next_meeting", read_moment, "VK103")
    if start is None:
        return None
    when = _settled(
        fields, "next_meeting", start, None, _length(fields, "meeting_length", settings), settings
    )
    path = fields.note.path
    return Meeting(
        path=path,
        own_note=False,
        title="",
        start=when.start,
        end=when.end,
        zone=when.zone,
        people=(Link(name, path.removesuffix(".md")),),
        where=fields.text("meeting_place"),
        topic=fields.text("meeting_topic"),
        line=fields.line("next_meeting"),
        places=fields.places(),
    )


def _when(fields: Fields, note: Note, settings: Settings) -> When | None:
    """`start`/`end`, else `date` with `time`, else the day in the file name; None when there is no day."""
    given = fields.read("start", _moment_or_time, "VK103")
    day = fields.day("date")
    # A file name is only asked when nothing in the note is meant as a date.
    if day is None and not isinstance(given, date) and not fields.has("date") and not fields.has("start"):
        day = _day_in_name(note.path)
    clock, clock_end = _clocks(fields)
    if isinstance(given, time):
        clock = given
    if isinstance(given, date):
        start = given
    elif day is not None:
        start = _with_time(fields, day)
    else:
        return None
    if not isinstance(start, datetime) and clock is not None:
        start = datetime.combine(start, clock)
    end: date | time | None = fields.read("end", _moment_or_time, "VK103") or clock_end
    return _settled(fields, "start", start, end, _length(fields, "duration", settings), settings)


def _with_time(fields: Fields, day: date) -> date:
    """`date:` may hold a time as well."""
    for text, _ in fields.found("date"):
        moment = read_moment(text)
        if isinstance(moment, datetime) and moment.date() == day:
            return moment
    return day


def _clocks(fields: Fields) -> tuple[time | None, time | None]:
    """Start and end from `time: 10:00-11:30`, `startTime`, `endTime`."""
    begin = end = None
    for text, found in fields.found("time"):
        parts = _RANGE.split(text, maxsplit=1)
        begin = read_time(parts[0])
        end = read_time(parts[1]) if len(parts) == 2 else None
        if begin is None:
            fields.report("VK109", found, value=text)
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
    return When(shifted, _out_of_gap(end or start + length, zone), zone)


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


def _moment_or_time(text: str) -> date | time | None:
    return read_moment(text) or read_time(text)


def _status(text: str) -> Status | None:
    return STATUSES.get(fold(text))


def _thanked(fields: Fields) -> date | bool:
    for text, found in fields.found("thanked"):
        if text.casefold() in ("true", "ja", "yes"):
            return True
        if text.casefold() in ("false", "nei", "no"):
            return False
        day = read_day(text)
        if day is not None:
            return day
        fields.report("VK103", found, value=text)
    return False


def _skipped(fields: Fields) -> Iterator[date]:
    for text, found in fields.found("except"):
        for part in re.split(r"[,;]\s*", text):
            day = read_day(part)
            if day is None:
                fields.report("VK103", found, value=part)
            else:
                yield day


def _day_in_name(path: str) -> date | None:
    match = _DATED_NAME.match(stem(path))
    try:
        found = leading_day(match[1]) if match else None
    except ValueError:
        return None
    return found[0] if found else None


def _report(fields: Fields, meaning: str, code: str, **facts: str) -> None:
    where = next((found for _, found in fields.found(meaning)), None)
    fields.report(code, where or Found("", "", Place(1, 1)), **facts)
