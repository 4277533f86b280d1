"""What every parser is asked for, in one shape, and the same for entries that no parser has seen."""

import json
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from dateutil.rrule import rrulestr

from vaultkit.model.entry import Entry

Span = tuple[int, int]
"""Start and end (exclusive) in milliseconds since 1970 UTC; a day runs from midnight to midnight UTC."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event as somebody reads it."""

    spans: tuple[Span, ...]
    """Its occurrences that start before the moment asked for, in order."""
    status: str
    """`CONFIRMED`, `TENTATIVE` or `CANCELLED`."""
    all_day: bool
    summary: str
    description: str
    location: str

    def saying(self, summary: str, description: str, location: str) -> "Event":
        """The same event with other texts."""
        return replace(self, summary=summary, description=description, location=location)


Reading = dict[str, Event]
"""The events of a feed by their UID."""
Parser = Callable[[bytes, datetime], Reading]
"""Reads a feed; the occurrences of its events start before a moment. Raises NotHere, or ValueError where the
parser refuses the feed."""


class NotHere(Exception):  # noqa: N818 - it is an absence
    """The parser is not installed; says how to install it."""


def meant(entries: Iterable[Entry], until: datetime) -> Reading:
    """What entries mean, by zoneinfo and dateutil, without any calendar file."""
    return {
        entry.uid: Event(
            occurrences(entry.start, entry.end, entry.rrule, entry.skipped, until),
            entry.status,
            not isinstance(entry.start, datetime),
            entry.summary,
            entry.description,
            entry.location,
        )
        for entry in entries
    }


def occurrences(
    start: date, end: date, rule: str, skipped: Iterable[date], until: datetime
) -> tuple[Span, ...]:
    """The spans of one event; each is as long as the first (RFC 5545, 3.8.5.3, what ends by DTEND)."""
    length = milliseconds(end) - milliseconds(start)
    zone = start.tzinfo if isinstance(start, datetime) else UTC
    starts = [start]
    if rule:
        wall = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
        if found := re.search("UNTIL=([0-9]{8}T[0-9]{6})Z", rule):
            last = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC).astimezone(zone)
            rule = rule.replace(found[0], f"UNTIL={last:%Y%m%dT%H%M%S}")
        starts = []
        for one in rrulestr(rule, dtstart=wall.replace(tzinfo=None)):
            moment = one.replace(tzinfo=zone)
            if moment >= until:
                break
            starts.append(moment)
    without = {milliseconds(one) for one in skipped}
    spans = ((milliseconds(one), milliseconds(one) + length) for one in starts)
    return tuple(span for span in spans if span[0] not in without and span[0] < milliseconds(until))


def milliseconds(time: date) -> int:
    """A moment, or the midnight of a day, since 1970 UTC."""
    if not isinstance(time, datetime):
        time = datetime(time.year, time.month, time.day, tzinfo=UTC)
    return round(time.timestamp()) * 1000


def ask(name: str, command: Sequence[str], data: bytes, **environment: str) -> str:
    """What a parser in a process of its own prints, with the feed on its standard input.

    Raises:
        ValueError: it failed; says what it said.
    """
    ran = subprocess.run(command, input=data, env=environment, capture_output=True, timeout=300, check=False)
    if ran.returncode:
        raise ValueError(
            f"{name}: {ran.stderr.decode(errors='replace')}{ran.stdout.decode(errors='replace')}"
        )
    return ran.stdout.decode()


def from_json(text: str) -> Reading:
    """A reading that a script has printed: an object of events by UID, with the fields of `Event`."""
    found: Mapping[str, Any] = json.loads(text)
    return {
        uid: Event(**{**event, "spans": tuple((start, end) for start, end in event["spans"])})
        for uid, event in found.items()
    }
