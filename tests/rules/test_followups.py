"""The queue: when each kind appears, when it goes, and on which day it is due."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.facts import NoteFacts
from vaultkit.model.followup import Bucket, FollowUp
from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Birthday, Person
from vaultkit.model.settings import Settings
from vaultkit.rules.birthdays import next_birthday
from vaultkit.rules.followups import bucket, follow_up_queue, situations
from vaultkit.rules.gather import gather
from vaultkit.rules.links import LinkIndex

TODAY = date(2026, 3, 11)
"""A Wednesday."""
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo")
KARI = Person(path="Kari.md", name="Kari", cadence=Cadence(2, "week"))
TALKED = replace(KARI, last_contact=TODAY - 10 * DAY)
PLAN = replace(TALKED, next_contact=TODAY + DAY)
EXCLUSIVE = {"next_contact", "cadence", "first_contact"}


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


def queue(
    *people: Person, meetings: tuple[Meeting, ...] = (), today: date = TODAY, settings: Settings = SETTINGS
) -> list[FollowUp]:
    overview = Overview(people=people, meetings=meetings)
    return list(follow_up_queue(situations(overview, settings, today), settings, today))


def due(kind: str, person: Person, *meetings: Meeting, today: date = TODAY) -> date | None:
    days = [item.due for item in queue(person, meetings=meetings, today=today) if item.kind == kind]
    assert len(days) < 2
    return days[0] if days else None


NEXT_CONTACT = [
    ("on the day set", PLAN, (), TODAY + DAY),
    ("today", replace(PLAN, next_contact=TODAY), (), TODAY),
    ("in the past", replace(PLAN, next_contact=TODAY - 5 * DAY), (), TODAY - 5 * DAY),
    ("on a Saturday", replace(PLAN, next_contact=date(2026, 3, 14)), (), date(2026, 3, 14)),
    ("years ahead", replace(PLAN, next_contact=date(2031, 1, 1)), (), date(2031, 1, 1)),
    ("without contact so far", replace(KARI, next_contact=TODAY), (), TODAY),
    ("beside a planned meeting", PLAN, (meeting(TODAY + 2 * DAY),), TODAY + DAY),
    ("whatever the interval", replace(PLAN, cadence=NEVER), (), TODAY + DAY),
    ("gone: contact on that day", replace(PLAN, next_contact=TODAY - 10 * DAY), (), None),
    ("gone: contact later", replace(PLAN, next_contact=TODAY - 11 * DAY), (), None),
    (
        "gone: met since",
        replace(PLAN, next_contact=TODAY - 5 * DAY),
        (meeting(TODAY - 3 * DAY),),
        None,
    ),
    (
        "still there: a cancelled meeting is no contact",
        replace(PLAN, next_contact=TODAY - 5 * DAY),
        (meeting(TODAY - 3 * DAY, status=Status.CANCELLED),),
        TODAY - 5 * DAY,
    ),
    ("none set", TALKED, (), None),
]

CADENCE = [
    ("last contact plus interval", TALKED, (), TODAY + 4 * DAY),
    ("overdue", replace(TALKED, last_contact=TODAY - 20 * DAY), (), TODAY - 6 * DAY),
    ("on a weekend as well", replace(TALKED, last_contact=date(2026, 2, 28)), (), date(2026, 3, 14)),
    ("from a meeting", KARI, (meeting(TODAY - 3 * DAY),), TODAY + 11 * DAY),
    (
        "from the network",
        replace(TALKED, cadence=None, networks=(Network.PRIVATE,)),
        (),
        TODAY + (56 - 10) * DAY,
    ),
    ("from the tier", replace(TALKED, cadence=None, tier="A"), (), TODAY + (28 - 10) * DAY),
    ("gone: a day is set", PLAN, (), None),
    ("back: the day set is over", replace(PLAN, next_contact=TODAY - 10 * DAY), (), TODAY + 4 * DAY),
    ("gone: a meeting is planned", TALKED, (meeting(TODAY + 30 * DAY),), None),
    (
        "back: the meeting is cancelled",
        TALKED,
        (meeting(TODAY + 30 * DAY, status=Status.CANCELLED),),
        TODAY + 4 * DAY,
    ),
    ("gone: a row of meetings goes on", TALKED, (meeting(TODAY - 9 * DAY, rrule="FREQ=WEEKLY"),), None),
    ("gone: never", replace(TALKED, never=True), (), None),
    ("gone: interval never", replace(TALKED, cadence=NEVER), (), None),
    ("the default, without any other interval", replace(TALKED, cadence=None), (), TODAY + 172 * DAY),
    ("gone: never in touch", KARI, (), None),
    ("a month is 30 days", replace(TALKED, cadence=Cadence(1, "month")), (), TODAY + 20 * DAY),
    (
        "a year after 29 February",
        replace(TALKED, last_contact=date(2024, 2, 29), cadence=Cadence(1, "year")),
        (),
        date(2025, 2, 28),
    ),
]

FIRST_CONTACT = [
    ("today", KARI, (), TODAY),
    ("from the network", replace(KARI, cadence=None, networks=(Network.LEISURE,)), (), TODAY),
    ("gone: in touch", TALKED, (), None),
    ("gone: a day is set", replace(KARI, next_contact=TODAY + DAY), (), None),
    ("gone: a meeting is planned", KARI, (meeting(TODAY + DAY),), None),
    ("gone: never", replace(KARI, never=True), (), None),
    ("gone: nothing but the default interval", replace(KARI, cadence=None), (), None),
    ("gone: logged", replace(KARI, log=(LogLine(TODAY, "ringte", 5),)), (), None),
    ("still there: the log is of tomorrow", replace(KARI, log=(LogLine(TODAY + DAY, "", 5),)), (), TODAY),
]

FRIDAY, MONDAY = date(2026, 3, 13), date(2026, 3, 16)
PREPARE = [
    ("the day before", meeting(TODAY + 2 * DAY), TODAY, TODAY + DAY),
    ("Friday before a Monday", meeting(MONDAY), TODAY, FRIDAY),
    ("Friday before a Sunday", meeting(MONDAY - DAY), TODAY, FRIDAY),
    ("on the weekend before a Monday", meeting(MONDAY), MONDAY - DAY, MONDAY - DAY),
    ("on the day itself", meeting(TODAY), TODAY, TODAY),
    ("from seven days before", meeting(TODAY + 7 * DAY), TODAY, TODAY + 6 * DAY),
    ("not eight days before", meeting(TODAY + 8 * DAY), TODAY, None),
    ("gone the day after", meeting(TODAY - DAY), TODAY, None),
    ("gone while it goes on", meeting(TODAY - DAY, end=TODAY + DAY), TODAY, None),
    ("gone: cancelled", meeting(TODAY + DAY, status=Status.CANCELLED), TODAY, None),
    ("gone: done", meeting(TODAY, status=Status.DONE), TODAY, None),
    ("tentative counts", meeting(TODAY + DAY, status=Status.TENTATIVE), TODAY, TODAY),
    ("gone: it repeats", meeting(TODAY + DAY, rrule="FREQ=WEEKLY"), TODAY, None),
    ("gone: not the first who comes", meeting(TODAY + DAY, attendees=("Per.md", "Kari.md")), TODAY, None),
    ("a person's next meeting", meeting(TODAY + DAY, path="Kari.md", own_note=False, title=""), TODAY, TODAY),
]

MET = meeting(TODAY - 3 * DAY)
THANK = [
    ("the day after", KARI, meeting(TODAY - DAY), TODAY),
    ("still owed", KARI, MET, TODAY - 2 * DAY),
    ("on the last of fourteen days", KARI, meeting(TODAY - 14 * DAY), TODAY - 13 * DAY),
    ("gone: fifteen days after", KARI, meeting(TODAY - 15 * DAY), None),
    ("after the last day", KARI, meeting(TODAY - 5 * DAY, end=TODAY - 2 * DAY), TODAY - DAY),
    ("tomorrow: done today", KARI, meeting(TODAY, status=Status.DONE), TODAY + DAY),
    ("not yet: it is today", KARI, meeting(TODAY), None),
    ("gone: cancelled", KARI, replace(MET, status=Status.CANCELLED), None),
    ("gone: it repeats", KARI, replace(MET, rrule="FREQ=WEEKLY"), None),
    ("gone: thanked, in the meeting's note", KARI, replace(MET, thanked=True), None),
    ("gone: thanked on a day", KARI, replace(MET, thanked=TODAY - DAY), None),
    ("gone: thanked, in the person's note", replace(KARI, thanked=TODAY - 3 * DAY), MET, None),
    ("still owed: thanked before the meeting", replace(KARI, thanked=TODAY - 4 * DAY), MET, TODAY - 2 * DAY),
    ("gone: a log line says thanks", replace(KARI, log=(LogLine(TODAY, "Sendte takk", 5),)), MET, None),
    ("gone: in English", replace(KARI, log=(LogLine(TODAY, "thanked her", 5),)), MET, None),
    (
        "still owed: an older thanks",
        replace(KARI, log=(LogLine(TODAY - 9 * DAY, "takk", 5),)),
        MET,
        TODAY - 2 * DAY,
    ),
    (
        "still owed: the log says other things",
        replace(KARI, log=(LogLine(TODAY, "attakkert", 5),)),
        MET,
        TODAY - 2 * DAY,
    ),
    ("owed by those who want no contact, too", replace(KARI, never=True), MET, TODAY - 2 * DAY),
]

BIRTHDAYS = [
    ("today", Birthday(3, 11), TODAY),
    ("from thirty days before", Birthday(4, 10), TODAY + 30 * DAY),
    ("not 31 days before", Birthday(4, 11), None),
    ("gone the day after", Birthday(3, 10), None),
]

LEAP = [
    (date(2026, 2, 1), date(2026, 2, 28)),
    (date(2026, 2, 28), date(2026, 2, 28)),
    (date(2026, 3, 1), date(2027, 2, 28)),
    (date(2027, 12, 31), date(2028, 2, 29)),
    (date(2028, 2, 28), date(2028, 2, 29)),
    (date(2028, 2, 29), date(2028, 2, 29)),
    (date(2028, 3, 1), date(2029, 2, 28)),
]

BUCKETS = [
    (TODAY, TODAY - DAY, Bucket.OVERDUE),
    (TODAY, TODAY, Bucket.TODAY),
    (TODAY, TODAY + DAY, Bucket.THIS_WEEK),
    (TODAY, date(2026, 3, 15), Bucket.THIS_WEEK),
    (TODAY, date(2026, 3, 16), Bucket.NEXT_30_DAYS),
    (TODAY, TODAY + 30 * DAY, Bucket.NEXT_30_DAYS),
    (TODAY, TODAY + 31 * DAY, Bucket.LATER),
    (date(2026, 3, 15), date(2026, 3, 16), Bucket.NEXT_30_DAYS),
    (date(2026, 3, 16), date(2026, 3, 22), Bucket.THIS_WEEK),
    (date(2026, 1, 31), date(2026, 2, 1), Bucket.THIS_WEEK),
    (date(2026, 1, 31), date(2026, 3, 2), Bucket.NEXT_30_DAYS),
    (date(2026, 1, 31), date(2026, 3, 3), Bucket.LATER),
    (date(2026, 12, 31), date(2027, 1, 3), Bucket.THIS_WEEK),
    (date(2026, 12, 31), date(2027, 1, 4), Bucket.NEXT_30_DAYS),
    (date(2028, 2, 28), date(2028, 2, 29), Bucket.THIS_WEEK),
]


@pytest.mark.parametrize(
    ("person", "held", "day"), [c[1:] for c in NEXT_CONTACT], ids=[c[0] for c in NEXT_CONTACT]
)
def test_next_contact(person: Person, held: tuple[Meeting, ...], day: date | None) -> None:
    assert due("next_contact", person, *held) == day


@pytest.mark.parametrize(("person", "held", "day"), [c[1:] for c in CADENCE], ids=[c[0] for c in CADENCE])
def test_cadence(person: Person, held: tuple[Meeting, ...], day: date | None) -> None:
    assert due("cadence", person, *held) == day


@pytest.mark.parametrize(
    ("person", "held", "day"), [c[1:] for c in FIRST_CONTACT], ids=[c[0] for c in FIRST_CONTACT]
)
def test_first_contact(person: Person, held: tuple[Meeting, ...], day: date | None) -> None:
    assert due("first_contact", person, *held) == day


@pytest.mark.parametrize(("held", "today", "day"), [c[1:] for c in PREPARE], ids=[c[0] for c in PREPARE])
def test_prepare(held: Meeting, today: date, day: date | None) -> None:
    per = Person(path="Per.md", name="Per")
    found = [i for i in queue(KARI, per, meetings=(held,), today=today) if i.kind == "prepare"]
    assert [i.due for i in found if i.person.path == "Kari.md"] == ([day] if day else [])
    assert all(i.meeting == held.path for i in found)


@pytest.mark.parametrize(("person", "held", "day"), [c[1:] for c in THANK], ids=[c[0] for c in THANK])
def test_thank(person: Person, held: Meeting, day: date | None) -> None:
    assert due("thank", person, held) == day


@pytest.mark.parametrize(("birthday", "day"), [c[1:] for c in BIRTHDAYS], ids=[c[0] for c in BIRTHDAYS])
def test_birthday(birthday: Birthday, day: date | None) -> None:
    assert due("birthday", replace(KARI, birthday=birthday, never=True)) == day


@pytest.mark.parametrize(("today", "day"), LEAP)
def test_a_birthday_on_29_february_is_kept_every_year(today: date, day: date) -> None:
    assert next_birthday(Birthday(2, 29), today) == day


AGES = [
    (Birthday(3, 14, 1980), "turns {age}"),
    (Birthday(3, 14), "birthday"),
    (Birthday(3, 14, 2026), "birthday"),
]


@pytest.mark.parametrize(("birthday", "said"), AGES)
def test_the_age_is_said_where_it_is_known(birthday: Birthday, said: str) -> None:
    (item,) = (i for i in queue(replace(KARI, birthday=birthday)) if i.kind == "birthday")
    assert item.reason.text == said


@pytest.mark.parametrize(("today", "day", "expected"), BUCKETS)
def test_buckets(today: date, day: date, expected: Bucket) -> None:
    assert bucket(day, today) is expected


def test_everyone_who_came_is_thanked_and_one_is_named_for_preparing() -> None:
    per = Person(path="Per.md", name="Per")
    both = ("Per.md", "Kari.md")
    held = (meeting(TODAY - DAY, attendees=both), meeting(TODAY + DAY, "n.md", attendees=both))
    found = [(i.kind, i.person.path) for i in queue(KARI, per, meetings=held)]
    assert found == [("thank", "Kari.md"), ("thank", "Per.md"), ("prepare", "Per.md")]


def test_on_one_day_the_kind_decides_then_the_name() -> None:
    people = (
        replace(KARI, path="a.md", name="åse"),
        replace(KARI, path="b.md", name="Ida", birthday=Birthday(3, 11)),
        replace(KARI, path="c.md", name="ida", next_contact=TODAY),
        replace(TALKED, path="d.md", name="Liv", last_contact=TODAY - 14 * DAY),
        replace(TALKED, path="e.md", name="Bo", next_contact=TODAY - DAY),
    )
    held = (meeting(TODAY - DAY, attendees=("c.md",)), meeting(TODAY, "n.md", attendees=("d.md",)))
    assert [(i.kind, i.person.name) for i in queue(*people, meetings=held)] == [
        ("next_contact", "Bo"),
        ("thank", "ida"),
        ("prepare", "Liv"),
        ("next_contact", "ida"),
        ("birthday", "Ida"),
        ("first_contact", "Ida"),
        ("first_contact", "åse"),
    ]


def test_a_person_without_a_readable_name_costs_nothing() -> None:
    blank = Person(path="\u00a0.md", name="\u00a0")
    held = meeting(TODAY + DAY, attendees=("\u00a0.md",))
    assert [i.kind for i in queue(blank, meetings=(held,))] == ["prepare"]


def test_a_title_that_names_all_who_come_is_enough() -> None:
    named = queue(KARI, meetings=(meeting(TODAY + DAY, title="Kaffe med Kari"),))
    unnamed = queue(KARI, meetings=(meeting(TODAY + DAY, title="Kaffe"),))
    sentences = [i.sentence for i in (*named, *unnamed) if i.kind == "prepare" and i.sentence]
    assert ["people" in sentence.values for sentence in sentences] == [False, True]


NEAR = st.dates(TODAY - 40 * DAY, TODAY + 40 * DAY)
PEOPLE = st.builds(
    Person,
    path=st.sampled_from([f"{name}.md" for name in "abcdef"]),
    name=st.sampled_from(["Kari", "Per", "kari", "Åse"]),
    networks=st.lists(st.sampled_from(Network), max_size=2).map(tuple),
    last_contact=st.none() | NEAR,
    next_contact=st.none() | NEAR,
    never=st.booleans(),
    cadence=st.none() | st.just(NEVER) | st.just(Cadence(2, "week")),
    birthday=st.none() | st.builds(Birthday, st.just(3), st.integers(1, 31)),
    log=st.lists(st.builds(LogLine, NEAR, st.sampled_from(["", "takk"]), st.just(9)), max_size=2).map(tuple),
)
MEETINGS = st.builds(
    meeting,
    NEAR,
    path=st.sampled_from(["m.md", "n.md", "o.md"]),
    status=st.sampled_from(Status),
    rrule=st.sampled_from(["", "FREQ=WEEKLY"]),
    people=st.lists(st.sampled_from([Link(name, name) for name in "abcdefx"]), max_size=3).map(tuple),
)
VAULTS = st.tuples(
    st.lists(PEOPLE, unique_by=lambda person: person.path),
    st.lists(MEETINGS, unique_by=lambda held: held.path),
)


def overview_of(facts: list[NoteFacts]) -> Overview:
    return gather(facts, LinkIndex(note.path for note in facts))


def facts_of(people: list[Person], meetings: list[Meeting]) -> list[NoteFacts]:
    return [NoteFacts(p.path, p) for p in people] + [NoteFacts(m.path, meetings=(m,)) for m in meetings]


@given(VAULTS, NEAR, st.randoms(use_true_random=False))
def test_the_order_of_the_notes_does_not_matter(
    vault: tuple[list[Person], list[Meeting]], today: date, random: Random
) -> None:
    facts = facts_of(*vault)
    shuffled = facts.copy()
    random.shuffle(shuffled)
    one, other = (
        list(follow_up_queue(situations(overview_of(notes), SETTINGS, today), SETTINGS, today))
        for notes in (facts, shuffled)
    )
    assert one == other


@given(VAULTS, NEAR)
def test_nobody_is_to_be_contacted_for_two_reasons_and_what_the_owner_set_stays(
    vault: tuple[list[Person], list[Meeting]], today: date
) -> None:
    overview = overview_of(facts_of(*vault))
    found = follow_up_queue(situations(overview, SETTINGS, today), SETTINGS, today)
    for person in overview.people:
        own = [i for i in found if i.person.path == person.path and i.kind in EXCLUSIVE]
        assert len(own) <= 1
        assert all(i.due == person.next_contact for i in own if i.kind == "next_contact")
        contacted = [*(line.day for line in person.log), *filter(None, [person.last_contact])]
        if person.next_contact and person.next_contact > today:
            assert [i.kind for i in own] == ["next_contact"]
        if person.never and not person.next_contact:
            assert own == []
        if any(day == today for day in contacted):
            assert "first_contact" not in {i.kind for i in own}
    assert [i.due for i in found] == sorted(i.due for i in found)
    assert all(i.kind in {"thank", "next_contact", "cadence"} or i.due >= today for i in found)


def test_first_contacts_are_dealt_out_by_name_without_case_and_namesakes_by_path() -> None:
    people = (
        Person(path="b.md", name="b", networks=(Network.PRIVATE,)),
        Person(path="y.md", name="A", networks=(Network.PRIVATE,)),
        Person(path="z.md", name="A", networks=(Network.PRIVATE,)),
    )
    settings = replace(SETTINGS, first_contacts_per_day=1)
    found = queue(*people, settings=settings, today=date(2026, 3, 13))
    assert [(i.person.path, i.due.day) for i in found] == [("y.md", 13), ("z.md", 16), ("b.md", 17)]


def test_who_has_not_changed_is_taken_over_and_sees_the_vault_of_now() -> None:
    people = tuple(Person(path=f"{name}.md", name=name, networks=(Network.PRIVATE,)) for name in "abc")
    before = situations(Overview(people=people), SETTINGS, TODAY)
    held = replace(meeting(TODAY), attendees=("b.md",))
    overview = Overview(people=(people[0], people[1], replace(people[2], role="pilot")), meetings=(held,))
    after = situations(overview, SETTINGS, TODAY, before)
    assert [was is now for was, now in zip(before, after, strict=True)] == [True, False, False]
    assert [now.overview is overview for now in after] == [True, True, True]
    assert after[1].coming
