"""A strict reading of a feed: what RFC 5545, RFC 7986 and vaultkit's own choices want, and nothing else.

Written apart from the writer, and with none of its code. `faults` knows no tolerance: what only most
calendars accept is a fault.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

Line = tuple[str, str, str]
"""Name, parameters (with their `;`), value."""

_TEXT = r"(?:[^\\,;]|\\[\\,;n])*"
_TEXTS = rf"{_TEXT}(?:,{_TEXT})*"
_UTC = r"\d{8}T\d{6}Z"
_TZID = r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*"
_TIME = rf"(?:;VALUE=DATE:\d{{8}}|;TZID={_TZID}:\d{{8}}T\d{{6}}|:{_UTC})"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:(?:%[0-9A-F]{2}|[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-])+"
_OFFSET = r":[+-]\d{4}"

ONCE, PERHAPS, MANY = "once", "perhaps", "many"

_ALLOWED: dict[str, dict[str, tuple[str, str]]] = {
    "VCALENDAR": {
        "VERSION": (ONCE, r":2\.0"),
        "PRODID": (ONCE, rf":{_TEXT}"),
        "CALSCALE": (ONCE, ":GREGORIAN"),
        "NAME": (ONCE, f":{_TEXT}"),
        "X-WR-CALNAME": (ONCE, f":{_TEXT}"),
        "X-WR-TIMEZONE": (ONCE, f":{_TZID}"),
        "REFRESH-INTERVAL": (ONCE, r";VALUE=DURATION:PT\d+[HM]"),
        "X-PUBLISHED-TTL": (ONCE, r":PT\d+[HM]"),
        "COLOR": (PERHAPS, ":[a-z]+"),
        "X-VAULTKIT-TERMS": (PERHAPS, f":{_TEXT}"),
    },
    "VTIMEZONE": {"TZID": (ONCE, f":{_TZID}")},
    "STANDARD": {
        "DTSTART": (ONCE, r":\d{8}T\d{6}"),
        "RRULE": (PERHAPS, r":FREQ=YEARLY;BYMONTH=\d\d?;BYDAY=-?[1-4](?:SU|MO|TU|WE|TH|FR|SA)"),
        "TZNAME": (ONCE, f":{_TEXT}"),
        "TZOFFSETFROM": (ONCE, _OFFSET),
        "TZOFFSETTO": (ONCE, _OFFSET),
    },
    "VEVENT": {
        "UID": (ONCE, r":[A-Za-z0-9._@-]{1,254}"),
        "DTSTAMP": (ONCE, f":{_UTC}"),
        "CREATED": (ONCE, f":{_UTC}"),
        "LAST-MODIFIED": (ONCE, f":{_UTC}"),
        "SEQUENCE": (ONCE, r":\d{1,10}"),
        "DTSTART": (ONCE, _TIME),
        "DTEND": (ONCE, _TIME),
        "RRULE": (PERHAPS, ":FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,-]+)*"),
        "EXDATE": (MANY, _TIME),
        "SUMMARY": (ONCE, f":{_TEXT}"),
        "DESCRIPTION": (PERHAPS, f":{_TEXT}"),
        "LOCATION": (PERHAPS, f":{_TEXT}"),
        "URL": (PERHAPS, f":{_URI}"),
        "STATUS": (ONCE, ":(?:CONFIRMED|TENTATIVE|CANCELLED)"),
        "TRANSP": (ONCE, ":(?:OPAQUE|TRANSPARENT)"),
        "CATEGORIES": (PERHAPS, f":{_TEXTS}"),
        "X-VAULTKIT-KEY": (ONCE, f":{_TEXT}"),
    },
}
_ALLOWED["VALARM"] = {
    "ACTION": (ONCE, ":DISPLAY"),
    "DESCRIPTION": (ONCE, f":{_TEXT}"),
    "TRIGGER": (ONCE, r":(?:-PT[1-9]\d*M|PT0M)"),
}
_ALLOWED["DAYLIGHT"] = _ALLOWED["STANDARD"]
_INSIDE = {
    "VTIMEZONE": "VCALENDAR",
    "VEVENT": "VCALENDAR",
    "VALARM": "VEVENT",
    "STANDARD": "VTIMEZONE",
    "DAYLIGHT": "VTIMEZONE",
}


class Component:
    """A component with its lines and the ones inside it."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number
        self.lines: list[Line] = []
        self.inner: list[Component] = []

    def value(self, name: str) -> str:
        """The value of the property's first line; empty when there is none."""
        return next((value for key, _, value in self.lines if key == name), "")


def faults(data: bytes) -> list[str]:
    """What is wrong with a feed, each with the line or the component; empty when it is right."""
    found = list(_octets(data))
    calendar, structure = tree(data)
    found += structure
    if calendar is not None and not found:
        found += [
            f"{one.name} at line {one.number}: {why}" for one in _walk(calendar) for why in _content(one)
        ]
    if calendar is not None and not found:
        found += _calendar(calendar)
    return found


