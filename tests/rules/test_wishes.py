"""Wishes of plugins to entries: in UTC, clean, each plugin's apart from another's."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.phrase import phrase
from vaultkit.model.wish import Wish
from vaultkit.rules.feed import Wanted
from vaultkit.rules.wishes import NOTHING, Wished, with_wishes

DAY = date(2026, 11, 23)
WISH = Wish(key="a", summary=phrase("Lunch"), start=DAY, end=DAY + timedelta(days=1))
ADA = Person(path="Ada.md", name="Ada Berg", keep_out=True)
EMPTY = Wanted((), frozenset())


def made(*wishes: tuple[str, Wish], overview: Overview | None = None) -> Wanted:
    return with_wishes(EMPTY, Wished(wishes), overview or Overview(), lambda said: said.english())


def test_nothing_wished_changes_nothing() -> None:
    assert with_wishes(EMPTY, NOTHING, Overview(), str) is EMPTY


def test_a_whole_day_leaves_the_time_free_and_a_time_is_in_utc() -> None:
    start = datetime.fromisoformat("2026-11-23T10:00:00.5+01:00")
    timed = replace(WISH, key="b", start=start, end=start + timedelta(hours=1))
    (day, hour) = made(("tea", WISH), ("tea", timed)).entries
    assert (day.start, day.end, day.transparent) == (DAY, DAY + timedelta(days=1), True)
    assert hour.start.isoformat() == "2026-11-23T09:00:00+00:00"
    assert not hour.transparent


def test_texts_are_clean_and_an_address_is_one() -> None:
    wish = replace(
        WISH,
        summary=phrase("{x}", x="a\nEND:VEVENT\x00\u202e"),
        description=phrase("one\ntwo"),
        location="x\r\ny",
        url="javascript:alert(1)",
    )
    (entry,) = made(("tea", wish)).entries
    assert entry.summary == "a END:VEVENT"
    assert entry.description == "one\ntwo"
    assert entry.location == "x y"
    assert entry.url == ""


def test_the_same_key_of_two_plugins_makes_two_entries_and_of_one_the_same_one() -> None:
    tea, coffee = made(("tea", WISH), ("coffee", WISH)).entries
    assert tea.key != coffee.key
    assert made(("tea", replace(WISH, start=DAY - timedelta(days=1)))).entries[0].key == tea.key


@pytest.mark.parametrize(
    "wish", [replace(WISH, people=("Ada.md",)), replace(WISH, summary=phrase("Lunch with Ada Berg"))]
)
def test_whoever_is_kept_out_is_in_none(wish: Wish) -> None:
    wanted = replace(EMPTY, hidden_names=frozenset({"ada berg"}))
    overview = Overview(people=(ADA,))
    assert with_wishes(wanted, Wished((("tea", wish),)), overview, lambda said: said.english()).entries == ()
