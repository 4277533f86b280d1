"""*First contact*: somebody on the map whom no note has seen in touch yet."""

from collections.abc import Iterator, Sequence
from datetime import date

from vaultkit.model.edit import Edit
from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import contact_done, put_off


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due today; `rules/spread.py` then gives each working day its share.

    Only for people with an interval of their own, their tier's or their network's (a vault may hold notes of
    people whom its owner will never meet), and without contact, day or meeting.
    """
    if situation.cadence.source == "default":
        return
    if situation.last_contact is not None or not situation.cadence.cadence.count or situation.person.never:
        return
    if situation.set_by_owner is not None or situation.coming:
        return
    yield FollowUp(
        kind="first_contact",
        person=situation.ref,
        due=situation.today,
        reason=phrase("first contact"),
        why=phrase("no note tells of a contact yet; a few people are proposed each working day"),
        network=situation.person.network,
    )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """There was contact on `day`."""
    return contact_done(line, now, day, is_open=any(True for _ in follow_ups(now)))


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """Not this time."""
    return put_off(line, now) if any(True for _ in follow_ups(now)) else []
