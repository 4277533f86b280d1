"""Every spelling of every property, read from the little notes in `tests/vaults/spellings`.

`docs/properties.md` is made from the same notes.
"""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.facts import NoteFacts
from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.network import Network
from vaultkit.model.note import Note
from vaultkit.model.person import Birthday, Person
from vaultkit.model.settings import Settings
from vaultkit.model.snooze import Snooze
from vaultkit.rules.facts import read_facts
from vaultkit.rules.links import stem
from vaultkit.rules.vocabulary import MEETING, NETWORKS, PERSON, STATUSES, fold
from vaultkit.store.notefile import read_bytes

VAULT = Path(__file__).parents[1] / "vaults" / "spellings"
SETTINGS = Settings(timezone="Europe/Oslo")

at = datetime.fromisoformat
TEN, HALF_PAST = at("2026-11-26 10:00"), at("2026-11-26 11:30")
FJORDBYEN = Link("Fjordbyen", "Fjordbyen")
OLA = Link("Ola Hansen", "Ola Hansen")

Look = Callable[[Any], object]

OF_PERSON: dict[str, tuple[Look, object]] = {
    "name": (lambda p: p.name, "Kari Nordmann"),
    "first_name": (lambda p: p.name.split()[0], "Kari"),
    "last_name": (lambda p: p.name.split()[-1], "Nordmann"),
    "aliases": (lambda p: p.aliases, ("KN",)),
    "network": (lambda p: p.networks, (Network.PRIVATE,)),
    "company": (lambda p: p.companies, (FJORDBYEN,)),
    "role": (lambda p: p.role, "Daglig leder"),
    "email": (lambda p: p.reach.email, ("kari@example.org",)),
    "phone": (lambda p: p.reach.phone, ("+4791234567",)),
    "linkedin": (lambda p: p.reach.linkedin, "kari-nordmann"),
    "messenger": (lambda p: p.reach.messenger, "kari.n"),
    "url": (lambda p: p.reach.url, "https://example.org/kari"),
    "channel": (lambda p: p.reach.channel, "telefon"),
    "language": (lambda p: p.language, "nn"),
    "place": (lambda p: p.place, "Bergen"),
    "groups": (lambda p: p.groups, (Link("Turlaget", "Turlaget"),)),
    "met": (lambda p: p.met, "Konferanse i Bergen"),
    "introduced_by": (lambda p: p.introduced_by, (OLA,)),
    "last_contact": (lambda p: p.last_contact, date(2026, 9, 24)),
    "cadence": (lambda p: p.cadence, Cadence(6, "week")),
    "tier": (lambda p: p.tier, "B"),
    "next_contact": (lambda p: p.next_contact, date(2026, 12, 1)),
    "why": (lambda p: p.why, "Vil høre om Trondheim"),
    "ask": (lambda p: p.ask, ("Hvordan er bransjen",)),
    "offer": (lambda p: p.offer, ("Råd om regnskap",)),
    "needs": (lambda p: p.needs, ("En revisor",)),
    "can_help_with": (lambda p: p.can_help_with, ("Norsk",)),
    "birthday": (lambda p: p.birthday, Birthday(3, 14, 1980)),
    "keep_out": (lambda p: p.keep_out, True),
    "thanked": (lambda p: p.thanked, date(2026, 10, 1)),
    "prepared": (lambda p: p.prepared, date(2026, 11, 25)),
    "skipped": (lambda p: p.skipped, (("thank", date(2026, 9, 12)),)),
    "snoozed": (lambda p: p.snoozed, (Snooze("thank", date(2026, 9, 12), date(2026, 12, 1)),)),
}
OF_ANNOUNCED: dict[str, tuple[Look, object]] = {
    "next_meeting": (lambda m: m.start, TEN),
    "meeting_length": (lambda m: m.end, HALF_PAST),
    "meeting_place": (lambda m: m.where, "Kafé Sentrum"),
    "meeting_topic": (lambda m: m.topic, "Ny jobb"),
    "timezone": (lambda m: m.zone, "Europe/Oslo"),
}
OF_MEETING: dict[str, tuple[Look, object]] = {
    "people": (lambda m: m.people, (Link("Kari", "Kari"), OLA)),
    "start": (lambda m: m.start, TEN),
    "end": (lambda m: m.end, HALF_PAST),
    "date": (lambda m: m.day, TEN.date()),
    "time": (lambda m: m.start, TEN),
    "end_time": (lambda m: m.end, HALF_PAST),
    "duration": (lambda m: m.end, HALF_PAST),
    "timezone": (lambda m: m.zone, "Europe/Oslo"),
    "repeat": (lambda m: (m.rrule, m.until), ("FREQ=WEEKLY;INTERVAL=2", date(2027, 6, 1))),
    "except": (lambda m: m.skipped, (date(2026, 12, 10),)),
    "where": (lambda m: m.where, "Kafé Sentrum"),
    "url": (lambda m: m.url, "https://example.org/rom"),
    "title": (lambda m: m.title, "Kaffe og råd"),
    "topic": (lambda m: m.topic, "Ny jobb"),
    "purpose": (lambda m: m.purpose, "Råd"),
    "status": (lambda m: m.status, Status.CONFIRMED),
    "thanked": (lambda m: m.thanked, date(2026, 11, 27)),
    "prepared": (lambda m: m.prepared, date(2026, 11, 25)),
    "outcome": (lambda m: m.outcome, "To nye navn"),
    "keep_out": (lambda m: m.keep_out, True),
}
CADENCES: dict[Cadence, tuple[str, ...]] = {
    Cadence(6, "week"): (
        *("6 weeks", "6w", "P6W", "every 6 weeks"),
        *("6 uker", "6 veker", "hver 6. uke", "kvar 6. veke"),
    ),
    Cadence(42): ("42",),
    Cadence(1, "day"): ("daily",),
    Cadence(1, "week"): ("weekly", "ukentlig", "vekentleg"),
    Cadence(2, "week"): ("biweekly", "annenhver uke", "annakvar veke"),
    Cadence(1, "month"): ("monthly", "månedlig", "månadleg"),
    Cadence(2, "month"): ("bimonthly",),
    Cadence(3, "month"): (
        *("quarterly", "kvartalsvis", "1 quarter"),
        *("3 months", "3 måneder", "3 månader", "P3M"),
    ),
    Cadence(6, "month"): ("half-yearly", "halvårlig"),
    Cadence(1, "year"): ("yearly", "årlig", "årleg"),
    Cadence(2, "year"): ("2 years", "2 år"),
    NEVER: ("never", "aldri"),
}
WITH_YEAR = Birthday(3, 14, 1980)
BIRTHDAYS = {
    "ISO": WITH_YEAR,
    "i anførselstegn": WITH_YEAR,
    "med klokkeslett": WITH_YEAR,
    "norsk": WITH_YEAR,
    "skråstrek": WITH_YEAR,
    "uten år": Birthday(3, 14),
    "uten år, norsk": Birthday(3, 14),
    "vCard uten år": Birthday(3, 14),
    "år 1604": Birthday(3, 14),
}


