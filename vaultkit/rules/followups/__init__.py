"""The queue: one module for each kind of follow-up, and one line in KINDS.

A kind says what there is to do for one person, and what changes in the notes when it is done or left out;
`docs/how-to/add-a-follow-up-kind.md`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from vaultkit.model.edit import Edit
from vaultkit.model.followup import Bucket, FollowUp
from vaultkit.model.overview import Overview
from vaultkit.model.queueline import QueueLine
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import birthday, cadence, first_contact, next_contact, prepare, thank
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.spread import spread_first_contacts


class Kind(Protocol):
    """What the module of a kind offers."""

    def follow_ups(self, situation: Situation, /) -> Iterable[FollowUp]:
        """What there is to do for one person on one day."""
        ...

    def done(self, line: QueueLine, now: Situation, day: date, /) -> Sequence[Edit] | None:
        """What changes when a line of the queue was done on `day`.

        Empty where the notes tell of it already: doing a line twice is doing it once. None where what the
        line is about is not there any more.
        """
        ...

    def skip(self, line: QueueLine, now: Situation, day: date, /) -> Sequence[Edit] | None:
        """What changes when the owner leaves a line out; as for `done`."""
        ...


KINDS: dict[str, Kind] = {
    "thank": thank,
    "prepare": prepare,
    "next_contact": next_contact,
    "birthday": birthday,
    "cadence": cadence,
    "first_contact": first_contact,
}
"""Every kind, in the order in which those of one day stand in the queue."""


def situations(overview: Overview, settings: Settings, today: date) -> list[Situation]:
    """Every person as they stand on one day, by path."""
    return [Situation(person, overview, settings, today) for person in overview.people]


def follow_up_queue(people: Iterable[Situation], settings: Settings, today: date) -> list[FollowUp]:
    """Every follow-up of every person, soonest first; on one day by kind, then by name."""
    found = [item for situation in people for kind in KINDS.values() for item in kind.follow_ups(situation)]
    found = spread_first_contacts(found, settings.first_contacts_per_day, today, settings.country)
    order = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(
        found, key=lambda f: (f.due, order[f.kind], f.person.name.casefold(), f.person.path, f.meeting)
    )


def queue_line(item: FollowUp, now: Situation) -> QueueLine:
    """What is remembered of a follow-up beside its line on the queue page."""
    last = now.last_contact
    return QueueLine(
        kind=item.kind,
        path=item.person.path,
        due=item.due,
        meeting=item.meeting,
        meeting_day=item.meeting_day,
        last_contact=last.day if last else None,
        made=now.today,
    )


def bucket(due: date, today: date) -> Bucket:
    """How soon a day is, seen from today; weeks end on Sunday."""
    if due < today:
        return Bucket.OVERDUE
    if due == today:
        return Bucket.TODAY
    if due <= today + timedelta(days=6 - today.weekday()):
        return Bucket.THIS_WEEK
    return Bucket.NEXT_30_DAYS if due <= today + timedelta(days=30) else Bucket.LATER
