"""Which calendars on servers a vault is published to, and what was sent there. Never in the vault.

No password is in here. The memory of what was sent may be lost: then the server's calendar is read once as a
whole, and what vaultkit made is known by its X-VAULTKIT-KEY.
"""

import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vaultkit.model.publishing import Sent, ServerCalendar
from vaultkit.store.codec import decode, encode
from vaultkit.store.statefile import DamagedFileError, StateFile
from vaultkit.store.trust import private_folder, read_private, write_private

SCHEMA = 1
FILE, MEMORY, LOCK = "publish.json", "publish.db", "publish.lock"
_LOOKED = ""
"""The key of the row that says that a calendar was read as a whole; no UID is empty."""


class Publications:
    """The calendars of one vault. Change it only while holding its lock."""

    def __init__(self, folder: Path) -> None:
        """`folder`: of the vault's state; made with the first calendar."""
        self._folder = folder

    def calendars(self) -> list[ServerCalendar]:
        """By name. What is damaged, or open to others, counts as not there."""
        held = self._held().get("calendars")
        found: list[ServerCalendar] = []
        for one in held if isinstance(held, list) else ():
            with contextlib.suppress(Exception):  # a damaged file can raise whatever Python can
                found.append(decode(ServerCalendar, one))
        return sorted(found, key=lambda one: one.name)

    def put(self, calendar: ServerCalendar) -> None:
        """Add a calendar, or put it in the place of the one with its name. Raises OSError."""
        self._save([*(one for one in self.calendars() if one.name != calendar.name), calendar])

    def feed_in(self, folder: str) -> str:
        """The feed that was written into a folder as a vdir; empty: none."""
        return self._vdirs().get(folder, "")

    def put_vdir(self, folder: str, feed: str) -> None:
        """Remember which feed is in a folder. Raises OSError."""
        self._save(self.calendars(), {**self._vdirs(), folder: feed})

    def drop(self, name: str) -> None:
        """Forget a calendar and what was sent to it. Raises OSError."""
        self._save([one for one in self.calendars() if one.name != name])
        memory = self.memory(name)
        memory.forget_all()
        memory.close()

    def memory(self, name: str) -> "Memory":
        """What was sent to the calendar of that name."""
        private_folder(self._folder)
        return Memory(StateFile(self._folder / MEMORY, SCHEMA), name)

    def _held(self) -> dict[str, Any]:
        data = read_private(self._folder / FILE)
        return data if data.get("schema") == SCHEMA else {}

    def _vdirs(self) -> dict[str, str]:
        held = self._held().get("vdirs")
        return {key: str(value) for key, value in held.items()} if isinstance(held, dict) else {}

    def _save(self, calendars: Iterable[ServerCalendar], vdirs: Mapping[str, str] | None = None) -> None:
        held = [encode(one) for one in sorted(calendars, key=lambda one: one.name)]
        vdirs = self._vdirs() if vdirs is None else vdirs
        write_private(self._folder / FILE, {"schema": SCHEMA, "calendars": held, "vdirs": vdirs})


class Memory:
    """What was sent to one calendar. Each row is saved by itself: a run that stops has forgotten nothing."""

    def __init__(self, file: StateFile, name: str) -> None:
        self._file, self._name = file, name
        self.sent: dict[str, Sent] = {}
        """By UID."""
        self.looked = False
        """Whether the calendar was once read as a whole."""
        try:
            held = file.load().get(name, {})
        except DamagedFileError:
            file.clear()
            held = {}
        for uid, row in held.items():
            if uid == _LOOKED:
                self.looked = True
                continue
            try:
                self.sent[uid] = decode(Sent, json.loads(row))
            except Exception:  # noqa: BLE001  a damaged row can raise whatever Python can
                self.looked = False

    def put(self, uid: str, sent: Sent) -> None:
        """Remember one object. Raises OSError."""
        self.sent[uid] = sent
        self._file.save([(self._name, uid, json.dumps(encode(sent)).encode())], ())

    def drop(self, uid: str) -> None:
        """Forget one object. Raises OSError."""
        if self.sent.pop(uid, None) is not None:
            self._file.save((), [(self._name, uid)])

    def has_looked(self) -> None:
        """Remember that the calendar was read as a whole. Raises OSError."""
        if not self.looked:
            self.looked = True
            self._file.save([(self._name, _LOOKED, b"true")], ())

    def forget_all(self) -> None:
        """Raises OSError."""
        self._file.save((), [(self._name, uid) for uid in (*self.sent, _LOOKED)])
        self.sent, self.looked = {}, False

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