def note(file: Path) -> Note:
    """One of the little notes."""
    return read_bytes(file.relative_to(VAULT).as_posix(), file.read_bytes())


def facts(file: Path) -> NoteFacts:
    """What a little note says; none of them has a problem."""
    said = read_facts(note(file), SETTINGS)
    assert said.problems == ()
    return said


def person(file: Path) -> Person:
    said = facts(file).person
    assert said
    return said


def meeting(file: Path) -> Meeting:
    (said,) = facts(file).meetings
    return said


def uses(folder: str, table: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], list[Path]]:
    """By meaning and spelling, the notes of a folder that use it."""
    used: dict[tuple[str, str], list[Path]] = {
        (meaning, spelling): [] for meaning, spellings in table.items() for spelling in spellings
    }
    for file in sorted((VAULT / folder).glob("*.md")):
        keys = {fold(key) for key in note(file).texts}
        for (_, spelling), files in used.items():
            if fold(spelling) in keys:
                files.append(file)
    return used


PERSON_USES = uses("Personer", PERSON)
MEETING_USES = uses("Møter", MEETING)


@pytest.mark.parametrize(("meaning", "spelling"), PERSON_USES, ids=map(" ".join, PERSON_USES))
def test_a_spelling_in_a_persons_note(meaning: str, spelling: str) -> None:
    files = PERSON_USES[meaning, spelling]
    assert files, f"no note in {VAULT.name}/Personer uses {spelling}"
    for file in files:
        if meaning in OF_ANNOUNCED:
            look, value = OF_ANNOUNCED[meaning]
            assert look(meeting(file)) == value
        else:
            look, value = OF_PERSON[meaning]
            assert look(person(file)) == value


