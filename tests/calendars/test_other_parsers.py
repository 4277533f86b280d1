"""The feed, read by parsers that other people wrote: every instant as zoneinfo has it."""

from datetime import UTC, datetime

import pytest
from calendars import awkward, grammar, parsers

from vaultkit.store.ics import write_feed
from vaultkit.store.ics_read import read_feed

UNTIL = datetime(2038, 1, 1, tzinfo=UTC)
FEED = write_feed(awkward.ALL, name="Nettverk, møter; kaffe", zone="Europe/Oslo")
EMPTY = write_feed([], name="Tomt", zone="America/Santiago")


def read(parser: str, data: bytes) -> parsers.Instants:
    try:
        return parsers.ALL[parser](data, UNTIL)
    except parsers.NotHere as absence:
        pytest.skip(str(absence))


def read_texts(parser: str, data: bytes) -> parsers.Texts:
    try:
        return parsers.TEXTS[parser](data)
    except parsers.NotHere as absence:
        pytest.skip(str(absence))


def test_nothing_was_left_out() -> None:
    assert FEED.left_out == []


@pytest.mark.parametrize("feed", [FEED, EMPTY], ids=["awkward", "empty"])
def test_the_grammar_finds_no_fault(feed: tuple[bytes, object]) -> None:
    assert grammar.faults(feed[0]) == []


@pytest.mark.parametrize("parser", parsers.ALL)
def test_every_instant_is_zoneinfos(parser: str) -> None:
    due = parsers.instants_due(awkward.ALL, UNTIL)
    read_ = read(parser, FEED.data)
    assert {uid: spans for uid, spans in read_.items() if spans != due.get(uid)} == {}
    assert read_.keys() == due.keys()


@pytest.mark.parametrize("parser", parsers.TEXTS)
def test_every_text_is_what_was_written(parser: str) -> None:
    written = {one.uid: [one.summary, one.description, one.location] for one in read_feed(FEED.data)}
    read_ = {uid: list(texts) for uid, texts in read_texts(parser, FEED.data).items()}
    if parser == "libical":  # takes away spaces around a value
        written = {uid: [text.strip() for text in texts] for uid, texts in written.items()}
    assert read_ == written


@pytest.mark.parametrize("parser", parsers.ALL)
def test_an_empty_feed_is_a_calendar_without_events(parser: str) -> None:
    assert read(parser, EMPTY.data) == {}


@pytest.mark.parametrize("parser", ["ical.js", "libical"])
def test_a_wrong_zone_would_be_noticed(parser: str) -> None:
    late = FEED.data.replace(b"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU")
    due = parsers.instants_due(awkward.ALL, UNTIL)
    wrong = {uid.removesuffix("@vaultkit") for uid, spans in read(parser, late).items() if spans != due[uid]}
    assert {"weekly", "dublin", "until"} <= wrong
    assert not wrong & {"friday-before-summer", "monday-after-summer", "new-york", "sydney", "kolkata", "utc"}
    assert any("Europe/Oslo" in fault for fault in grammar.faults(late))
