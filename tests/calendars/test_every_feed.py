"""Every feed of the demo vault, and of one with 500 meetings in ten zones, as other people's parsers read it.

All feeds that the real command writes are read: one more in a vault's settings is tested too.
"""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from calendars import grammar, parsers
from calendars.many_meetings import CONFIG, FIRST, LAST, TODAY, ZONES, many_meetings
from calendars.parsers.reading import Event, Reading, meant, milliseconds
from calendars.planned import DAY, SAID
from workbench import process, put

from vaultkit.app.demo import make_demo
from vaultkit.store.ics_read import read_feed

UNTIL = datetime.combine(LAST, time(), UTC)
MANY = many_meetings()
Feeds = dict[str, bytes]
"""The feeds of a vault by the name of their file."""


def feeds_in(root: Path) -> Feeds:
    return {file.name: file.read_bytes() for file in sorted(root.rglob("*.ics"))}


@pytest.fixture(scope="session")
def demo_feeds(tmp_path_factory: pytest.TempPathFactory) -> Feeds:
    work = tmp_path_factory.mktemp("demo")
    make_demo(work / "demo", date(2026, 11, 23), {"VAULTKIT_STATE_DIR": str(work / "state")})
    return feeds_in(work / "demo")


@pytest.fixture(scope="session")
def many_feeds(tmp_path_factory: pytest.TempPathFactory) -> Feeds:
    """As a second sync leaves them, the day after; some meetings have been called off, some notes deleted."""
    work = tmp_path_factory.mktemp("many")
    root = work / "vault"
    put(root, ".vaultkit/config.toml", CONFIG)
    for day, meetings in ((TODAY, MANY.before), (TODAY + DAY, MANY.after)):
        for one in meetings:
            put(root, one.path, one.note())
        for one in MANY.deleted if day > TODAY else ():
            (root / one.path).unlink()
        state = {"VAULTKIT_STATE_DIR": str(work / "state")}
        synced = process("sync", "--vault", root, "--today", f"{day}", env=state)
        assert synced.code == 0, synced.err
    return feeds_in(root)


@pytest.fixture(scope="session", params=["demo", "many"])
def feeds(request: pytest.FixtureRequest) -> Feeds:
    found: Feeds = request.getfixturevalue(f"{request.param}_feeds")
    return found


def test_the_vault_holds_what_is_hard() -> None:
    meetings = MANY.before
    assert len(meetings) == 500
    assert {one.zone for one in meetings} == set(ZONES)
    for kind in (
        [one for one in meetings if one.rule and one.skipped],
        [one for one in meetings if one.rule and one.all_day],
        [one for one in meetings if one.announced],
        [one for one in meetings if not one.all_day and one.end.day != one.start.day],
        [one for one in meetings if one.text],
        [one for one in MANY.after if one.status == "cancelled"],
    ):
        assert len(kind) >= 20
    assert len(MANY.deleted) == 10


def test_the_grammar_finds_no_fault(feeds: Feeds) -> None:
    assert "networking.ics" in feeds
    faults = {name: grammar.faults(data) for name, data in feeds.items()}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("parser", parsers.ALL)
def test_the_demo_is_read_as_it_was_written(parser: str, demo_feeds: Feeds) -> None:
    assert misread(parser, demo_feeds) == {}


@pytest.mark.parametrize("parser", parsers.ALL)
def test_every_meeting_is_held_when_its_owner_means_it(parser: str, many_feeds: Feeds) -> None:
    assert misread(parser, many_feeds) == {}
    read = by_tag(parsers.read(parser, many_feeds["networking.ics"], UNTIL))
    due = {
        one.tag: (one.spans(FIRST, LAST), {SAID[one.status]}, {one.all_day})
        for one in MANY.expected
        if one.spans(FIRST, LAST)
    }
    assert {tag: (due[tag], read.get(tag)) for tag in due if read.get(tag) != due[tag]} == {}
    assert read.keys() == due.keys()


def misread(parser: str, feeds: Feeds) -> dict[str, object]:
    """Of each feed, the events that a parser reads otherwise than they were written."""
    found: dict[str, object] = {}
    for name, data in feeds.items():
        written = parsers.as_seen_by(parser, meant(read_feed(data), UNTIL))
        read = parsers.as_seen_by(parser, parsers.read(parser, data, UNTIL))
        if wrong := parsers.differing(written, read):
            found[name] = wrong
    return found


def by_tag(reading: Reading) -> dict[str, tuple[list[tuple[int, int]], set[str], set[bool]]]:
    """What is held from FIRST on of each meeting, which may be published as several events."""
    events: dict[str, list[Event]] = defaultdict(list)
    for event in reading.values():
        held = tuple(span for span in event.spans if span[0] >= milliseconds(FIRST))
        tag = re.search(r"\bm\d{4}\b", event.summary)
        assert tag, event.summary
        if held:
            events[tag[0]].append(replace(event, spans=held))
    return {
        tag: (
            sorted(span for event in of for span in event.spans),
            {event.status for event in of},
            {event.all_day for event in of},
        )
        for tag, of in events.items()
    }
