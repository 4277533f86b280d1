"""What belongs to one vault on one machine, never in the vault.

The one module that knows platformdirs and filelock.

It only remembers: deleted or damaged, everything is made anew from the notes, and the result is the same
except for notes that cannot be read at that moment.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vaultkit.errors import BusyVaultError
from vaultkit.model.facts import NoteFacts
from vaultkit.model.queueline import QueueLine
from vaultkit.store.codec import decode, encode

SCHEMA = 2


class Remembered(Mapping[str, NoteFacts]):
    """What notes said, by path; understood when asked for, which is only for notes that cannot be read."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        """`held`: the JSON of each note's facts."""
        self._held = held

    def __getitem__(self, path: str) -> NoteFacts:
        """Raises KeyError also for what is damaged."""
        try:
            return decode(NoteFacts, self._held[path])
        except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
            raise KeyError(path) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


@dataclass(slots=True)
class State:
    """What was seen at the last sync."""

    notes: int = 0
    """How many notes there were; a vault that lost more than half of them is not written."""
    facts: Mapping[str, NoteFacts] = field(default_factory=dict)
    """For each note of a person or a meeting, what it said when it could last be read."""
    pages: dict[str, str] = field(default_factory=dict)
    """For each page that was made, by its path: what vaultkit wrote in its region."""
    lines: dict[str, QueueLine] = field(default_factory=dict)
    """What each line of the queue pages of the last weeks stands for: ticks are looked up here."""
    unfinished: bool = False
    """True while pages are being written: a page that is missing then was not deleted by its owner."""


class StateFolder:
    """The folder of one vault's state."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        """`VAULTKIT_STATE_DIR` in the environment moves it."""
        self.root = root
        base = environment.get("VAULTKIT_STATE_DIR")
        if base:
            parent = Path(base)
        else:
            import platformdirs

            parent = platformdirs.user_state_path("vaultkit", appauthor=False)
        name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
        self.path = parent / "vaults" / name

    def load(self) -> State:
        """What is remembered; an empty State when there is nothing, or nothing that can be used."""
        try:
            data = json.loads((self.path / "state.json").read_bytes())
            if data["schema"] != SCHEMA:
                return State()
            pages = {str(path): str(text) for path, text in data["pages"].items()}
            lines = {str(text): decode(QueueLine, line) for text, line in data["lines"].items()}
            facts = Remembered(dict(data["facts"]))
            return State(int(data["notes"]), facts, pages, lines, bool(data["unfinished"]))
        except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
            return State()

    def save(self, state: State) -> None:
        """Remember, whole or not at all; nothing is written when nothing changed."""
        data = {
            "schema": SCHEMA,
            "vault": os.fsencode(self.root).decode("utf-8", "replace"),
            "notes": state.notes,
            "facts": {path: encode(facts) for path, facts in sorted(state.facts.items())},
            "pages": dict(sorted(state.pages.items())),
            "lines": {text: encode(line) for text, line in sorted(state.lines.items())},
            "unfinished": state.unfinished,
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        file = self.path / "state.json"
        try:
            if file.read_bytes() == text:
                return
        except OSError:
            pass
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self.path / f"state.{os.getpid()}.tmp"
        beside.write_bytes(text)
        beside.replace(file)

    @contextmanager
    def lock(self, seconds: float) -> Iterator[None]:
        """Be the only writer of this vault on this machine. Raises BusyVaultError after waiting in vain."""
        import filelock

        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = filelock.FileLock(self.path / "lock", timeout=seconds)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise BusyVaultError(str(self.root)) from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def hold(self, name: str, seconds: float = 0.0) -> Iterator[bool]:
        """Hold a lock of that name for the block; False when, after so long, somebody else still has it."""
        import filelock

        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = filelock.FileLock(self.path / name, timeout=seconds)
        try:
            lock.acquire()
        except filelock.Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def is_held(self, name: str) -> bool:
        """Whether anybody has the lock of that name now. To find out, it is taken for a moment."""
        if not (self.path / name).exists():
            return False
        with self.hold(name) as free:
            return not free
