"""Letters: the owner's words fitted into sentences, and no hole where the notes do not tell."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import ROOT

from vaultkit.model.draft import Purpose
from vaultkit.rules.drafts.text import subject_and_text
from vaultkit.rules.drafts.wording import addressed, first_name, inside, met_in, promised_to
from vaultkit.store.templates import Makes, render, shipped_template
from vaultkit.store.words import Words

TODAY = date(2026, 11, 23)
SHOWN = ROOT / "tests" / "drafts"
LANGUAGES = ["nb", "nn", "en"]
A_JOB = re.compile(r"\b(?:jobb\w*|stilling\w*|ansett\w*|ledig\w*|job|jobs|position|vacanc\w+|hir\w+)\b", re.I)
"""No letter asks for one (the article)."""
A_HOLE = re.compile(
    r"[{}%]|None|\(\)|  | [.,;:!?]|[.,;:][.,;]|: *$|: *\.|«»|\b(?:og|and) *[.,]", re.MULTILINE
)

MET = [
    ("på flyet fra Sola i oktober", ("på flyet fra Sola i oktober", "")),
    ("At the conference in May", ("at the conference in May", "")),
    ("lesesalen på NTNU, høsten 1998", ("", "lesesalen på NTNU")),
    ("språkkafeen på biblioteket, der hun rettet på meg", ("", "språkkafeen på biblioteket")),
    ("satt ved siden av meg på et kveldskurs", ("", "")),
    ("a dinner where nobody knew anybody else at the table", ("", "")),
    ("", ("", "")),
]
ADDRESSED = [
    ("hvordan hun fikk de første kundene", "nb", "hvordan du fikk de første kundene"),
    ("Han ville ringe henne", "nb", "du ville ringe deg"),
    ("fra hennes side av bordet", "nb", "fra din side av bordet"),
    ("korleis ho driv butikk", "nn", "korleis du driv butikk"),
    ("how she runs the shop", "en", "how she runs the shop"),
    ("hvordan hunden har det", "nb", "hvordan hunden har det"),
]
INSIDE = [
    ("Hvordan havbruk bygger prosjektteam", "hvordan havbruk bygger prosjektteam"),
    ("How you hire.", "how you hire"),
    ("Halvannen Oktav synger", "Halvannen Oktav synger"),
    ("Hvordan ser jeg ut på papir?", "hvordan ser jeg ut på papir?"),
    ("Hvalfangst  og\nolje", "Hvalfangst og olje"),
]
PROMISED = [
    ("Sende Per malen", "nb", "sende deg malen"),
    ("Send Per Olsen the list.", "en", "send you the list"),
    ("Skrive til Per om båten", "nb", "skrive til deg om båten"),
    ("Finne tallene til Pernille", "nb", "finne tallene til Pernille"),
]


@pytest.mark.parametrize(("text", "wanted"), MET)
def test_how_they_met_stands_in_a_sentence_or_not_at_all(text: str, wanted: tuple[str, str]) -> None:
    assert met_in(text) == wanted


@pytest.mark.parametrize(("text", "language", "wanted"), ADDRESSED)
def test_what_is_about_somebody_is_said_to_them(text: str, language: str, wanted: str) -> None:
    assert addressed(text, language) == wanted


@pytest.mark.parametrize(("text", "wanted"), INSIDE)
def test_a_text_inside_a_sentence(text: str, wanted: str) -> None:
    assert inside(text) == wanted


@pytest.mark.parametrize(("text", "language", "wanted"), PROMISED)
def test_a_promise_is_made_to_the_reader(text: str, language: str, wanted: str) -> None:
    assert promised_to("Per Olsen", [text], language) == [wanted]


def test_somebody_is_called_by_the_first_name() -> None:
    assert [first_name(name) for name in ("Kari Nordmann", "Nordmann, Kari", "Kari", "Anne-Grete Fjæra")] == [
        *("Kari", "Kari", "Kari", "Anne-Grete")
    ]


def test_an_alias_tells_a_second_first_name() -> None:
    called = [["Tor Inge"], ["Inge"], ["Tor Inge Haaland"], ["Toren"], [""]]
    assert [first_name("Tor Inge Haaland", aliases) for aliases in called] == ["Tor Inge", *("Tor",) * 4]


def test_a_promise_leaves_no_part_of_the_name_behind() -> None:
    assert promised_to("Tor Inge Haaland", ["Sende Tor Inge skjemaet"], "nb") == ["sende deg skjemaet"]


def test_the_heading_is_the_subject_and_lines_make_paragraphs() -> None:
    made = "# Hello there\n\nHi!\n\nOne.\nTwo?.\n- a\n- b\nThree..\n\nBest wishes\\\nMe\n"
    assert subject_and_text(made) == (
        "Hello there",
        "Hi!\n\nOne. Two?\n- a\n- b\nThree.\n\nBest wishes\nMe",
    )
    assert subject_and_text("Hi!\n") == ("", "Hi!")


def full(language: str) -> dict[str, Any]:
    """Everything that a letter can say."""
    norwegian = language != "en"
    return {
        "purpose": "",
        "me": "Silje",
        "name": "Per Olsen",
        "first_name": "Per",
        "company": "Sjøbris",
        "role": "leder" if norwegian else "leader",
        "place": "Bergen",
        "introducer": "Kari Nordmann",
        "met_at": "på flyet fra Sola" if norwegian else "on the plane from Sola",
        "met_from": "",
        "shared": ["Halvannen Oktav"],
        "last": TODAY - timedelta(days=200),
        "months": 6,
        "talked": TODAY - timedelta(days=4),
        "meeting": {"day": TODAY - timedelta(days=1), "where": "Kaffebar Regnbyge"},
        "topic": "hvordan havbruk bygger lag" if norwegian else "how fish farms build teams",
        "promised": ["sende deg malen"] if norwegian else ["send you the template"],
        "given": ["Ola Dunk", "Eva Lie"],
        "introduced": {"name": "Ola Dunk", "day": TODAY - timedelta(days=3), "topic": "havvind"},
        "ask": ["havvind", "hvem som bygger"] if norwegian else ["offshore wind", "who builds it"],
        "offer": ["et øre", "kaffe"] if norwegian else ["an ear", "coffee"],
        "to": "Ola Dunk",
    }


def bare(language: str) -> dict[str, Any]:
    """What is known of anybody: a name."""
    empty: dict[type, Any] = {str: "", list: [], dict: None, date: None, int: 0}
    nothing = {name: empty[type(value)] for name, value in full(language).items()}
    return {**nothing, "name": "Per Olsen", "first_name": "Per"}


def letter(purpose: Purpose, language: str, facts: dict[str, Any]) -> tuple[str, str]:
    template = shipped_template(purpose.value, f"drafts/{language}")
    return subject_and_text(render(template, facts, Words(language, TODAY), makes=Makes.TEXT))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_read_as_they_are_shown(language: str, request: pytest.FixtureRequest) -> None:
    """`tests/drafts/`: all letters with everything known and with nothing; read them before they change."""
    parts = []
    for purpose in Purpose:
        for known, facts in (("everything", full(language)), ("nothing", bare(language))):
            subject, text = letter(purpose, language, facts)
            parts.append(f"=== {purpose.value}, {known} known\n{subject}\n\n{text}\n")
    shown, made = SHOWN / f"{language}.txt", "\n".join(parts)
    if request.config.getoption("--update-golden"):
        shown.write_bytes(made.encode())
    assert shown.read_bytes().decode() == made


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_whatever_is_known_there_is_no_hole_and_no_question_for_a_job(
    language: str, data: st.DataObject
) -> None:
    every, none = full(language), bare(language)
    known = {name for name in every if data.draw(st.booleans(), label=name)} - {"months"}
    facts = {name: every[name] if name in known else none[name] for name in every}
    facts |= {"name": "Per Olsen", "first_name": "Per", "months": 6 if "last" in known else 0}
    for name in ("ask", "promised", "offer", "given"):
        facts[name] = facts[name][: data.draw(st.integers(0, 2), label=f"how many {name}")]
    purpose = data.draw(st.sampled_from(Purpose))
    subject, text = letter(purpose, language, facts)
    assert subject
    assert text.startswith(("Hei Per!", "Hi Per,"))
    for part in (subject, text):
        assert not A_HOLE.search(re.sub(r":\n- ", " ", part)), part
        assert not A_JOB.search(part), part
    assert len(text) < 900


@pytest.mark.parametrize("purpose", Purpose)
def test_every_language_has_a_letter_for_it(purpose: Purpose) -> None:
    assert len({shipped_template(purpose.value, f"drafts/{one}") for one in LANGUAGES}) == 3
