"""A published feed read back: the last published file is vaultkit's memory.

Made for the files that `ics` writes, and quick because of that. Line ends that git has changed and lines
folded elsewhere are understood; anything else that `ics` would not have written is skipped. Nothing raises.
"""

from collections import defaultdict
from datetime import date, datetime
from io import BytesIO
from re import compile as pattern
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry, Stamps
from vaultkit.store import icslines as ical
from vaultkit.store.ics import TERMS, check

_MOST = 32 * 1024 * 1024
"""Bytes; a larger file is not one of ours (calendars stop reading at 1 MB)."""

_FOLD = pattern(rb"\r?\n[ \t]")
_SEVERAL = {"EXDATE"}
_TERMS = pattern(rb"\r?\n" + TERMS.encode() + rb":([^\r\n]*)")
_TRIGGER = pattern(r"-PT([1-9]\d{0,4})M|PT0M")


def read_feed(data: bytes) -> list[Entry]:
    """The entries in a feed, in its order; equal to what was written.

    An event that is cut off, damaged, foreign (without X-VAULTKIT-KEY), or whose UID came before, is
    skipped. What is no calendar, or larger than 32 MiB, gives an empty list.
    """
    if len(data) > _MOST:
        return []
    text = BytesIO(_FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf")))
    if text.readline().rstrip() != b"BEGIN:VCALENDAR":
        return []
    entries: dict[str, Entry] = {}
    event: list[bytes] | None = None
    for raw in text:
        line = raw.rstrip(b"\r\n")
        if line == b"BEGIN:VEVENT":
            event = []
        elif line == b"END:VEVENT":
            entry = _understood(event or [])
            if entry and entry.uid not in entries:
                entries[entry.uid] = entry
            event = None
        elif event is not None:
            event.append(line)
    return list(entries.values())


def read_terms(data: bytes) -> str:
    """What the header says of how much the feed tells; empty where it says nothing."""
    found = _TERMS.search(data.partition(b"BEGIN:V")[2].partition(b"BEGIN:V")[0])
    return ical.unescape(found[1].decode("utf-8", "replace")) if found else ""


def _understood(lines: list[bytes]) -> Entry | None:
    """The entry in the lines of one event; None when it is not one that `ics` writes."""
    try:
        entry = _entry(lines)
        check(entry)
    except Exception:  # noqa: BLE001 - the file may come from anywhere, and one bad event is one event less
        return None
    return entry


def _entry(lines: list[bytes]) -> Entry:
    """The entry in the lines of one event, not yet checked.

    Raises:
        Exception: of many kinds, when it is not an entry.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    lines, alarm = _without_alarm(lines)
    for line in lines:
        left, _, value = line.decode().partition(":")
        name, _, parameter = left.partition(";")
        found[name].append((parameter, value))
    if "BEGIN" in found or any(len(all_) > 1 for name, all_ in found.items() if name not in _SEVERAL):
        raise ValueError("a component, or a property twice")

    def raw(name: str) -> str:
        return found[name][0][1] if name in found else ""

    def moment(name: str) -> datetime:
        time = ical.read_time(raw(name))
        if not isinstance(time, datetime) or time.tzinfo is None:
            raise TypeError(f"{name} wants a moment in UTC")
        return time

    return Entry(
        uid=raw("UID"),
        key=ical.unescape(found["X-VAULTKIT-KEY"][0][1]),
        summary=ical.unescape(raw("SUMMARY")),
        start=_time(*found["DTSTART"][0]),
        end=_time(*found["DTEND"][0]),
        description=ical.unescape(raw("DESCRIPTION")),
        location=ical.unescape(raw("LOCATION")),
        url=raw("URL"),
        rrule=raw("RRULE"),
        skipped=tuple(_time(*one) for one in found["EXDATE"]),
        status=raw("STATUS"),
        transparent=raw("TRANSP") == "TRANSPARENT",
        categories=ical.unescape_list(raw("CATEGORIES")),
        alarm=alarm,
        stamps=Stamps(moment("CREATED"), moment("LAST-MODIFIED"), int(raw("SEQUENCE"))),
    )


def _without_alarm(lines: list[bytes]) -> tuple[list[bytes], int | None]:
    """The event's own lines, and its alarm in minutes before the start.

    Raises:
        Exception: of many kinds, when it is not an alarm that `ics` writes.
    """
    if b"BEGIN:VALARM" not in lines:
        return lines, None
    first, last = lines.index(b"BEGIN:VALARM"), lines.index(b"END:VALARM")
    inside = dict(line.decode().split(":", 1) for line in lines[first + 1 : last])
    trigger = _TRIGGER.fullmatch(inside["TRIGGER"])
    if trigger is None:
        raise ValueError("an alarm that is not so many minutes before the start")
    return lines[:first] + lines[last + 1 :], int(trigger[1] or 0)


def _time(parameter: str, value: str) -> date:
    """A day, or a time in UTC or in its TZID.

    Raises:
        Exception: of many kinds, when the parameter, the zone or the value is not one that `ics` writes.
    """
    time = ical.read_time(value)
    kind, _, zone = parameter.partition("=")
    if not isinstance(time, datetime):
        if parameter != "VALUE=DATE":
            raise ValueError("a day that does not say so")
        return time
    if kind == "TZID" and time.tzinfo is None:
        return time.replace(tzinfo=ZoneInfo(zone))
    if parameter or time.tzinfo is None:
        raise ValueError("a time without a zone, or with two")
    return time
