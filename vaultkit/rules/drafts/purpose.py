"""What a letter to somebody is for, where nobody says: what is due decides."""

from collections.abc import Sequence

from vaultkit.model.draft import Purpose
from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.followups import follow_ups_of
from vaultkit.rules.followups.situation import Situation

_OF_KIND = {
    "thank": Purpose.THANKS,
    "report_back": Purpose.REPORT_BACK,
    "reply": Purpose.REPLY,
    "next_contact": Purpose.RECONNECT,
    "cadence": Purpose.RECONNECT,
    "first_contact": Purpose.ASK,
}
"""Kinds of follow-up that a letter answers, the most urgent first."""
_ANSWERED = {purpose: kind for kind, purpose in _OF_KIND.items() if kind in ("thank", "report_back", "reply")}
"""Kinds that are done once such a letter is sent."""


def purpose_for(now: Situation, due: Sequence[FollowUp]) -> tuple[Purpose, Phrase]:
    """The purpose, and why. `due`: the person's follow-ups, soonest first."""
    for kind, purpose in _OF_KIND.items():
        item = next((one for one in due if one.kind == kind), None)
        if item is not None:
            return purpose, item.reason
    if now.last_contact is None:
        return Purpose.ASK, phrase("no contact yet")
    return Purpose.RECONNECT, phrase("last {day}", day=now.last_contact.day)


def answered_by(purpose: Purpose, now: Situation) -> FollowUp | None:
    """The newest follow-up that a letter of this purpose is about, and that is done once it is sent."""
    kind = _ANSWERED.get(purpose)
    items = [item for item in follow_ups_of(now) if item.kind == kind]
    return max(items, key=lambda one: (one.meeting_day or one.due, one.meeting, one.about), default=None)
