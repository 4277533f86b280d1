"""Reporting back to whoever introduced you: when it appears, when it goes, and on which day it is due."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from vaultkit.model.cadence import NEVER
from vaultkit.model.followup import FollowUp
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import follow_up_queue, situations
from vaultkit.rules.followups.people import People

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo")
OLA = Person(path="Ola.md", name="Ola Vik", cadence=NEVER)
KARI = Person(path="Kari.md", name="Kari Nordmann", cadence=NEVER)


def meeting(day: date, path: str = "m.md", **fields: Any) -> Meeting:
    made = Meeting(
        path=path,
        own_note=True,
        title="Kaffe",
        start=day,
        end=day,
        zone="Europe/Oslo",
        attendees=("Kari.md",),
        thanked=True,
    )
    return replace(made, **fields)


def overview(*meetings: Meeting, ola: Person = OLA, kari: Person = KARI) -> Overview:
    return Overview(people=(kari, ola), meetings=meetings, introduced={ola.path: (kari,)})


def reports(vault: Overview) -> list[FollowUp]:
    return reports_of(situations(vault, SETTINGS, TODAY))


def reports_of(people: People) -> list[FollowUp]:
    return [item for item in follow_up_queue(people, SETTINGS, TODAY) if item.kind == "report_back"]


MET = meeting(TODAY - 3 * DAY)
WHEN: list[tuple[str, tuple[Meeting, ...], date | None]] = [
    ("two days after the meeting", (MET,), TODAY - DAY),
    ("to come, the day after", (meeting(TODAY - DAY),), TODAY + DAY),
    ("on the last of thirty days", (meeting(TODAY - 32 * DAY),), TODAY - 30 * DAY),
    ("gone: later", (meeting(TODAY - 33 * DAY),), None),
    ("the first of two", (meeting(TODAY - DAY, "n.md"), MET), TODAY - DAY),
    ("gone: the first was long ago", (MET, meeting(TODAY - 90 * DAY, "n.md")), None),
    ("after the first of a row", (meeting(TODAY - 10 * DAY, rrule="FREQ=WEEKLY"),), TODAY - 8 * DAY),
    ("not yet: it is today", (meeting(TODAY),), None),
    ("gone: called off", (replace(MET, status=Status.CANCELLED),), None),
    ("none: the introducer was there", (replace(MET, attendees=("Kari.md", "Ola.md")),), None),
    ("none: with somebody else", (replace(MET, attendees=("Per.md",)),), None),
    ("without a note of its own", (replace(MET, path="Kari.md", own_note=False),), TODAY - DAY),
]


@pytest.mark.parametrize(("held", "day"), [c[1:] for c in WHEN], ids=[c[0] for c in WHEN])
def test_the_day(held: tuple[Meeting, ...], day: date | None) -> None:
    found = [(item.person.path, item.due) for item in reports(overview(*held))]
    assert found == ([("Ola.md", day)] if day else [])


HELD = MET.day
TOLD = [
    ("the introducer's log names them", (HELD + DAY, "ringte og fortalte om kaffen med Kari"), None, True),
    ("on the day of the meeting", (HELD, "takket for tipset om [[Kari Nordmann]]"), None, True),
    ("in capitals and without accents", (HELD, "KARI NORDMANN sends her best"), None, True),
    ("before the meeting", (HELD - DAY, "tipped me about Kari"), None, False),
    ("of something else", (HELD + DAY, "lunch"), None, False),
    ("of a namesake's beginning", (HELD + DAY, "Karianne was there"), None, False),
    ("their own log tells of it", None, (HELD + DAY, "meldte tilbake til Ola"), True),
    ("in English", None, (HELD + DAY, "told Ola Vik about it"), True),
    ("without saying that they were told", None, (HELD + DAY, "Ola was there too"), False),
]


@pytest.mark.parametrize(("ola", "kari", "told"), [c[1:] for c in TOLD], ids=[c[0] for c in TOLD])
def test_gone_when_a_log_tells_of_it(
    ola: tuple[date, str] | None, kari: tuple[date, str] | None, told: bool
) -> None:
    one, other = (
        replace(person, log=(LogLine(*said, 9),) if said else ())
        for person, said in ((OLA, ola), (KARI, kari))
    )
    assert bool(reports(overview(MET, ola=one, kari=other))) is not told


def test_gone_when_it_was_left_out() -> None:
    assert reports(overview(MET, ola=replace(OLA, skipped=(("report_back", HELD),)))) == []
    assert reports(overview(MET, ola=replace(OLA, skipped=(("report_back", HELD - DAY),))))


def test_of_two_with_the_same_first_name_only_the_whole_name_tells() -> None:
    log = (LogLine(HELD + DAY, "Kari was glad", 9),)
    assert reports(overview(MET, ola=replace(OLA, name="Kari Vik", log=log)))


def test_somebody_in_another_block_is_told_of_the_meeting_that_was_noted() -> None:
    """The daemon looks again at the introducer when only the other's note, or the meeting, has changed."""
    crowd = tuple(Person(path=f"L{number:03}.md", name=str(number), cadence=NEVER) for number in range(200))
    before = Overview(people=(KARI, *crowd, OLA), introduced={"Ola.md": (KARI,)})
    people = situations(before, SETTINGS, TODAY)
    met = replace(before, meetings=(MET,))
    after = situations(met, SETTINGS, TODAY, people)
    assert [item.person.path for item in reports_of(after)] == ["Ola.md"]
    told = replace(KARI, log=(LogLine(HELD, "told Ola", 9),))
    then = replace(met, people=(told, *crowd, OLA), introduced={"Ola.md": (told,)})
    last = situations(then, SETTINGS, TODAY, after)
    assert reports_of(last) == []
    assert [one.person.path for was, one in zip(after, last, strict=True) if was is not one] == [
        "Kari.md",
        "Ola.md",
    ]
