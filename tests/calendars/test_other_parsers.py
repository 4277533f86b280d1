"""The feed, read by parsers that other people wrote: every instant as zoneinfo has it."""

from datetime import UTC, datetime

import pytest
from calendars import awkward, grammar, parsers
from calendars.parsers.libical import refusals
from calendars.parsers.reading import meant

from vaultkit.store.ics import write_feed
from vaultkit.store.ics_read import read_feed

UNTIL = datetime(2038, 1, 1, tzinfo=UTC)
FEED = write_feed(awkward.ALL, name="Nettverk, møter; kaffe", zone="Europe/Oslo")
EMPTY = write_feed([], name="Tomt", zone="America/Santiago")
DUE = meant(awkward.ALL, UNTIL)


def test_nothing_was_left_out() -> None:
    assert FEED.left_out == []


@pytest.mark.parametrize("feed", [FEED, EMPTY], ids=["awkward", "empty"])
def test_the_grammar_finds_no_fault(feed: tuple[bytes, object]) -> None:
    assert grammar.faults(feed[0]) == []


@pytest.mark.parametrize("parser", parsers.ALL)
def test_every_instant_is_zoneinfos_and_every_text_as_written(parser: str) -> None:
    # zoneinfo knows the instants, the feed the texts: control characters and the like are not published
    texts = {one.uid: (one.summary, one.description, one.location) for one in read_feed(FEED.data)}
    due = parsers.as_seen_by(parser, {uid: event.saying(*texts[uid]) for uid, event in DUE.items()})
    read = parsers.as_seen_by(parser, parsers.read(parser, FEED.data, UNTIL))
    assert parsers.differing(due, read) == {}


@pytest.mark.parametrize("parser", parsers.ALL)
def test_an_empty_feed_is_a_calendar_without_events(parser: str) -> None:
    assert parsers.read(parser, EMPTY.data, UNTIL) == {}


@pytest.mark.parametrize("parser", parsers.BELIEVE_VTIMEZONE)
def test_a_wrong_zone_would_be_noticed(parser: str) -> None:
    late = FEED.data.replace(b"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU")
    read = parsers.read(parser, late, UNTIL)
    wrong = {uid.removesuffix("@vaultkit") for uid, event in read.items() if event.spans != DUE[uid].spans}
    assert {"weekly", "dublin", "until"} <= wrong
    assert not wrong & {"friday-before-summer", "monday-after-summer", "new-york", "sydney", "kolkata", "utc"}
    assert any("Europe/Oslo" in fault for fault in grammar.faults(late))


REFUSED = {
    "two starts": (b"\r\nDTEND", b"\r\nDTSTART:20260101T080000Z\r\nDTEND"),
    "no stamp": (b"DTSTAMP:20260301T123005Z\r\n", b""),
    "no summary": (b"SUMMARY:day\r\n", b""),
    "no version": (b"VERSION:2.0\r\n", b""),
    "a zone without a name": (b"TZID:Europe/Oslo\r\n", b""),
    "a time that is none": (b"DTEND:2026", b"DTEND:tomorrow2026"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_libical_refuses_what_is_wrong(fault: str) -> None:
    right, wrong = REFUSED[fault]
    assert right in FEED.data
    assert parsers.here(lambda: refusals(FEED.data.replace(right, wrong, 1))) != []
