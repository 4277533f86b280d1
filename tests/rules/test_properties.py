"""Properties by meaning: as text, day and link, or as a problem with its place."""

import time
from datetime import date

import pytest

from vaultkit.model.link import Link
from vaultkit.model.problem import Problem
from vaultkit.rules.intervals import read_cadence
from vaultkit.rules.properties import Fields
from vaultkit.rules.vocabulary import MEETING_MEANINGS, PERSON_MEANINGS, fold
from vaultkit.store.notefile import read_bytes

FOLDED = [
    ("Last Contact", "last_contact"),
    ("last-contact", "last_contact"),
    ("lastContact", "last_contact"),
    ("LAST_CONTACT", "last_contact"),
    ("TEL[CELL]", "tel"),
    ("EMAIL[HOME]", "email"),
    ("MØTT", "møtt"),
    ("mo\u0308tt", "m\u00f6tt"),
    ("🎂 birthday", "🎂birthday"),
]
TEXTS = [
    ("text", "company: Equinor", ("Equinor",)),
    ("link", 'company: "[[Equinor]]"', ("Equinor",)),
    ("link with another text", 'company: "[[Firma/Equinor|EQNR]]"', ("EQNR",)),
    ("list", "company: [A, B, A]", ("A", "B")),
    ("block list", "company:\n  - A\n  - B", ("A", "B")),
    ("number", "company: 007", ("007",)),
    ("phone with plus", "company: +4791234567", ("+4791234567",)),
    ("truth", "company: true", ("true",)),
    ("empty", "company:", ()),
    ("empty text", 'company: ""', ()),
    ("blanks", 'company: "  "', ()),
    ("null", "company: Null", ()),
    ("tilde", "company: ~", ()),
    ("list of nothing", "company: [,]", None),
    ("empty list", "company: []", ()),
    ("null in a list", "company: [A, , B]", None),
    ("nested", "work:\n  company: A", ("A",)),
    ("lines", "company: |\n  A\n  B", ("A B",)),
    ("two spellings", "company: A\nfirma: B", ("A", "B")),
    ("several cases", "Company: A", ("A",)),
    ("map of its own", "company:\n  name: A", ()),
    ("comment", "company: A # so far", ("A",)),
]
LINKS = [
    ('company: "[[Equinor]]"', (Link("Equinor", "Equinor"),)),
    ('company: "[[Firma/Equinor.md#Oslo|EQNR]]"', (Link("EQNR", "Firma/Equinor"),)),
    ('company: "[Equinor](Firma/Equinor%20ASA.md)"', (Link("Equinor", "Firma/Equinor ASA"),)),
    ("company: Equinor, Oslo", (Link("Equinor, Oslo"),)),
    ('company: "[[A]] and [[B]]"', (Link("A", "A"), Link("B", "B"))),
    ("company: [[A]]", (Link("A", "A"),)),
    ("company:\n  - [[A]]\n  - B", (Link("A", "A"), Link("B"))),
]
INLINE = [
    ("Firma:: Equinor", "Equinor"),
    ("- **Firma**:: Equinor   ", "Equinor"),
    ("text (firma:: [[Equinor]]) more", "Equinor"),
    ("text [firma:: Equinor ] more", "Equinor"),
    ("[firma:: [[Firma/Equinor|EQNR]]]", "EQNR"),
    ("Firma: Equinor", ""),
    ("std::firma", ""),
]
REPORTED = [
    ("VK103", "last_contact: 2026-02-30", 2, 15, "last_contact: 2026-02-30"),
    ("VK103", "last_contact:\n  - 2026-02-30", 3, 5, ""),
    ("VK104", "company: [[Equinor]]", 2, 10, "company: [[Equinor]]"),
    ("VK104", "company:\n  - [[A]]\n  - B", 3, 5, ""),
    ("VK104", "company:\n  - [[A]]", 3, 5, ""),
    ("VK106", "cadence: ofte", 2, 10, "cadence: ofte"),
    ("VK110", "company: {{firma}}", 2, 10, ""),
    ("VK110", 'company: "{{firma}}"', 2, 10, "company: {{firma}}"),
    ("VK110", "company: <% tp.file.title %>", 2, 10, "company: <% tp.file.title %>"),
]
TRUTHS = [("true", True), ("True", True), ("yes", True), ("ja", True), ("1", True), ("x", True)]
FALSEHOODS = [("false", False), ("no", False), ("", False), ("nei", False), ("0", False)]


