"""Doing and leaving out a line of the queue, for each kind: what changes, and that twice is once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.edit import AddItem, AddLogLine, DateTask, Edit, PutOff, TickTask
from vaultkit.model.followup import FollowUp
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Birthday, Person
from vaultkit.model.phrase import Phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.model.ref import Ref
from vaultkit.model.settings import Settings
from vaultkit.model.task import Task
from vaultkit.rules.followups import KINDS, follow_up_queue, queue_line
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.situation import Situation

TODAY = date(2026, 3, 11)
"""A Wednesday."""
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo")
KARI = Person(path="Kari.md", name="Kari", cadence=Cadence(2, "week"))
PER = Person(path="Per.md", name="Per")
TALKED = replace(KARI, last_contact=TODAY - 20 * DAY)


def meeting(day: date, path: str = "m.md", **fields: Any) -> Meeting:
    made = Meeting(
        path=path,
        own_note=True,
        title="Kaffe",
        start=day,
        end=day,
        zone="Europe/Oslo",
        attendees=("Kari.md",),
    )
    return replace(made, **fields)


def situation(person: Person, *meetings: Meeting, today: date = TODAY) -> Situation:
    overview = Overview(people=(person, PER), meetings=meetings, introduced={person.path: (PER,)})
    return Situation(person, overview, SETTINGS, today)


def items(now: Situation) -> list[FollowUp]:
    return list(follow_up_queue(People.of(now.overview, [now]), SETTINGS, now.today))


def line_of(kind: str, now: Situation) -> QueueLine:
    (item,) = (item for item in items(now) if item.kind == kind)
    return queue_line(item, now)


def after(now: Situation, edits: Sequence[Edit], today: date | None = None) -> Situation:
    """The situation once the notes hold the edits."""
    person, meetings = now.person, list(now.overview.meetings)
    for edit in edits:
        if isinstance(edit, AddLogLine):
            assert edit.path == person.path
            person = replace(person, log=(*person.log, LogLine(edit.day, in_words(edit.text), 9)))
        elif isinstance(edit, AddItem):
            kind, day = edit.item.split()
            person = replace(person, skipped=(*person.skipped, (kind, date.fromisoformat(day))))
        elif isinstance(edit, PutOff):
            person = replace(person, snoozed=(*person.snoozed, edit.snooze))
        elif isinstance(edit, TickTask | DateTask):
            if edit.path == person.path:
                person = replace(person, tasks=ticked(person.tasks, edit))
            meetings = [
                replace(one, tasks=ticked(one.tasks, edit)) if one.path == edit.path else one
                for one in meetings
            ]
        elif edit.path != person.path:
            fields: Any = {edit.meaning: edit.value}
            meetings = [replace(one, **fields) if one.path == edit.path else one for one in meetings]
        elif not edit.only_if_there or getattr(person, edit.meaning) is not None:
            value: Any = "" if edit.meaning == "why" else edit.value
            person = replace(person, **{edit.meaning: value})
    return situation(person, *meetings, today=today or now.today)


def ticked(tasks: Sequence[Task], edit: TickTask | DateTask) -> tuple[Task, ...]:
    fields: Any = {"box": edit.mark} if isinstance(edit, TickTask) else {"due": edit.day}
    return tuple(replace(task, **fields) if task.text == edit.text else task for task in tasks)


def in_words(text: Phrase) -> str:
    return text.text.format_map({k: v.name if isinstance(v, Ref) else v for k, v in text.values.items()})


def said(edits: Sequence[Edit] | None) -> list[object] | None:
    """The edits in short."""
    if edits is None:
        return None
    short: list[object] = []
    for edit in edits:
        if isinstance(edit, AddLogLine):
            short.append((edit.day, in_words(edit.text)))
        elif isinstance(edit, AddItem):
            short.append(edit.item)
        elif isinstance(edit, TickTask):
            short.append((edit.path, edit.text, edit.mark))
        elif isinstance(edit, DateTask):
            short.append((edit.path, edit.text, edit.day))
        elif isinstance(edit, PutOff):
            short.append(edit.snooze.text)
        else:
            short.append((edit.path, edit.meaning, edit.value))
    return short


def contact(day: date = TODAY, text: str = "in touch") -> list[object]:
    return [(day, text), ("Kari.md", "last_contact", day)]


PLANNED = replace(TALKED, next_contact=TODAY - DAY, why="the cabin")
MET = meeting(TODAY - 3 * DAY)
BOTH = ("Kari.md", "Per.md")
WITH_PER = replace(MET, attendees=("Per.md",))
NEAR = meeting(TODAY + 2 * DAY)
OWN: dict[str, Any] = {"path": "Kari.md", "own_note": False, "title": ""}
CHILD = replace(TALKED, birthday=Birthday(3, 20))
CV = Task("send the CV", 7, due=TODAY)
ASKED = replace(KARI, log=(LogLine(TODAY - 2 * DAY, "asked for a coffee", 5),))
SILENT = replace(KARI, log=(LogLine(TODAY - 9 * DAY, "asked for a coffee", 5),))

DONE: list[tuple[str, str, Situation, list[object]]] = [
    (
        "a day that was set",
        "next_contact",
        situation(PLANNED),
        [
            *contact(text="the cabin"),
            ("Kari.md", "next_contact", TODAY + 14 * DAY),
            ("Kari.md", "why", None),
        ],
    ),
    (
        "before its day",
        "next_contact",
        situation(replace(TALKED, next_contact=TODAY + 9 * DAY)),
        [*contact(), ("Kari.md", "next_contact", TODAY + 14 * DAY)],
    ),
    (
        "no interval, no next day",
        "next_contact",
        situation(replace(TALKED, next_contact=TODAY, cadence=NEVER)),
        [*contact(), ("Kari.md", "next_contact", None)],
    ),
    (
        "in touch earlier today",
        "next_contact",
        situation(replace(TALKED, next_contact=TODAY + DAY, log=(LogLine(TODAY, "coffee", 5),))),
        [("Kari.md", "next_contact", TODAY + 14 * DAY)],
    ),
    ("the interval has passed", "cadence", situation(TALKED), contact()),
    ("first contact", "first_contact", situation(KARI), contact()),
    ("thanks for a meeting", "thank", situation(KARI, MET), [("m.md", "thanked", TODAY)]),
    (
        "of several, each is thanked in their own log",
        "thank",
        situation(KARI, replace(MET, attendees=BOTH)),
        contact(text=f"thanked for the meeting on {TODAY - 3 * DAY}"),
    ),
    (
        "for a meeting without a note",
        "thank",
        situation(KARI, replace(MET, **OWN)),
        contact(text=f"thanked for the meeting on {TODAY - 3 * DAY}"),
    ),
    ("a meeting is prepared", "prepare", situation(KARI, NEAR), [("m.md", "prepared", TODAY)]),
    (
        "one without a note",
        "prepare",
        situation(KARI, replace(NEAR, **OWN)),
        [("Kari.md", "prepared", TODAY)],
    ),
    ("wishes", "birthday", situation(CHILD), contact(text="happy birthday")),
    (
        "a promise in the person's note",
        "promise",
        situation(replace(KARI, tasks=(CV,))),
        [("Kari.md", "send the CV", "x")],
    ),
    (
        "a promise in a meeting's note",
        "promise",
        situation(KARI, replace(MET, thanked=True, tasks=(CV,))),
        [("m.md", "send the CV", "x")],
    ),
    ("another way", "reply", situation(ASKED), contact(text="asked again, another way")),
    (
        "another way, beside a last-contact property",
        "reply",
        situation(replace(ASKED, last_contact=TODAY - 2 * DAY)),
        contact(text="asked again, another way"),
    ),
    ("one nudge", "reply", situation(SILENT), contact(text="nudged")),
    (
        "the introducer is told",
        "report_back",
        situation(KARI, WITH_PER),
        contact(text="told about the meeting with Per"),
    ),
]

SKIPPED: list[tuple[str, str, Situation, list[object]]] = [
    ("a day that was set", "next_contact", situation(PLANNED), [("next_contact", TODAY + 13 * DAY)]),
    (
        "overdue by more than an interval",
        "next_contact",
        situation(replace(PLANNED, next_contact=TODAY - 18 * DAY)),
        [("next_contact", TODAY + 14 * DAY)],
    ),
    (
        "no interval, no day any more",
        "next_contact",
        situation(replace(PLANNED, cadence=NEVER)),
        [("next_contact", None)],
    ),
    ("the interval has passed", "cadence", situation(TALKED), [("next_contact", TODAY + 8 * DAY)]),
    ("first contact", "first_contact", situation(KARI), [("next_contact", TODAY + 14 * DAY)]),
    ("no thanks", "thank", situation(KARI, MET), [f"thank {TODAY - 3 * DAY}"]),
    ("unprepared", "prepare", situation(KARI, NEAR), [f"prepare {TODAY + 2 * DAY}"]),
    ("no wishes", "birthday", situation(CHILD), ["birthday 2026-03-20"]),
    ("called off", "promise", situation(replace(KARI, tasks=(CV,))), [("send the CV", "-")]),
    ("the introducer is not told", "report_back", situation(KARI, WITH_PER), [f"report_back {WITH_PER.day}"]),
    ("let it rest", "reply", situation(ASKED), [f"reply {TODAY - 2 * DAY}"]),
]


@pytest.mark.parametrize(("kind", "now", "expected"), [c[1:] for c in DONE], ids=[c[0] for c in DONE])
def test_done(kind: str, now: Situation, expected: list[object]) -> None:
    assert said(KINDS[kind].done(line_of(kind, now), now, TODAY)) == expected


@pytest.mark.parametrize(("kind", "now", "expected"), [c[1:] for c in SKIPPED], ids=[c[0] for c in SKIPPED])
def test_skip(kind: str, now: Situation, expected: list[object]) -> None:
    found = said(KINDS[kind].skip(line_of(kind, now), now, TODAY)) or []
    assert [one[1:] if isinstance(one, tuple) else one for one in found] == expected


@pytest.mark.parametrize("later", [0, 1, 5, 55])
@pytest.mark.parametrize("verb", ["done", "skip"])
@pytest.mark.parametrize(("kind", "now"), [c[1:3] for c in DONE], ids=[c[0] for c in DONE])
def test_what_the_notes_tell_is_not_told_again(verb: str, kind: str, now: Situation, later: int) -> None:
    """The page of that day comes back, ticked, some days after the tick was carried out."""
    line = line_of(kind, now)
    act = getattr(KINDS[kind], verb)
    edits = act(line, now, TODAY)
    told = after(now, edits, TODAY + later * DAY)
    assert not act(line, told, told.today)
    if later == 0:
        assert (kind, line.due) not in {(item.kind, item.due) for item in items(told)}


def test_a_tick_is_not_the_contact_that_stood_in_the_note_before_it() -> None:
    """The day was put off after the page was made: the tick on the old line is a contact all the same."""
    line = line_of("next_contact", situation(PLANNED))
    now = situation(replace(PLANNED, next_contact=TODAY + 30 * DAY, why="the boat"))
    assert said(KINDS["next_contact"].done(line, now, TODAY)) == contact()


def test_a_contact_that_was_noted_since_is_the_one_that_the_tick_means() -> None:
    for kind, person in (("next_contact", PLANNED), ("cadence", TALKED), ("first_contact", KARI)):
        line = line_of(kind, situation(person))
        now = situation(replace(person, log=(LogLine(TODAY - DAY, "coffee", 5),)), today=TODAY + DAY)
        assert KINDS[kind].done(line, now, now.today) == []


def test_a_date_that_lands_on_the_day_it_had_is_not_moved_again() -> None:
    """Found by the kill storm: the next date, an interval after the tick, is the very day that was ticked."""
    now = situation(replace(TALKED, next_contact=TODAY + 14 * DAY))
    line = line_of("next_contact", now)
    edits = KINDS["next_contact"].done(line, now, TODAY)
    assert said(edits) == [*contact(), ("Kari.md", "next_contact", TODAY + 14 * DAY)]
    assert edits is not None
    for later in (0, 1, 5):
        then = after(now, edits, TODAY + later * DAY)
        assert KINDS["next_contact"].done(line, then, then.today) == []


def test_an_earlier_day_does_not_set_the_next_contact_back() -> None:
    now = situation(replace(TALKED, next_contact=TODAY + DAY, log=(LogLine(TODAY, "coffee", 5),)))
    found = KINDS["next_contact"].done(line_of("next_contact", now), now, TODAY - 5 * DAY)
    assert said(found) == [("Kari.md", "next_contact", TODAY + 14 * DAY)]


def test_the_last_contact_never_moves_backwards() -> None:
    now = situation(replace(TALKED, last_contact=TODAY + 3 * DAY))  # a day to come, by a slip of the pen
    line = replace(line_of("cadence", situation(TALKED)), last_contact=date.max)
    assert said(KINDS["cadence"].done(line, now, TODAY)) == [(TODAY, "in touch")]


@pytest.mark.parametrize("late", [1, 40, 200])
def test_belated_wishes_count_once(late: int) -> None:
    line = line_of("birthday", situation(CHILD))
    now = situation(CHILD, today=line.due + late * DAY)
    edits = KINDS["birthday"].done(line, now, now.today) or []
    assert said(edits) == contact(now.today, "happy birthday")
    told = after(now, edits, now.today + DAY)
    assert KINDS["birthday"].done(line, told, told.today) == []


def test_belated_wishes_are_none_for_the_next_birthday() -> None:
    wished = replace(CHILD, log=(LogLine(date(2025, 5, 2), "happy birthday", 5),))
    assert line_of("birthday", situation(wished)).due == date(2026, 3, 20)


def test_nobody_is_wished_a_happy_birthday_that_they_do_not_have() -> None:
    line = line_of("birthday", situation(CHILD))
    for birthday in (None, Birthday(6, 1)):
        now = situation(replace(CHILD, birthday=birthday))
        assert KINDS["birthday"].done(line, now, TODAY) is None
        assert KINDS["birthday"].skip(line, now, TODAY) == []


def test_a_birthday_on_29_february_is_wished_on_the_28th() -> None:
    person = replace(CHILD, birthday=Birthday(2, 29))
    now = situation(person, today=date(2026, 2, 20))
    assert said(KINDS["birthday"].done(line_of("birthday", now), now, now.today)) == contact(
        now.today, "happy birthday"
    )


def test_two_meetings_of_one_day_are_thanked_together() -> None:
    """The line names the day alone, so that it stands for both."""
    now = situation(KARI, MET, replace(MET, path="n.md"), replace(MET, path="o.md", attendees=BOTH))
    line = next(queue_line(item, now) for item in items(now) if item.kind == "thank")
    edits = KINDS["thank"].done(line, now, TODAY) or []
    assert [edit.path for edit in edits] == ["n.md", "m.md", "Kari.md", "Kari.md"]
    assert "thank" not in {item.kind for item in items(after(now, edits))}


def test_thanks_follow_a_meeting_to_the_day_it_was_put_down_for() -> None:
    line = line_of("thank", situation(KARI, MET))
    moved = situation(KARI, meeting(TODAY - 2 * DAY))
    assert said(KINDS["thank"].done(line, moved, TODAY)) == [("m.md", "thanked", TODAY)]
    assert said(KINDS["thank"].skip(line, moved, TODAY)) == [f"thank {TODAY - 2 * DAY}"]


@pytest.mark.parametrize("now", [meeting(TODAY + 5 * DAY), replace(MET, status=Status.CANCELLED)])
def test_nobody_is_thanked_for_a_meeting_that_was_not_held(now: Meeting) -> None:
    line = line_of("thank", situation(KARI, MET))
    assert KINDS["thank"].done(line, situation(KARI, now), TODAY) is None
    assert KINDS["thank"].skip(line, situation(KARI, now), TODAY) == []


def test_thanks_for_a_meeting_of_which_nothing_is_left_go_into_the_log() -> None:
    """The next meeting was written over the last one, in the person's note."""
    line = line_of("thank", situation(KARI, replace(MET, **OWN)))
    now = situation(KARI, meeting(TODAY + 9 * DAY, **OWN))
    edits = KINDS["thank"].done(line, now, TODAY) or []
    assert said(edits) == contact(text=f"thanked for the meeting on {TODAY - 3 * DAY}")
    assert KINDS["thank"].done(line, after(now, edits, TODAY + DAY), TODAY + DAY) == []


