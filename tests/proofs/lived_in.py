"""A vault that is lived in, for the proofs of the daemon: an owner, notes whose every byte can be told, a
daemon that is started again when it dies, and what must be true at the end.

The owner writes as Obsidian does: the file is opened, read, emptied and written through one descriptor. So
nothing that they save was computed from anything but the file they write to, and whatever is missing in the
end was lost by somebody else.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event as Moment
from zoneinfo import ZoneInfo

from vaultkit.app.clock import Clock
from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import refresh

PROJECT = Path(__file__).resolve().parents[2]
PAGES = "Networking"
FEED = "networking.ics"
QUEUE = f"{PAGES}/Follow-ups.md"
ZONES = ("Pacific/Honolulu", "America/New_York", "Europe/Oslo", "Asia/Tokyo", "Pacific/Auckland")
_OPEN_LINE = re.compile(r"- \[ \] (?:\[\[(Person \d+)\]\]|Prepare “\[\[(Lunch \d+)\]\]”)")
_PASSING = ".~vk-"


def pause(seconds: float) -> None:
    """Wait."""
    if seconds > 0:
        Moment().wait(seconds)


def zone_far_from_midnight() -> str:
    """The zone in which it is nearest to noon: a run of half an hour then lies in one day."""
    now = Clock().moment()
    return min(ZONES, key=lambda zone: abs(now.astimezone(ZoneInfo(zone)).hour - 12))


@dataclass
class Page:
    """A note as its owner knows it, and what a tick must have made of it."""

    name: str
    path: str
    number: int
    today: date
    lines: list[str] = field(default_factory=list)
    """The owner's own, one for each edit."""
    place: str = "Bergen"
    """A property that the owner changes now and then."""
    ticked: bool = False

    @property
    def reason(self) -> str:
        """What the log must say of the tick."""
        return f"token-{self.number:05}" if self.number % 2 else "in touch"

    @property
    def is_meeting(self) -> bool:
        return self.path.startswith("Meetings/")

    def text(self) -> str:
        """Every byte of it."""
        head = self._meeting() if self.is_meeting else self._person()
        own = "".join(f"{line}\n" for line in self.lines)
        return f"{head}\n## Notes\n\n{own}\nThe end of {self.name}.\n"

    def ticks_in(self, text: str) -> int:
        """How often a text tells of the tick."""
        if self.is_meeting:
            return len(re.findall(r"^prepared: \d{4}-\d\d-\d\d$", text, re.MULTILINE))
        return len(re.findall(rf"^- \d{{4}}-\d\d-\d\d — {self.reason}$", text, re.MULTILINE))

    def _person(self) -> str:
        last = self.today if self.ticked else self.today - timedelta(days=60 + self.number % 20)
        planned = ""
        if self.number % 2:
            day = self.today + timedelta(days=30) if self.ticked else self.today - timedelta(days=3)
            reason = "" if self.ticked else f" {self.reason}"
            planned = f"next_contact: {day}\nfollow_up_reason:{reason}\n"
        log = f"- {self.today} — {self.reason}\n" if self.ticked else ""
        return (
            f"---\ntype: person\nnetwork: private\nlast_contact: {last}\n"
            f"contact_every: 30 days  # a comment\n{planned}city: {self.place}\n---\n"
            f"# {self.name}\n\n## Log\n\n{log}- 2026-01-09 — met at the fair\n"
        )

    def _meeting(self) -> str:
        day = self.today + timedelta(days=1 + self.number % 5)
        done = f"prepared: {self.today}\n" if self.ticked else ""
        return (
            f"---\ntype: meeting\ndate: {day} 12:00\nattendees:\n  - '[[Guest {self.number:03}]]'\n"
            f"location: {self.place}\n{done}---\n# {self.name}\n"
        )


