"""The daemon with everything around it: one for each vault, its log, and what it tells systemd and others."""

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext

from vaultkit.app import clock
from vaultkit.app.daemon import Daemon, Look, run
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.store import daemonstate, logfile, sd_notify
from vaultkit.store.watch import News
from vaultkit.store.words import Words

Tell = Callable[[Look, str], None]
"""Hears of each look, and what it came to in words; empty where nothing was done."""


class Stop:
    """How others end a daemon, and wake it."""

    def __init__(self) -> None:
        self.stop, self.news = threading.Event(), News()

    def __call__(self, *_: object) -> None:
        """End it; also as a handler of a signal."""
        self.stop.set()
        self.news.wake()


def watch(
    daemon: Daemon,
    environment: Mapping[str, str],
    ending: Stop,
    tell: Tell,
    *,
    once_idle: bool = False,
    beside: AbstractContextManager[None] | None = None,
) -> None:
    """Keep a vault up to date until it is told to end. Raises AlreadyRunningError, OSError.

    `beside`: what goes on for as long, such as serving its feeds; begun when the vault is ours.
    """
    vault = daemon.vault
    with (
        daemonstate.only_daemon(vault.state, pid=os.getpid(), since=clock.now()) as teller,
        logfile.logging_to(vault.state.path / "log", vault.settings.timezone) as log,
        beside or nullcontext(),
    ):
        log.info("started")
        sd_notify.notify(sd_notify.READY, environment)

        told = 0

        def hear(look: Look) -> None:
            nonlocal told
            words = Words(daemon.vault.settings.language, daemon.today)
            did, waits_for = words_of(look, words)
            if look.why is not None:
                log.warning(waits_for)
            elif did:
                log.info(did)
            for failure in daemon.vault.plugins.failures[told:]:
                for line in (words.say(failure.said), *failure.trace.splitlines()):
                    log.warning(line)
                told += 1
            teller.tell(did=did or None, waits_for=waits_for, at=clock.now())
            sd_notify.notify(f"{sd_notify.WATCHDOG}\n{sd_notify.status(waits_for or did)}", environment)
            tell(look, waits_for or did)

        try:
            run(daemon, ending.stop, ending.news, hear, once_idle=once_idle)
        except Exception:
            log.exception("a fault of vaultkit's own")
            raise
        finally:
            log.info("ended")
            sd_notify.notify(sd_notify.STOPPING, environment)


def words_of(look: Look, words: Words) -> tuple[str, str]:
    """What a look did and what it waits for, each in a few words or empty."""
    if look.why is not None:
        return "", words.say(look.why)
    outcome = look.outcome
    if outcome is None or not (outcome.writes or outcome.failed):
        return "", ""
    said: list[Phrase] = [
        nphrase("{count} file written", "{count} files written", len(outcome.writes)),
        phrase("{path}", path=", ".join(write.path for write in outcome.writes[:5])),
    ]
    if outcome.failed:
        failed = len(outcome.failed)
        said.append(nphrase("{count} could not be written", "{count} could not be written", failed))
    return ": ".join(words.say(part) for part in said[:2]) + "".join(
        f" · {words.say(part)}" for part in said[2:]
    ), ""