def test_nobody_thanks_before_the_meeting() -> None:
    now = situation(KARI, replace(MET, attendees=BOTH))
    edits = KINDS["thank"].done(line_of("thank", now), now, TODAY - 9 * DAY) or []
    assert "thank" not in {item.kind for item in items(after(now, edits))}


def test_preparing_follows_a_meeting_with_a_note_of_its_own() -> None:
    line = line_of("prepare", situation(KARI, NEAR))
    moved = situation(KARI, meeting(TODAY + 3 * DAY))
    assert said(KINDS["prepare"].done(line, moved, TODAY)) == [("m.md", "prepared", TODAY)]
    edits = KINDS["prepare"].skip(line, moved, TODAY) or []
    assert said(edits) == [f"prepare {TODAY + 3 * DAY}"]
    assert "prepare" not in {item.kind for item in items(after(moved, edits))}


def test_preparing_finds_the_note_that_was_renamed() -> None:
    line = line_of("prepare", situation(KARI, NEAR))
    renamed = situation(KARI, replace(NEAR, path="Renamed.md"))
    assert said(KINDS["prepare"].done(line, renamed, TODAY)) == [("Renamed.md", "prepared", TODAY)]


def test_the_next_meeting_is_not_prepared_by_a_tick_for_the_last_one() -> None:
    line = line_of("prepare", situation(KARI, replace(NEAR, **OWN)))
    now = situation(KARI, meeting(TODAY + 6 * DAY, **OWN), today=TODAY + 4 * DAY)
    assert KINDS["prepare"].done(line, now, now.today) == []
    assert KINDS["prepare"].skip(line, now, now.today) == []


