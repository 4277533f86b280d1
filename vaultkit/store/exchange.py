"""Two files change places in one step, where the system can. What is particular to a system is here.

Linux: renameat2(2) with RENAME_EXCHANGE (since 3.15; not on NFS, SMB, exFAT and many FUSE drives).
macOS: renamex_np(2) with RENAME_SWAP (APFS).
Windows: ReplaceFileW, which keeps what it displaced under a third name.
"""

import contextlib
import ctypes
import errno
import os
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

_AT_FDCWD = -100  # <fcntl.h>
_NOREPLACE, _EXCHANGE = 1, 2  # <linux/fs.h>
_EXCL, _SWAP = 4, 2  # <sys/stdio.h> of macOS
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_IN_USE = {5, 32, 33, 1175, 1176}
"""Windows: somebody has the file open (a virus scanner, an indexer, a cloud client); it passes."""
_WAITS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds before each attempt, on Windows."""


def put(new: Path, where: Path) -> Path | None:
    """Put one file in the place of another: where the displaced one is now, or None if it has no name left.

    There is no moment at which `where` is missing. Raises OSError, and then nothing has changed.
    """
    return new if exchange(new, where) else replace(new, where)


def exchange(one: Path, other: Path) -> bool:
    """Give each of two files the other's name.

    False when this system or file system cannot do it, and then nothing has changed. Raises OSError.
    """
    return _rename(one, other, _SWAP if sys.platform == "darwin" else _EXCHANGE)


def replace(new: Path, where: Path) -> Path | None:
    """`put` for where there is no exchange; the displaced file is then under the `spare` name."""
    displaced = spare(new)
    if sys.platform == "win32":
        _replace_on_windows(new, where, displaced)
        return displaced
    kept = True
    try:
        os.link(where, displaced)
    except FileNotFoundError:  # an editor that keeps a backup is about to make it anew
        raise
    except OSError:  # FAT has no second names
        kept = False
    try:
        new.replace(where)
    except BaseException:
        if kept:
            displaced.unlink()
        raise
    return displaced if kept else None


def put_new(new: Path, where: Path) -> None:
    """Give a file a name that no file has. Raises FileExistsError, and OSError."""
    if sys.platform == "win32":
        new.rename(where)  # never replaces there
        return
    if _rename(new, where, _EXCL if sys.platform == "darwin" else _NOREPLACE):
        return
    try:
        os.link(new, where)
    except FileExistsError:
        raise
    except OSError:
        # Neither flags nor second names: a narrow gap is all that is left to choose.
        if where.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(where)) from None
        new.rename(where)
    else:
        new.unlink()


def spare(passing: Path) -> Path:
    """The second passing name of a write, which belongs to the first; and the first, given the second."""
    stem = passing.stem
    other = stem.removesuffix("-old") if stem.endswith("-old") else f"{stem}-old"
    return passing.with_name(other + passing.suffix)


def open_shared(file: Path) -> int:
    """A descriptor for reading that keeps nobody from renaming or removing the file; follows no link.

    Never waits on a pipe. Raises OSError.
    """
    if sys.platform != "win32":
        return os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    import msvcrt

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    read, share_all, existing, the_link_itself = 0x80000000, 7, 3, 0x00200000  # <fileapi.h>
    handle = kernel.CreateFileW(str(file), read, share_all, None, existing, the_link_itself, None)
    if handle is None or handle == ctypes.c_void_p(-1).value:
        raise ctypes.WinError(ctypes.get_last_error())
    return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY)


def is_written_to(fd: int) -> bool | None:
    """Whether somebody has a file open for writing; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    import fcntl
    import signal

    try:
        # A lease is refused while there is a writer. One who came while it is held would be announced by a
        # signal: by one that does not end this process.
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return None
    return False


def _rename(one: Path, other: Path, flag: int) -> bool:
    call = _call()
    if call is None:
        return False
    done, number = call(os.fsencode(one), os.fsencode(other), flag)
    if done == 0:
        return True
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), os.fspath(other))


@cache
def _call() -> Any:
    """The system's rename as a function of two names and a flag: result and errno; None: there is none."""
    if sys.platform == "win32":
        return None
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            swap = library.renamex_np
            return lambda one, other, flag: (swap(one, other, ctypes.c_uint(flag)), ctypes.get_errno())
        rename = library.renameat2
    except (AttributeError, OSError):
        return None

    def renameat2(one: bytes, other: bytes, flag: int) -> tuple[int, int]:
        done = rename(_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(flag))
        return done, ctypes.get_errno()

    return renameat2


def _replace_on_windows(new: Path, where: Path, displaced: Path) -> None:
    """ReplaceFileW keeps creation time, attributes and access list of the file that was there."""
    if sys.platform != "win32":
        raise AssertionError("only for Windows")
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    for wait in _WAITS:
        time.sleep(wait)
        if kernel.ReplaceFileW(str(where), str(new), str(displaced), 0, None, None):
            return
        number = ctypes.get_last_error()
        with contextlib.suppress(OSError):
            # Error 1177: the old file has its new name already, and the new one not: never leave it so.
            if number == 1177 and not where.exists():
                displaced.rename(where)
        if number not in _IN_USE:
            break
    raise ctypes.WinError(number)
