"""A meeting moved in the calendar is moved in its note, in the way that note tells times."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from workbench import DAY, Run, Vault, files, person

from vaultkit.app.entries import as_objects, read_entries
from vaultkit.app.opening import open_vault
from vaultkit.app.pulling import Pulled, pull
from vaultkit.app.survey import survey
from vaultkit.model.publishing import Left, Ours, Standing, There
from vaultkit.rules.content import differences, told

OSLO = ZoneInfo("Europe/Oslo")


def at(*numbers: int) -> datetime:
    year, month, day, hour, minute = numbers
    return datetime(year, month, day, hour, minute, tzinfo=OSLO)


THURSDAY = (at(2026, 11, 26, 9, 30), at(2026, 11, 26, 10, 30))
LONGER = (at(2026, 11, 26, 9, 30), at(2026, 11, 26, 11, 15))
ALL_DAY = (date(2026, 12, 1), date(2026, 12, 2))
TWO_DAYS = (date(2026, 12, 1), date(2026, 12, 3))


def meeting(*lines: str) -> str:
    return "---\n" + "\n".join(("type: meeting", *lines)) + "\n---\nWe talk.\n"


Moved = tuple[str, tuple[str, ...], tuple[date, date], tuple[str, ...]]
MOVED: dict[str, Moved] = {
    "start and end": (
        "Meetings/Lunch.md",
        ("start: 2026-11-27T12:00", "end: 2026-11-27T13:00"),
        THURSDAY,
        ("start: 2026-11-26T09:30", "end: 2026-11-26T10:30"),
    ),
    "start alone": (
        "Meetings/Lunch.md",
        ("start: 2026-11-27 12:00",),
        THURSDAY,
        ("start: 2026-11-26T09:30",),
    ),
    "start alone, another length": (
        "Meetings/Lunch.md",
        ("start: 2026-11-27 12:00", "duration: 60"),
        LONGER,
        ("start: 2026-11-26T09:30", "duration: 105"),
    ),
    "end without a start": (
        "Meetings/2026-11-27 Lunch.md",
        ('time: "12:00"', "end: 2026-11-27T14:00"),
        LONGER,
        ('time: "09:30"', "end: 2026-11-26T11:15", "date: 2026-11-26"),
    ),
    "date and time": (
        "Meetings/Lunch.md",
        ("dato: 2026-11-27", 'tid: "12:00"'),
        THURSDAY,
        ("dato: 2026-11-26", 'tid: "09:30"'),
    ),
    "the same time on another day": (
        "Meetings/Lunch.md",
        ("date: 2026-11-27", 'time: "09:30"'),
        THURSDAY,
        ("date: 2026-11-26", 'time: "09:30"'),
    ),
    "date, startTime and endTime": (
        "Meetings/Lunch.md",
        ("date: 2026-11-27", 'startTime: "12:00"', 'endTime: "13:00"'),
        LONGER,
        ("date: 2026-11-26", 'startTime: "09:30"', 'endTime: "11:15"'),
    ),
    "time from and to": (
        "Meetings/Lunch.md",
        ("date: 2026-11-27", "time: 12:00-13:00"),
        LONGER,
        ("date: 2026-11-26", "time: 09:30-11:15"),
    ),
    "a zone of its own": (
        "Meetings/Lunch.md",
        ("start: 2026-11-27T06:00", "timezone: America/New_York"),
        THURSDAY,
        ("start: 2026-11-26T03:30", "timezone: America/New_York"),
    ),
    "an offset": (
        "Meetings/Lunch.md",
        ("start: 2026-11-27T12:00+01:00",),
        THURSDAY,
        ("start: 2026-11-26T09:30",),
    ),
    "all day": ("Meetings/Lunch.md", ("date: 2026-11-27",), ALL_DAY, ("date: 2026-12-01",)),
    "all day, longer": (
        "Meetings/Lunch.md",
        ("date: 2026-11-27", "end: 2026-11-27"),
        TWO_DAYS,
        ("date: 2026-12-01", "end: 2026-12-02"),
    ),
    "all day gets a time": (
        "Meetings/Lunch.md",
        ("date: 2026-11-27",),
        THURSDAY,
        ("date: 2026-11-26T09:30",),
    ),
    "the day in the name of the note": (
        "Meetings/2026-11-27 Lunch.md",
        ('time: "12:00"',),
        THURSDAY,
        ('time: "09:30"', "date: 2026-11-26"),
    ),
}


def moved(root: Path, start: date, end: date, **changes: str) -> Pulled:
    """Bring back what a phone made of the one entry in the feed."""
    vault = open_vault(root, {"VAULTKIT_STATE_DIR": str(root.parent / "state")})
    seen = survey(vault, date.fromisoformat(DAY))
    ours = as_objects(read_entries(vault, vault.settings.feeds[0]))
    (mine,) = ours.values()
    return pull(seen, [changed(mine, start, end, **changes)], ours, command="publish --pull phone")


def changed(mine: Ours, start: date, end: date, **changes: str) -> Left:
    times = told(start=start, end=end)
    content = replace(mine.kept.content, start=times.start, end=times.end, **changes)  # type: ignore[arg-type]
    there = There(mine.name, '"2"', replace(mine.kept, content=content))
    return Left(Standing.CHANGED, mine.uid, "Lunch", differences(mine.kept.content, content), there)


@pytest.mark.parametrize("case", MOVED)
def test_the_note_says_the_new_time_in_its_own_way(case: str, vault: Vault, run: Run) -> None:
    path, lines, times, after = MOVED[case]
    root = vault({path: meeting(*lines), "People/Kari.md": person()})
    run("sync", "--vault", root)
    before = files(root)
    pulled = moved(root, *times)
    assert pulled.refused == ()
    assert (root / path).read_text("utf-8") == meeting(*after)
    assert {path: data for path, data in files(root).items() if path in before} == {
        **before,
        path: meeting(*after).encode(),
    }
    again = moved(root, *times)
    assert (again.changed.writes, len(again.uids)) == ((), 1), "it is there already, and waits for the sync"


PERSONS = {
    "the time": (THURSDAY, ("next_meeting: 2026-11-26T09:30",)),
    "time and length": (LONGER, ("next_meeting: 2026-11-26T09:30", "meeting_length: 105")),
    "all day": (ALL_DAY, ("next_meeting: 2026-12-01",)),
}


@pytest.mark.parametrize("case", PERSONS)
def test_a_next_meeting_is_moved_in_the_persons_note(case: str, vault: Vault, run: Run) -> None:
    times, lines = PERSONS[case]
    root = vault({"People/Kari.md": person("private", "next_meeting: 2026-11-27 12:00")})
    run("sync", "--vault", root)
    pulled = moved(root, *times)
    assert pulled.refused == ()
    assert (root / "People/Kari.md").read_text("utf-8") == person("private", *lines)


REFUSED: dict[str, tuple[str, tuple[date, date], dict[str, str], str]] = {
    "a row": (
        meeting("start: 2026-11-27T12:00", "repeat: every week"),
        THURSDAY,
        {},
        "it repeats: change the rule in Meetings/Lunch.md",
    ),
    "made a row there": (
        meeting("start: 2026-11-27T12:00"),
        THURSDAY,
        {"rrule": "FREQ=WEEKLY"},
        "it repeats: change the rule in Meetings/Lunch.md",
    ),
    "the title alone": (
        meeting("start: 2026-11-26T09:30"),
        THURSDAY,
        {"summary": "Dinner"},
        "only its time is brought back; the rest stands in Meetings/Lunch.md",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_brought_back_is_named(case: str, vault: Vault, run: Run) -> None:
    note, times, changes, why = REFUSED[case]
    root = vault({"Meetings/Lunch.md": note, "People/Kari.md": person()})
    run("sync", "--vault", root)
    before = files(root)
    start, end = times
    pulled = moved(root, start, end, **changes)
    assert [reason.english() for _, reason in pulled.refused] == [why]
    assert pulled.changed.writes == ()
    assert {path: data for path, data in files(root).items() if path in before} == before


def test_time_and_title_the_time_comes_and_the_rest_is_named(vault: Vault, run: Run) -> None:
    root = vault({"Meetings/Lunch.md": meeting("start: 2026-11-27T12:00"), "People/Kari.md": person()})
    run("sync", "--vault", root)
    pulled = moved(root, *THURSDAY, summary="Dinner")
    assert len(pulled.refused) == 1
    assert (root / "Meetings/Lunch.md").read_text("utf-8") == meeting("start: 2026-11-26T09:30")


def test_a_note_that_was_changed_too_is_left(vault: Vault, run: Run) -> None:
    root = vault({"Meetings/Lunch.md": meeting("start: 2026-11-27T12:00"), "People/Kari.md": person()})
    run("sync", "--vault", root)
    (root / "Meetings/Lunch.md").write_text(meeting("start: 2026-11-28T12:00"), encoding="utf-8")
    pulled = moved(root, *THURSDAY)
    assert [reason.english() for _, reason in pulled.refused] == [
        "Meetings/Lunch.md was changed too: make them agree by hand"
    ]
    assert (root / "Meetings/Lunch.md").read_text("utf-8") == meeting("start: 2026-11-28T12:00")


def test_a_note_that_cannot_be_edited_safely_is_left(vault: Vault, run: Run) -> None:
    note = meeting("start: &when 2026-11-27T12:00", "asked: *when")
    root = vault({"Meetings/Lunch.md": note, "People/Kari.md": person()})
    run("sync", "--vault", root)
    pulled = moved(root, *THURSDAY)
    assert len(pulled.refused) == 1
    assert (root / "Meetings/Lunch.md").read_text("utf-8") == note


def test_moved_in_two_calendars_to_two_times_the_first_is_taken_and_the_other_named(
    vault: Vault, run: Run
) -> None:
    root = vault({"Meetings/Lunch.md": meeting("start: 2026-11-27T12:00"), "People/Kari.md": person()})
    run("sync", "--vault", root)
    opened = open_vault(root, {"VAULTKIT_STATE_DIR": str(root.parent / "state")})
    ours = as_objects(read_entries(opened, opened.settings.feeds[0]))
    (mine,) = ours.values()
    left = [changed(mine, *THURSDAY), changed(mine, *LONGER), changed(mine, *THURSDAY)]
    pulled = pull(survey(opened, date.fromisoformat(DAY)), left, ours, command="publish --pull")
    assert len(pulled.refused) == 1
    assert (root / "Meetings/Lunch.md").read_text("utf-8") == meeting("start: 2026-11-26T09:30")
