"""What has happened since the last time, told once: the events that hooks are run for.

A daemon asks after each sync and at the moments that `next_moment` names; a command asks after it has synced.
What has been told is kept by whoever asks. The first time nothing is news but the sync itself: a vault of
years of notes does not begin with a flood.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta

from vaultkit.model.cadence import Cadence
from vaultkit.model.followup import FollowUp
from vaultkit.model.hook import Event
from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Occurrence
from vaultkit.model.overview import Overview
from vaultkit.model.person import Birthday, Person, Reach
from vaultkit.model.phrase import nphrase, phrase, spoken
from vaultkit.model.problem import Problem
from vaultkit.model.ref import Ref
from vaultkit.model.task import Task
from vaultkit.rules.codes import problem
from vaultkit.rules.lastcontact import every_coming_meeting
from vaultkit.rules.pages.view import line, meeting_ref

MOST = 10
"""At most so many events of one kind at a time; the last one says how many `more` there were."""
PATHS = 200
"""At most so many paths are listed in one event."""
SOON = timedelta(minutes=60)
"""A meeting is told of from so long before it begins."""
MORNING = time(7)
"""A meeting without a time is told of from this hour of its day, on the vault's clock."""

Payload = dict[str, object]
"""What a hook gets of an event: plain data, with days as days and sentences as phrases."""
Happening = tuple[Event, Payload]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a sync has found and done."""

    overview: Overview
    queue: Sequence[FollowUp]
    problems: Sequence[Problem]
    today: date
    zone: str
    """The vault's, an IANA name."""
    written: Sequence[str] = ()
    """Paths of the files that were written."""
    ticks: Sequence[str] = ()
    """Names of the people whose lines on the queue page were ticked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What hooks have been told already. As JSON by `store/codec.py`."""

    problems: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    """For each person's path, a fingerprint of what the note says."""
    shape: str = ""
    """What those fingerprints were made of: after an update of vaultkit nobody has changed."""


def events(before: Told | None, seen: Seen, now: datetime) -> tuple[list[Happening], Told]:
    """What happened since `before`, and what has been told then. `now`: the vault's clock, without zone.

    Of each kind at most `MOST`, in the order of the queue, the paths or the clock; post-sync comes last.
    None: nothing was ever told.
    """
    problems = {_short(p.path, p.code, p.message): p for p in seen.problems}
    waiting = [item for item in seen.queue if item.kind != "thank" and item.due <= seen.today]
    due = {_short(i.kind, i.person.path, i.meeting, i.due.isoformat(), i.about): i for i in waiting}
    thanks = {
        _short(item.person.path, item.meeting, str(item.meeting_day)): item
        for item in seen.queue
        if item.kind == "thank"
    }
    soon = {_of_meeting(held, seen.zone): held for held in _soon(seen, now)}
    by_note: dict[str, list[Meeting]] = {}
    for meeting in seen.overview.meetings:
        if not meeting.own_note:
            by_note.setdefault(meeting.path, []).append(meeting)
    people = {one.path: _facts(one, by_note.get(one.path, ())) for one in seen.overview.people}
    known = () if before is None else before.meetings
    today = seen.today.isoformat()
    after = Told(
        problems=tuple(sorted(problems)),
        due=tuple(sorted(due)),
        thanks=tuple(sorted(thanks)),
        # One that is not near any more because its day is past cannot come back.
        meetings=tuple(sorted({*soon, *(key for key in known if key[:10] >= today)})),
        people=people,
        shape=_SHAPE,
    )
    happened: list[Happening] = []
    if before is not None:
        kept_out = {one.path for one in seen.overview.people if one.keep_out}
        told = {*before.problems, *before.due, *before.thanks, *before.meetings}
        happened += _few(Event.NOTE_PROBLEM, (note_problem(p) for k, p in problems.items() if k not in told))
        for event, items in ((Event.FOLLOW_UP_DUE, due), (Event.THANKS_OWED, thanks)):
            happened += _few(
                event, (follow_up(item, kept_out) for key, item in items.items() if key not in told)
            )
        happened += _few(
            Event.MEETING_SOON, (meeting_soon(m, seen) for key, m in soon.items() if key not in told)
        )
        if before.shape == _SHAPE:
            changed = [one for one in seen.overview.people if before.people.get(one.path) != people[one.path]]
            happened += _few(
                Event.PERSON_CHANGED,
                (person_changed(one, new=one.path not in before.people) for one in changed),
            )
    return [*happened, (Event.POST_SYNC, post_sync(seen))], after


def next_moment(seen: Seen, now: datetime) -> datetime | None:
    """When a meeting will next be told of although no note changes: today or tomorrow, after `now`."""
    meetings = every_coming_meeting(seen.overview, now.date(), now.date() + timedelta(days=1), seen.zone)
    moments = (_from(held, seen.zone) for held in meetings)
    return min((moment for moment in moments if moment > now), default=None)


def note_problem(problem: Problem) -> Payload:
    """A line in a note that needs a look."""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return {
        "text": phrase("{place}: {what}", place=place, what=problem.said),
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": problem.said,
        "hint": problem.way_out,
    }


def follow_up(item: FollowUp, kept_out: Iterable[str] = ()) -> Payload:
    """Something to do for a person; `kept_out`: paths of people who are in no export."""
    return {
        "text": line(item),
        "kind": item.kind,
        "person": item.person.name,
        "path": item.person.path,
        "due": item.due,
        "reason": item.reason,
        "network": item.network.value if item.network else None,
        "keep_out": item.person.path in kept_out,
    }


