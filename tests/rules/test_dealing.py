"""Whom an interval asks for, dealt out over days."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultkit.model.cadence import Cadence
from vaultkit.model.followup import FollowUp
from vaultkit.model.log import LogLine
from vaultkit.model.overview import Overview
from vaultkit.model.person import Birthday, Person
from vaultkit.model.settings import Settings
from vaultkit.model.task import Task
from vaultkit.rules.followups import follow_up_queue, situations
from vaultkit.rules.followups.dealing import LONGEST_WAIT
from vaultkit.rules.followups.queue import Queue
from vaultkit.rules.workdays import is_working_day

TODAY = date(2026, 3, 11)
"""A Wednesday."""
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo", cadence_per_day=2)
WEEKLY, FORTNIGHT, YEARLY = Cadence(1, "week"), Cadence(2, "week"), Cadence(1, "year")


def person(name: str, ago: int, cadence: Cadence = FORTNIGHT, tier: str = "") -> Person:
    return Person(path=f"{name}.md", name=name, cadence=cadence, tier=tier, last_contact=TODAY - ago * DAY)


def queue(*people: Person, today: date = TODAY, settings: Settings = SETTINGS) -> Queue:
    overview = Overview(people=tuple(sorted(people, key=lambda one: one.path)))
    return follow_up_queue(situations(overview, settings, today), settings, today)


def dealt(*people: Person, settings: Settings = SETTINGS) -> list[tuple[str, int]]:
    """Who is asked for, so many days from today."""
    found = queue(*people, settings=settings)
    return [(item.person.name, (item.due - TODAY).days) for item in found if item.kind == "cadence"]


CASES = [
    ("as the interval says", [person("a", 13), person("b", 4)], [("a", 1), ("b", 10)]),
    ("overdue keeps its day", [person("a", 20), person("b", 15)], [("a", -6), ("b", -1)]),
    (
        "what is overdue counts as today's, the most urgent first",
        [person("a", 15), person("b", 20), person("c", 14), person("d", 21)],
        [("d", -7), ("b", -6), ("a", 1), ("c", 1)],
    ),
    (
        "urgent means against the interval, not against the calendar",
        [person("a", 400, YEARLY), person("b", 21, WEEKLY), person("c", 28)],
        [("b", -14), ("c", -14), ("a", 1)],
    ),
    (
        "the closer tier first",
        [person("a", 15, tier="D"), person("b", 15), person("c", 15, tier="A"), person("d", 15, tier="B")],
        [("c", -1), ("d", -1), ("a", 1), ("b", 1)],
    ),
    (
        "people added on one day are not due on one day",
        [person(name, 4) for name in "abcdef"],
        [("a", 10), ("b", 10), ("c", 12), ("d", 12), ("e", 13), ("f", 13)],
    ),
    (
        "the next working day, when the day by the interval is full",
        [person("a", 4), person("b", 4), person("c", 4), person("d", 3)],
        [("a", 10), ("b", 10), ("d", 11), ("c", 12)],
    ),
    (
        "on one day the shortest interval first",
        [person("a", 0, FORTNIGHT), person("b", 7, Cadence(3, "week")), person("c", 7, Cadence(3, "week"))],
        [("a", 14), ("b", 14), ("c", 15)],
    ),
    (
        "what is overdue takes the room of tomorrow",
        [*(person(name, 20) for name in "abcd"), person("e", 13)],
        [("a", -6), ("b", -6), ("c", 1), ("d", 1), ("e", 2)],
    ),
]


@pytest.mark.parametrize(("people", "days"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_who_is_asked_for_when(people: list[Person], days: list[tuple[str, int]]) -> None:
    assert dealt(*people) == days


def test_whoever_was_contacted_today_has_used_a_place_of_today() -> None:
    """Else the queue would fill up again as fast as it is worked off."""
    waiting = [person(name, 20) for name in "abcd"]
    assert dealt(*waiting) == [("a", -6), ("b", -6), ("c", 1), ("d", 1)]
    done = [replace(waiting[0], last_contact=TODAY), *waiting[1:]]
    assert dealt(*done) == [("b", -6), ("c", 1), ("d", 1), ("a", 14)]
    assert dealt(*done, person("z", 0, YEARLY))[:3] == [("b", 1), ("c", 1), ("d", 2)]


def test_a_ceiling_for_the_week() -> None:
    settings = replace(SETTINGS, cadence_per_week=3)
    waiting = [person(name, 20) for name in "abcdefgh"]
    monday = 5
    assert dealt(*waiting, settings=settings) == [
        *[("a", -6), ("b", -6), ("c", 1)],
        *[("d", monday), ("e", monday), ("f", monday + 1)],
        *[("g", monday + 7), ("h", monday + 7)],
    ]
    on_monday = person("z", 2, YEARLY)
    assert dealt(*waiting, on_monday, settings=settings)[:3] == [("a", -6), ("b", -6), ("c", monday)]


def test_public_holidays_get_nobody() -> None:
    settings = replace(SETTINGS, country="NO")
    easter = date(2026, 4, 1) - TODAY
    waiting = [person(name, 14 - easter.days) for name in "abc"]
    overview = Overview(people=tuple(replace(one, last_contact=date(2026, 3, 18)) for one in waiting))
    found = follow_up_queue(situations(overview, settings, date(2026, 3, 20)), settings, date(2026, 3, 20))
    assert [item.due for item in found] == [date(2026, 4, 1), date(2026, 4, 1), date(2026, 4, 7)]


def test_who_gets_no_day_in_twelve_weeks_waits_and_is_counted() -> None:
    settings = replace(SETTINGS, cadence_per_day=1)
    found = queue(*(person(f"{number:03}", 20) for number in range(100)), settings=settings)
    assert (len(found), found.dealt.beyond) == (61, 39)
    assert max(item.due for item in found) <= TODAY + LONGEST_WAIT


NEAR = st.dates(TODAY - 60 * DAY, TODAY)
PEOPLE = st.lists(
    st.builds(
        Person,
        path=st.integers(0, 60).map(lambda number: f"{number:02}.md"),
        name=st.sampled_from(["Kari", "Per", "Åse"]),
        tier=st.sampled_from(["", "A", "D"]),
        last_contact=st.none() | NEAR | st.just(TODAY - 3 * DAY),
        cadence=st.sampled_from([WEEKLY, FORTNIGHT, YEARLY]),
        next_contact=st.none() | st.none() | st.dates(TODAY - 9 * DAY, TODAY + 30 * DAY),
        birthday=st.none() | st.just(Birthday(3, 20)),
        tasks=st.lists(st.just(Task("send the CV", 9, due=TODAY + 2 * DAY)), max_size=1).map(tuple),
        log=st.lists(st.builds(LogLine, NEAR, st.just("coffee"), st.just(9)), max_size=1).map(tuple),
    ),
    max_size=40,
    unique_by=lambda one: one.path,
)
CEILINGS = st.builds(
    Settings,
    cadence_per_day=st.integers(1, 4),
    cadence_per_week=st.sampled_from([0, 1, 3, 9]),
    country=st.just("NO"),
)


def load(found: list[FollowUp], today: date) -> Counter[date]:
    """How many people an interval asks for on each day; what is due up to today is today's."""
    return Counter(max(item.due, today) for item in found if item.kind == "cadence")


