"""Looking at files that somebody else may be writing to, and keeping what would be lost."""

import errno
import os
import stat
import time
from pathlib import Path

from vaultkit.store.exchange import is_written_to, open_shared, put_new

WATCH = 0.02
"""Seconds for which the displaced file is watched."""
CLOSING = 2.0
"""Seconds in which an editor that has the displaced file open for writing must be done with it."""


def keep_both(beside: Path, where: Path) -> Path:
    """Give a displaced version a name that people and `vaultkit check` see."""
    stem = os.fsencode(where.stem)[:150].decode(errors="ignore")  # a name has room for 255 bytes
    suffix = where.suffix if len(os.fsencode(where.suffix)) < 50 else ""
    kept = where.with_name(f"{stem} (conflicted copy vaultkit {beside.name[5:13]}){suffix}")
    put_new(beside, kept)
    return kept


def stays(file: Path | int, expected: bytes, *, told: bool, since: float | None = None) -> bool:
    """Whether a displaced file holds what was expected, and will go on doing so.

    `told`: the system tells whether anybody still has it open for writing. `since`: when it was displaced, on
    the monotonic clock; None: now.
    """
    if isinstance(file, Path):
        fd = open_shared(file)
        try:
            return stays(fd, expected, told=told, since=since)
        finally:
            os.close(fd)
    begun = time.monotonic() if since is None else since
    while holds(file, expected):
        watched = time.monotonic() - begun
        if watched > WATCH and not (told and is_written_to(file)):
            return holds(file, expected)
        if watched > CLOSING:
            return False
        time.sleep(WATCH / 4)
    return False


def times(fd: int) -> tuple[int, int]:
    """When a file was changed, in nanoseconds, and its size."""
    seen = os.fstat(fd)
    return seen.st_mtime_ns, seen.st_size


def is_named(file: Path, fd: int) -> bool:
    """Whether a name belongs to the file behind a descriptor."""
    try:
        seen, known = file.lstat(), os.fstat(fd)
    except OSError:
        return False
    return (seen.st_dev, seen.st_ino) == (known.st_dev, known.st_ino)


def content(file: Path) -> bytes | None:
    """What a file holds; None when it is not there. Raises OSError, also for what is not an ordinary file."""
    try:
        fd = open_shared(file)
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "not an ordinary file", os.fspath(file))
        return read_from(fd)
    finally:
        os.close(fd)


def holds(fd: int, expected: bytes) -> bool:
    """Whether a file holds exactly these bytes."""
    return read_from(fd, len(expected) + 1) == expected


def read_from(fd: int, most: int = -1) -> bytes:
    """What is in a file, wherever the descriptor stands."""
    os.lseek(fd, 0, os.SEEK_SET)
    with open(fd, "rb", closefd=False) as file:
        return file.read(most)
