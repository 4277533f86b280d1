"""`vaultkit undo`."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from vaultkit.app.undoing import actions, in_force
from vaultkit.app.undoing import undo as take_back
from vaultkit.cli.changes import print_writes, writing_options
from vaultkit.cli.door import Session, line_by_columns, say, shared_options, written
from vaultkit.errors import ChangedSinceError
from vaultkit.model.action import Action
from vaultkit.model.phrase import phrase
from vaultkit.rules.linediff import diff_lines
from vaultkit.store.words import Words


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--list", "listed", is_flag=True, help="Show what was done, newest first; change nothing.")
@writing_options
@shared_options
def undo(session: Session, *, number: int | None, listed: bool, dry_run: bool, diff: bool) -> None:
    """Take back the last change that vaultkit made to your notes, or the one with a number.

    All notes of one command, or of the ticks of one sync, go back together. Where a note was changed since,
    nothing is taken back and the difference is shown.

    \b
    vaultkit undo
    vaultkit undo --list
    vaultkit undo 12
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    if listed:
        _list(session, actions(vault), words, vault.settings.timezone)
        return
    dry = dry_run or diff
    try:
        action, writes = take_back(vault, number, write=not dry)
    except ChangedSinceError as error:
        for line in diff_lines(error.path, error.then, error.now):
            click.echo(line_by_columns(line), err=True)
        raise
    if session.as_json:
        session.print_json({"undone": action.number, "written": [write.path for write in writes]})
        return
    said = phrase("takes back {number}: {command}") if dry else phrase("took back {number}: {command}")
    session.print(words.gettext(said.text).format(number=action.number, command=written(action.command)))
    print_writes(session, writes, words, dry=dry, diff=diff)
    if not dry:
        session.talk(say(words, phrase("vaultkit sync brings the pages up to date")))


def _list(session: Session, known: list[Action], words: Words, zone: str) -> None:
    if session.as_json:
        session.print_json({"actions": [_as_json(action) for action in known]})
        return
    standing = in_force(known)
    for action in known:
        paths = ", ".join(written(change.write.path) for change in action.changes)
        mark = " " if action.number in standing else "↶"
        when = _clock(action.time, zone)
        session.print(f"{action.number:>4} {mark} {when}  {written(action.command)}  ({paths})")
    if not known:
        session.print(words.gettext("Nothing in your notes was changed by vaultkit on this machine."))
    elif len(standing) < len(known):
        session.talk(say(words, phrase("↶ was taken back")))


def _clock(time: str, zone: str) -> str:
    """The time of an action on the vault's clock, to the minute; as it stands where it is damaged."""
    try:
        return datetime.fromisoformat(time).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return written(time)


def _as_json(action: Action) -> dict[str, object]:
    return {
        "number": action.number,
        "time": action.time,
        "command": action.command,
        "paths": [change.write.path for change in action.changes],
        "undoes": action.undoes,
        "undone_by": action.undone_by,
    }
