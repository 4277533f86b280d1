"""Kill the daemon (SIGKILL) at random instants while its owner edits and ticks, and look at what is left.

    python tests/proofs/kill_daemon.py [--kills 200] [--people 40] [--seed 1] [--folder DIR]

`vaultkit watch` runs under a small supervisor that starts it again whenever it dies, as systemd does. The
owner ticks lines of the queue page (in place as Obsidian does, with `✅ date` as the Tasks plugin does, or by
a renamed file as a synchronisation program does), edits notes in place, some of them at the very moment at
which vaultkit's passing file is there, and adds people and meetings. The killer aims: within 400 ms of a
save, when a tick has been quiet for long enough, while a passing file is there, while the journal has an
action that is not finished, while the daemon starts, and at any time.

After each kill every note must be whole. At the end every tick must be in the notes exactly once and off the
page, every edit of the owner there, every other byte as it was; no litter, no pending action, and pages and
feed as a fresh sync makes them. Exit 1 otherwise.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from lived_in import (
    QUEUE,
    Notes,
    Owner,
    Supervised,
    files,
    is_copy,
    original,
    passing,
    pause,
    wrong_notes,
    wrong_pages,
)

from vaultkit.app.opening import open_vault
from vaultkit.store.journal import Journal

AIMS = ("save", "save", "quiet", "quiet", "passing", "passing", "journal", "journal", "start", "any")
PATIENCE = 6.0
"""Seconds for which the killer waits for what it aims at."""
IDLE = 5.0
"""Seconds without a change after which the daemon has finished."""


class Storm:
    """A vault, its owner, its daemon and the killer."""

    def __init__(self, base: Path, people: int, seed: int) -> None:
        self.base, self.vault, self.state = base, base / "vault", base / "state"
        self.random = random.Random(seed)
        self.notes = Notes(people)
        self.notes.begin(self.vault)
        self.state.mkdir()
        opened = open_vault(self.vault, {"VAULTKIT_STATE_DIR": str(self.state)})
        self.journal: Journal = opened.journal
        self.owner = Owner(self.vault, self.notes, random.Random(seed + 1000))
        self.faults: list[str] = []
        self.count: Counter[str] = Counter()
        self.left = ""
        """What the last kill left lying."""
        self.over = threading.Event()
        self.daemon = Supervised(self.vault, self.state, base / "daemon.log", self.look_at_the_dead)

    def live(self) -> None:
        """The owner's day, until it is over."""
        chance = self.owner.chance
        tick_again = 0.0
        while not self.over.is_set():
            # Whoever ticks all the time is waited for all the time.
            if time.monotonic() > tick_again and (self.vault / QUEUE).exists():
                for _ in range(chance.randint(1, 3)):
                    self.owner.tick()
                    pause(chance.uniform(0, 0.4))
                tick_again = time.monotonic() + chance.uniform(3.5, 7)
            for _ in range(chance.randint(0, 3)):
                page = chance.choice(list(self.notes.pages.values()))
                self.owner.edit(page, aim=chance.random() < 0.4)
                pause(chance.uniform(0, 0.4))
            if self.owner.unticked() < 8 or chance.random() < 0.1:
                self.owner.add()
            pause(chance.uniform(0.1, 1.2))

    def kill(self) -> None:
        """One kill, aimed."""
        aim = self.random.choice(AIMS)
        self.aim(aim)
        state = self.daemon.kill()
        self.count["kills"] += 1
        self.count[f"aimed at: {aim}"] += 1
        self.count["process running or waiting for the disk"] += state in "RD"
        self.count["at work"] += state in "RD" or bool(self.left)
        for what in self.left.split():
            self.count[f"left: {what}"] += 1
        if self.random.random() < 0.2:  # now and then it gets something done
            pause(self.random.uniform(1, 4))

    def aim(self, aim: str) -> None:
        """Wait for an instant."""
        if aim == "start":
            pause(self.random.uniform(0, 1.5))
            return
        pause(self.random.uniform(0.2, 0.8))
        until = time.monotonic() + PATIENCE
        match aim:
            case "save":
                self.owner.saved.clear()
                self.owner.saved.wait(PATIENCE)
                pause(self.random.uniform(0, 0.4))
            case "quiet":
                wait = self.owner.ticked_at + 2 + self.random.uniform(-0.1, 1) - time.monotonic()
                pause(wait if wait > 0 else self.random.uniform(0, 2))
            case "passing":
                while time.monotonic() < until and not self.passing():
                    pause(0.002)
                pause(self.random.choice((0, 0.005, 0.03)) * self.random.random())
            case "journal":
                while time.monotonic() < until and not self.journal.pending():
                    pause(0.01)
                pause(self.random.choice((0, 0.02, 0.1)) * self.random.random())
            case _:
                pause(self.random.uniform(0, 2.5))

    def passing(self) -> list[str]:
        """Passing files anywhere in the vault."""
        folders = (folder for folder in self.vault.iterdir() if folder.is_dir())
        return [name for folder in folders for name in passing(folder)]

    def look_at_the_dead(self) -> None:
        """What a kill left: every note must be whole."""
        pending = self.journal.pending()
        self.left = " ".join(
            (["passing-file"] if self.passing() else [])
            + (["unfinished-pages"] if any(action.passing for action in pending) else [])
            + (["unfinished-notes"] if any(not action.passing for action in pending) else [])
        )
        with self.owner.hands:
            for path, page in list(self.notes.pages.items()):
                file = self.vault / path
                text = file.read_text() if file.exists() else ""
                if not (text.startswith("---\n") and text.endswith(f"The end of {page.name}.\n")):
                    self.faults.append(f"after kill {self.count['kills'] + 1}: {path} is not whole")

    def finish(self) -> None:
        """Let the daemon come to rest, end it, and look."""
        quiet_since, before = time.monotonic(), files(self.vault)
        until = quiet_since + 90
        while time.monotonic() < min(until, quiet_since + IDLE):
            pause(0.5)
            now = files(self.vault)
            if now != before or self.journal.pending():
                quiet_since, before = time.monotonic(), now
        if time.monotonic() > until:
            self.faults.append("the daemon does not come to rest")
        self.daemon.end()
        held = files(self.vault)
        self.faults += self.daemon.faults
        self.faults += wrong_notes(held, self.notes)
        self.faults += wrong_pages(self.vault, self.base / "fresh", self.notes.day())
        self.faults += [
            f"litter: {path}" for path in held if "/." in path and path != ".vaultkit/config.toml"
        ]
        self.faults += [f"pending: {action.command}" for action in self.journal.pending()]
        if "- [x]" in held[QUEUE].decode():
            self.faults.append("a tick is left on the page")
        copies = [path for path in held if is_copy(path)]
        self.count["conflict copies"] = len(copies)
        for path in copies:
            print(f"conflict copy: {path}")
            if original(path) not in self.notes.pages:
                self.faults.append(f"a conflict copy of what is no note: {path}")


