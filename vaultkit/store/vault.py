"""The folder of notes: reading them, and the one way to write.

Nothing else in the package opens a file of the vault for writing.
"""

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Collection
from pathlib import Path

from vaultkit.errors import ChangedUnderneathError, UnsafePathError
from vaultkit.model.note import Note
from vaultkit.model.write import Write
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
                if sys.platform == "darwin" and getattr(before, "st_flags", 0) & _DATALESS:
                    raise PlaceholderError(path)
                data = os.pread(fd, MAX_BYTES, 0) if hasattr(os, "pread") else _read(fd)
                after = os.fstat(fd)
                if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
                    break
            return data, after.st_size
        finally:
            os.close(fd)

    def read_whole(self, path: str, most: int = 64 << 20) -> bytes | None:
        """All bytes of a file of ours (a page, a feed); None when it is not there.

        Never waits on a pipe. Raises OSError, and UnsafePathError for a link out of the vault.
        """
        where = self._inside(path)
        try:
            fd = os.open(where, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return None
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise OSError("not an ordinary file")
            with open(fd, "rb", closefd=False) as file:
                return file.read(most)
        finally:
            os.close(fd)

    def write(self, write: Write) -> None:
        """Replace one file by new bytes, whole or not at all; the folder is made when it is missing.

        The new bytes are on the disk when this returns. Mode is kept. Raises ChangedUnderneathError when
        the file is not what the plan saw, OSError when it cannot be written.
        """
        where = self._inside(write.path)
        where.parent.mkdir(parents=True, exist_ok=True)
        if self.read_whole(write.path) != write.old:
            raise ChangedUnderneathError(write.path)
        beside = where.parent / f".~vk-{secrets.token_hex(4)}.tmp"
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with open(fd, "wb") as file:
                file.write(write.new)
                file.flush()
                if write.old is not None:
                    with contextlib.suppress(OSError, AttributeError):
                        os.fchmod(fd, stat.S_IMODE(where.stat().st_mode))
                os.fsync(fd)
            if self.read_whole(write.path) != write.old:
                raise ChangedUnderneathError(write.path)
            if write.old is None:
                _place_new(beside, where, write.path)
            else:
                beside.replace(where)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        _sync_folder(where.parent)

    def clear_litter(self, folder: str) -> None:
        """Delete the temporary files that an interrupted write of ours left in a folder."""
        where = self._inside(folder)
        for stray in where.glob(".~vk-*.tmp") if where.is_dir() else ():
            with contextlib.suppress(OSError):
                stray.unlink()

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


class PlaceholderError(OSError):
    """The file's bytes are in the cloud only."""


def _read(fd: int) -> bytes:
    os.lseek(fd, 0, os.SEEK_SET)
    return os.read(fd, MAX_BYTES)


def _place_new(beside: Path, where: Path, path: str) -> None:
    """Give a new file its name without ever replacing one that appeared meanwhile."""
    try:
        os.link(beside, where)
    except FileExistsError:
        raise ChangedUnderneathError(path) from None
    except OSError:  # a file system without hard links
        if where.exists():
            raise ChangedUnderneathError(path) from None
        beside.replace(where)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system can: Windows and some network drives cannot."""
    with contextlib.suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


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
