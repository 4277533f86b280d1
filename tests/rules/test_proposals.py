"""Whom to contact in the time that is held: who fits, and how many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.cadence import Cadence
from vaultkit.model.channel import Channel
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person, Reach
from vaultkit.model.settings import Settings
from vaultkit.model.slot import Slot
from vaultkit.rules.followups import follow_up_queue, situations
from vaultkit.rules.lastcontact import every_coming_meeting
from vaultkit.rules.proposals import HeldTime, Week
from vaultkit.rules.review import review_of

TODAY = date(2026, 3, 9)
"""A Monday."""
DAY = timedelta(days=1)
TUESDAY = Slot(1, time(9), time(11))
THURSDAY = Slot(3, time(11, 30), time(12, 30), Channel.COFFEE)
FRIDAY = Slot(4, time(9), time(10))
SETTINGS = Settings(timezone="Europe/Oslo", slots=(THURSDAY, TUESDAY))
ALL = Reach(phone=("22",), email=("a@b.no",), linkedin="x", messenger="x")


def person(name: str, due: int = 0, **fields: Any) -> Person:
    """`due`: days until the interval has passed."""
    made = Person(
        path=f"{name}.md",
        name=name,
        networks=(Network.PRIVATE,),
        cadence=Cadence(30),
        last_contact=TODAY + (due - 30) * DAY,
        reach=Reach(phone=("22",)),
    )
    return replace(made, **fields)


def meeting(start: date, *who: str, hours: int = 1) -> Meeting:
    end = start + timedelta(hours=hours) if isinstance(start, datetime) else start
    return Meeting(
        path=f"{start}.md",
        own_note=True,
        title="Lunsj",
        start=start,
        end=end,
        zone="Europe/Oslo",
        attendees=tuple(f"{name}.md" for name in who),
    )


def held(
    people: Sequence[Person], meetings: Sequence[Meeting] = (), today: date = TODAY, **fields: Any
) -> list[HeldTime]:
    settings = replace(SETTINGS, **fields)
    overview = Overview(people=tuple(people), meetings=tuple(meetings))
    everyone = situations(overview, settings, today)
    queue = follow_up_queue(everyone, settings, today)
    coming = every_coming_meeting(overview, today, today + (6 - today.weekday()) * DAY, "Europe/Oslo")
    deeds = review_of(everyone, queue, today).deeds
    return Week(queue, coming, deeds, settings, today).held()


def names(found: list[HeldTime]) -> list[list[str]]:
    return [[one.item.person.name for one in slot.proposals] for slot in found]


def at(day: int, clock: str) -> datetime:
    return datetime.combine(TODAY + day * DAY, time.fromisoformat(clock))


def test_slots_in_the_order_of_their_time_and_nobody_twice() -> None:
    found = held([person("Ada"), person("Bo"), person("Cy"), person("Di")])
    assert [one.start for one in found] == [at(1, "09:00"), at(3, "11:30")]
    assert names(found) == [["Ada", "Bo", "Cy"], ["Di"]]


def test_only_who_is_due_by_the_day_of_the_slot() -> None:
    assert names(held([person("Ada", 1), person("Bo", 2), person("Cy", 4)])) == [["Ada"], ["Bo"]]


def test_slots_that_are_past_are_gone() -> None:
    assert names(held([person("Ada")], today=TODAY + 2 * DAY)) == [["Ada"]]
    assert held([person("Ada")], today=TODAY + 4 * DAY) == []


def test_who_goes_first() -> None:
    asked = (LogLine(TODAY - 6 * DAY, "asked for advice", 3),)
    people = [
        person("First word", last_contact=None),
        person("Cool", -2),
        person("Cold", -60),
        person("Set", next_contact=TODAY),
        person("Reply", 90, log=asked),
    ]
    wide = (Slot(1, time(9), time(12)),)
    assert names(held(people, slots=wide, slot_people_per_day=9)) == [
        ["Reply", "Set", "Cold", "Cool", "First word"]
    ]


@pytest.mark.parametrize(
    ("slot", "count"),
    [
        (Slot(1, time(9), time(9, 15)), 1),
        (Slot(1, time(9), time(9, 30)), 1),
        (Slot(1, time(9), time(10, 15)), 2),
        (replace(TUESDAY, channel=Channel.COFFEE), 1),
    ],
)
def test_half_an_hour_each_and_over_coffee_all_of_it(slot: Slot, count: int) -> None:
    people = [person(name) for name in "ABCDE"]
    assert len(names(held(people, slots=(slot,)))[0]) == count


WAYS = [
    (Reach(), Channel.ANY, Channel.ANY),
    (ALL, Channel.ANY, Channel.PHONE),
    (replace(ALL, channel="LinkedIn"), Channel.ANY, Channel.LINKEDIN),
    (ALL, Channel.MAIL, Channel.MAIL),
    (Reach(phone=("22",)), Channel.MAIL, None),
    (Reach(), Channel.COFFEE, Channel.COFFEE),
]


@pytest.mark.parametrize(("reach", "slot", "way"), WAYS)
def test_by_which_way(reach: Reach, slot: Channel, way: Channel | None) -> None:
    (found,) = held([person("Ada", reach=reach)], slots=(replace(TUESDAY, channel=slot),))
    assert [one.channel for one in found.proposals] == ([] if way is None else [way])


def test_whoever_does_not_fit_gets_the_next_slot() -> None:
    mail = replace(TUESDAY, channel=Channel.MAIL)
    assert names(held([person("Ada"), person("Bo", reach=ALL)], slots=(mail, FRIDAY))) == [["Bo"], ["Ada"]]


def test_no_answer_is_tried_another_way_and_not_over_coffee() -> None:
    asked = (LogLine(TODAY - 6 * DAY, "ringte, ingen svar", 3),)
    ada = person("Ada", 90, log=asked, reach=ALL)
    found = held([ada])
    assert [one.channel for one in found[0].proposals] == [Channel.MESSENGER]
    assert names(held([ada], slots=(THURSDAY,))) == [[]]
    assert names(held([person("New", last_contact=None)], slots=(THURSDAY,))) == [[]]


def test_the_ceilings_count_who_is_met_and_who_was_contacted() -> None:
    people = [person(name) for name in "ABCDE"]
    assert names(held(people, slot_people_per_day=2)) == [["A", "B"], ["C"]]
    assert names(held(people, slot_people_per_week=2)) == [["A", "B"], []]
    lunch = [meeting(at(1, "14:00"), "Guest")]
    assert names(held([*people, person("Guest")], lunch, slot_people_per_day=2)) == [["A"], ["B"]]
    talked = person("Talked", log=(LogLine(TODAY, "called", 3),))
    assert names(held([*people, talked], slot_people_per_week=2)) == [["A"], []]


def test_a_slot_tells_that_a_ceiling_is_reached_by_what_was_done() -> None:
    talked = person("Talked", log=(LogLine(TODAY + DAY, "called", 3),))
    assert [one.full for one in held([talked, person("Ada")], slot_people_per_day=1, today=TODAY + DAY)] == [
        *(True, False)
    ]


def test_whoever_is_met_this_week_is_not_proposed() -> None:
    guest = person("Guest", next_contact=TODAY)
    assert names(held([guest, person("Ada")], [meeting(at(4, "09:00"), "Guest")])) == [["Ada"], []]


def test_a_meeting_takes_the_time() -> None:
    found = held([person("Ada"), person("Bo")], [meeting(at(3, "12:00"), "Bo")])
    assert names(found) == [["Ada"], []]
    assert found[1].meeting is not None
    assert held([person("Ada")], [meeting(at(3, "12:30"), "Bo")])[1].meeting is None


@pytest.mark.parametrize(
    ("start", "quiet"),
    [
        (at(1, "13:00"), False),  # the slot ends at 11
        (at(1, "12:59"), True),
        (at(1, "06:00"), False),  # it lasts an hour
        (at(1, "06:01"), True),
        (TODAY + DAY, True),
        (TODAY + 2 * DAY, False),
    ],
)
def test_quiet_around_a_meeting(start: date, *, quiet: bool) -> None:
    found = held([person("Ada")], [meeting(start, "Guest")], slots=(TUESDAY,), slot_quiet_hours=2)
    assert (found[0].quiet, names(found)) == (quiet, [[] if quiet else ["Ada"]])
    assert not held([person("Ada")], [meeting(start, "Guest")], slots=(TUESDAY,))[0].quiet


def test_a_slot_that_is_written_twice_is_one() -> None:
    assert len(held([person("Ada")], slots=(TUESDAY, replace(TUESDAY, channel=Channel.PHONE)))) == 1


def test_the_same_notes_in_any_order_give_the_same_people() -> None:
    people = [person(name, due) for name, due in [("A", -1), ("B", -9), ("C", -4), ("D", 0)]]
    assert held(people) == held(sorted(people, key=lambda one: one.path))


@given(
    dues=st.lists(st.integers(-40, 8), max_size=12),
    met=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 11)), max_size=4),
    per_day=st.integers(1, 4),
    per_week=st.integers(0, 6),
    weekdays=st.lists(st.integers(0, 6), max_size=5),
)
def test_never_above_the_ceilings_and_nobody_twice(
    dues: list[int], met: list[tuple[int, int]], per_day: int, per_week: int, weekdays: list[int]
) -> None:
    people = [person(f"P{number}", due) for number, due in enumerate(dues)]
    meetings = [meeting(at(day, "20:00"), f"P{who}") for day, who in met if who < len(people)]
    slots = tuple(Slot(day, time(9), time(11)) for day in weekdays)
    found = held(people, meetings, slots=slots, slot_people_per_day=per_day, slot_people_per_week=per_week)
    proposed = [name for names_ in names(found) for name in names_]
    guests = {f"P{who}" for _, who in met}
    assert len(proposed) == len(set(proposed))
    assert not set(proposed) & guests
    for slot in found:
        those = {one.attendees[0] for one in meetings if one.day == slot.start.date()}
        assert not slot.proposals or len(slot.proposals) + len(those) <= per_day
    if per_week and proposed:
        assert len(proposed) + len({one.attendees[0] for one in meetings}) <= per_week
