"""A folder with one file for each event, as vdirsyncer and khal read it (the vdir format).

A file is written under a hidden name and renamed, so that nobody reads half of one. Hidden files and links
are not looked at.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from vaultkit.store.commit import sync_folder
from vaultkit.store.daverrors import MeanwhileError
from vaultkit.store.icsobject import MOST
from vaultkit.store.outfile import put_file

DISPLAYNAME = "displayname"
"""The file with what programs call the calendar."""


class Vdir:
    """The vdir in a folder. The ETag of a file is a sum of its bytes."""

    def __init__(self, folder: Path) -> None:
        """`folder`: links followed; made with the first object."""
        self._folder = folder

    def listed(self) -> dict[str, str]:
        """The ETag of each file, by name. Raises OSError."""
        names = sorted(os.listdir(self._folder)) if self._folder.is_dir() else []  # noqa: PTH208
        return {name: _etag(data) for name, data in self._read(names)}

    def objects(self, names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
        """Name, ETag and bytes of those that are there. Raises OSError."""
        for name, data in self._read(names):
            yield name, _etag(data), data

    def create(self, name: str, data: bytes) -> str:
        """Write a file where none is. Raises MeanwhileError, OSError."""
        if os.path.lexists(self._folder / name):
            raise MeanwhileError
        return self._write(name, data)

    def change(self, name: str, data: bytes, etag: str) -> str:
        """Write a file in the place of the version with that ETag. Raises MeanwhileError, OSError."""
        self._require(name, etag)
        return self._write(name, data)

    def delete(self, name: str, etag: str) -> None:
        """Take away the version with that ETag. Raises MeanwhileError, OSError."""
        self._require(name, etag)
        (self._folder / name).unlink()
        sync_folder(self._folder)

    def call(self, title: str) -> None:
        """Say what the calendar is called, unless something says so already. Raises OSError."""
        with contextlib.suppress(MeanwhileError):
            self.create(DISPLAYNAME, title.encode())

    def _require(self, name: str, etag: str) -> None:
        if [found for _, found, _ in self.objects([name])] != [etag]:
            raise MeanwhileError

    def _write(self, name: str, data: bytes) -> str:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        put_file(self._folder / name, data, private=True)
        sync_folder(self._folder)
        return _etag(data)

    def _read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        for name in names:
            if name.startswith(".") or not name.endswith(".ics"):
                continue
            try:
                opened = os.open(self._folder / name, flags | getattr(os, "O_BINARY", 0))
                with open(opened, "rb") as file:
                    plain = stat.S_ISREG(os.fstat(opened).st_mode)
                    data = file.read(MOST + 1) if plain else b""
            except OSError:  # a link, a folder, or gone
                continue
            if plain:
                yield name, data


def _etag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
