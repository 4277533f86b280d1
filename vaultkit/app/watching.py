"""The daemon with everything around it: one for each vault, its log, and what it tells systemd and others."""

import contextlib
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from vaultkit.app import clock
from vaultkit.app.daemon import Daemon, Look
from vaultkit.app.rounds import run
from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import nphrase
from vaultkit.store import daemonstate, logfile, sd_notify
from vaultkit.store.watch import News
from vaultkit.store.words import Words

NAMED = 5
"""So many files are named."""
Tell = Callable[[Look, str], None]
"""Hears of each look, and what it came to in words; empty where nothing was done."""


def watch(
    daemon: Daemon,
    environment: Mapping[str, str],
    news: News,
    tell: Tell,
    *,
    once_idle: bool = False,
    beside: AbstractContextManager[None] | None = None,
) -> None:
    """Keep a vault up to date until `news` are ended. Raises AlreadyRunningError, OSError.

    With `once_idle` VaultkitError, too. `beside`: what goes on for as long, such as serving its feeds; begun
    when the vault is ours.
    """
    vault = daemon.vault
    with (
        daemonstate.only_daemon(vault.state, pid=os.getpid(), since=clock.now()) as teller,
        logfile.logging_to(vault.state.path / "log", vault.settings.timezone) as log,
        beside or nullcontext(),
    ):
        log.info("started")
        sd_notify.notify(sd_notify.READY, environment)

        told, last, waited = 0, "", False

        def hear(look: Look) -> None:
            nonlocal told, last, waited
            words = Words(daemon.vault.settings.language, daemon.today)
            did, waits_for = words_of(look, words)
            said, wrote = waits_for or did, look.outcome is not None and bool(look.outcome.writes)
            if said and (wrote or said != last):  # what cannot be done is tried again every few seconds
                log.log(logging.INFO if look.why is None else logging.WARNING, said)
            if said or waited:
                last, waited = said, look.why is not None
            for failure in daemon.vault.plugins.failures[told:]:
                for line in (words.say(failure.said), *failure.trace.splitlines()):
                    log.warning(line)
                told += 1
            teller.tell(did=did or None, waits_for=waits_for, at=clock.now())
            sd_notify.notify(f"{sd_notify.WATCHDOG}\n{sd_notify.status(waits_for or did)}", environment)
            with contextlib.suppress(OSError):  # the disk is full that its output goes to
                tell(look, said)

        try:
            run(daemon, news, hear, once_idle=once_idle)
        except VaultkitError:
            raise
        except Exception:
            log.exception("a fault of vaultkit's own")
            raise
        finally:
            log.info("ended")
            sd_notify.notify(sd_notify.STOPPING, environment)


def words_of(look: Look, words: Words) -> tuple[str, str]:
    """What a look did and what it waits for, each in a few words or empty."""
    if look.why is not None:
        way_out = look.error.way_out if look.error is not None else None
        return "", words.say(look.why) + (f" → {words.say(way_out)}" if way_out is not None else "")
    outcome = look.outcome
    if outcome is None or not (outcome.writes or outcome.failed):
        return "", ""
    written = [write.path for write in outcome.writes]
    parts = (
        (nphrase("{count} file written", "{count} files written", len(written)), written),
        (
            nphrase("{count} could not be written", "{count} could not be written", len(outcome.failed)),
            outcome.failed,
        ),
    )
    return " · ".join(f"{words.say(said)}: {_named(paths)}" for said, paths in parts if paths), ""


def _named(paths: Sequence[str]) -> str:
    return ", ".join((*paths[:NAMED], *("…" for _ in paths[NAMED : NAMED + 1])))
