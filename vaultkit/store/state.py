"""What belongs to one vault on one machine, never in the vault.

The one module that knows platformdirs and filelock.

It only remembers: deleted or damaged, everything is made anew from the notes, and the result is the same
except for notes that cannot be read at that moment.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from vaultkit.errors import BusyVaultError
from vaultkit.model.facts import NoteFacts
from vaultkit.model.moved import Moved
from vaultkit.model.queueline import QueueLine
from vaultkit.store.codec import decode, encode, to_json
from vaultkit.store.statefile import Shelf, StateFile

SCHEMA = 3
_ABOUT, _FACTS, _PAGES, _LINES = "about", "facts", "pages", "lines"

T = TypeVar("T")


class Remembered(Mapping[str, T]):
    """What was remembered, by path or text; understood only when asked for."""

    def __init__(self, kind: type[T], held: Shelf) -> None:
        """`held`: the JSON of each."""
        self._kind, self._held = kind, held

    def __getitem__(self, key: str) -> T:
        """Raises KeyError also for what is damaged."""
        try:
            return decode(self._kind, json.loads(self._held[key]))
        except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def raw(self, key: str) -> bytes | None:
        """The JSON of one, as it was saved."""
        return self._held.get(key)


@dataclass(slots=True)
class State:
    """What was seen at the last sync. A value: what was loaded or saved is never changed."""

    notes: int = 0
    """How many notes there were; a vault that lost more than half of them is not written."""
    facts: Mapping[str, NoteFacts] = field(default_factory=dict)
    """For each note of a person or a meeting, what it said when it could last be read."""
    pages: dict[str, bytes] = field(default_factory=dict)
    """For each page that was made, by its path: what vaultkit wrote in its region, in UTF-8."""
    lines: Mapping[str, QueueLine] = field(default_factory=dict)
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
        self._file = StateFile(self.path / "state.db", SCHEMA)
        self._last: State | None = None

    def load(self) -> State:
        """What is remembered; an empty State when there is nothing, or nothing that can be used."""
        if self._last is not None and self._file.is_as_left():
            return self._last
        self._last = None
        try:
            shelves = self._file.load()
            about = json.loads(shelves[_ABOUT][""])
            pages = shelves.get(_PAGES, {})
            for text in pages.values():
                text.decode()  # what is damaged is noticed here
            facts = Remembered(NoteFacts, shelves.get(_FACTS, {}))
            held = shelves.get(_LINES, {})
            lines = {text: decode(QueueLine, json.loads(line)) for text, line in held.items()}
            self._last = State(int(about["notes"]), facts, pages, lines, bool(about["unfinished"]))
        except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
            return State()
        return self._last

    def save(self, state: State) -> None:
        """Remember, whole or not at all; only what changed is written. Raises OSError.

        The caller holds the vault's lock.
        """
        self.load()
        if self._last is None:
            self._file.clear()
        was = self._last
        about = {
            "vault": os.fsencode(self.root).decode("utf-8", "replace"),
            "notes": state.notes,
            "unfinished": state.unfinished,
        }
        known = was and {"vault": about["vault"], "notes": was.notes, "unfinished": was.unfinished}
        before = was or State()
        put = [iter([(_ABOUT, "", to_json(about))])] if about != known else []
        drop: list[tuple[str, str]] = []
        for shelf, now, then in (
            (_FACTS, state.facts, before.facts),
            (_PAGES, state.pages, before.pages),
            (_LINES, state.lines, before.lines),
        ):
            changed, gone = _differences(now, then)
            put.append(map(partial(_on_shelf, shelf), changed))
            drop += [(shelf, key) for key in gone]
        texts = chain.from_iterable(put)
        first = next(texts, None)
        if first is not None or drop:
            self._last = None
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file.save(chain(() if first is None else (first,), texts), drop)
        self._last = state

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        self._file.close()

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


def _differences(
    now: Mapping[str, object], was: Mapping[str, object]
) -> tuple[Iterator[tuple[str, bytes]], Collection[str]]:
    """What is there now and was not, or was something else, as bytes; and the keys that are gone."""
    if now is was:
        return iter(()), ()
    at = now.where_it_differs(was) if isinstance(now, Moved) else None
    if at is not None:  # few of thousands
        changed = ((key, _bytes(now[key])) for key in at if key in now and now[key] != was.get(key))
        return changed, [key for key in at if key in was and key not in now]
    gone = was.keys() - now.keys()
    if isinstance(was, Remembered):
        texts = ((key, _bytes(value)) for key, value in now.items())
        return ((key, text) for key, text in texts if was.raw(key) != text), gone
    return ((key, _bytes(value)) for key, value in now.items() if not _same(was.get(key), value)), gone


def _on_shelf(shelf: str, held: tuple[str, bytes]) -> tuple[str, str, bytes]:
    return (shelf, *held)


def _same(one: object, other: object) -> bool:
    return one is other or one == other


def _bytes(value: object) -> bytes:
    """Bytes as they are, everything else as JSON."""
    return value if isinstance(value, bytes) else to_json(encode(value))
