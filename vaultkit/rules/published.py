"""What was published last is the memory: it names the entries, and tells which of them changed.

An entry keeps its UID when its meeting moves or its note is renamed. SEQUENCE, LAST-MODIFIED and DTSTAMP
move only when that entry did. The moment of a change is the day of the sync (RFC 5545 wants a time, and a
clock would make two machines write different bytes).
"""

import re
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry, Stamps
from vaultkit.model.meeting import Meeting
from vaultkit.model.settings import Settings
from vaultkit.rules.feed import Say, Wanted, cancelled
from vaultkit.rules.recurrence import occurrences

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_NAMESPACE = uuid.UUID("6d1c2f0e-5a53-5f0e-9c55-7a0f3b9f8a11")
"""Fixed for ever: every UID is derived from it."""
_UNTIL = re.compile(r";UNTIL=([0-9TZ]+)")


def settle(
    wanted: Wanted, published: Iterable[Entry], settings: Settings, today: date, say: Say
) -> list[Entry]:
    """The entries of the new feed, by start and UID. `published` is what the last feed held."""
    before = [entry for entry in published if _family(entry.key) not in wanted.hidden]
    zone = ZoneInfo(settings.timezone)
    matches = _match(wanted.entries, before, today, zone)
    result: list[Entry] = []
    taken = {entry.uid for entry in before}
    for number, entry in enumerate(wanted.entries):
        old = matches.get(number)
        if old is None:
            if entry.status != "CANCELLED":
                named = replace(entry, uid=_new_uid(entry, taken), stamps=_first_stamps(today))
                taken.add(named.uid)
                result.append(named)
            continue
        result.append(_stamped(replace(entry, uid=old.uid), old, today))
    matched = {old.uid for old in matches.values()}
    for old in before:
        if old.uid in matched:
            continue
        if not _goes_on(old, today, zone) or old.status == "CANCELLED":
            result.append(old)
        else:
            gone = replace(old, status="CANCELLED", transparent=True, summary=cancelled(old.summary, say))
            result.append(_stamped(gone, old, today))
    kept = [entry for entry in result if _is_kept(entry, settings, today)]
    return sorted(kept, key=lambda entry: (start_order(entry), entry.uid))


def start_order(entry: Entry) -> datetime:
    """The start as an instant; an all-day entry begins at midnight UTC."""
    start = entry.start
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime.combine(start, time(), UTC)


def _match(wanted: tuple[Entry, ...], before: list[Entry], today: date, zone: ZoneInfo) -> dict[int, Entry]:
    """For each wanted entry (by number) the published one that it is, where there is one."""
    matches: dict[int, Entry] = {}
    free = {entry.uid: entry for entry in before}
    for number, entry in enumerate(wanted):
        same = [old for old in free.values() if old.key == entry.key and _is_same(entry, old, today, zone)]
        if same:
            # Of several, the one at the same time; else the newest.
            best = max(same, key=lambda old: (old.start == entry.start, start_order(old), old.uid))
            matches[number] = free.pop(best.uid)
    keys = {entry.key for entry in wanted}
    for number, entry in enumerate(wanted):
        if number in matches:
            continue
        # A renamed note: what it was published as is wanted by nobody else and stands at the same time.
        renamed = [
            old
            for old in free.values()
            if old.key not in keys
            and old.key[:2] == entry.key[:2]
            and (old.start, old.end) == (entry.start, entry.end)
        ]
        alike = [old for old in renamed if old.summary == entry.summary] or renamed
        if len(alike) == 1:
            matches[number] = free.pop(alike[0].uid)
    return matches


def _is_same(entry: Entry, old: Entry, today: date, zone: ZoneInfo) -> bool:
    """A meeting's note is one entry for life. A person's next meeting is the same until it has been held."""
    return not entry.key.startswith("p-") or old.start == entry.start or _goes_on(old, today, zone)


def _stamped(entry: Entry, old: Entry, today: date) -> Entry:
    """The stamps of the old entry, moved as far as the content did."""
    stamps = old.stamps or _first_stamps(today)
    if replace(entry, stamps=None, key="") == replace(old, stamps=None, key=""):
        return replace(entry, stamps=stamps)
    modified = max(_moment(today), stamps.modified + timedelta(seconds=1))
    moved = _schedule(entry) != _schedule(old)
    sequence = max(int((modified - EPOCH).total_seconds()), stamps.sequence + 1) if moved else stamps.sequence
    return replace(entry, stamps=Stamps(stamps.created, modified, sequence))


def _schedule(entry: Entry) -> tuple[object, ...]:
    return (entry.start, entry.end, entry.rrule, entry.skipped, entry.location, entry.status)


def _first_stamps(today: date) -> Stamps:
    moment = _moment(today)
    return Stamps(moment, moment, int((moment - EPOCH).total_seconds()))


def _moment(today: date) -> datetime:
    return datetime.combine(today, time(), UTC)


def _new_uid(entry: Entry, taken: set[str]) -> str:
    """From note and kind; a person's meetings are told apart by their first day."""
    seed = entry.key if not entry.key.startswith("p-") else f"{entry.key} {start_order(entry):%Y-%m-%d}"
    number = 0
    while True:
        uid = f"{uuid.uuid5(_NAMESPACE, f'{seed} {number}' if number else seed)}@vaultkit"
        if uid not in taken:
            return uid
        number += 1


def _goes_on(entry: Entry, day: date, zone: ZoneInfo) -> bool:
    """Whether it is held on a day (on the owner's clock, in `zone`) or later."""
    if "UNTIL=" not in entry.rrule and "COUNT=" not in entry.rrule:
        return bool(entry.rrule) or _last_day(entry, zone) >= day
    until = _UNTIL.search(entry.rrule)
    row = Meeting(
        path="",
        own_note=True,
        title="",
        start=_wall(entry.start),
        end=_wall(entry.end) if isinstance(entry.end, datetime) else entry.end - timedelta(days=1),
        zone="",
        rrule=_UNTIL.sub("", entry.rrule),
        until=_last_start(until[1], entry.start) if until else None,
        skipped=tuple(map(_day, entry.skipped)),
    )
    return bool(occurrences(row, day - (row.last_day - row.day), date.max))


def _wall(moment: date) -> date:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _last_start(until: str, start: date) -> date:
    """The day that UNTIL means where the row is held."""
    if not isinstance(start, datetime):
        return date.fromisoformat(until)
    return datetime.fromisoformat(until).astimezone(start.tzinfo).date()


def _last_day(entry: Entry, zone: ZoneInfo) -> date:
    end = entry.end
    if not isinstance(end, datetime):
        return end - timedelta(days=1)
    return (end.astimezone(zone) - timedelta(seconds=1)).date()


def _is_kept(entry: Entry, settings: Settings, today: date) -> bool:
    if entry.status == "CANCELLED" and entry.stamps is not None:
        cancelled_on = entry.stamps.modified.date()
        return cancelled_on + timedelta(days=settings.keep_cancelled_days) >= today
    since = today - timedelta(days=settings.keep_past_days)
    return _goes_on(entry, since, ZoneInfo(settings.timezone))


def _family(key: str) -> str:
    """The key of the meeting behind an entry: rows without a lasting zone carry a day behind it."""
    return "-".join(key.split("-")[:2])
