"""Notes to meetings: a meeting note, or a person's `next_meeting`."""

import re
from collections.abc import Iterator
from datetime import date

from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.note import Note, Place
from vaultkit.model.problem import Problem
from vaultkit.model.settings import Settings
from vaultkit.rules.dates import read_day
from vaultkit.rules.givennames import read_given
from vaultkit.rules.kinds_of_note import is_said_to_be_a_meeting
from vaultkit.rules.prep.place import has_place
from vaultkit.rules.properties import Fields, Found
from vaultkit.rules.recurrence import read_repeat
from vaultkit.rules.tasks import read_tasks
from vaultkit.rules.vocabulary import MEETING_MEANINGS, STATUSES, fold
from vaultkit.rules.when import name_without_day, read_next, read_when


def meeting_note(note: Note, settings: Settings) -> tuple[Meeting | None, list[Problem]]:
    """The meeting in a meeting note; None when it has no date that can be read."""
    problems: list[Problem] = []
    fields = Fields(note, MEETING_MEANINGS, problems)
    when = read_when(fields, note, settings)
    if when is None:
        if is_said_to_be_a_meeting(note) and not problems:
            fields.report("VK202", Found("", "", Place(1, 1)))
        return None, problems
    repeat = fields.read("repeat", read_repeat, "VK203")
    rule, until = repeat or ("", None)
    if not rule:
        # What happens once is told on the owner's clock; what repeats follows the clock where it is held.
        when = when.on_clock_of(settings.timezone)
    title = fields.text("title") or name_without_day(note.path) or fields.text("topic")
    return Meeting(
        path=note.path,
        own_note=True,
        title=title,
        start=when.start,
        end=when.end,
        zone=when.zone,
        people=fields.links("people", split=True),
        where=fields.text("where"),
        url=fields.text("url"),
        topic=fields.text("topic"),
        purpose=fields.text("purpose"),
        status=fields.read("status", _status, "VK206") or Status.PLANNED,
        rrule=rule,
        until=until,
        skipped=tuple(sorted(_skipped(fields))),
        thanked=fields.day_or_yes("thanked"),
        prepared=fields.day_or_yes("prepared"),
        outcome=fields.text("outcome"),
        has_prep=has_place(note.body),
        given=read_given(note.body, note.body_line),
        keep_out=fields.truth("keep_out"),
        tasks=read_tasks(note.body, note.body_line),
        line=fields.line("start") if fields.has("start") else fields.line("date"),
    ), problems


def next_meeting(fields: Fields, name: str, settings: Settings) -> Meeting | None:
    """The meeting that a person's note announces; `fields` are the person's."""
    when = read_next(fields, settings)
    if when is None:
        return None
    path = fields.note.path
    return Meeting(
        path=path,
        own_note=False,
        title="",
        start=when.start,
        end=when.end,
        zone=when.zone,
        people=(Link(name, path.removesuffix(".md")),),
        where=fields.text("meeting_place"),
        topic=fields.text("meeting_topic"),
        line=fields.line("next_meeting"),
    )


def _status(text: str) -> Status | None:
    return STATUSES.get(fold(text))


def _skipped(fields: Fields) -> Iterator[date]:
    for text, found in fields.found("except"):
        for part in filter(None, re.split(r"[,;]\s*", text)):
            day = read_day(part)
            if day is None:
                fields.report("VK103", found, value=part)
            else:
                yield day
