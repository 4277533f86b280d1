"""The queue: one module for each kind of follow-up, and one line in KINDS.

A kind says what there is to do for one person, and what changes in the notes when it is done or left out;
`docs/how-to/add-a-follow-up-kind.md`.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import Protocol

from vaultkit.model.edit import Edit
from vaultkit.model.followup import Bucket, FollowUp
from vaultkit.model.overview import Overview
from vaultkit.model.queueline import QueueLine
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import (
    birthday,
    cadence,
    first_contact,
    next_contact,
    prepare,
    promise,
    reply,
    report_back,
    thank,
)
from vaultkit.rules.followups.dealing import Dealt
from vaultkit.rules.followups.people import BLOCK, Block, People
from vaultkit.rules.followups.queue import Queue
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.snoozed import as_put_off
from vaultkit.rules.followups.waiting import Waiting
from vaultkit.rules.spread import working_days


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
    "report_back": report_back,
    "prepare": prepare,
    "promise": promise,
    "reply": reply,
    "next_contact": next_contact,
    "birthday": birthday,
    "cadence": cadence,
    "first_contact": first_contact,
}
"""vaultkit's own kinds, in the order in which those of one day stand in the queue; plugins' come last."""


def situations(
    overview: Overview,
    settings: Settings,
    today: date,
    before: People | None = None,
    kinds: Mapping[str, Kind] = KINDS,
) -> People:
    """Every person as they stand on one day, by path.

    `before`: of the same settings, day and kinds; whoever has not changed since is taken over from it.
    """
    if before is None or before.overview.names != overview.names:
        people = (Situation(person, overview, settings, today, kinds) for person in overview.people)
        return People.of(overview, people)
    was = before.overview
    if overview.latest is not was.latest:
        overview.following(was)
    all_meet_as_before = was.meetings is overview.meetings and was.mentions is overview.mentions
    introducers = _introducers_of_changed(was, overview)
    blocks: list[Block] = []
    for number, block in enumerate(before.blocks):
        persons = overview.people[number * BLOCK : (number + 1) * BLOCK]
        if (
            not all_meet_as_before
            or persons != block.persons
            or (introducers and any(person.path in introducers for person in persons))
        ):
            same = [
                held
                if held.person is person
                and person.path not in introducers
                and _meets_as_before(person.path, was, overview)
                else Situation(person, overview, settings, today, kinds)
                for held, person in zip(block.people, persons, strict=True)
            ]
            block = block if same == block.people else Block(same)
        blocks.append(block)
    return People(overview, blocks)


def _introducers_of_changed(was: Overview, now: Overview) -> Set[str]:
    """Those who have introduced somebody whose note, or who is introduced by whom, has changed."""
    if was.introduced is now.introduced:
        return frozenset()
    paths = was.introduced.keys() | now.introduced.keys()
    return {path for path in paths if was.introduced.get(path) != now.introduced.get(path)}


def _meets_as_before(path: str, was: Overview, now: Overview) -> bool:
    """Whether the meetings are the same: with the person, and with those whom the person has introduced."""
    return was.mentions.get(path) == now.mentions.get(path) and all(
        was.meetings_of(one) == now.meetings_of(one)
        for one in (path, *(other.path for other in now.introduced.get(path, ())))
    )


def follow_up_queue(
    people: People, settings: Settings, today: date, before: tuple[People, Queue] | None = None
) -> Queue:
    """Every follow-up of every person, soonest first; on one day by kind, then by name.

    `before`: the people and the queue as they were; a day on which nothing has changed is taken over.
    """
    contacts = people.every(_contacts_this_week)
    if before is None or len(before[0].blocks) != len(people.blocks):
        dealt = Dealt.of(people.every(_by_interval), contacts, settings, today)
        first = _first_dealt(people, settings, today)
        return Queue.of([*people.every(_on_their_day), *first, *dealt.placed], dealt)
    then, queue = before
    gone, come = set(_first_dealt(then, settings, today)), set(_first_dealt(people, settings, today))
    changed = [pair for pair in zip(then.blocks, people.blocks, strict=True) if pair[0] is not pair[1]]
    for was, now in changed:
        gone.update(was.every(_on_their_day))
        come.update(now.every(_on_their_day))
    undealt = {one for was, _ in changed for one in was.every(_by_interval)}
    new = {one for _, now in changed for one in now.every(_by_interval)}
    dealt = queue.dealt.after(undealt - new, new - undealt, contacts)
    if dealt is not queue.dealt:
        gone.update(queue.dealt.placed)
        come.update(dealt.placed)
    return queue.after(gone - come, come - gone, dealt)


def _first_dealt(people: People, settings: Settings, today: date) -> list[Waiting]:
    """The first contacts, dealt out over the working days by name."""
    first = sorted(people.every(_first_contacts), key=lambda one: one.order)
    days = working_days(len(first), settings.first_contacts_per_day, today, settings.country)
    return [one.on(day) for one, day in zip(first, days, strict=True)]


def follow_ups_of(now: Situation) -> list[FollowUp]:
    """What there is to do for one person, soonest first; a first contact on the first day it may be."""
    return [one.item for one in sorted(_waiting(now), key=lambda one: (one.item.due, one.order))]


def _first_contacts(now: Situation) -> list[Waiting]:
    return [one for one in _waiting(now) if one.item.kind == "first_contact"]


def _by_interval(now: Situation) -> list[Waiting]:
    return [one for one in _waiting(now) if one.item.kind == "cadence"]


def _on_their_day(now: Situation) -> list[Waiting]:
    """What never moves."""
    return [one for one in _waiting(now) if one.item.kind not in ("first_contact", "cadence")]


def _contacts_this_week(now: Situation) -> list[date]:
    """The day of the last contact, where it is of this week and an interval counts."""
    last = now.last_contact
    monday = now.today - timedelta(days=now.today.weekday())
    return [last.day] if last and last.day >= monday and now.cadence.cadence.count else []


def _waiting(now: Situation) -> tuple[Waiting, ...]:
    return now.once(
        "waiting",
        lambda: tuple(
            [
                Waiting(as_put_off(item, now.person), now, rank)
                for rank, kind in enumerate((KINDS if now.kinds is None else now.kinds).values())
                for item in kind.follow_ups(now)
            ]
        ),
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
        about=item.about,
        first_due=item.first_due,
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
