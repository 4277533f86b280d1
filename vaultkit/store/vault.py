"""The folder of notes: reading them, and the one way to write.

Nothing else in the package opens a file of the vault for writing.
"""

import os
import secrets
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from vaultkit.errors import UnsafePathError
from vaultkit.model.note import Note
from vaultkit.model.write import Write
from vaultkit.rules.recovery import Found
from vaultkit.store.commit import QUIET, committing, remove, sync_folder
from vaultkit.store.glance import Seen
from vaultkit.store.mend import mend
from vaultkit.store.notefile import MAX_BYTES, read_bytes
from vaultkit.store.scan import Scan, scan

_DATALESS = 0x40000000  # SF_DATALESS, macOS <sys/stat.h>


class VaultFolder:
    """A vault on disk. Paths are relative to it, with forward slashes, spelled as the folder spells them."""

    def __init__(self, root: Path) -> None:
        """`root` must exist; a link to the vault is followed once, here."""
        self.root = root.resolve()
        self._base = os.fspath(self.root)

    def scan(self, ignore: Collection[str], leave: Collection[str] = ()) -> Scan:
        """Look at every file: `store/scan.py`."""
        return scan(self._base, ignore, leave)

    def names(self, folder: str) -> list[str]:
        """The names in a folder of the vault, sorted; none where it cannot be listed."""
        try:
            return sorted(os.listdir(f"{self._base}/{folder}"))  # noqa: PTH208  asked at every sync
        except OSError:
            return []

    def is_plain(self, path: str) -> bool:
        """Whether a name belongs to an ordinary file, no link and no device."""
        try:
            return stat.S_ISREG(os.lstat(f"{self._base}/{path}").st_mode)
        except OSError:
            return False

    def look(self, path: str) -> Seen | None:
        """What the system says of a file, a link followed; None when it, or all it holds, is not here."""
        try:
            said = os.stat(f"{self._base}/{path}")  # noqa: PTH116  a hot loop
        except OSError:
            return None
        return None if _is_offloaded(said) else Seen.of(said)

    def read(self, path: str) -> tuple[bytes, int]:
        """The first MiB of a file and its size. Never waits on a pipe, never follows a link out of the vault.

        Raises OSError; PlaceholderError when the file is in the cloud only.
        """
        where = f"{self._base}/{path}"
        if os.path.islink(where):  # noqa: PTH114  a hot loop
            where = os.fspath(self._inside(path))
        # O_NONBLOCK: opening a pipe must not hang. Windows has neither the flag nor such pipes.
        flags = (
            os.O_RDONLY
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_BINARY", 0)
        )
        fd = os.open(where, flags)
        try:
            for _ in range(3):
                before = os.fstat(fd)
                if not stat.S_ISREG(before.st_mode):
                    raise OSError("not an ordinary file")
                if _is_offloaded(before):
                    raise PlaceholderError(path)
                # A MiB is not asked for where a few KB do: making room for it takes longer than reading. But
                # some drives tell less than there is.
                data = _head(fd, most := min(before.st_size + 1, MAX_BYTES))
                if len(data) == most < MAX_BYTES:
                    data = _head(fd, MAX_BYTES)
                after = os.fstat(fd)
                if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
                    break
            return data, after.st_size
        finally:
            os.close(fd)

    def read_whole(self, path: str, most: int = 64 << 20) -> bytes | None:
        """All bytes of a file; None when it is not there.

        Never waits on a pipe. Raises OSError, PlaceholderError when the bytes are in the cloud only, and
        UnsafePathError for a link out of the vault.
        """
        where = self._inside(path)
        try:
            fd = os.open(where, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return None
        try:
            held = os.fstat(fd)
            if not stat.S_ISREG(held.st_mode):
                raise OSError("not an ordinary file")
            if _is_offloaded(held):
                raise PlaceholderError(path)
            with open(fd, "rb", closefd=False) as file:
                return file.read(most)
        finally:
            os.close(fd)

    def write(self, write: Write, temporary: str = "", quiet: float = QUIET) -> None:
        """Do one write, whole or not at all: `store/commit.py`. The folder is made when it is missing.

        `temporary`: the passing name to use (`passing_name`), where somebody has to know it beforehand.
        `quiet`: seconds for which nobody must have written to the file.
        Raises ChangedUnderneathError when the file is not what the plan saw, EditRefusedError when something
        of it would be lost, OSError when it cannot be written, UnsafePathError.
        """
        for _ in self.writing(write, temporary or passing_name(), quiet):
            pass

    def writing(self, write: Write, temporary: str, quiet: float = QUIET) -> Iterator[None]:
        """The two steps of `write`: pauses where the new bytes are in place (`store/commit.committing`)."""
        where = self._inside(write.path)
        if write.new is None:
            if write.old is not None:
                remove(where, write.old, temporary, write.path)
            return
        if write.old is None:
            _make_folder(where.parent)
        yield from committing(where, write.old, write.new, temporary, write.path, quiet=quiet)

    def repair(self, write: Write, temporary: str) -> Found:
        """How far a write had come that a crash cut off; its passing file is cleared away.

        Raises OSError, UnsafePathError.
        """
        return mend(self._inside(write.path), write, temporary)

    def is_in_the_cloud(self, path: str) -> bool:
        """Whether a file that seems to be missing is only offloaded: iCloud leaves `.NAME.icloud`."""
        where = self.root / path
        return where.with_name(f".{where.name}.icloud").exists()

    def require_inside(self, path: str) -> None:
        """Raises UnsafePathError for a path that leads out of the vault, by itself or through a link."""
        self._inside(path)

    def _inside(self, path: str) -> Path:
        """The file's place on disk, links inside the vault followed.

        Raises UnsafePathError when it is outside.
        """
        where = self.root / path
        real = Path(os.path.realpath(where))
        if ".." in path.split("/") or not real.is_relative_to(self.root):
            raise UnsafePathError(path)
        return real


class PlannedFolder(VaultFolder):
    """A vault as it would be after some writes that are only planned."""

    def __init__(self, root: Path, writes: Iterable[Write]) -> None:
        super().__init__(root)
        self._planned = {write.path: write.new for write in writes}

    def is_plain(self, path: str) -> bool:
        """Whether a name belongs to an ordinary file, no link and no device."""
        try:
            return stat.S_ISREG(os.lstat(f"{self._base}/{path}").st_mode)
        except OSError:
            return False

    def look(self, path: str) -> Seen | None:
        """None for what is planned: it is not on the disk."""
        return None if path in self._planned else super().look(path)

    def read(self, path: str) -> tuple[bytes, int]:
        """As planned, else as it is."""
        planned = self._planned.get(path)
        return super().read(path) if planned is None else (planned[:MAX_BYTES], len(planned))

    def read_whole(self, path: str, most: int = 64 << 20) -> bytes | None:
        """As planned, else as it is."""
        return self._planned[path] if path in self._planned else super().read_whole(path, most)


class PlaceholderError(OSError):
    """The file's bytes are in the cloud only."""


def _make_folder(folder: Path) -> None:
    """Make a folder with those it lies in, each durable before anything is put there."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def passing_name() -> str:
    """A name that no file has, hidden from Obsidian, short enough for every folder."""
    return f".~vk-{secrets.token_hex(4)}.tmp"


def _is_offloaded(said: os.stat_result) -> bool:
    """Whether a file's bytes are in the cloud only (macOS)."""
    return sys.platform == "darwin" and bool(getattr(said, "st_flags", 0) & _DATALESS)


def _head(fd: int, most: int) -> bytes:
    """The first bytes of a file."""
    if hasattr(os, "pread"):
        return os.pread(fd, most, 0)
    os.lseek(fd, 0, os.SEEK_SET)
    return os.read(fd, most)


def read_file(path: str | os.PathLike[str]) -> Note:
    """One note by itself, anywhere on the disk; its path is the one given, with forward slashes.

    Raises OSError, also for what is not an ordinary file.
    """
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(fd, "rb") as file:
        seen = os.fstat(fd)
        if not stat.S_ISREG(seen.st_mode):
            raise OSError("not an ordinary file")
        data = file.read(MAX_BYTES)
    return read_bytes(Path(path).as_posix(), data, seen.st_size)
