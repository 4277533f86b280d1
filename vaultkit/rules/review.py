"""A week as it was: what was done, how many weeks in a row, what is still owed, and a pat on the shoulder."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import Phrase, marked, nphrase, phrase
from vaultkit.model.review import Deed, Did, Review
from vaultkit.rules.deeds import deeds_of, deeds_of_this_week, weeks_with_contact
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.promised import promises
from vaultkit.rules.followups.queue import Day, Queue
from vaultkit.rules.weeks import monday_of, week_of

HEADINGS = {
    Did.ASKED: marked("Asked"),
    Did.MET: marked("Met"),
    Did.IN_TOUCH: marked("Otherwise in touch with"),
    Did.THANKED: marked("Thanked"),
    Did.GAVE: marked("Given"),
    Did.GOT: marked("Received"),
    Did.KEPT: marked("Promises kept"),
    Did.NEW: marked("For the first time in your notes"),
}
EACH_TIME = (Did.GAVE, Did.GOT, Did.KEPT)
OWED = ("thank", "report_back", "promise")
"""Kinds of follow-up that somebody else waits for."""


def review_of(people: People, queue: Queue, today: date, monday: date | None = None) -> Review:
    """One week, and what is owed today. `monday`: with which it begins; None: this week."""
    this = monday_of(today)
    monday = this if monday is None else monday
    work = deeds_of_this_week if monday == this else partial(deeds_of, monday=monday)
    deeds = sorted(people.every(work), key=_by_day)
    weeks = frozenset[int]().union(*map(weeks_with_contact, people.blocks))
    return Review(
        monday, tuple(deeds), _row(weeks, week_of(monday), week_of(today)), _owed(people, queue, today)
    )


def _by_day(deed: Deed) -> tuple[date, str, str]:
    return deed.day, deed.person.name.casefold(), deed.person.path


def _row(weeks: frozenset[int], last: int, this: int) -> int:
    """How many weeks up to and with `last` are there without a gap; this week may still be empty."""
    at = last - 1 if last == this and last not in weeks else last
    count = 0
    while at - count in weeks:
        count += 1
    return count


def _owed(people: People, queue: Queue, today: date) -> tuple[FollowUp, ...]:
    return tuple(
        one
        for day in queue.days
        if day.due <= today
        for one in day.once("owed", partial(_owed_on, day))
        if one.kind != "promise" or _is_mine(one, people)
    )


def _owed_on(day: Day) -> list[FollowUp]:
    return [item for item in day.items if item.kind in OWED]


def _is_mine(item: FollowUp, people: People) -> bool:
    mine = (one for one in promises(people.at(item.person.path)) if not one.is_theirs)
    return any(one.task.text == item.about for one in mine)


def counted(review: Review) -> list[Phrase]:
    """What was done, in numbers of people and of times; only what there is."""
    asked, met, thanked = (len(review.people(did)) for did in (Did.ASKED, Did.MET, Did.THANKED))
    more, gave = len(review.otherwise_in_touch), len(review.all_of(Did.GAVE))
    got, kept = len(review.all_of(Did.GOT)), len(review.all_of(Did.KEPT))
    contacts = nphrase("in touch with {count}", "in touch with {count}", more)
    if asked or met or thanked:
        contacts = nphrase("in touch with {count} more", "in touch with {count} more", more)
    said = (
        (asked, nphrase("asked {count}", "asked {count}", asked)),
        (met, nphrase("met {count}", "met {count}", met)),
        (thanked, nphrase("thanked {count}", "thanked {count}", thanked)),
        (more, contacts),
        (gave, nphrase("gave {count} time", "gave {count} times", gave)),
        (got, nphrase("got {count} time", "got {count} times", got)),
        (kept, nphrase("kept {count} promise", "kept {count} promises", kept)),
    )
    return [one for count, one in said if count]


def in_a_row(review: Review) -> Phrase | None:
    """How many weeks in a row; None for fewer than two."""
    count = review.weeks_in_a_row
    return nphrase("{count} week in a row", "{count} weeks in a row", count) if count > 1 else None


def praise(review: Review) -> list[Phrase]:
    """A pat on the shoulder, one sentence or two. Each follows from what was counted, and nothing else."""
    return [_first_true(review), *_of_the_row(review)]


def _first_true(review: Review) -> Phrase:
    met, asked = review.people(Did.MET), review.people(Did.ASKED)
    gave, got, touched = review.all_of(Did.GAVE), review.all_of(Did.GOT), review.people(Did.IN_TOUCH)
    if not review.deeds:
        return phrase("A quiet week, and that is allowed. One short message is enough to begin again.")
    if len(gave) > len(got):
        return phrase("You gave more than you got. That is what people remember.")
    thanked = review.people(Did.THANKED)
    if met and not set(met) - set(thanked):
        return nphrase(
            "You met {count} person, and thanked them too. Well done.",
            "You met {count} people, and thanked every one of them. Well done.",
            len(met),
        )
    if met:
        return nphrase(
            "You met {count} person. That counts for more than many messages.",
            "You met {count} people. That counts for more than many messages.",
            len(met),
        )
    if asked:
        return nphrase(
            "You asked {count} person. Asking is the hardest part, and you did it.",
            "You asked {count} people. Asking is the hardest part, and you did it.",
            len(asked),
        )
    if thanked:
        return nphrase(
            "You said thank you to {count} person. That stays with people.",
            "You said thank you to {count} people. That stays with people.",
            len(thanked),
        )
    if touched:
        return nphrase(
            "You were in touch with {count} person. It did not happen by itself.",
            "You were in touch with {count} people. It did not happen by itself.",
            len(touched),
        )
    return phrase("You kept your word. That is how trust is made.")


def _of_the_row(review: Review) -> Iterator[Phrase]:
    count = review.weeks_in_a_row
    if count > 1 and any(deed.did is Did.IN_TOUCH for deed in review.deeds):
        yield nphrase("That makes {count} week in a row.", "That makes {count} weeks in a row.", count)


def told(review: Review) -> list[tuple[Did, Phrase, Sequence[Deed]]]:
    """What was done, kind by kind, as far as there is anything, each kind with its heading.

    Each person once, on the first day; what was given, got and kept each time.
    """
    found: list[tuple[Did, Phrase, Sequence[Deed]]] = []
    for did, heading in HEADINGS.items():
        deeds = review.all_of(did)
        if did is Did.IN_TOUCH:
            rest = review.otherwise_in_touch
            deeds = [deed for deed in deeds if deed.person in rest]
        if did not in EACH_TIME:
            deeds = list({deed.person: deed for deed in reversed(deeds)}.values())[::-1]
        if deeds:
            found.append((did, phrase(heading), deeds))
    return found
