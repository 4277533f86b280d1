"""Feeds with birthdays, slots, follow-ups and alarms, read alike by parsers that are not ours."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from calendars import grammar, parsers

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
    try:
        found = parsers.ALL[parser](data, UNTIL)
    except parsers.NotHere as absence:
        pytest.skip(str(absence))
    assert found == parsers.instants_due(read_feed(data), UNTIL)


def test_a_birthday_on_29_february_is_on_the_28th_in_other_years() -> None:
    data = (CASE / "alt.ics").read_bytes()
    names = {entry.uid: entry.summary for entry in read_feed(data)}
    found = parsers.instants_icalendar(data, UNTIL)
    days = [
        f"{datetime.fromtimestamp(start / 1000, UTC):%Y-%m-%d}"
        for uid, spans in found.items()
        for start, _ in spans
        if names[uid].startswith("Bursdag: Per")
    ]
    assert sorted(days) == ["2027-02-28", "2028-02-29"]
