"""*Cadence*: last contact plus the interval."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vaultkit.model.edit import Edit
from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import contact_done, put_off


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due when the interval since the last contact has passed; `dealing.py` may give a later day.

    Silent while the owner has set a day or a meeting is planned, and where the interval is never.
    """
    last, decided = situation.last_contact, situation.cadence
    if last is None or not decided.cadence.count or situation.person.never:
        return
    if situation.set_by_owner is not None or situation.coming:
        return
    due = last.day + timedelta(days=decided.cadence.days)
    yield FollowUp(
        kind="cadence",
        person=situation.ref,
        due=due,
        about=due.isoformat(),
        reason=phrase("{cadence}", cadence=decided.cadence),
        why=phrase(
            "last contact {day}, then {cadence} ({source})",
            day=last.day,
            cadence=decided.cadence,
            source=decided.said,
        ),
        network=situation.person.network,
    )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """There was contact on `day`."""
    return contact_done(line, now, day, is_open=_is_open(line, now))


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """Not this time."""
    return put_off(line, now) if _is_open(line, now) else []


def _is_open(line: QueueLine, now: Situation) -> bool:
    """Whether the day by the interval is still the one that it was when the line was made."""
    return any(item.about == (line.about or line.due.isoformat()) for item in follow_ups(now))
