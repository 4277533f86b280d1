"""Wishes of plugins to entries: in UTC, clean, each plugin's apart from another's."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from workbench import feed_view

from vaultkit.model.entry import Entry
from vaultkit.model.feed import FeedSettings, Holds, Privacy
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.phrase import phrase
from vaultkit.model.settings import Settings
from vaultkit.model.wish import Wish, Wished
from vaultkit.rules.entries import wanted_entries
from vaultkit.rules.entries.texts import family
from vaultkit.rules.entries.wishes import families_of

DAY = date(2026, 11, 23)
WISH = Wish(key="a", summary=phrase("Lunch"), start=DAY, end=DAY + timedelta(days=1))
ADA = Person(path="Ada.md", name="Ada Berg", keep_out=True)


def made(*wishes: tuple[str, Wish], people: tuple[Person, ...] = (), **feed: Any) -> tuple[Entry, ...]:
    """The entries of a feed that holds nothing else."""
    settings = FeedSettings(name="networking", entries=(Holds.PLUGINS,), **feed)
    view = feed_view(Overview(people=people), Settings(), DAY, feed=settings, wished=Wished(wishes))
    return wanted_entries(view).entries


def test_a_whole_day_leaves_the_time_free_and_a_time_is_in_utc() -> None:
    start = datetime.fromisoformat("2026-11-23T10:00:00.5+01:00")
    timed = replace(WISH, key="b", start=start, end=start + timedelta(hours=1))
    (day, hour) = made(("tea", WISH), ("tea", timed))
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
    (entry,) = made(("tea", wish))
    assert entry.summary == "a END:VEVENT"
    assert entry.description == "one\ntwo"
    assert entry.location == "x y"
    assert entry.url == ""


def test_the_same_key_of_two_plugins_makes_two_entries_and_of_one_the_same_one() -> None:
    tea, coffee = made(("tea", WISH), ("coffee", WISH))
    assert tea.key != coffee.key
    assert made(("tea", replace(WISH, start=DAY - timedelta(days=1))))[0].key == tea.key


@pytest.mark.parametrize(
    "wish", [replace(WISH, people=("Ada.md",)), replace(WISH, summary=phrase("Lunch with Ada Berg"))]
)
def test_whoever_is_kept_out_is_in_none_and_costs_the_plugin_no_other_entry(wish: Wish) -> None:
    other = replace(WISH, key="b")
    assert [one.summary for one in made(("tea", wish), ("tea", other), people=(ADA,))] == ["Lunch"]


def test_a_feed_tells_no_more_of_a_wish_than_of_a_meeting() -> None:
    bo = Person(path="Bo.md", name="Bo Dal", networks=(Network.LEISURE,))
    wish = replace(WISH, summary=phrase("Lunch with Bo Dal"), people=("Bo.md",), location="Café")
    (short,) = made(("tea", wish), people=(bo,), privacy=Privacy.INITIALS)
    assert (short.summary, short.location) == ("Lunch with B. D.", "")
    assert made(("tea", wish), people=(bo,), privacy=Privacy.BUSY) == ()
    assert made(("tea", wish), people=(bo,), details=())[0].location == ""
    assert made(("tea", wish), people=(bo,), networks=(Network.PRIVATE,)) == ()
    assert len(made(("tea", wish), people=(bo,), networks=(Network.LEISURE,))) == 1


def test_what_was_published_for_a_plugin_is_known_by_its_name() -> None:
    published = made(("tea", WISH), ("tea", replace(WISH, key="b")), ("coffee", WISH))
    found = families_of(["tea"], published)
    assert {family(one.key) in found for one in published[:2]} == {True}
    assert family(published[2].key) not in found
    assert families_of([], published) == frozenset()
