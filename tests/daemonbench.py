"""What tests of the daemon build with: a clock set by hand, and what a sync makes of the same notes."""

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from workbench import files

from vaultkit.app.clock import Clock
from vaultkit.app.daemon import Daemon, Look
from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import refresh

ADA = "People/Ada.md"
QUEUE = "Networking/Follow-ups.md"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


class Hands(Clock):
    """A clock that is set by hand. Files were written long ago by it, unless it is told otherwise."""

    def __init__(self, moment: datetime = NOON, after_files: float = 3600) -> None:
        self.now, self.after_files = moment, after_files

    def moment(self) -> datetime:
        return self.now

    def time_ns(self) -> int:
        return super().time_ns() + int(self.after_files * 1e9)


def daemon_of(root: Path, clock: Clock) -> Daemon:
    return Daemon(root, os.environ, clock)


def written(look: Look) -> list[str]:
    assert look.outcome is not None
    return [write.path for write in look.outcome.writes]


def fresh_pages(root: Path, folder: Path, today: date) -> dict[str, bytes]:
    """The pages and the feed that a sync makes of the same notes where nothing is remembered."""
    shutil.copytree(root, folder)
    copy = open_vault(folder, {**os.environ, "VAULTKIT_STATE_DIR": str(folder) + " state"})
    refresh(copy, today)
    return {path: data for path, data in files(folder).items() if path.startswith("Networking/")}


def pages(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in files(root).items() if path.startswith("Networking/")}