def main() -> None:
    """Run the storm and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the vault is made, and stays")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        base = options.folder or Path(made)
        base.mkdir(parents=True, exist_ok=True)
        storm = Storm(base, options.people, options.seed)
        owner = threading.Thread(target=storm.live)
        owner.start()
        try:
            while storm.count["kills"] < options.kills and owner.is_alive():
                storm.kill()
            if not owner.is_alive():
                storm.faults.append("the owner gave up")
        finally:
            storm.over.set()
            owner.join()
        storm.finish()
        print_table(storm, time.monotonic() - began)
    sys.exit(1 if storm.faults else 0)


def print_table(storm: Storm, seconds: float) -> None:
    """The figures."""
    rows = [
        ("kills", storm.count.pop("kills")),
        ("of them while at work", storm.count.pop("at work")),
        *sorted(("  " + what, count) for what, count in storm.count.items()),
        ("starts of the daemon", storm.daemon.starts),
        ("ticks", storm.owner.did["ticks"]),
        ("edits of notes", storm.owner.did["edits"]),
        ("people and meetings added", storm.owner.did["added"]),
        ("seconds", round(seconds)),
        ("faults", len(storm.faults)),
    ]
    for what, count in rows:
        print(f"{count:6}  {what}")
    for fault in storm.faults[:20]:
        print("        " + fault)


if __name__ == "__main__":
    main()
