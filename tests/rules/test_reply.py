"""Asked and no answer: when each step appears, when it goes, and on which day it is due."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from vaultkit.model.cadence import NEVER
from vaultkit.model.followup import FollowUp
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import follow_up_queue, situations

TODAY = date(2026, 3, 11)
"""A Wednesday."""
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo")
KARI = Person(path="Kari.md", name="Kari", cadence=NEVER)


def asked(*lines: tuple[date, str], **fields: Any) -> Person:
    log = tuple(LogLine(day, text, number) for number, (day, text) in enumerate(lines, 7))
    return replace(KARI, log=log, **fields)


def replies(
    person: Person, *meetings: Meeting, today: date = TODAY, settings: Settings = SETTINGS
) -> list[FollowUp]:
    overview = Overview(people=(person,), meetings=meetings)
    found = follow_up_queue(situations(overview, settings, today), settings, today)
    return [item for item in found if item.kind == "reply"]


def meeting(day: date) -> Meeting:
    return Meeting(
        path="m.md",
        own_note=True,
        title="Kaffe",
        start=day,
        end=day,
        zone="Europe/Oslo",
        attendees=("Kari.md",),
        thanked=True,
    )


MONDAY = date(2026, 3, 9)
FIRST = (MONDAY, "asked for a coffee")
AGAIN = (date(2026, 3, 12), "called, no answer")
WAY, NUDGE = "try another way", "one friendly nudge"

STEPS: list[tuple[str, tuple[tuple[date, str], ...], date, tuple[date, str] | None]] = [
    ("from the day on which it was asked", (FIRST,), MONDAY, (date(2026, 3, 12), WAY)),
    ("another way, three working days after", (FIRST,), date(2026, 3, 12), (date(2026, 3, 12), WAY)),
    ("still another way, six after", (FIRST,), date(2026, 3, 17), (date(2026, 3, 12), WAY)),
    ("one nudge, seven after", (FIRST,), date(2026, 3, 18), (date(2026, 3, 18), NUDGE)),
    ("one nudge, after another way", (FIRST, AGAIN), date(2026, 3, 13), (date(2026, 3, 18), NUDGE)),
    (
        "four working days between them at least",
        (FIRST, (date(2026, 3, 17), "wrote again")),
        date(2026, 3, 18),
        (date(2026, 3, 23), NUDGE),
    ),
    ("on the last of fourteen days", (FIRST,), date(2026, 4, 1), (date(2026, 3, 18), NUDGE)),
    ("rest: fifteen days after", (FIRST,), date(2026, 4, 2), None),
    ("rest: nudged", (FIRST, (date(2026, 3, 18), "nudged")), date(2026, 3, 25), None),
    ("rest: nudged on the same day", ((MONDAY, "nudged"), FIRST), date(2026, 3, 25), None),
    ("rest: asked three times", (FIRST, AGAIN, (date(2026, 3, 18), "texted")), date(2026, 3, 25), None),
    ("gone: answered", (FIRST, (date(2026, 3, 10), "she said yes")), TODAY, None),
    ("gone: answered on the same day", (FIRST, (MONDAY, "she replied")), TODAY, None),
    ("gone: in touch since", (FIRST, (date(2026, 3, 10), "lunch")), TODAY, None),
    ("none: nobody was asked", ((MONDAY, "lunch"),), TODAY, None),
]


@pytest.mark.parametrize(("lines", "today", "step"), [c[1:] for c in STEPS], ids=[c[0] for c in STEPS])
def test_the_steps(lines: tuple[tuple[date, str], ...], today: date, step: tuple[date, str] | None) -> None:
    found = [(item.due, item.reason.english().split(": ")[1]) for item in replies(asked(*lines), today=today)]
    assert found == ([step] if step else [])


GONE = [
    ("skipped", asked(FIRST, skipped=(("reply", MONDAY),)), (), False),
    ("another question was skipped", asked(FIRST, skipped=(("reply", MONDAY - DAY),)), (), True),
    ("a meeting is planned", asked(FIRST), (meeting(TODAY + 3 * DAY),), False),
    ("met since", asked(FIRST), (meeting(TODAY - DAY),), False),
    ("met before", asked(FIRST), (meeting(MONDAY - DAY),), True),
    ("contact since, by the property", asked(FIRST, last_contact=TODAY), (), False),
    ("the property is of the question", asked(FIRST, last_contact=MONDAY), (), True),
    ("the property is of the second question", asked(FIRST, (TODAY, "texted"), last_contact=TODAY), (), True),
    ("the owner has set a day", asked(FIRST, next_contact=TODAY + 2 * DAY), (), False),
    ("the owner's day comes when it rests", asked(FIRST, next_contact=TODAY + 60 * DAY), (), True),
    ("whoever wants no contact was asked all the same", asked(FIRST, never=True), (), True),
]


@pytest.mark.parametrize(("person", "held", "there"), [c[1:] for c in GONE], ids=[c[0] for c in GONE])
def test_what_ends_it(person: Person, held: tuple[Meeting, ...], there: bool) -> None:
    assert bool(replies(person, *held)) is there


CALENDARS = [
    ("weekends do not count", date(2026, 3, 6), {}, date(2026, 3, 11)),
    ("Easter counts where no country is set", date(2026, 4, 1), {}, date(2026, 4, 6)),
    ("Easter does not count in Norway", date(2026, 4, 1), {"country": "NO"}, date(2026, 4, 9)),
    ("nor does July in Norway", date(2026, 6, 29), {"country": "NO"}, date(2026, 8, 4)),
    ("July counts elsewhere", date(2026, 6, 29), {"country": "DE"}, date(2026, 7, 2)),
    (
        "or where the owner wants it",
        date(2026, 6, 29),
        {"country": "NO", "quiet_months": ()},
        date(2026, 7, 2),
    ),
    ("another quiet month", date(2026, 7, 30), {"country": "FR", "quiet_months": (8,)}, date(2026, 9, 2)),
]


@pytest.mark.parametrize(("day", "how", "due"), [c[1:] for c in CALENDARS], ids=[c[0] for c in CALENDARS])
def test_working_days(day: date, how: dict[str, Any], due: date) -> None:
    found = replies(asked((day, "asked")), today=day, settings=replace(SETTINGS, **how))
    assert [item.due for item in found] == [due]


def test_a_question_asked_before_july_is_still_there_in_august() -> None:
    found = replies(
        asked((date(2026, 6, 29), "asked")), today=date(2026, 8, 10), settings=replace(SETTINGS, country="NO")
    )
    assert [item.due for item in found] == [date(2026, 8, 10)]


def test_the_first_question_counts_where_the_property_tells_of_the_second() -> None:
    """A tick writes both the log line and the property."""
    (item,) = replies(asked(FIRST, AGAIN, last_contact=AGAIN[0]), today=AGAIN[0])
    assert (item.due, item.reason.english()[-len(NUDGE) :]) == (date(2026, 3, 18), NUDGE)


def test_why_says_where_it_was_asked() -> None:
    (item,) = replies(asked(FIRST))
    assert item.why.english() == "asked on 2026-03-09, line 7; 3 working days without an answer"
