"""The queue: one module for each kind of follow-up, and one line in KINDS.

A kind is a function from one person's situation to its follow-ups; `docs/how-to/add-a-follow-up-kind.md`.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from vaultkit.model.followup import Bucket, FollowUp
from vaultkit.model.overview import Overview
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import birthday, cadence, first_contact, next_contact, prepare, thank
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.spread import spread_first_contacts

Kind = Callable[[Situation], Iterable[FollowUp]]

KINDS: dict[str, Kind] = {
    "thank": thank.follow_ups,
    "prepare": prepare.follow_ups,
    "next_contact": next_contact.follow_ups,
    "birthday": birthday.follow_ups,
    "cadence": cadence.follow_ups,
    "first_contact": first_contact.follow_ups,
}
"""Every kind, in the order in which those of one day stand in the queue."""


def situations(overview: Overview, settings: Settings, today: date) -> list[Situation]:
    """Every person as they stand on one day, by path."""
    return [Situation(person, overview, settings, today) for person in overview.people]


def follow_up_queue(people: Iterable[Situation], settings: Settings, today: date) -> list[FollowUp]:
    """Every follow-up of every person, soonest first; on one day by kind, then by name."""
    found = [item for situation in people for follow_ups in KINDS.values() for item in follow_ups(situation)]
    found = spread_first_contacts(found, settings.first_contacts_per_day, today, settings.country)
    order = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(
        found, key=lambda f: (f.due, order[f.kind], f.person.name.casefold(), f.person.path, f.meeting)
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
