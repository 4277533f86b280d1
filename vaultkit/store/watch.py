"""Being told when something changes below a folder. The one module that knows watchdog.

What is told is a hint and never the truth: the kernel drops events when too many come at once and watchdog
passes that over in silence; network drives and some cloud folders tell nothing at all; when the watches of
the system are used up, folders are left out without a word. Whoever uses this looks for themselves now and
then (`store/glance.py`).
"""

import contextlib
import os
import threading
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# Without this filter our own reads arrive as events, and reading them makes more.
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")


class Watch(FileSystemEventHandler):
    """Sets an event whenever something that counts has changed below a folder."""

    def __init__(self, root: Path, wake: threading.Event) -> None:
        """`root`: links followed. Nothing is watched before `start`."""
        self._root, self._wake = root, wake
        self._observer = Observer()

    def start(self) -> bool:
        """Begin; False when the system cannot watch this folder."""
        try:
            self._observer.schedule(self, os.fspath(self._root), recursive=True, event_filter=_EVENTS)
            self._observer.start()
        except OSError:
            return False
        return True

    @property
    def alive(self) -> bool:
        """Whether it is still told anything: a fault in watchdog ends its threads without a word."""
        emitters = self._observer.emitters
        return self._observer.is_alive() and bool(emitters) and all(one.is_alive() for one in emitters)

    def stop(self) -> None:
        """End; returns when its threads have ended, or after a second."""
        with contextlib.suppress(RuntimeError):  # it was never started
            self._observer.stop()
            self._observer.join(1)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """A save through a passing file arrives as a move: both names matter."""
        if event.is_directory or any(_counts(name) for name in (event.src_path, event.dest_path)):
            self._wake.set()


def watches_left_out(folders: int) -> bool:
    """Whether a vault has more folders than the system lets one user watch (Linux; elsewhere False)."""
    try:
        return folders > int(_LIMIT.read_text())
    except (OSError, ValueError):
        return False


def _counts(name: bytes | str) -> bool:
    """Whether a change of this file can matter: notes, settings, templates; no passing files of ours."""
    text = os.fsdecode(name)
    last = text.rpartition("/")[2]
    return last.endswith((".md", ".toml", ".json", ".icloud")) and not last.startswith(".~vk-")
