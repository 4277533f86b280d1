"""*Prepare*: a meeting is near."""

from collections.abc import Iterator
from datetime import date, timedelta

from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Meeting
from vaultkit.model.phrase import phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.followups.situation import Situation


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
        names = {person.path: person.name for person in situation.overview.people}
        people = tuple(Ref(path, names[path]) for path in meeting.attendees)
        due = working_day_before(coming.day)
        if not meeting.title:
            sentence = phrase("Prepare the meeting with {people}, {start}", people=people, start=coming.start)
        elif _names_all(meeting.title, people):
            sentence = phrase("Prepare {meeting}, {start}", meeting=_note(meeting), start=coming.start)
        else:
            sentence = phrase(
                "Prepare {meeting} with {people}, {start}",
                meeting=_note(meeting),
                people=people,
                start=coming.start,
            )
        yield FollowUp(
            kind="prepare",
            person=situation.ref,
            due=max(due, situation.today),
            reason=phrase("prepare the meeting {start}", start=coming.start),
            sentence=sentence,
            why=phrase("the last working day before the meeting on {day}", day=coming.day),
            network=situation.person.network,
            meeting=meeting.path,
        )


def working_day_before(day: date) -> date:
    """The last day from Monday to Friday before a day."""
    before = day - timedelta(days=1)
    while before.weekday() > 4:
        before -= timedelta(days=1)
    return before


def _note(meeting: Meeting) -> Ref:
    return Ref(meeting.path, meeting.title)


def _names_all(title: str, people: tuple[Ref, ...]) -> bool:
    """Whether the title already says who comes (`Kaffe med Per Olsen`)."""
    return all(ref.name.split()[0].casefold() in title.casefold() for ref in people)
