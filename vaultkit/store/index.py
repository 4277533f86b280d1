"""What each note says on its own, kept on this machine for as long as the note stays the same file.

It saves reading and nothing else: with the file deleted, every result is the same.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path

from vaultkit.model.facts import NoteFacts
from vaultkit.model.settings import Settings
from vaultkit.store.codec import decode, encode, to_json
from vaultkit.store.glance import Seen
from vaultkit.store.statefile import DamagedFileError, Shelf, StateFile

FILE = "index.db"
_SCHEMA = 1
_NOTES = "notes"
_READING = ("model", "rules", "store")
"""The parts of vaultkit that say what a note means."""


class NoteIndex:
    """The index of one vault. The file is opened when somebody asks."""

    def __init__(self, folder: Path, settings: Settings, version: str) -> None:
        """`folder`: of the vault's state. `settings` and vaultkit's `version`: with others the same notes may
        say something else.
        """
        self._file = StateFile(folder / FILE, _SCHEMA)
        made_by = repr((version, _program(), settings))
        self._made_by = hashlib.sha256(made_by.encode("utf-8", "surrogatepass")).digest()[:8]
        """At the start of each row: another process may be filling the same file for other settings."""
        self._held: Shelf | None = None
        self._damaged = False
        self._put: dict[str, bytes] = {}

    def get(self, path: str, seen: Seen) -> NoteFacts | None:
        """What the note says, if it is still the file that was read; else None."""
        held, begins = self._rows().get(path), self._made_by + seen
        if held is None or not held.startswith(begins):
            return None
        if held == begins:
            return NoteFacts(path)
        try:
            return decode(NoteFacts, json.loads(held[len(begins) :]))
        except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
            return None

    def put(self, seen: Seen, facts: NoteFacts) -> None:
        """Keep what a note says, from the next `save` on. `seen` is of before the note was read."""
        text = to_json(encode(facts)) if facts.says_something else b""
        self._put[facts.path] = self._made_by + seen + text

    def save(self, notes: Collection[str]) -> None:
        """Write what is new, and forget all notes but these. What cannot be written stops nothing."""
        if self._held is None and not self._put:  # nobody has asked since the last time
            return
        gone = self._rows().keys() - set(notes)
        if self._put or gone:
            if self._damaged:
                self._file.clear()
            with contextlib.suppress(OSError, DamagedFileError):
                self._file.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                put = ((_NOTES, path, row) for path, row in self._put.items())
                self._file.save(put, [(_NOTES, path) for path in gone])
        self._file.close()
        self._held, self._put = None, {}

    def _rows(self) -> Shelf:
        if self._held is None:
            try:
                self._held = self._file.load().get(_NOTES, {})
            except DamagedFileError:
                self._held, self._damaged = {}, True
        return self._held


def _program() -> str:
    """Which vaultkit this is; while it is being developed, that is not told by its version."""
    above = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  asked by every command
    modules = [
        (f"{folder[len(above) :]}/{name}", *_said_of(f"{folder}/{name}"))
        for part in _READING
        for folder, _, names in os.walk(f"{above}/{part}")
        for name in names
        if name.endswith(".py")  # what Python keeps beside them comes and goes
    ]
    return hashlib.sha256(repr(sorted(modules)).encode()).hexdigest()


def _said_of(module: str) -> tuple[int, int]:
    try:
        said = os.stat(module)  # noqa: PTH116
    except OSError:  # it is being replaced at this moment
        return 0, 0
    return said.st_mtime_ns, said.st_size
