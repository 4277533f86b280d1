"""How much Linux lets one user watch, and how much of it is in use; see inotify(7)."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Watches:
    """Limits of one user, and what that user's programs hold now."""

    most: int
    """Folders that may be watched."""
    used: int
    most_instances: int
    """Programs, roughly, that may watch."""
    used_instances: int


def watches(proc: Path) -> Watches | None:
    """What holds now; None on systems that have no such limits. `proc`: where Linux tells of itself."""
    limits = proc / "sys" / "fs" / "inotify"
    try:
        most = int((limits / "max_user_watches").read_bytes())
        most_instances = int((limits / "max_user_instances").read_bytes())
    except (OSError, ValueError):
        return None
    used = instances = 0
    for process in _own_processes(proc):
        for held in _watched(process):
            used, instances = used + held, instances + 1
    return Watches(most, used, most_instances, instances)


def _own_processes(proc: Path) -> list[Path]:
    found = []
    for entry in proc.iterdir():
        try:
            if entry.name.isdigit() and entry.stat().st_uid == os.getuid():
                found.append(entry)
        except OSError:
            continue  # it has just ended
    return found


def _watched(process: Path) -> list[int]:
    """For each inotify instance of a process, how many folders it watches."""
    found = []
    try:
        for held in (process / "fd").iterdir():
            try:
                if str(held.readlink()) == "anon_inode:inotify":
                    told = (process / "fdinfo" / held.name).read_bytes()
                    found.append(told.count(b"inotify wd:"))
            except OSError:
                continue
    except OSError:
        pass  # it has ended, or lets nobody look
    return found
