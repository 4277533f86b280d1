"""The feed: entries to the bytes of one iCalendar file (RFC 5545, RFC 7986).

Property by property the choice is the one that the most calendars read alike: UTC for what happens once, a
zone with a yearly rule for what repeats, no METHOD, ATTENDEE, ORGANIZER, CLASS, no UID of the calendar's
own; an alarm is relative and only shows. The same entries give the same bytes on every machine. `ics_read`
reads them back.
"""

import re
from collections.abc import Container, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry, Stamps
from vaultkit.rules.content import told, total
from vaultkit.store import icslines as ical
from vaultkit.store.zones import has_lasting_rule, vtimezone_lines

PRODID = "-//vaultkit//networking feed//EN"
"""Without the version: else each release would change every feed."""

_BEGIN = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN")
_END = b"END:VEVENT\r\n"

TERMS = "X-VAULTKIT-TERMS"
"""The line of the header that says how much the feed tells."""

_UTC_NAMES = {"UTC", "Etc/UTC"}
_MOST_ALARM = 7 * 24 * 60
"""Minutes: a week."""
_UID = re.compile(r"[A-Za-z0-9._@-]{1,254}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9%._~:/?#\[\]@!$&'()*+,;=-]+")
_STATUSES = {"CONFIRMED", "TENTATIVE", "CANCELLED"}


class Feed(NamedTuple):
    """A written feed."""

    data: bytes
    left_out: list[tuple[Entry, str]]
    """Each entry that is not in `data`, in the order given, with the reason in words."""


def write_feed(
    entries: Sequence[Entry],
    *,
    name: str,
    zone: str,
    color: str = "",
    terms: str = "",
    known: "KnownEvents | None" = None,
) -> Feed:
    """A whole calendar: header, zones by TZID, events in `feed_order`.

    An entry that cannot be written is left out and named, whatever is wrong with it; of two with one UID
    the first stays. `zone` is what calendars show the feed in; its VTIMEZONE (Etc/UTC's when it has no
    lasting rule) is always there, because a calendar without any component is not valid. `color` is a CSS3
    name; `terms` is for whoever reads the feed back; `known` saves work.
    """
    known = KnownEvents() if known is None else known
    events: dict[str, tuple[str, bytes]] = {}
    left_out: list[tuple[Entry, str]] = []
    zones = {zone if vtimezone_lines(zone) else "Etc/UTC"}
    for entry in entries:
        try:
            event = known.event_bytes(entry)
            if entry.uid in events:
                raise ValueError(f"another entry has the UID {entry.uid}")  # noqa: TRY301 - told as the others
        except Exception as why:  # noqa: BLE001 - one bad entry, of whatever kind, must not cost the feed
            left_out.append((entry, str(why) or type(why).__name__))
        else:
            events[entry.uid] = (feed_order(entry)[0], event)
            zones |= {zone_of(entry)} - {""}
    lines = _header(name, zone, color, terms)
    for tzid in sorted(zones):
        lines += vtimezone_lines(tzid) or ()
    ordered = sorted((start, uid, event) for uid, (start, event) in events.items())
    known.keep_only(events)
    data = [*map(ical.fold, lines), *(event for _, _, event in ordered), b"END:VCALENDAR\r\n"]
    return Feed(b"".join(data), left_out)


class KnownEvents:
    """The events of a feed as they were written last: one that has not changed is not written anew."""

    def __init__(self) -> None:
        self._by_uid: dict[str, tuple[Entry, bytes]] = {}

    def event_bytes(self, entry: Entry) -> bytes:
        """As the function of this name."""
        held = self._by_uid.get(entry.uid)
        if held is None or not held[0].is_just_as(entry):
            held = self._by_uid[entry.uid] = entry, event_bytes(entry)
        return held[1]

    def keep_only(self, uids: Container[str]) -> None:
        """Forget all others."""
        self._by_uid = {uid: held for uid, held in self._by_uid.items() if uid in uids}


def object_bytes(entry: Entry) -> bytes:
    """One entry as a calendar of its own, for a server or a folder of calendars (RFC 4791, 4.1).

    Only the zone that it uses, and no METHOD. A line `X-VAULTKIT-SUM` vouches for its content
    (`rules/content.py`).

    Raises:
        ValueError: as `event_bytes`.
    """
    event = event_bytes(entry).removesuffix(_END)
    content = told(
        start=entry.start,
        end=entry.end,
        rrule=entry.rrule,
        skipped=entry.skipped,
        summary=ical.clean(entry.summary),
        description=ical.clean(entry.description),
        location=ical.clean(entry.location),
        status=entry.status,
    )
    zone = zone_of(entry)
    head = [*_BEGIN, *((zone and vtimezone_lines(zone)) or ())]
    vouched = ical.fold(f"X-VAULTKIT-SUM:{total(content)}")
    return b"".join([*map(ical.fold, head), event, vouched, _END, b"END:VCALENDAR\r\n"])


def feed_order(entry: Entry) -> tuple[str, str]:
    """What the events of a feed are sorted by: the start (in UTC; a day before its hours), then the UID."""
    start = entry.start
    return ical.utc_text(start) if isinstance(start, datetime) else ical.day_text(start), entry.uid


def event_bytes(entry: Entry) -> bytes:
    """One VEVENT, folded, with its line ends.

    Raises:
        ValueError: the entry is not one that every calendar understands; says why.
    """
    check(entry)
    return b"".join(map(ical.fold, _event(entry)))


