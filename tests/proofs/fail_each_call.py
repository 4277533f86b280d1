"""Every call that touches the vault or the state fails once, and the process is killed before it once.

`python tests/proofs/fail_each_call.py`; after SQLite, which fails the N-th call for every N. One action
(app/writing.py) changes a note, takes one away and makes one. It is first run under strace to learn its
calls; then anew, for every one of them, with that call failing (EIO) or the process killed in its place.
After each:

- every note is as before or as after, whole, and no word of anybody is gone;
- exit code 0 was given only when all of it is done, and there is no traceback;
- after the next command every note is as before or as after, each that changed can be taken back, and there
  is no litter, no conflict copy and no unfinished action.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CALLS = (
    "openat,read,pread64,write,lseek,fsync,fdatasync,fcntl,flock,ftruncate,rename,renameat2,link,linkat,unlink,"
    "fchmod,fchown,fsetxattr,flistxattr,mkdir,getdents64,newfstatat,fstat,access,faccessat2,readlink,close"
)
LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
OLD = {"Ada.md": b"# Ada\n", "Bo.md": b"# Bo\n", "Cai.md": None}
NEW = {"Ada.md": b"# Ada\n- met\n", "Bo.md": None, "Cai.md": b"# Cai\n"}
WORKER = """
import sys
from pathlib import Path
from vaultkit.app.opening import open_vault
from vaultkit.app.writing import NoteEdit, writing
from vaultkit.cli.refusal import refusal
root, state, new = Path(sys.argv[1]), sys.argv[2], eval(sys.argv[3])
try:
    vault = open_vault(root, {"VAULTKIT_STATE_DIR": state})
    with writing(vault) as writer:
        edits = [NoteEdit(path, lambda old, data=data: data) for path, data in new.items()]
        action, failed = writer.edit("trial", edits)
    for path, error in failed.items():
        print(path, refusal(error)[0])
    sys.exit(1 if failed else 0)
except Exception as error:
    said, way_out, code = refusal(error)
    print(said)
    sys.exit(code)
"""
"""What a command does, with what it has decided as an argument."""


class Trial:
    """A vault of two notes with a state of its own."""

    def __init__(self, folder: Path) -> None:
        self.root, self.state, self.log = folder / "vault", folder / "state", folder / "strace"
        for folder in (self.root, self.state):
            shutil.rmtree(folder, ignore_errors=True)
        self.root.mkdir(parents=True)
        for name, data in OLD.items():
            if data is not None:
                (self.root / name).write_bytes(data)

    def run(self, new: dict[str, bytes | None], inject: str = "") -> "subprocess.CompletedProcess[str]":
        """Write; under strace, which tampers with a call, where `inject` says how."""
        command = [sys.executable, "-c", WORKER, str(self.root), str(self.state), repr(new)]
        trace = ["strace", "-f", "-y", "-o", str(self.log), "-e", f"trace={CALLS}", "-e", f"inject={inject}"]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        run = [*trace, *command] if inject else command
        return subprocess.run(run, env=env, capture_output=True, text=True, check=False, timeout=120)

    def notes(self) -> dict[str, bytes]:
        """Every file of the vault."""
        return {path.name: path.read_bytes() for path in sorted(self.root.iterdir())}

    def actions(self) -> list[dict[str, Any]]:
        """What the journal holds."""
        return [
            json.loads(file.read_bytes().split(b"\n")[0])
            for file in sorted(self.state.rglob("journal/*.action"))
        ]

    def touched(self) -> Iterator[tuple[str, int, str]]:
        """The calls of the last run that touched vault or state: name, number among its like, the line."""
        count: Counter[str] = Counter()
        ours = tuple(os.fsencode(folder).decode() for folder in (self.root, self.state))
        for line in self.log.read_text(errors="replace").splitlines():
            found = LINE.match(line)
            if not found or "resumed>" in line:
                continue
            count[found[1]] += 1
            if any(folder in found[2] for folder in ours):
                yield found[1], count[found[1]], found[2]


def judge(trial: Trial, said: "subprocess.CompletedProcess[str]") -> Iterator[str]:
    """What is wrong after a run that was tampered with; runs the next command."""
    held = trial.notes()
    for name in OLD:
        if held.get(name) not in (OLD[name], NEW[name]):
            yield f"{name} is neither as before nor as after"
    if said.returncode == 0 and any(held.get(name) != NEW[name] for name in OLD):
        yield "exit code 0, and not everything is done"
    if "Traceback" in said.stderr and "KeyboardInterrupt" not in said.stderr:
        yield "traceback: " + said.stderr.strip().splitlines()[-1]
    after = trial.run({"Next.md": b"next"})
    if after.returncode:
        yield f"the next command fails: {after.stdout.strip()[-120:]}{after.stderr.strip()[-120:]}"
    held = trial.notes()
    for name in held:
        if name not in (*OLD, "Next.md"):
            yield f"left behind: {name}"
    actions = trial.actions()
    kept = {change["path"] for action in actions for change in action["changes"]}
    for name in OLD:
        if held.get(name) not in (OLD[name], NEW[name]):
            yield f"{name} is neither as before nor as after, after the next command"
        if held.get(name) == NEW[name] and name not in kept:
            yield f"{name} is changed and cannot be taken back"
    if any(action["progress"] != "done" for action in actions):
        yield "an action is unfinished still"


def main() -> int:
    """Print a table; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--every", type=int, default=1, help="try only every so-manieth call")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    if not shutil.which("strace"):
        sys.stdout.write("skipped: strace is missing (Debian: strace)\n")
        return 0
    with tempfile.TemporaryDirectory() as made:
        trial = Trial(Path(made))
        trial.run({"Warm.md": b"x"})  # Python's own files are read once
        trial = Trial(Path(made))
        said = trial.run(NEW, "fsync:delay_enter=1:when=9999")  # tampers with nothing
        if said.returncode:
            sys.stdout.write(f"skipped: strace does not work here: {said.stdout}{said.stderr[-300:]}\n")
            return 0
        calls = list(trial.touched())
        tried: Counter[tuple[str, str]] = Counter()
        wrong: Counter[tuple[str, str]] = Counter()
        codes: Counter[tuple[str, str]] = Counter()
        for call, number, line in calls[:: given.every]:
            for kind, effect in (("fails", "error=EIO"), ("killed", "error=EIO:signal=KILL")):
                trial = Trial(Path(made))
                said = trial.run(NEW, f"{call}:{effect}:when={number}")
                tried[call, kind] += 1
                codes[call, kind] += said.returncode == 0
                for what in judge(trial, said):
                    wrong[call, kind] += 1
                    sys.stdout.write(f"{call} {number} {kind}: {what}\n    {line[:150]}\n")
                    sys.stdout.flush()
                if given.verbose:
                    sys.stdout.write(f"{call} {number} {kind}: exit {said.returncode}  {line[:100]}\n")
    sys.stdout.write(f"{'call':14}{'':8}{'tried':>7}{'exit 0':>8}{'wrong':>7}\n")
    for call, kind in sorted(tried):
        key = call, kind
        sys.stdout.write(f"{call:14}{kind:8}{tried[key]:>7}{codes[key]:>8}{wrong[key]:>7}\n")
    sys.stdout.write(f"{sum(tried.values())} trials, {sum(wrong.values())} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
