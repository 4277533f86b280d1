"""`watch`: the same refresh as `sync`, whenever a note has changed or the day has turned."""

import contextlib
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from vaultkit.app.clock import Clock
from vaultkit.app.hooked import next_to_tell, tell_hooks, with_hooks
from vaultkit.app.known import YOUNG_SECONDS, Known
from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import Outcome, refresh
from vaultkit.errors import BusyVaultError, VaultkitError
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.store import memory
from vaultkit.store.glance import Changes, LastSeen, came
from vaultkit.store.watch import News, Watch

LOOK_EVERY = 60.0
"""Seconds after which the folder is looked at although nothing was told."""
GATHER = 0.2
"""Seconds without news that end a burst."""
LONGEST_BURST = 2.0
"""Seconds after which a burst that does not end is looked at."""
OWNERS_QUIET = 2.0
"""Seconds for which its owner must not have written to a note, or a page: they may tick the next line."""
ARRIVED_QUIET = 3.0
"""Seconds for which nothing more must have come from another machine."""
LONGEST_ARRIVAL = 30.0
"""Seconds after which it is not waited for what may come with a file."""
LIST_EVERY = 3600.0
"""Seconds after which every folder is listed although it says that no name has come or gone."""
SETTLE_EVERY = 3600.0
"""Seconds between two rounds through all that is held in memory."""
SURE_SECONDS = YOUNG_SECONDS + 0.5
"""Seconds until what was read while it was young is read once more."""
AGAIN = 5.0
"""Seconds until something that could not be done is tried again."""


class Health(StrEnum):
    """Whether a vault can be kept up to date."""

    WELL = "well"
    WAITING = "waiting"
    """The folder is gone, empty, or somebody else writes: nothing is written until that is over."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the vault came to."""

    health: Health
    outcome: Outcome | None = None
    """None: there was nothing to do."""
    why: Phrase | None = None
    """Why it waits."""
    again: float | None = None
    """Seconds after which to look again at the latest, where that is before `LOOK_EVERY`."""


