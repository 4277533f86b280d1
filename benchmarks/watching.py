"""How long `vaultkit watch` takes from a save to the new page, beside a bare callback; and what it idles.

    python benchmarks/watching.py [--notes 1000 10000] [--edits 500] [--idle 60] [--burst 0]

For each size of vault: median and 99th percentile from the last byte written to the new queue page on disk;
for those saves also the time until a bare watchdog callback hears of them; and what the process uses while
nothing happens. With --burst, so many notes are saved at once, and it is waited until the page has them all.
500 edits take ten minutes and a half. The targets are those for 10,000 notes. The vault is made in the
temporary folder (TMPDIR). A wait for the disk counts as a wake-up; what was read from it is printed beside.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from reading import make_vault
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from vaultkit.app.daemon import LOOK_EVERY
from vaultkit.app.rounds import GATHER

QUEUE = "Networking/Follow-ups.md"
APART = 1.0
"""Seconds between two saves. A person writes no faster."""


class Bare(FileSystemEventHandler):
    """The least that a watcher can do: note the time."""

    def __init__(self) -> None:
        self.heard = threading.Event()
        self.at = 0.0

    def on_closed(self, event: FileSystemEvent) -> None:
        if not self.heard.is_set() and str(event.src_path).endswith(".md"):
            self.at = time.perf_counter()
            self.heard.set()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--notes", type=int, nargs="+", default=[1000, 10000], help="sizes of the vaults")
    parser.add_argument("--edits", type=int, default=500, help="how many, one each second")
    parser.add_argument("--idle", type=float, default=60, help="seconds to look on while nothing happens")
    parser.add_argument("--burst", type=int, default=0, help="how many notes to save at once")
    options = parser.parse_args()
    for notes in options.notes:
        _measure(notes, options.edits, options.idle, options.burst)


def _measure(notes: int, edits: int, idle: float, burst: int) -> None:
    """One vault."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        make_vault(root, notes)
        (root / ".vaultkit").mkdir()
        (root / ".vaultkit/config.toml").write_text('language = "en"\ntimezone = "Europe/Oslo"\n')
        environment = {**os.environ, "VAULTKIT_STATE_DIR": f"{folder}/state"}
        command = [sys.executable, "-m", "vaultkit", "--vault", str(root), "-q"]
        subprocess.run([*command, "sync"], env=environment, check=True)
        daemon = subprocess.Popen([*command, "watch"], env=environment)
        try:
            _settled(daemon.pid)
            pages, bare = _edits(root, edits)
            print(f"{notes:,} notes, {edits} edits")
            _print("save to new page", pages)
            beyond = [taken - GATHER * 1000 for taken in pages]
            _print("  beyond the quiet time", beyond, "target 30 and 100 ms")
            _print("save to a bare callback", bare)
            if burst:
                _burst(root, burst)
            _settled(daemon.pid)
            _idle(daemon.pid, idle, root)
        finally:
            daemon.terminate()
            daemon.wait(10)