class Notes:
    """All notes of a vault, as their owner knows them."""

    def __init__(self, people: int) -> None:
        self.zone = zone_far_from_midnight()
        self.today = self.day()
        self.pages: dict[str, Page] = {}
        self.count = 0
        self.config = f'language = "en"\ntimezone = "{self.zone}"\npages = "{PAGES}"\n'
        for _ in range(people):
            self.person()
        for _ in range(max(people // 4, 2)):
            self.meeting()

    def day(self) -> date:
        """The vault's day, now."""
        return Clock().today(self.zone)

    def person(self) -> Page:
        """One person more."""
        self.count += 1
        name = f"Person {self.count:03}"
        page = Page(name, f"People/{name}.md", self.count, self.today)
        self.pages[page.path] = page
        return page

    def meeting(self) -> Page:
        """One meeting more; its guest is a person of whom nothing else is asked."""
        self.count += 1
        name = f"Lunch {self.count:03}"
        page = Page(name, f"Meetings/{name}.md", self.count, self.today)
        self.pages[page.path] = page
        return page

    def begin(self, vault: Path) -> None:
        """A new vault with all notes in it."""
        for folder in ("People", "Meetings", ".vaultkit"):
            (vault / folder).mkdir(parents=True, exist_ok=True)
        (vault / ".vaultkit/config.toml").write_text(self.config)
        for page in self.pages.values():
            put(vault, page)


def put(vault: Path, page: Page) -> None:
    """Write a new note, and the guest's of a meeting."""
    if page.is_meeting:
        guest = f"Guest {page.number:03}"
        note = f"---\ntype: person\nnetwork: professional\n---\n# {guest}\n"
        (vault / f"People/{guest}.md").write_text(note)
    (vault / page.path).write_text(page.text())


class Owner:
    """One pair of hands on one copy of the vault."""

    def __init__(self, vault: Path, notes: Notes, chance: random.Random) -> None:
        self.vault, self.notes, self.chance = vault, notes, chance
        self.hands = threading.Lock()
        """Held while a file is half written."""
        self.did: Counter[str] = Counter()
        self.saved = threading.Event()
        """Set after each save; whoever waits for it clears it."""
        self.ticked_at = 0.0
        """Of the monotonic clock."""

    def edit(self, page: Page, *, aim: bool = False) -> None:
        """A line into a note, in place, sometimes a property too. `aim`: while vaultkit is at it."""
        self.did["edits"] += 1
        line = f"own-{self.did['edits']:05}-{self.chance.randrange(10**6):06} " + "æ" * self.chance.randrange(
            80
        )
        line = line.strip()
        place = f"Place {self.chance.randrange(1000)}" if self.chance.random() < 0.3 else page.place
        if aim:
            self._wait_for_passing(page.path)

        def change(text: str) -> str:
            text = re.sub(r"^(city|location): .*$", rf"\1: {place}", text, count=1, flags=re.MULTILINE)
            head, end = text.rsplit("\nThe end of ", 1)
            return f"{head}{line}\n\nThe end of {end}"

        self._save(page.path, change)
        page.lines.append(line)
        page.place = place

    def add(self) -> None:
        """A new person or meeting."""
        page = self.notes.meeting() if self.chance.random() < 0.2 else self.notes.person()
        self.did["added"] += 1
        with self.hands:
            put(self.vault, page)
        self.saved.set()

    def tick(self, mine: Callable[[Page], bool] = lambda _: True) -> bool:
        """Tick a line of the queue page, in one manner or another; False where there is none to tick.

        `mine`: whose lines may be ticked.
        """
        known = {page.name: page for page in self.notes.pages.values() if not page.ticked and mine(page)}
        found: list[Page] = []

        def change(text: str) -> str:
            lines = text.split("\n")
            places = [
                (number, page)
                for number, line in enumerate(lines)
                if (task := _OPEN_LINE.match(line)) and (page := known.get(task[1] or task[2]))
            ]
            if not places:
                return text
            number, page = self.chance.choice(places)
            found.append(page)
            ending = f" ✅ {self.notes.today}" if self.chance.random() < 0.4 else ""
            lines[number] = lines[number].replace("- [ ]", "- [x]", 1) + ending
            return "\n".join(lines)

        self._save(QUEUE, change, renamed=self.chance.random() < 0.3)
        for page in found:
            page.ticked = True
            self.did["ticks"] += 1
            self.ticked_at = time.monotonic()
        return bool(found)

    def unticked(self) -> int:
        """How many notes were not ticked yet."""
        return sum(not page.ticked for page in self.notes.pages.values())

    def _save(self, path: str, change: Callable[[str], str], *, renamed: bool = False) -> None:
        """`renamed`: as a synchronisation program saves what a phone changed; only for pages."""
        file = self.vault / path
        with self.hands:
            if renamed:
                old = file.read_bytes()
                new = change(old.decode()).encode()
                if new != old:
                    beside = file.with_name(f".syncthing.{file.name}.tmp")
                    beside.write_bytes(new)
                    beside.replace(file)
            else:
                fd = os.open(file, os.O_RDWR)
                try:
                    old = b"".join(iter(lambda: os.read(fd, 1 << 16), b""))
                    new = change(old.decode()).encode()
                    if new != old:
                        os.lseek(fd, 0, os.SEEK_SET)
                        os.ftruncate(fd, 0)
                        half = self.chance.randrange(len(new))
                        os.write(fd, new[:half])
                        pause(self.chance.choice((0, 0, 0.001, 0.01, 0.04)))
                        os.write(fd, new[half:])
                finally:
                    os.close(fd)
        self.saved.set()

    def _wait_for_passing(self, path: str) -> None:
        folder = (self.vault / path).parent
        until = time.monotonic() + 0.5
        while time.monotonic() < until and not passing(folder):
            pause(0.002)
        pause(self.chance.choice((0, 0.004, 0.02)) * self.chance.random())


class Supervised:
    """`vaultkit watch` in a process of its own, started again whenever it dies."""

    def __init__(self, vault: Path, state: Path, log: Path, dead: Callable[[], None] = lambda: None) -> None:
        """`dead` is called between a death and the next start."""
        self.vault, self.state, self.log = vault, state, log
        self.environment = {
            **os.environ,
            "VAULTKIT_STATE_DIR": str(state),
            "PYTHONPATH": str(PROJECT),
            "PYTHONUNBUFFERED": "1",
        }
        self.starts = 0
        self.began = 0.0
        """When it was last started, on the monotonic clock."""
        self.faults: list[str] = []
        self._dead, self._ending, self._killed = dead, threading.Event(), threading.Event()
        self._process = self._start()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def kill(self) -> str:
        """SIGKILL, and wait until it is started again; the state the process was in (man 5 proc)."""
        process, starts = self._process, self.starts
        try:
            state = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            state = "?"
        self._killed.set()
        process.kill()
        while self.starts == starts:
            pause(0.005)
        return state

    def end(self) -> None:
        """SIGTERM; it must end by itself and well."""
        self._ending.set()
        self._process.terminate()
        try:
            code = self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._thread.join(40)
        if code != 0:
            self.faults.append(f"the daemon ended with {code} when it was told to")

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "vaultkit", "--vault", str(self.vault), "watch"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command, env=self.environment, cwd=self.state.parent, stdout=log, stderr=log
            )
        self.began = time.monotonic()
        self.starts += 1
        return process

    def _keep(self) -> None:
        while True:
            code = self._process.wait()
            if self._ending.is_set():
                return
            if code != -9 or not self._killed.is_set():
                self.faults.append(f"the daemon ended by itself with {code}")
                pause(1)
            self._killed.clear()
            self._dead()
            self._process = self._start()


def passing(folder: Path) -> list[str]:
    """Names of vaultkit's passing files in a folder."""
    return [name for name in os.listdir(folder) if name.startswith(_PASSING)]


def files(vault: Path) -> dict[str, bytes]:
    """Every ordinary file of a vault but what synchronisation programs keep for themselves."""
    found: dict[str, bytes] = {}
    for path in sorted(vault.rglob("*")):
        name = path.relative_to(vault).as_posix()
        own = name.startswith((".stfolder", ".stversions", ".stignore")) or "/.syncthing." in name
        if path.is_file() and not own:
            found[name] = path.read_bytes()
    return found


def is_copy(path: str) -> bool:
    """Whether a name is that of a conflict copy, vaultkit's or Syncthing's."""
    return "(conflicted copy" in path or ".sync-conflict-" in path


def original(path: str) -> str:
    """The file of which it is a copy."""
    return re.sub(r" \(conflicted copy [^)]*\)|\.sync-conflict-\d{8}-\d{6}-\w{7}", "", path)


def wrong_notes(held: Mapping[str, bytes], notes: Notes) -> list[str]:
    """What is lost, doubled or changed in the notes of a vault.

    A line of a note that has conflict copies may stand in one of them.
    """
    faults: list[str] = []
    copies: dict[str, str] = {}
    for path, data in held.items():
        if is_copy(path):
            copies[original(path)] = copies.get(original(path), "") + data.decode()
    for path, page in notes.pages.items():
        text = held.get(path, b"").decode(errors="replace")
        count = page.ticks_in(text)
        if count != page.ticked:
            faults.append(f"{path}: {int(page.ticked)} ticks of the owner, {count} in the note")
        for line in page.lines:
            there = text.count(line)
            if there > 1 or (not there and line not in copies.get(path, "")):
                faults.append(f"{path}: {line[:16]} is there {there} times")
        if path not in copies and text != page.text():
            faults.append(f"{path} is not what it should be:\n{text}\n  instead of\n{page.text()}")
    return faults


def fresh_pages(vault: Path, scratch: Path, today: date) -> dict[str, bytes]:
    """Pages and feed as a sync makes them of the same notes where nothing is remembered but the feed."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(vault, scratch / "vault", ignore=shutil.ignore_patterns(".st*"))
    feed = (scratch / "vault" / PAGES / FEED).read_bytes()
    shutil.rmtree(scratch / "vault" / PAGES)
    (scratch / "vault" / PAGES).mkdir()
    (scratch / "vault" / PAGES / FEED).write_bytes(feed)
    refresh(open_vault(scratch / "vault", {"VAULTKIT_STATE_DIR": str(scratch / "state")}), today)
    return of_pages(files(scratch / "vault"))


def of_pages(held: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pages and the feed among the files of a vault."""
    return {path: data for path, data in held.items() if path.startswith(f"{PAGES}/")}


def wrong_pages(vault: Path, scratch: Path, today: date) -> list[str]:
    """Pages that are not what a fresh sync makes, conflict copies left aside."""
    there = {path: data for path, data in of_pages(files(vault)).items() if not is_copy(path)}
    wanted = fresh_pages(vault, scratch, today)
    return [
        f"{path} is not what a fresh sync makes" + first_difference(there.get(path), wanted.get(path))
        for path in sorted(there.keys() | wanted.keys())
        if there.get(path) != wanted.get(path)
    ]


def first_difference(one: bytes | None, other: bytes | None) -> str:
    """The first lines in which two files differ."""
    if one is None or other is None:
        return " (missing)" if one is None else " (should not be there)"
    for mine, wanted in zip(one.decode().split("\n"), other.decode().split("\n"), strict=False):
        if mine != wanted:
            return f":\n    {mine}\n  instead of\n    {wanted}"
    return " (longer or shorter)"


def on_the_wall() -> datetime:
    """For the log of a proof."""
    return Clock().moment()
