"""`vaultkit publish`: a feed into a calendar on a server."""

import os
import shlex
import sys
from datetime import date
from typing import Any

import click

from vaultkit.app import calendars as app
from vaultkit.app.entries import as_objects, read_entries, the_feed
from vaultkit.app.opening import OpenVault
from vaultkit.app.publish import publish as publish_to
from vaultkit.app.pulling import Pulled, pull
from vaultkit.app.sending import Published
from vaultkit.app.survey import survey
from vaultkit.cli.changes import print_changed
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.cli.published import print_published, published_json
from vaultkit.model.phrase import phrase
from vaultkit.model.publishing import Ours, ServerCalendar, Standing
from vaultkit.store.words import Words

Results = list[tuple[ServerCalendar, Published]]


class _SendByDefault(click.Group):
    """`publish` and `publish NAME` mean `publish send`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the word in where no other stands."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["send", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_SendByDefault)
def publish() -> None:
    """Keep a calendar on a server (Nextcloud, iCloud, Fastmail, Radicale) as your feed is.

    Only entries that come from your notes are written there, and only those that changed; everything else in
    that calendar is left alone. What you changed there is told, and brought back with --pull.

    \b
    vaultkit publish add phone --url https://cloud.example/dav/calendars/ada/job/ --user ada
    vaultkit publish                     what `vaultkit publish send` does
    vaultkit publish --pull
    """


@publish.command()
@click.argument("name", required=False)
@click.option("--dry-run", is_flag=True, help="Send nothing; tell what would be sent.")
@click.option("--pull", "pulls", is_flag=True, help="Bring a time that was changed there into the note.")
@click.option("--overwrite", is_flag=True, help="Let the notes win over what was changed or deleted there.")
@shared_options
def send(session: Session, *, name: str | None, dry_run: bool, pulls: bool, overwrite: bool) -> None:
    """Send what changed in the feed since the last time; to all calendars, or to one.

    What is sent is the feed as the last sync wrote it. Exit 1 when something was left alone or not sent.

    \b
    vaultkit publish
    vaultkit publish phone --dry-run
    vaultkit publish --pull && vaultkit sync && vaultkit publish
    """
    if pulls and overwrite:
        raise click.UsageError("--pull lets the calendar win, --overwrite the notes: say one of them.")
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    results = [
        (calendar, publish_to(vault, calendar, write=not dry_run, overwrite=overwrite))
        for calendar in app.the_calendars(vault, name)
    ]
    pulled = _pulled(vault, today, results, write=not dry_run) if pulls else None
    if session.as_json:
        session.print_json(_as_json(results, pulled, words))
    else:
        for calendar, result in results:
            session.print(_head(calendar, words))
            print_published(session, result, words, dry=dry_run)
            if not pulls and any(one.standing is Standing.CHANGED for one in result.left):
                hint = phrase("--pull brings a new time into the note, --overwrite lets the notes win")
                session.talk("  → " + say(words, hint))
        if pulled is not None:
            _print_pulled(session, pulled, words, dry=dry_run)
    brought = pulled.uids if pulled else frozenset()
    if not all(result.is_well(brought) for _, result in results):
        raise click.exceptions.Exit(1)


@publish.command()
@click.argument("name")
@click.option("--url", required=True, help="The address of the calendar itself, from its server.")
@click.option("--user", required=True, help="The user at that server.")
@click.option(
    "--password-command",
    default="",
    metavar="COMMAND",
    help="A program that prints the password; else it is asked for and kept in the system's keyring.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin, for scripts.")
@click.option("--feed", default="networking", show_default=True, help="The feed to publish.")
@shared_options
def add(
    session: Session,
    *,
    name: str,
    url: str,
    user: str,
    password_command: str,
    password_stdin: bool,
    feed: str,
) -> None:
    """Name a calendar that is there already, on this machine. Nothing is written to it yet.

    Take a calendar of its own for this. iCloud, Fastmail and Nextcloud want an app password:
    docs/publish.md tells where it is made and where the address is shown.

    \b
    vaultkit publish add phone --url https://cloud.example/dav/calendars/ada/job/ --user ada
    vaultkit publish add phone --url … --user ada --password-command "pass show cloud"
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    command = _split(password_command)
    calendar = app.asked_calendar(vault, name, url=url, user=user, command=command, feed=feed)
    password = "" if command else _password(session, words, calendar, from_stdin=password_stdin)
    title = app.add(vault, calendar, password)
    if session.as_json:
        session.print_json({"added": _calendar_json(calendar), "title": title})
        return
    said = phrase("{name}: «{title}», for the feed {feed}", name=name, title=title, feed=feed)
    session.print(say(words, said))
    session.talk(words.gettext("vaultkit publish --dry-run tells what would be sent"))