def meeting_soon(held: Occurrence, seen: Seen) -> Payload:
    """A meeting that is about to begin."""
    meeting, names = held.meeting, seen.overview.names
    start, title = held.start_on(seen.zone), meeting_ref(held, names)
    return {
        "text": phrase("Meeting {start}: {title}", start=spoken(start), title=title),
        "path": meeting.path,
        "title": title.name,
        "start": start,
        "all_day": meeting.all_day,
        "where": meeting.where,
        "people": [{"name": names[path], "path": path} for path in meeting.attendees if path in names],
        "keep_out": meeting.keep_out,
    }


def person_changed(person: Person, *, new: bool) -> Payload:
    """A person whose note says something else than before, or who was not there before."""
    said = (
        phrase("{name} is new", name=person.name) if new else phrase("{name} has changed", name=person.name)
    )
    return {
        "text": said,
        "name": person.name,
        "path": person.path,
        "new": new,
        "keep_out": person.keep_out,
    }


def post_sync(seen: Seen) -> Payload:
    """A sync is done."""
    count = len(seen.written)
    return {
        "text": nphrase("{count} file written", "{count} files written", count),
        "written": list(seen.written[:PATHS]),
        "more": max(0, count - PATHS),
        "people": len(seen.overview.people),
        "meetings": len(seen.overview.meetings),
        "follow_ups": len(seen.queue),
        "problems": len(seen.problems),
        "ticks": list(seen.ticks[:PATHS]),
    }


def samples(today: date) -> dict[Event, Payload]:
    """What each event looks like, with made-up people; for trying out a hook."""
    kari = Person(path="People/Kari Nordmann.md", name="Kari Nordmann")
    ref, day = Ref(kari.path, kari.name), today - timedelta(days=1)
    start = datetime.combine(today, time(14))
    meeting = Meeting(
        path="Meetings/Coffee.md",
        own_note=True,
        title="Coffee",
        start=start,
        end=start + timedelta(hours=1),
        zone="UTC",
        attendees=(kari.path,),
    )
    call = FollowUp(
        kind="cadence",
        person=ref,
        due=today,
        reason=phrase("{cadence}", cadence=Cadence(6, "week")),
        why=phrase("{cadence}", cadence=Cadence(6, "week")),
    )
    thanks = replace(
        call, kind="thank", sentence=phrase("Thank {person} for the meeting on {day}", person=ref, day=day)
    )
    wrong = problem("VK103", kari.path, 4, 15, value="2026-02-30")
    overview = Overview(people=(kari,), meetings=(meeting,))
    written = ("Networking/Follow-ups.md", "Networking/networking.ics")
    seen = Seen(overview=overview, queue=(call,), problems=(wrong,), today=today, zone="UTC", written=written)
    made: dict[Event, Payload] = {
        Event.PRE_SYNC: {},
        Event.POST_SYNC: post_sync(seen),
        Event.NOTE_PROBLEM: note_problem(wrong),
        Event.FOLLOW_UP_DUE: follow_up(call),
        Event.THANKS_OWED: follow_up(thanks),
        Event.MEETING_SOON: meeting_soon(Occurrence(meeting, today), seen),
        Event.PERSON_CHANGED: person_changed(kari, new=False),
    }
    return {event: {"more": 0, **payload} if payload else payload for event, payload in made.items()}


def _few(event: Event, payloads: Iterable[Payload]) -> Iterator[Happening]:
    every = list(payloads)
    for number, payload in enumerate(every[:MOST], 1):
        yield event, {**payload, "more": len(every) - MOST if number == MOST else 0}


def _from(held: Occurrence, zone: str) -> datetime:
    """From when a meeting is told of."""
    start = held.start_on(zone)
    return start - SOON if isinstance(start, datetime) else datetime.combine(start, MORNING)


def _soon(seen: Seen, now: datetime) -> Iterator[Occurrence]:
    """Meetings that are told of now: begun is too late, and of several days only the first counts."""
    day = now.date()
    for held in every_coming_meeting(seen.overview, day, day + timedelta(days=1), seen.zone):
        start = held.start_on(seen.zone)
        ahead = start > now if isinstance(start, datetime) else start == day
        if ahead and _from(held, seen.zone) <= now:
            yield held


def _of_meeting(held: Occurrence, zone: str) -> str:
    """What a meeting is remembered by; its day comes first."""
    start = held.start_on(zone).isoformat()
    return f"{start[:10]} {_short(held.meeting.path, start)}"


def _facts(person: Person, meetings: Sequence[Meeting]) -> str:
    """A fingerprint of what a note says, wherever in the note it stands."""
    log = tuple(replace(entry, line=0) for entry in person.log)
    tasks = tuple(replace(task, line=0) for task in person.tasks)
    bare = replace(person, places={}, log=log, tasks=tasks)
    return _short(repr(bare), *(repr(replace(meeting, line=0)) for meeting in meetings))


_SHAPE = hashlib.sha256(
    repr(
        [
            [held.name for held in fields(kind)]
            for kind in (Person, Meeting, Reach, Link, LogLine, Task, Birthday, Cadence)
        ]
    ).encode()
).hexdigest()[:16]


def _short(*parts: str) -> str:
    """Sixteen hexadecimal digits for some texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
