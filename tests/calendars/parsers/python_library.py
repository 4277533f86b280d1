"""icalendar and vobject, from PyPI."""

import os
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import icalendar
from calendars.parsers.reading import Event, NotHere, Reading, ask, from_json, occurrences


def read_with_icalendar(data: bytes, until: datetime) -> Reading:
    """As icalendar (khal, Home Assistant and others) reads it; dateutil expands its rules."""
    events: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    if errors := [event.errors for event in events if event.errors]:
        raise ValueError(f"icalendar: {errors}")
    return {str(event["UID"]): _event(event, until) for event in events}


def _event(event: Any, until: datetime) -> Event:
    rule = event["RRULE"].to_ical().decode() if "RRULE" in event else ""
    lines = event.get("EXDATE", [])
    skipped = [one.dt for line in (lines if isinstance(lines, list) else [lines]) for one in line.dts]
    start = event["DTSTART"].dt
    return Event(
        occurrences(start, event["DTEND"].dt, rule, skipped, until),
        str(event["STATUS"]),
        not isinstance(start, datetime),
        *(str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")),
    )


def read_with_vobject(data: bytes, until: datetime) -> Reading:
    """As vobject (Radicale) reads it.

    In a process of its own: within one, the first VTIMEZONE of a name holds for every later calendar.
    """
    if not find_spec("vobject"):
        raise NotHere("vobject: `pip install vobject`, or python3 dev.py test, which does it")
    script = Path(__file__).with_name("vobject_script.py")
    command = [sys.executable, str(script), until.isoformat()]
    return from_json(ask("vobject", command, data, **os.environ))
