"""Kill vaultkit (SIGKILL) at random instants of `done`, ticks and syncs, and look at what is left.

    python tests/proofs/kill_storm.py [--kills 500] [--people 16] [--seed 1]

Each round does one thing in a child process, first on a copy and to its end, so that it is known what should
come of it and how long it takes; then on the vault itself, where the child is killed at a random instant of
that time.

After each kill every note must hold its old bytes or the new ones. At the end every log line reported as done
must be there, none may be there twice, and every tick must have come to exactly one line. Exit 1 otherwise.
"""

import argparse
import os
import random
import re
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from vaultkit.app.done import done
from vaultkit.app.opening import OpenVault, open_vault
from vaultkit.app.refresh import refresh
from vaultkit.app.survey import survey
from vaultkit.app.tickdesk import queue_lines
from vaultkit.rules.ticks import bare

FIRST_DAY = date(2026, 11, 23)
QUEUE = "Networking/Follow-ups.md"
TICKED = "in touch"
"""What the log says of a contact that was ticked."""


class Storm:
    """One vault that is used and killed."""

    def __init__(self, root: Path, people: int, seed: int) -> None:
        self.base, self.vault, self.state = root, root / "vault", root / "state"
        self.random = random.Random(seed)
        self.names = [f"Person {number:02}" for number in range(people)]
        self.reported: set[str] = set()
        self.begun: set[str] = set()
        self.ticks: Counter[str] = Counter()
        self.faults: list[str] = []
        self.landed: Counter[str] = Counter()
        (self.vault / "People").mkdir(parents=True)
        (self.vault / ".vaultkit").mkdir()
        (self.vault / ".vaultkit/config.toml").write_text('language = "en"\ntimezone = "Europe/Oslo"\n')
        for number, name in enumerate(self.names):
            (self.vault / f"People/{name}.md").write_bytes(_note(name, number))
        refresh(_open(self.vault, self.state), FIRST_DAY)

    def round(self, number: int) -> None:
        """One thing done and killed."""
        today = FIRST_DAY + timedelta(days=number)
        what = self.random.choice(("done", "done", "tick", "tick", "sync"))
        token = f"token-{number:05}"
        if what == "done":
            free = [name for name in self.names if name not in self._waiting()]
            name = self.random.choice(free)
            self.begun.add(token)
        elif what == "tick":
            ticked = self._tick(today)
            if ticked:
                self.ticks[ticked] += 1

        def act(vault: Path, state: Path) -> None:
            opened = _open(vault, state)
            if what == "done":
                done(survey(opened, today), [name], text=token)
            else:
                refresh(opened, today)

        copy = self.base / "copy"
        shutil.copytree(self.vault, copy / "vault")
        shutil.copytree(self.state, copy / "state")
        # The memory of a vault is found by the vault's place; the copy brings it along.
        _bring_state(self.vault, copy / "vault", copy / "state")
        began = time.monotonic()
        _child(lambda: act(copy / "vault", copy / "state"), None)
        took = time.monotonic() - began
        wanted = _notes(copy / "vault")
        shutil.rmtree(copy)
        before = _notes(self.vault)
        finished = _child(lambda: act(self.vault, self.state), self.random.uniform(0, took * 1.05))
        after = _notes(self.vault)
        if finished and what == "done":
            self.reported.add(token)
        for path in before.keys() | after.keys():
            held = after.get(path)
            if held not in (before.get(path), wanted.get(path)):
                self.faults.append(f"round {number} ({what}): {path} is neither old nor new")
        changed = after != before
        self.landed[f"{what}: {'finished' if finished else 'killed, new' if changed else 'killed, old'}"] += 1

    def finish(self, number: int) -> None:
        """The next start, and what must then be true."""
        opened = _open(self.vault, self.state)
        today = FIRST_DAY + timedelta(days=number)
        refresh(opened, today)
        if refresh(opened, today).writes:
            self.faults.append("a second sync writes")
        litter = [
            path.name for path in self.vault.rglob("*") if ".tmp" in path.name or "conflict" in path.name
        ]
        if litter:
            self.faults.append(f"litter: {litter}")
        notes = {path: data.decode() for path, data in _notes(self.vault).items()}
        lines = Counter(token for text in notes.values() for token in re.findall(r"token-\d+", text))
        for token in self.reported:
            if not lines[token]:
                self.faults.append(f"{token} was reported and is lost")
        for token, count in lines.items():
            if count > 1 or token not in self.begun:
                self.faults.append(f"{token} is there {count} times")
        for name in self.names:
            text = notes[f"People/{name}.md"]
            count = len(re.findall(rf"^- \d{{4}}-\d\d-\d\d — {TICKED}$", text, re.MULTILINE))
            if count != self.ticks[name]:
                self.faults.append(f"{name}: {self.ticks[name]} ticks and {count} lines")
            if not text.endswith(f"The end of {name}.\n"):
                self.faults.append(f"{name}: cut off")

    def _tick(self, today: date) -> str:
        """Tick one line of the queue page, as a phone does; the person's name, or empty for none.

        Only a line that the notes still ask for: after a `done` that the page does not know of yet, a tick
        on the old line means that same contact.
        """
        page = (self.vault / QUEUE).read_text()
        inside = page.split("vaultkit:end")[0]
        asked = {text for text, _, _ in queue_lines(survey(_open(self.vault, self.state), today))}
        open_lines = [
            line for line in inside.splitlines() if line.startswith("- [ ] [[") and bare(line) in asked
        ]
        if not open_lines:
            return ""
        line = self.random.choice(open_lines)
        beside = self.vault / "phone.tmp"
        beside.write_text(page.replace(line, line.replace("- [ ]", "- [x]", 1), 1))
        beside.replace(self.vault / QUEUE)
        return line.split("[[")[1].split("]]")[0]

    def _waiting(self) -> set[str]:
        """People with a tick that was not carried out yet: a contact told otherwise would answer it."""
        return set(re.findall(r"^- \[x\] \[\[([^\]]+)\]\]", (self.vault / QUEUE).read_text(), re.MULTILINE))