def _octets(data: bytes) -> Iterator[str]:
    """Lines, their length, their characters."""
    if not data.endswith(b"\r\n"):
        yield "does not end with CRLF"
    for number, raw in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), 1):
        if b"\r" in raw or b"\n" in raw:
            yield f"line {number}: a line end that is not CRLF"
        if len(raw) > 75:
            yield f"line {number}: {len(raw)} octets"
        if not raw.strip():
            yield f"line {number}: empty"
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            yield f"line {number}: not UTF-8, or folded inside a character"
            continue
        if any(unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} for one in text.strip("\r\n")):
            yield f"line {number}: a control character"
        if text.startswith("\ufeff") and number == 1:
            yield "starts with a BOM"


def tree(data: bytes) -> tuple[Component | None, list[str]]:
    """The calendar, unfolded, and what is wrong with how components lie in each other."""
    text = data.decode(errors="replace").replace("\r\n ", "").removesuffix("\r\n")
    open_: list[Component] = []
    whole: Component | None = None
    for number, line in enumerate(text.split("\r\n"), 1):
        found = re.fullmatch(r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^;:,\"]*)*):(.*)", line, re.DOTALL)
        if not found:
            return None, [f"line {number} unfolded: not a content line: {line[:60]!r}"]
        name, parameters, value = found.groups()
        if name == "BEGIN":
            if value not in _ALLOWED or _INSIDE.get(value, "") != (open_[-1].name if open_ else "") or whole:
                return None, [f"line {number} unfolded: {value} does not belong here"]
            component = Component(value, number)
            if open_:
                open_[-1].inner.append(component)
            open_.append(component)
        elif name == "END":
            if not open_ or open_[-1].name != value:
                return None, [f"line {number} unfolded: END:{value} without its BEGIN"]
            done = open_.pop()
            whole = whole if open_ else done
        elif not open_:
            return None, [f"line {number} unfolded: outside the calendar"]
        elif open_[-1].inner:
            return None, [f"line {number} unfolded: a property after a component"]
        else:
            open_[-1].lines.append((name, parameters, value))
    return (whole, []) if whole and not open_ else (None, ["a component without its END"])


def _walk(component: Component) -> Iterator[Component]:
    yield component
    for inner in component.inner:
        yield from _walk(inner)


def _content(component: Component) -> Iterator[str]:
    """Which properties there are, how often, and the form of each value."""
    allowed = _ALLOWED[component.name]
    count = Counter(name for name, _, _ in component.lines)
    for name, (often, _) in allowed.items():
        if count[name] > 1 and often != MANY:
            yield f"{name} {count[name]} times"
        if not count[name] and often == ONCE:
            yield f"no {name}"
    for name, parameters, value in component.lines:
        if name not in allowed:
            yield f"{name} is not wanted"
        elif not re.fullmatch(allowed[name][1], f"{parameters}:{value}", re.DOTALL):
            yield f"{name}{parameters}:{value[:60]!r} is not well formed"
    order = [list(allowed).index(name) for name, _, _ in component.lines if name in allowed]
    if order != sorted(order):
        yield "properties out of order"


def _calendar(calendar: Component) -> Iterator[str]:
    """What only the whole can show."""
    zones = [one for one in calendar.inner if one.name == "VTIMEZONE"]
    events = [one for one in calendar.inner if one.name == "VEVENT"]
    if calendar.inner != zones + events:
        yield "a VTIMEZONE after an event"
    if not zones:
        yield "no VTIMEZONE"
    names = [zone.value("TZID") for zone in zones]
    if names != sorted(set(names)):
        yield "VTIMEZONEs twice or out of order"
    if calendar.value("NAME") != calendar.value("X-WR-CALNAME"):
        yield "NAME and X-WR-CALNAME differ"
    if calendar.value("REFRESH-INTERVAL") != calendar.value("X-PUBLISHED-TTL"):
        yield "REFRESH-INTERVAL and X-PUBLISHED-TTL differ"
    for uid, count in Counter(event.value("UID") for event in events).items():
        if count > 1:
            yield f"{count} events with the UID {uid}"
    for zone in zones:
        yield from zone_faults(zone)
    order: list[tuple[str, str]] = []
    for event in events:
        why = list(_event(event, names, order))
        yield from (f"{event.value('UID')}: {one}" for one in why)
    if order != sorted(order):
        yield "events are not in the order of start and UID"