class Daemon:
    """Keeps one vault up to date."""

    def __init__(self, root: Path, environment: Mapping[str, str], clock: Clock) -> None:
        """Raises ConfigError. `root` may be gone later: that is waited for."""
        self.vault = open_vault(root, environment)
        self._environment, self._clock = environment, clock
        self._seen = LastSeen(str(self.vault.root))
        self._day: date | None = None
        self._known = Known()
        self._to_look_at: set[str] | None = None
        """Paths of what may differ from what pages and feed are made of; None: anything may."""
        self._list_all = True
        """Whether the next round has to list every folder."""
        self._unsure: frozenset[str] = frozenset()
        """Notes that have to be read once more although they look as they did."""
        self._sure_at = 0
        """When that is, in nanoseconds since 1970."""
        self._last: Outcome | None = None
        self._tell_at: datetime | None = None

    def look(self, told: Collection[str] | None = None, *, list_all: bool = True) -> Look:
        """Look at times and size of files; where one differs, or the day, bring everything up to date.

        `told`: paths of the files that may have changed since the last look; None: any may, and without
        `list_all` nobody has said so (`store/glance.py`). Never raises for what a vault may hold or do.
        """
        self._to_look_at = None if told is None or self._to_look_at is None else {*self._to_look_at, *told}
        self._list_all = self._list_all or list_all
        begun, unsure = self._clock.time_ns(), self._unsure_now()
        try:
            changes = self._glance(unsure)
        except OSError:
            return Look(Health.WAITING, why=phrase("the folder is not there"), again=AGAIN)
        today, changed = self.today, {*unsure, *changes}
        if not changed and today == self._day:
            self._to_look_at = set()
            self._tell_of_meetings()
            return Look(Health.WELL, again=self._until_sure())
        wait = self._to_wait_for(changed)
        if wait > 0:
            return Look(Health.WELL, again=wait)
        try:
            outcome = self._refresh(changed, today)
        except BusyVaultError as error:
            return Look(Health.WAITING, why=error.message, again=AGAIN)
        except VaultkitError as error:
            return Look(Health.WAITING, why=error.message, again=LOOK_EVERY)
        except OSError as error:
            return Look(Health.WAITING, why=phrase("{reason}", reason=str(error)), again=AGAIN)
        self._to_look_at = set()
        now, waited = self._clock.time_ns(), self._unsure - changed
        self._unsure = frozenset(self._known.unsure(begun, now))
        if not waited:
            self._sure_at = now + int(SURE_SECONDS * 1e9)
        self._seen.take(changes)
        self._take_our_own(outcome)
        again = self._until_sure()
        if outcome.failed:  # tried again soon, and then whenever everything is looked at
            again = AGAIN if self._day is not None else None
        if outcome.wait:  # its owner is writing to a note of a meeting
            again = outcome.wait if again is None else min(again, outcome.wait)
        self._day = None if outcome.failed or outcome.wait else today
        self._tell_at = next_to_tell(outcome, self._now)
        self._last = outcome if self._tell_at is not None else None  # else it is only large
        return Look(Health.WELL, outcome, again=again)

    def _unsure_now(self) -> Collection[str]:
        """Notes that are to be read once more at this look."""
        due = self._to_look_at is None or self._clock.time_ns() >= self._sure_at
        return self._unsure if due else ()

    def _until_sure(self) -> float | None:
        """Seconds until notes are to be read once more; None: none are."""
        return max((self._sure_at - self._clock.time_ns()) / 1e9, 0.01) if self._unsure else None

    def _glance(self, unsure: Collection[str]) -> Changes:
        """The files of which the system says something else than at the last look. Raises OSError."""
        if self._to_look_at is not None:
            found = self._seen.changes_at({*self._to_look_at, *unsure})
            if found is not None:
                return found
            self._list_all = True
        found = self._seen.changes(self._clock.time_ns(), list_all=self._list_all)
        self._list_all = False
        return found

    def _refresh(self, changed: Collection[str], today: date) -> Outcome:
        """The same as `sync`, as far as something has changed. Raises VaultkitError, OSError."""
        ours = (".vaultkit/", ".obsidian/", f"{self.vault.settings.pages}/")
        if not self._seen or any(path.startswith(ours) for path in changed):
            vault = open_vault(self.vault.root, self._environment)
            before = self.vault
            vault = replace(vault, folder=before.folder, state=before.state, plugins=before.plugins)
            if (vault.settings, vault.ignore) != (self.vault.settings, self.vault.ignore):
                self._known = Known()
            self.vault = vault
        self._known.look_only_at(path for path in changed if not path.startswith("."))
        sync = partial(refresh, self.vault, today, known=self._known, quiet=OWNERS_QUIET, clock=self._clock)
        return with_hooks(self.vault, sync, self._now, always=False)

    @property
    def today(self) -> date:
        """The vault's day, now."""
        return self._clock.today(self.vault.settings.timezone)

    def until_something(self) -> float:
        """Seconds until the vault's next day begins, or a meeting is to be told of."""
        day = self._clock.until_midnight(self.vault.settings.timezone)
        return (
            day if self._tell_at is None else min(day, max((self._tell_at - self._now).total_seconds(), 0.01))
        )

    @property
    def _now(self) -> datetime:
        return self._clock.on_the_wall(self.vault.settings.timezone)

    def _tell_of_meetings(self) -> None:
        """Tell hooks of a meeting that is near by now."""
        if self._last is not None and self._tell_at is not None and self._tell_at <= self._now:
            tell_hooks(self._last, self._now, synced=False)
            self._tell_at = next_to_tell(self._last, self._now)

    def _to_wait_for(self, changed: Iterable[str]) -> float:
        """Seconds until what has changed has been quiet for long enough; 0: it has.

        What comes from another machine comes in pieces: pages made of half of it would be neither that
        machine's nor this one's, and the synchronisation program would keep both.
        """
        root, folder = str(self.vault.root), f"{self.vault.settings.pages}/"
        now = self._clock.time_ns() / 1e9
        if not self._seen:  # nothing tells yet what is new
            changed = [path for path in changed if path.startswith(folder)]
        found = ((path, came(root, path)) for path in changed)
        # A time in the future is a clock's fault, and nothing to wait for.
        ages = [(path, now - one[0], one[1]) for path, one in found if one is not None and now >= one[0]]
        waits = [OWNERS_QUIET - age for path, age, _ in ages if path.startswith(folder)]
        elsewhere = [age for _, age, made_elsewhere in ages if made_elsewhere]
        if self._seen and elsewhere and max(elsewhere) < LONGEST_ARRIVAL:
            waits.append(ARRIVED_QUIET - min(elsewhere))
        return max(waits, default=0.0)

    def _take_our_own(self, outcome: Outcome) -> None:
        """The files that were written are as they are now, and no news.

        But not one to which somebody has written meanwhile.
        """
        for write in outcome.writes:
            now = self._seen.changes_at([write.path]) if write.path.endswith(".md") else None
            with contextlib.suppress(OSError, VaultkitError):
                if now and self.vault.folder.read_whole(write.path) == write.new:
                    self._seen.take(now)


def run(
    daemon: Daemon,
    stop: threading.Event,
    news: News,
    tell: Callable[[Look], None],
    *,
    once_idle: bool = False,
) -> None:
    """Look, tell, wait; until `stop`, which whoever sets it makes known by waking `news`.

    With `once_idle` it ends as soon as there is nothing to do.
    """
    watch: Watch | None = None
    everything_at = list_at = settle_at = time.monotonic()
    try:
        while not stop.is_set():
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
            idle, again = look.outcome is None, look.again
            del look  # what it holds is large, and nobody needs it while nothing happens
            if everything and (not idle or time.monotonic() >= settle_at):
                settle_at = time.monotonic() + SETTLE_EVERY
                memory.settle()
            elif not idle:
                memory.give_back()  # laying out a large page takes ten MiB for a moment
            if once_idle and again is None:
                if idle:
                    return
                continue
            until_everything = max(everything_at - time.monotonic(), 0.0)
            if news.wait(min(until_everything, daemon.until_something(), again or LOOK_EVERY)):
                news.settle(GATHER, LONGEST_BURST)
    finally:
        if watch is not None:
            watch.stop()
