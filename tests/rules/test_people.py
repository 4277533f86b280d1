"""Notes to people, with odd but real input."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.link import Link
from vaultkit.model.network import Network
from vaultkit.model.person import Birthday, Person, Reach
from vaultkit.model.settings import Settings
from vaultkit.rules.facts import read_facts
from vaultkit.rules.people import person_note
from vaultkit.rules.vocabulary import MEETING, PERSON
from vaultkit.store.notefile import read_bytes

at = datetime.fromisoformat

SETTINGS = Settings(timezone="Europe/Oslo")
PRIVATE, WORK = Network.PRIVATE, Network.PROFESSIONAL

READ: list[tuple[str, dict[str, Any]]] = [
    ("name: Kari Nordmann", {"name": "Kari Nordmann"}),
    ("fornavn: Kari\netternavn: Nordmann", {"name": "Kari Nordmann"}),
    ("name:\n  first: Kari\n  last: Nordmann", {"name": "Kari Nordmann"}),
    ("first_name: Kari", {"name": "Kari"}),
    ("name:", {}),
    ("👤: yes\nfirma: A", {"companies": (Link("A"),)}),
    ("birthday: [1980-03-14]", {"birthday": Birthday(3, 14, 1980)}),
    ("birthday: 1604-03-14", {"birthday": Birthday(3, 14)}),
    ("last_contact: [2026-01-02, 2026-02-03]", {"last_contact": date(2026, 2, 3)}),
    ("last_contact: 2026-01-02T10:00", {"last_contact": date(2026, 1, 2)}),
    ('follow_up: ""', {}),
    ("follow_up:", {}),
    ("follow_up: never", {"never": True}),
    ("follow_up: [Aldri]", {"never": True}),
    ("follow_up: 2026-12-01", {"next_contact": date(2026, 12, 1)}),
    ("company: 42", {"companies": (Link("42"),)}),
    ("phone: [+4791234567, 01234567]", {"reach": Reach(phone=("+4791234567", "01234567"))}),
    ("tel: 47\nmobil: 48", {"reach": Reach(phone=("47", "48"))}),
    ("TEL[CELL]: 012\nEMAIL[HOME]: a@b.no", {"reach": Reach(email=("a@b.no",), phone=("012",))}),
    ('network: "[[Private]]"', {"networks": (PRIVATE,)}),
    ("network: privat, jobb", {"networks": (PRIVATE, WORK)}),
    ("network: [Privat, private, '#work']", {"networks": (PRIVATE, WORK)}),
    ("network: privat,", {"networks": (PRIVATE,)}),
    ("network:", {}),
    ("aliases: Kari, KN", {"aliases": ("Kari, KN",)}),
    ("contact_every: 42", {"cadence": Cadence(42)}),
    ("contact_every: aldri", {"cadence": NEVER}),
    ("tier: a", {"tier": "A"}),
    ("category: Venner", {}),
    ("category: [Venner, B]", {"tier": "B"}),
    ("keep_out: true", {"keep_out": True}),
    ("thanked: 2026-01-02", {"thanked": date(2026, 1, 2)}),
    ("via: '[[Ola]]'", {"introduced_by": (Link("Ola", "Ola"),)}),
    ("location: [Oslo, Bergen]", {"place": "Oslo, Bergen"}),
]
PROBLEMS = [
    ("VK101", "role: Leder: salg", 2, 12),
    ("VK102", "role: a\nrole: b", 3, 1),
    ("VK103", "last_contact: 2026-02-30", 2, 15),
    ("VK103", "birthday: 1980-03", 2, 11),
    ("VK103", "follow_up: snart", 2, 12),
    ("VK103", "next_meeting: 10:00", 2, 15),
    ("VK104", "company: [[A]]", 2, 10),
    ("VK105", "network: andre", 2, 10),
    ("VK106", "contact_every: ofte", 2, 16),
    ("VK106", "contact_every: 9999 years", 2, 16),
    ("VK110", "company: {{firma}}", 2, 10),
    ("VK204", "next_meeting: 2026-03-29 02:30", 2, 15),
    ("VK205", "next_meeting: 2026-11-26 10:00\ntimezone: Oslo", 3, 11),
    ("VK207", "next_meeting: 2026-11-26 10:00\nmeeting_length: lenge", 3, 17),
]
NAMES = [
    ("Personer/Kari.md", "Kari"),
    ("Person - Kari.md", "Kari"),
    ("kontakt – Kari.md", "Kari"),
    ("Person.md", "Person"),
    ("Personer/A\u030ase.md", "Åse"),
    ("Kari 2026-11-26.md", "Kari 2026-11-26"),
]
ANNOUNCED = [
    ("2026-11-26", date(2026, 11, 26), date(2026, 11, 26)),
    ("2026-11-26 10:00", at("2026-11-26 10:00"), at("2026-11-26 11:00")),
    ("2026-11-26 10:00-11:30", at("2026-11-26 10:00"), at("2026-11-26 11:30")),
    ("2026-11-26T10:00+01:00", at("2026-11-26 10:00"), at("2026-11-26 11:00")),
    ("2026-11-26T10:00Z", at("2026-11-26 11:00"), at("2026-11-26 12:00")),
    ("2026-03-29 02:30", at("2026-03-29 03:30"), at("2026-03-29 04:30")),
]


def person_of(block: str, path: str = "Personer/Kari.md") -> tuple[Person, list[str]]:
    """The person in a note with this frontmatter, without places, and the codes of its problems."""
    facts = read_facts(read_bytes(path, f"---\n{block}\n---\n".encode()), SETTINGS)
    assert facts.person
    return replace(facts.person, places={}), [p.code for p in facts.problems]


@pytest.mark.parametrize(("block", "parts"), READ, ids=[row[0] for row in READ])
def test_a_person_is_read(block: str, parts: dict[str, Any]) -> None:
    expected = Person(**{"path": "Personer/Kari.md", "name": "Kari", **parts})
    assert person_of(block) == (expected, [])


@pytest.mark.parametrize(
    ("code", "block", "line", "column"), PROBLEMS, ids=[f"{r[0]} {r[1]}" for r in PROBLEMS]
)
def test_what_is_not_understood_is_named_with_its_place(
    code: str, block: str, line: int, column: int
) -> None:
    note = read_bytes("Personer/Kari.md", f"---\n{block}\nphone: 012\n---\n".encode())
    facts = read_facts(note, SETTINGS)
    assert [(p.code, p.line, p.column) for p in facts.problems] == [(code, line, column)]
    assert facts.person
    assert facts.person.reach.phone == ("012",)


@pytest.mark.parametrize(("path", "name"), NAMES, ids=[row[0] for row in NAMES])
def test_without_a_name_the_file_has_one(path: str, name: str) -> None:
    person, _, _ = person_note(read_bytes(path, b""), SETTINGS)
    assert person.name == name


@pytest.mark.parametrize(("text", "start", "end"), ANNOUNCED, ids=[row[0] for row in ANNOUNCED])
def test_the_meeting_that_is_announced(text: str, start: date, end: date) -> None:
    note = read_bytes("Personer/Kari.md", f"---\nnext_meeting: {text}\nmeeting_place: Oslo\n---\n".encode())
    _, meeting, _ = person_note(note, SETTINGS)
    assert meeting
    assert (meeting.start, meeting.end, meeting.where) == (start, end, "Oslo")
    assert meeting.people == (Link("Kari", "Personer/Kari"),)
    assert not meeting.own_note


def test_the_first_network_is_the_main_one() -> None:
    person, _ = person_of("network: [jobb, privat]")
    assert person.network is WORK
    assert person_of("role: x")[0].network is None


def test_a_good_network_counts_beside_a_bad_one() -> None:
    person, codes = person_of("network: [privat, andre]")
    assert (person.networks, codes) == ((PRIVATE,), ["VK105"])


def test_lines_of_the_properties_are_known() -> None:
    facts = read_facts(read_bytes("People/K.md", b"---\nx: 1\nfirma: A\nrole: B\n---\n"), SETTINGS)
    assert facts.person
    assert facts.person.places == {"company": 3, "role": 4}


KEYS = st.sampled_from(
    [spelling for table in (PERSON, MEETING) for way in table.values() for spelling in way]
)
ODD = st.sampled_from(
    [
        *("2026-11-26", "9999-12-31", "0001-01-01", "10:00-11:30", "9999-12-31T23:59-12:00"),
        *("1000-01-01T00:00+14:00", "[2026-01-02,x]", "never", "weekly", "9999", "1e9", "~", "''"),
        *("{{x}}", "[[A]]", "[]", "{}", "[[1]]", "{a: [1]}", "'[['", "FREQ=DAILY", "Europe/Oslo"),
    ]
) | st.text("ab01-:/[]{}'\" ", max_size=8)


@given(st.lists(st.tuples(KEYS, ODD), max_size=6), st.sampled_from(["person", "meeting", "x"]))
def test_no_note_is_too_odd(pairs: list[tuple[str, str]], kind: str) -> None:
    block = "".join(f"{key}: {value}\n" for key, value in pairs)
    facts = read_facts(
        read_bytes("2026-11-26 Kari.md", f"---\ntype: {kind}\n{block}---\n".encode()), SETTINGS
    )
    assert facts.path == "2026-11-26 Kari.md"
    assert all(found.message and found.line >= 1 for found in facts.problems)