def test_what_is_called_off_needs_no_preparing_and_what_is_gone_cannot_be_prepared() -> None:
    line = line_of("prepare", situation(KARI, NEAR))
    off = situation(KARI, replace(NEAR, status=Status.CANCELLED))
    assert KINDS["prepare"].done(line, off, TODAY) == []
    assert KINDS["prepare"].done(line, situation(KARI), TODAY) is None
    without_kari = situation(KARI, replace(NEAR, attendees=("Per.md",)))
    assert KINDS["prepare"].done(line, without_kari, TODAY) is None


@pytest.mark.parametrize("verb", ["done", "skip"])
def test_a_line_that_was_put_on_a_later_day_is_done_and_left_out_like_any_other(verb: str) -> None:
    now = situation(TALKED)
    line = line_of("cadence", now)
    later = replace(line, due=line.due + 60 * DAY)
    act = getattr(KINDS["cadence"], verb)
    edits = act(later, now, TODAY)
    assert edits
    for ago in (0, 1, 5, 40):
        told = after(now, edits, TODAY + ago * DAY)
        assert not act(later, told, told.today)


def test_a_promise_that_is_not_in_the_note_any_more_waits_for_its_owner() -> None:
    line = line_of("promise", situation(replace(KARI, tasks=(CV,))))
    now = situation(replace(KARI, tasks=(replace(CV, text="send the new CV"),)))
    assert KINDS["promise"].done(line, now, TODAY) is None
    assert KINDS["promise"].skip(line, now, TODAY) == []


