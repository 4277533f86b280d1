"""A time zone's lasting rule, and the VTIMEZONE that says it.

The rule is the last line of the zone's TZif data (RFC 9636, 3.3): a POSIX TZ string such as
`CET-1CEST,M3.5.0,M10.5.0/3`. The data is the `tzdata` package's, never the machine's own, so that two
machines write the same bytes. Outlook ignores RDATE in a VTIMEZONE and ical.js reads only the first, so a
zone is written as one open-ended yearly RRULE per observance, or not at all.
"""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

_EARLIEST, _LATEST = 1971, 2099
"""The years a rule is tried on; the late ones stand for "for ever", and Windows knows no time before 1970."""

_KNOWN_BY = 2037
"""A rule that only starts after this year (where the listed changes of TZif end) helps nobody."""

_OFFSET = r"[-+]?\d{1,3}(?::\d\d)?(?::\d\d)?"
_NAME = r"<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,}"
_DAY = rf"M(\d\d?)\.([1-5])\.([0-6])(?:/({_OFFSET}))?"
_POSIX = re.compile(rf"({_NAME})({_OFFSET})(?:({_NAME})({_OFFSET})?,{_DAY},{_DAY})?", re.ASCII)
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,3}")


@dataclass(frozen=True, slots=True)
class Onset:
    """The day of each year on which the clock changes."""

    month: int
    week: int
    """1 to 4, or 5 for the last one of the month."""
    weekday: int
    """0 is Sunday, as POSIX counts."""
    second: int
    """After midnight on the clock before the change; 0 to 86399."""

    def wall(self, year: int) -> datetime:
        """The wall clock before the change, without a zone."""
        first = datetime(year, self.month, 1)  # noqa: DTZ001 - a wall clock has no zone
        days = (self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1)
        day = first + timedelta(days=days)
        if day.month != self.month:  # the fifth one, in a month that has four
            day -= timedelta(days=7)
        return day + timedelta(seconds=self.second)


@dataclass(frozen=True, slots=True)
class Observance:
    """One of the two clocks of a zone, or its only one. Offsets in seconds east of UTC, whole minutes."""

    name: str
    """The abbreviation, such as `CEST`."""
    before: int
    after: int
    onset: Onset | None
    """None: this clock always holds."""

    def begins(self, year: int) -> datetime:
        """The moment in UTC at which this clock starts in a year."""
        wall = self.onset.wall(year) if self.onset else datetime(year, 1, 1)  # noqa: DTZ001 - as above
        return wall.replace(tzinfo=UTC) - timedelta(seconds=self.before)


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """What holds in a zone every year."""

    zone: str
    since: int
    """The first year in which it held from January to December."""
    observances: tuple[Observance, ...]
    """One, or first the standard time and then the summer time."""


def use_shipped_zones() -> None:
    """Let `zoneinfo` read the tzdata package and nothing else, in this process.

    The zones of two machines differ in age (Vancouver's offset of 2028, for one), and both have to write
    the same feed.
    """
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(())
        ZoneInfo.clear_cache()


