"""Run the owner's hooks when something happens, and only those that were trusted on this machine.

Call it without holding the vault's lock: a hook may itself call `vaultkit done`. A hook that fails stops
nothing. Where a vault has no hooks, nothing is loaded and nothing is kept.
"""

import contextlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from vaultkit.app import clock
from vaultkit.app.hookmemory import last_runs, load, remember
from vaultkit.app.opening import OpenVault
from vaultkit.app.writing import LOCK_SECONDS
from vaultkit.errors import VaultkitError
from vaultkit.model.hook import Event, Hook, HookRun, LastRun
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.events import Happening, Seen, Told, events, samples
from vaultkit.rules.markdown import clean
from vaultkit.store.codec import encode
from vaultkit.store.hooks import FOLDER, SECONDS, HookFile, find, run
from vaultkit.store.trust import Trust, forget_private, read_private, write_private
from vaultkit.store.words import Words

INSIDE = "VAULTKIT_HOOK"
"""Set for all that a hook starts: a vaultkit that was started by a hook starts no hooks."""


class NoHookError(VaultkitError):
    """No hook goes by that name, or what goes by it is none."""

    exit_code = 2

    def __init__(self, name: str, nearest: Iterable[str], why: Phrase | None = None) -> None:
        """`why`: what keeps the file of that name from being a hook."""
        if why is not None:
            super().__init__(phrase("{name} is no hook: {why}", name=name, why=why))
            return
        near = get_close_matches(name, list(nearest), n=1)
        super().__init__(
            phrase("there is no hook «{name}» in {folder}", name=name, folder=FOLDER),
            phrase("did you mean {names}?", names=near[0])
            if near
            else phrase("vaultkit hooks list shows them"),
        )


class UntrustedHookError(VaultkitError):
    """A hook that its owner has not trusted on this machine is to be run."""

    exit_code = 1

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("{name} is not trusted on this machine, so it was not run", name=name),
            phrase("read it, then: vaultkit hooks trust {name}", name=name),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """One hook as it stands on this machine."""

    file: HookFile
    trusted: bool
    last: LastRun | None
    """Its last run on this machine; None: it never ran."""

    @property
    def failed(self) -> bool:
        """Whether it is trusted, and did not do well when these bytes ran last."""
        last = self.last
        return self.trusted and last is not None and not last.ok and last.sha256 == self.file.hook.sha256


def fire(
    vault: OpenVault,
    event: Event,
    payload: Mapping[str, object],
    today: date | None = None,
    *,
    resting: Collection[Hook] = (),
    environment: Mapping[str, str] = os.environ,
    limit: float = SECONDS,
) -> list[HookRun]:
    """Run the trusted hooks for one event, by name; those that wait for trust are told and not run.

    `today`: the day in the vault's own zone when it is None. `resting`: hooks that are left out.
    Raises nothing for what a hook does.
    """
    happened = [(event, dict(payload))]
    return fire_all(vault, happened, today, resting=resting, environment=environment, limit=limit)


def fire_all(
    vault: OpenVault,
    happened: Iterable[Happening],
    today: date | None = None,
    *,
    resting: Collection[Hook] = (),
    environment: Mapping[str, str] = os.environ,
    limit: float = SECONDS,
) -> list[HookRun]:
    """As `fire`, for several events in order. A hook that hung is not started again for the later ones."""
    if environment.get(INSIDE) or not has_hooks(vault):
        return []
    trust, runs, hung = Trust(vault.state.path), [], set(resting)
    words = Words(vault.settings.language, today or clock.today(vault.settings.timezone))
    for event, payload in happened:
        for file in find(vault.root, event).files:
            if file.hook in hung:
                continue
            if not trust.holds(file.place, file.data):
                why = phrase("it waits for your trust: vaultkit hooks trust {name}", name=file.hook.name)
                runs.append(HookRun(file.hook, ok=False, why=why, waiting=True))
                continue
            document = _document(vault, event, payload, words)
            done = run(file, document, vault.root, vault.state.path / "hooks", environment, limit)
            runs.append(done)
            if done.hung:
                hung.add(file.hook)
    remember(vault, [one for one in runs if not one.waiting], words)
    return runs


