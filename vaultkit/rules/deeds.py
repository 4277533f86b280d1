"""What the notes tell that was done for one person in a week: counted from days, never kept by hand."""

from collections.abc import Iterator
from datetime import date, timedelta

from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.review import Deed, Did
from vaultkit.rules.asks import is_question
from vaultkit.rules.followups.people import Block
from vaultkit.rules.followups.promised import promises
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.thanked import tells_of_thanks
from vaultkit.rules.giving import favours
from vaultkit.rules.links import without_links
from vaultkit.rules.recurrence import occurrences
from vaultkit.rules.weeks import monday_of, week_of

_LONG = timedelta(days=999)
"""`occurrences` finds no more than a thousand days, and a row may be daily."""


def deeds_of_this_week(now: Situation) -> list[Deed]:
    """For one person, up to and with today."""
    return deeds_of(now, monday_of(now.today))


def deeds_of(now: Situation, monday: date) -> list[Deed]:
    """For one person, in the week that begins with a Monday, up to and with today; in no order."""
    found = list(_deeds(now, monday, min(monday + timedelta(days=6), now.today)))
    touched = [deed for deed in found if deed.did is Did.IN_TOUCH]
    if touched and _first_is_in(now, monday):
        found.append(Deed(Did.NEW, min(deed.day for deed in touched), now.ref))
    return found


def _first_is_in(now: Situation, monday: date) -> bool:
    """Whether no contact is known from before a Monday.

    The property holds the last day only, and tells nothing of a first one when it stands alone.
    """
    contacts = now.contacts
    rows = (one.day for one in now.overview.meetings_of(now.person.path) if one.rrule)
    earliest = min((*(one.day for one in contacts), *rows))
    return earliest >= monday and any(one.source != "property" for one in contacts)


def _deeds(now: Situation, first: date, last: date) -> Iterator[Deed]:
    """From one day to another, both inclusive."""
    person, who = now.person, now.ref
    for line in person.log:
        if not first <= line.day <= last:
            continue
        yield Deed(Did.IN_TOUCH, line.day, who)
        if is_question(line.text):
            yield Deed(Did.ASKED, line.day, who)
        if tells_of_thanks(line.text):
            yield Deed(Did.THANKED, line.day, who)
        for favour in favours([line]):
            yield Deed(Did.GAVE if favour.given else Did.GOT, line.day, who, without_links(favour.what))
    mentioned = (day for day, _ in now.overview.mentions.get(person.path, ()))
    for day in filter(None, (person.last_contact, *mentioned)):
        if first <= day <= last:
            yield Deed(Did.IN_TOUCH, day, who)
    thanked = [person.thanked]
    for meeting in now.overview.meetings_of(person.path):
        for day in _held(meeting, first, last, now.today):
            yield Deed(Did.MET, day, who)
            yield Deed(Did.IN_TOUCH, day, who)
        thanked.append(None if isinstance(meeting.thanked, bool) else meeting.thanked)
    for one in thanked:
        if one is not None and first <= one <= last:
            yield Deed(Did.THANKED, one, who)
    if not any(task.done for task in person.tasks) and not now.overview.meetings_of(person.path):
        return
    for promise in promises(now):
        kept = promise.task.done
        if kept is not None and promise.task.box in "xX" and not promise.is_theirs and first <= kept <= last:
            yield Deed(Did.KEPT, kept, who, without_links(promise.what))


def _held(meeting: Meeting, first: date, last: date, today: date) -> Iterator[date]:
    """The last day of each time that it was held: over, and not called off."""
    if meeting.status is Status.CANCELLED:
        return
    over = today if meeting.status is Status.DONE else today - timedelta(days=1)
    long = meeting.last_day - meeting.day
    for day in occurrences(meeting, first - long, min(last, over) - long):
        yield day + long


def weeks_with_contact(block: Block) -> frozenset[int]:
    """The weeks (`rules/weeks.week_of`) in which somebody of a block was in touch, up to this one."""
    return block.once("weeks", lambda: frozenset(week for now in block.people for week in _weeks(now)))


def _weeks(now: Situation) -> Iterator[int]:
    for line in now.person.log:
        if line.day <= now.today:
            yield week_of(line.day)
    mentioned = (day for day, _ in now.overview.mentions.get(now.person.path, ()))
    for day in filter(None, (now.person.last_contact, *mentioned)):
        if day <= now.today:
            yield week_of(day)
    for meeting in now.overview.meetings_of(now.person.path):
        for day in _held(meeting, max(meeting.day, now.today - _LONG), now.today, now.today):
            yield week_of(day)
