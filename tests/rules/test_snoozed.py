"""Putting off: what it writes for each kind, when the follow-up is due, and that it is done as before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.errors import PastDayError, TooLateError
from vaultkit.model.cadence import NEVER
from vaultkit.model.edit import AddItem, AddLogLine, DateTask, Edit, PutOff, TickTask
from vaultkit.model.followup import FollowUp
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting
from vaultkit.model.overview import Overview
from vaultkit.model.person import Birthday, Person
from vaultkit.model.settings import Settings
from vaultkit.model.snooze import Snooze
from vaultkit.model.task import Task
from vaultkit.rules.followups import KINDS, follow_up_queue, follow_ups_of, queue_line, situations
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.snoozed import put_off

TODAY = date(2026, 3, 11)
"""A Wednesday."""
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo")
KARI = Person(path="Kari.md", name="Kari", cadence=NEVER)
PER = Person(path="Per.md", name="Per")


def held(day: date, *who: str, path: str = "m.md") -> Meeting:
    return Meeting(
        path=path,
        own_note=True,
        title="Kaffe",
        start=day,
        end=day,
        zone="Europe/Oslo",
        attendees=who or ("Kari.md",),
    )


def situation(person: Person, *meetings: Meeting, today: date = TODAY) -> Situation:
    overview = Overview(people=(person, PER), meetings=meetings, introduced={person.path: (PER,)})
    return Situation(person, overview, SETTINGS, today)


def the(kind: str, now: Situation) -> FollowUp:
    (found,) = (item for item in follow_ups_of(now) if item.kind == kind)
    return found


def after(now: Situation, edits: Sequence[Edit], today: date) -> Situation:
    """The situation on a day, once the notes hold the edits."""
    person, meetings = now.person, now.overview.meetings
    for edit in edits:
        if isinstance(edit, PutOff):
            person = replace(person, snoozed=(*person.snoozed, edit.snooze))
        elif isinstance(edit, DateTask | TickTask):
            new: Any = {"due": edit.day} if isinstance(edit, DateTask) else {"box": edit.mark}
            person = replace(person, tasks=tuple(replace(task, **new) for task in person.tasks))
        elif isinstance(edit, AddLogLine):
            person = replace(person, log=(*person.log, LogLine(edit.day, edit.text.english(), 9)))
        elif not isinstance(edit, AddItem) and edit.path != person.path:
            fields: Any = {edit.meaning: edit.value}
            meetings = tuple(replace(one, **fields) for one in meetings)
    return situation(person, *meetings, today=today)


MET = held(TODAY - 3 * DAY)
NEAR = held(TODAY + 7 * DAY)
CHILD = replace(KARI, birthday=Birthday(3, 11))
ASKED = replace(KARI, log=(LogLine(TODAY - 5 * DAY, "asked for a coffee", 5),))
OWES = replace(KARI, tasks=(Task("send the CV", 7, made=TODAY - 9 * DAY),))

EACH: dict[str, tuple[Situation, Edit | str]] = {
    "thank": (situation(KARI, MET), "thank 2026-03-08 until {}"),
    "report_back": (situation(KARI, held(TODAY - 3 * DAY, "Per.md")), "report_back 2026-03-08 until {}"),
    "prepare": (situation(KARI, NEAR), "prepare 2026-03-18 until {}"),
    "reply": (situation(ASKED), "reply 2026-03-06 until {}"),
    "birthday": (situation(CHILD), "birthday 2026-03-11 until {}"),
    "promise": (situation(OWES), ""),
}
"""For each kind one that waits, and the item that the note gets."""
LATEST = {"prepare": NEAR.day, "birthday": TODAY + 320 * DAY}


@pytest.mark.parametrize("kind", EACH)
def test_it_is_due_on_the_day_to_which_it_was_put_off_and_the_reason_tells(kind: str) -> None:
    now, item = EACH[kind]
    until = TODAY + 7 * DAY
    (edit,) = put_off(the(kind, now), now, until)
    if isinstance(edit, PutOff):
        assert (edit.path, edit.snooze.text) == ("Kari.md", str(item).format(until))
    else:
        assert edit == DateTask("Kari.md", "send the CV", until)
    for later in range(8):
        found = the(kind, after(now, [edit], TODAY + later * DAY))
        assert found.due == until
        assert until.isoformat() in found.why.english()


@given(
    st.sampled_from([*EACH]),
    st.integers(1, 400),
    st.integers(0, 430),
    st.lists(st.integers(1, 400), max_size=2),
)
def test_it_is_never_due_earlier_and_doing_it_later_is_doing_it_once(
    kind: str, days: int, later: int, before: list[int]
) -> None:
    """`before`: the days to which it was put off first."""
    now = situation(EACH[kind][0].person, *EACH[kind][0].overview.meetings)
    told, until = now, TODAY
    for wait in (*before, days):
        item = the(kind, told)
        until = max(item.own_due + DAY, TODAY + wait * DAY)
        if kind in LATEST and until > LATEST[kind]:
            with pytest.raises(TooLateError):
                put_off(item, told, until)
            return
        # The note holds the newest only: it takes the place of the older one.
        told = after(now, put_off(item, told, until), TODAY)
    then = after(told, [], TODAY + later * DAY)
    waiting = [one for one in follow_ups_of(then) if one.kind == kind]
    if TODAY + later * DAY <= until:
        assert [one.due for one in waiting] == [until]
    for one in waiting:
        if kind != "birthday" or one.day == TODAY:
            assert one.due >= until
        line = queue_line(one, then).for_its_kind
        edits = KINDS[kind].done(line, then, then.today)
        assert edits
        kept = after(then, edits, then.today)
        assert not KINDS[kind].done(line, kept, kept.today)
        assert one.own_due not in [left.own_due for left in follow_ups_of(kept) if left.kind == kind]


@pytest.mark.parametrize("kind", [kind for kind in EACH if kind != "promise"])
def test_a_line_of_before_and_a_line_of_after_mean_the_same(kind: str) -> None:
    now = EACH[kind][0]
    item = the(kind, now)
    told = after(now, put_off(item, now, TODAY + 7 * DAY), TODAY)
    one, other = queue_line(item, now), queue_line(the(kind, told), told)
    assert one.due < other.due
    assert replace(other.for_its_kind, made=one.made) == one


RESTS = [("thank", 14), ("report_back", 30), ("reply", 14), ("birthday", 0)]
"""How many days after it was due a kind rests; less than the sixty to which it is put off here."""


@pytest.mark.parametrize("kind", [kind for kind, _ in RESTS])
def test_put_off_beyond_its_time_it_stays_for_a_week_and_then_rests(kind: str) -> None:
    now = EACH[kind][0]
    until = TODAY + 60 * DAY
    edits = put_off(the(kind, now), now, until)
    shown = [
        later
        for later in range(120)
        if any(
            one.kind == kind and one.due == until
            for one in follow_ups_of(after(now, edits, TODAY + later * DAY))
        )
    ]
    assert shown == list(range(60 + 7 + 1))


def test_what_is_due_no_earlier_is_not_put_off() -> None:
    now = situation(replace(KARI, birthday=Birthday(3, 20)))
    for until in (TODAY + DAY, date(2026, 3, 20)):
        with pytest.raises(PastDayError, match="not due before"):
            put_off(the("birthday", now), now, until)
    late = put_off(the("birthday", now), now, date(2026, 3, 21))
    assert the("birthday", after(now, late, TODAY)).due == date(2026, 3, 21)


def test_nothing_is_prepared_after_the_meeting() -> None:
    now = situation(KARI, NEAR)
    with pytest.raises(TooLateError, match="too late"):
        put_off(the("prepare", now), now, NEAR.day + DAY)
    by_hand = replace(KARI, snoozed=(Snooze("prepare", NEAR.day, NEAR.day + 30 * DAY),))
    assert the("prepare", situation(by_hand, NEAR)).due == NEAR.day


def test_a_meeting_that_is_moved_is_another_to_prepare() -> None:
    now = replace(KARI, snoozed=(Snooze("prepare", NEAR.day, NEAR.day),))
    sooner = replace(NEAR, start=NEAR.day - DAY, end=NEAR.day - DAY)
    assert the("prepare", situation(now, sooner)).due == NEAR.day - 2 * DAY


def test_another_day_and_an_earlier_one_change_nothing() -> None:
    for kind, day, until in (
        ("thank", MET.day - DAY, TODAY + 9 * DAY),
        ("thank", MET.day, MET.day),
        ("report_back", MET.day, TODAY + 9 * DAY),
    ):
        now = situation(replace(KARI, snoozed=(Snooze(kind, day, until),)), MET)
        assert the("thank", now) == the("thank", situation(KARI, MET))


def test_of_two_machines_days_the_later_one_counts() -> None:
    days = [TODAY + 5 * DAY, TODAY + 9 * DAY]
    for order in (days, days[::-1]):
        snoozed = tuple(Snooze("thank", MET.day, until) for until in order)
        assert the("thank", situation(replace(KARI, snoozed=snoozed), MET)).due == days[1]


def test_wishes_that_were_sent_late_are_over_and_the_next_birthday_comes() -> None:
    snoozed = (Snooze("birthday", TODAY, TODAY + 5 * DAY),)
    wished = replace(CHILD, snoozed=snoozed, log=(LogLine(TODAY + 2 * DAY, "happy birthday", 9),))
    assert not follow_ups_of(situation(wished, today=TODAY + 3 * DAY))
    assert the("birthday", situation(wished, today=date(2027, 3, 1))).due == date(2027, 3, 11)


def test_what_is_put_off_is_worked_out_from_the_persons_note_alone() -> None:
    """A daemon that holds everybody else as they were gets the queue that a sync makes anew."""
    people = (KARI, PER, Person(path="Ola.md", name="Ola", cadence=NEVER, birthday=Birthday(3, 12)))
    was = Overview(people=people, meetings=(MET,))
    before = situations(was, SETTINGS, TODAY)
    queue = follow_up_queue(before, SETTINGS, TODAY)
    put = replace(KARI, snoozed=(Snooze("thank", MET.day, TODAY + 5 * DAY),))
    now = Overview(people=(put, *people[1:]), meetings=was.meetings, mentions=was.mentions)
    after = situations(now, SETTINGS, TODAY, before)
    again = follow_up_queue(after, SETTINGS, TODAY, (before, queue))
    assert [(item.kind, item.due) for item in again] == [
        ("birthday", date(2026, 3, 12)),
        ("thank", TODAY + 5 * DAY),
    ]
    assert list(again) == list(follow_up_queue(situations(now, SETTINGS, TODAY), SETTINGS, TODAY))
    assert [held is new for held, new in zip(before, after, strict=True)] == [False, True, True]