@given(PEOPLE, CEILINGS, st.integers(0, 9))
def test_never_above_the_ceilings(people: list[Person], wanted: Settings, later: int) -> None:
    today = TODAY + later * DAY
    on_day = load(list(queue(*people, today=today, settings=wanted)), today)
    assert all(count <= wanted.cadence_per_day for count in on_day.values())
    in_week = Counter[tuple[int, int]]()
    for day, count in on_day.items():
        in_week[day.isocalendar()[:2]] += count
    assert not wanted.cadence_per_week or all(n <= wanted.cadence_per_week for n in in_week.values())


@given(PEOPLE, CEILINGS)
def test_what_the_owner_set_promises_and_birthdays_are_never_moved(
    people: list[Person], settings: Settings
) -> None:
    found = queue(*people, settings=settings)
    without = queue(*people, settings=replace(settings, cadence_per_day=100, cadence_per_week=0))
    fixed = [[item for item in one if item.kind != "cadence"] for one in (found, without)]
    assert fixed[0] == fixed[1]
    by_path = {one.path: one for one in people}
    for item in found:
        if item.kind == "next_contact":
            assert item.due == by_path[item.person.path].next_contact


@given(PEOPLE, CEILINGS)
def test_nobody_comes_before_their_day_or_on_a_holiday_that_is_not_theirs(
    people: list[Person], settings: Settings
) -> None:
    found = queue(*people, settings=settings)
    wished = queue(*people, settings=replace(settings, cadence_per_day=100, cadence_per_week=0))
    own = {item.person.path: item.due for item in wished if item.kind == "cadence"}
    for item in found:
        if item.kind == "cadence" and item.due != own[item.person.path]:
            assert item.due > own[item.person.path]
            assert is_working_day(item.due, "NO")
    asked = {item.person.path for item in found if item.kind == "cadence"}
    assert len(own) == len(asked) + found.dealt.beyond


@given(PEOPLE, CEILINGS, st.randoms(use_true_random=False))
def test_the_same_notes_and_day_give_the_same_queue(
    people: list[Person], settings: Settings, random: Random
) -> None:
    """In whatever order they come, and also to a daemon that has seen them change one by one."""
    random.shuffle(people)
    wanted = list(queue(*people, settings=settings))
    earlier = [replace(one, last_contact=TODAY - random.randint(0, 40) * DAY) for one in people]
    held = situations(Overview(people=tuple(sorted(earlier, key=lambda one: one.path))), settings, TODAY)
    found = follow_up_queue(held, settings, TODAY)
    for one in people:
        now = [one if other.path == one.path else other for other in held.overview.people]
        after = situations(Overview(people=tuple(now)), settings, TODAY, held)
        found, held = follow_up_queue(after, settings, TODAY, (held, found)), after
    assert list(found) == wanted
    assert found.dealt.beyond == queue(*people, settings=settings).dealt.beyond


CROWDS = st.lists(
    st.tuples(
        st.sampled_from(["", "A", "D"]), st.sampled_from([WEEKLY, FORTNIGHT, YEARLY]), st.integers(0, 400)
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=10)
@given(CROWDS)
@example([("A", WEEKLY, 9)] * 9 + [("D", YEARLY, 365)])
def test_nobody_starves(crowd: list[tuple[str, Cadence, int]]) -> None:
    """The owner has time for one a day, and does just that: nobody waits a year past their day.

    However many others are closer and want more: waiting makes everybody more urgent.
    """
    people = {f"{n}.md": person(f"{n}", ago, cadence, tier) for n, (tier, cadence, ago) in enumerate(crowd)}
    late = {path: timedelta() for path in people}
    for step in range(400):
        today = TODAY + step * DAY
        found = queue(*people.values(), today=today, settings=replace(SETTINGS, cadence_per_day=1))
        for item in found:
            late[item.person.path] = max(late[item.person.path], today - max(own_day(item), TODAY))
            if item.due <= today:
                people[item.person.path] = replace(people[item.person.path], last_contact=today)
    assert max(late.values()) < timedelta(days=365)


def own_day(item: FollowUp) -> date:
    """The day by the interval."""
    return date.fromisoformat(item.about)
