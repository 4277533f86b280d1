"""A feed as other people's parsers read it."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import pytest
from calendars.parsers.khal_command import read_with_khal, within
from calendars.parsers.libical import read_with_libical
from calendars.parsers.npm_packages import read_with_icaljs, read_with_nodeical
from calendars.parsers.python_library import read_with_icalendar, read_with_vobject
from calendars.parsers.reading import Event, NotHere, Parser, Reading

T = TypeVar("T")

ALL: dict[str, Parser] = {
    "icalendar": read_with_icalendar,
    "ical.js": read_with_icaljs,
    "libical": read_with_libical,
    "vobject": read_with_vobject,
    "khal": read_with_khal,
    "node-ical": read_with_nodeical,
}
TRIM = {"libical", "khal"}
"""These take away spaces around a text."""
TAKE_N_FOR_A_LINE_BREAK = {"khal", "node-ical"}
r"""These make a line break of `\\n`, an escaped backslash and an n (RFC 5545, 3.3.11); `C:\notes` breaks.

node-ical 0.27 does so when it reads; khal 0.14 because icalendar 7.3 writes it wrong into what khal imports.
Written in any other way it would be wrong in the calendars that read it right.
"""
BELIEVE_VTIMEZONE = ("ical.js", "libical", "vobject")
"""These take what a VTIMEZONE says; the others look up the name of its zone."""


def read(parser: str, data: bytes, until: datetime) -> Reading:
    """As `Parser`, where the parser must be `here`."""
    return here(lambda: ALL[parser](data, until))


def here(ask: Callable[[], T]) -> T:
    """What a parser answers. Without it the test skips, or fails where VAULTKIT_EVERY_PARSER is set."""
    try:
        return ask()
    except NotHere as absence:
        if os.environ.get("VAULTKIT_EVERY_PARSER"):
            pytest.fail(str(absence))
        pytest.skip(str(absence))


def differing(due: Reading, read: Reading) -> dict[str, tuple[Event | None, Event | None]]:
    """Each event, by UID, that is not as it should be: both readings of it."""
    both = {uid: (due.get(uid), read.get(uid)) for uid in due.keys() | read.keys()}
    return {uid: pair for uid, pair in both.items() if pair[0] != pair[1]}


def as_seen_by(parser: str, reading: Reading) -> Reading:
    """A reading, of what was written too, without that in which the parser is known to differ."""
    seen = {uid: event.saying(*_texts_seen_by(parser, event)) for uid, event in reading.items()}
    if parser != "khal":
        return seen
    # khal lists what happens in the days asked for, and nothing else
    held = {uid: replace(event, spans=within(event.spans)) for uid, event in seen.items()}
    return {uid: event for uid, event in held.items() if event.spans}


def _texts_seen_by(parser: str, event: Event) -> tuple[str, str, str]:
    def seen(text: str) -> str:
        text = text.strip() if parser in TRIM else text
        if parser in TAKE_N_FOR_A_LINE_BREAK:
            text = re.sub(r"\\*[\nnN]", "n", text).rstrip("n\\")
        return text

    return seen(event.summary), seen(event.description), seen(event.location)
