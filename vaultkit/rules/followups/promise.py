"""*Promise*: an open task in a person's note, or in the note of a meeting with them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vaultkit.model.edit import Edit, TickTask
from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Status
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.followups.promised import Promise, promises
from vaultkit.rules.followups.situation import Situation


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the day that its line gives; else `promise_days` after it was made.

    It was made on the day that its line tells, or the log entry above it, or of the meeting; else when they
    were last in touch, and then it is never overdue. Over when its box is ticked, by whomever. A task without
    a day in the note of a meeting that is still to come, or was called off, is not a promise yet.
    """
    told: set[tuple[str, str]] = set()
    for promise in promises(situation):
        task, held = promise.task, promise.meeting
        which = (held.path if held else "", task.text)
        due = _due(promise, situation) if task.is_open and which not in told else None
        if due is None:
            continue
        told.add(which)
        yield FollowUp(
            kind="promise",
            person=situation.ref,
            due=due[0],
            reason=phrase("they promised: {what}", what=promise.what)
            if promise.is_theirs
            else phrase("you promised: {what}", what=promise.what),
            why=due[1],
            network=situation.person.network,
            meeting=which[0],
            about=task.text,
        )


def _due(promise: Promise, now: Situation) -> tuple[date, Phrase] | None:
    """The day, and how it was found; None where it is no promise yet."""
    task, held = promise.task, promise.meeting
    if task.due is not None:
        return task.due, phrase("{day} stands in the note, line {line}", day=task.due, line=task.line)
    later = timedelta(days=now.settings.promise_days)
    made = task.made
    if made is None and held is not None and not held.rrule:
        if held.status is Status.CANCELLED or held.day > now.today:
            return None
        made = held.last_day
    if made is not None:
        why = phrase("made on {day}, line {line}, without a day of its own", day=made, line=task.line)
        return made + later, why
    last = now.last_contact
    due = max(last.day + later, now.today) if last else now.today
    return due, phrase("line {line} of the note; nothing tells when it was made", line=task.line)


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit] | None:
    """It was kept: its box in the note gets an `x`. None where the task is not there any more."""
    return _closed(line, now, "x")


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """It was called off: its box gets a `-`, as the Tasks plugin writes it."""
    return _closed(line, now, "-") or []


def _closed(line: QueueLine, now: Situation, mark: str) -> Sequence[Edit] | None:
    found = [one for one in promises(now) if one.task.text == line.about]
    same_note = [one for one in found if (one.meeting.path if one.meeting else "") == line.meeting]
    meant = same_note or found
    if not meant:
        return None
    paths = {one.meeting.path if one.meeting else now.person.path for one in meant if one.task.is_open}
    return [TickTask(path, line.about, mark) for path in sorted(paths)]
