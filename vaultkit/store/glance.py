"""A cheap look at every file of a vault: what changed since the last look, without opening anything."""

import os
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
            path = f"{folder}/{entry.name}" if folder else entry.name
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
