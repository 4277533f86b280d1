"""*Cadence*: last contact plus the interval."""

from collections.abc import Iterator
from datetime import timedelta

from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import phrase
from vaultkit.rules.followups.situation import Situation


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due when the interval since the last contact has passed.

    Silent while the owner has set a day or a meeting is planned, and where the interval is never.
    """
    last, decided = situation.last_contact, situation.cadence
    if last is None or not decided.cadence.count or situation.person.never:
        return
    if situation.set_by_owner is not None or situation.coming:
        return
    yield FollowUp(
        kind="cadence",
        person=situation.ref,
        due=last.day + timedelta(days=decided.cadence.days),
        reason=phrase("{cadence}", cadence=decided.cadence),
        why=phrase(
            "last contact {day}, then {cadence} ({source})",
            day=last.day,
            cadence=decided.cadence,
            source=decided.said,
        ),
        network=situation.person.network,
    )
