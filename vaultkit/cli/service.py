"""`vaultkit service`."""

import os
from datetime import date
from pathlib import Path

import click

from vaultkit.app import clock
from vaultkit.app import service as app
from vaultkit.cli.door import Session, line_by_columns, say, shared_options, written
from vaultkit.cli.serve import place_options
from vaultkit.model.phrase import phrase
from vaultkit.store.services import this_machine
from vaultkit.store.words import Words

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Change nothing; show what would be written or taken away."
)


@click.group()
def service() -> None:
    """Let this machine run `vaultkit watch` from login on, one service for each vault.

    \b
    vaultkit service install
    vaultkit service status
    """


@service.command()
@dry_run_option
@click.option("--serve", is_flag=True, help="Serve the feeds too, as vaultkit serve does.")
@place_options
@shared_options
def install(session: Session, *, dry_run: bool, serve: bool, host: str | None, port: int | None) -> None:
    """Keep this vault up to date from now on, after each login too.

    Nothing needs an administrator. Installing again after vaultkit has moved repairs the service; it does
    what was asked for last, so --serve is to be said again.

    \b
    vaultkit service install
    vaultkit service install --serve
    vaultkit --vault ~/Notes service install --dry-run
    """
    served, words = _served(session)
    if not serve and (host, port) != (None, None):
        raise click.UsageError("--host and --port say where to serve: add --serve")
    place = (("--host", host), ("--port", None if port is None else str(port)))
    options = [word for pair in place if pair[1] is not None for word in pair if word is not None]
    done = app.install(served, ["--serve", *options] if serve else [], write=not dry_run)
    if session.as_json:
        session.print_json(
            {
                "name": served.name,
                "path": str(done.file),
                "written": [str(done.file)] if done.written else [],
                "started": done.started,
                "text": done.text,
            }
        )
        return
    if dry_run:
        would = phrase("would write {path}") if done.written else phrase("{path} says so already")
        session.talk(words.gettext(would.text).format(path=written(str(done.file))))
        for line in done.text.splitlines():
            session.print(line_by_columns(line))
        return
    if done.written:
        session.print(say(words, phrase("wrote {path}", path=str(done.file))))
    if done.started:
        session.print(
            words.gettext("vaultkit keeps this vault up to date from now on, after each login too.")
        )
        session.talk(say(words, phrase("vaultkit service status tells what it does")))
    else:
        session.print(words.gettext("The service is installed already."))


@service.command()
@dry_run_option
@shared_options
def remove(session: Session, *, dry_run: bool) -> None:
    """Stop keeping this vault up to date. Notes, pages and log stay as they are.

    It works for a vault that is gone, too: name the folder where it was.

    \b
    vaultkit service remove
    vaultkit --vault ~/Notes service remove --dry-run
    """
    served, words = _served(session)
    file = app.uninstall(served, write=not dry_run)
    if session.as_json:
        session.print_json({"name": served.name, "deleted": [str(file)] if file else []})
    elif file is None:
        session.print(words.gettext("There is no service for this vault."))
    else:
        said = phrase("would delete {path}") if dry_run else phrase("deleted {path}")
        session.print(words.gettext(said.text).format(path=written(str(file))))


@service.command()
@shared_options
def status(session: Session) -> None:
    """Is it installed, does it run, what did it do last? Changes nothing.

    \b
    vaultkit service status
    vaultkit --vault ~/Notes service status --json
    """
    served, words = _served(session)
    now = app.status(served)
    if session.as_json:
        session.print_json(_as_json(now))
        return
    session.print(click.style(now.name, bold=True))
    if now.file is None:
        session.print(words.gettext("not installed: vaultkit service install"))
    else:
        session.print(say(words, phrase("installed: {path}", path=str(now.file))))
        if now.said:
            session.print(say(words, phrase("the system says: {said}", said=now.said)))
    for said in app.daemon_says(now.daemon, served.timezone):
        session.print(say(words, said))
    if now.serves is not None:
        session.print(say(words, app.served_at(now.serves)))
    session.print(say(words, phrase("log: {path}", path=str(now.log))))


@service.command()
@click.option("--lines", type=click.IntRange(1), default=40, show_default=True, help="So many, the newest.")
@shared_options
def log(session: Session, *, lines: int) -> None:
    """The last lines that `vaultkit watch` wrote to its log.

    \b
    vaultkit service log
    vaultkit service log --lines 500
    """
    served, words = _served(session)
    found = app.log(served, lines)
    if session.as_json:
        session.print_json({"path": str(served.log), "lines": found})
        return
    for line in found:
        session.print(line_by_columns(line))
    if not found:
        session.talk(words.gettext("Nothing was logged yet."))


def _served(session: Session) -> tuple[app.Served, Words]:
    """The vault that is meant and its words; a vault that is broken or gone is no hindrance."""
    context = click.get_current_context()
    above = context.find_root().obj or {}
    named = context.params["vault"] or above.get("vault")
    served = app.serve(named, Path.cwd(), this_machine(os.environ))
    day: date = session.day() or clock.today(served.timezone)
    return served, Words(served.language, day)


def _as_json(now: app.Status) -> dict[str, object]:
    return {
        "name": now.name,
        "installed": now.file is not None,
        "path": str(now.file) if now.file else None,
        "system_says": now.said,
        "running": app.document(now.daemon),
        "serves": None if now.serves is None else {"host": now.serves.host, "port": now.serves.port},
        "log": str(now.log),
    }
