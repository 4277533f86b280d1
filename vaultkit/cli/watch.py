"""`vaultkit watch`."""

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit.app.clock import Clock
from vaultkit.app.daemon import Daemon, Look
from vaultkit.app.opening import find_vault
from vaultkit.app.publishing import PublishedFeeds
from vaultkit.app.refresh import Outcome
from vaultkit.app.watching import watch as keep
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.cli.serve import place, place_options, serves, warnings, words_of
from vaultkit.cli.sync import document
from vaultkit.errors import VaultkitError
from vaultkit.store.watch import News

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from vaultkit.web.serving import Serving

PATIENCE = 0.5
"""Seconds that the daemon has to come to the end of what it is doing when it is asked to end."""


@click.command()
@click.option("--once-idle", is_flag=True, help="End as soon as everything is up to date; for scripts.")
@click.option("--serve", is_flag=True, help="Serve the feeds too, as vaultkit serve does.")
@place_options
@shared_options
def watch(session: Session, *, once_idle: bool, serve: bool, host: str | None, port: int | None) -> None:
    """Keep pages, queue and feed up to date while you write, until you stop it with Ctrl-C.

    It does what sync does whenever a note has changed, and when a new day begins. `vaultkit service install`
    lets the machine do this by itself.

    \b
    vaultkit watch                   in the folder of your notes
    vaultkit watch --serve           let calendars subscribe, too
    vaultkit watch --once-idle       bring everything up to date and end
    """
    if session.day() is not None:
        raise click.UsageError("watch goes by the real day: leave --today out, or use sync")
    if not serve and (host, port) != (None, None):
        raise click.UsageError("--host and --port say where to serve: add --serve")
    if session.as_json and not once_idle:
        raise click.UsageError("watch has no end to tell of: add --once-idle, or use sync --json")
    root = find_vault(session.named, os.environ, Path.cwd())
    daemon = Daemon(root, os.environ, Clock())
    news = News()
    _end_by_signals(news)

    outcomes: list[Outcome] = []

    def tell(look: Look, said: str) -> None:
        if session.as_json:
            outcomes.extend(() if look.outcome is None else (look.outcome,))
        elif said:
            (session.talk if look.why is not None else session.print)(written(said))

    beside = _serving(session, root, host, port) if serve else None
    try:
        keep(daemon, os.environ, news, tell, once_idle=once_idle, beside=beside)
    except KeyboardInterrupt:  # a hook that takes its time, say, or ten thousand notes to read
        if not news.ended:
            raise
    finally:
        _at_the_latest_in(0)
    if outcomes:
        writes = tuple(write for one in outcomes for write in one.writes)
        session.print_json(document(replace(outcomes[-1], writes=writes)))


def _end_by_signals(news: News) -> None:
    """End at the next breath; when that does not come, in the middle of it, as Ctrl-C ends any command."""

    def end(*_: object) -> None:
        news.end()
        _at_the_latest_in(PATIENCE)

    for name in ("SIGTERM", "SIGINT", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.default_int_handler)


def _at_the_latest_in(seconds: float) -> None:
    """Cut off whatever is being done after so long; 0: do not."""
    if hasattr(signal, "setitimer"):  # Windows ends when it has come to the end
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _serving(
    session: Session, root: Path, host: str | None, port: int | None
) -> "AbstractContextManager[None]":
    """The feeds being served; entered once the vault is ours."""
    from vaultkit.web.serving import serving_beside

    published = PublishedFeeds(root, os.environ, Clock())
    words = words_of(published)

    def tell(news: "Serving | VaultkitError") -> None:
        if isinstance(news, VaultkitError):
            session.talk(say(words, news.message))
            return
        session.print(say(words, serves(published, news.host, news.port)))
        for said in warnings(news.host):
            session.talk(say(words, said))

    return serving_beside(published, *place(published, host, port), os.getpid(), tell=tell)
