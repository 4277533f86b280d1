"""Does an editor that saves beside vaultkit ever lose a version? `python tests/proofs/editor_race.py`

A second process saves the same notes in the manner of an editor while this one edits them. Half of the saves
aim at the moment at which vaultkit's passing file is there. The editor either reloads before it saves
(`reloads`: it adds its own line to what the file holds) or keeps its buffer and overwrites (`stubborn`, in
bursts of one to three saves of which only the last is looked for: the others it overwrote itself).

A version that is looked for is ACCOUNTED FOR when the file holds it at the editor's next look, or holds it
again, or a conflict copy beside it does, within two seconds (naive, which gives nothing back: 0.2), during
which the editor waits. Else it is LOST. What was found only after the first look counts as `late`. Only a
lost version makes this fail.

The ways: `vaultkit` is store/vault.py with the edit made anew when the note changed, as app/writing.py does;
`no exchange` is the same where names cannot change places; `naive` reads, changes and renames over, and shows
that the race is real.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Event as Moment

from vaultkit.errors import ChangedUnderneathError, EditRefusedError
from vaultkit.model.write import Write
from vaultkit.store.commit import commit
from vaultkit.store.exchange import replace
from vaultkit.store.vault import VaultFolder, passing_name

TRIES = 5
SHARES = {"vaultkit": 1.0, "no exchange": 0.5, "naive": 0.25}
"""The ways, and for how much of the time each is tried."""
Save = Callable[[Path, bytes, random.Random], None]


def pause(seconds: float) -> None:
    """Wait; exactly, where it is short."""
    if seconds > 0.002:
        Moment().wait(seconds)
        return
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


# the manners of editors -----------------------------------------------------------------------------------


def in_pieces(fd: int, data: bytes, chance: random.Random) -> None:
    """Write in two calls, mostly at once, sometimes slowly, as on a busy machine."""
    half = chance.randrange(len(data) + 1)
    slow = chance.choice((0, 0, 0.0002, 0.003, 0.015, 0.06, 0.2))
    pause(slow * chance.random())
    os.write(fd, data[:half])
    pause(slow * chance.random())
    os.write(fd, data[half:])


def obsidian(note: Path, data: bytes, chance: random.Random) -> None:
    """In place: emptied as it is opened, then written."""
    fd = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    in_pieces(fd, data, chance)
    os.close(fd)


def vscode(note: Path, data: bytes, chance: random.Random) -> None:
    """In place: opened, emptied, written, made durable."""
    fd = os.open(note, os.O_RDWR | os.O_CREAT, 0o644)
    os.ftruncate(fd, 0)
    in_pieces(fd, data, chance)
    os.fdatasync(fd)
    os.close(fd)


def vim(note: Path, data: bytes, chance: random.Random) -> None:
    """The note becomes its own backup, a new one is written, the backup is taken away."""
    backup = note.with_name(f"{note.name}~")
    note.rename(backup)
    fd = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    in_pieces(fd, data, chance)
    os.fsync(fd)
    os.close(fd)
    backup.unlink()


def syncthing(note: Path, data: bytes, chance: random.Random, *, changed: int | None = None) -> None:
    """A temporary file, renamed over the note. `changed`: nanoseconds, the time of the other device."""
    temporary = note.with_name(f".syncthing.{note.name}.tmp")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    in_pieces(fd, data, chance)
    os.close(fd)
    if changed is not None:
        os.utime(temporary, ns=(changed, changed))
    temporary.replace(note)


MANNERS: dict[str, Save] = {"obsidian": obsidian, "vim": vim, "vscode": vscode, "syncthing": syncthing}


# the editor's process -------------------------------------------------------------------------------------


def holds(note: Path, token: bytes) -> bool:
    """Whether the note or a conflict copy of it holds a version."""
    for file in (note, *note.parent.glob(f"{note.stem} (conflicted*")):
        try:
            if token in file.read_bytes():
                return True
        except FileNotFoundError:
            continue
    return False


def aim(folder: Path) -> None:
    """Wait until vaultkit has a passing file, for a tenth of a second at most."""
    until = time.perf_counter() + 0.1
    while time.perf_counter() < until:
        if any(name.startswith(".~vk-") for name in os.listdir(folder)):
            return


def editor(
    manner: str,
    *,
    stubborn: bool,
    notes: list[Path],
    stop: Event,
    tell: "Queue[Counter[str]]",
    seed: int,
    patience: float,
) -> None:
    """Save and look, until told to stop. `patience`: seconds until a version is lost."""
    chance = random.Random(seed)
    save = MANNERS[manner]
    count: Counter[str] = Counter()
    number = 0
    while not stop.is_set():
        note = chance.choice(notes)
        pause(chance.choice((0, 0.01, 0.07)) * chance.random())
        for _ in range(chance.randint(1, 3) if stubborn else 1):
            number += 1
            count["saves"] += 1
            if chance.random() < 0.5:
                aim(note.parent)
                pause(chance.choice((0, 0.0005, 0.004, 0.03)) * chance.random())
            kept = b""
            if not stubborn:
                kept = b"".join(line for line in lines(note) if line.startswith(b"vaultkit"))
            token = b"editor %07d.\n" % number
            save(note, b"# A note\n" + token + kept, chance)
        pause(chance.choice((0, 0.005, 0.03)) * chance.random())
        count["looked for"] += 1
        if token in b"".join(lines(note)):
            continue
        count["late"] += 1
        until = time.perf_counter() + patience
        while not holds(note, token) and time.perf_counter() < until:
            pause(0.005)
        if not holds(note, token):
            count["LOST"] += 1
    tell.put(count)


def lines(note: Path) -> list[bytes]:
    try:
        return note.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []


# the ways of writing --------------------------------------------------------------------------------------


def edited(data: bytes, number: int) -> bytes:
    """The note with our one line, and every other byte as it was."""
    mine = b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"vaultkit"))
    return mine + b"vaultkit %07d\n" % number


def careful(root: Path, note: Path, number: int, count: Counter[str], *, exchanging: bool) -> None:
    """As app/writing.py: made anew when the note changed meanwhile."""
    folder = VaultFolder(root)
    for _ in range(TRIES):
        data = folder.read_whole(note.name)
        if data is None:
            continue
        count["tries"] += 1
        try:
            if exchanging:
                folder.write(Write(note.name, data, edited(data, number)))
            else:
                commit(note, data, edited(data, number), passing_name(), note.name, put=replace)
        except ChangedUnderneathError:
            continue
        except EditRefusedError:  # without an exchange vim's backup is a second name of the note for a moment
            continue
        count["edits"] += 1
        return
    count["gave up"] += 1


def naive(root: Path, note: Path, number: int, count: Counter[str]) -> None:
    """Read, change, rename over."""
    count["tries"] += 1
    try:
        data = note.read_bytes()
    except FileNotFoundError:
        return
    beside = root / passing_name()
    beside.write_bytes(edited(data, number))
    beside.replace(note)
    count["edits"] += 1


def run(manner: str, *, stubborn: bool, way: str, seconds: float, notes: int, seed: int) -> Counter[str]:
    """One editor and one way against each other."""
    count: Counter[str] = Counter()
    took: list[float] = []
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        paths = [root / f"Note {number}.md" for number in range(notes)]
        for path in paths:
            path.write_bytes(b"# A note\neditor 0000000.\n")
        processes = multiprocessing.get_context("spawn")
        stop, tell = processes.Event(), processes.Queue()
        arguments: dict[str, object] = {
            "stubborn": stubborn,
            "notes": paths,
            "stop": stop,
            "tell": tell,
            "seed": seed,
        }
        arguments["patience"] = 0.2 if way == "naive" else 2.0
        child = processes.Process(target=editor, args=(manner,), kwargs=arguments)
        child.start()
        until = time.monotonic() + seconds
        number = 0
        while time.monotonic() < until:
            number += 1
            begun = time.perf_counter()
            if way == "naive":
                naive(root, chance.choice(paths), number, count)
                pause(0.002 * chance.random())
            else:
                careful(root, chance.choice(paths), number, count, exchanging=way == "vaultkit")
                pause(0.05 * chance.random())
            took.append(time.perf_counter() - begun)
        stop.set()
        count += tell.get(timeout=30)
        child.join()
        count["copies"] = len(list(root.glob("*conflicted*")))
        count["litter"] = len(list(root.glob(".~vk-*")))
        count["ms"] = round(statistics.median(took) * 1000)
    return count


COLUMNS = ("saves", "looked for", "late", "copies", "LOST", "edits", "tries", "gave up", "litter", "ms")


def table(rows: Iterable[tuple[str, str, str, Counter[str]]]) -> Iterable[str]:
    head = f"{'way':12}{'editor':11}{'buffer':10}" + "".join(f"{name:>11}" for name in COLUMNS)
    yield head
    yield "-" * len(head)
    for way, manner, buffer, count in rows:
        yield f"{way:12}{manner:11}{buffer:10}" + "".join(f"{count[name]:>11}" for name in COLUMNS)


def main() -> int:
    """Print the table; 1 when vaultkit lost a version or left litter, or the race was not shown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--seconds", type=float, default=60, help="for each editor and buffer, vaultkit's way"
    )
    parser.add_argument("--notes", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--editor", choices=sorted(MANNERS), action="append")
    parser.add_argument("--way", choices=sorted(SHARES), action="append")
    given = parser.parse_args()
    rows: list[tuple[str, str, str, Counter[str]]] = []
    head = list(table([]))
    sys.stdout.write("\n".join(head) + "\n")
    for way in given.way or SHARES:
        for manner in given.editor or MANNERS:
            for stubborn in (False, True):
                count = run(
                    manner,
                    stubborn=stubborn,
                    way=way,
                    seconds=given.seconds * SHARES[way],
                    notes=given.notes,
                    seed=given.seed,
                )
                rows.append((way, manner, "stubborn" if stubborn else "reloads", count))
                sys.stdout.write(list(table(rows[-1:]))[-1] + "\n")
                sys.stdout.flush()
    bad = [row for row in rows if row[0] == "vaultkit" and (row[3]["LOST"] or row[3]["litter"])]
    shown = any(row[0] == "naive" and row[3]["LOST"] for row in rows) or "naive" not in (given.way or SHARES)
    sys.stdout.write(f"\nvaultkit lost {sum(row[3]['LOST'] for row in bad)}; race shown: {shown}\n")
    return 1 if bad or not shown else 0


if __name__ == "__main__":
    sys.exit(main())
