"""*Report back*: somebody introduced you, you have met, and they would like to hear how it went."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vaultkit.model.edit import Edit
from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Occurrence
from vaultkit.model.person import Person
from vaultkit.model.phrase import phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.model.ref import Ref
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import skipped, touched
from vaultkit.rules.lastcontact import past_meetings
from vaultkit.rules.names import folded

_AFTER = timedelta(days=2)
"""The thanks come first, the day after the meeting."""
_TOLD = re.compile(
    r"\b(?:fortalte|fortalde|meld(?:te|e|t) tilbake|ga beskjed|gav beskjed|rapporterte"
    r"|told|reported back|let \w+ know|updated)\b",
    re.IGNORECASE,
)


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due two days after the first meeting with somebody whom this person introduced; `report_days` long.

    Over once the introducer's log names the other on the day of the meeting or later, or the other's log says
    that the introducer was told. Nothing is owed to an introducer who was there.
    """
    for other in situation.introduced:
        held = _first_meeting(other, situation)
        if held is None or _is_told(other, held, situation):
            continue
        due = held.last_day + _AFTER
        rests = due + timedelta(days=situation.settings.report_days)
        if situation.waits_until("report_back", held.last_day, rests) < situation.today:
            continue
        who = Ref(other.path, other.name)
        yield FollowUp(
            kind="report_back",
            person=situation.ref,
            due=due,
            reason=phrase("introduced you to {other}, whom you met on {day}", other=who, day=held.last_day),
            sentence=phrase(
                "Tell {person} how the meeting with {other} went", person=situation.ref, other=who
            ),
            why=phrase(
                "the note of {other} says who introduced you; the first meeting was on {day}",
                other=who,
                day=held.last_day,
            ),
            network=situation.person.network,
            meeting=held.meeting.path,
            meeting_day=held.last_day,
            about=other.path,
        )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit] | None:
    """The introducer was told: their log says so. None where there was no such meeting."""
    meant = _meant(line, now)
    if meant is None:
        return None
    other, held = meant
    if _is_told(other, held, now):
        return []
    text = phrase("told about the meeting with {person}", person=Ref(other.path, other.name))
    return touched(now, max(day, held.last_day), text)


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """The introducer need not hear of it."""
    meant = _meant(line, now)
    if meant is None or _is_told(*meant, now):
        return []
    return skipped("report_back", meant[1].last_day, now)


def _meant(line: QueueLine, now: Situation) -> tuple[Person, Occurrence] | None:
    """Whom a line is about, and the meeting: by path, or by its day where that note was renamed."""
    met = [(other, held) for other in now.introduced if (held := _first_meeting(other, now))]
    same = [one for one in met if one[0].path == line.about]
    if not same and all(person.path != line.about for person in now.introduced):
        same = [one for one in met if one[1].last_day == line.meeting_day]
    return same[0] if len(same) == 1 else None


def _first_meeting(other: Person, now: Situation) -> Occurrence | None:
    """The first meeting with somebody, if it is past and the introducer was not there."""
    past = past_meetings(other, now.overview, now.today)
    begun = [Occurrence(one.meeting, one.meeting.day) if one.meeting.rrule else one for one in past]
    first = min(begun, key=lambda one: (one.last_day, one.meeting.path), default=None)
    return first if first and now.person.path not in first.meeting.attendees else None


def _is_told(other: Person, held: Occurrence, now: Situation) -> bool:
    person = now.person
    if ("report_back", held.last_day) in person.skipped:
        return True
    return any(
        line.day >= held.day and _names(line.text, other.name, person.name) for line in person.log
    ) or any(
        line.day >= held.day and _TOLD.search(line.text) and _names(line.text, person.name, other.name)
        for line in other.log
    )


def _names(text: str, name: str, unlike: str) -> bool:
    """Whether a text names somebody: whole, or by the first name where the other one has another."""
    words, called = set(_words(text)), _words(name)
    if not called:
        return name in text
    first = called[0]
    return set(called) <= words or (first in words and first not in _words(unlike)[:1])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
