"""Where a folder lies: on which file system, and whether this user may write there. Nothing is tried out."""

import os
import re
from pathlib import Path


def file_system(folder: Path, table: Path) -> str:
    """The type, such as `ext4`, `nfs4` or `fuse.sshfs`; empty where it cannot be told.

    `folder`: links followed. `table`: Linux' `/proc/self/mountinfo`, see proc_pid_mountinfo(5). Of several
    mounts at one place the last one counts: it hides the others.
    """
    try:
        lines = os.fsdecode(table.read_bytes()).splitlines()
    except OSError:
        return ""
    found, depth = "", -1
    for line in lines:
        where, _, what = line.partition(" - ")
        fields, kinds = where.split(" "), what.split(" ")
        if len(fields) < 5 or not kinds[0]:
            continue
        place = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4]))
        if folder.is_relative_to(place) and len(place.parts) >= depth:
            found, depth = kinds[0], len(place.parts)
    return found


def may_write(folder: Path) -> bool:
    """Whether files can be made in a folder, or in the nearest one above it that is there."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    return there is not None and there.is_dir() and os.access(there, os.W_OK | os.X_OK)