@pytest.mark.parametrize(("meaning", "spelling"), MEETING_USES, ids=map(" ".join, MEETING_USES))
def test_a_spelling_in_a_meeting_note(meaning: str, spelling: str) -> None:
    files = MEETING_USES[meaning, spelling]
    assert files, f"no note in {VAULT.name}/Møter uses {spelling}"
    look, value = OF_MEETING[meaning]
    for file in files:
        assert look(meeting(file)) == value


def test_every_meaning_is_looked_at() -> None:
    assert {*OF_PERSON, *OF_ANNOUNCED} == set(PERSON)
    assert set(OF_MEETING) == set(MEETING)


@pytest.mark.parametrize("style", ["camelCase", "kebab-case", "Title Case", "CAPITALS"])
def test_each_style_of_writing_is_used(style: str) -> None:
    keys = [
        key
        for folder in ("Personer", "Møter")
        for f in (VAULT / folder).glob("*.md")
        for key in note(f).texts
    ]
    looks: dict[str, Callable[[str], bool]] = {
        "camelCase": lambda key: key.isalpha() and key[0].islower() and not key.islower(),
        "kebab-case": lambda key: "-" in key and key.islower(),
        "Title Case": lambda key: " " in key and key.istitle(),
        "CAPITALS": lambda key: "_" in key and key.isupper(),
    }
    assert any(looks[style](key) for key in keys)


@pytest.mark.parametrize("word", NETWORKS)
def test_a_word_for_a_network(word: str) -> None:
    assert person(VAULT / "Personer" / "Nettverk" / f"{word}.md").networks == (NETWORKS[word],)


@pytest.mark.parametrize("word", STATUSES)
def test_a_word_for_a_status(word: str) -> None:
    assert meeting(VAULT / "Møter" / "Status" / f"{word}.md").status is STATUSES[word]


@pytest.mark.parametrize("text", [text for texts in CADENCES.values() for text in texts])
def test_a_way_to_say_how_often(text: str) -> None:
    (cadence,) = (cadence for cadence, texts in CADENCES.items() if text in texts)
    assert person(VAULT / "Personer" / "Hvor ofte" / f"{text}.md").cadence == cadence


@pytest.mark.parametrize("name", BIRTHDAYS)
def test_a_way_to_write_a_birthday(name: str) -> None:
    assert person(VAULT / "Personer" / "Bursdag" / f"{name}.md").birthday == BIRTHDAYS[name]


@pytest.mark.parametrize(
    ("folder", "names"),
    [("Hvor ofte", {text for texts in CADENCES.values() for text in texts}), ("Bursdag", set(BIRTHDAYS))],
    ids=["how often", "birthday"],
)
def test_no_note_is_forgotten(folder: str, names: set[str]) -> None:
    files = (VAULT / "Personer" / folder).glob("*.md")
    assert {unicodedata.normalize("NFC", stem(file.name)) for file in files} == names


MARKED = sorted((VAULT / "Merker").glob("*.md")) + sorted((VAULT / "Mapper").glob("[!M]*/*.md"))
MEETINGS = sorted((VAULT / "Merker" / "Møte").glob("*.md")) + sorted(
    (VAULT / "Mapper" / "Meetings").glob("*.md")
)


@pytest.mark.parametrize("file", MARKED, ids=lambda file: f"{file.parent.name} {file.stem}")
def test_a_way_to_say_that_a_note_is_a_person(file: Path) -> None:
    assert facts(file).person


@pytest.mark.parametrize("file", MEETINGS, ids=lambda file: f"{file.parent.name} {file.stem}")
def test_a_way_to_say_that_a_note_is_a_meeting(file: Path) -> None:
    assert facts(file).person is None
    assert meeting(file).day == TEN.date()


def test_every_people_folder_and_meeting_folder_has_a_note() -> None:
    folders = {file.parent.name for file in VAULT.rglob("*.md")}
    assert {*SETTINGS.people_folders, *SETTINGS.meeting_folders} <= folders


def test_a_business_card_is_a_person() -> None:
    card = person(VAULT / "Personer" / "Visittkort.md")
    assert (card.name, card.aliases, card.role) == ("Kari Nordmann", ("KN",), "Daglig leder")
    assert (card.reach.phone, card.reach.email) == (("+4791234567",), ("kari@example.org",))
    assert (card.birthday, card.companies) == (WITH_YEAR, (FJORDBYEN,))
