"""Where each date of a person comes from, and which rule decided: what `vaultkit show NAME --why` tells."""

from collections.abc import Iterator

from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.rules.followups.dealing import LONGEST_WAIT, Dealt, share, urgency
from vaultkit.rules.followups.queue import Queue
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.waiting import Waiting


def why_last_contact(now: Situation) -> Phrase:
    """Which of all contacts counts."""
    if now.last_contact is None:
        return phrase("no property, log line or past meeting tells of a contact up to today")
    return nphrase(
        "the only contact that the notes know of",
        "the newest of {count} counts; on one day the log, then the property, then a meeting",
        len(now.contacts),
    )


def why_interval(now: Situation) -> Phrase:
    """Which interval counts."""
    said = {
        "person": phrase("the note's own interval counts before tier, network and default"),
        "tier": phrase("no interval in the note; the tier counts before network and default"),
        "network": phrase("no interval and no tier in the note; the main network counts before the default"),
        "default": phrase("neither the note nor its tier nor its network gives an interval"),
    }
    return said[now.cadence.source.split()[0]]


def why_here(item: FollowUp, queue: Queue) -> Iterator[Phrase]:
    """The place of a follow-up in the queue, and what moved it there."""
    place = next(number for number, one in enumerate(queue, 1) if one is item)
    yield phrase("place {place} of {count} in the queue", place=place, count=len(queue))
    if item.kind == "cadence":
        yield from why_this_day(item.person.path, queue.dealt)
    elif item.kind == "first_contact":
        yield phrase("first contacts are dealt out over the working days by name")
    else:
        yield phrase("this day is never moved")


def why_this_day(path: str, dealt: Dealt) -> Iterator[Phrase]:
    """How urgent somebody is, whom their interval asks for; nothing for everybody else."""
    for number, one in enumerate(dealt.due, 1):
        if one.item.person.path == path:
            yield from _when_due(one, number, dealt)
    for one in dealt.coming:
        if one.item.person.path == path:
            yield phrase("by the interval on {day}; it is not urgent yet", day=one.item.due)
            yield from _ceiling(one, dealt)


def _when_due(one: Waiting, number: int, dealt: Dealt) -> Iterator[Phrase]:
    yield phrase(
        "by the interval on {day}; {share} % of it has passed: urgency {urgency} by tier and weeks past it",
        day=one.item.due,
        share=round(100 * share(one)),
        urgency=round(100 * urgency(one)),
    )
    yield phrase(
        "number {place} of {count} whose day has come, the most urgent first",
        place=number,
        count=len(dealt.due),
    )
    yield from _ceiling(one, dealt)


def _ceiling(one: Waiting, dealt: Dealt) -> Iterator[Phrase]:
    path = one.item.person.path
    day = next((held.item.due for held in dealt.placed if held.item.person.path == path), None)
    per_day, per_week = dealt.settings.cadence_per_day, dealt.settings.cadence_per_week
    if day is None:
        weeks = LONGEST_WAIT.days // 7
        yield phrase("no day of the next {count} weeks has room: there is no line yet", count=weeks)
    elif day != one.item.due and per_week:
        yield phrase(
            "put on {day}: no more than {per_day} a day and {per_week} a week",
            day=day,
            per_day=per_day,
            per_week=per_week,
        )
    elif day != one.item.due:
        yield phrase("put on {day}: no more than {per_day} a day", day=day, per_day=per_day)
