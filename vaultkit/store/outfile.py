"""A file outside the vault that a person named on the command line: a folder that is public, a picture."""

import contextlib
import os
import secrets
import stat
from pathlib import Path


def holds(place: Path, data: bytes) -> bool:
    """Whether a file holds these bytes. Raises OSError, but not where there is no file."""
    try:
        return place.stat().st_size == len(data) and place.read_bytes() == data
    except FileNotFoundError:
        return False


def put_file(place: Path, data: bytes, *, private: bool = False) -> bool:
    """Let a file hold these bytes, whole or not at all; whether it had to be written.

    The folder has to be there. A file that is there keeps its mode, a link stays one. `private`: for its
    owner only, whatever it was. Raises OSError.
    """
    place = place.resolve()
    mode = None
    with contextlib.suppress(FileNotFoundError):
        seen = place.stat()
        if not stat.S_ISREG(seen.st_mode):
            raise OSError(f"{place} is not an ordinary file")
        mode = stat.S_IMODE(seen.st_mode)
        if holds(place, data) and not (private and mode & 0o077):
            return False
    beside = place.with_name(f".{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(beside, flags, 0o600 if private else 0o666), "wb") as opened:
            if mode is not None and not private:
                beside.chmod(mode)
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    return True
