"""A cheap look at every file of a vault: what changed since the last look, without opening anything."""

import os
import stat
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from vaultkit.store.places import file_system

_FOLDERS_OF_OURS = (".vaultkit", ".obsidian")
FEED = ".ics"
_NOTES_AND_FEEDS = (".md", FEED)
_OURS = (".toml", ".json", *_NOTES_AND_FEEDS)
PASSING = frozenset(("workspace.json", "workspace-mobile.json"))
"""Files of Obsidian's, written at each change of a tab, that set nothing up."""
_MOUNTS = Path("/proc/self/mountinfo")
_TELL_OF_NAMES = frozenset(("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs", "overlay"))
"""File systems of Linux on this machine's own drives, on which a folder's times move whenever a name in it
comes or goes. On network drives, FUSE and FAT they may not."""
_YOUNG_FOLDER = 2_000_000_000
"""Nanoseconds."""
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


@dataclass(slots=True)
class _Folder:
    """What was last seen in one folder."""

    files: dict[str, Seen] = field(default_factory=dict)
    """By name."""
    below: list[str] = field(default_factory=list)
    """Paths of the folders in it."""
    listed_as: bytes = b""
    """What the system said of the folder when all names in it were those last seen. Empty: list it."""


class LastSeen:
    """What the system said of each file of a vault when somebody last looked.

    Held by folder: the round each minute is hardly more than one stat for each file, and one comparison.
    """

    def __init__(self, root: str) -> None:
        """`root`: the vault's folder, links followed. Nothing is looked at yet."""
        self._root = root
        self._folders: dict[str, _Folder] = {}
        self._device: int | None = None
        """The drive on which folders tell when a name comes or goes; None: they are listed each time."""
        self._found: Changes = {}
        """What the last round found,"""
        self._listed: dict[str, bytes] = {}
        """and of what folders, by path, all is as last seen once that is taken; with their `listed_as`."""

    def __bool__(self) -> bool:
        """Whether anything was seen at all."""
        return any(folder.files for folder in self._folders.values())

    def take(self, changes: Changes) -> None:
        """From now on, this is what was last seen of these files."""
        for path, seen in changes.items():
            folder, _, name = path.rpartition("/")
            files = self._folders.setdefault(folder, _Folder()).files
            if seen is None:
                files.pop(name, None)
            else:
                files[name] = seen
        if self._found.items() <= changes.items():
            for path, listed_as in self._listed.items():
                self._folders[path].listed_as = listed_as
        self._found, self._listed = {}, {}

    def changes(self, now: int, *, list_all: bool = True) -> dict[str, Seen | None]:
        """Every note and feed, and what sets a vault up, that is not as it was; and those that are gone.

        Hidden folders are left out but for the settings and templates of vaultkit and Obsidian. A folder that
        cannot be listed is left out. Without `list_all`, one is not listed again that tells by its times that
        no name in it has come or gone. `now`: nanoseconds since 1970. Raises OSError when the vault's folder
        cannot be listed.
        """
        if list_all:
            tells = file_system(Path(self._root), _MOUNTS) in _TELL_OF_NAMES
            self._device = os.stat(self._root).st_dev if tells else None  # noqa: PTH116
        found: dict[str, Seen | None] = {}
        self._found, self._listed = found, {}
        looked: set[str] = set()
        folders = [""]
        while folders:
            path = folders.pop()
            try:
                with _opened(f"{self._root}/{path}") as where:
                    folders += self._look_into(path, where, found, now, list_all=list_all)
            except OSError:
                if not path:
                    raise
                continue
            looked.add(path)
        for path in self._folders.keys() - looked:
            folder = self._folders[path]
            found |= {_join(path, name): None for name in folder.files}
            folder.listed_as = b""  # it may come back as it was, and its files are to be found anew
            if not folder.files:
                del self._folders[path]
        return found

    def _look_into(
        self, path: str, where: int | str, found: dict[str, Seen | None], now: int, *, list_all: bool
    ) -> list[str]:
        """Add to `found` what is not as it was in one folder; the folders in it. Raises OSError."""
        folder = self._folders.setdefault(path, _Folder())
        said = os.stat(where)  # noqa: PTH116
        listed_as = _packed(said) if said.st_dev == self._device else b""
        if isinstance(where, int) and not list_all and listed_as and listed_as == folder.listed_as:
            differing = _differing(folder.files, where)
            if differing is not None:
                found |= {_join(path, name): seen for name, seen in differing.items()}
                return folder.below
        listing = _listed(path, folder.files, where)
        found |= {_join(path, name): seen for name, seen in listing.differing.items()}
        # A folder's time does not move once more for a name that comes within the same tick of its clock, nor
        # when a file comes to which a link in it leads.
        moved = max(said.st_mtime_ns, said.st_ctime_ns)
        tells = abs(now - moved) > _YOUNG_FOLDER and not listing.leads_nowhere
        folder.listed_as = listed_as if tells and not listing.differing else b""
        if tells and listing.differing:
            self._listed[path] = listed_as
        folder.below = listing.below
        return folder.below

    def changes_at(self, paths: Iterable[str]) -> dict[str, Seen | None] | None:
        """The same of some files alone, without those in hidden folders.

        None where that does not tell: one of them is not there, or is no ordinary file of notes or settings.
        """
        found: dict[str, Seen | None] = {}
        for path in paths:
            *folders, name = path.split("/")
            if any(one.startswith(".") for one in folders) and folders[0] not in _FOLDERS_OF_OURS:
                continue
            if name in PASSING:
                continue
            try:
                said = os.stat(f"{self._root}/{path}")  # noqa: PTH116  a hot path
            except OSError:
                return None
            if not stat.S_ISREG(said.st_mode) or name.startswith(".") or not name.lower().endswith(_OURS):
                return None
            folder, now = self._folders.get("/".join(folders)), Seen.of(said)
            if folder is None or folder.files.get(name) != now:
                found[path] = now
        return found


