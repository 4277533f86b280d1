"""Every action on the owner's notes, with the bytes before and after; outside the vault.

One file for an action, each replaced whole and made durable before the action goes on. An action that a crash
cut off is found here as pending.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from vaultkit.model.action import Action, Change, Progress
from vaultkit.model.write import Write
from vaultkit.store.commit import sync_folder

SCHEMA = 2
_SUFFIX = ".action"
"""A line of JSON, then the bytes of the files."""
KEPT = 1000
"""So many actions can be taken back; older ones are forgotten."""


class Journal:
    """The actions of one vault on this machine. Only the holder of the vault's lock may change it."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made with the first action."""
        self.folder = folder

    def begin(self, action: Action) -> Action:
        """Write down what is about to be done, under the next number. Raises OSError."""
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            sync_folder(self.folder.parent)
        numbers = self._numbers()
        numbered = replace(action, number=max(numbers, default=0) + 1)
        self.save(numbered)
        for number in numbers[:-KEPT]:
            with contextlib.suppress(OSError):
                self._file(number).unlink()
        return numbered

    def save(self, action: Action) -> None:
        """Write down how far an action is. Durable when this returns."""
        head = json.dumps(_as_json(action), ensure_ascii=True).encode()
        beside = self._file(action.number).with_suffix(".tmp")
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with open(fd, "wb") as file:
            file.write(head + b"\n")
            for data in _contents(action):
                file.write(data or b"")
            file.flush()
            os.fsync(fd)
        beside.replace(self._file(action.number))
        sync_folder(self.folder)

    def forget(self, action: Action) -> None:
        """Take an action out, of which nothing has to be remembered."""
        self._file(action.number).unlink(missing_ok=True)

    def load(self, number: int) -> Action | None:
        """One action; None when there is none with this number, or it cannot be read."""
        try:
            head, _, contents = self._file(number).read_bytes().partition(b"\n")
            return _action(json.loads(head), contents)
        except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
            return None

    def actions(self) -> list[Action]:
        """Every action that can be read, newest first."""
        found = (self.load(number) for number in reversed(self._numbers()))
        return [action for action in found if action is not None]

    def pending(self) -> list[Action]:
        """Actions that were cut off, oldest first."""
        # Each writer looks before it begins, so nothing older than the newest few can be pending.
        found = (self.load(number) for number in self._numbers()[-32:])
        return [action for action in found if action is not None and action.progress is Progress.PENDING]

    def _numbers(self) -> list[int]:
        try:
            names = [file.name for file in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        stems = (name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
        return sorted(int(stem) for stem in stems if stem.isdigit())

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:06}{_SUFFIX}"


def _as_json(action: Action) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "number": action.number,
        "time": action.time,
        "command": action.command,
        "progress": action.progress.value,
        "passing": action.passing,
        "undoes": action.undoes,
        "undone_by": action.undone_by,
        "changes": [
            {
                "path": change.write.path,
                "old": None if change.write.old is None else len(change.write.old),
                "new": None if change.write.new is None else len(change.write.new),
                "temporary": change.temporary,
                "done": change.done,
            }
            for change in action.changes
        ],
    }


def _contents(action: Action) -> Iterator[bytes | None]:
    """What the files held and hold, one after the other, as they stand behind the first line."""
    for change in action.changes:
        yield change.write.old
        yield change.write.new


def _action(data: dict[str, Any], contents: bytes) -> Action:
    """Raises KeyError, TypeError and ValueError for what is damaged."""
    at = 0

    def take(size: int | None) -> bytes | None:
        nonlocal at
        if size is None:
            return None
        at += size
        if not 0 <= size <= at <= len(contents):
            raise ValueError("cut off")
        return contents[at - size : at]

    changes = tuple(
        Change(
            Write(str(held["path"]), take(held["old"]), take(held["new"])),
            str(held["temporary"]),
            bool(held["done"]),
        )
        for held in data["changes"]
    )
    return Action(
        number=int(data["number"]),
        time=str(data["time"]),
        command=str(data["command"]),
        changes=changes,
        progress=Progress(data["progress"]),
        passing=bool(data["passing"]),
        undoes=data["undoes"],
        undone_by=data["undone_by"],
    )
