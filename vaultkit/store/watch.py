"""Being told when something changes below a folder. The one module that knows watchdog.

What is told is a hint and never the truth: the kernel drops events when too many come at once and watchdog
passes that over in silence; network drives and some cloud folders tell nothing at all; when the watches of
the system are used up, folders are left out without a word. Whoever uses this looks for themselves now and
then (`store/glance.py`).
"""

import contextlib
import os
import time
import warnings
from collections import deque
from pathlib import Path
from queue import Empty, SimpleQueue

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

from vaultkit.store.glance import FEED, PASSING

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
MOST = 1000
"""So much that is told is kept; of more it is only known that there was much."""
_BREATH = 0.001
"""Seconds between two questions whether more was told: thousands are told in one second."""
# When a folder is moved while it is being watched, watchdog says so at length; nothing is lost by it.
warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")


class News:
    """What was told since it was last taken, and whether to go on. Any thread may tell.

    A handler of a signal may only `end`: it comes in the middle of anything else that is done here.
    """

    def __init__(self) -> None:
        # The one thing to wait for that such a handler can end: no lock in it that its own thread may hold.
        self._bell: SimpleQueue[None] = SimpleQueue()
        self._told: deque[str | None] = deque()
        self.ended = False
        """Whether nobody is to wait any more."""

    def tell(self, path: str | None) -> None:
        """A file has changed, at a path below the folder; None: more than a file."""
        if len(self._told) <= MOST:
            self._told.append(path)
        self._ring()

    def end(self) -> None:
        """End each wait, at once and from now on."""
        self.ended = True
        self._ring()

    def wait(self, seconds: float) -> bool:
        """Wait for news, at most so long; whether there is any."""
        if self.ended:
            return False
        try:
            self._bell.get(timeout=max(seconds, 0.0))
        except Empty:
            return False
        return not self.ended

    def settle(self, quiet: float, longest: float) -> None:
        """Wait until nothing was told for `quiet` seconds, or that has lasted for `longest`."""
        until = time.monotonic() + longest
        while time.monotonic() < until:
            if not self.wait(quiet):
                return
            time.sleep(_BREATH)

    def take(self) -> frozenset[str] | None:
        """The paths that were told; None: more than can be named."""
        with contextlib.suppress(Empty):
            while True:
                self._bell.get_nowait()
        told: list[str | None] = []
        while self._told:
            told.append(self._told.popleft())
        # Each save is told of several times: what counts is how much was told, for of more nothing is kept.
        return None if None in told or len(told) > MOST else frozenset(path for path in told if path)

    def _ring(self) -> None:
        if self._bell.empty():  # who has not heard it yet will
            self._bell.put(None)


class Watch(FileSystemEventHandler):
    """Tells whenever something that counts has changed below a folder."""

    def __init__(self, root: Path, news: News) -> None:
        """`root`: links followed. Nothing is watched before `start`."""
        self._root, self._news = os.fspath(root), news
        self._inside = os.path.join(self._root, "")  # noqa: PTH118  with a separator at its end
        self._folder: tuple[int, int] | None = None
        """Which folder is watched: another can take its place, by a mount or another name."""
        self._observer = Observer()

    def start(self) -> bool:
        """Begin; False when the system cannot watch this folder."""
        try:
            self._folder = _which(self._root)
            self._observer.schedule(self, self._root, recursive=True, event_filter=_EVENTS)
            self._observer.start()
        except OSError:
            return False
        return True

    @property
    def alive(self) -> bool:
        """Whether it is still told anything of this folder.

        A fault in watchdog ends its threads without a word, and of what takes the folder's place it is told
        nothing. Raises nothing.
        """
        emitters = self._observer.emitters
        try:
            if _which(self._root) != self._folder:
                return False
        except OSError:
            return False
        return self._observer.is_alive() and bool(emitters) and all(one.is_alive() for one in emitters)

    def stop(self) -> None:
        """End; returns when its threads have ended, or after a second."""
        with contextlib.suppress(RuntimeError):  # it was never started
            self._observer.stop()
            self._observer.join(1)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """A save through a passing file arrives as a move: both names matter."""
        if event.is_directory:
            self._news.tell(None)
            return
        for said in (event.src_path, event.dest_path):
            if said and _counts(name := os.fsdecode(said)):
                self._news.tell(self._below(name))

    def _below(self, name: str) -> str | None:
        """The path in the folder; None for another spelling of the folder's name."""
        if not name.startswith(self._inside):
            return None
        return name[len(self._inside) :].replace(os.sep, "/")


def watches_left_out(folders: int) -> bool:
    """Whether a vault has more folders than the system lets one user watch (Linux; elsewhere False)."""
    try:
        return folders > int(_LIMIT.read_text())
    except (OSError, ValueError):
        return False


def _which(folder: str) -> tuple[int, int]:
    """Its drive and its number there. Raises OSError."""
    said = os.stat(folder)  # noqa: PTH116  asked at each look
    return said.st_dev, said.st_ino


def _counts(name: str) -> bool:
    """Whether a change of this file can matter: a note, a feed, what sets a vault up; no passing file."""
    last = name.rpartition(os.sep)[2].lower()
    if last.startswith(".~vk-") or last in PASSING:
        return False
    return last.endswith((".md", ".toml", ".json", ".icloud", FEED))
