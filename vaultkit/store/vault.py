"""The folder of notes: which files count, reading them, and the one way to write.

Nothing else in the package opens a file of the vault for writing.
"""

import contextlib
import os
import re
import secrets
import stat
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vaultkit.errors import ChangedUnderneathError, UnsafePathError
from vaultkit.model.note import Note
from vaultkit.model.problem import Problem
from vaultkit.model.settings import TEMPLATE_FOLDERS
from vaultkit.model.write import Write
from vaultkit.rules.codes import problem
from vaultkit.store.notefile import MAX_BYTES, read_bytes

# Folders that programs keep beside the notes; hidden ones are left out anyway.
_MACHINE_FOLDERS = frozenset(("node_modules", "@eadir", "#recycle", "$recycle.bin", "lost+found", "_plug"))
_CONFLICT = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}|\(.*conflict(?:ed)?\s+copy.*\)|\(.*\bconflict\b.*\d{4}.*\)|\.conflicted:",
    re.IGNORECASE,
)
_CLOUD_STUB = re.compile(r"\.(.+\.md)\.icloud", re.IGNORECASE)
_DATALESS = 0x40000000  # SF_DATALESS, macOS <sys/stat.h>


@dataclass(slots=True)
class Scan:
    """What lies in the folder."""

    notes: list[str] = field(default_factory=list)
    """Paths of the notes that count, sorted."""
    known: list[str] = field(default_factory=list)
    """Paths of all Markdown files that Obsidian shows, templates and pages too: links lead to them."""
    problems: list[Problem] = field(default_factory=list)
    """Files that cannot count, each named."""
    missing: set[str] = field(default_factory=set)
    """Notes that are named here and cannot be read: in the cloud only, a broken link, a device."""
    closed: list[str] = field(default_factory=list)
    """Folders that cannot be listed; what was known below them is not gone."""


class VaultFolder:
    """A vault on disk. Paths are relative to it, with forward slashes, spelled as the folder spells them."""

    def __init__(self, root: Path) -> None:
        """`root` must exist; a link to the vault is followed once, here."""
        self.root = root.resolve()
        self._base = os.fspath(self.root)

    def scan(self, ignore: Collection[str], leave: Collection[str] = ()) -> Scan:
        """Look at every file.

        `ignore`: folders left out, by name or path; `leave`: paths that are no notes.
        """
        result = Scan()
        ignored = {part.strip("/").casefold() for part in (*ignore, *TEMPLATE_FOLDERS)}
        left = set(leave)
        folders = [("", False)]
        while folders:
            folder, template = folders.pop()
            try:
                with os.scandir(os.path.join(self._base, folder)) as entries:  # noqa: PTH118  a hot loop
                    listed = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                result.problems.append(problem("VK001", folder or ".", reason=reason(error)))
                result.closed.append(folder)
                continue
            if folder and any(entry.name == ".obsidian" for entry in listed):
                continue  # a vault inside the vault is somebody's of its own
            for entry in listed:
                name = entry.name
                path = f"{folder}/{name}" if folder else name
                if name.startswith("."):
                    self._stub(folder, name, result)
                elif entry.is_dir(follow_symlinks=False):
                    if name.casefold() not in _MACHINE_FOLDERS:
                        hidden = template or name.casefold() in ignored or path.casefold() in ignored
                        folders.append((path, hidden))
                elif name[-3:].lower() == ".md":
                    self._file(entry, path, template or path in left, result)
                elif entry.is_symlink() and entry.is_dir():
                    result.problems.append(problem("VK008", path, reason="a link to a folder"))
        result.notes.sort()
        result.known.sort()
        return result

    def _file(self, entry: "os.DirEntry[str]", path: str, hidden: bool, result: Scan) -> None:  # noqa: FBT001
        try:
            path.encode()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            result.problems.append(problem("VK009", shown))
            return
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if not target.startswith(self._base + os.sep):
                _named_only(path, "a link that leads out of the vault", result)
                return
        if not _is_file(entry):
            _named_only(path, "a broken link or a device", result)
            return
        if _CONFLICT.search(entry.name):
            result.problems.append(problem("VK005", path))
            return
        result.known.append(path)
        if not hidden:
            result.notes.append(path)

    def _stub(self, folder: str, name: str, result: Scan) -> None:
        if found := _CLOUD_STUB.fullmatch(name):
            path = f"{folder}/{found[1]}" if folder else found[1]
            result.problems.append(problem("VK006", path))
            result.missing.add(path)
            result.known.append(path)

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

    def litter(self, folder: str) -> Iterator[Path]:
        """Temporary files that an interrupted write left in a folder."""
        where = self._inside(folder) if folder else self.root
        if where.is_dir():
            yield from where.glob(".~vk-*.tmp")

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


def _named_only(path: str, why: str, result: Scan) -> None:
    """A note of which only the name is here: named, and links still lead to it."""
    result.problems.append(problem("VK008", path, reason=why))
    result.missing.add(path)
    result.known.append(path)


def _is_file(entry: "os.DirEntry[str]") -> bool:
    """Whether it is an ordinary file, links followed; a link that leads to itself is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


class PlaceholderError(OSError):
    """The file's bytes are in the cloud only."""


def reason(error: OSError) -> str:
    """What the system says, without the path."""
    return (error.strerror or str(error)).lower()


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
    """Make the new name durable; folders cannot be opened on Windows."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def read_file(path: str | os.PathLike[str]) -> Note:
    """One note by itself, anywhere on the disk; its path is the one given, with forward slashes."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(MAX_BYTES)
    return read_bytes(Path(path).as_posix(), data, size)