def fields(block: str, body: str = "") -> tuple[Fields, list[Problem]]:
    """The fields of a person's note, and the list its problems go into."""
    problems: list[Problem] = []
    note = read_bytes("Kari.md", f"---\n{block}\n---\n{body}".encode())
    return Fields(note, PERSON_MEANINGS, problems), problems


@pytest.mark.parametrize(("key", "spelling"), FOLDED, ids=[row[0] for row in FOLDED])
def test_case_and_separators_never_matter(key: str, spelling: str) -> None:
    assert fold(key) == fold(spelling)


@pytest.mark.parametrize(
    ("block", "texts"),
    [row[1:] for row in TEXTS if row[2] is not None],
    ids=[row[0] for row in TEXTS if row[2] is not None],
)
def test_a_property_as_texts(block: str, texts: tuple[str, ...]) -> None:
    found, problems = fields(block)
    assert found.texts("company") == texts
    assert found.text("company") == ", ".join(texts)
    assert found.has("company") == bool(texts)
    assert problems == []


@pytest.mark.parametrize(("block", "links"), LINKS, ids=[row[0] for row in LINKS])
def test_a_property_as_links(block: str, links: tuple[Link, ...]) -> None:
    assert fields(block)[0].links("company") == links


def test_names_may_be_split_at_commas() -> None:
    found = fields("via: Kari, Ola; Per")[0]
    assert found.links("introduced_by", split=True) == (Link("Kari"), Link("Ola"), Link("Per"))


@pytest.mark.parametrize(("line", "text"), INLINE, ids=[row[0] for row in INLINE])
def test_inline_fields_of_the_body_count(line: str, text: str) -> None:
    assert fields("x: 1", f"\n{line}\n")[0].text("company") == text


def test_an_inline_field_has_its_place() -> None:
    found = fields("x: 1", "\nsee (last_contact:: 2026-02-30)\n")
    assert found[0].day("last_contact") is None
    assert [(p.code, p.line, p.column) for p in found[1]] == [("VK103", 5, 21)]


def test_frontmatter_goes_before_inline_fields() -> None:
    assert fields("firma: A", "Firma:: B\n")[0].texts("company") == ("A",)


@pytest.mark.parametrize(
    ("code", "block", "line", "column", "source"), REPORTED, ids=[f"{row[0]} {row[1]}" for row in REPORTED]
)
def test_what_is_not_understood_is_a_problem(
    code: str, block: str, line: int, column: int, source: str
) -> None:
    found, problems = fields(block)
    found.texts("company")
    found.day("last_contact")
    found.read("cadence", read_cadence, "VK106")
    assert [(p.code, p.line, p.column, p.source) for p in problems] == [(code, line, column, source)]


def test_the_first_value_that_is_understood_counts() -> None:
    found, problems = fields("last_contact: [tull, 2026-01-02, 2026-03-04]")
    assert found.day("last_contact") == date(2026, 1, 2)
    assert [p.code for p in problems] == ["VK103"]


def test_a_problem_is_named_once() -> None:
    found, problems = fields("last_contact: tull")
    found.day("last_contact")
    found.day("last_contact")
    assert len(problems) == 1


@pytest.mark.parametrize(("text", "truth"), TRUTHS + FALSEHOODS, ids=[row[0] for row in TRUTHS + FALSEHOODS])
def test_a_checkbox_or_a_word_for_yes(text: str, truth: bool) -> None:
    assert fields(f"keep_out: {text}")[0].truth("keep_out") is truth


def test_lines_of_what_was_used() -> None:
    found = fields("x: 1\ncompany: A\nfirma: B\nrole: R")[0]
    assert found.places() == {"company": 3, "role": 5}
    assert (found.line("company"), found.line("email")) == (3, 1)


def test_an_address_book_nested_in_the_note_is_read() -> None:
    found = fields("contacts:\n  phone: 0123\n  mail: a@b.no")[0]
    assert (found.texts("phone"), found.texts("email")) == (("0123",), ("a@b.no",))


def test_the_other_kind_of_note_has_other_meanings() -> None:
    assert PERSON_MEANINGS[fold("location")] == "place"
    assert MEETING_MEANINGS[fold("location")] == "where"


@pytest.mark.parametrize(
    "body",
    ["firma:: x" + " " * 300_000 + "y", "[firma::" * 60_000, "(firma:: [[" * 40_000],
    ids=["blanks", "fields never closed", "links never closed"],
)
def test_no_body_takes_long(body: str) -> None:
    begun = time.process_time()
    fields("x: 1", body)
    assert time.process_time() - begun < 3
