"""`vaultkit watch`."""

import os
import signal
from pathlib import Path

import click

from vaultkit.app.clock import Clock
from vaultkit.app.daemon import Daemon, Look
from vaultkit.app.opening import find_vault
from vaultkit.app.watching import Stop
from vaultkit.app.watching import watch as keep
from vaultkit.cli.door import Session, shared_options, written


@click.command()
@click.option("--once-idle", is_flag=True, help="End as soon as everything is up to date; for scripts.")
@shared_options
def watch(session: Session, *, once_idle: bool) -> None:
    """Keep pages, queue and feed up to date while you write, until you stop it with Ctrl-C.

    It does what sync does whenever a note has changed, and when a new day begins. `vaultkit service install`
    lets the machine do this by itself.

    \b
    vaultkit watch                   in the folder of your notes
    vaultkit watch --once-idle       bring everything up to date and end
    """
    if session.day() is not None:
        raise click.UsageError("watch goes by the real day: leave --today out, or use sync")
    root = find_vault(session.named, os.environ, Path.cwd())
    daemon = Daemon(root, os.environ, Clock())
    ending = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ending)

    def tell(look: Look, said: str) -> None:
        if said:
            (session.talk if look.why is not None else session.print)(written(said))

    keep(daemon, os.environ, ending, tell, once_idle=once_idle)
