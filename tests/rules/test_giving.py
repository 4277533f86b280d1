"""Giving and receiving: what logs tell of it, where it only goes one way, who should meet whom."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import situations
from vaultkit.rules.followups.people import People
from vaultkit.rules.giving import RECENT, Balance, balance, favours, favours_of, only_receives, recent_favours
from vaultkit.rules.introductions import introductions, introductions_of

TODAY = date(2026, 3, 11)

LINES = [
    ("gave: a name at the bank", [(True, "a name at the bank")]),
    ("Got: two names, and lunch.", [(False, "two names, and lunch")]),
    ("ga: et råd", [(True, "et råd")]),
    ("gav: eit råd", [(True, "eit råd")]),
    ("fikk: ærlige svar", [(False, "ærlige svar")]),
    ("fekk : ærlege svar", [(False, "ærlege svar")]),
    (
        "kaffe. fikk: to navn; ga: CV-en hans et nytt blikk",
        [(False, "to navn"), (True, "CV-en hans et nytt blikk")],
    ),
    ("got:", [(False, "")]),
    ("he gave me a lift", []),
    ("forgot: everything", []),
    ("kl. 12: lunsj", []),
    ("", []),
]


def person(name: str, *log: str, day: date = TODAY, **fields: Any) -> Person:
    lines = tuple(LogLine(day, text, number) for number, text in enumerate(log, 1))
    return replace(Person(path=f"{name}.md", name=name, log=lines), **fields)


def everyone(*people: Person) -> People:
    return situations(Overview(people=people), Settings(), TODAY)


@pytest.mark.parametrize(("line", "found"), LINES, ids=[line or "nothing" for line, _ in LINES])
def test_a_log_line_tells_what_was_given_and_got(line: str, found: list[tuple[bool, str]]) -> None:
    assert [(one.given, one.what) for one in favours([LogLine(TODAY, line, 1)])] == found


def test_only_what_has_happened_counts_and_of_late_what_is_not_long_ago() -> None:
    days = [TODAY - timedelta(days=ago) for ago in (-1, 0, RECENT - 1, RECENT)]
    log = tuple(LogLine(day, "gave: advice", 1) for day in days)
    (one,) = everyone(replace(person("Ada"), log=log))
    assert [favour.day for favour in favours_of(one)] == days[1:]
    assert [favour.day for favour in recent_favours(one)] == days[1:3]
    assert balance(favours_of(one)) == Balance(3, 0)


@pytest.mark.parametrize(
    ("one", "only"),
    [
        (person("got", "got: a name"), True),
        (person("both", "got: a name", "gave: a name"), False),
        (person("offer", "got: a name", offer=("a hand with the move",)), False),
        (person("nothing", "lunch"), False),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
def test_who_has_only_given_to_us(one: Person, *, only: bool) -> None:
    (now,) = everyone(one)
    assert only_receives(now) is only


def pairs(*people: Person) -> list[tuple[str, str]]:
    return [(one.one.person.name, one.other.person.name) for one in introductions(everyone(*people))]


ADA = person("Ada", needs=("en regnskapsfører som kan MVA",))


@pytest.mark.parametrize(
    ("helps", "match"),
    [
        ("regnskap", True),
        ("Regnskapsføreren til halve byen", True),
        ("REGNSKAPSFØRER", True),
        ("MVA", False),  # three letters say too little
        ("kan hjelpe med mye", False),
        ("regler", False),
    ],
)
def test_a_need_and_a_help_match_by_a_word_or_its_beginning(helps: str, match: bool) -> None:
    assert pairs(ADA, person("Bo", can_help_with=(helps,))) == ([("Ada", "Bo")] if match else [])


def test_who_knows_the_other_is_left_out() -> None:
    bo = person("Bo", can_help_with=("regnskap",))
    assert pairs(ADA, bo) == [("Ada", "Bo")]
    assert pairs(replace(ADA, log=(LogLine(TODAY, "gave: introduced to [[Bo]]", 1),)), bo) == []
    assert pairs(ADA, replace(bo, introduced_by=(Link("Ada"),))) == []
    assert pairs(replace(ADA, can_help_with=("regnskapsfører",))) == [], "nobody is introduced to themselves"


def test_a_first_name_in_the_log_is_enough_where_it_is_not_their_own() -> None:
    bo = person("Bo Dahl", can_help_with=("regnskap",))
    told = "wrote to her about Bo, who can do it"
    assert pairs(replace(ADA, log=(LogLine(TODAY, told, 1),)), bo) == []
    assert pairs(replace(ADA, log=(LogLine(TODAY, "a boat, of all things", 1),)), bo) == [("Ada", "Bo Dahl")]
    namesake = replace(ADA, name="Bo Lie", log=(LogLine(TODAY, told, 1),))
    assert pairs(namesake, bo) == [("Bo Lie", "Bo Dahl")]


def test_rare_words_weigh_more_and_each_pair_comes_once() -> None:
    cy = person("Cy", needs=("seilbåt og regnskap",))
    many = [person(f"Bo {n}", can_help_with=("regnskap",)) for n in range(4)]
    sailor = person("Zoe", can_help_with=("seilbåt", "båtmotor", "seilbåten"))
    found = pairs(cy, *many, sailor)
    assert found[0] == ("Cy", "Zoe")
    assert len(found) == len(set(found)) == 5


def test_one_persons_introductions_go_both_ways() -> None:
    bo = person("Bo", needs=("a sailing boat",), can_help_with=("regnskap",))
    di = person("Di", can_help_with=("sailing",))
    people = everyone(ADA, bo, di)
    found = introductions_of(people[1], people)
    assert {(one.one.person.name, one.other.person.name) for one in found} == {("Bo", "Di"), ("Ada", "Bo")}