@lru_cache(maxsize=256)
def rule_for(zone: str) -> ZoneRule | None:
    """The rule that a zone keeps for ever as far as is known; None: there is none, use UTC.

    None for unknown zones too, and where one RRULE of month and weekday cannot say it: changes at 24:00 or
    later, or before midnight (Santiago, Jerusalem, Nuuk), and offsets with seconds.
    """
    data = _tzif(zone)
    observances = _observances(data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace"))
    if not observances:
        return None
    clock, since = ZoneInfo.from_file(BytesIO(data), key=zone), _LATEST + 1
    while since > _EARLIEST and _agrees(observances, since - 1, clock):
        since -= 1
    return ZoneRule(zone, since, observances) if since <= _KNOWN_BY else None


def has_lasting_rule(zone: str, start: date) -> bool:
    """Whether a repeated entry that starts on that day may be written with the zone's VTIMEZONE.

    False: write each occurrence as an entry of its own in UTC. It must start in a later year than the rule,
    because clients disagree on what holds before the first onset.
    """
    rule = rule_for(zone)
    return rule is not None and start.year > rule.since


def vtimezone_lines(zone: str) -> list[str] | None:
    """The VTIMEZONE as content lines, not yet folded (none is long); None without a lasting rule.

    DTSTART is the wall clock before the change (RFC 5545, 3.6.5), in the first year of the rule.
    """
    rule = rule_for(zone)
    if rule is None:
        return None
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for kind, clock in zip(("STANDARD", "DAYLIGHT"), rule.observances, strict=False):
        begins = clock.begins(rule.since) + timedelta(seconds=clock.before)
        lines += [f"BEGIN:{kind}", f"DTSTART:{begins:%Y%m%dT%H%M%S}"]
        if clock.onset:
            week = -1 if clock.onset.week == 5 else clock.onset.week
            day = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")[clock.onset.weekday]
            lines.append(f"RRULE:FREQ=YEARLY;BYMONTH={clock.onset.month};BYDAY={week}{day}")
        lines += [f"TZNAME:{clock.name}", f"TZOFFSETFROM:{_signed(clock.before)}"]
        lines += [f"TZOFFSETTO:{_signed(clock.after)}", f"END:{kind}"]
    return [*lines, "END:VTIMEZONE"]


def _tzif(zone: str) -> bytes:
    """The zone's data in the `tzdata` package; empty when it has no such zone."""
    if len(zone) > 64 or not _ZONE.fullmatch(zone):
        return b""
    file = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    data = file.read_bytes() if file.is_file() else b""
    return data if data.startswith(b"TZif") else b""


def _observances(posix: str) -> tuple[Observance, ...]:
    """What a POSIX TZ string says; empty when a VTIMEZONE cannot say the same."""
    found = _POSIX.fullmatch(posix)
    if not found:
        return ()
    name, offset, summer, summer_offset, *days = found.groups()
    usual = -_seconds(offset)
    if not summer:
        always = Observance(name.strip("<>"), usual, usual, None)
        return (always,) if usual % 60 == 0 else ()
    other = -_seconds(summer_offset) if summer_offset else usual + 3600
    there, back = (
        Onset(int(month), int(week), int(weekday), _seconds(time or "2"))
        for month, week, weekday, time in (days[:4], days[4:])
    )
    if any(t.second % 60 or not 0 <= t.second < 86400 or not 1 <= t.month <= 12 for t in (there, back)):
        return ()
    if usual % 60 or other % 60 or usual == other:
        return ()
    clocks = (
        Observance(name.strip("<>"), other, usual, back),
        Observance(summer.strip("<>"), usual, other, there),
    )
    # Dublin's summer time is its standard time by law; a calendar wants the lesser offset as STANDARD
    return clocks if usual < other else clocks[::-1]


def _agrees(observances: tuple[Observance, ...], year: int, clock: ZoneInfo) -> bool:
    """Whether a zone does in a year what the rule says: around each change, and every 20 days."""
    changes = sorted((one.begins(year).timestamp(), one.before, one.after) for one in observances)
    day = datetime(year, 1, 1, tzinfo=UTC).timestamp()
    tried = [day + n * 86400 for n in range(0, 366, 20)]
    tried += [moment for begins, _, _ in changes for moment in (begins - 1, begins)]
    for moment in tried:
        due = changes[0][1]
        for begins, _, after in changes:
            due = after if moment >= begins else due
        if datetime.fromtimestamp(moment, clock).utcoffset() != timedelta(seconds=due):
            return False
    return True


def _seconds(text: str) -> int:
    """`-3:30` as seconds."""
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    size = hours * 3600 + minutes * 60 + seconds
    return -size if text.startswith("-") else size


def _signed(seconds: int) -> str:
    """An offset as RFC 5545 writes it: `+0530`."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}"
