"""libical 3, the C library of Debian's package libical3."""

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from calendars.parsers.reading import Event, NotHere, Reading, Span, milliseconds

_DAY = 86_400_000


def read_with_libical(data: bytes, until: datetime) -> Reading:
    """As libical (GNOME, KDE) reads it, once its restriction check has found nothing wrong."""
    until = until.astimezone(UTC)
    beyond = until + timedelta(days=2)  # its bounds are on the clock of each event
    first, last = _Time(1970, 1, 1), _Time(beyond.year, beyond.month, beyond.day)
    if why := refusals(data):
        raise ValueError(f"libical: {why}")
    events: Reading = {}
    with _parsed(data) as (lib, calendar):
        for event in _events(lib, calendar):
            spans: list[Span] = []
            lib.icalcomponent_foreach_recurrence(event, first, last, _into(spans), None)
            all_day = bool(lib.icalcomponent_get_dtstart(event).is_date)
            if all_day:  # its span of a day runs to the last second of the day that DTEND names
                spans = [(start, end + 1000 - _DAY) for start, end in spans]
            texts = (
                getattr(lib, f"icalcomponent_get_{name}")(event) or b""
                for name in ("summary", "description", "location")
            )
            status = lib.icalproperty_status_to_string(lib.icalcomponent_get_status(event))
            events[lib.icalcomponent_get_uid(event).decode()] = Event(
                tuple(span for span in spans if span[0] < milliseconds(until)),
                status.decode(),
                all_day,
                *(text.decode() for text in texts),
            )
    return events


def refusals(data: bytes) -> list[str]:
    """What libical says of a calendar when it reads and when it checks it; empty when nothing.

    Its check knows few rules for a calendar without METHOD. With METHOD:PUBLISH it knows those of RFC 5546,
    3.2.1, one of which our feeds break by choice: an event has no ORGANIZER. So it is asked twice, the second
    time about the feed with both put in.
    """
    published = data.replace(b"\r\nCALSCALE:", b"\r\nMETHOD:PUBLISH\r\nCALSCALE:", 1)
    published = published.replace(
        b"\r\nBEGIN:VEVENT\r\n", b"\r\nBEGIN:VEVENT\r\nORGANIZER:mailto:a@b.example\r\n"
    )
    said: list[str] = []
    for calendar_data in (data, published):
        with _parsed(calendar_data) as (lib, calendar):
            passed = lib.icalrestriction_check(calendar)
            text = lib.icalcomponent_as_ical_string(calendar).decode(errors="replace").replace("\r\n ", "")
            errors = [line for line in text.split("\r\n") if line.startswith("X-LIC-ERROR")]
            if not passed or lib.icalcomponent_count_errors(calendar):
                said += errors or ["the restriction check fails"]
    return said


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


def _into(spans: list[Span]) -> Any:
    """A callback for libical that adds each span to the list."""

    def add(_event: Any, span: Any, _data: Any) -> None:
        spans.append((span.contents.start * 1000, span.contents.end * 1000))

    return _CALLBACK(add)


@contextmanager
def _parsed(data: bytes) -> Iterator[tuple[ctypes.CDLL, int]]:
    """The library and a calendar in it, which is gone at the end."""
    lib = _library()
    calendar = lib.icalparser_parse_string(data)
    if not calendar:
        raise ValueError("libical: not a calendar")
    try:
        yield lib, calendar
    finally:
        lib.icalcomponent_free(calendar)


def _events(lib: ctypes.CDLL, calendar: int) -> Iterator[int]:
    kind = lib.icalcomponent_string_to_kind(b"VEVENT")
    event = lib.icalcomponent_get_first_component(calendar, kind)
    while event:
        yield event
        event = lib.icalcomponent_get_next_component(calendar, kind)


@cache
def _library() -> ctypes.CDLL:
    """The C library with the types of what is called in it."""
    name = ctypes.util.find_library("ical")
    if not name:
        raise NotHere("libical: `apt-get install libical3`")
    lib = ctypes.CDLL(name)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    types: dict[str, tuple[Any, list[Any]]] = {
        "icalparser_parse_string": (pointer, [text]),
        "icalrestriction_check": (number, [pointer]),
        "icalcomponent_string_to_kind": (number, [text]),
        "icalcomponent_count_errors": (number, [pointer]),
        "icalcomponent_as_ical_string": (text, [pointer]),
        "icalcomponent_get_first_component": (pointer, [pointer, number]),
        "icalcomponent_get_next_component": (pointer, [pointer, number]),
        "icalcomponent_get_uid": (text, [pointer]),
        "icalcomponent_get_status": (number, [pointer]),
        "icalcomponent_get_summary": (text, [pointer]),
        "icalcomponent_get_description": (text, [pointer]),
        "icalcomponent_get_location": (text, [pointer]),
        "icalcomponent_get_dtstart": (_Time, [pointer]),
        "icalcomponent_foreach_recurrence": (None, [pointer, _Time, _Time, _CALLBACK, pointer]),
        "icalcomponent_free": (None, [pointer]),
        "icalproperty_status_to_string": (text, [number]),
    }
    for function, (result, arguments) in types.items():
        getattr(lib, function).restype = result
        getattr(lib, function).argtypes = arguments
    return lib
