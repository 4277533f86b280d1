"""How the owner's hooks did, kept on this machine."""

import contextlib
from collections.abc import Iterable
from typing import Any

from vaultkit.app import clock
from vaultkit.app.opening import OpenVault
from vaultkit.model.hook import HookRun, LastRun
from vaultkit.store.codec import decode, encode
from vaultkit.store.hooks import find
from vaultkit.store.trust import read_private, write_private
from vaultkit.store.words import Words


def last_runs(vault: OpenVault) -> dict[str, LastRun]:
    """How each hook did last on this machine, by name."""
    held = read_private(vault.state.path / "hooks.json").get("runs")
    runs = {name: load(LastRun, run) for name, run in held.items()} if isinstance(held, dict) else {}
    return {name: run for name, run in runs.items() if run is not None}


def remember(vault: OpenVault, runs: Iterable[HookRun], words: Words) -> None:
    """Keep how each hook did last; of one that ran several times, the run that failed."""
    now: dict[str, LastRun] = {}
    for one in runs:
        if one.hook.name in now and one.ok:
            continue
        now[one.hook.name] = LastRun(
            time=clock.now(),
            event=one.hook.event.value,
            sha256=one.hook.sha256,
            ok=one.ok,
            said=one.said,
            why=words.say(one.why) if one.why else "",
            seconds=round(one.seconds, 2),
        )
    if not now:
        return
    there = {file.hook.name for file in find(vault.root).files}
    known = {name: run for name, run in last_runs(vault).items() if name in there}
    with contextlib.suppress(OSError):  # what cannot be remembered is no reason to fail
        data = {name: encode(run) for name, run in sorted({**known, **now}.items())}
        write_private(vault.state.path / "hooks.json", {"schema": 1, "runs": data})


def load(kind: Any, data: Any) -> Any:
    """What was remembered; None when there is nothing, or it is damaged."""
    try:
        return decode(kind, data) if data else None
    except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
        return None
