"""All folders of a vault, hidden ones too, and what vaultkit left in them. Nothing is opened."""

import os
import re
from dataclasses import dataclass, field

_PASSING = re.compile(r"\.~vk-[0-9a-f]{8}(?:-old)?\.tmp")


@dataclass(slots=True)
class Census:
    """What lies below a vault's folder."""

    folders: int = 0
    """With the vault's own; each one takes a watch."""
    passing: dict[str, int] = field(default_factory=dict)
    """For each passing file, by its path in the vault: when it was changed, in nanoseconds."""


def census(root: str) -> Census:
    """Look into every folder; links are not followed, and folders that cannot be listed are passed over."""
    found = Census()
    folders = [""]
    while folders:
        folder = folders.pop()
        found.folders += 1
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                listed = list(entries)
        except OSError:
            continue
        for entry in listed:
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif _PASSING.fullmatch(entry.name):
                    found.passing[path] = entry.stat(follow_symlinks=False).st_mtime_ns
            except OSError:
                continue  # gone since it was listed
    return found