def zone_of(entry: Entry) -> str:
    """The TZID that the entry is written with: only one that repeats has one; empty: UTC, or all day.

    Raises:
        ValueError: it repeats in a zone that has no name.
    """
    zone = entry.start.tzinfo if isinstance(entry.start, datetime) and entry.rrule else None
    if zone is None or zone is UTC:
        return ""
    if not isinstance(zone, ZoneInfo) or not zone.key:
        raise ValueError(f"what repeats wants a named time zone, not {zone}")
    return "" if zone.key in _UTC_NAMES else zone.key


def check(entry: Entry) -> None:
    """Refuse an entry that could not be written so that every calendar reads it alike.

    Raises:
        ValueError: says what is wrong.
    """
    if not _UID.fullmatch(entry.uid):
        raise ValueError(f"{entry.uid[:60]!r} is not a UID")
    if not ical.clean(entry.summary).strip():
        raise ValueError("no summary")
    if entry.url and not _URI.fullmatch(entry.url):
        raise ValueError(f"{entry.url[:60]!r} is not a percent-encoded URI")
    if entry.status not in _STATUSES:
        raise ValueError(f"{entry.status[:60]!r} is not a status")
    if entry.alarm is not None and not 0 <= entry.alarm <= _MOST_ALARM:
        raise ValueError(f"an alarm {entry.alarm} minutes before")
    if entry.stamps is None or not 0 <= entry.stamps.sequence < 2**31:
        raise ValueError("no stamps, or a sequence that does not fit 31 bits")
    _check_times(entry)


def _check_times(entry: Entry) -> None:
    """The part of `check` that is about time."""
    times = (entry.start, entry.end, *entry.skipped)
    all_day = not isinstance(entry.start, datetime)
    if any(isinstance(time, datetime) is all_day for time in times):
        raise ValueError("start, end and skipped are not all days or all times")
    moments = [time for time in times if isinstance(time, datetime)]
    if any(time.utcoffset() is None or time.microsecond for time in moments):
        raise ValueError("a time without a zone, or with parts of a second")
    start, end = (time.astimezone(UTC) if isinstance(time, datetime) else time for time in times[:2])
    if not start < end:
        raise ValueError("the end is not after the start")
    if entry.skipped and not entry.rrule:
        raise ValueError("skips days and does not repeat")
    if entry.rrule:
        ical.check_rule(entry.rrule, all_day=all_day)
    zone = zone_of(entry)
    if zone and not has_lasting_rule(zone, entry.start):
        raise ValueError(
            f"{zone} has no lasting rule since before {entry.start.year}: write each time in UTC"
        )
    if zone and any(_doubtful(time) for time in moments[:2]):
        raise ValueError(f"repeats from a time that the clock in {zone} skips or shows twice that night")


def _doubtful(wall: datetime) -> bool:
    """Whether the clock skips this time or shows it twice: calendars then read a TZID in different ways."""
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def _header(name: str, zone: str, color: str, terms: str) -> list[str]:
    title, zone = ical.escape(name), ical.escape(zone)
    lines = [
        *_BEGIN,
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"X-WR-TIMEZONE:{zone}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    if color:
        lines.append(f"COLOR:{ical.escape(color)}")
    if terms:
        lines.append(f"{TERMS}:{ical.escape(terms)}")
    return lines


def _event(entry: Entry) -> Iterator[str]:
    """The content lines of a checked entry, always in this order."""
    stamps: Stamps | None = entry.stamps
    if stamps is None:
        raise ValueError("no stamps")
    modified = ical.utc_text(stamps.modified)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{modified}"  # without METHOD it is the last change (RFC 5545, 3.8.7.2)
    yield f"CREATED:{ical.utc_text(stamps.created)}"
    yield f"LAST-MODIFIED:{modified}"
    yield f"SEQUENCE:{stamps.sequence}"
    zone = zone_of(entry)
    yield _time("DTSTART", entry.start, entry, zone)
    yield _time("DTEND", entry.end, entry, zone)
    if entry.rrule:
        yield f"RRULE:{entry.rrule}"
    for skipped in entry.skipped:
        yield _time("EXDATE", skipped, entry, zone)
    for name in ("summary", "description", "location"):
        if value := ical.escape(getattr(entry, name)):
            yield f"{name.upper()}:{value}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'TRANSPARENT' if entry.transparent else 'OPAQUE'}"
    if categories := [category for category in map(ical.escape, entry.categories) if category]:
        yield f"CATEGORIES:{','.join(categories)}"
    yield f"X-VAULTKIT-KEY:{ical.escape(entry.key)}"
    if entry.alarm is not None:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{ical.escape(entry.summary)}"
        yield f"TRIGGER:-PT{entry.alarm}M" if entry.alarm else "TRIGGER:PT0M"
        yield "END:VALARM"
    yield "END:VEVENT"


def _time(name: str, time: date, entry: Entry, zone: str) -> str:
    """A line with a day, a time in the entry's zone, or a time in UTC."""
    if not isinstance(time, datetime):
        return f"{name};VALUE=DATE:{ical.day_text(time)}"
    if zone and isinstance(entry.start, datetime):
        return f"{name};TZID={zone}:{ical.wall_text(time.astimezone(entry.start.tzinfo))}"
    return f"{name}:{ical.utc_text(time)}"
