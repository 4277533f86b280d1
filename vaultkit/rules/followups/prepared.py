"""Whether a meeting is prepared, as the notes tell it."""

from datetime import date, timedelta

from vaultkit.model.meeting import Occurrence
from vaultkit.rules.followups.situation import Situation


def is_prepared(coming: Occurrence, now: Situation) -> bool:
    """Whether the meeting's note or the person's says so, or that the owner will not."""
    if coming.meeting.prepared or ("prepare", coming.last_day) in now.person.skipped:
        return True
    said = now.person.prepared
    if coming.meeting.own_note or isinstance(said, bool):
        return bool(said) and not coming.meeting.own_note
    return said >= first_day(coming, now)


def first_day(coming: Occurrence, now: Situation) -> date:
    """The day from which it is shown."""
    return coming.day - timedelta(days=now.settings.prepare_days)
