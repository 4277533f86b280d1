"""*Next contact*: a day that the owner set. It always shows on that day."""

from collections.abc import Iterator, Sequence
from datetime import date

from vaultkit.model.edit import Edit
from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import contact_done, put_off


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the day set; over when there was contact on that day or later."""
    person, day = situation.person, situation.set_by_owner
    if day is None:
        return
    yield FollowUp(
        kind="next_contact",
        person=situation.ref,
        due=day,
        reason=phrase("{why}", why=person.why) if person.why else phrase("as you planned"),
        why=phrase(
            "{day} stands in the note, line {line}", day=day, line=person.places.get("next_contact", 1)
        ),
        network=person.network,
    )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """There was contact on `day`."""
    return contact_done(line, now, day, is_open=any(item.due == line.due for item in follow_ups(now)))


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """Not this time."""
    return put_off(line, now) if any(item.due == line.due for item in follow_ups(now)) else []
