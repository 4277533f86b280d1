"""Which hooks their owner has trusted on this machine; kept outside the vault.

Trusted is a content at a place: sha256 over the real path of the file, a NUL and its bytes (direnv's way). A
hook that is changed or moved is a stranger again, and so is one that is changed back after something else
was trusted in its place. What is run is a private copy of the bytes that were checked.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vaultkit.store.commit import sync_folder

SCHEMA = 1
FILE = "trust.json"
_MOST = 64 << 20
_LITTER = 3600.0
"""A private copy that is so many seconds older than the newest was left by a crash."""


def fingerprint(place: Path, data: bytes) -> str:
    """What is trusted of a file: `place` is its real path."""
    return hashlib.sha256(os.fsencode(place) + b"\0" + data).hexdigest()


class Trust:
    """The trusted files of one vault. Change it only while holding the vault's lock."""

    def __init__(self, folder: Path) -> None:
        """`folder`: of the vault's state; made with the first change."""
        self._folder = folder

    def holds(self, place: Path, data: bytes) -> bool:
        """Whether exactly these bytes at this place are trusted."""
        return self._held().get(_key(place)) == fingerprint(place, data)

    def knows(self, place: Path) -> bool:
        """Whether some content at this place is trusted."""
        return _key(place) in self._held()

    def add(self, place: Path, data: bytes) -> None:
        """Trust these bytes at this place, and no others there any more. Raises OSError."""
        self._save({**self._held(), _key(place): fingerprint(place, data)})

    def drop(self, place: Path) -> bool:
        """Trust nothing at this place; whether anything was. Raises OSError."""
        held = self._held()
        if held.pop(_key(place), None) is None:
            return False
        self._save(held)
        return True

    def _held(self) -> dict[str, str]:
        """Fingerprint by real path; nothing when the file is damaged."""
        data = read_private(self._folder / FILE)
        held = data.get("trusted") if data.get("schema") == SCHEMA else None
        if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
            return {}
        return held

    def _save(self, held: Mapping[str, str]) -> None:
        write_private(self._folder / FILE, {"schema": SCHEMA, "trusted": dict(sorted(held.items()))})


def read_private(file: Path) -> dict[str, Any]:
    """The JSON object in a file; empty when there is none, it is damaged, or others may write to it."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(file, flags | getattr(os, "O_BINARY", 0)), "rb") as opened:
            seen = os.fstat(opened.fileno())
            if not stat.S_ISREG(seen.st_mode) or _is_open_to_others(seen):
                return {}
            data = json.loads(opened.read(_MOST))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def forget_private(file: Path) -> None:
    """Take a file away, where there is one and it can be done."""
    with contextlib.suppress(OSError):
        file.unlink()


def private_folder(folder: Path) -> None:
    """A folder that only its owner can look into; made when it is missing. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if sys.platform != "win32" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def write_private(file: Path, data: Mapping[str, Any]) -> None:
    """JSON in a file that only its owner can read; whole, and durable when this returns. Raises OSError."""
    private_folder(file.parent)
    beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(beside, flags, 0o600), "wb") as opened:
            opened.write(json.dumps(data, indent=1).encode())
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    sync_folder(file.parent)


@contextlib.contextmanager
def private_copy(name: str, data: bytes, folder: Path) -> Iterator[Path]:
    """An executable of these bytes in a new folder below `folder`, for as long as the block.

    Raises OSError.
    """
    from tempfile import mkdtemp

    private_folder(folder)
    made = Path(mkdtemp(dir=folder))
    try:
        newest = made.stat().st_mtime
        for other in folder.iterdir():
            with contextlib.suppress(OSError):
                if newest - other.stat().st_mtime > _LITTER:
                    shutil.rmtree(other)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(made / name, flags, 0o700), "wb") as opened:
            opened.write(data)
        yield made / name
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _is_open_to_others(seen: os.stat_result) -> bool:
    """Whether somebody else could have put trust into it."""
    if sys.platform == "win32":
        return False
    return seen.st_uid != os.geteuid() or bool(seen.st_mode & 0o022)


def _key(place: Path) -> str:
    """A path as JSON can hold it, whatever its bytes."""
    return os.fsencode(place).decode("utf-8", "surrogateescape")
