"""A power cut at any moment: `python tests/proofs/power_cut.py [--seconds N] [--cuts N]` (as root, on Linux).

1. The order of calls of one edit, as strace sees it: journal durable, passing file written and durable,
   exchange, folder durable, journal durable, and only then the command reports.
2. A disk of its own (ext4 on a loop device on a file of fusepy's) records every write and every flush that
   reaches it, while edits go on (app/writing.py, journal on the same disk). Then for each of many moments the
   disk is made as a cut would leave it: all that was flushed before, and of what came later any of the
   blocks, by lot. It is mounted, and every note must be one whole version, no older than what was reported
   done before that moment; then the next command runs, and there is no litter and no unfinished action.

The naive way (write a passing file, rename it over) is tried on the same disk, and must be seen to lose.
"""

import argparse
import importlib
import importlib.util
import multiprocessing
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event as Moment
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SIZE = 48 << 20
BLOCK = 4096
NOTES = 5
LINES = 300
HEADER = struct.Struct("<QI")
FLUSH = (1 << 64) - 1

WORKER = """
import os, sys, threading, time
from pathlib import Path
from vaultkit.app.opening import open_vault
from vaultkit.app.writing import NoteEdit, writing
root, state, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
number, until = int(sys.argv[4]), time.monotonic() + float(sys.argv[5])
vault = open_vault(root, {"VAULTKIT_STATE_DIR": state})
while True:
    path, data = f"Note {number % 5}.md", b"version %08d\\\\n" % number * 300
    if way == "naive":
        (root / ".new").write_bytes(data)
        os.replace(root / ".new", root / path)
        threading.Event().wait(0.05)
    else:
        with writing(vault) as writer:
            action, failed = writer.edit("trial", [NoteEdit(path, lambda old: data)])
        if failed:
            sys.exit(repr(failed))
    print(number, flush=True)
    number += 1
    if time.monotonic() > until:
        break
""".replace("\\\\n", "\\n")