def _note(name: str, number: int) -> bytes:
    follow_up = f"follow_up: {FIRST_DAY + timedelta(days=number % 5)}\n" if number % 3 == 0 else ""
    last = f"last_contact: {FIRST_DAY - timedelta(days=40 + number)}\n" if number % 2 else ""
    return (
        f"---\ntype: person\nnetwork: private\n{last}contact_every: 1 day  # a comment\n{follow_up}---\n"
        f"# {name}\n\n## Log\n\n- 2026-09-01 — met at the fair\n\n## Notes\n\nThe end of {name}.\n"
    ).encode()


def _notes(vault: Path) -> dict[str, bytes]:
    return {f"People/{path.name}": path.read_bytes() for path in (vault / "People").glob("*.md")}


def _open(vault: Path, state: Path) -> OpenVault:
    return open_vault(vault, {"VAULTKIT_STATE_DIR": str(state)})


def _bring_state(vault: Path, copy: Path, state: Path) -> None:
    old, new = (_open(place, state).state.path for place in (vault, copy))
    old.rename(new)


def _child(act: Callable[[], None], kill_after: float | None) -> bool:
    """Run in a child process, killed after some seconds; whether it came to its end."""
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except BaseException as error:  # noqa: BLE001  the parent must hear of anything
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(3)
        os._exit(0)
    if kill_after is None:
        _, status = os.waitpid(pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        return True
    select.select([], [], [], kill_after)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 3:
        raise SystemExit("the child failed by itself")
    return code == 0


def main() -> None:
    """Run the storm and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--people", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(Path(folder), options.people, options.seed)
        number = 0
        while sum(count for kind, count in storm.landed.items() if "killed" in kind) < options.kills:
            number += 1
            storm.round(number)
        storm.finish(number + 1)
    for kind, count in sorted(storm.landed.items()):
        print(f"{count:6}  {kind}")
    print(f"{len(storm.begun):6}  log lines begun, {len(storm.reported)} of them reported")
    print(f"{sum(storm.ticks.values()):6}  ticks")
    print(f"{len(storm.faults):6}  faults in {number} rounds, {time.monotonic() - began:.0f} s")
    for fault in storm.faults[:20]:
        print("        " + fault)
    sys.exit(1 if storm.faults else 0)


if __name__ == "__main__":
    main()