def test_a_promise_is_found_where_it_stands_now() -> None:
    """Put down for another day, on another line, or in a note that was renamed."""
    line = line_of("promise", situation(KARI, replace(MET, thanked=True, tasks=(CV,))))
    moved = replace(CV, line=19, due=TODAY + 9 * DAY)
    now = situation(KARI, replace(MET, path="Renamed.md", tasks=(moved,)))
    assert said(KINDS["promise"].done(line, now, TODAY)) == [("Renamed.md", "send the CV", "x")]


def test_another_way_was_tried_also_when_the_nudge_is_due_by_now() -> None:
    line = line_of("reply", situation(ASKED))
    now = situation(ASKED, today=TODAY + 8 * DAY)
    assert line_of("reply", now).due != line.due
    assert said(KINDS["reply"].done(line, now, now.today)) == contact(now.today, "asked again, another way")


def test_who_was_asked_by_other_means_meanwhile_is_not_told_of_again() -> None:
    line = line_of("reply", situation(ASKED))
    now = situation(replace(ASKED, log=(*ASKED.log, LogLine(TODAY, "wrote to her", 6))))
    assert KINDS["reply"].done(line, now, TODAY) == []


def test_a_question_whose_day_was_changed_waits_for_its_owner() -> None:
    line = line_of("reply", situation(ASKED))
    now = situation(replace(ASKED, log=(LogLine(TODAY - DAY, "asked for a coffee", 5),)))
    assert KINDS["reply"].done(line, now, TODAY) is None


