"""`watch`: the same refresh as `sync`, whenever a note has changed or the day has turned."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
from vaultkit.store.glance import Seen, glance
from vaultkit.store.watch import Watch

LOOK_EVERY = 60.0
"""Seconds after which the folder is looked at although nothing was told."""
GATHER = 0.2
"""Seconds without news that end a burst."""
LONGEST_BURST = 5.0
"""Seconds after which a burst that does not end is looked at."""
OWNERS_QUIET = 2.0
"""Seconds for which its owner must not have written to a note, or a page: they may tick the next line."""
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
        self._seen: dict[str, Seen] = {}
        self._day: date | None = None
        self._known = Known()
        self._restless = False
        self._last: Outcome | None = None
        self._tell_at: datetime | None = None

    def look(self) -> Look:
        """Look at every file's time and size; where one differs, or the day, bring everything up to date.

        Never raises for what a vault may hold or do.
        """
        try:
            seen = glance(str(self.vault.root))
        except OSError:
            return Look(Health.WAITING, why=phrase("the folder is not there"), again=AGAIN)
        today = self.today
        if seen == self._seen and today == self._day and not self._restless:
            self._tell_of_meetings()
            return Look(Health.WELL)
        wait = self._pages_to_wait_for(seen)
        if wait > 0:
            return Look(Health.WELL, again=wait)
        try:
            vault = open_vault(self.vault.root, self._environment)
            if (vault.settings, vault.ignore) != (self.vault.settings, self.vault.ignore):
                self._known = Known()
            self.vault = vault
            sync = partial(refresh, vault, today, known=self._known, quiet=OWNERS_QUIET)
            outcome = with_hooks(vault, sync, self._now, always=False)
        except BusyVaultError as error:
            return Look(Health.WAITING, why=error.message, again=AGAIN)
        except VaultkitError as error:
            return Look(Health.WAITING, why=error.message, again=LOOK_EVERY)
        except OSError as error:
            return Look(Health.WAITING, why=phrase("{reason}", reason=str(error)), again=AGAIN)
        # What was read while it was being written is read once more.
        self._restless = self._known.forget_young(self._clock.time_ns())
        self._seen, self._day = self._with_our_own(seen, outcome), today
        self._last, self._tell_at = outcome, next_to_tell(outcome, self._now)
        again = AGAIN if outcome.failed else YOUNG_SECONDS + 0.5 if self._restless else None
        return Look(Health.WELL, outcome, again=again)

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

    def _pages_to_wait_for(self, seen: Mapping[str, Seen]) -> float:
        """Seconds until the page that was written to last has been quiet for long enough; 0: it has."""
        folder = f"{self.vault.settings.pages}/"
        now = self._clock.time_ns()
        ages = [
            (now - one.changed) / 1e9
            for path, one in seen.items()
            if path.startswith(folder) and self._seen.get(path) != one
        ]
        # A time in the future is a clock's fault, and nothing to wait for.
        return max((OWNERS_QUIET - age for age in ages if 0 <= age < OWNERS_QUIET), default=0.0)

    def _with_our_own(self, seen: dict[str, Seen], outcome: Outcome) -> dict[str, Seen]:
        """What was seen, with the files that were written since as they are now."""
        written = {write.path for write in outcome.writes}
        if not written:
            return seen
        try:
            now = glance(str(self.vault.root))
        except OSError:
            return {}
        return seen | {path: one for path, one in now.items() if path in written}


def run(
    daemon: Daemon,
    stop: threading.Event,
    wake: threading.Event,
    tell: Callable[[Look], None],
    *,
    once_idle: bool = False,
) -> None:
    """Look, tell, wait; until `stop`. `wake` is set by whoever knows of a change, `stop` sets it too.

    With `once_idle` it ends as soon as there is nothing to do.
    """
    watch: Watch | None = None
    try:
        while not stop.is_set():
            if watch is None or not watch.alive:
                if watch is not None:
                    watch.stop()
                # Being told begins before looking, so that nothing falls between the two.
                watch = Watch(daemon.vault.root, wake)
                watch.start()
            wake.clear()
            look = daemon.look()
            tell(look)
            if once_idle and look.outcome is None and look.again is None:
                return
            pause = min(LOOK_EVERY, daemon.until_something(), look.again or LOOK_EVERY)
            if look.outcome is not None and look.again is None and once_idle:
                continue
            if wake.wait(pause) and not stop.is_set():
                gather(wake, stop)
    finally:
        if watch is not None:
            watch.stop()


def gather(wake: threading.Event, stop: threading.Event) -> None:
    """Wait until a burst of news has ended, or has lasted for long."""
    for _ in range(int(LONGEST_BURST / GATHER)):
        wake.clear()
        if stop.wait(GATHER) or not wake.is_set():
            return