def _edits(root: Path, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds from the end of each save to the new page, and to the callback."""
    bare = Bare()
    observer = Observer()
    observer.schedule(bare, str(root), recursive=True)
    observer.start()
    people = _people(root)
    pages, heard = [], []
    for number in range(count):
        note, words = people[number * 7 % len(people)], f"edit {number}"
        text = _with_reason(note, number, words)
        bare.heard.clear()
        note.write_text(text, encoding="utf-8")
        saved = time.perf_counter()
        pages.append((_shown(root / QUEUE, f"{words} ·".encode()) - saved) * 1000)
        bare.heard.wait(5)
        heard.append((bare.at - saved) * 1000)
        time.sleep(APART)
    observer.stop()
    observer.join()
    return pages, heard


def _burst(root: Path, count: int) -> None:
    """Save so many notes as quickly as that goes; wait until each of them is on the page."""
    people = _people(root)[:count]
    texts = [_with_reason(note, number, "burst") for number, note in enumerate(people)]
    began = time.perf_counter()
    for note, text in zip(people, texts, strict=True):
        note.write_text(text, encoding="utf-8")
    saved = time.perf_counter()
    while (root / QUEUE).read_bytes().count("· burst ·".encode()) < len(people):
        time.sleep(0.01)
    shown = time.perf_counter()
    print(f"{len(people):,} saves in {saved - began:.2f} s")
    print(f"  all on the page after    {shown - saved:.2f} s".ljust(64) + "target 2 s", flush=True)


def _people(root: Path) -> list[Path]:
    """The notes of people, by path."""
    return sorted(path for path in root.rglob("*.md") if b"type: person" in path.read_bytes())


def _with_reason(note: Path, number: int, words: str) -> str:
    """A note with a day and a reason for the next contact that it did not have."""
    day = f"2026-12-{number % 28 + 1:02}"
    lines = f"type: person\nfollow_up: {day}\nfollow_up_note: {words}\n"
    kept = (
        line for line in note.read_text(encoding="utf-8").splitlines(keepends=True) if "follow_up" not in line
    )
    return "".join(kept).replace("type: person\n", lines, 1)


def _shown(page: Path, words: bytes) -> float:
    """When a page says something; it is read only when it has become another file."""
    inode = 0
    while True:
        now, inode = inode, page.stat().st_ino
        at = time.perf_counter()
        if now != inode and words in page.read_bytes():
            return at
        time.sleep(0.0005)


def _settled(pid: int) -> None:
    """Wait until a process does nothing any more."""
    before = -1.0
    while (now := _used(pid)) != before:
        before = now
        time.sleep(3)


def _idle(pid: int, seconds: float, root: Path) -> None:
    notes = [os.fspath(path) for path in root.rglob("*.md")]
    bare = 0.0
    used, woken, read = _used(pid), _woken(pid), _read_from_disk(pid)
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, LOOK_EVERY))
        if left >= LOOK_EVERY:
            bare += _stat_each(notes)
    cpu, wakes, disk = _used(pid) - used, _woken(pid) - woken, _read_from_disk(pid) - read
    status = Path(f"/proc/{pid}/status").read_text()
    memory = int(status.split("VmRSS:")[1].split()[0]) / 1024
    share = cpu * 100 / seconds
    print(f"idle for {seconds:.0f} s")
    print(f"  processor                {cpu:.2f} s, {share:.4f} %".ljust(64) + "target 0.05 %")
    print(
        f"  wake-ups                 {wakes}, {wakes * 60 / seconds:.1f} a minute".ljust(64)
        + "target 2 a minute"
    )
    print(f"  a bare stat of each note, each minute   {bare:.2f} s")
    print(f"  read from the disk       {disk / 1024:.0f} KiB")
    print(f"  resident memory          {memory:.1f} MiB".ljust(64) + "target 90 MiB", flush=True)


def _used(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _woken(pid: int) -> int:
    """How often its threads have waited for something and gone on."""
    return sum(
        int(task.read_text().split("\nvoluntary_ctxt_switches:")[1].split()[0])
        for task in Path(f"/proc/{pid}/task").glob("*/status")
    )


def _stat_each(notes: list[str]) -> float:
    """Seconds of processor that the least takes which can tell that a file has changed."""
    began = time.process_time()
    for note in notes:
        os.stat(note)  # noqa: PTH116  no more than that
    return time.process_time() - began


def _read_from_disk(pid: int) -> int:
    """Bytes; what was in the system's cache is not counted."""
    return int(Path(f"/proc/{pid}/io").read_text().split("\nread_bytes: ")[1].split()[0])


def _print(what: str, times: list[float], target: str = "") -> None:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    said = f"{what:26} median {statistics.median(ordered):7.1f} ms   99 % {last:7.1f} ms"
    print((said.ljust(64) + target).rstrip(), flush=True)


if __name__ == "__main__":
    main()
