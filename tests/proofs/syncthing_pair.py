"""Two machines with the same notes: two real Syncthing, a daemon on each side, edits on both.

    apt-get install -y syncthing
    python tests/proofs/syncthing_pair.py [--seconds 180] [--seed 1] [--people 24] [--folder DIR]

Both Syncthing run on loopback with homes of their own, without discovery, relays and reports, and hear of
changes after a second. Three things happen again and again:

one hand    one side edits, adds, and ticks lines of the queue page
at once     both sides edit different notes at the same instant, so that both daemons make the same pages
apart       the connection is cut, both sides edit different notes and one of them ticks, then they meet again

After each of them both sides must come to hold the same bytes. No page, feed or note may have a conflict copy
(those that appear are counted by what was going on, kept aside, and taken away on one side, as their owner
would). At the end every edit must be there, every tick in the notes exactly once, and pages and feed as a
fresh sync makes them. Exit 1 otherwise, 2 where Syncthing is not installed.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lived_in import (
    Notes,
    Owner,
    Page,
    Supervised,
    files,
    first_difference,
    is_copy,
    of_pages,
    original,
    pause,
    wrong_notes,
    wrong_pages,
)

FOLDER = "notes"
OPTIONS = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "stunServer": "",
    "urAccepted": "-1",
    "crashReportingEnabled": "false",
    "autoUpgradeIntervalH": "0",
    "startBrowser": "false",
    "reconnectionIntervalS": "1",
    "setLowPriority": "false",
}
TOGETHER = 120.0
"""Seconds in which both sides must hold the same: the daemon looks by itself after 60."""
QUIET = 4.0
"""Seconds without a change after which they have come to rest."""


class Side:
    """One machine: a folder, its Syncthing, its daemon and a pair of hands."""

    def __init__(self, base: Path, notes: Notes, chance: random.Random) -> None:
        self.base, self.vault, self.home = base, base / "vault", base / "syncthing"
        for folder in (self.vault, base / "state"):
            folder.mkdir(parents=True)
        self.owner = Owner(self.vault, notes, chance)
        self.port, self.gui_port = free_ports(2)
        command = ["syncthing", "generate", f"--home={self.home}", "--no-default-folder"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.config = ET.parse(self.home / "config.xml")
        self.key = self._find("gui/apikey").text or ""
        self.id = self._find("device").get("id", "")
        self.daemon: Supervised | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def meet(self, other: "Side") -> None:
        """Write the configuration: this folder, that device, and nobody else."""
        options = self._find("options")
        for name, value in {**OPTIONS, "listenAddress": f"tcp://127.0.0.1:{self.port}"}.items():
            self._put(options, name, value)
        self._put(self._find("gui"), "address", f"127.0.0.1:{self.gui_port}")
        root = self.config.getroot()
        device = ET.SubElement(root, "device", id=other.id, name="other", compression="never")
        self._put(device, "address", f"tcp://127.0.0.1:{other.port}")
        folder = ET.SubElement(
            root,
            "folder",
            id=FOLDER,
            label=FOLDER,
            path=str(self.vault),
            type="sendreceive",
            rescanIntervalS="60",
            fsWatcherEnabled="true",
            fsWatcherDelayS="1",
        )
        for one in (self.id, other.id):
            ET.SubElement(folder, "device", id=one)
        self._put(folder, "maxConflicts", "-1")
        # What was made on both sides at once is looked at again after so many seconds; otherwise after 60.
        self._put(folder, "pullerPauseS", "2")
        self.config.write(self.home / "config.xml")

    def start(self) -> None:
        """Start Syncthing and wait until it answers."""
        with (self.base / "syncthing.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-upgrade"],
                env={**os.environ, "STNOUPGRADE": "1", "HOME": str(self.base)},
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                self.ask("system/ping")
                return
            pause(0.1)
        raise SystemExit(f"Syncthing does not answer: {self.base / 'syncthing.log'}")

    def watch(self) -> None:
        """Start the daemon."""
        self.daemon = Supervised(self.vault, self.base / "state", self.base / "daemon.log")

    def ask(self, what: str, *, post: bool = False) -> Any:
        """One question to Syncthing's own interface."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gui_port}/rest/{what}",
            headers={"X-API-Key": self.key},
            method="POST" if post else "GET",
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            data = answer.read()
        return json.loads(data) if data else None

    def is_connected(self) -> bool:
        """Whether it has found the other."""
        return any(one["connected"] for one in self.ask("system/connections")["connections"].values())

    def is_idle(self) -> bool:
        """Whether Syncthing has nothing to fetch and nothing to look at."""
        status = self.ask(f"db/status?folder={FOLDER}")
        return status["state"] == "idle" and not status["needTotalItems"]

    def end(self) -> None:
        """End both."""
        if self.daemon is not None:
            self.daemon.end()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def _find(self, path: str) -> ET.Element:
        found = self.config.getroot().find(path)
        assert found is not None, path
        return found

    @staticmethod
    def _put(parent: ET.Element, name: str, value: str) -> None:
        found = parent.find(name)
        if found is None:
            found = ET.SubElement(parent, name)
        found.text = value


