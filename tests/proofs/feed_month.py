"""A month of an owner's edits, and what each of them changed in the bytes of three feeds.

`python tests/proofs/feed_month.py` syncs a small vault with the command itself, in a process of its own each
time, and prints a Markdown table: what the owner did, and for each entry which properties changed. Exit code
1 if anything else changed, or if a second sync of the same day changed anything.
"""

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from calendars.month import month, table
from calendars.month_steps import FIRST
from workbench import process


def by_command(root: Path, today: date, memory: Path) -> None:
    """The command in a process of its own."""
    day = today.isoformat()
    done = process("--today", day, "sync", "--vault", root, env={"VAULTKIT_STATE_DIR": str(memory)})
    assert done.code == 0, done.err


def main() -> int:
    """Print the table; 1 if anything is not as it should be."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(month(Path(scratch), by_command))
    print("\n".join(table(rows)))
    wrong = [f"{FIRST + timedelta(days=row.step.day)}: {one}" for row in rows for one in row.wrong]
    print(f"{len(rows)} syncs, {len(wrong)} wrong", *wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
