"""*Thank*: a meeting is past and nobody has thanked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vaultkit.model.edit import Edit, SetProperty
from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Occurrence
from vaultkit.model.phrase import phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.thanked import has_thanked, is_thanked
from vaultkit.rules.followups.touch import skipped, touched


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the day after the meeting, for each who came; until thanked, or `thank_days` later.

    The thanks may stand in the meeting's note, in the person's, or in a log line that says so. A meeting
    that repeats asks for no thanks.
    """
    for past in situation.past:
        if past.meeting.rrule or is_thanked(past, situation):
            continue
        rests = past.last_day + timedelta(days=situation.settings.thank_days)
        if situation.waits_until("thank", past.last_day, rests) < situation.today:
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
            meeting_day=past.last_day,
        )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit] | None:
    """The owner has thanked, for every meeting of that day. None where the meeting was put off or called off.

    A meeting with one person keeps that in its own note; of several, each person's log tells who was thanked.
    So it does of a meeting whose note is gone, or that was written in the person's note and gave way there.
    """
    meant = _meant(line, now)
    if not meant:
        held = line.meeting_day
        if held is None or any(one.own_note and one.path == line.meeting for one in now.overview.meetings):
            return None
        return [] if has_thanked(now, held) else _logged(now, day, held)
    owed = [past for past in meant if not is_thanked(past, now)]
    own = [past for past in owed if past.meeting.own_note and len(past.meeting.attendees) == 1]
    edits: list[Edit] = [SetProperty(past.meeting.path, "thanked", max(day, past.last_day)) for past in own]
    return edits + (_logged(now, day, owed[0].last_day) if len(own) < len(owed) else [])


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """No thanks for this one."""
    owed = [past for past in _meant(line, now) if not is_thanked(past, now)]
    return skipped("thank", owed[0].last_day, now) if owed else []


def _logged(now: Situation, day: date, held: date) -> list[Edit]:
    """Nobody thanks before the meeting: whatever the tick says, the log tells of a thanks that counts."""
    return touched(now, max(day, held), phrase("thanked for the meeting on {day}", day=held))


def _meant(line: QueueLine, now: Situation) -> list[Occurrence]:
    """The meetings that a line of the queue is about: those of its day, else the one of its note.

    The line names the day alone. A meeting may have been put down for another day since; what stands in a
    person's note on another day is another meeting.
    """
    past = [one for one in now.past if not one.meeting.rrule]
    same_day = [one for one in past if one.last_day == line.meeting_day]
    own = [one for one in past if one.meeting.path == line.meeting and one.meeting.own_note]
    moved = bool(own) and own[0] not in same_day
    return own if moved else same_day
