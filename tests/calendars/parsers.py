"""A feed as other people's parsers read it: when each event starts and ends.

Each `instants_…` gives, for each UID, the starts and ends of its occurrences that start before `until`, in
order, in milliseconds since 1970 UTC; a day counts from midnight to midnight UTC. Each `texts_…` gives, for
each UID, summary, description and location. A parser that is not on this machine raises `NotHere` with the
way to get it.
"""

import ctypes
import ctypes.util
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
from dateutil.rrule import rrulestr

from vaultkit.model.entry import Entry

Instants = dict[str, list[tuple[int, int]]]
Texts = dict[str, tuple[str, str, str]]

_HERE = Path(__file__).parent


class NotHere(Exception):  # noqa: N818 - it is an absence
    """The parser is not installed; says how to install it."""


def instants_due(entries: Iterable[Entry], until: datetime) -> Instants:
    """What the entries mean, by zoneinfo and dateutil, without any calendar file."""
    return {
        entry.uid: _occurrences(entry.start, entry.end, entry.rrule, entry.skipped, until)
        for entry in entries
    }


def instants_icalendar(data: bytes, until: datetime) -> Instants:
    """As icalendar reads it. It takes the IANA name of a TZID, not the VTIMEZONE."""
    found: Instants = {}
    for event in _icalendar(data):
        rule = event["RRULE"].to_ical().decode() if "RRULE" in event else ""
        lines = event.get("EXDATE", [])
        skipped = [one.dt for line in (lines if isinstance(lines, list) else [lines]) for one in line.dts]
        spans = _occurrences(event["DTSTART"].dt, event["DTEND"].dt, rule, skipped, until)
        found.setdefault(str(event["UID"]), []).extend(spans)
    return found


def texts_icalendar(data: bytes) -> Texts:
    """As icalendar reads them."""
    names = ("SUMMARY", "DESCRIPTION", "LOCATION")
    return {
        str(event["UID"]): _three(str(event.get(name, "")) for name in names) for event in _icalendar(data)
    }


def instants_icaljs(data: bytes, until: datetime) -> Instants:
    """As ical.js (Thunderbird, Nextcloud) reads it. It believes the VTIMEZONE."""
    found = _icaljs(data, until)["instants"]
    return {uid: [(start, end) for start, end in spans] for uid, spans in found.items()}


def texts_icaljs(data: bytes) -> Texts:
    """As ical.js reads them."""
    found = _icaljs(data, datetime(1970, 1, 1, tzinfo=UTC))["texts"]
    return {uid: _three(texts) for uid, texts in found.items()}


def instants_libical(data: bytes, until: datetime) -> Instants:
    """As libical (GNOME, KDE) reads it. It believes the VTIMEZONE."""
    until = until.astimezone(UTC)
    first, last = _Time(1970, 1, 1), _Time(until.year, until.month, until.day, until.hour, until.minute)
    found: Instants = {}
    with _libical_events(data) as (lib, events):
        for event in events:
            spans: list[tuple[int, int]] = []
            lib.icalcomponent_foreach_recurrence(event, first, last, _into(spans), None)
            if lib.icalcomponent_get_dtstart(event).is_date:
                # its span of a day runs to the last second of the day that DTEND names
                spans = [(start, end + 1000 - 86_400_000) for start, end in spans]
            due = [span for span in spans if span[0] < _milliseconds(until)]
            found.setdefault(lib.icalcomponent_get_uid(event).decode(), []).extend(due)
    return found


def texts_libical(data: bytes) -> Texts:
    """As libical reads them."""
    with _libical_events(data) as (lib, events):
        get = [getattr(lib, f"icalcomponent_get_{name}") for name in ("summary", "description", "location")]
        return {
            lib.icalcomponent_get_uid(event).decode(): _three((one(event) or b"").decode() for one in get)
            for event in events
        }


ALL: dict[str, Callable[[bytes, datetime], Instants]] = {
    "icalendar": instants_icalendar,
    "ical.js": instants_icaljs,
    "libical": instants_libical,
}
TEXTS: dict[str, Callable[[bytes], Texts]] = {
    "icalendar": texts_icalendar,
    "ical.js": texts_icaljs,
    "libical": texts_libical,
}


def _three(texts: Iterable[str]) -> tuple[str, str, str]:
    summary, description, location = texts
    return summary, description, location


def _icalendar(data: bytes) -> list[Any]:
    events: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    if errors := [event.errors for event in events if event.errors]:
        raise ValueError(f"icalendar: {errors}")
    return events