def test_the_page_of_an_old_question_says_nothing_of_a_new_one() -> None:
    line = line_of("reply", situation(ASKED))
    later = TODAY + 40 * DAY
    log = (*ASKED.log, LogLine(TODAY + DAY, "coffee", 6), LogLine(later, "asked about the boat", 7))
    now = situation(replace(ASKED, log=log), today=later + DAY)
    assert KINDS["reply"].done(line, now, now.today) == []
    assert KINDS["reply"].skip(line, now, now.today) == []


def test_the_report_finds_the_note_that_was_renamed() -> None:
    line = replace(line_of("report_back", situation(KARI, WITH_PER)), about="Another name.md")
    now = situation(KARI, WITH_PER)
    assert said(KINDS["report_back"].done(line, now, TODAY)) == contact(
        text="told about the meeting with Per"
    )
    other = replace(line, meeting_day=TODAY - 9 * DAY)
    assert KINDS["report_back"].done(other, now, TODAY) is None
    assert KINDS["report_back"].skip(other, now, TODAY) == []


def test_nobody_is_told_of_a_meeting_that_was_not_held() -> None:
    line = line_of("report_back", situation(KARI, WITH_PER))
    for held in (replace(WITH_PER, status=Status.CANCELLED), replace(WITH_PER, start=TODAY, end=TODAY)):
        assert KINDS["report_back"].done(line, situation(KARI, held), TODAY) is None