@publish.command("list")
@shared_options
def list_(session: Session) -> None:
    """The calendars that this vault is published to from this machine.

    \b
    vaultkit publish list
    vaultkit publish list --json
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    known = app.calendars(vault)
    if session.as_json:
        session.print_json({"calendars": [_calendar_json(one) for one in known]})
        return
    for one in known:
        session.print(" · ".join(map(written, (one.name, one.feed, one.user, one.url))))
    if not known:
        session.print(words.gettext("No calendar on a server is known for this vault."))


@publish.command()
@click.argument("name")
@click.option("--entries", is_flag=True, help="Take away first what vaultkit put there.")
@shared_options
def remove(session: Session, *, name: str, entries: bool) -> None:
    """Forget a calendar and its password. What stands there stays, unless --entries.

    \b
    vaultkit publish remove phone
    vaultkit publish remove phone --entries
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    calendar = app.the_calendars(vault, name)[0]
    taken = app.forget(vault, calendar, entries=entries)
    forgotten = taken is None or not (taken.failed or taken.stopped)
    if session.as_json:
        deleted = [step.uid for step in taken.done] if taken else []
        session.print_json({"name": name, "removed": forgotten, "deleted": deleted})
    else:
        if taken is not None:
            session.print(_head(calendar, words))
            print_published(session, taken, words, dry=False)
        if forgotten:
            session.print(say(words, phrase("{name} is forgotten on this machine", name=name)))
    if not forgotten:
        raise click.exceptions.Exit(1)


def _split(command: str) -> list[str]:
    """A command as somebody typed it, to program and arguments; no shell is asked."""
    try:
        parts = shlex.split(command, posix=os.name != "nt")
    except ValueError:
        raise click.BadParameter("a quote is not closed", param_hint="--password-command") from None
    # On Windows, where a backslash is part of a path, the quotes around a part are kept by shlex.
    return parts if os.name != "nt" else [part.strip('"') for part in parts]


def _password(session: Session, words: Words, calendar: ServerCalendar, *, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline(4096).rstrip("\r\n")
    elif session.as_json or session.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("There is nobody to ask: say --password-command or --password-stdin.")
    else:
        asked = say(words, phrase("password of {user} for {url}", user=calendar.user, url=calendar.url))
        password = click.prompt(asked, hide_input=True, err=True)
    if not password:
        raise click.UsageError("The password is empty.")
    return password


def _pulled(vault: OpenVault, today: date, results: Results, *, write: bool) -> Pulled:
    """Bring back what was changed in the calendars."""
    seen = survey(vault, today)
    left = [one for _, result in results for one in result.left]
    ours: dict[str, Ours] = {}
    for calendar, _ in results:
        ours |= as_objects(read_entries(vault, the_feed(vault, calendar.feed)))
    names = ", ".join(calendar.name for calendar, _ in results)
    return pull(seen, left, ours, command=f"publish --pull {names}", write=write)


def _head(calendar: ServerCalendar, words: Words) -> str:
    return click.style(say(words, phrase("{name} ({url})", name=calendar.name, url=calendar.url)), bold=True)


def _print_pulled(session: Session, pulled: Pulled, words: Words, *, dry: bool) -> None:
    for one, why in pulled.refused:
        session.print(say(words, phrase("{summary}: {why}", summary=one.summary, why=why)))
    if pulled.changed.writes or pulled.changed.failed:
        print_changed(session, pulled.changed, dry=dry, diff=False)
        session.talk(words.gettext("vaultkit sync puts the new time into pages and feed"))


def _calendar_json(one: ServerCalendar) -> dict[str, Any]:
    return {"name": one.name, "url": one.url, "user": one.user, "feed": one.feed}


def _as_json(results: Results, pulled: Pulled | None, words: Words) -> dict[str, Any]:
    return {
        "calendars": [{**_calendar_json(calendar), **published_json(result)} for calendar, result in results],
        "pulled": None
        if pulled is None
        else {
            "written": [write.path for write in pulled.changed.writes],
            "undo": pulled.changed.action,
            "refused": [
                {"uid": one.uid, "summary": one.summary, "reason": words.say(why)}
                for one, why in pulled.refused
            ],
        },
    }
