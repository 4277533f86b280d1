"""*Next contact*: a day that the owner set. It always shows on that day."""

from collections.abc import Iterator

from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import phrase
from vaultkit.rules.followups.situation import Situation


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
