"""Whether somebody was thanked, as the notes tell it."""

import re
from datetime import date

from vaultkit.model.meeting import Occurrence
from vaultkit.rules.followups.situation import Situation

_THANKS = re.compile(
    r"\b(?:takket|takka|takk(?: for| sendt)?|sendt takk|thanked|thank you|thank-you|thanks)\b", re.IGNORECASE
)
_NOT_YET = re.compile(
    r"\b(?:ikke|ikkje|aldri|not|never)\s+(?:\w+\s+)?(?:takk|thank)"
    r"|\b(?:må|skal|bør|husk\w*|must|should|remember)\s+(?:\w+\s+){0,2}(?:takk|thank)"
    r"|\btakk(?:et|a)?\s+(?:nei|ja)\b",
    re.IGNORECASE,
)
"""A thanks that is meant and not yet said, or a thanks that declines."""


def is_thanked(past: Occurrence, situation: Situation) -> bool:
    """Whether some note tells of thanks on the day of the meeting or later."""
    person = situation.person
    if past.meeting.thanked or ("thank", past.last_day) in person.skipped:
        return True
    return has_thanked(situation, past.day)


def has_thanked(now: Situation, since: date) -> bool:
    """Whether the person's note tells of thanks on a day or later."""
    person = now.person
    if person.thanked is not None and person.thanked >= since:
        return True
    return any(line.day >= since and tells_of_thanks(line.text) for line in person.log)


def tells_of_thanks(text: str) -> bool:
    """Whether a log line tells that somebody was thanked."""
    return bool(_THANKS.search(text)) and not _NOT_YET.search(text)
