"""*Prepare*: a meeting is near."""

from collections.abc import Iterator
from datetime import timedelta

from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Meeting
from vaultkit.model.phrase import phrase, spoken
from vaultkit.model.ref import Ref
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.names import says_all
from vaultkit.rules.workdays import working_day_before


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the last working day before the meeting, and on its day when that has passed.

    Shown from `prepare_days` before it, once for each meeting, under the first who comes. Meetings that
    repeat need no preparing each time.
    """
    for coming in situation.coming:
        meeting = coming.meeting
        near = coming.day - timedelta(days=situation.settings.prepare_days)
        if meeting.rrule or not near <= situation.today <= coming.day:
            continue
        if meeting.attendees[0] != situation.person.path:
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
        )


def _note(meeting: Meeting) -> Ref:
    return Ref(meeting.path, meeting.title)
