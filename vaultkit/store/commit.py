"""The one way in which bytes get into a file of the vault.

Written beside it, made durable, and then exchanged for it in one step; what comes out of the exchange is
looked at, because between the last look and the exchange somebody may have saved. An editor that had the old
file open may write to it a moment longer: that moment is waited for. Nothing is taken away before it was seen
to hold what is known; whatever interrupts this leaves the rest to `store/mend.py`.
"""

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from vaultkit.errors import ChangedUnderneathError, EditRefusedError
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.store.attributes import LostAttributeError, take_over
from vaultkit.store.displaced import content, holds, is_named, keep_both, read_from, stays, times
from vaultkit.store.exchange import is_written_to, open_shared, put, put_new

QUIET = 0.05
"""Seconds for which nobody must have written to a file before it is exchanged, where a person waits."""
PATIENCE = 10.0
"""Seconds after which waiting for that is given up."""

_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NO_SUCH_THING = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF}

Put = Callable[[Path, Path], Path | None]


def commit(
    where: Path,
    expected: bytes | None,
    new: bytes,
    temporary: str,
    path: str,
    *,
    quiet: float = QUIET,
    put: Put = put,
) -> None:
    """Replace `expected` by `new`, whole or not at all; on the disk when this returns.

    As `committing`, to the end.
    """
    for _ in committing(where, expected, new, temporary, path, quiet=quiet, put=put):
        pass


def committing(
    where: Path,
    expected: bytes | None,
    new: bytes,
    temporary: str,
    path: str,
    *,
    quiet: float = QUIET,
    put: Put = put,
) -> Iterator[None]:
    """The two steps of a commit: pauses where the new file is in place and what came out is to be looked at.

    That waits a moment; of several files it is one moment for all.

    `where`: absolute, links followed. `expected`: None where no file may be. `temporary`: a name in the same
    folder that nothing has. `path`: what messages call the file. `quiet`: seconds for which nobody must have
    written to it. `put`: how files change places.

    Raises ChangedUnderneathError when the file does not hold `expected`, or somebody writes to it at this
    moment (what they wrote is in place then, or kept beside it); EditRefusedError where something of the file
    would be lost; OSError, with the old file in place, or the new one where only its name is not durable.
    """
    if new == expected:
        return
    beside = where.with_name(temporary)
    kept = None
    if expected is None:
        _make(beside, new)
        try:
            put_new(beside, where)
            yield
        except BaseException as error:
            _drop(beside)
            if isinstance(error, FileExistsError) and not where.is_dir():
                raise ChangedUnderneathError(path) from None
            raise
    else:
        with _opened(where, path) as old:
            _require_ordinary(old, where, path)
            _compare(old, where, expected, path)
            _make(beside, new, old, path)
            try:
                _settle(old, where, beside, path, quiet)
                _compare(old, where, expected, path)
            except BaseException:
                _drop(beside)
                raise
            kept = yield from _swap(old, beside, where, expected, new, path, put)
    sync_folder(where.parent)
    if kept is not None:
        raise ChangedUnderneathError(path, kept.name)


def remove(where: Path, expected: bytes, temporary: str, path: str) -> None:
    """Take a file away that holds `expected`. Raises as `commit` does; the file is in place then."""
    beside = where.with_name(temporary)
    with _opened(where, path) as old:
        _require_ordinary(old, where, path)
        _compare(old, where, expected, path)
        told = is_written_to(old) is not None
        try:
            where.rename(beside)
        except FileNotFoundError:
            raise ChangedUnderneathError(path) from None
        if not stays(beside, expected, told=told):
            try:
                put_new(beside, where)
            except FileExistsError:
                raise ChangedUnderneathError(path, keep_both(beside, where).name) from None
            raise ChangedUnderneathError(path)
    beside.unlink()
    sync_folder(where.parent)


def sync_folder(folder: Path) -> None:
    """Make names durable. Raises OSError, but not where the system has no way to: Windows, some drives."""
    if sys.platform == "win32":
        return
    try:
        fd = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write to a folder that one may not list
        return
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in _NO_SUCH_THING:
            raise
    finally:
        os.close(fd)


