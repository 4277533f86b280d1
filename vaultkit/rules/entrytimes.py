"""When an entry of the feed is held, from its own times and rule."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry
from vaultkit.model.meeting import Meeting
from vaultkit.rules.recurrence import occurrences, read_repeat

_UNTIL = re.compile(r"(?:^|;)UNTIL=([0-9TZ]+)")


def start_order(entry: Entry) -> datetime:
    """The start as an instant; an all-day entry begins at midnight UTC."""
    start = entry.start
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime.combine(start, time(), UTC)


def goes_on(entry: Entry, day: date, zone: ZoneInfo) -> bool:
    """Whether it is held on a day (on the owner's clock, in `zone`) or later."""
    if "UNTIL=" not in entry.rrule and "COUNT=" not in entry.rrule:
        return bool(entry.rrule) or _last_day(entry, zone) >= day
    if read_repeat(entry.rrule) is None:
        return True  # not a rule of ours: it is not followed, and the entry is not called past
    until = _UNTIL.search(entry.rrule)
    row = Meeting(
        path="",
        own_note=True,
        title="",
        start=_wall(entry.start),
        end=_wall(entry.end) if isinstance(entry.end, datetime) else entry.end - timedelta(days=1),
        zone="",
        rrule=_UNTIL.sub("", entry.rrule).lstrip(";"),
        until=_last_start(until[1], entry.start) if until else None,
        skipped=tuple(map(_day, entry.skipped)),
    )
    return bool(occurrences(row, day - (row.last_day - row.day), date.max))


def _wall(moment: date) -> date:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _last_start(until: str, start: date) -> date:
    """The day that UNTIL means where the row is held."""
    if not isinstance(start, datetime):
        return date.fromisoformat(until)
    return datetime.fromisoformat(until).astimezone(start.tzinfo).date()


def _last_day(entry: Entry, zone: ZoneInfo) -> date:
    end = entry.end
    if not isinstance(end, datetime):
        return end - timedelta(days=1)
    return (end.astimezone(zone) - timedelta(seconds=1)).date()
