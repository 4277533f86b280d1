"""A storm over a vault that `vaultkit watch` keeps up to date, and whether it is right when that is over.

    python tests/proofs/storm.py [--seconds 300] [--notes 500] [--burst 10000] [--seed 1]

While the daemon runs as a process of its own, ten hands work in the vault at once (`many_hands.py`):
Obsidian, vim, VS Code and Syncthing save; notes and folders are created, renamed, deleted, moved out and in;
git checks out other branches; notes are torn for a while; settings change; lines of the queue are ticked. In
the middle the daemon is stalled (SIGSTOP) while thousands of files come in, so that the kernel's queue
overflows. A bare watchdog observer that is stalled beside it counts what such a reader never hears of.

Afterwards, when the daemon has nothing more to do:

- pages, queue and feed must be byte-identical to those of `vaultkit sync` on a copy of the notes with no
  pages and no memory. The feed is given to that sync: what was published is the memory of the feed, for UIDs,
  stamps and cancelled meetings, and no index. All of the feed is compared.
- on a copy with all pages and no memory, `vaultkit sync` must write nothing.
- every note must hold what was saved last, changed by ticks alone; nothing else may lie there.
- a save in a folder whose making was never heard of, and ticks right behind the daemon's own writes, must get
  to the page and to the notes.

`watch` goes by the real day, so there is no --today; the syncs are of the day on which the daemon ended.
Prints a table; exit 1 on any fault.
"""

import argparse
import json
import logging
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from difflib import unified_diff
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

from many_hands import PATIENCE, SAVES, Hands
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from vaultkit.app import clock
from vaultkit.app.daemon import LOOK_EVERY

ZONE = "Europe/Oslo"
PAGES = "Networking"
FEED = "networking.ics"
BURST = "Burst"
"""Begins the names of the files that come in at once."""
ENDS_WITHIN = 2.0
"""Seconds after which a daemon that was told to end has ended."""
QUIET = LOOK_EVERY + 5
"""Seconds for which no page may change until the daemon counts as quiet."""
_LIMIT = Path("/proc/sys/fs/inotify/max_queued_events")


class Bare(FileSystemEventHandler):
    """A reader of events that does nothing but note the files of the burst."""

    def __init__(self) -> None:
        self.heard: set[str] = set()

    def on_any_event(self, event: FileSystemEvent) -> None:
        name = os.path.basename(os.fsdecode(event.src_path))
        # A folder that is moved later tells of all that lies in it.
        if name.startswith(BURST) and event.event_type == "created" and not event.is_directory:
            self.heard.add(name)


def witness(root: str, ready: Event, stop: Event, tell: "Queue[int]") -> None:
    """Count the files of the burst that are heard of, until told to stop and nothing more comes."""
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    bare = Bare()
    observer = Observer()
    observer.schedule(bare, root, recursive=True)
    observer.start()
    ready.set()
    stop.wait()
    before = -1
    for _ in range(10):  # the files of the burst go on being saved, and heard of
        if len(bare.heard) == before:
            break
        before = len(bare.heard)
        time.sleep(2)
    tell.put(before)
    observer.stop()


