"""`plan`: the next meeting, in the person's note or in a note of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from vaultkit.app.changing import Changed, change
from vaultkit.app.creating import NewMeeting, new_meeting
from vaultkit.app.days import AS_TYPED, near
from vaultkit.app.survey import Survey
from vaultkit.app.whom import Choose, each
from vaultkit.errors import NotADateError, NotALengthError, PastDayError
from vaultkit.model.edit import AddLogLine, Edit, SetProperty
from vaultkit.model.phrase import Phrase, Weekday, phrase
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.thanked import is_thanked
from vaultkit.rules.intervals import read_length
from vaultkit.rules.prep.questions import has_purpose
from vaultkit.rules.typed_dates import read_typed

LENGTHS = ("45", "1h30", '"90 min"', '"1,5 timer"')


def plan_meeting(
    seen: Survey,
    names: Sequence[str],
    on: str,
    *,
    what: str = "",
    where: str = "",
    length: str = "",
    own_note: bool = False,
    choose: Choose | None = None,
    write: bool = True,
) -> Changed:
    """Put a meeting down. Several people, or `own_note`: a meeting note; else the person's next meeting.

    A next meeting that still stands in the person's note is never written over: one at another time gets a
    note of its own, and of the same one only what is given changes. `on` and `length` as typed. Raises
    VaultkitError.
    """
    start = moment_of(on, seen.today)
    minutes = minutes_of(length)
    people = each(names, seen.people, choose)
    changed = _put_down(seen, people, start, minutes, what=what, where=where, own_note=own_note, write=write)
    return replace(changed, hints=tuple(_purpose_missing(people, start, what)))


def _purpose_missing(people: Sequence[Situation], start: date, what: str) -> Iterator[Phrase]:
    """One line where nothing says why to meet: a meeting with a purpose is prepared, and remembered."""
    standing = [one.meeting for now in people for one in now.coming if one.start == start]
    known = any(has_purpose(meeting, people) for meeting in (*standing, None))
    if not what and not known:
        yield phrase(
            "no purpose yet: what do you want to learn, what can you offer? Say it with --what, or with lines"
            " {ask} and {offer} in the note of {name}",
            ask="ask:",
            offer="offer:",
            name=people[0].ref,
        )


def _put_down(
    seen: Survey,
    people: Sequence[Situation],
    start: date,
    minutes: int | None,
    *,
    what: str,
    where: str,
    own_note: bool,
    write: bool,
) -> Changed:
    """Where it belongs: the person's note, or one of its own."""
    who = ", ".join(now.person.name for now in people)
    command = f"plan {who}"
    first = people[0]
    path = first.person.path
    standing = _standing(first)
    details = {"meeting_length": minutes, "meeting_place": where or None, "meeting_topic": what or None}
    if own_note or len(people) > 1 or (standing and start not in standing):
        refs = tuple(now.ref for now in people)
        asked = NewMeeting(start, refs, what, where, minutes)
        changed = new_meeting(seen, asked, command=command, write=write)
        return changed if own_note or len(people) > 1 else _told_why(changed, first)
    if standing:
        given = [SetProperty(path, meaning, value) for meaning, value in details.items() if value]
        return change(seen, command, [(first.ref, given)], write=write)
    edits: list[Edit] = [
        *_into_the_log(first),
        SetProperty(path, "next_meeting", start),
        *(SetProperty(path, meaning, value) for meaning, value in details.items()),
        SetProperty(path, "prepared", None),
    ]
    return change(seen, command, [(first.ref, edits)], write=write)


def _told_why(changed: Changed, now: Situation) -> Changed:
    """The same, with the reason why it got a note of its own."""
    why = phrase("a note of its own, because {name} has a meeting planned already", name=now.ref)
    return replace(changed, said=tuple((ref, (*parts, why)) for ref, parts in changed.said))


def moment_of(typed: str, today: date) -> date:
    """A day or a `datetime` as typed. Raises NotADateError, and PastDayError for what is past."""
    found = read_typed(typed, today)
    if found is None:
        raise NotADateError(typed, AS_TYPED)
    day = found.date() if isinstance(found, datetime) else found
    if day < today:
        raise PastDayError(
            phrase("{day} is past", day=Weekday(day)), phrase("vaultkit done tells of what has been")
        )
    near(typed, found, today)
    return found


def minutes_of(typed: str) -> int | None:
    """A length as typed; None when none was. Raises NotALengthError."""
    if not typed:
        return None
    length = read_length(typed)
    if length is None:
        raise NotALengthError(typed, LENGTHS)
    return int(length.total_seconds()) // 60


def _standing(now: Situation) -> list[date]:
    """The start of the next meeting in the person's note while it is to come, or to be thanked for."""
    path = now.person.path
    open_ones = [*now.coming, *(one for one in now.past if not is_thanked(one, now))]
    return [one.start for one in open_ones if one.meeting.path == path and not one.meeting.own_note]


def _into_the_log(now: Situation) -> list[Edit]:
    """A past meeting that makes room for the next one: its day stays in the log."""
    edits: list[Edit] = []
    for one in now.past:
        logged = any(line.day == one.last_day for line in now.person.log)
        if one.meeting.own_note or one.meeting.path != now.person.path or logged:
            continue
        said = phrase("{topic}", topic=one.meeting.topic) if one.meeting.topic else phrase("meeting")
        edits.append(AddLogLine(now.person.path, one.last_day, said))
    return edits