class Pair:
    """Two machines with the same notes."""

    def __init__(self, base: Path, people: int, seed: int) -> None:
        self.base, self.random = base, random.Random(seed)
        self.notes = Notes(people)
        self.sides = tuple(
            Side(base / name, self.notes, random.Random(seed + n)) for n, name in enumerate("ab")
        )
        self.faults: list[str] = []
        self.count: Counter[str] = Counter()
        self.copies: Counter[tuple[str, str]] = Counter()
        """By what was going on and of which file, pages and feed by name."""
        self.took: list[float] = []
        """Seconds until both sides held the same, after each thing that happened."""

    def begin(self) -> None:
        """The notes are made on one side and arrive on the other, then the daemons start."""
        one, other = self.sides
        self.notes.begin(one.vault)
        for side, its_other in ((one, other), (other, one)):
            side.meet(its_other)
            side.start()
        until = time.monotonic() + 60
        while files(one.vault) != files(other.vault):
            if time.monotonic() > until:
                raise SystemExit("the two Syncthing do not find each other")
            pause(0.2)
        for side in self.sides:
            side.watch()
        self.come_together("start")

    def happen(self) -> None:
        """One thing of the three, and what comes of it."""
        what = self.random.choice(("one hand", "at once", "apart"))
        pages = list(self.notes.pages.values())
        self.random.shuffle(pages)
        shares = pages[::2], pages[1::2]
        self.count[what] += 1
        match what:
            case "one hand":
                number = self.random.randrange(2)
                self.use(self.sides[number].owner, shares[number], ticks=self.random.randint(0, 3), new=True)
            case "at once":
                for _ in range(self.random.randint(1, 4)):
                    self.at_once(shares)
                    pause(self.random.choice((0.2, 1, 3)) * self.random.random())
            case _:
                self.apart(shares)
        self.come_together(what)

    def use(self, owner: Owner, share: list[Page], *, ticks: int = 0, new: bool = False) -> None:
        """Some seconds of one pair of hands."""
        for _ in range(self.random.randint(1, 4)):
            owner.edit(self.random.choice(share))
            pause(self.random.uniform(0, 1.2))
        if new and self.random.random() < 0.4:
            owner.add()
        mine = {page.path for page in share}
        for _ in range(ticks):
            owner.tick(lambda page: page.path in mine)
            pause(self.random.uniform(0.1, 0.8))

    def at_once(self, shares: tuple[list[Page], list[Page]]) -> None:
        """Both sides save a note of their own at the same instant."""
        ready = threading.Barrier(2)

        def save(owner: Owner, page: Page) -> None:
            ready.wait()
            owner.edit(page)

        hands = [
            threading.Thread(target=save, args=(side.owner, self.random.choice(share)))
            for side, share in zip(self.sides, shares, strict=True)
        ]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()

    def apart(self, shares: tuple[list[Page], list[Page]]) -> None:
        """Without a connection both sides are used, and both daemons do their work."""
        for side in self.sides:
            side.ask("system/pause", post=True)
        ticking = self.random.randrange(2)
        for number, side in enumerate(self.sides):
            ticks = self.random.randint(0, 3) if number == ticking else 0
            self.use(side.owner, shares[number], ticks=ticks, new=number == ticking)
        pause(self.random.choice((0.5, 6)))
        for side in self.sides:
            side.ask("system/resume", post=True)
        until = time.monotonic() + 30
        while not all(side.is_connected() for side in self.sides) and time.monotonic() < until:
            pause(0.2)

    def come_together(self, what: str) -> None:
        """Wait until both sides hold the same and nothing moves; then look at conflict copies."""
        if not self.rest(what):
            return
        copies = [path for path in files(self.sides[0].vault) if is_copy(path)]
        for path in copies:
            of = original(path)
            self.copies[what, of if of in of_pages({of: b""}) else "a note"] += 1
            kept = self.base / "copies" / f"{sum(self.count.values()):03} {what}" / path
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(self.sides[0].vault / path, kept)
            shutil.copy(self.sides[0].vault / of, kept.with_name(f"{kept.name}.winner"))
        if copies:
            self.rest(f"{what}, copies taken away")

    def rest(self, what: str) -> bool:
        """Wait; False when they do not come to hold the same."""
        began = since = time.monotonic()
        one, other = (files(side.vault) for side in self.sides)
        while time.monotonic() - began < TOGETHER:
            pause(0.3)
            before, one, other = (one, other), *(files(side.vault) for side in self.sides)
            if one != other or (one, other) != before or not all(side.is_idle() for side in self.sides):
                since = time.monotonic()
            elif time.monotonic() - since > QUIET:
                self.took.append(since - began)
                return True
        self.faults.append(f"after {self.count[what]}. “{what}” the sides stay different:")
        for path in sorted(one.keys() | other.keys()):
            if one.get(path) != other.get(path):
                self.faults.append(f"  {path}" + first_difference(one.get(path), other.get(path)))
        return False

    def finish(self) -> None:
        """What must be true at the end."""
        self.rest("end")
        for side in self.sides:
            side.end()
            if side.daemon is not None:
                self.faults += side.daemon.faults
        one, other = (files(side.vault) for side in self.sides)
        if one != other:
            self.faults.append("the two sides differ at the end")
        self.faults += [f"litter: {path}" for path in one if "/.~" in path or "/.sync" in path]
        self.faults += wrong_notes(one, self.notes)
        self.faults += wrong_pages(self.sides[0].vault, self.base / "fresh", self.notes.day())
        for (what, of), count in sorted(self.copies.items()):
            self.faults.append(f"{count} conflict copies of {of} ({what})")


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody uses now."""
    with contextlib.ExitStack() as held:
        found = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in found]


@contextlib.contextmanager
def place(given: Path | None) -> Iterator[Path]:
    """Where it all lies: a folder that stays, or one that does not."""
    if given is not None:
        given.mkdir(parents=True)
        yield given
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def main() -> None:
    """Run it and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where everything is made, and stays; must not be there")
    options = parser.parse_args()
    if not shutil.which("syncthing"):
        print("Syncthing is not installed. On Debian: apt-get install -y syncthing", file=sys.stderr)
        sys.exit(2)
    with place(options.folder) as base:
        pair = Pair(base, options.people, options.seed)
        try:
            pair.begin()
            until = time.monotonic() + options.seconds
            while time.monotonic() < until:
                pair.happen()
            pair.finish()
        finally:
            for side in pair.sides:
                side.end()
        print_table(pair)
    sys.exit(1 if pair.faults else 0)


def print_table(pair: Pair) -> None:
    """The figures."""
    did = sum((side.owner.did for side in pair.sides), Counter[str]())
    rows = [
        *sorted(pair.count.items()),
        ("ticks", did["ticks"]),
        ("edits of notes", did["edits"]),
        ("people and meetings added", did["added"]),
        ("conflict copies", sum(pair.copies.values())),
        ("seconds until both held the same, at most", round(max(pair.took, default=0))),
        ("faults", len(pair.faults)),
    ]
    for what, count in rows:
        print(f"{count:6}  {what}")
    for fault in pair.faults[:30]:
        print("        " + fault)


if __name__ == "__main__":
    main()
