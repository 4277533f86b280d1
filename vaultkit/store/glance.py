"""A cheap look at every file of a vault: what changed since the last look, without opening anything."""

import os
import stat
import sys
from collections.abc import Iterable

_FOLDERS_OF_OURS = (".vaultkit", ".obsidian")
_OURS = (".toml", ".json", ".md")


_SAME_MOMENT = 0.5
"""Seconds between writing a file and giving it its name, where one program does both."""


class Seen(bytes):
    """What the system says of a file. Equal ones may yet differ: clocks tick in steps, inodes come back.

    Bytes, because the daemon holds two of these for each of thousands of files; three numbers take twice as
    much.
    """

    __slots__ = ()

    @classmethod
    def of(cls, said: os.stat_result) -> "Seen":
        """The time of its last change, its size and its inode."""
        return cls(b"%d %d %d" % (said.st_mtime_ns, said.st_size, said.st_ino))

    @property
    def changed(self) -> int:
        """Nanoseconds, of the last change of the file's bytes."""
        return int(self.split()[0])


def glance(root: str) -> dict[str, Seen]:
    """Every Markdown file below `root`, and what sets a vault up, by path in the vault.

    Hidden folders are left out but for the settings and templates of vaultkit and Obsidian. A folder that
    cannot be listed is left out. Raises OSError when `root` itself cannot be listed.
    """
    found: dict[str, Seen] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                listed = list(entries)
        except OSError:
            if not folder:
                raise
            continue
        for entry in listed:
            path = sys.intern(f"{folder}/{entry.name}" if folder else entry.name)  # held elsewhere too
            if entry.name.startswith(".") and entry.name not in _FOLDERS_OF_OURS:
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if folder not in _FOLDERS_OF_OURS or folder == ".vaultkit":
                        folders.append(path)
                elif entry.name.lower().endswith(_OURS if "." in path.split("/")[0][:1] else ".md"):
                    found[path] = Seen.of(entry.stat())
            except OSError:
                continue  # gone since it was listed, or a link that leads nowhere
    return found


def glance_at(root: str, paths: Iterable[str]) -> dict[str, Seen] | None:
    """The same of some files alone, without those in hidden folders.

    None where that does not tell: one of them is not there, or is no ordinary file of notes or settings.
    """
    found: dict[str, Seen] = {}
    for path in paths:
        *folders, name = path.split("/")
        if any(one.startswith(".") for one in folders) and folders[0] not in _FOLDERS_OF_OURS:
            continue
        try:
            seen = os.stat(f"{root}/{path}")  # noqa: PTH116  a hot path
        except OSError:
            return None
        if not stat.S_ISREG(seen.st_mode) or name.startswith(".") or not name.lower().endswith(_OURS):
            return None
        found[path] = Seen.of(seen)
    return found


def came(root: str, path: str) -> tuple[float, bool] | None:
    """When a file came to be as it is here, and whether it was made elsewhere before; None: it is gone.

    The moment: seconds since 1970. Synchronisation programs give a file the time that it had elsewhere; when
    it got its name here, the system says apart (POSIX, `st_ctime`).
    """
    try:
        said = os.stat(f"{root}/{path}")  # noqa: PTH116  a hot path
    except OSError:
        return None
    return max(said.st_mtime, said.st_ctime), said.st_ctime - said.st_mtime > _SAME_MOMENT
