"""One note to what it says."""

from datetime import date

from vaultkit.model.facts import NoteFacts
from vaultkit.model.link import Link
from vaultkit.model.meeting import Status
from vaultkit.model.note import Note
from vaultkit.model.settings import Settings
from vaultkit.rules.dates import leading_day
from vaultkit.rules.kinds_of_note import is_meeting, is_person
from vaultkit.rules.links import read_links, stem
from vaultkit.rules.meetings import meeting_note
from vaultkit.rules.people import person_note
from vaultkit.rules.region import own_lines


def read_facts(note: Note, settings: Settings) -> NoteFacts:
    """What the note says on its own. Every note has facts; most hold nothing but their path."""
    if is_person(note, settings):
        person, announced, found = person_note(note, settings)
        meetings = (announced,) if announced else ()
        return NoteFacts(note.path, person, meetings, problems=(*note.problems, *found))
    if is_meeting(note, settings):
        meeting, found = meeting_note(note, settings)
        day = (
            meeting.day if meeting and not meeting.rrule and meeting.status is not Status.CANCELLED else None
        )
        mentions = _mentions(note, day, settings)
        problems = (*note.problems, *found)
        return NoteFacts(note.path, None, (meeting,) if meeting else (), mentions, problems)
    dated = leading_day(stem(note.path)) if settings.daily_notes else None
    return NoteFacts(
        note.path, mentions=_mentions(note, dated and dated[0], settings), problems=note.problems
    )


def _mentions(note: Note, day: date | None, settings: Settings) -> tuple[date, tuple[Link, ...]] | None:
    """Whom a note of a day links to, where its owner wants that to count as contact."""
    if day is None or not settings.daily_notes or "[[" not in note.body:
        return None
    text = "\n".join(line for _, line in own_lines(note.body)) if "vaultkit:begin" in note.body else note.body
    return day, tuple(dict.fromkeys(read_links(text)))
