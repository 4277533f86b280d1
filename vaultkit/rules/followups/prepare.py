"""*Prepare*: a meeting is near."""

from collections.abc import Iterator, Sequence
from datetime import date

from vaultkit.model.edit import Edit, SetProperty
from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Meeting, Occurrence
from vaultkit.model.phrase import phrase, spoken
from vaultkit.model.queueline import QueueLine
from vaultkit.model.ref import Ref
from vaultkit.rules.followups.prepared import first_day, is_prepared
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import skipped
from vaultkit.rules.names import says_all
from vaultkit.rules.workdays import working_day_before


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the last working day before the meeting, and on its day when that has passed.

    Shown from `prepare_days` before it, once for each meeting, under the first who comes. Meetings that
    repeat need no preparing each time.
    """
    for coming in situation.coming:
        meeting = coming.meeting
        if meeting.rrule or not first_day(coming, situation) <= situation.today <= coming.day:
            continue
        if meeting.attendees[0] != situation.person.path or is_prepared(coming, situation):
            continue
        people = tuple(Ref(path, situation.overview.names[path]) for path in meeting.attendees)
        due = working_day_before(coming.day, situation.settings.country)
        start = spoken(coming.start_on(situation.settings.timezone))
        if not meeting.title:
            sentence = phrase("Prepare the meeting with {people}, {start}", people=people, start=start)
        elif says_all(meeting.title, (person.name for person in people)):
            sentence = phrase("Prepare “{meeting}”, {start}", meeting=_note(meeting), start=start)
        else:
            sentence = phrase(
                "Prepare “{meeting}” with {people}, {start}",
                meeting=_note(meeting),
                people=people,
                start=start,
            )
        yield FollowUp(
            kind="prepare",
            person=situation.ref,
            due=max(due, situation.today),
            reason=phrase("prepare the meeting {start}", start=start),
            sentence=sentence,
            why=phrase("the last working day before the meeting on {day}", day=coming.day),
            network=situation.person.network,
            meeting=meeting.path,
            meeting_day=coming.last_day,
            latest=coming.day,
        )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit] | None:
    """The meeting is prepared: its note says so, else the person's. None where there is no such meeting."""
    coming = _meant(line, now)
    if coming is not None:
        if is_prepared(coming, now):
            return []
        return [SetProperty(coming.meeting.path, "prepared", max(day, first_day(coming, now)))]
    # What is past or called off needs no preparing any more.
    over = line.meeting_day is not None and line.meeting_day < now.today
    off = any(one.own_note and one.path == line.meeting for one in now.overview.meetings_of(now.person.path))
    return [] if over or off else None


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """The owner goes there unprepared."""
    coming = _meant(line, now)
    if coming is None or is_prepared(coming, now):
        return []
    return skipped("prepare", coming.last_day, now)


def _meant(line: QueueLine, now: Situation) -> Occurrence | None:
    """The meeting that a line is about: put down for another day since, or its note moved on the same day.

    What stands in a person's note on another day is another meeting.
    """
    same_day = [one for one in now.coming if one.last_day == line.meeting_day and not one.meeting.rrule]
    of_note = [one for one in now.coming if one.meeting.path == line.meeting]
    found = [one for one in of_note if one.meeting.own_note or one in same_day]
    if not found and len(same_day) == 1 and all(one.path != line.meeting for one in now.overview.meetings):
        found = same_day
    return found[0] if found else None


def _note(meeting: Meeting) -> Ref:
    return Ref(meeting.path, meeting.title)
