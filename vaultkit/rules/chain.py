"""How far a networking meeting has come: asked, answered, booked, prepared, met, thanked, promises kept.

Computed from the days in the notes each time, and never kept as a status that somebody has to change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Occurrence
from vaultkit.model.phrase import marked
from vaultkit.rules.asks import answers, is_question
from vaultkit.rules.followups.prepared import is_prepared
from vaultkit.rules.followups.promised import promises
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.thanked import is_thanked

STEPS = {
    "asked": marked("asked"),
    "answered": marked("answered"),
    "booked": marked("booked"),
    "prepared": marked("prepared"),
    "met": marked("met"),
    "thanked": marked("thanked"),
    "promises_kept": marked("promises kept"),
}
"""Every step by its name in JSON, in order."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain."""

    name: str
    """A key of STEPS."""
    done: bool
    day: date | None = None
    """When, where the notes tell; of `booked` the day of the meeting."""
    count: int = 0
    of: int = 0
    """How many promises were kept, and how many were made."""


def chain(now: Situation) -> list[Step]:
    """The steps towards the next meeting, else of the last one; empty where there is nothing to tell.

    A step that no note tells of and that can be left out (a question before a meeting that was booked without
    one) is not there. Meetings that repeat have no chain.
    """
    past = [one for one in now.past if not one.meeting.rrule]
    coming = [one for one in now.coming if not one.meeting.rrule]
    held = next(iter(coming or past), None)
    before = past[0].last_day if coming and past else past[1].last_day if len(past) > 1 else date.min
    log = sorted(now.person.log, key=lambda line: line.day)
    if not coming and past and any(line.day > past[0].last_day and is_question(line.text) for line in log):
        held, before = None, past[0].last_day  # on the way to the next one
    until = held.day if held else now.today
    said = [line for line in log if before < line.day <= min(until, now.today)]
    asked = next((line for line in said if is_question(line.text)), None)
    if held is None and asked is None:
        return []
    return [*_asking(asked, said, is_booked=held is not None), *_meeting(held, now)]


def _asking(asked: LogLine | None, said: list[LogLine], *, is_booked: bool) -> Iterator[Step]:
    if asked is None:
        return
    yield Step("asked", done=True, day=asked.day)
    since = [line for line in said if line.day >= asked.day]
    told = (
        line for line in since if answers(line.text) or (line.day > asked.day and not is_question(line.text))
    )
    answer = next(told, None)
    yield Step("answered", is_booked or answer is not None, answer.day if answer else None)


def _meeting(held: Occurrence | None, now: Situation) -> Iterator[Step]:
    if held is None:
        yield Step("booked", done=False)
        return
    is_past = held in now.past
    yield Step("booked", done=True, day=held.day)
    prepared = held.meeting.prepared if held.meeting.own_note else now.person.prepared
    day = None if isinstance(prepared, bool) else prepared
    is_ready = is_prepared(held, now)
    yield Step("prepared", is_ready, day if is_ready else None)
    yield Step("met", is_past, held.last_day if is_past else None)
    thanked = held.meeting.thanked
    yield Step("thanked", is_past and is_thanked(held, now), None if isinstance(thanked, bool) else thanked)
    made = [one.task for one in promises(now) if one.meeting is held.meeting and one.task.box in " /xX"]
    if made:
        kept = sum(not task.is_open for task in made)
        yield Step("promises_kept", kept == len(made), count=kept, of=len(made))