def _event(event: Component, zones: list[str], order: list[tuple[str, str]]) -> Iterator[str]:
    """Times that belong together, and the rule. Adds the sort key to `order`."""
    if event.value("DTSTAMP") != event.value("LAST-MODIFIED"):
        yield "DTSTAMP is not LAST-MODIFIED"
    if not event.value("SUMMARY").strip():
        yield "an empty SUMMARY"
    forms = {parameters for name, parameters, _ in event.lines if name in {"DTSTART", "DTEND", "EXDATE"}}
    if len(forms) != 1:
        yield "DTSTART, DTEND and EXDATE are not of one type"
    form, rule = forms.pop(), event.value("RRULE")
    if form.startswith(";TZID=") and form.removeprefix(";TZID=") not in zones:
        yield "a TZID without VTIMEZONE"
    if form.startswith(";TZID=") and not rule:
        yield "happens once and is not in UTC"
    try:
        times = {name: _moment(form, event.value(name)) for name in ("DTSTART", "DTEND")}
        for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
            _moment("", event.value(name))
        skipped = [_moment(form, value) for name, _, value in event.lines if name == "EXDATE"]
    except ValueError as why:
        yield f"a time that does not exist: {why}"
        return
    if not times["DTSTART"] < times["DTEND"]:
        yield "DTEND is not after DTSTART"
    if skipped != sorted(set(skipped)) or (skipped and not rule):
        yield "EXDATE twice, out of order, or without RRULE"
    parts = [part.partition("=")[::2] for part in rule.split(";")] if rule else []
    if len(dict(parts)) != len(parts) or {"UNTIL", "COUNT"} <= dict(parts).keys():
        yield "a rule that says a thing twice"
    until = dict(parts).get("UNTIL")
    if until and not re.fullmatch(r"\d{8}" if form == ";VALUE=DATE" else _UTC, until):
        yield "UNTIL is not of the type that DTSTART wants"
    day = form == ";VALUE=DATE"
    order.append((f"{times['DTSTART']:{'%Y%m%d' if day else '%Y%m%dT%H%M%SZ'}}", event.value("UID")))


def _moment(form: str, value: str) -> datetime:
    """A value as a moment in UTC; a day is its midnight."""
    if form == ";VALUE=DATE":
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC)
    zone = published_zone(form.removeprefix(";TZID=")) if form else UTC
    return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def zone_faults(zone: Component, last: int = 2037) -> list[str]:
    """Where a VTIMEZONE and zoneinfo differ, from the year after its first (2000 or later) to `last`."""
    key = (zone.value("TZID"), tuple((part.name, tuple(part.lines)) for part in zone.inner), last)
    if key not in _JUDGED:
        _JUDGED[key] = list(_zone_faults(zone, last))
    return _JUDGED[key]


_JUDGED: dict[object, list[str]] = {}


def _zone_faults(zone: Component, last: int) -> Iterator[str]:
    name = zone.value("TZID")
    real = published_zone(name)
    parts = zone.inner
    kinds = sorted(part.name for part in parts)
    if kinds not in (["STANDARD"], ["DAYLIGHT", "STANDARD"]):
        yield f"{name}: observances are {kinds}"
        return
    if len(parts) == 2 and not all(part.value("RRULE") for part in parts):
        yield f"{name}: a change that happens only once"
        return
    onsets = sorted(onset for part in parts for onset in _onsets(part, last))
    walls = {f"{wall:%Y%m%dT%H%M%S}" for *_, wall in onsets}
    for part in parts:
        if part.value("DTSTART") not in walls:
            yield f"{name}: DTSTART {part.value('DTSTART')} is not an occurrence of its rule"
            return
    first = max(2000, *(int(part.value("DTSTART")[:4]) + 1 for part in parts))
    moments = [moment for moment, *_ in onsets]
    tried = [
        datetime(first, 1, 1, tzinfo=UTC) + timedelta(days=5 * n) for n in range((last + 1 - first) * 73)
    ]
    tried += [
        moment - timedelta(seconds=back) for moment in moments if moment.year >= first for back in (1, 0)
    ]
    for moment in sorted(tried):
        said = onsets[bisect_right(moments, moment) - 1][1]
        if moment.astimezone(real).utcoffset() != said:
            yield f"{name}: at {moment:%Y-%m-%dT%H:%M:%SZ} VTIMEZONE says {said}, zoneinfo does not"
            return


@cache
def published_zone(name: str) -> ZoneInfo:
    """A zone from the `tzdata` package: the machine's own data may be older."""
    data = resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    return ZoneInfo.from_file(BytesIO(data), key=name)


def _onsets(part: Component, last: int) -> Iterator[tuple[datetime, timedelta, datetime]]:
    """Each onset of an observance: the moment, the offset after it, the wall clock before it (marked UTC)."""
    first = datetime.strptime(part.value("DTSTART"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    before, after = _offset(part.value("TZOFFSETFROM")), _offset(part.value("TZOFFSETTO"))
    rule = dict(piece.partition("=")[::2] for piece in part.value("RRULE").split(";"))
    if not rule.get("BYDAY"):
        yield first - before, after, first
        return
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(rule["BYDAY"][-2:])
    for year in range(first.year, last + 1):
        month = int(rule["BYMONTH"])
        days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
        fitting = [day for day in days if day.month == month and day.weekday() == weekday]
        number = int(rule["BYDAY"][:-2])
        day = fitting[number - 1 if number > 0 else number]
        wall = datetime.combine(day, first.time(), UTC)
        yield wall - before, after, wall


def _offset(value: str) -> timedelta:
    size = timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))
    return -size if value[0] == "-" else size
