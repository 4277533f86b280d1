"""When somebody was last in touch: the newest of property, log, past meetings and daily notes."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from vaultkit.model.meeting import Meeting, Occurrence, Status
from vaultkit.model.overview import LastContact, Overview
from vaultkit.model.person import Person
from vaultkit.rules.recurrence import latest, occurrences

_DAY = timedelta(days=1)
_LONG = timedelta(days=999)
"""Nearly three years; `occurrences` finds no more than a thousand days, and a row may be daily."""


def contacts(person: Person, overview: Overview, today: date) -> list[LastContact]:
    """Every contact up to and with today that the notes know of, newest first.

    On one day the log counts before the property, and both before a meeting, because they say more.
    """
    order = {"log": 0, "property": 1, "meeting": 2, "daily note": 3}
    found = [contact for contact in _all(person, overview, today) if contact.day <= today]
    return sorted(found, key=lambda c: (-c.day.toordinal(), order[c.source], c.path, c.line))


def _all(person: Person, overview: Overview, today: date) -> Iterator[LastContact]:
    if person.last_contact is not None:
        yield LastContact(person.last_contact, "property", person.path, person.places.get("last_contact", 1))
    for line in person.log:
        yield LastContact(line.day, "log", person.path, line.line)
    for held in past_meetings(person, overview, today):
        yield LastContact(held.last_day, "meeting", held.meeting.path, held.meeting.line)
    for day, path in overview.mentions.get(person.path, ()):
        yield LastContact(day, "daily note", path, 1)


def past_meetings(person: Person, overview: Overview, today: date) -> list[Occurrence]:
    """Meetings with the person that are over and were not cancelled, newest first; of a row the last one.

    A meeting of today is over only when its status says done.
    """
    found: list[Occurrence] = []
    for meeting in overview.meetings_of(person.path):
        if meeting.status is Status.CANCELLED:
            continue
        last = today if meeting.status is Status.DONE else today - timedelta(days=1)
        day = latest(meeting, last - (meeting.last_day - meeting.day))
        if day is not None:
            found.append(Occurrence(meeting, day))
    return sorted(found, key=lambda one: (one.day, one.meeting.path), reverse=True)


def coming_meetings(person: Person, overview: Overview, today: date) -> list[Occurrence]:
    """Meetings with the person from today on that are not cancelled, soonest first; of a row the next one."""
    found = (next_holding(meeting, today) for meeting in overview.meetings_of(person.path))
    return sorted((one for one in found if one is not None), key=lambda one: (one.day, one.meeting.path))


def next_holding(meeting: Meeting, today: date) -> Occurrence | None:
    """The meeting from today on, of a row the next one; None where it is past, called off or done."""
    if meeting.status in (Status.CANCELLED, Status.DONE):
        return None
    long = meeting.last_day - meeting.day
    days = occurrences(meeting, today - long, today + _LONG) if meeting.rrule else [meeting.day]
    return next((Occurrence(meeting, day) for day in days if day + long >= today), None)


def every_coming_meeting(overview: Overview, first: date, last: date, zone: str) -> list[Occurrence]:
    """All meetings that go on between two days, both inclusive, soonest first on the clock of `zone`.

    Left out is what was cancelled or is said to be done.
    """
    coming = partial(_every_coming_meeting, overview, first, last, zone)
    return overview.calendar.once(("coming", last - first), coming, first, last, zone)


def _every_coming_meeting(overview: Overview, first: date, last: date, zone: str) -> list[Occurrence]:
    found: list[tuple[datetime, str, Occurrence]] = []
    for meeting in overview.meetings:
        if meeting.status in (Status.CANCELLED, Status.DONE):
            continue
        long = meeting.last_day - meeting.day
        for day in occurrences(meeting, first - long - _DAY, last + _DAY):
            one = Occurrence(meeting, day)
            start = one.start_on(zone)
            begins = start if isinstance(start, datetime) else datetime.combine(start, time())
            if first <= begins.date() + long and begins.date() <= last:
                found.append((begins, meeting.path, one))
    return [one for _, _, one in sorted(found, key=lambda row: row[:2])]