def worker(root: Path, state: Path, way: str, number: int, seconds: float) -> list[str]:
    """The command that makes versions from `number` on; it prints each that is done."""
    return [sys.executable, "-c", WORKER, str(root), str(state), way, str(number), str(seconds)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def version(number: int) -> bytes:
    return b"version %08d\n" % number * LINES


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


# the order of calls ---------------------------------------------------------------------------------------

ORDER = (
    (r"fsync\(\d+<.*/journal/\d+\.tmp>", "the journal is durable"),
    (r"rename\(.*/journal/\d+\.tmp", "under its name"),
    (r"fsync\(\d+<.*/journal>", "which is durable"),
    (r"openat\(.*/\.~vk-\w+\.tmp\", O_WRONLY\|O_CREAT\|O_EXCL\|O_NOFOLLOW", "the passing file is made"),
    (r"write\(\d+<.*/\.~vk-\w+\.tmp>", "written"),
    (r"fsync\(\d+<.*/\.~vk-\w+\.tmp>", "and durable"),
    (r"renameat2\(.*RENAME_EXCHANGE", "exchanged"),
    (r"unlink\(.*/\.~vk-\w+\.tmp", "what came out is taken away"),
    (r"fsync\(\d+<.*/vault>", "the folder is durable"),
    (r"fsync\(\d+<.*/journal/\d+\.tmp>", "the journal is durable"),
    (r"rename\(.*/journal/\d+\.tmp", "under its name"),
    (r"fsync\(\d+<.*/journal>", "which is durable"),
    (r"write\(1<", "the command reports"),
)


def order(made: Path) -> bool:
    """Whether the calls of one edit come in order; True where strace cannot tell."""
    if not shutil.which("strace"):
        say("order of calls: skipped: strace is missing (Debian: strace)")
        return True
    root, log = made / "vault", made / "strace"
    root.mkdir()
    (root / "Note 0.md").write_bytes(version(0))
    calls = "openat,write,fsync,rename,renameat2,unlink"
    trace = ["strace", "-f", "-y", "-o", str(log), "-e", f"trace={calls}"]
    run = [*trace, *worker(root, made / "state", "vaultkit", NOTES, 0)]
    done = subprocess.run(run, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        say(f"order of calls: skipped: {done.stderr.strip()[-200:]}")
        return True
    lines = iter(log.read_text(errors="replace").splitlines())
    seen: list[str] = []
    for pattern, step in ORDER:
        for line in lines:
            if re.search(pattern, line):
                seen.append(step)
                break
        else:
            say(f"order of calls: WRONG: after «{', '.join(seen)}» there is no «{step}»")
            return False
    say(f"order of calls: ok: {', '.join(seen)}")
    return True


# a disk that remembers ------------------------------------------------------------------------------------


def serve(where: str, log: str, library: str) -> None:
    """A file system with one file, `disk`; every write and flush is appended to the log before it counts."""
    fuse: Any = importlib.import_module(library)
    held = bytearray(SIZE)

    class Disk(fuse.Operations):  # type: ignore[misc]  # its classes are untyped
        def getattr(self, path: str, _: Any = None) -> dict[str, int]:
            if path == "/":
                return {"st_mode": 0o40755, "st_nlink": 2}
            if path == "/disk":
                return {"st_mode": 0o100600, "st_nlink": 1, "st_size": SIZE}
            raise fuse.FuseOSError(2)

        def readdir(self, _path: str, _: Any) -> list[str]:
            return [".", "..", "disk"]

        def read(self, _path: str, size: int, at: int, _: Any) -> bytes:
            return bytes(held[at : at + size])

        def write(self, _path: str, data: bytes, at: int, _: Any) -> int:
            held[at : at + len(data)] = data
            os.write(out, HEADER.pack(at, len(data)) + data)
            return len(data)

        def fsync(self, _path: str, _datasync: int, _: Any) -> int:
            os.write(out, HEADER.pack(FLUSH, 0))
            return 0

        def truncate(self, _path: str, _length: int, _: Any = None) -> None:
            return

    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    fuse.FUSE(Disk(), where, foreground=True, nothreads=True, big_writes=True, max_write=131072)


def command(*words: str | Path) -> None:
    subprocess.run([*map(str, words)], check=True, capture_output=True, text=True)


@contextmanager
def mounted(disk: Path, where: Path, *options: str) -> Iterator[Path]:
    where.mkdir(exist_ok=True)
    command("mount", "-t", "ext4", "-o", ",".join(("loop", *options)), disk, where)
    try:
        yield where
    finally:
        command("umount", where)


@contextmanager
def recording(made: Path, library: str) -> Iterator[tuple[Path, Path]]:
    """The disk and its log."""
    front, log = made / "front", made / "log"
    front.mkdir()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(str(front), str(log), library))
    process.start()
    until = time.monotonic() + 10
    while not (front / "disk").exists():
        if time.monotonic() > until or not process.is_alive():
            raise OSError("fuse does not start")
        Moment().wait(0.05)
    try:
        yield front / "disk", log
    finally:
        subprocess.run(["umount", "-l", str(front)], check=False, capture_output=True)
        process.join(10)


def records(log: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each record ends, where on the disk it was written, and what."""
    at = 0
    while at < len(log):
        where, length = HEADER.unpack_from(log, at)
        at += HEADER.size + length
        yield at, where, log[at - length : at]


def after_cut(log: bytes, moment: int, chance: random.Random) -> bytearray:
    """The disk as a cut leaves it: what was flushed, and of the rest any of the blocks."""
    disk = bytearray(SIZE)
    waiting: list[tuple[int, bytes]] = []
    share = chance.choice((0.0, 0.5, 0.9, 1.0))
    for end, where, data in records(log):
        if end > moment:
            break
        if where == FLUSH:
            for at, block in waiting:
                disk[at : at + len(block)] = block
            waiting = []
        else:
            waiting += [(where + at, data[at : at + BLOCK]) for at in range(0, len(data), BLOCK)]
    for at, block in waiting:
        if chance.random() < share:
            disk[at : at + len(block)] = block
    return disk


# the trial ------------------------------------------------------------------------------------------------


def record(made: Path, way: str, seconds: float, library: str) -> tuple[bytes, int, list[tuple[int, int]]]:
    """The log of a disk on which edits went on, where they began, and when each was reported done."""
    reported: list[tuple[int, int]] = []
    with ExitStack() as stack:
        disk, log = stack.enter_context(recording(made, library))
        command("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", disk)
        where = stack.enter_context(mounted(disk, made / "mounted"))
        (where / "vault").mkdir()
        for number in range(NOTES):
            (where / f"vault/Note {number}.md").write_bytes(version(number))
        command("sync", "-f", where)
        begun = log.stat().st_size
        run = worker(where / "vault", where / "state", way, NOTES, seconds)
        with subprocess.Popen(run, env=environment(), stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for line in writer.stdout:
                reported.append((log.stat().st_size, int(line)))
        if writer.returncode:
            raise OSError(f"the writer ended with {writer.returncode}")
        held = log.read_bytes()
    return held, begun, reported


def held_versions(root: Path) -> list[int | None]:
    """Of each note which whole version it is; None: none."""
    found: list[int | None] = []
    for note in range(NOTES):
        data = (root / f"Note {note}.md").read_bytes() if (root / f"Note {note}.md").exists() else b""
        number = int(data[8:16]) if re.match(rb"version \d{8}\n", data) else -1
        found.append(number if number >= 0 and data == version(number) and number % NOTES == note else None)
    return found


def cut(made: Path, log: bytes, moment: int, reported: list[tuple[int, int]], chance: random.Random) -> str:
    """One cut; what is wrong, as one word, or nothing."""
    image = made / "image"
    image.write_bytes(after_cut(log, moment, chance))
    done = list(range(NOTES))
    for end, number in reported:
        if end <= moment:
            done[number % NOTES] = number
    # The state of a vault is found by the path of its folder, so the disk is mounted where it was.
    with mounted(image, made / "mounted") as where:
        root, state = where / "vault", where / "state"
        found = held_versions(root)
        if None in found:
            return "torn"
        if any(is_there is not None and is_there < was for is_there, was in zip(found, done, strict=True)):
            return "older"
        last = max([NOTES, *(number for number in found if number is not None)]) + NOTES
        again = subprocess.run(
            worker(root, state, "vaultkit", last, 0),
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if again.returncode:
            return f"stuck: {again.stderr.strip()[-200:]}"
        if len(list(root.iterdir())) != NOTES:
            return f"litter: {sorted(file.name for file in root.iterdir())}"
        if any(b'"pending"' in file.read_bytes() for file in state.rglob("journal/*.action")):
            return "unfinished"
        if None in held_versions(root):
            return "torn by recovery"
    return ""


def cuts(way: str, seconds: float, count: int, seed: int, library: str) -> Counter[str]:
    """Record a disk and cut its power many times."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as made:
        log, begun, reported = record(Path(made), way, seconds, library)
        result: Counter[str] = Counter()
        for _ in range(count):
            ends = [end for end, _, _ in records(log) if end >= begun]
            result[cut(Path(made), log, chance.choice(ends), reported, chance) or "ok"] += 1
        result["edits"] = len(reported)
        result["writes"] = sum(1 for end, where, _ in records(log) if end > begun and where != FLUSH)
        result["flushes"] = sum(1 for end, where, _ in records(log) if end > begun and where == FLUSH)
    return result


def main() -> int:
    """Print what was found; 1 when anything was wrong, or the naive way was not seen to lose."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=15, help="for which edits go on")
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        good = order(Path(made))
    libraries = [name for name in ("fusepy", "fuse") if importlib.util.find_spec(name)]
    if not libraries:
        say("cuts: skipped: fusepy is missing (Debian: python3-fusepy)")
        return 0 if good else 1
    for way in ("vaultkit", "naive"):
        try:
            result = cuts(way, given.seconds, given.cuts, given.seed, libraries[0])
        except (OSError, subprocess.CalledProcessError) as error:
            say(f"cuts: skipped: {getattr(error, 'stderr', '') or error}")
            return 0 if good else 1
        say(f"cuts, {way}: " + ", ".join(f"{name} {count}" for name, count in sorted(result.items())))
        bad = set(result) - {"ok", "edits", "writes", "flushes"}
        good = good and (bool(bad) if way == "naive" else not bad)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
