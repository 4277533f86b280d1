"""A disk that is full, under the vault and under the state: `python tests/proofs/disk_full.py` (as root).

For each number of free pages a small drive in memory (tmpfs) is made, filled up to that, and an action that
changes one note and makes another is done on it (app/writing.py). Then the drive gets room and the action is
asked for again. After the first: every note is old or new, whole; exit code 0 only when all is done; a
message and no traceback. After the second: all is done, and there is no litter and no unfinished action.

Without root `tests/store/test_commit.py` tries the same with a limit on the size of files.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = 4096
OLD = {"Ada.md": b"# Ada\n" + b"a line of her note\n" * 500, "Bo.md": None}
NEW = {"Ada.md": b"# Ada\n- met\n" + b"a line of her note\n" * 500, "Bo.md": b"# Bo\n" * 1000}
WORKER = """
import sys
from pathlib import Path
from vaultkit.app.opening import open_vault
from vaultkit.app.writing import NoteEdit, writing
from vaultkit.cli.refusal import refusal
try:
    vault = open_vault(Path(sys.argv[1]), {"VAULTKIT_STATE_DIR": sys.argv[2], "LC_ALL": "C"})
    with writing(vault) as writer:
        edits = [NoteEdit(path, lambda old, data=data: data) for path, data in eval(sys.argv[3]).items()]
        action, failed = writer.edit("trial", edits)
    for path, error in failed.items():
        print(refusal(error)[0])
    sys.exit(1 if failed else 0)
except Exception as error:
    said, way_out, code = refusal(error)
    print(said)
    sys.exit(code)
"""


@contextmanager
def drive(where: Path) -> Iterator[Path]:
    """A drive of 1 MiB. Raises PermissionError where none may be mounted."""
    where.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={256 * PAGE},nr_inodes=200", "none", str(where)]
    try:
        done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise PermissionError("there is no mount(8)") from None
    if done.returncode:
        raise PermissionError(done.stderr.strip())
    try:
        yield where
    finally:
        subprocess.run(["umount", "-l", str(where)], check=True)


def fill(where: Path, free: int) -> Path:
    """Leave so many pages free."""
    filler = where / "filler.bin"
    with filler.open("wb", buffering=0) as file:
        room = os.statvfs(where).f_bavail - free
        file.write(b"x" * (room * PAGE))
    return filler


def act(root: Path, state: Path) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = [sys.executable, "-c", WORKER, str(root), str(state), repr(NEW)]
    return subprocess.run(run, env=env, capture_output=True, text=True, check=False, timeout=60)


def notes(root: Path) -> dict[str, bytes]:
    found = (path for path in sorted(root.iterdir()) if path.is_file() and path.name != "filler.bin")
    return {path.name: path.read_bytes() for path in found}


def trial(made: Path, full: str, free: int) -> tuple[str, list[str]]:
    """One drive. `full`: "vault" or "state". What was said, and what is wrong."""
    wrong: list[str] = []
    with drive(made / f"{full} {free}") as small:
        root = small if full == "vault" else made / f"notes {free}"
        state = small if full == "state" else made / f"state of {free}"
        root.mkdir(exist_ok=True)
        for name, data in OLD.items():
            if data is not None:
                (root / name).write_bytes(data)
        filler = fill(small, free)
        done = act(root, state)
        said = f"exit {done.returncode}  {' / '.join(done.stdout.splitlines())}"
        held = notes(root)
        as_wanted = all(held.get(name) == data for name, data in NEW.items())
        if any(held.get(name) not in (OLD[name], NEW[name]) for name in NEW):
            wrong.append("a note is neither old nor new")
        if full == "vault" and set(held) - set(NEW):
            wrong.append(f"litter: {sorted(set(held) - set(NEW))}")
        if done.returncode == 0 and not as_wanted:
            wrong.append("exit code 0, and not all is done")
        if done.returncode and not done.stdout.strip():
            wrong.append("no message")
        if "Traceback" in done.stderr:
            wrong.append(done.stderr.strip().splitlines()[-1])
        filler.unlink()
        again = act(root, state)
        if again.returncode or notes(root) != NEW:
            wrong.append(f"with room it does not go on: {again.stdout}{sorted(notes(root))}")
        actions = [json.loads(file.read_bytes().split(b"\n")[0]) for file in state.rglob("journal/*.action")]
        if any(action["progress"] != "done" for action in actions):
            wrong.append("an action is unfinished still")
        changed = {change["path"] for action in actions for change in action["changes"]}
        if changed != set(NEW):
            wrong.append(f"only {sorted(changed)} can be taken back")
        if list(state.rglob("*.tmp")):
            wrong.append("litter in the state")
    return said, wrong


def main() -> int:
    """Print a table; 1 when anything was wrong."""
    failed = 0
    with tempfile.TemporaryDirectory() as made:
        for full, most in (("vault", 6), ("state", 36)):
            for free in range(most):
                try:
                    said, wrong = trial(Path(made), full, free)
                except PermissionError as error:
                    sys.stdout.write(f"skipped: no drive may be mounted here: {error}\n")
                    return 0
                failed += len(wrong)
                sys.stdout.write(f"{full:6} {free:>2} pages free  {said:60.60}  {'; '.join(wrong) or 'ok'}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{failed} wrong\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
