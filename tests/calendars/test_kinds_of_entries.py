"""Feeds with birthdays, slots, follow-ups and alarms, read alike by parsers that are not ours."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from calendars import grammar, parsers
from calendars.parsers.reading import meant

from vaultkit.store.ics_read import read_feed

CASE = Path(__file__).parents[1] / "vaults" / "feeds_that_tell_more_and_less" / "after" / "Nettverk"
FEEDS = sorted(path.name for path in CASE.glob("*.ics"))
UNTIL = datetime(2029, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", FEEDS)
def test_the_grammar_finds_no_fault(name: str) -> None:
    assert grammar.faults((CASE / name).read_bytes()) == []


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("parser", parsers.ALL)
def test_another_parser_reads_the_same_instants(parser: str, name: str) -> None:
    data = (CASE / name).read_bytes()
    due = parsers.as_seen_by(parser, meant(read_feed(data), UNTIL))
    assert parsers.differing(due, parsers.as_seen_by(parser, parsers.read(parser, data, UNTIL))) == {}


def test_a_birthday_on_29_february_is_on_the_28th_in_other_years() -> None:
    found = parsers.read("icalendar", (CASE / "alt.ics").read_bytes(), UNTIL)
    days = [
        f"{datetime.fromtimestamp(start / 1000, UTC):%Y-%m-%d}"
        for event in found.values()
        for start, _ in event.spans
        if event.summary.startswith("Bursdag: Per")
    ]
    assert sorted(days) == ["2027-02-28", "2028-02-29"]
