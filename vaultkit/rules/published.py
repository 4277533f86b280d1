"""What was published last is the memory: it names the entries, and tells which of them changed.

An entry keeps its UID when its meeting moves or its note is renamed. SEQUENCE, LAST-MODIFIED and DTSTAMP
move only when that entry did. The moment of a change is the day of the sync (RFC 5545 wants a time, and a
clock would make two machines write different bytes).
"""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry, Stamps
from vaultkit.model.settings import Settings
from vaultkit.rules.entrytimes import goes_on, start_order
from vaultkit.rules.feed import Say, Wanted, cancelled

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_NAMESPACE = uuid.UUID("6d1c2f0e-5a53-5f0e-9c55-7a0f3b9f8a11")
"""Fixed for ever: every UID is derived from it."""


def settle(
    wanted: Wanted, published: Iterable[Entry], settings: Settings, today: date, say: Say
) -> list[Entry]:
    """The entries of the new feed, by start and UID. `published` is what the last feed held."""
    before = [entry for entry in published if not _is_hidden(entry, wanted)]
    zone = ZoneInfo(settings.timezone)
    matches = _match(wanted.entries, before, today, zone)
    result: list[Entry] = []
    taken = {entry.uid for entry in before}
    for number, entry in enumerate(wanted.entries):
        old = matches.get(number)
        if old is not None:
            result.append(_stamped(replace(entry, uid=old.uid), old, today))
        elif entry.status != "CANCELLED":
            named = replace(entry, uid=_new_uid(entry, taken), stamps=_first_stamps(today))
            taken.add(named.uid)
            result.append(named)
    matched = {old.uid for old in matches.values()}
    for old in before:
        if old.uid not in matched:
            result += _left_over(old, wanted, today, zone, say)
    kept = [entry for entry in result if _is_kept(entry, settings, today)]
    return sorted(kept, key=lambda entry: (start_order(entry), entry.uid))


def _left_over(old: Entry, wanted: Wanted, today: date, zone: ZoneInfo, say: Say) -> list[Entry]:
    """What becomes of an entry that is no longer wanted: history stays, what was to come is called off."""
    if old.status == "CANCELLED" or not goes_on(old, today, zone) or _family(old.key) in wanted.unread:
        return [old]
    whole = {entry.key for entry in wanted.entries}
    if old.key in wanted.known - whole or (_family(old.key) != old.key and _family(old.key) in whole):
        return []  # the meeting is still there: out of the window, or told in another number of entries
    gone = replace(old, status="CANCELLED", transparent=True, summary=cancelled(old.summary, say))
    return [_stamped(gone, old, today)]


def _is_hidden(entry: Entry, wanted: Wanted) -> bool:
    """Whether an entry is of a meeting that must be in no feed, or names somebody who must not be."""
    return bool({entry.key, _family(entry.key)} & wanted.hidden) or wanted.says_hidden(entry)


def _match(wanted: tuple[Entry, ...], before: list[Entry], today: date, zone: ZoneInfo) -> dict[int, Entry]:
    """For each wanted entry (by number) the published one that it is, where there is one."""
    matches: dict[int, Entry] = {}
    taken: set[str] = set()
    by_key: dict[str, list[Entry]] = {}
    for old in before:
        by_key.setdefault(old.key, []).append(old)
    for number, entry in enumerate(wanted):
        held = (old for old in by_key.get(entry.key, ()) if old.uid not in taken)
        same = [old for old in held if _is_same(entry, old, today, zone)]
        if same:
            # Of several, the one at the same time; else the newest.
            matches[number] = max(same, key=lambda old: (old.start == entry.start, start_order(old), old.uid))
            taken.add(matches[number].uid)
    # A renamed note: what it was published as is wanted by nobody else and stands at the same time.
    keys = {entry.key for entry in wanted}
    by_time: dict[tuple[str, date, date], list[Entry]] = {}
    for old in before:
        if old.key not in keys:
            by_time.setdefault((old.key[:2], old.start, old.end), []).append(old)
    for number, entry in enumerate(wanted):
        if number in matches:
            continue
        there = by_time.get((entry.key[:2], entry.start, entry.end), ())
        renamed = [old for old in there if old.uid not in taken]
        alike = [old for old in renamed if old.summary == entry.summary] or renamed
        if len(alike) == 1:
            matches[number] = alike[0]
            taken.add(alike[0].uid)
    return matches


def _is_same(entry: Entry, old: Entry, today: date, zone: ZoneInfo) -> bool:
    """A meeting's note is one entry for life. A person's next meeting is the same until it has been held."""
    return not entry.key.startswith("p-") or old.start == entry.start or goes_on(old, today, zone)


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


def _is_kept(entry: Entry, settings: Settings, today: date) -> bool:
    if entry.status == "CANCELLED" and entry.stamps is not None:
        cancelled_on = entry.stamps.modified.date()
        return cancelled_on + timedelta(days=settings.keep_cancelled_days) >= today
    since = today - timedelta(days=settings.keep_past_days)
    return goes_on(entry, since, ZoneInfo(settings.timezone))


def _family(key: str) -> str:
    """The key of the meeting behind an entry: rows without a lasting zone carry a day behind it.

    What a plugin wants (`rules/wishes.py`) belongs to the plugin.
    """
    return "-".join(key.split("-")[:2])
