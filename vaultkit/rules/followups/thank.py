"""*Thank*: a meeting is past and nobody has thanked."""

import re
from collections.abc import Iterator
from datetime import timedelta

from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Occurrence
from vaultkit.model.phrase import phrase
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


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the day after the meeting, for each who came; until thanked, or `thank_days` later.

    The thanks may stand in the meeting's note, in the person's, or in a log line that says so. A meeting
    that repeats asks for no thanks.
    """
    for past in situation.past:
        if past.meeting.rrule or is_thanked(past, situation):
            continue
        if past.last_day + timedelta(days=situation.settings.thank_days) < situation.today:
            continue
        yield FollowUp(
            kind="thank",
            person=situation.ref,
            due=past.last_day + timedelta(days=1),
            reason=phrase("thanks for the meeting on {day}", day=past.last_day),
            sentence=phrase(
                "Thank {person} for the meeting on {day}", person=situation.ref, day=past.last_day
            ),
            why=phrase("the meeting on {day} is past, and no note says that you thanked", day=past.last_day),
            network=situation.person.network,
            meeting=past.meeting.path,
        )


def is_thanked(past: Occurrence, situation: Situation) -> bool:
    """Whether some note tells of thanks on the day of the meeting or later."""
    person = situation.person
    if past.meeting.thanked or (person.thanked is not None and person.thanked >= past.day):
        return True
    return any(
        line.day >= past.day and _THANKS.search(line.text) and not _NOT_YET.search(line.text)
        for line in person.log
    )
