"""Follow-ups as entries: a whole day each, on the day on which it is due; the time stays free."""

from collections.abc import Iterator
from datetime import date, timedelta

from vaultkit.model.entry import Entry, Proposed
from vaultkit.model.feed import Detail
from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.entries.texts import key_of, one_line
from vaultkit.rules.entries.view import FeedView

MARK = "f"


def propose(view: FeedView) -> Iterator[Proposed]:
    """One for each follow-up of the queue, up to 18 months ahead.

    What is done leaves the queue, and with it the feed: nobody wants a calendar full of struck-out reminders.
    """
    for item in view.queue:
        if item.due <= view.last:
            sentence = view.say(_sentence(item))
            yield Proposed(
                entry=_entry(item, sentence, view),
                people=(item.person.path,),
                said=sentence,
                stays_before=_stays(item, view.today),
            )


def _stays(item: FollowUp, today: date) -> date:
    """A published one that begins before this day stays where it is.

    The queue deals out first contacts anew each day, and shows what is late under today: a calendar in which
    it crept along with the day would change every night.
    """
    if item.kind == "first_contact":
        return date.max
    return today if item.kind == "cadence" or item.due == today else date.min


def _sentence(item: FollowUp) -> Phrase:
    return item.sentence or phrase("{person} · {reason}", person=item.person, reason=item.reason)


def _entry(item: FollowUp, sentence: str, view: FeedView) -> Entry:
    person = view.people[item.person.path]
    if not view.tells(Detail.TOPIC):
        sentence = view.say(phrase("Follow up: {name}", name=view.name(person)))
    return Entry(
        uid="",
        key=key_of(MARK, person.path, *_life(item)),
        summary=one_line(sentence),
        start=item.due,
        end=item.due + timedelta(days=1),
        description=view.description_of(person, item.meeting),
        url=view.address(item.meeting or person.path),
        transparent=True,
    )


def _life(item: FollowUp) -> tuple[object, ...]:
    """What tells it from the next one of its kind: a meeting, a year, the contact from which it counts.

    Not the day on which it is due: one that is put off is still the same.
    """
    if item.kind == "cadence":
        return item.kind, *(str(value) for name, value in sorted(item.why.values.items()) if name != "source")
    if item.kind == "birthday":
        return item.kind, item.own_due.year
    held = item.meeting_day if item.kind == "thank" else None
    return item.kind, item.meeting, item.about, str(held or "")
