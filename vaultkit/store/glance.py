"""A cheap look at every file of a vault: what changed since the last look, without opening anything."""

import os
import stat
import sys
from collections.abc import Iterable
from typing import NamedTuple

_FOLDERS_OF_OURS = (".vaultkit", ".obsidian")
_OURS = (".toml", ".json", ".md")


class Seen(NamedTuple):
    """What the system says of a file. Equal ones may yet differ: clocks tick in steps, inodes come back."""

    changed: int
    """Nanoseconds, of the last change of its bytes."""
    size: int
    inode: int


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
            path = sys.intern(f"{folder}/{entry.name}" if folder else entry.name)
            if entry.name.startswith(".") and entry.name not in _FOLDERS_OF_OURS:
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if folder not in _FOLDERS_OF_OURS or folder == ".vaultkit":
                        folders.append(path)
                elif entry.name.lower().endswith(_OURS if "." in path.split("/")[0][:1] else ".md"):
                    seen = entry.stat()
                    found[path] = Seen(seen.st_mtime_ns, seen.st_size, seen.st_ino)
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
        found[path] = Seen(seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return found