def tell(
    vault: OpenVault,
    seen: Seen,
    now: datetime,
    *,
    synced: bool = True,
    resting: Collection[Hook] = (),
    environment: Mapping[str, str] = os.environ,
    limit: float = SECONDS,
) -> list[HookRun]:
    """Run the hooks for all that is new since the last time this machine told; each thing is told once.

    `now`: the vault's clock, without zone. `synced`: there was a sync, which is news too. What is told is
    remembered first: a crash tells nothing twice.
    """
    if environment.get(INSIDE):
        return []
    file = vault.state.path / "told.json"
    if not has_hooks(vault):
        forget_private(file)  # hooks that come back in a year begin without a flood
        return []
    happened, told = events(load(Told, read_private(file)), seen, now)
    if not synced:
        happened = [one for one in happened if one[0] is not Event.POST_SYNC]
    with contextlib.suppress(OSError):  # then the same is told again next time
        write_private(file, encode(told))
    return fire_all(vault, happened, seen.today, resting=resting, environment=environment, limit=limit)


def has_hooks(vault: OpenVault) -> bool:
    """Whether there is a folder for hooks at all; costs one look. One that cannot be looked at is none."""
    try:
        return (vault.root / FOLDER).is_dir()
    except OSError:
        return False


def standing(vault: OpenVault) -> tuple[list[Standing], list[tuple[str, Phrase]]]:
    """Every hook by name, and the files that look like hooks and are none, with the reason."""
    shelf, trust, last = find(vault.root), Trust(vault.state.path), last_runs(vault)
    hooks = [
        Standing(file, trust.holds(file.place, file.data), last.get(file.hook.name)) for file in shelf.files
    ]
    return hooks, list(shelf.left_out)


def complaints(vault: OpenVault) -> list[Phrase]:
    """What `status` says of hooks: those that failed, those that wait for trust, those that cannot run."""
    return [said for said, _ in graded_complaints(vault)]


def graded_complaints(vault: OpenVault) -> list[tuple[Phrase, bool]]:
    """The same, each with whether a hook that should work does not."""
    return list(_complaints(vault)) if has_hooks(vault) else []


def _complaints(vault: OpenVault) -> Iterator[tuple[Phrase, bool]]:
    hooks, left_out = standing(vault)
    for one in hooks:
        name = one.file.hook.name
        if not one.trusted:
            yield (
                phrase("the hook {name} waits for your trust: vaultkit hooks trust {name}", name=name),
                False,
            )
        elif one.failed and one.last is not None:
            yield phrase("the hook {name} failed: {why}", name=name, why=one.last.why), True
    for name, why in left_out:
        yield phrase("{name} is no hook: {why}", name=name, why=why), False


def the_hook(vault: OpenVault, name: str) -> HookFile:
    """The hook of that name, with the bytes that it holds now. Raises NoHookError."""
    shelf = find(vault.root)
    for file in shelf.files:
        if file.hook.name == name:
            return file
    names = [file.hook.name for file in shelf.files]
    raise NoHookError(name, names, dict(shelf.left_out).get(name))


def trust(vault: OpenVault, file: HookFile) -> None:
    """Trust the bytes that were looked at. Raises BusyVaultError, OSError."""
    with vault.state.lock(LOCK_SECONDS):
        Trust(vault.state.path).add(file.place, file.data)


def revoke(vault: OpenVault, name: str) -> bool:
    """Trust nothing under that name any more, also where the file is gone; whether anything was trusted.

    Raises NoHookError, BusyVaultError, OSError.
    """
    place, held = (vault.root / FOLDER).resolve() / name, Trust(vault.state.path)
    if not held.knows(place):
        the_hook(vault, name)
    with vault.state.lock(LOCK_SECONDS):
        return held.drop(place)


def try_out(
    vault: OpenVault,
    name: str,
    *,
    environment: Mapping[str, str] = os.environ,
    limit: float = SECONDS,
) -> HookRun:
    """Run one trusted hook now, with an event of made-up people that says `"test": true`.

    Raises NoHookError, UntrustedHookError.
    """
    file = the_hook(vault, name)
    if not Trust(vault.state.path).holds(file.place, file.data):
        raise UntrustedHookError(name)
    words = Words(vault.settings.language, clock.today(vault.settings.timezone))
    event = file.hook.event
    document = {**_document(vault, event, samples(words.today)[event], words), "test": True}
    done = run(file, document, vault.root, vault.state.path / "hooks", environment, limit)
    remember(vault, [done], words)
    return done


def _document(vault: OpenVault, event: Event, payload: Mapping[str, object], words: Words) -> dict[str, Any]:
    """What a hook reads: plain JSON, sentences in the vault's language."""

    def plain(value: object) -> Any:
        match value:
            case Phrase():
                return words.say(value, lambda said: clean(said.name if isinstance(said, Ref) else said))
            case date():
                return value.isoformat()
            case Mapping():
                return {str(key): plain(held) for key, held in value.items()}
            case list() | tuple():
                return [plain(held) for held in value]
        return value

    own = {"schema": 1, "event": event.value, "vault": str(vault.root), "today": words.today}
    return {name: plain(value) for name, value in {**own, **payload}.items()}
