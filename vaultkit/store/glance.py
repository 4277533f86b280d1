"""A cheap look at every file of a vault: what changed since the last look, without opening anything."""

import os
import stat
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

_FOLDERS_OF_OURS = (".vaultkit", ".obsidian")
_OURS = (".toml", ".json", ".md")
_BY_NUMBER = os.scandir in os.supports_fd
"""Whether a folder can be listed by the number it was opened with: each stat is a third cheaper then."""


_SAME_MOMENT = 0.5
"""Seconds between writing a file and giving it its name, where one program does both."""
_PACK, _64_BITS = struct.Struct("<QQQQ").pack, (1 << 64) - 1
_INODE = _64_BITS if os.name == "posix" else 0
"""Windows does not tell it where a folder is listed."""


class Seen(bytes):
    """What the system says of a file. Equal ones may yet differ: clocks tick in steps, inodes come back.

    Bytes, because the daemon holds two of these for each of thousands of files; four numbers take three
    times as much.
    """

    __slots__ = ()

    @classmethod
    def of(cls, said: os.stat_result) -> "Seen":
        """The time of its last change, that of its last change of any kind, its size and its inode.

        Programs can set the first to what it was; the second is the system's own (POSIX; on Windows it is
        when the file was made).
        """
        return cls(_packed(said))

    @property
    def changed(self) -> int:
        """Nanoseconds, of the last change of the file's bytes."""
        return int.from_bytes(self[:8], "little")


Changes: TypeAlias = Mapping[str, Seen | None]
"""For each file that is not as it was, by its path: what the system says of it now; None: it is gone."""


class LastSeen:
    """What the system said of each file of a vault when somebody last looked.

    Held by folder: the round each minute is hardly more than one stat for each file, and one comparison.
    """

    def __init__(self, root: str) -> None:
        """`root`: the vault's folder. Nothing is looked at yet."""
        self._root = root
        self._folders: dict[str, dict[str, Seen]] = {}

    def __bool__(self) -> bool:
        """Whether anything was seen at all."""
        return any(self._folders.values())

    def take(self, changes: Changes) -> None:
        """From now on, this is what was last seen of these files."""
        for path, seen in changes.items():
            folder, _, name = path.rpartition("/")
            if seen is None:
                self._folders.get(folder, {}).pop(name, None)
            else:
                self._folders.setdefault(folder, {})[name] = seen

    def changes(self) -> dict[str, Seen | None]:
        """Every Markdown file, and what sets a vault up, that is not as it was; and those that are gone.

        Hidden folders are left out but for the settings and templates of vaultkit and Obsidian. A folder that
        cannot be listed is left out. Raises OSError when the vault's folder itself cannot be listed.
        """
        found: dict[str, Seen | None] = {}
        looked: set[str] = set()
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                with _listed(f"{self._root}/{folder}") as entries:
                    folders += self._differing(folder, entries, found)
            except OSError:
                if not folder:
                    raise
                continue
            looked.add(folder)
        for folder in self._folders.keys() - looked:
            found |= {f"{folder}/{name}": None for name in self._folders[folder]}
        return found

    def _differing(
        self, folder: str, entries: Iterable["os.DirEntry[str]"], found: dict[str, Seen | None]
    ) -> list[str]:
        """Add to `found` what is not as it was in one folder; the folders in it."""
        below: list[str] = []
        gone = self._folders.get(folder, {}).copy()
        for entry in entries:
            was = gone.pop(entry.name, None)
            try:
                if was is not None and was == _packed(entry.stat()):
                    continue
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name.startswith(".") and entry.name not in _FOLDERS_OF_OURS:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if folder not in _FOLDERS_OF_OURS or folder == ".vaultkit":
                        below.append(path)
                elif entry.name.lower().endswith(_OURS if path.startswith(".") else ".md"):
                    found[path] = Seen.of(entry.stat())
                    continue
            except OSError:
                pass  # gone since it was listed, or a link that leads nowhere
            if was is not None:
                gone[entry.name] = was
        found |= {f"{folder}/{name}" if folder else name: None for name in gone}
        return below

    def changes_at(self, paths: Iterable[str]) -> dict[str, Seen | None] | None:
        """The same of some files alone, without those in hidden folders.

        None where that does not tell: one of them is not there, or is no ordinary file of notes or settings.
        """
        found: dict[str, Seen | None] = {}
        for path in paths:
            *folders, name = path.split("/")
            if any(one.startswith(".") for one in folders) and folders[0] not in _FOLDERS_OF_OURS:
                continue
            try:
                said = os.stat(f"{self._root}/{path}")  # noqa: PTH116  a hot path
            except OSError:
                return None
            if not stat.S_ISREG(said.st_mode) or name.startswith(".") or not name.lower().endswith(_OURS):
                return None
            if (now := Seen.of(said)) != self._folders.get("/".join(folders), {}).get(name):
                found[path] = now
        return found


@contextmanager
def _listed(folder: str) -> Iterator[Iterable["os.DirEntry[str]"]]:
    """What lies in a folder, to be asked only inside the block. Raises OSError."""
    if not _BY_NUMBER:
        with os.scandir(folder) as entries:
            yield entries
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(number) as entries:
            yield entries
    finally:
        os.close(number)


def _packed(said: os.stat_result) -> bytes:
    """32 bytes; of times that take more than 64 bits, the lower ones."""
    return _PACK(said.st_mtime_ns & _64_BITS, said.st_ctime_ns & _64_BITS, said.st_size, said.st_ino & _INODE)


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
