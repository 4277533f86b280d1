"""Finding a person by what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.person import Person
from vaultkit.rules.names import find_people, folded, nearest_names


def person(name: str, *aliases: str, folder: str = "Folk") -> Person:
    return Person(path=f"{folder}/{name}.md", name=name, aliases=aliases)


PEOPLE = [
    person("Åse Løvås"),
    person("Kari Nordmann", "Mor"),
    person("Kari Haugland"),
    person("Per Olsen"),
    person("Per"),
    person("Olsen Per Hansen"),
    person("Tor-Erik Bøe", "TEB"),
    person("Ingrid Sælen"),
    person("Håkon Brekke"),
    person("Haakon Lie"),
    person("Karianne Vik"),
    person("Mor Monsen"),
    person("José Müller"),
]

FOLDED = [
    ("Åse", "ase"),
    ("Aase", "ase"),
    ("Øyvind", "oyvind"),
    ("Sælen", "saelen"),
    ("José Müller", "jose muller"),
    ("Tor-Erik  BØE", "tor erik boe"),
    ("Straße", "strasse"),
    ("Łukasz", "lukasz"),
    ("A\u030ase", "ase"),
    ("  ", ""),
    ("-", ""),
]

FOUND = [
    ("the whole name", "Per Olsen", ["Per Olsen"]),
    ("the whole name beats a word", "per", ["Per"]),
    ("the path", "Folk/Per Olsen.md", ["Per Olsen"]),
    ("the path without .md", "Folk/Per Olsen", ["Per Olsen"]),
    ("another case", "KARI NORDMANN", ["Kari Nordmann"]),
    ("without Norwegian letters", "ase lovas", ["Åse Løvås"]),
    ("aa for å", "aase løvaas", ["Åse Løvås"]),
    ("å for aa", "håkon lie", ["Haakon Lie"]),
    ("ae for æ", "ingrid saelen", ["Ingrid Sælen"]),
    ("without accents", "jose muller", ["José Müller"]),
    ("a space for a hyphen", "tor erik bøe", ["Tor-Erik Bøe"]),
    ("an alias", "teb", ["Tor-Erik Bøe"]),
    ("an alias beats a word", "mor", ["Kari Nordmann"]),
    ("a word", "haugland", ["Kari Haugland"]),
    ("a word beats a beginning", "kari", ["Kari Nordmann", "Kari Haugland"]),
    ("two words in any order", "nordmann kari", ["Kari Nordmann"]),
    ("a beginning", "haug", ["Kari Haugland"]),
    ("beginnings of two words", "ka no", ["Kari Nordmann"]),
    ("a beginning of several", "ka", ["Kari Nordmann", "Kari Haugland", "Karianne Vik"]),
    ("the middle of a word", "nneke", []),
    ("a typing error", "Kari Nordman x", []),
    ("nothing", "", []),
    ("blanks", "  ", []),
    ("a hyphen", "-", []),
    ("nobody", "Ukjent", []),
]

NEAREST = [
    ("Ase Lovvas", "Åse Løvås"),
    ("Kari Normann", "Kari Nordmann"),
    ("Ingird Sælen", "Ingrid Sælen"),
    ("Hakon Breke", "Håkon Brekke"),
]


@pytest.mark.parametrize(("name", "bare"), FOLDED)
def test_folding(name: str, bare: str) -> None:
    assert folded(name) == bare


@pytest.mark.parametrize(("typed", "names"), [c[1:] for c in FOUND], ids=[c[0] for c in FOUND])
def test_who_is_meant(typed: str, names: list[str]) -> None:
    assert [p.name for p in find_people(typed, PEOPLE)] == names


def test_namesakes_are_both_found_and_told_apart_by_path() -> None:
    people = [person("Per Olsen"), person("Per Olsen", folder="Familie")]
    assert len(find_people("per olsen", people)) == 2
    assert [p.path for p in find_people("Familie/Per Olsen", people)] == ["Familie/Per Olsen.md"]


@pytest.mark.parametrize(("typed", "name"), NEAREST)
def test_a_typing_error_is_answered_with_a_name(typed: str, name: str) -> None:
    assert find_people(typed, PEOPLE) == []
    assert nearest_names(typed, PEOPLE)[0] == name


@pytest.mark.parametrize("typed", ["", "xyzxyzxyz", "-"])
def test_nothing_is_guessed_from_nothing(typed: str) -> None:
    assert nearest_names(typed, PEOPLE) == []


def test_no_more_names_than_asked_for() -> None:
    assert len(nearest_names("Kari", PEOPLE, most=1)) == 1


@given(st.sampled_from(PEOPLE))
def test_everybody_is_found_by_name(who: Person) -> None:
    assert who in find_people(who.name, PEOPLE)
    assert who in find_people(folded(who.name), PEOPLE)


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)).replace("aa", "a") == folded(name).replace("aa", "a")