class _Listing(NamedTuple):
    """What a folder holds."""

    differing: dict[str, Seen | None]
    """By name, the files that are not as they were."""
    below: list[str]
    """Paths of the folders in it."""
    leads_nowhere: bool
    """Whether any name does: a link, or what has gone meanwhile."""


def _listed(path: str, files: Mapping[str, Seen], where: int | str) -> _Listing:
    """List a folder. Raises OSError."""
    found: dict[str, Seen | None] = {}
    below: list[str] = []
    leads_nowhere = False
    gone = dict(files)
    with os.scandir(where) as entries:
        for entry in entries:
            was = gone.pop(entry.name, None)
            try:
                if was is not None and was == _packed(entry.stat()):
                    continue
                if entry.name.startswith(".") and entry.name not in _FOLDERS_OF_OURS:
                    continue
                if entry.name in PASSING:
                    continue
                inside = _join(path, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    if path not in _FOLDERS_OF_OURS or path == ".vaultkit":
                        below.append(inside)
                elif entry.name.lower().endswith(_OURS if inside.startswith(".") else _NOTES_AND_FEEDS):
                    found[entry.name] = Seen.of(entry.stat())
                    continue
            except OSError:
                leads_nowhere = True
            if was is not None:
                gone[entry.name] = was
    return _Listing(found | dict.fromkeys(gone), below, leads_nowhere)


def _differing(files: Mapping[str, Seen], number: int) -> dict[str, Seen | None] | None:
    """What is not as it was of the files in a folder, by name. None: their names are not all there."""
    found: dict[str, Seen | None] = {}
    for name, was in files.items():
        try:
            said = os.stat(name, dir_fd=number)
        except OSError:
            return None
        if was != _packed(said):
            if not stat.S_ISREG(said.st_mode):
                return None
            found[name] = Seen.of(said)
    return found


@contextmanager
def _opened(folder: str) -> Iterator[int | str]:
    """A folder, by the number that it is opened with where it can be listed by that. Raises OSError.

    With a number each stat is cheaper: the way to the folder need not be looked up again.
    """
    if os.scandir not in os.supports_fd:
        yield folder
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


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
