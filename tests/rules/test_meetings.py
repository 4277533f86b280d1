"""Meeting notes: when, who, where, how often, and what is wrong."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.settings import Settings
from vaultkit.rules.facts import read_facts
from vaultkit.rules.meetings import meeting_note
from vaultkit.rules.when import known_zone
from vaultkit.store.notefile import read_bytes

at = datetime.fromisoformat

SETTINGS = Settings(timezone="Europe/Oslo")
DAY = date(2026, 11, 26)
TEN, HALF_PAST = at("2026-11-26 10:00"), at("2026-11-26 11:30")
HOUR = timedelta(hours=1)

WHEN: list[tuple[str, date, date]] = [
    ("date: 2026-11-26", DAY, DAY),
    ("date: [2026-11-26]", DAY, DAY),
    ("date: 2026-11-26\nend_date: 2026-11-28", DAY, date(2026, 11, 28)),
    ("date: 2026-11-26\ntime: 10:00-11:30", TEN, HALF_PAST),
    ("date: 2026-11-26\ntime: kl. 10", TEN, TEN + HOUR),
    ("date: 2026-11-26 10:00", TEN, TEN + HOUR),
    ("date: 2026-11-26 10:00-11:30", TEN, HALF_PAST),
    ("date: 2026-11-26T10:00+01:00", TEN, TEN + HOUR),
    ("date: 2026-11-26T10:00:00.000Z", TEN + HOUR, TEN + 2 * HOUR),
    ("date: 2026-11-26\nstartTime: 10:00\nendTime: 11:30", TEN, HALF_PAST),
    ("date: 2026-11-26\nstart: 10:00\nend: 11:30", TEN, HALF_PAST),
    ("start: 2026-11-26T10:00\nend: 2026-11-26T11:30", TEN, HALF_PAST),
    ("start: 2026-11-26T10:00\nend: 11:30", TEN, HALF_PAST),
    ("start: 2026-11-26T09:00Z\nend: 2026-11-26T10:30Z", TEN, HALF_PAST),
    ("start: 2026-11-26T10:00\nduration: 90", TEN, HALF_PAST),
    ("start: 2026-11-26T10:00\nend: 2026-11-27", TEN, TEN + timedelta(days=1) + HOUR),
    ("start: 2026-11-26\nend: 2026-11-27", DAY, date(2026, 11, 27)),
    ("start: 2026-11-26\nend: 11:00", DAY, DAY),
    ("startDateTime: 2026-11-26T10:00\nendDateTime: 2026-11-26T11:30", TEN, HALF_PAST),
    ("date: 2026-11-26\ntime: 22:00-01:00", at("2026-11-26 22:00"), at("2026-11-27 01:00")),
    (
        "date: 2026-03-29\ntime: 01:30\nduration: 2h",
        at("2026-03-29 01:30"),
        at("2026-03-29 03:30"),
    ),
]
NAMED: list[tuple[str, str, date, str]] = [
    ("Møter/2026-11-26 Kaffe.md", "", DAY, "Kaffe"),
    ("Møter/Meeting - 2026-11-26 Kaffe.md", "", DAY, "Kaffe"),
    ("Møter/2026-11-26.md", "topic: Jobb", DAY, "Jobb"),
    ("Møter/2026-11-26 Kaffe.md", "time: 10:00", TEN, "Kaffe"),
    ("Møter/2026-11-26 Kaffe.md", "start: 10:00-11:30", TEN, "Kaffe"),
    ("Møter/2026-11-20 Kaffe.md", "date: 2026-11-26", DAY, "Kaffe"),
    ("Møter/2026-11-26 Kaffe.md", "title: Lunsj", DAY, "Lunsj"),
    ("Møter/2026-11-26 - Kaffe.md", "tittel: ''", DAY, "Kaffe"),
    ("Møter/2026-11-26 Tur.md", "", DAY, "Tur"),
    ("Møter/2026-11-26_torgdag.md", "", DAY, "torgdag"),
    ("Møter/2026-11-26T1000 Kaffe.md", "", DAY, "1000 Kaffe"),
]
PARTS: list[tuple[str, str, Any]] = [
    ("attendees: Kari, Ola", "people", (Link("Kari"), Link("Ola"))),
    ('attendees: ["[[Kari]]", Ola]', "people", (Link("Kari", "Kari"), Link("Ola"))),
    ("with: [[Kari]]", "people", (Link("Kari", "Kari"),)),
    ("status: Avlyst", "status", Status.CANCELLED),
    ("status:", "status", Status.PLANNED),
    ("sted: Oslo S", "where", "Oslo S"),
    ("loc: [59.9, 10.7]", "where", "59.9, 10.7"),
    ("meeting-link: https://x.no/a?b", "url", "https://x.no/a?b"),
    ("agenda: [A, B]", "topic", "A, B"),
    ("thanked: true", "thanked", True),
    ("takket: ja", "thanked", True),
    ("thanked: false", "thanked", False),
    ("thanked: 2026-11-27", "thanked", date(2026, 11, 27)),
    ("thanked:", "thanked", False),
    ("outcome: Ny avtale", "outcome", "Ny avtale"),
    ("keep_out: true", "keep_out", True),
    ("repeat: weekly", "rrule", "FREQ=WEEKLY"),
    ("repeat: weekly until 2027-06-01", "until", date(2027, 6, 1)),
    ("repeat: weekly\nexcept: 2026-12-10, 2026-12-03", "skipped", (date(2026, 12, 3), date(2026, 12, 10))),
    ("repeat: weekly\nexcept: 2026-12-03,", "skipped", (date(2026, 12, 3),)),
    ("repeat: weekly\nexcept: [2026-12-03]", "skipped", (date(2026, 12, 3),)),
    ("repeat: weekly\ntimezone: America/New_York", "zone", "America/New_York"),
    ("timezone: America/New_York\ntime: 10:00", "start", at("2026-11-26 16:00")),
]
PROBLEMS = [
    ("VK103", "date: tull", 3, 7, False),
    ("VK103", "start: 2026-02-30T10:00", 3, 8, False),
    ("VK103", "date: 2026-11-26\nend: tull", 4, 6, True),
    ("VK103", "date: 2026-11-26\nthanked: kanskje", 4, 10, True),
    ("VK103", "date: 2026-11-26\nexcept: tull", 4, 9, True),
    ("VK109", "date: 2026-11-26\ntime: tull", 4, 7, True),
    ("VK109", "date: 2026-11-26\ntime: 10:00-tull", 4, 7, True),
    ("VK109", "date: 2026-11-26\nend_time: 25:00", 4, 11, True),
    ("VK109", "date: 2026-11-26\nstartTime: 9", 4, 12, True),
    ("VK201", "date: 2026-11-26\nend: 2026-11-20", 4, 6, True),
    ("VK201", "start: 2026-11-26T10:00\nend: 2026-11-26T09:00", 4, 6, True),
    ("VK202", "title: Kaffe", 1, 1, False),
    ("VK203", "date: 2026-11-26\nrepeat: ofte", 4, 9, True),
    ("VK204", "start: 2026-03-29T02:30", 3, 8, True),
    ("VK205", "date: 2026-11-26\ntimezone: Mars/Base", 4, 11, True),
    ("VK205", "date: 2026-11-26\ntimezone: Europe", 4, 11, True),
    ("VK206", "date: 2026-11-26\nstatus: kanskje", 4, 9, True),
    ("VK207", "date: 2026-11-26\nvarighet: lenge", 4, 11, True),
]


def meeting_of(block: str, path: str = "Møter/Kaffe.md") -> Meeting:
    """The meeting in a note with this frontmatter, which must hold no problem but unquoted links."""
    facts = read_facts(read_bytes(path, f"---\n{block}\n---\n".encode()), SETTINGS)
    assert {p.code for p in facts.problems} <= {"VK104"}
    (meeting,) = facts.meetings
    return meeting


@pytest.mark.parametrize(("block", "start", "end"), WHEN, ids=[row[0] for row in WHEN])
def test_when_a_meeting_is(block: str, start: date, end: date) -> None:
    meeting = meeting_of(block)
    assert (meeting.start, meeting.end) == (start, end)
    assert meeting.all_day is not isinstance(start, datetime)
    assert meeting.zone == "Europe/Oslo"


@pytest.mark.parametrize(("path", "block", "start", "title"), NAMED, ids=[f"{r[0]} {r[1]}" for r in NAMED])
def test_the_file_name_says_what_the_note_does_not(path: str, block: str, start: date, title: str) -> None:
    meeting = meeting_of(block, path)
    assert (meeting.start, meeting.title) == (start, title)


@pytest.mark.parametrize(("block", "part", "value"), PARTS, ids=[row[0] for row in PARTS])
def test_what_a_meeting_note_says(block: str, part: str, value: object) -> None:
    assert getattr(meeting_of(block, "Møter/2026-11-26 Kaffe.md"), part) == value


@pytest.mark.parametrize(
    ("code", "block", "line", "column", "held"), PROBLEMS, ids=[f"{r[0]} {r[1]}" for r in PROBLEMS]
)
def test_what_is_wrong_is_named_with_its_place(
    code: str, block: str, line: int, column: int, held: bool
) -> None:
    note = read_bytes("Kaffe.md", f"---\ntype: meeting\n{block}\n---\n".encode())
    meeting, problems = meeting_note(note, SETTINGS)
    assert [(p.code, p.line, p.column) for p in problems] == [(code, line, column)]
    assert (meeting is not None) is held


def test_a_note_in_the_folder_without_a_date_is_no_meeting_and_no_problem() -> None:
    assert meeting_note(read_bytes("Møter/Om møter.md", b"text"), SETTINGS) == (None, [])


def test_a_name_with_an_impossible_date_says_nothing() -> None:
    assert meeting_note(read_bytes("Møter/2026-13-40 Kaffe.md", b""), SETTINGS) == (None, [])


def test_an_end_that_cannot_be_is_replaced_by_the_usual_length() -> None:
    note = read_bytes("Møter/K.md", b"---\nstart: 2026-11-26T10:00\nend: 2026-11-26T09:00\n---\n")
    meeting, _ = meeting_note(note, Settings(meeting_minutes=45))
    assert meeting
    assert meeting.end == TEN + timedelta(minutes=45)


def test_a_time_in_the_spring_gap_moves_and_keeps_its_length() -> None:
    note = read_bytes("Møter/K.md", b"---\nstart: 2026-03-29T02:30\nduration: 30\n---\n")
    meeting, _ = meeting_note(note, SETTINGS)
    assert meeting
    assert (meeting.start, meeting.end) == (at("2026-03-29 03:30"), at("2026-03-29 04:00"))


@pytest.mark.parametrize(
    ("name", "known"),
    [("Europe/Oslo", True), ("UTC", True), ("Oslo", False), ("", False), ("../x", False), ("a\0b", False)],
    ids=repr,
)
def test_zones_that_are_known(name: str, known: bool) -> None:
    assert known_zone(name) == (name if known else None)