class Storm:
    """One vault, its daemon, and what is found out about them."""

    def __init__(self, base: Path, options: argparse.Namespace) -> None:
        self.base, self.vault, self.options = base, base / "vault", options
        self.hands = Hands(self.vault, base / "outside", options.notes, clock.today(ZONE), options.seed)
        self.faults = self.hands.faults
        self.rows: list[tuple[str, str]] = []
        self.chance = random.Random(options.seed)
        self.environment = {
            **os.environ,
            "VAULTKIT_STATE_DIR": str(base / "state"),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        with (base / "said").open("wb") as said:
            self.daemon = subprocess.Popen(
                [*self._command(self.vault), "watch"], env=self.environment, stdout=said, stderr=said
            )

    def run(self) -> None:
        """All of it."""
        try:
            self._until(lambda: (self.vault / PAGES / FEED).exists(), "the first pages are not there")
            self._storm()
            self._settle("longest until quiet after the storm")
            self._unheard()
            self._behind_our_own()
            self._settle("longest until quiet in the end")
            stale = json.loads(self._vaultkit(self.vault, "status", "--json"))["out_of_date"]
            if stale:
                self.faults.append(f"the daemon is quiet, and these are out of date: {stale}")
            self._end()
        finally:
            if self.daemon.poll() is None:
                self.daemon.send_signal(signal.SIGCONT)
                self.daemon.kill()
                self.daemon.wait()
        today = clock.today(ZONE)
        self.hands.settle()
        self._litter()
        self._compare(today)

    # the storm --------------------------------------------------------------------------------------------

    def _storm(self) -> None:
        stop = threading.Event()
        hands = self.hands
        works: list[tuple[str, Callable[[threading.Event, random.Random], None]]] = [
            (work.__name__, work)
            for work in (hands.mover, hands.git, hands.breaker, hands.setter, hands.reader, hands.ticker)
        ]
        for manner in SAVES:
            works.append(
                (manner, lambda stop, chance, manner=manner: hands.editor(manner, stop, chance))  # type: ignore[misc]
            )
        threads = [
            threading.Thread(
                target=self._work, args=(name, work, stop, random.Random(f"{self.options.seed} {name}"))
            )
            for name, work in works
        ]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        stop.wait(self.options.seconds * 0.4)
        burst = self._burst()
        stop.wait(max(0, self.options.seconds - (time.monotonic() - began)))
        stop.set()
        for thread in threads:
            thread.join()
        self._row("seconds of storm", f"{time.monotonic() - began:.0f}")
        for name, count in sorted(hands.count.items()):
            self._row(name, str(count))
        self._until_right(burst)

    def _work(
        self,
        name: str,
        work: Callable[[threading.Event, random.Random], None],
        stop: threading.Event,
        chance: random.Random,
    ) -> None:
        try:
            work(stop, chance)
        except Exception as error:  # a hand that drops out must be heard of
            self.faults.append(f"the proof itself: {name}: {error!r}")
            raise

    def _burst(self) -> tuple[float, float]:
        """Thousands of files while the daemon is stalled; when it was stalled and let go (monotonic)."""
        hands, chance, number = self.hands, self.chance, self.options.burst
        folders = [f"Import {one}" for one in range(20)]
        for folder in folders:
            (self.vault / folder).mkdir()
        kinds = ("person", "meeting", "text", "text", "text", "text", "text", "text", "text", "text")
        made = [
            hands.new(kinds[one % 10], folders[one % 20], chance, f"{BURST} {one:06}")
            for one in range(number)
        ]
        processes = multiprocessing.get_context("spawn")
        ready, stop, tell = processes.Event(), processes.Event(), processes.Queue()
        reader = processes.Process(target=witness, args=(str(self.vault), ready, stop, tell))
        reader.start()
        ready.wait(60)
        time.sleep(6)  # until the daemon too has been told of the new folders
        stalled = [self.daemon.pid, reader.pid or 0]
        began = time.monotonic()
        try:
            for pid in stalled:
                os.kill(pid, signal.SIGSTOP)
            first = time.monotonic()
            # A file is told of three times: made, changed, closed.
            rounds = 1 + int(_LIMIT.read_text()) * 3 // 2 // (number * 3)
            for _ in range(rounds):
                for note in made:
                    fd = os.open(hands.place(note), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
                    os.write(fd, note.held)
                    os.close(fd)
            took = time.monotonic() - first
            # The kernel has no place for any more: what happens from here on is never told.
            late = [hands.new("person", "Late/Later", chance) for _ in range(20)]
            for note in late:
                hands.add(note, chance)
            hands.add_all(made)
            time.sleep(3)
        finally:
            for pid in stalled:
                os.kill(pid, signal.SIGCONT)
        ended = time.monotonic()
        words = re.search(rb"follow_up_note: (.*)\n", late[-1].held)
        assert words is not None
        stop.set()
        heard = tell.get(timeout=120)
        reader.join()
        self._row("files in the burst", f"{number} in {took:.1f} s, each written {rounds} ×")
        self._row("stalled", f"{ended - began:.1f} s")
        self._row("files that a bare observer, stalled as long, never heard of", f"{number - heard}")
        if heard == number:
            self.faults.append("the proof itself: no event was lost")
        return began, ended

    def _until_right(self, burst: tuple[float, float]) -> None:
        began, ended = burst
        around = [took for at, took in self.hands.waited if at < ended + 30 and at + took > began]
        others = [took for at, took in self.hands.waited if not (at < ended + 30 and at + took > began)]
        self._row("looks at the queue page", str(len(self.hands.waited)))
        self._row("longest until it was right, around the burst", f"{max(around, default=0):.1f} s")
        self._row("longest until it was right, else", f"{max(others, default=0):.1f} s")
        limit = LOOK_EVERY + 15
        if max((*around, *others), default=0) > limit + (ended - began):
            self.faults.append(f"a page was wrong for more than {limit:.0f} s")

    # afterwards -------------------------------------------------------------------------------------------

    def _unheard(self) -> None:
        """A save in a folder of whose making nothing was told."""
        with self.hands.these(lambda note: "/Later/" in f"/{note.path}" and not note.outside) as notes:
            if not notes:
                self._row("save in a folder never heard of", "all were moved out")
                return
            words = f"seen {self.hands.number():06}"
            self.hands.save(notes[0], "obsidian", self.chance, words=words)
            took = self.hands.wait_for(f"{words} ".encode())
        self._row("save in a folder never heard of", f"{took:.1f} s")
        if took > LOOK_EVERY + 15:
            self.faults.append(f"a save in a folder never heard of was on the page after {took:.0f} s")

    def _behind_our_own(self) -> None:
        """Tick at the moment at which the daemon has written the queue page."""
        longest = 0.0
        for _ in range(self.options.behind):
            with self.hands.one(self.chance, "person", shown=True) as note:
                words = f"seen {self.hands.number():06}"
                self.hands.save(note, "obsidian", self.chance, words=words)
                self.hands.wait_for(f"{words} ".encode())
            began = time.monotonic()
            self.hands.tick_one(note, self.chance)
            longest = max(longest, time.monotonic() - began)
        self._row("ticks right behind the daemon's own write", str(self.options.behind))
        self._row("longest until such a tick was carried out", f"{longest:.1f} s")
        if longest > LOOK_EVERY + 15:
            self.faults.append(f"a tick right behind the daemon's own write waited for {longest:.0f} s")

    def _settle(self, name: str) -> None:
        """Wait until no page has changed for longer than the daemon waits for its next look."""
        began = last = time.monotonic()
        before = self._pages(self.vault)
        while (now := time.monotonic()) - last < QUIET:
            time.sleep(1)
            if (there := self._pages(self.vault)) != before:
                before, last = there, now
            if now - began > 600 or self.daemon.poll() is not None:
                self.faults.append("the daemon ended" if self.daemon.poll() is not None else "never quiet")
                break
        self._row(name, f"{last - began:.1f} s")

    def _end(self) -> None:
        status = Path(f"/proc/{self.daemon.pid}/status").read_text()
        fields = Path(f"/proc/{self.daemon.pid}/stat").read_text().rpartition(")")[2].split()
        used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        self._row("processor used by the daemon", f"{used:.0f} s")
        self._row(
            "most memory used by the daemon", f"{int(status.split('VmHWM:')[1].split()[0]) // 1024} MiB"
        )
        began = time.monotonic()
        self.daemon.terminate()
        try:
            code = self.daemon.wait(30)
        except subprocess.TimeoutExpired:
            self.faults.append("SIGTERM does not end it")
            return
        took = time.monotonic() - began
        self._row("from SIGTERM to its end", f"{took:.2f} s, exit code {code}")
        if took > ENDS_WITHIN or code:
            self.faults.append(f"it took {took:.1f} s to end, with exit code {code}")
        said = (self.base / "said").read_text(errors="replace")
        logs = "".join(file.read_text() for file in (self.base / "state").rglob("watch.log*"))
        for sign in ("Traceback", "a fault of vaultkit's own"):
            if sign in said + logs:
                self.faults.append(f"{sign}: {(said + logs).partition(sign)[2][:3000]}")

    def _litter(self) -> None:
        for file in self.base.rglob("*"):
            if file.name.startswith(".~vk-") or "(conflict" in file.name:
                self.faults.append(f"litter: {file.relative_to(self.base)}")

    def _compare(self, today: date) -> None:
        """The daemon's pages beside those of a sync that remembers nothing."""
        ours = self._pages(self.vault)
        if b"## Ticked, but not carried out" in ours["Follow-ups.md"]:
            kept = ours["Follow-ups.md"].partition(b"## Ticked, but")[2].decode()
            self.faults.append(f"ticks were not carried out: {kept[:500]}")
        fresh = self.base / "fresh" / "vault"
        shutil.copytree(
            self.vault, fresh, ignore=lambda folder, _: [PAGES] if Path(folder) == self.vault else []
        )
        (fresh / PAGES).mkdir()
        (fresh / PAGES / FEED).write_bytes(ours[FEED])
        self._vaultkit(fresh, "sync", "--today", str(today))
        theirs = self._pages(fresh)
        for name in sorted(ours.keys() | theirs.keys()):
            if ours.get(name) != theirs.get(name):
                before, after = (pages.get(name, b"").decode().splitlines() for pages in (theirs, ours))
                lines = unified_diff(before, after, "fresh", "daemon", n=0, lineterm="")
                said = "\n            ".join(list(lines)[:12])
                self.faults.append(f"{name} is not that of a fresh sync:\n            {said}")
        self._row("pages and feeds compared", f"{len(ours)}, {sum(map(len, ours.values())):,} bytes")
        whole = self.base / "whole" / "vault"
        shutil.copytree(self.vault, whole)
        did = json.loads(self._vaultkit(whole, "sync", "--json", "--today", str(today)))
        if did["written"] or self._pages(whole) != ours:
            self.faults.append(f"without a memory it writes again: {did['written']}")
        found = {one: did[one] for one in ("people", "meetings", "follow_ups")}
        self._row("in the end", ", ".join(f"{count} {one.replace('_', '-')}" for one, count in found.items()))
        self._row(
            "notes that were never right, and are named", str(len({one["path"] for one in did["problems"]}))
        )

    # small things -----------------------------------------------------------------------------------------

    def _row(self, name: str, value: str) -> None:
        self.rows.append((name, value))
        print(f"{name:60}  {value}", flush=True)

    @staticmethod
    def _command(vault: Path) -> list[str]:
        return [sys.executable, "-m", "vaultkit", "--vault", str(vault)]

    def _vaultkit(self, vault: Path, *words: str) -> bytes:
        """Run a command on a vault; on a copy, with a memory of its own."""
        state = self.base / "state" if vault == self.vault else vault.parent / "state"
        environment = {**self.environment, "VAULTKIT_STATE_DIR": str(state)}
        done = subprocess.run(
            [*self._command(vault), *words], env=environment, capture_output=True, check=False
        )
        if done.returncode:
            self.faults.append(f"{' '.join(words)}: {done.stderr.decode()}")
        return done.stdout

    @staticmethod
    def _pages(vault: Path) -> dict[str, bytes]:
        """All that lies in the folder of the pages."""
        return {file.name: file.read_bytes() for file in (vault / PAGES).iterdir() if "~vk-" not in file.name}

    def _until(self, true: Callable[[], bool], fault: str) -> None:
        until = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > until:
                raise SystemExit(fault)
            time.sleep(0.1)


def main() -> None:
    """Run the storm, print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--notes", type=int, default=500)
    parser.add_argument("--burst", type=int, default=10_000)
    parser.add_argument("--behind", type=int, default=5, help="ticks right behind the daemon's own writes")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(Path(folder), options)
        storm.run()
    print(f"{'faults':60}  {len(storm.faults)}")
    for fault in storm.faults[:20]:
        print("        " + fault)
    sys.exit(1 if storm.faults else 0)


if __name__ == "__main__":
    main()
