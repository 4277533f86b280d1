"""What was published last is the memory: it names the entries, and tells which of them changed.

An entry keeps its UID when its meeting moves or its note is renamed. SEQUENCE, LAST-MODIFIED and DTSTAMP
move only when that entry did. The moment of a change is the day of the sync (RFC 5545 wants a time, and a
clock would make two machines write different bytes).
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry, Proposed, Stamps
from vaultkit.model.feed import NETWORKING
from vaultkit.model.settings import Settings
from vaultkit.rules.entries.follow_ups import MARK as FOLLOW_UP
from vaultkit.rules.entries.meetings import NEXT
from vaultkit.rules.entries.texts import Say, cancelled, family, mark
from vaultkit.rules.entries.wanted import Wanted
from vaultkit.rules.entrytimes import goes_on, start_order
from vaultkit.rules.recognition import recognise

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_NAMESPACE = uuid.UUID("6d1c2f0e-5a53-5f0e-9c55-7a0f3b9f8a11")
"""Fixed for ever: every UID is derived from it."""
_ONE_AFTER_ANOTHER = (NEXT, FOLLOW_UP)


def settle(
    wanted: Wanted,
    published: Iterable[Entry],
    settings: Settings,
    today: date,
    say: Say,
    *,
    feed: str = NETWORKING.name,
    same_terms: bool = True,
) -> list[Entry]:
    """The entries of the new feed, by start and UID. `published` is what the last feed held.

    `feed`: its name. `same_terms`: whether it told as much as the new one may; else nothing stays of it that
    the notes do not say again.
    """
    before = [entry for entry in published if wanted.may_stay(entry)]
    zone = ZoneInfo(settings.timezone)
    matches = recognise(wanted, before, today, zone)
    result: list[Entry] = []
    taken = {entry.uid for entry in before}
    for number, one in enumerate(wanted.proposed):
        old = matches.get(number)
        if old is not None:
            result.append(_stamped(replace(_on_its_day(one, old), uid=old.uid), old, today))
        elif one.entry.status != "CANCELLED":
            uid = _new_uid(one.entry, taken, feed)
            taken.add(uid)
            result.append(replace(one.entry, uid=uid, stamps=_first_stamps(today)))
    matched = {old.uid for old in matches.values()}
    renamed = _renamed(wanted, matches)
    keys = {one.entry.key for one in wanted.proposed}
    for old in before if same_terms else ():
        if old.uid not in matched and wanted.may_remain(old):
            old = replace(old, key=renamed.get(old.key, old.key))
            result += _left_over(old, wanted, keys, today, zone, say)
    kept = [entry for entry in result if _is_kept(entry, settings, today)]
    return sorted(kept, key=lambda entry: (start_order(entry), entry.uid))


def _on_its_day(one: Proposed, old: Entry) -> Entry:
    """The entry on the day on which it was published, where it keeps that."""
    entry, day = one.entry, _day(old.start)
    if day >= one.stays_before or bool(entry.rrule) != bool(old.rrule) or _day(entry.start) == day:
        return entry
    later = _day(entry.start) - day
    return entry.at(entry.start - later, entry.end - later, rrule=entry.rrule, skipped=entry.skipped)


def _day(moment: date) -> date:
    """The day on the entry's own clock."""
    return moment.date() if isinstance(moment, datetime) else moment


def _renamed(wanted: Wanted, matches: Mapping[int, Entry]) -> dict[str, str]:
    """The keys under which the past meetings of renamed people go on.

    Without it, somebody who is kept out later would still be in what was published under an old name.
    """
    pairs = ((old.key, wanted.proposed[number].entry.key) for number, old in matches.items())
    return {was: now for was, now in pairs if was != now and mark(was) == mark(now) == NEXT}


def _left_over(
    old: Entry, wanted: Wanted, keys: set[str], today: date, zone: ZoneInfo, say: Say
) -> list[Entry]:
    """What becomes of an entry that is no longer wanted: history stays, what was to come is called off."""
    if family(old.key) in wanted.unread:
        return [old]
    if mark(old.key) not in wanted.called_off:
        return []
    if old.status == "CANCELLED" or not goes_on(old, today, zone):
        return [old]
    whole = family(old.key)
    if (old.key in wanted.known and old.key not in keys) or (whole != old.key and whole in keys):
        return []  # the meeting is still there: out of the window, or told in another number of entries
    gone = replace(old, status="CANCELLED", transparent=True, summary=cancelled(old.summary, say), alarm=None)
    return [_stamped(gone, old, today)]


def _stamped(entry: Entry, old: Entry, today: date) -> Entry:
    """The stamps of the old entry, moved as far as the content did."""
    stamps = old.stamps or _first_stamps(today)
    if replace(entry, stamps=None, key="").is_just_as(replace(old, stamps=None, key="")):
        return replace(entry, stamps=stamps)
    modified = max(_moment(today), stamps.modified + timedelta(seconds=1))
    moved = _schedule(entry) != _schedule(old)
    sequence = max(int((modified - EPOCH).total_seconds()), stamps.sequence + 1) if moved else stamps.sequence
    return replace(entry, stamps=Stamps(stamps.created, modified, sequence))


def _schedule(entry: Entry) -> tuple[object, ...]:
    return (entry.zone, entry.start, entry.end, entry.rrule, entry.skipped, entry.location, entry.status)


def _first_stamps(today: date) -> Stamps:
    moment = _moment(today)
    return Stamps(moment, moment, int((moment - EPOCH).total_seconds()))


def _moment(today: date) -> datetime:
    return datetime.combine(today, time(), UTC)


def _new_uid(entry: Entry, taken: set[str], feed: str) -> str:
    """From feed, note and kind. What comes again and again for a person is told apart by its first day.

    Each feed has names of its own: somebody who reads two of them must not find the one in the other.
    """
    seed = entry.key if feed == NETWORKING.name else f"{feed} {entry.key}"
    if mark(entry.key) in _ONE_AFTER_ANOTHER:
        seed += f" {start_order(entry):%Y-%m-%d}"
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
