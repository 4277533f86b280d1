"""Objects of a calendar server or folder read: one event, written by whatever program (RFC 5545).

More patient than `ics_read`, which reads only what vaultkit writes: here a phone may have written it anew.
The second module that knows icalendar, imported when there is an object to read.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from vaultkit.model.publishing import Kept
from vaultkit.rules.content import told

MOST = 1 << 20
"""Bytes of an object."""
_FEW = 500
"""Events of one UID in an object."""


def read_object(data: bytes) -> Kept | None:
    """The event in an object; None when it holds none, several, or nothing that can be understood."""
    from icalendar import Calendar

    if len(data) > MOST:
        return None
    try:
        calendar = Calendar.from_ical(data)
        events = calendar.walk("VEVENT")
        return _kept(events) if 0 < len(events) <= _FEW else None
    except Exception:  # noqa: BLE001  what comes from elsewhere can raise whatever Python can
        return None


def _kept(events: Sequence[Any]) -> Kept | None:
    whole = [event for event in events if "RECURRENCE-ID" not in event]
    uids = {str(event.get("UID", "")) for event in events}
    if len(whole) != 1 or len(uids) != 1:
        return None
    event = whole[0]
    start = _moment(event["DTSTART"].dt)
    rule = event.get("RRULE")
    content = told(
        start=start,
        end=_end(event, start),
        rrule=rule.to_ical().decode() if rule is not None and not isinstance(rule, list) else "",
        skipped=tuple(_skipped(event)),
        moved=len(events) - 1,
        summary=str(event.get("SUMMARY", "")),
        description=str(event.get("DESCRIPTION", "")),
        location=str(event.get("LOCATION", "")),
        status=str(event.get("STATUS", "")),
    )
    modified = event.get("LAST-MODIFIED")
    stamp = modified.dt.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if modified is not None else ""
    key, total = (str(event.get(name, "")) for name in ("X-VAULTKIT-KEY", "X-VAULTKIT-SUM"))
    return Kept(uids.pop(), key, content, stamp, total)


def _end(event: Any, start: date) -> date:
    """DTEND, else DURATION, else what RFC 5545, 3.6.1 says: the day, or no time at all."""
    if "DTEND" in event:
        end = _moment(event["DTEND"].dt)
        assert isinstance(end, datetime) is isinstance(start, datetime)
        return end
    if "DURATION" in event:
        length: timedelta = event["DURATION"].dt
        return start + length
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _skipped(event: Any) -> Iterator[date]:
    held = event.get("EXDATE", [])
    for one in held if isinstance(held, list) else [held]:
        for day in one.dts:
            yield _moment(day.dt)


def _moment(time: date) -> date:
    """A day or a time with a zone; one without is taken for UTC."""
    if isinstance(time, datetime) and time.tzinfo is None:
        return time.replace(tzinfo=UTC)
    return time