def _icaljs(data: bytes, until: datetime) -> Any:
    """What `parse.mjs` prints."""
    node = shutil.which("node")
    if not node or not (_HERE / "node_modules" / "ical.js").is_dir():
        raise NotHere("ical.js: `npm install --no-package-lock` in tests/calendars")
    command = [node, str(_HERE / "parse.mjs"), str(_milliseconds(until))]
    ran = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    if ran.returncode:
        raise ValueError(f"ical.js: {ran.stderr.decode(errors='replace')}")
    return json.loads(ran.stdout)


def _occurrences(
    start: date, end: date, rule: str, skipped: Iterable[date], until: datetime
) -> list[tuple[int, int]]:
    """The spans of one event; each is as long as the first (RFC 5545, 3.8.5.3, what ends by DTEND)."""
    length = _milliseconds(end) - _milliseconds(start)
    zone = start.tzinfo if isinstance(start, datetime) else UTC
    starts = [start]
    if rule:
        wall = datetime.combine(start, datetime.min.time()) if not isinstance(start, datetime) else start
        if found := re.search("UNTIL=([0-9]{8}T[0-9]{6})Z", rule):
            last = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC).astimezone(zone)
            rule = rule.replace(found[0], f"UNTIL={last:%Y%m%dT%H%M%S}")
        starts = []
        for one in rrulestr(rule, dtstart=wall.replace(tzinfo=None)):
            moment = one.replace(tzinfo=zone)
            if moment >= until:
                break
            starts.append(moment)
    without = {_milliseconds(one) for one in skipped}
    spans = [(_milliseconds(one), _milliseconds(one) + length) for one in starts]
    return [span for span in spans if span[0] not in without and span[0] < _milliseconds(until)]


def _milliseconds(time: date) -> int:
    if not isinstance(time, datetime):
        time = datetime(time.year, time.month, time.day, tzinfo=UTC)
    return round(time.timestamp()) * 1000


class _Time(ctypes.Structure):
    """`struct icaltimetype`, libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, ctypes.c_int) for name in ("is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    ]


class _Span(ctypes.Structure):
    """`struct icaltime_span`, libical 3: seconds in UTC."""

    _fields_ = [("start", ctypes.c_int64), ("end", ctypes.c_int64), ("is_busy", ctypes.c_int)]


_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)


def _into(spans: list[tuple[int, int]]) -> Any:
    """A callback for libical that adds each span to the list."""

    def add(_event: Any, span: Any, _data: Any) -> None:
        spans.append((span.contents.start * 1000, span.contents.end * 1000))

    return _CALLBACK(add)


@contextmanager
def _libical_events(data: bytes) -> Iterator[tuple[ctypes.CDLL, list[int]]]:
    """The library and its events in a feed, which are gone at the end."""
    lib = _libical()
    tree = lib.icalparser_parse_string(data)
    if not tree:
        raise ValueError("libical: not a calendar")
    try:
        if lib.icalcomponent_count_errors(tree):
            raise ValueError(f"libical: {lib.icalcomponent_as_ical_string(tree).decode(errors='replace')}")
        kind = lib.icalcomponent_string_to_kind(b"VEVENT")
        events = [lib.icalcomponent_get_first_component(tree, kind)]
        while events[-1]:
            events.append(lib.icalcomponent_get_next_component(tree, kind))
        yield lib, events[:-1]
    finally:
        lib.icalcomponent_free(tree)


@cache
def _libical() -> ctypes.CDLL:
    """The C library with the types of what is called in it."""
    name = ctypes.util.find_library("ical")
    if not name:
        raise NotHere("libical: `apt-get install libical3`")
    lib = ctypes.CDLL(name)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    types: dict[str, tuple[Any, list[Any]]] = {
        "icalparser_parse_string": (pointer, [text]),
        "icalcomponent_string_to_kind": (number, [text]),
        "icalcomponent_count_errors": (number, [pointer]),
        "icalcomponent_as_ical_string": (text, [pointer]),
        "icalcomponent_get_first_component": (pointer, [pointer, number]),
        "icalcomponent_get_next_component": (pointer, [pointer, number]),
        "icalcomponent_get_uid": (text, [pointer]),
        "icalcomponent_get_summary": (text, [pointer]),
        "icalcomponent_get_description": (text, [pointer]),
        "icalcomponent_get_location": (text, [pointer]),
        "icalcomponent_get_dtstart": (_Time, [pointer]),
        "icalcomponent_foreach_recurrence": (None, [pointer, _Time, _Time, _CALLBACK, pointer]),
        "icalcomponent_free": (None, [pointer]),
    }
    for function, (result, arguments) in types.items():
        getattr(lib, function).restype = result
        getattr(lib, function).argtypes = arguments
    return lib
