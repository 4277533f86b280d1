"""What hooks are told of: each thing once, nothing on the first day, and never a flood."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from vaultkit.model.cadence import Cadence
from vaultkit.model.followup import FollowUp
from vaultkit.model.hook import Event
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.ref import Ref
from vaultkit.model.task import Task
from vaultkit.rules.codes import problem
from vaultkit.rules.events import MOST, PATHS, Seen, Told, events, next_moment, samples
from vaultkit.store.codec import decode, encode

TODAY = date(2026, 11, 23)
"""A Monday."""
DAY = timedelta(days=1)
NOON = datetime.combine(TODAY, time(12))
KARI = Person(
    path="Kari.md",
    name="Kari",
    log=(LogLine(TODAY - 30 * DAY, "coffee", 9),),
    tasks=(Task("send the CV", 7),),
)
NOTHING = Seen(overview=Overview(), queue=(), problems=(), today=TODAY, zone="Europe/Oslo")


def item(due: date = TODAY, kind: str = "cadence", path: str = "Kari.md", **fields: Any) -> FollowUp:
    said = phrase("{cadence}", cadence=Cadence(6, "week"))
    return FollowUp(kind=kind, person=Ref(path, "Kari"), due=due, reason=said, why=said, **fields)


def meeting(start: date, path: str = "Coffee.md", **fields: Any) -> Meeting:
    made = Meeting(
        path=path,
        own_note=True,
        title="Coffee",
        start=start,
        end=start,
        zone="Europe/Oslo",
        attendees=("Kari.md",),
    )
    return replace(made, **fields)


def with_people(*people: Person, meetings: tuple[Meeting, ...] = ()) -> Seen:
    return replace(NOTHING, overview=Overview(people=people, meetings=meetings))


def with_queue(*items: FollowUp, today: date = TODAY) -> Seen:
    return replace(with_people(KARI), queue=items, today=today)


def with_problems(*problems: Problem) -> Seen:
    return replace(NOTHING, problems=problems)


def told(*looks: tuple[Seen, datetime] | Seen) -> list[tuple[Event, dict[str, Any]]]:
    """What the last of several looks tells, the sync itself left out; each look goes through JSON."""
    before: Told | None = events(None, NOTHING, NOON - DAY)[1]
    happened: list[tuple[Event, dict[str, Any]]] = []
    for look in looks:
        seen, now = look if isinstance(look, tuple) else (look, NOON)
        happened, after = events(before, seen, now)
        before = decode(Told, encode(after))
        assert before == after
    assert happened.pop()[0] is Event.POST_SYNC
    return happened


def kinds(*looks: tuple[Seen, datetime] | Seen) -> list[str]:
    return [event.value for event, _ in told(*looks)]


# the first time --------------------------------------------------------------------------------------------

FULL = replace(
    with_people(KARI, meetings=(meeting(NOON + timedelta(minutes=5)),)),
    queue=(item(), item(kind="thank")),
    problems=(problem("VK103", "Kari.md", 4, value="x"),),
)


def test_first_time_tells_of_the_sync_and_of_nothing_else() -> None:
    happened, after = events(None, FULL, NOON)
    assert [event for event, _ in happened] == [Event.POST_SYNC]
    assert [event for event, _ in events(after, FULL, NOON)[0]] == [Event.POST_SYNC]


def test_everything_that_is_new_is_told_once_and_the_sync_last() -> None:
    assert kinds(FULL) == [
        "note-problem",
        "follow-up-due",
        "thanks-owed",
        "meeting-soon",
        "person-changed",
    ]
    assert kinds(FULL, FULL) == []


# the sync --------------------------------------------------------------------------------------------------


def test_sync_tells_what_was_written_and_counted() -> None:
    seen = replace(FULL, written=("Networking/Home.md",), ticks=("Kari",))
    payload: dict[str, Any] = events(None, seen, NOON)[0][0][1]
    text = payload.pop("text")
    assert isinstance(text, Phrase)
    assert text.english() == "1 file written"
    assert payload == {
        "written": ["Networking/Home.md"],
        "more": 0,
        "people": 1,
        "meetings": 1,
        "follow_ups": 2,
        "problems": 1,
        "ticks": ["Kari"],
    }


def test_paths_are_bounded() -> None:
    seen = replace(NOTHING, written=tuple(map(str, range(PATHS + 7))))
    payload: dict[str, Any] = events(None, seen, NOON)[0][0][1]
    assert (len(payload["written"]), payload["more"]) == (PATHS, 7)


# problems --------------------------------------------------------------------------------------------------

BAD = problem("VK103", "Kari.md", 4, 15, "last_contact: x", value="x")


def test_problem_is_told_with_place_and_way_out() -> None:
    ((event, payload),) = told(with_problems(BAD))
    assert event is Event.NOTE_PROBLEM
    assert payload["text"].english() == "Kari.md:4:15: «x» is not a date"
    assert (payload["path"], payload["line"], payload["column"], payload["code"]) == (
        "Kari.md",
        4,
        15,
        "VK103",
    )
    assert payload["message"] == BAD.said
    assert payload["hint"] == BAD.way_out


SAME_PROBLEM = [
    ("the same", (BAD,), 0),
    ("a line further down", (replace(BAD, line=5),), 0),
    ("another value", (problem("VK103", "Kari.md", 4, 15, value="y"),), 1),
    ("in another note", (replace(BAD, path="Ada.md"),), 1),
    ("with another one", (BAD, problem("VK105", "Kari.md", 5, value="x")), 1),
    ("mended", (), 0),
]


@pytest.mark.parametrize(("then", "count"), [c[1:] for c in SAME_PROBLEM], ids=[c[0] for c in SAME_PROBLEM])
def test_problem_is_told_when_it_is_new(then: tuple[Problem, ...], count: int) -> None:
    assert len(told(with_problems(BAD), with_problems(*then))) == count


def test_problem_that_comes_back_is_told_again() -> None:
    assert len(told(with_problems(BAD), NOTHING, with_problems(BAD))) == 1


# follow-ups and thanks -------------------------------------------------------------------------------------

DUE = [
    ("today", item(), 1),
    ("tomorrow", item(TODAY + DAY), 0),
    ("since the weekend, when nobody asked", item(TODAY - 2 * DAY), 1),
    ("thanks have an event of their own", item(kind="thank"), 1),
    ("a plugin's kind", item(kind="x_coffee"), 1),
]


@pytest.mark.parametrize(("one", "count"), [c[1:] for c in DUE], ids=[c[0] for c in DUE])
def test_follow_up_is_told_when_it_is_due(one: FollowUp, count: int) -> None:
    people = with_people(KARI)
    assert len(told(people, replace(people, queue=(one,)))) == count


def test_follow_up_tells_who_and_why() -> None:
    ((event, payload),) = told(with_people(KARI), with_queue(item()))
    assert event is Event.FOLLOW_UP_DUE
    assert payload.pop("text").text == "{person} · {reason}"
    assert payload.pop("reason").text == "{cadence}"
    assert payload == {
        "kind": "cadence",
        "person": "Kari",
        "path": "Kari.md",
        "due": TODAY,
        "network": None,
        "keep_out": False,
        "more": 0,
    }


def test_follow_up_is_told_once_for_each_day_on_which_it_is_due() -> None:
    people, tomorrow = with_people(KARI), TODAY + DAY
    late = with_queue(item(), today=tomorrow)
    put_off = with_queue(item(tomorrow), today=tomorrow)
    assert kinds(people, with_queue(item()), late) == []
    assert kinds(people, with_queue(item()), put_off) == ["follow-up-due"]
    assert kinds(people, with_queue(item()), put_off, put_off) == []


def test_each_promise_is_told_of() -> None:
    one, other = item(kind="promise", about="send the CV"), item(kind="promise", about="read hers")
    assert kinds(with_people(KARI), with_queue(one), with_queue(one, other)) == ["follow-up-due"]


def test_follow_up_that_was_done_and_is_due_again_is_told_again() -> None:
    people = with_people(KARI)
    assert kinds(people, with_queue(item()), people, with_queue(item())) == ["follow-up-due"]


def test_thanks_are_told_when_they_are_new_whatever_their_day() -> None:
    people = with_people(KARI)
    thanks = item(TODAY + DAY, "thank", meeting="Coffee.md", meeting_day=TODAY)
    assert kinds(people, with_queue(thanks)) == ["thanks-owed"]
    assert kinds(people, with_queue(thanks), with_queue(thanks, today=TODAY + DAY)) == []
    another = replace(thanks, meeting_day=TODAY - 7 * DAY)
    assert kinds(people, with_queue(thanks), with_queue(thanks, another)) == ["thanks-owed"]


def test_people_who_are_kept_out_are_marked() -> None:
    hidden = replace(KARI, keep_out=True)
    people = with_people(hidden)
    ((_, payload),) = told(people, replace(people, queue=(item(),)))
    assert payload["keep_out"] is True


# meetings --------------------------------------------------------------------------------------------------


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime.combine(day, time(hour, minute))


SOON: list[tuple[str, Meeting, datetime, bool]] = [
    ("an hour before", meeting(at(14)), at(13), True),
    ("more than an hour before", meeting(at(14)), at(12, 59), False),
    ("a minute before", meeting(at(14)), at(13, 59), True),
    ("when it has begun", meeting(at(14)), at(14), False),
    ("after midnight", meeting(at(0, 30, TODAY + DAY)), at(23, 45), True),
    ("cancelled", meeting(at(14), status=Status.CANCELLED), at(13, 30), False),
    ("on another clock", meeting(at(8), zone="America/New_York"), at(13, 30), True),
    ("a row", meeting(at(14, day=TODAY - 14 * DAY), rrule="FREQ=WEEKLY"), at(13, 30), True),
    ("all day, in the morning", meeting(TODAY), at(7), True),
    ("all day, in the night", meeting(TODAY), at(6, 59), False),
    ("all day, when the computer is started late", meeting(TODAY), at(20), True),
    ("the second of two days", meeting(TODAY - DAY, end=TODAY), at(8), False),
    ("tomorrow all day", meeting(TODAY + DAY), at(20), False),
]


@pytest.mark.parametrize(("held", "now", "is_told"), [c[1:] for c in SOON], ids=[c[0] for c in SOON])
def test_meeting_is_told_shortly_before(held: Meeting, now: datetime, is_told: bool) -> None:
    before, seen = with_people(KARI), with_people(KARI, meetings=(held,))
    assert kinds(before, (seen, now)) == (["meeting-soon"] if is_told else [])
    assert kinds(before, (seen, now), (seen, now)) == []


def test_meeting_tells_when_where_and_who() -> None:
    held = meeting(at(14), where="Kaffistova", keep_out=True, attendees=("Kari.md", "Gone.md"))
    ((event, payload),) = told(with_people(KARI), (with_people(KARI, meetings=(held,)), at(13, 30)))
    assert event is Event.MEETING_SOON
    assert payload.pop("text").text == "Meeting {start}: {title}"
    assert payload == {
        "path": "Coffee.md",
        "title": "Coffee",
        "start": at(14),
        "all_day": False,
        "where": "Kaffistova",
        "people": [{"name": "Kari", "path": "Kari.md"}],
        "keep_out": True,
        "more": 0,
    }


def test_meeting_that_was_put_off_is_told_again() -> None:
    people = with_people(KARI)
    first = with_people(KARI, meetings=(meeting(at(14)),))
    later = with_people(KARI, meetings=(meeting(at(15)),))
    assert kinds(people, (first, at(13, 30)), (later, at(13, 40))) == []
    assert kinds(people, (first, at(13, 30)), (later, at(14, 5))) == ["meeting-soon"]


def test_meeting_that_was_gone_for_a_moment_is_not_told_twice() -> None:
    people, seen = with_people(KARI), with_people(KARI, meetings=(meeting(at(14)),))
    assert kinds(people, (seen, at(13, 30)), (people, at(13, 31)), (seen, at(13, 32))) == []


def test_what_was_told_of_meetings_is_forgotten_with_their_day() -> None:
    seen = with_people(KARI, meetings=(meeting(at(14)),))
    after = events(Told(), seen, at(13, 30))[1]
    assert len(after.meetings) == 1
    assert events(after, replace(seen, today=TODAY + DAY), at(8, day=TODAY + DAY))[1].meetings == ()


def test_next_moment_is_when_a_meeting_will_be_told_of() -> None:
    seen = with_people(
        KARI, meetings=(meeting(at(14)), meeting(at(16), "b.md"), meeting(TODAY + DAY, "c.md"))
    )
    assert next_moment(seen, at(8)) == at(13)
    assert next_moment(seen, at(13)) == at(15)
    assert next_moment(seen, at(15)) == at(7, day=TODAY + DAY)
    assert next_moment(with_people(KARI), at(8)) is None


# people ----------------------------------------------------------------------------------------------------

CHANGED: list[tuple[str, Person, bool]] = [
    ("nothing", KARI, False),
    ("a property on another line", replace(KARI, places={"role": 9}), False),
    ("the log further down", replace(KARI, log=(replace(KARI.log[0], line=12),)), False),
    ("a task further down", replace(KARI, tasks=(replace(KARI.tasks[0], line=12),)), False),
    ("a task is ticked", replace(KARI, tasks=(replace(KARI.tasks[0], box="x"),)), True),
    ("a role", replace(KARI, role="CEO"), True),
    ("a name", replace(KARI, name="Kari N"), True),
    ("a log line", replace(KARI, log=(*KARI.log, LogLine(TODAY, "call", 10))), True),
]


@pytest.mark.parametrize(("then", "changed"), [c[1:] for c in CHANGED], ids=[c[0] for c in CHANGED])
def test_person_changed_when_a_fact_did(then: Person, changed: bool) -> None:
    happened = told(with_people(KARI), with_people(then))
    assert [(event, one["path"], one["name"], one["new"]) for event, one in happened] == (
        [(Event.PERSON_CHANGED, "Kari.md", then.name, False)] if changed else []
    )


def test_next_meeting_is_a_fact_of_the_person() -> None:
    own = meeting(TODAY + 9 * DAY, "Kari.md", own_note=False)
    assert kinds(with_people(KARI), with_people(KARI, meetings=(own,))) == ["person-changed"]
    moved_line = replace(own, line=7)
    assert kinds(with_people(KARI, meetings=(own,)), with_people(KARI, meetings=(moved_line,))) == []
    assert kinds(with_people(KARI), with_people(KARI, meetings=(meeting(TODAY + 9 * DAY),))) == []


def test_new_person_is_said_to_be_new_and_one_who_is_gone_is_not_told() -> None:
    ((_, payload),) = told(with_people(KARI))
    assert (payload["new"], payload["text"].english()) == (True, "Kari is new")
    assert kinds(with_people(KARI), NOTHING) == []


def test_after_an_update_of_vaultkit_nobody_has_changed() -> None:
    _, after = events(None, with_people(KARI), NOON)
    older = replace(after, shape="older", people={"Kari.md": "older"})
    assert len(events(older, with_people(KARI), NOON)[0]) == 1


# bounds ----------------------------------------------------------------------------------------------------

Many = Callable[[int], Seen]
MANY: list[tuple[str, Many]] = [
    ("note-problem", lambda n: with_problems(*(replace(BAD, path=f"{i}.md") for i in range(n)))),
    ("follow-up-due", lambda n: replace(NOTHING, queue=tuple(item(path=f"{i}.md") for i in range(n)))),
    ("person-changed", lambda n: with_people(*(replace(KARI, path=f"{i:04}.md") for i in range(n)))),
]


@pytest.mark.parametrize(("event", "many"), MANY, ids=[c[0] for c in MANY])
def test_of_many_the_first_are_told_and_the_last_says_how_many_more(event: str, many: Many) -> None:
    happened = told(many(MOST + 5))
    assert [one.value for one, _ in happened] == [event] * MOST
    assert [payload["more"] for _, payload in happened] == [0] * (MOST - 1) + [5]
    assert kinds(many(MOST + 5), many(MOST + 5)) == [], "the others are not told later"
    assert [payload["more"] for _, payload in told(many(MOST))] == [0] * MOST


# samples ---------------------------------------------------------------------------------------------------


def test_samples_have_the_keys_of_the_real_ones() -> None:
    real = dict(events(Told(shape=events(None, FULL, NOON)[1].shape), FULL, NOON)[0])
    made = samples(TODAY)
    assert set(made) == set(Event)
    assert made.pop(Event.PRE_SYNC) == {}
    assert {event: set(payload) for event, payload in made.items()} == {
        event: set(payload) for event, payload in real.items()
    }
