"""One note to what it says."""

from vaultkit.model.facts import NoteFacts
from vaultkit.model.note import Note
from vaultkit.model.settings import Settings
from vaultkit.rules.dates import leading_day
from vaultkit.rules.kinds_of_note import is_meeting, is_person
from vaultkit.rules.links import read_links, stem
from vaultkit.rules.meetings import meeting_note
from vaultkit.rules.people import person_note


def read_facts(note: Note, settings: Settings) -> NoteFacts:
    """What the note says on its own. Every note has facts; most hold nothing but their path."""
    if is_person(note, settings):
        person, announced, found = person_note(note, settings)
        meetings = (announced,) if announced else ()
        return NoteFacts(note.path, person, meetings, problems=(*note.problems, *found))
    if is_meeting(note, settings):
        meeting, found = meeting_note(note, settings)
        return NoteFacts(note.path, None, (meeting,) if meeting else (), problems=(*note.problems, *found))
    mentions = None
    if settings.daily_notes and "[[" in note.body:
        dated = leading_day(stem(note.path))
        if dated is not None:
            mentions = (dated[0], tuple(dict.fromkeys(read_links(note.body))))
    return NoteFacts(note.path, mentions=mentions, problems=note.problems)
