"""A sync with the owner's hooks around it. They run while nobody holds the vault, and can stop nothing."""

import contextlib
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from vaultkit.app.hooking import fire, has_hooks, tell
from vaultkit.app.opening import OpenVault
from vaultkit.app.refresh import Outcome
from vaultkit.errors import VaultkitError
from vaultkit.model.hook import Event, Hook, HookRun
from vaultkit.rules.events import Seen, next_moment

_AT_EACH_SYNC = (Event.PRE_SYNC, Event.POST_SYNC)


def with_hooks(vault: OpenVault, work: Callable[[], Outcome], now: datetime) -> Outcome:
    """Do a sync with the hooks before it, and tell them what came of it. `now`: as for `tell_hooks`."""
    tell_before(vault, now)
    outcome = work()
    tell_hooks(outcome, now, synced=True)
    return outcome


def tell_before(vault: OpenVault, now: datetime, resting: Collection[Hook] = ()) -> set[Hook]:
    """Run the hooks before a sync. `now`: the vault's clock, without zone.

    `resting`: hooks that are left out. What comes back are those that hung, of hooks that run at each sync:
    what others are told of, they are told of only once.
    """
    if has_hooks(vault):
        with contextlib.suppress(OSError, VaultkitError):
            return _hung(fire(vault, Event.PRE_SYNC, {}, now.date(), resting=resting))
    return set()


def tell_hooks(outcome: Outcome, now: datetime, *, synced: bool, resting: Collection[Hook] = ()) -> set[Hook]:
    """Run the hooks for what is new since they were told last. `synced`: that there was a sync, too.

    The rest is as for `tell_before`.
    """
    with contextlib.suppress(OSError, VaultkitError):
        return _hung(tell(outcome.vault, _seen(outcome), now, synced=synced, resting=resting))
    return set()


def _hung(runs: Iterable[HookRun]) -> set[Hook]:
    return {one.hook for one in runs if one.hung and one.hook.event in _AT_EACH_SYNC}


def next_to_tell(outcome: Outcome, now: datetime) -> datetime | None:
    """When a meeting is to be told of although no note changes; None where nobody listens."""
    return next_moment(_seen(outcome), now) if has_hooks(outcome.vault) else None


def _seen(outcome: Outcome) -> Seen:
    return Seen(
        overview=outcome.reading.overview,
        queue=outcome.queue,
        problems=outcome.problems,
        today=outcome.today,
        zone=outcome.vault.settings.timezone,
        written=[write.path for write in outcome.writes],
        ticks=[ticked.person.name for ticked in outcome.ticks.taken],
    )
