"""A month of an owner's edits in a small vault, and what each may change in the feeds."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench import put

FIRST = date(2026, 10, 5)
"""A Monday; the clocks go back on Sunday 25 October."""
FEEDS = ("networking", "reminders", "shared")

CONFIG = """\
language = "en"
timezone = "Europe/Oslo"
country = "NO"
[queue]
prepare_days = 0
thank_days = 0
[slots]
rules = ["Tue 09:00-11:00"]
[feeds.reminders]
entries = ["follow_ups", "slots", "birthdays"]
[feeds.shared]
privacy = "busy"
"""
KARI = (
    "---\ntype: person\nnetwork: private\nbirthday: 1980-03-14\ncompany: Nordlys\n"
    "next_meeting: 2026-10-20 10:00\n---\n"
)
PER = (
    "---\ntype: person\nnetwork: professional\n"
    "follow_up: 2026-10-15\nfollow_up_note: ask about the fair\n---\n"
)
LUNCH = "---\ntype: meeting\nstart: 2026-10-22T12:00\nattendees: ['[[Per Olsen]]']\n---\n"
CHOIR = "---\ntype: meeting\nstart: 2026-10-06T18:00\nend: '20:00'\nrepeat: every week\n---\n"
FAIR = "---\ntype: meeting\ndate: 2026-11-12\n---\n"
NOTES = {
    ".vaultkit/config.toml": CONFIG,
    "People/Kari Nordmann.md": KARI,
    "People/Per Olsen.md": PER,
    "Meetings/Lunch.md": LUNCH,
    "Meetings/Choir.md": CHOIR,
    "Meetings/Fair.md": FAIR,
}


@dataclass(frozen=True)
class Step:
    """A day on which something was done."""

    day: int
    """From the first."""
    did: str
    act: Callable[[Path], None]
    changes: tuple[str, ...] = ()
    """`FEED · entry: properties`, by feed and entry; nothing else may change."""
    machine: str = "laptop"


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Write something else in a note."""

    def act(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        put(root, path, text.replace(old, new, 1))

    return act


def rename(old: str, new: str) -> Callable[[Path], None]:
    """Give a note another name, and lead the links to it, as Obsidian does."""
    was, now = (path.rsplit("/", 1)[-1].removesuffix(".md") for path in (old, new))

    def act(root: Path) -> None:
        (root / old).rename(root / new)
        for note in root.glob("Meetings/*.md"):
            put(
                root, note.relative_to(root).as_posix(), note.read_bytes().replace(was.encode(), now.encode())
            )

    return act


def both(*acts: Callable[[Path], None]) -> Callable[[Path], None]:
    """One after the other, before the next sync."""

    def act(root: Path) -> None:
        for one in acts:
            one(root)

    return act


def nothing(_root: Path) -> None:
    """The day turns, and nothing else."""


def forget(root: Path) -> None:
    """The memory of this machine is gone."""
    shutil.rmtree(root.parent / "laptop")


def delete(path: str) -> Callable[[Path], None]:
    """A note is thrown away."""
    return lambda root: (root / path).unlink()


def in_git(root: Path) -> None:
    """Line ends that a checkout on another system has changed."""
    for name in FEEDS:
        feed = root / f"Networking/{name}.ics"
        feed.write_bytes(feed.read_bytes().replace(b"\r\n", b"\n"))


def write(path: str, text: str) -> Callable[[Path], None]:
    """A new note."""

    def act(root: Path) -> None:
        put(root, path, text)

    return act


def more_text(root: Path) -> None:
    """A line below the properties of every meeting's note."""
    for note in root.glob("Meetings/*.md"):
        note.write_bytes(note.read_bytes() + b"More.\n")


KARI_N = "People/Kari Haugland.md"
KARIS = "---\ntype: meeting\nstart: 2026-10-21T10:00\nattendees: ['[[Kari Haugland]]']\n---\n"
STEPS: tuple[Step, ...] = (
    Step(
        0,
        "begins",
        nothing,
        (
            "networking · Choir: new",
            "networking · Fair: new",
            "networking · Lunch: new",
            "networking · Meeting with Kari Nordmann: new",
            "networking · the calendar itself: new",
            "reminders · Birthday: Kari Nordmann (1980): new",
            "reminders · Per Olsen · ask about the fair: new",
            "reminders · Time for networking: new",
            "reminders · the calendar itself: new",
            "shared · Busy 2026-10-06: new",
            "shared · Busy 2026-10-20: new",
            "shared · Busy 2026-10-22: new",
            "shared · Busy 2026-11-12: new",
            "shared · the calendar itself: new",
        ),
    ),
    Step(1, "nothing", nothing),
    Step(
        2,
        "lunch: a day later",
        change("Meetings/Lunch.md", "10-22", "10-23"),
        (
            "networking · Lunch: DTEND DTSTART SEQUENCE stamps",
            "shared · Busy 2026-10-22: DTEND DTSTART SEQUENCE stamps",
        ),
    ),
    Step(
        3,
        "lunch: the note is renamed",
        rename("Meetings/Lunch.md", "Meetings/Lunch at Ost.md"),
        (
            "networking · Lunch: SUMMARY X-VAULTKIT-KEY stamps",
            "shared · Busy 2026-10-23: X-VAULTKIT-KEY",
        ),
    ),
    Step(
        4,
        "Kari's note is renamed",
        rename("People/Kari Nordmann.md", KARI_N),
        (
            "networking · Meeting with Kari Nordmann: DESCRIPTION SUMMARY X-VAULTKIT-KEY stamps",
            "reminders · Birthday: Kari Nordmann (1980): DESCRIPTION SUMMARY X-VAULTKIT-KEY stamps",
            "shared · Busy 2026-10-20: X-VAULTKIT-KEY",
        ),
    ),
    Step(
        5,
        "Kari's meeting: a day later",
        change(KARI_N, "10-20", "10-21"),
        (
            "networking · Meeting with Kari Haugland: DTEND DTSTART SEQUENCE stamps",
            "shared · Busy 2026-10-20: DTEND DTSTART SEQUENCE stamps",
        ),
    ),
    Step(6, "the memory of the laptop is lost", forget),
    Step(
        7,
        "lunch: another place",
        change("Meetings/Lunch at Ost.md", "start", "place: Ost\nstart"),
        ("networking · Lunch at Ost: LOCATION SEQUENCE stamps",),
    ),
    Step(8, "nothing, on a second machine", nothing, machine="desktop"),
    Step(
        8,
        "lunch: a topic, on the second machine",
        change("Meetings/Lunch at Ost.md", "start", "topic: advice\nstart"),
        ("networking · Lunch at Ost: DESCRIPTION stamps",),
        machine="desktop",
    ),
    Step(
        9,
        "fair: called off",
        change("Meetings/Fair.md", "date", "status: cancelled\ndate"),
        (
            "networking · Fair: STATUS SUMMARY SEQUENCE stamps",
            "shared · Busy 2026-11-12: STATUS SUMMARY SEQUENCE stamps",
        ),
    ),
    Step(
        10,
        "choir: not held on 27 October",
        change("Meetings/Choir.md", "repeat", "except: 2026-10-27\nrepeat"),
        (
            "networking · Choir: EXDATE SEQUENCE stamps",
            "shared · Busy 2026-10-06: EXDATE SEQUENCE stamps",
        ),
    ),
    Step(
        11,
        "lunch: renamed and moved at once",
        both(
            rename("Meetings/Lunch at Ost.md", "Meetings/Dinner.md"),
            change("Meetings/Dinner.md", "10-23", "10-24"),
        ),
        (
            "networking · Lunch at Ost: DTEND DTSTART SUMMARY X-VAULTKIT-KEY SEQUENCE stamps",
            "shared · Busy 2026-10-23: DTEND DTSTART X-VAULTKIT-KEY SEQUENCE stamps",
        ),
    ),
    Step(
        12,
        "Per is put off",
        change("People/Per Olsen.md", "10-15", "10-26"),
        ("reminders · Per Olsen · ask about the fair: DTEND DTSTART SEQUENCE stamps",),
    ),
    Step(
        13,
        "Kari's meeting gets a note of its own",
        both(change(KARI_N, "next_meeting: 2026-10-21 10:00\n", ""), write("Meetings/Kari.md", KARIS)),
        (
            "networking · Meeting with Kari Haugland: SUMMARY X-VAULTKIT-KEY stamps",
            "shared · Busy 2026-10-21: X-VAULTKIT-KEY",
        ),
    ),
    Step(14, "a line in the text of every note", more_text),
    Step(15, "the feeds go through git on another system", in_git),
    Step(
        16,
        "Kari's meeting: all day",
        change("Meetings/Kari.md", "T10:00", ""),
        (
            "networking · Kari: DTEND DTSTART TRANSP SEQUENCE stamps",
            "reminders · Prepare “Kari”, Wednesday 21 October: new",
            "shared · Busy 2026-10-21: DTEND DTSTART TRANSP SEQUENCE stamps",
        ),
    ),
    Step(
        20,
        "the clocks went back in the night",
        nothing,
        (
            "reminders · Kari Haugland · every 8 weeks: new",
            "reminders · Prepare “Kari”, Wednesday 21 October: gone",
        ),
    ),
    Step(
        21,
        "Per was called",
        change("People/Per Olsen.md", "---\n", "---\nlast_contact: 2026-10-26\n"),
        (
            "reminders · Per Olsen · ask about the fair: gone",
            "reminders · Per Olsen · every 12 weeks: new",
        ),
    ),
    Step(
        22,
        "moves to New York",
        change(".vaultkit/config.toml", "Europe/Oslo", "America/New_York"),
        (
            "networking · Choir: DTEND DTSTART EXDATE SEQUENCE stamps",
            "networking · Dinner: DTEND DTSTART SEQUENCE stamps",
            "networking · the calendar itself: VTIMEZONE X-WR-TIMEZONE",
            "reminders · Time for networking: DTEND DTSTART SEQUENCE stamps",
            "reminders · the calendar itself: VTIMEZONE X-WR-TIMEZONE",
            "shared · Busy 2026-10-06: DTEND DTSTART EXDATE SEQUENCE stamps",
            "shared · Busy 2026-10-24: DTEND DTSTART SEQUENCE stamps",
            "shared · the calendar itself: VTIMEZONE X-WR-TIMEZONE",
        ),
    ),
    Step(
        23,
        "moves back",
        change(".vaultkit/config.toml", "America/New_York", "Europe/Oslo"),
        (
            "networking · Choir: DTEND DTSTART EXDATE SEQUENCE stamps",
            "networking · Dinner: DTEND DTSTART SEQUENCE stamps",
            "networking · the calendar itself: VTIMEZONE X-WR-TIMEZONE",
            "reminders · Time for networking: DTEND DTSTART SEQUENCE stamps",
            "reminders · the calendar itself: VTIMEZONE X-WR-TIMEZONE",
            "shared · Busy 2026-10-06: DTEND DTSTART EXDATE SEQUENCE stamps",
            "shared · Busy 2026-10-24: DTEND DTSTART SEQUENCE stamps",
            "shared · the calendar itself: VTIMEZONE X-WR-TIMEZONE",
        ),
    ),
    Step(
        24,
        "the fair was called off 15 days ago",
        nothing,
        (
            "networking · Cancelled: Fair: gone",
            "shared · Cancelled: Busy 2026-11-12: gone",
        ),
    ),
    Step(
        25,
        "Per: the next meeting",
        change("People/Per Olsen.md", "---\n", "---\nnext_meeting: 2026-11-02 09:00\n"),
        (
            "networking · Meeting with Per Olsen: new",
            "reminders · Per Olsen · every 12 weeks: gone",
            "shared · Busy 2026-11-02: new",
        ),
    ),
    Step(
        29,
        "the meeting was held; the next one",
        change("People/Per Olsen.md", "11-02 09:00", "11-30 09:00"),
        (
            "networking · Meeting with Per Olsen: new",
            "shared · Busy 2026-11-30: new",
        ),
    ),
    Step(
        30,
        "choir: the note is deleted",
        delete("Meetings/Choir.md"),
        (
            "networking · Choir: STATUS SUMMARY TRANSP SEQUENCE stamps",
            "shared · Busy 2026-10-06: STATUS SUMMARY TRANSP SEQUENCE stamps",
        ),
    ),
    Step(
        31,
        "Kari is kept out",
        change(KARI_N, "company", "keep_out: true\ncompany"),
        (
            "networking · Kari: gone",
            "reminders · Birthday: Kari Haugland (1980): gone",
            "reminders · Kari Haugland · every 8 weeks: gone",
            "shared · Busy 2026-10-21: gone",
        ),
    ),
)
