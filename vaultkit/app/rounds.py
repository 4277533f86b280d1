"""When the daemon looks: as soon as it is told of something, each minute, and when the day turns."""

import time
from collections.abc import Callable

from vaultkit.app.daemon import LOOK_EVERY, Daemon, Health, Look
from vaultkit.store import memory
from vaultkit.store.watch import News, Watch

GATHER = 0.2
"""Seconds without news that end a burst."""
LONGEST_BURST = 2.0
"""Seconds after which a burst that does not end is looked at."""
LIST_EVERY = 3600.0
"""Seconds after which every folder is listed although it says that no name has come or gone."""
SETTLE_EVERY = 3600.0
"""Seconds between two rounds through all that is held in memory."""


def run(daemon: Daemon, news: News, tell: Callable[[Look], None], *, once_idle: bool = False) -> None:
    """Look, tell, wait; until `news` are ended.

    With `once_idle` it ends as soon as there is nothing to do, or nothing that can be done: raises
    VaultkitError where that is for the owner to mend.
    """
    watch: Watch | None = None
    everything_at = list_at = settle_at = time.monotonic()
    try:
        while not news.ended:
            told = news.take()
            if watch is None or not watch.alive:
                if watch is not None:
                    watch.stop()
                # Being told begins before looking, so that nothing falls between the two.
                watch = Watch(daemon.vault.root, news)
                watch.start()
                told = None
            list_all = told is None or time.monotonic() >= list_at
            everything = list_all or time.monotonic() >= everything_at
            if everything:
                told, everything_at = None, time.monotonic() + LOOK_EVERY
            with memory.made_to_stay():
                look = daemon.look(told, list_all=list_all)
            if list_all:
                list_at = time.monotonic() + LIST_EVERY
            tell(look)
            idle, again, error = look.outcome is None, look.again, look.error
            stuck = look.outcome is not None and look.outcome.failed and not look.outcome.writes
            well, thorough = look.health is Health.WELL, look.thorough
            del look  # what it holds is large, and nobody needs it while nothing happens
            if thorough or (everything and time.monotonic() >= settle_at):
                settle_at = time.monotonic() + SETTLE_EVERY
                memory.settle()
            elif not idle:
                memory.give_back()  # laying out a large page takes ten MiB for a moment
            if once_idle:
                if error is not None:
                    raise error
                if stuck or (idle and well and again is None):
                    return
                if again is None:
                    continue
            until_something = daemon.until_something() if again is None else again
            if news.wait(min(everything_at - time.monotonic(), until_something)):
                news.settle(GATHER, LONGEST_BURST)
    finally:
        if watch is not None:
            watch.stop()
