"""Meetings at their time (RFC 5545).

One-off meetings are given in UTC, so that no calendar can read the zone wrong; repeated ones keep their
zone, or they would move with the clock.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry
from vaultkit.model.meeting import Meeting, Occurrence
from vaultkit.rules.entries.view import FeedView, Lasting
from vaultkit.rules.recurrence import first_day, occurrences, rule_for_calendars

_EDGE = timedelta(days=2)
_MORNING = 4
"""Hour from which no zone changes its clock any more."""


def placed(entry: Entry, meeting: Meeting, view: FeedView) -> Iterator[Entry]:
    """The entry at its time: one, or one for each holding where calendars would not follow its rule alike."""
    rule = rule_for_calendars(meeting.rrule, meeting.day) if meeting.rrule else None
    if rule and _can_be_one_entry(meeting, view.lasting):
        if occurrences(meeting, view.first - _EDGE, view.last):
            yield _repeated(entry, replace(meeting, rrule=rule))
        return
    for day in occurrences(meeting, view.first - (meeting.last_day - meeting.day), view.last):
        key = f"{entry.key}-{day:%Y%m%d}" if meeting.rrule else entry.key
        yield entry.at(*instants(Occurrence(meeting, day)), key=key)


def _can_be_one_entry(meeting: Meeting, lasting: Lasting) -> bool:
    """Whether every calendar finds the same holdings from a rule that it follows as the others do.

    Not in a zone without a lasting rule, not for 29 February, and not where a holding begins, ends or goes
    on in the night's hours in which clocks change: there the calendars tried differ.
    """
    if (meeting.day.month, meeting.day.day) == (2, 29):
        return False
    if not isinstance(meeting.start, datetime) or not isinstance(meeting.end, datetime):
        return True
    in_the_night = meeting.start.hour < _MORNING or meeting.end.date() > meeting.start.date()
    return not in_the_night and lasting(meeting.zone, meeting.day)


def instants(one: Occurrence) -> tuple[date, date]:
    """Start and end of one holding as an entry has them: in UTC, or days with the end exclusive."""
    meeting = one.meeting
    if not isinstance(meeting.start, datetime) or not isinstance(meeting.end, datetime):
        return one.day, one.last_day + timedelta(days=1)
    zone = ZoneInfo(meeting.zone)
    start = datetime.combine(one.day, meeting.start.time(), zone).astimezone(UTC)
    # The length is what two clocks on the wall show, so that 22:00-01:00 stays so over a change of the clock.
    ends = datetime.combine(one.last_day, meeting.end.time(), zone).astimezone(UTC)
    return start, max(ends, start + timedelta(minutes=1))


def _repeated(entry: Entry, meeting: Meeting) -> Entry:
    """A row of meetings as one entry. The start must fit the rule (RFC 5545, 3.8.5.3)."""
    whole = replace(meeting, skipped=())
    # COUNT counts from the start: it stays on the first day, held or not.
    day = first_day(whole if "COUNT=" in meeting.rrule else meeting)
    skips = sorted({one for one in meeting.skipped if one >= day and occurrences(whole, one, one)})
    last = day + (meeting.last_day - meeting.day)
    if not isinstance(meeting.start, datetime) or not isinstance(meeting.end, datetime):
        until = f";UNTIL={meeting.until:%Y%m%d}" if meeting.until else ""
        return entry.at(day, last + timedelta(days=1), rrule=meeting.rrule + until, skipped=tuple(skips))
    zone = ZoneInfo(meeting.zone)
    clock = meeting.start.time()
    until = ""
    if meeting.until:
        moment = datetime.combine(meeting.until, time(23, 59, 59), zone).astimezone(UTC)
        until = f";UNTIL={moment:%Y%m%dT%H%M%SZ}"
    return entry.at(
        datetime.combine(day, clock, zone),
        datetime.combine(last, meeting.end.time(), zone),
        rrule=meeting.rrule + until,
        skipped=tuple(datetime.combine(one, clock, zone) for one in skips),
    )
