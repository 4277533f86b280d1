"""Every action on the owner's notes, with the bytes before and after; outside the vault.

One file for an action, each replaced whole and made durable before the action goes on. An action that a crash
cut off is found here as pending.
"""

import base64
import contextlib
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from vaultkit.model.action import Action, Change, Progress
from vaultkit.model.write import Write
from vaultkit.store.commit import sync_folder

SCHEMA = 1
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
        text = json.dumps(_as_json(action), ensure_ascii=True).encode()
        beside = self._file(action.number).with_suffix(".tmp")
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with open(fd, "wb") as file:
            file.write(text)
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
            return _from_json(json.loads(self._file(number).read_bytes()))
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
        return sorted(int(name[:-5]) for name in names if name.endswith(".json") and name[:-5].isdigit())

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:06}.json"


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
                "old": _text(change.write.old),
                "new": _text(change.write.new),
                "temporary": change.temporary,
                "done": change.done,
            }
            for change in action.changes
        ],
    }


def _from_json(data: dict[str, Any]) -> Action:
    changes = tuple(
        Change(
            Write(str(held["path"]), _data(held["old"]), _data(held["new"])),
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


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _data(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