SPAN = st.dates(TODAY - 40 * DAY, TODAY + 40 * DAY)
TASKS = st.builds(
    Task,
    st.sampled_from(["send the CV", "she sends a name"]),
    st.just(9),
    st.sampled_from(" x"),
    st.none() | SPAN,
    st.none() | SPAN,
)
PEOPLE = st.builds(
    Person,
    path=st.just("Kari.md"),
    name=st.just("Kari"),
    networks=st.lists(st.sampled_from(Network), max_size=1).map(tuple),
    last_contact=st.none() | SPAN,
    next_contact=st.none() | SPAN,
    never=st.booleans(),
    why=st.sampled_from(["", "the cabin"]),
    cadence=st.none() | st.just(NEVER) | st.just(Cadence(2, "week")),
    birthday=st.none() | st.builds(Birthday, st.just(3), st.integers(1, 31)),
    log=st.lists(
        st.builds(LogLine, SPAN, st.sampled_from(["", "takk", "asked"]), st.just(9)), max_size=2
    ).map(tuple),
    tasks=st.lists(TASKS, max_size=2).map(tuple),
)
MEETINGS = st.builds(
    meeting,
    SPAN,
    path=st.sampled_from(["m.md", "n.md", "o.md"]),
    attendees=st.sampled_from([("Kari.md",), ("Per.md",), BOTH]),
    status=st.sampled_from(Status),
    rrule=st.sampled_from(["", "FREQ=WEEKLY"]),
    tasks=st.lists(TASKS, max_size=1).map(tuple),
)


@given(
    PEOPLE,
    st.lists(MEETINGS, max_size=3, unique_by=lambda one: one.path),
    st.booleans(),
    st.integers(0, 60),
    st.integers(0, 20),
)
def test_twice_is_once(person: Person, held: list[Meeting], skip: bool, ago: int, later: int) -> None:
    """Whatever the notes say, and whichever day the tick names, nothing is told a second time."""
    now = situation(person, *held)
    for item in items(now):
        line = queue_line(item, now)
        if ago:
            line = replace(line, last_contact=date.max)
        kind = KINDS[item.kind]
        act = kind.skip if skip else kind.done
        edits = act(line, now, TODAY - ago * DAY) or []
        told = after(now, edits)
        again = after(told, act(line, told, TODAY - ago * DAY) or [])
        assert (again.person, again.overview.meetings) == (told.person, told.overview.meetings)
        if edits and (item.kind, item.due) not in {(one.kind, one.due) for one in items(told)}:
            late = after(now, edits, TODAY + later * DAY)
            assert not act(line, late, TODAY - ago * DAY if ago else late.today)