def _make(beside: Path, data: bytes, old: int | None = None, path: str = "") -> None:
    """The new file under its passing name, durable, with what belongs to the old one."""
    # Until it has the mode of the old file nobody else may read it.
    fd = os.open(beside, _MAKE, 0o666 if old is None else 0o600)
    try:
        with open(fd, "wb") as file:
            file.write(data)
            file.flush()
            if old is not None:
                take_over(old, fd)
            _sync_file(fd)
    except LostAttributeError as error:
        _drop(beside)
        reason = phrase("its {name} would be lost", name=error.name)
        raise EditRefusedError("attributes", reason, _by_hand(), path=path) from None
    except BaseException:
        _drop(beside)
        raise


def _sync_file(fd: int) -> None:
    if sys.platform == "darwin":  # fsync alone leaves it in the drive's own memory
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)


@contextmanager
def _opened(where: Path, path: str) -> Iterator[int]:
    """A descriptor of the file as it is now. Raises ChangedUnderneathError when it is gone."""
    try:
        fd = open_shared(where)
    except FileNotFoundError:
        raise ChangedUnderneathError(path) from None
    try:
        yield fd
    finally:
        os.close(fd)


def _require_ordinary(old: int, where: Path, path: str) -> None:
    """Raises EditRefusedError for a file with a second name, or that its owner has locked."""
    held = os.fstat(old)
    if not stat.S_ISREG(held.st_mode):
        raise OSError(errno.EINVAL, "not an ordinary file", os.fspath(where))
    why: tuple[str, Phrase] | None = None
    if held.st_nlink > 1:
        why = "link", phrase("the file has a second name (a hard link), which would keep the old text")
    elif not held.st_mode & 0o222 or not os.access(where, os.W_OK):
        why = "readonly", phrase("the file may only be read")
    if why is not None:
        raise EditRefusedError(*why, _by_hand(), path=path)


def _by_hand() -> Phrase:
    return phrase("change it in your editor, or take away what stands in the way, then try again")


def _compare(old: int, where: Path, expected: bytes, path: str) -> None:
    """Raises ChangedUnderneathError when the file is another, or holds something else."""
    if not holds(old, expected) or not is_named(where, old):
        raise ChangedUnderneathError(path)


def _settle(old: int, where: Path, beside: Path, path: str, quiet: float) -> None:
    """Wait until nobody has written to the file for a moment; ChangedUnderneathError if that never comes."""
    # The passing file was written just now: its time is the file system's own clock.
    now = beside.stat().st_mtime_ns
    seen = times(old)
    if 0 <= seen[0] <= now - quiet * 1e9:
        return
    waiting_until = time.monotonic() + PATIENCE
    while True:
        time.sleep(quiet)
        before, seen = seen, times(old)
        if before == seen and is_named(where, old):
            return
        if time.monotonic() > waiting_until or not is_named(where, old):
            raise ChangedUnderneathError(path)


def _swap(
    old: int, beside: Path, where: Path, expected: bytes, new: bytes, path: str, put: Put
) -> Generator[None, None, Path | None]:
    """Exchange the two files and look at what came out; the file in which a third version was kept, if any.

    Pauses in between.

    Raises ChangedUnderneathError when somebody had saved: their bytes are in place again.
    """
    try:
        with _opened(beside, path) as ours:
            told = is_written_to(ours) is False
        out = put(beside, where)
    except BaseException as error:
        with contextlib.suppress(OSError):
            if content(beside) == new:
                beside.unlink()
        if isinstance(error, FileNotFoundError):  # an editor that keeps a backup is about to make it anew
            raise ChangedUnderneathError(path) from None
        raise
    since = time.monotonic()
    yield
    if out is None:  # it has no name any more, but is open here
        if stays(old, expected, told=told, since=since):
            return None
        _make(beside, read_from(old), old, path)
        return keep_both(beside, where)
    if stays(out, expected, told=told, since=since):
        out.unlink()
        return None
    try:
        back = put(out, where)
    except OSError:  # ours is gone already: an editor that keeps a backup is at it
        return keep_both(out, where)
    if back is not None and not stays(back, new, told=told):
        with contextlib.suppress(OSError):
            back = put(back, where) or back  # the later save stays in place
        return keep_both(back, where)
    if back is not None:
        back.unlink()
    raise ChangedUnderneathError(path)


def _drop(beside: Path) -> None:
    with contextlib.suppress(OSError):
        beside.unlink(missing_ok=True)
