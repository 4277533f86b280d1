"""Shelves of small texts in one file, of which only what changed is written.

Each save is whole or not at all; after a power cut the last ones may be missing. The one module that knows
sqlite3.
"""

import contextlib
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

Shelf: TypeAlias = dict[str, bytes]
"""JSON by key. A key is any text, also half a character from the name of a file."""

_TABLE = "CREATE TABLE IF NOT EXISTS held (shelf TEXT, key BLOB, value BLOB, PRIMARY KEY (shelf, key))"
_WAIT = 5.0
"""Seconds for which another process may be at it."""


class DamagedFileError(OSError):
    """Not such a file, or one of another vaultkit."""


class StateFile:
    """One such file. It stays open between uses, for the thread that used it first."""

    def __init__(self, path: Path, schema: int) -> None:
        """`schema`: a file that was made with another cannot be used."""
        self.path, self._schema = path, schema
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._version = -1

    def load(self) -> dict[str, Shelf]:
        """Everything, by shelf; nothing where there is no file. Raises DamagedFileError."""
        shelves: dict[str, Shelf] = {}
        try:
            if (connection := self._connected(make=False)) is None:
                return shelves
            self._version = _version(connection)
            for shelf, key, value in connection.execute("SELECT shelf, key, value FROM held"):
                shelves.setdefault(shelf, {})[_text(key)] = bytes(value)
            _forget_pages(connection)
        except (sqlite3.Error, AttributeError, TypeError, UnicodeDecodeError) as error:
            self.close()
            raise DamagedFileError(str(error)) from None
        return shelves

    def is_as_left(self) -> bool:
        """Whether nobody else has saved since it was loaded or saved here."""
        try:
            connection = self._connected(make=False)
            return connection is not None and _version(connection) == self._version
        except (sqlite3.Error, DamagedFileError):
            return False

    def save(self, put: Iterable[tuple[str, str, bytes]], drop: Iterable[tuple[str, str]]) -> None:
        """Put shelf, key and value; take away shelf and key. Raises OSError and DamagedFileError."""
        try:
            connection = self._connected(make=True)
            assert connection is not None
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO held VALUES (?, ?, ?)",
                    ((shelf, _bytes(key), value) for shelf, key, value in put),
                )
                connection.executemany(
                    "DELETE FROM held WHERE shelf = ? AND key = ?",
                    ((shelf, _bytes(key)) for shelf, key in drop),
                )
            _forget_pages(connection)
            self._version = _version(connection)
        except sqlite3.Error as error:
            self.close()
            raise OSError(f"{self.path}: {error}") from None

    def clear(self) -> None:
        """Take the file away, with what belongs to it."""
        self.close()
        for suffix in ("-wal", "-shm", "-journal", ""):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _connected(self, *, make: bool) -> sqlite3.Connection | None:
        """The open file; None where there is none and none is to be made.

        Raises DamagedFileError, sqlite3.Error.
        """
        inode = self._inode_now()
        if self._connection is not None and inode == self._inode:
            return self._connection
        self.close()  # somebody took it away
        if not inode and not make:
            return None
        connection = sqlite3.connect(self.path, timeout=_WAIT)
        try:
            # With a log of changes a power cut tears nothing, and nobody waits for the disk.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._require_schema(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                raise DamagedFileError(str(error)) from None
            raise
        self._connection, self._inode = connection, self._inode_now()
        return connection

    def _require_schema(self, connection: sqlite3.Connection) -> None:
        """Make the table in a new file. Raises DamagedFileError for a file of another schema."""
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        if schema not in (0, self._schema):
            raise DamagedFileError(f"schema {schema}")
        if not schema:
            with connection:
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {self._schema}")

    def _inode_now(self) -> int:
        """0 where there is no file."""
        try:
            return self.path.stat().st_ino or -1
        except OSError:
            return 0


def _version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection has saved."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _forget_pages(connection: sqlite3.Connection) -> None:
    """SQLite would hold two MiB of the file for the next time; of that a save needs a handful of pages."""
    connection.execute("PRAGMA shrink_memory")


def _text(key: bytes) -> str:
    """One object for each text: the same paths and lines are held elsewhere."""
    return sys.intern(key.decode("utf-8", "surrogatepass"))


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")
