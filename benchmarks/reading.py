"""How long a sync of generated notes takes, beside plain reading and PyYAML's C loader on the same files.

    python3 dev.py bench [NOTES] [RUNS]

Prints medians of interleaved runs and their ratios. The notes are 70 % people, 20 % meetings and 10 % other,
in 50 folders, about 2.5 KB each.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from vaultkit.app.known import Known
from vaultkit.app.opening import open_vault
from vaultkit.app.reading import read_vault
from vaultkit.store.notefile import read_bytes
from vaultkit.store.state import State
from vaultkit.store.vault import VaultFolder

TEXT = "Vi snakket om prosjekter, folk vi kjenner begge to, og hva som skjer i bransjen. " * 20
DAY = "2026-11-23"


def make_vault(root: Path, notes: int) -> None:
    """A vault of `notes` notes, the same for the same number."""
    chance = random.Random(notes)
    (root / ".obsidian").mkdir(parents=True)
    for number in range(notes):
        folder = root / f"Mappe {number % 50}"
        folder.mkdir(exist_ok=True)
        share = number % 10
        make = _person if share < 7 else _meeting if share < 9 else _other
        (folder / f"Notat {number}.md").write_text(make(number, chance), encoding="utf-8")


def _person(number: int, chance: random.Random) -> str:
    network = chance.choice(("private", "professional", "historical", "leisure"))
    month, day = chance.randint(1, 9), chance.randint(10, 28)
    return f"""---
type: person
name: Navn Navnesen {number}
network: {network}
company: "[[Firma {number % 90}]]"
role: prosjektleder
email: navn{number}@example.no
phone: 012{number:05d}
city: Bergen
last_contact: 2026-0{month}-{day}
contact_every: 6 weeks
birthday: 19{chance.randint(50, 99)}-0{month}-1{number % 9}
tags: [jobb, bergen]
ask:
  - råd om bransjen
  - hvem jeg bør snakke med
---
# Navn {number}

## Logg
- 2026-0{month}-11 — kaffe
- 2026-0{month}-21 — telefon

{TEXT}
"""


def _meeting(number: int, chance: random.Random) -> str:
    return f"""---
type: meeting
date: 2026-{chance.randint(9, 12):02d}-{chance.randint(1, 28):02d}
time: "10:30"
attendees:
  - "[[Notat {number - number % 10}]]"
location: Bergen
status: planned
---
# Møte

{TEXT}
"""


def _other(number: int, chance: random.Random) -> str:
    return f"---\ntags: [notat]\ncreated: 2026-01-0{chance.randint(1, 9)}\n---\n# Notat {number}\n\n{TEXT}\n"


def plain_reading(root: Path) -> None:
    """Walk, read every byte, load the frontmatter with PyYAML's C loader."""
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".md"):
                with open(f"{folder}/{name}", encoding="utf-8") as file:
                    text = file.read()
                if text.startswith("---\n") and (end := text.find("\n---", 4)) > 0:
                    yaml.load(text[4:end], Loader=yaml.CSafeLoader)


def read_notes(root: Path) -> None:
    """Every note as Obsidian reads it, with places and problems: what `vaultkit sync` does first."""
    folder = VaultFolder(root)
    for path in folder.scan(()).notes:
        data, size = folder.read(path)
        read_bytes(path, data, size)


def read_and_understand(root: Path) -> None:
    """The same, and people, logs, meetings and links out of it: all that `sync` does before it decides."""
    read_vault(open_vault(root, os.environ), State(), known=Known())


def whole_sync(root: Path) -> None:
    """The whole command in a process of its own, on a machine that has not seen the vault."""
    with tempfile.TemporaryDirectory() as state:
        _run("sync", root, state)


def sync_again(root: Path) -> None:
    """The same on a machine that has read the notes before; nothing has changed."""
    _run("sync", root, f"{root} state")


def queue_again(root: Path) -> None:
    """`vaultkit queue` on such a machine."""
    _run("queue", root, f"{root} state")


def _run(name: str, root: Path, state: str) -> None:
    command = [sys.executable, "-m", "vaultkit", name, "-q", "--vault", str(root), "--today", DAY]
    subprocess.run(command, check=True, env={**os.environ, "VAULTKIT_STATE_DIR": state})


def timed(work: Callable[[Path], None], root: Path) -> float:
    began = time.perf_counter()
    work(root)
    return time.perf_counter() - began


def main(notes: int = 1000, runs: int = 7) -> None:
    ways = {
        "plain reading + C loader": plain_reading,
        "vaultkit reads": read_notes,
        "vaultkit understands": read_and_understand,
        "vaultkit sync": whole_sync,
        "vaultkit sync, again": sync_again,
        "vaultkit queue, again": queue_again,
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        make_vault(root, notes)
        for work in ways.values():
            work(root)
        took: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(runs):
            for name, work in ways.items():
                took[name].append(timed(work, root))
    base = statistics.median(took["plain reading + C loader"])
    print(f"{notes} notes, median of {runs} interleaved runs")
    for name, times in took.items():
        median = statistics.median(times)
        print(f"  {name:<26} {median * 1000:8.1f} ms   ratio {median / base:5.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
