"""`watch`: the same refresh as `sync`, whenever a note has changed or the day has turned."""

import contextlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from vaultkit.app.clock import Clock
from vaultkit.app.hooked import next_to_tell, tell_before, tell_hooks
from vaultkit.app.known import YOUNG_SECONDS, Known
from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import Outcome, refresh
from vaultkit.errors import BusyVaultError, VaultkitError
from vaultkit.model.hook import Hook
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.store.glance import FEED, Changes, LastSeen, came

LOOK_EVERY = 60.0
"""Seconds after which the folder is looked at although nothing was told."""
OWNERS_QUIET = 2.0
"""Seconds for which its owner must not have written to a note, or a page: they may tick the next line."""
ARRIVED_QUIET = 3.0
"""Seconds for which nothing more must have come from another machine."""
LONGEST_ARRIVAL = 30.0
"""Seconds after which it is not waited for what may come with a file."""
SURE_SECONDS = YOUNG_SECONDS + 0.5
"""Seconds until what was read while it was young is read once more."""
AGAIN = 5.0
"""Seconds until something that could not be done is tried again."""
HUNG_RESTS = 600.0
"""Seconds for which a hook that hung is not started again."""
_AT_ONCE = 0.01
"""Seconds."""
_CLOCK_STEP = 10_000_000
"""Nanoseconds by which the time of a file may be behind the clock."""
_UNREAD = frozenset(("VK001", "VK006", "VK008"))
"""Problems of a note of which nothing could be read."""


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
    error: VaultkitError | None = None
    """The same, where it is nothing that ends by itself."""
    again: float | None = None
    """Seconds after which to look again at the latest, where that is before `LOOK_EVERY`."""
    thorough: bool = False
    """Whether all notes were gone through, so that much of what is in memory is of before."""


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
        self._unread: frozenset[str] = frozenset()
        """Notes that could not be read; that they can be is told by nobody."""
        self._hooks_ran = 0, 0
        """From when to when the hooks before the last refresh ran: nanoseconds since 1970."""
        self._resting: dict[Hook, int] = {}
        """Hooks that hung, and until when they rest: nanoseconds since 1970."""
        self._cut_off = False
        """Whether the last refresh was cut off: what is known is partly of before it, partly of after it."""
        self._all_listed = False
        """Whether every folder has been listed since the last refresh: it is to look at everything, too."""
        self._failed = False
        """Whether something could not be written the last time."""
        self._last: Outcome | None = None
        self._tell_at: datetime | None = None

    def look(self, told: Collection[str] | None = None, *, list_all: bool = True) -> Look:
        """Look at times and size of files; where one differs, or the day, bring everything up to date.

        `told`: paths of the files that may have changed since the last look; None: any may, and without
        `list_all` nobody has said so (`store/glance.py`). Never raises for what a vault may hold or do.
        """
        self._to_look_at = None if told is None or self._to_look_at is None else {*self._to_look_at, *told}
        self._list_all = self._list_all or list_all
        unsure = self._unsure_now()
        try:
            changes = self._glance(unsure)
        except OSError:
            return Look(Health.WAITING, why=phrase("the folder is not there"), again=AGAIN)
        today, changed = self.today, {*unsure, *changes, *self._readable_now()}
        if not changed and today == self._day and not self._cut_off:
            self._to_look_at = set()
            self._tell_of_meetings()
            return Look(Health.WELL, again=self._until_sure())
        wait = self._to_wait_for(changed)
        if wait > 0:
            return Look(Health.WELL, again=wait)
        try:
            outcome, now = self._refresh(changed, today)
        except BusyVaultError as error:
            return Look(Health.WAITING, why=error.message, again=AGAIN)
        except VaultkitError as error:
            return Look(Health.WAITING, why=error.message, error=error, again=LOOK_EVERY)
        except OSError as error:
            return Look(Health.WAITING, why=phrase("{reason}", reason=str(error)), again=AGAIN)
        self._to_look_at = set()
        self._seen.take(changes)
        self._take_our_own(outcome)
        self._unread = frozenset(one.path for one in outcome.reading.problems if one.code in _UNREAD)
        again = [self._until_sure(), outcome.wait or None]  # its owner is writing to a note of a meeting
        if outcome.failed and not self._failed:  # tried again soon, and then whenever everything is looked at
            again.append(AGAIN)
        if self.today != today:  # it has turned meanwhile, or the settings name another zone
            again.append(_AT_ONCE)
        self._failed = bool(outcome.failed)
        self._day = None if outcome.failed or outcome.wait else today
        self._tell_at = next_to_tell(outcome, now)
        self._last = outcome if self._tell_at is not None else None  # else it is only large
        soonest = min((one for one in again if one is not None), default=None)
        return Look(Health.WELL, outcome, again=soonest, thorough=self._known.gathered())

    def _readable_now(self) -> Collection[str]:
        """Notes that could not be read and can be now; asked whenever everything is looked at."""
        return [path for path in self._unread if self._reads(path)] if self._to_look_at is None else ()

    def _reads(self, path: str) -> bool:
        try:
            self.vault.folder.read(path)
        except (OSError, VaultkitError):
            return False
        return True

    def _unsure_now(self) -> Collection[str]:
        """Notes that are to be read once more at this look."""
        due = self._to_look_at is None or self._clock.time_ns() >= self._sure_at
        return self._unsure if due else ()

    def _until_sure(self) -> float | None:
        """Seconds until notes are to be read once more; None: none are."""
        return max((self._sure_at - self._clock.time_ns()) / 1e9, _AT_ONCE) if self._unsure else None

    def _glance(self, unsure: Collection[str]) -> Changes:
        """The files of which the system says something else than at the last look. Raises OSError."""
        if self._to_look_at is not None:
            found = self._seen.changes_at({*self._to_look_at, *unsure})
            if found is not None:
                return found
            self._list_all = True
        found = self._seen.changes(self._clock.time_ns(), list_all=self._list_all)
        self._all_listed = self._all_listed or self._list_all
        self._list_all = False
        return found

    def _refresh(self, changed: Collection[str], today: date) -> tuple[Outcome, datetime]:
        """The same as `sync`, as far as something has changed; and the moment of which hooks were told.

        Raises VaultkitError, OSError.
        """
        anew, self._cut_off = self._cut_off, True
        begun, waited = self._clock.time_ns(), self._unsure - set(changed)
        try:
            done = self._bring_up_to_date(changed, today, anew=anew)
            self._cut_off = self._all_listed = False
            return done
        finally:
            ended = self._clock.time_ns()
            self._unsure = frozenset(self._known.unsure(begun, ended))
            if not waited:
                self._sure_at = ended + int(SURE_SECONDS * 1e9)

    def _bring_up_to_date(
        self, changed: Collection[str], today: date, *, anew: bool
    ) -> tuple[Outcome, datetime]:
        """`anew`: whatever is known may be wrong. Raises VaultkitError, OSError."""
        ours = (".vaultkit/", ".obsidian/", f"{self.vault.settings.pages}/")
        if anew or not self._seen or any(path.startswith(ours) for path in changed):
            vault = open_vault(self.vault.root, self._environment)
            before = self.vault
            vault = replace(vault, folder=before.folder, state=before.state, plugins=before.plugins)
            if (vault.settings, vault.ignore) != (self.vault.settings, self.vault.ignore):
                self._known = Known()
            self.vault = vault
        notes = (path for path in changed if not path.startswith(".") and not path.lower().endswith(FEED))
        self._known.look_only_at(None if anew or self._all_listed else notes)
        now = self._now  # on the clock of the zone that the settings name by now
        if not self._is_of_hooks(changed):
            began = self._clock.time_ns()
            self._rest(tell_before(self.vault, now, self._resting_now()))
            self._hooks_ran = began, self._clock.time_ns()
        outcome = refresh(self.vault, today, known=self._known, quiet=OWNERS_QUIET, clock=self._clock)
        self._rest(tell_hooks(outcome, now, synced=bool(outcome.writes), resting=self._resting_now()))
        return outcome, now

    def _is_of_hooks(self, changed: Collection[str]) -> bool:
        """Whether all that has changed are notes that hooks wrote to before the last refresh.

        They are not run for that, or they would run for ever.
        """
        root, (began, ended) = str(self.vault.root), self._hooks_ran
        found = (came(root, path) for path in changed)
        return bool(changed) and all(
            one is not None and began - _CLOCK_STEP <= one[0] * 1e9 <= ended for one in found
        )

    def _rest(self, hung: Iterable[Hook]) -> None:
        """Hooks that hung would hold up page after page: leave them alone for a while."""
        until = self._clock.time_ns() + int(HUNG_RESTS * 1e9)
        self._resting |= dict.fromkeys(hung, until)

    def _resting_now(self) -> Collection[Hook]:
        """Hooks that are not to be run yet."""
        now = self._clock.time_ns()
        # A clock that was put back must not let them rest for longer.
        self._resting = {
            one: until for one, until in self._resting.items() if 0 < until - now <= HUNG_RESTS * 1e9
        }
        return self._resting.keys()

    @property
    def today(self) -> date:
        """The vault's day, now."""
        return self._clock.today(self.vault.settings.timezone)

    def until_something(self) -> float:
        """Seconds until the vault's next day begins, or a meeting is to be told of."""
        day = self._clock.until_midnight(self.vault.settings.timezone)
        return (
            day
            if self._tell_at is None
            else min(day, max((self._tell_at - self._now).total_seconds(), _AT_ONCE))
        )

    @property
    def _now(self) -> datetime:
        return self._clock.on_the_wall(self.vault.settings.timezone)

    def _tell_of_meetings(self) -> None:
        """Tell hooks of a meeting that is near by now."""
        if self._last is not None and self._tell_at is not None and self._tell_at <= self._now:
            now = self._now
            self._rest(tell_hooks(self._last, now, synced=False, resting=self._resting_now()))
            self._tell_at = next_to_tell(self._last, now)

    def _to_wait_for(self, changed: Iterable[str]) -> float:
        """Seconds until what has changed has been quiet for long enough; 0: it has.

        What comes from another machine comes in pieces: pages made of half of it would be neither that
        machine's nor this one's, and the synchronisation program would keep both.
        """
        root, pages = str(self.vault.root), self.vault.page_paths
        now = self._clock.time_ns() / 1e9
        if not self._seen:  # nothing tells yet what is new
            changed = [path for path in changed if path in pages]
        found = ((path, came(root, path)) for path in changed)
        # A time in the future is a clock's fault, and nothing to wait for.
        ages = [(path, now - one[0], one[1]) for path, one in found if one is not None and now >= one[0]]
        waits = [OWNERS_QUIET - age for path, age, _ in ages if path in pages]
        elsewhere = [age for _, age, made_elsewhere in ages if made_elsewhere]
        if self._seen and elsewhere and max(elsewhere) < LONGEST_ARRIVAL:
            waits.append(ARRIVED_QUIET - min(elsewhere))
        return max(waits, default=0.0)

    def _take_our_own(self, outcome: Outcome) -> None:
        """The files that were written are as they are now, and no news.

        But not one to which somebody has written meanwhile.
        """
        for write in outcome.writes:
            now = self._seen.changes_at([write.path])
            with contextlib.suppress(OSError, VaultkitError):
                if now and self.vault.folder.read_whole(write.path) == write.new:
                    self._seen.take(now)
