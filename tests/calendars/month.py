"""What changes in the bytes of feeds from one sync to the next, over a month of edits."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from calendars.month_steps import FEEDS, FIRST, NOTES, STEPS, Step
from workbench import put

from vaultkit import Vault

STAMPS = ("DTSTAMP", "LAST-MODIFIED")
SCHEDULE = {"DTSTART", "DTEND", "RRULE", "EXDATE", "LOCATION", "STATUS"}
"""What makes another appointment of it: SEQUENCE says so."""

Sync = Callable[[Path, date, Path], None]
"""Vault, day, folder of this machine's memory."""
Event = dict[str, str]


def in_process(root: Path, today: date, memory: Path) -> None:
    """As `vaultkit sync --today` does."""
    Vault(root, {"VAULTKIT_STATE_DIR": str(memory)}).sync(today)


def events(data: bytes) -> dict[str, Event]:
    """By UID, the properties of each event; those of the calendar without UID. Parameters count as value."""
    found: dict[str, Event] = {"": {}}
    inside: Event | None = None
    zone = False
    for line in data.replace(b"\r\n ", b"").replace(b"\n ", b"").decode().splitlines():
        name, value = re.match(r"([A-Z-]+)(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
        zone = (zone or line == "BEGIN:VTIMEZONE") and line != "END:VTIMEZONE"
        if line == "BEGIN:VEVENT":
            inside = {}
        elif line == "END:VEVENT" and inside is not None:
            found[inside["UID"]] = inside
            inside = None
        else:
            held = found[""] if inside is None else inside
            name = "VTIMEZONE" if zone else name
            held[name] = held.get(name, "") + value + "\n"
    return found


def differences(name: str, before: dict[str, Event], after: dict[str, Event]) -> Iterator[str]:
    """What has changed in a feed: `FEED · entry: properties`."""
    for uid in sorted(before.keys() | after.keys(), key=lambda uid: _called(uid, before, after)):
        old, new = before.get(uid), after.get(uid)
        if old == new:
            continue
        yield f"{name} · {_called(uid, before, after)}: {_what(old, new)}"


def _what(old: Event | None, new: Event | None) -> str:
    if old is None or new is None:
        return "new" if old is None else "gone"
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    told = sorted(changed - {*STAMPS, "SEQUENCE"})
    sequence = ["SEQUENCE"] if "SEQUENCE" in changed else []
    return " ".join([*told, *sequence, *(["stamps"] if changed & {*STAMPS} else [])])


def faults(name: str, before: dict[str, Event], after: dict[str, Event]) -> Iterator[str]:
    """Stamps that moved when nothing did, did not move when something did, or went back."""
    for uid in sorted((before.keys() & after.keys()) - {""}):
        old, new = before[uid], after[uid]
        changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        told = changed - {*STAMPS, "SEQUENCE", "X-VAULTKIT-KEY"}
        called = f"{name} · {_called(uid, before, after)}"
        if changed & {"UID", "CREATED"}:
            yield f"{called}: UID or CREATED changed"
        if bool(told) != (set(STAMPS) <= changed) or bool(told) != bool(set(STAMPS) & changed):
            yield f"{called}: {sorted(changed)}, and the stamps do not say so"
        if bool(told & SCHEDULE) != ("SEQUENCE" in changed):
            yield f"{called}: {sorted(changed)}, and SEQUENCE does not say so"
        if new["LAST-MODIFIED"] < old["LAST-MODIFIED"] or int(new["SEQUENCE"][1:]) < int(old["SEQUENCE"][1:]):
            yield f"{called}: stamps went back"


def _called(uid: str, before: dict[str, Event], after: dict[str, Event]) -> str:
    """The summary as it was, with the day where that says nothing."""
    if not uid:
        return "the calendar itself"
    event = before.get(uid) or after[uid]
    summary = event["SUMMARY"].strip()[1:].replace("\\,", ",")
    day = re.search(r"(\d{4})(\d\d)(\d\d)", event["DTSTART"])
    assert day
    return f"{summary} {day[1]}-{day[2]}-{day[3]}" if summary.endswith("Busy") else summary


@dataclass(frozen=True)
class Row:
    """A step as it was."""

    step: Step
    changes: tuple[str, ...]
    wrong: tuple[str, ...]


def month(scratch: Path, sync: Sync, steps: Iterable[Step] = STEPS) -> Iterator[Row]:
    """Each step in turn, in a new vault in an empty folder."""
    root = scratch / "vault"
    for path, text in NOTES.items():
        put(root, path, text)
    before: dict[str, dict[str, Event]] = {name: {} for name in FEEDS}
    for step in steps:
        step.act(root)
        today, memory = FIRST + timedelta(days=step.day), scratch / step.machine
        sync(root, today, memory)
        data = {name: (root / f"Networking/{name}.ics").read_bytes() for name in FEEDS}
        after = {name: events(held) for name, held in data.items()}
        changes = [one for name in FEEDS for one in differences(name, before[name], after[name])]
        wrong = [one for name in FEEDS for one in faults(name, before[name], after[name])]
        sync(root, today, memory)
        if data != {name: (root / f"Networking/{name}.ics").read_bytes() for name in FEEDS}:
            wrong.append("a second sync changed something")
        wrong += [f"not expected: {one}" for one in changes if one not in step.changes]
        wrong += [f"missing: {one}" for one in step.changes if one not in changes]
        before = after
        yield Row(step, tuple(changes), tuple(wrong))


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Rows as Markdown."""
    yield "| day | what the owner did | what changed in the feeds |"
    yield "|---|---|---|"
    for row in rows:
        day = FIRST + timedelta(days=row.step.day)
        changed = "<br>".join(map(_in_code, row.changes)) or "nothing"
        yield f"| {day} | {row.step.did} | {changed} |"


def _in_code(change: str) -> str:
    called, _, properties = change.rpartition(": ")
    return f"{called}: {properties if properties in ('new', 'gone') else f'`{properties}`'}"
