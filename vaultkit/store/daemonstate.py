"""What a running daemon tells others: who it is, what it did last, what it waits for.

That it runs is told by its lock alone, which ends with the process; `daemon.json` only says the rest.
"""

import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.store.state import StateFolder

LOCK = "watch.lock"
FILE = "daemon.json"
PATIENCE = 0.3
"""Seconds to wait for the lock: who asks whether a daemon runs has it for a moment."""


@dataclass(frozen=True, slots=True)
class DaemonState:
    """A daemon, as it tells of itself."""

    pid: int
    since: str
    """ISO 8601, UTC; empty when it is not known."""
    did: str = ""
    """What it did last, for people; empty: nothing yet."""
    waits_for: str = ""
    """For people; empty: it is at work."""
    at: str = ""
    """When it did that, or began; ISO 8601, UTC."""


class AlreadyRunningError(VaultkitError):
    """Another daemon has this vault."""

    exit_code = 5

    def __init__(self, root: str, who: DaemonState) -> None:
        """`who`: pid 0 when it is not known."""
        way_out = phrase("one is enough: vaultkit service status tells what it is doing")
        self.who = who
        if not who.pid:
            super().__init__(phrase("vaultkit watch runs already for {root}", root=root), way_out)
            return
        said = phrase(
            "vaultkit watch runs already for {root}: process {pid}, since {since}",
            root=root,
            pid=who.pid,
            since=_moment(who.since),
        )
        super().__init__(said, way_out)


class Teller:
    """Keeps `daemon.json` up to date while the daemon holds its lock."""

    def __init__(self, folder: StateFolder, state: DaemonState) -> None:
        self._folder, self.state = folder, state

    def tell(self, *, at: str, did: str | None = None, waits_for: str | None = None) -> None:
        """Say what was done at a moment, and what is waited for; None: as before.

        Nothing is written when all is as before. What cannot be written stops nothing.
        """
        new = self.state if did is None else replace(self.state, did=did, at=at)
        if waits_for is not None:
            new = replace(new, waits_for=waits_for)
        if new != self.state:
            self.state = new
            with contextlib.suppress(OSError):
                self.write()

    def write(self) -> None:
        """Whole or not at all. Raises OSError."""
        beside = self._folder.path / f"{FILE}.tmp"
        beside.write_bytes(json.dumps({"schema": 1, **asdict(self.state)}).encode())
        beside.replace(self._folder.path / FILE)


@contextmanager
def only_daemon(folder: StateFolder, *, pid: int, since: str) -> Iterator[Teller]:
    """Be the one daemon of a vault on this machine, for the block.

    `since`: now, ISO 8601, UTC. Raises AlreadyRunningError; OSError when the folder cannot be written.
    """
    with folder.hold(LOCK, PATIENCE) as held:
        if not held:
            raise AlreadyRunningError(str(folder.root), _told(folder))
        teller = Teller(folder, DaemonState(pid, since, at=since))
        teller.write()
        try:
            yield teller
        finally:
            with contextlib.suppress(OSError):
                (folder.path / FILE).unlink(missing_ok=True)


def running(folder: StateFolder) -> DaemonState | None:
    """The daemon that has the vault now; None when there is none. Its pid is 0 when it does not say."""
    return _told(folder) if folder.is_held(LOCK) else None


def _told(folder: StateFolder) -> DaemonState:
    try:
        data = json.loads((folder.path / FILE).read_bytes())
        texts = (str(data[key]) for key in ("since", "did", "waits_for", "at"))
        return DaemonState(int(data["pid"]), *texts)
    except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
        return DaemonState(0, "")


def _moment(since: str) -> datetime | str:
    """On this machine's clock, for people."""
    try:
        return datetime.fromisoformat(since).astimezone()
    except (ValueError, OverflowError):
        return since
