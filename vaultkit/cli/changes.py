"""What the commands that change notes share: options, asking who is meant, telling what was done."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from vaultkit.app.changing import Changed
from vaultkit.app.survey import Survey, survey
from vaultkit.app.whom import Choose
from vaultkit.cli.door import Session, line_by_columns, say, written
from vaultkit.cli.refusal import refusal
from vaultkit.model.phrase import phrase
from vaultkit.model.write import Write
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.linediff import diff_lines
from vaultkit.store.words import Words

F = TypeVar("F", bound=Callable[..., Any])


def writing_options(command: F) -> F:
    """`--dry-run` and `--diff`, for every command that writes."""
    command = click.option("--diff", is_flag=True, help="Write nothing; show each change line by line.")(
        command
    )
    return click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be written.")(command)


def look(session: Session, *, accept_empty: bool = False) -> Survey:
    """The vault as it is today. `accept_empty`: a new vault may get its first note."""
    vault, today = session.open()
    return survey(vault, today, progress=session.progress, accept_empty=accept_empty)


def known_kind(kind: str | None, seen: Survey) -> None:
    """Refuse what is no kind of follow-up. Raises click.BadParameter."""
    if kind and kind not in seen.vault.plugins.kinds:
        kinds = ", ".join(seen.vault.plugins.kinds)
        raise click.BadParameter(f"«{kind}» is none of {kinds}", param_hint="--kind")


def chooser(session: Session, words: Words) -> Choose | None:
    """Asks on a terminal which of several people is meant; None where there is nobody to ask."""
    if session.as_json or session.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def choose(typed: str, people: Sequence[Situation]) -> Situation:
        session.talk(say(words, phrase("«{name}» may be:", name=typed)))
        for number, one in enumerate(people, 1):
            session.talk(f"  {number}  {written(one.ref)} · {written(one.person.path)}")
        number = click.prompt(words.gettext("number"), type=click.IntRange(1, len(people)), err=True)
        return people[int(number) - 1]

    return choose


def print_changed(session: Session, changed: Changed, *, dry: bool, diff: bool) -> None:
    """Tell what was changed, or would be; fails with exit code 1 when some notes could not be."""
    if session.as_json:
        session.print_json(changed_json(changed))
    else:
        _print(session, changed, dry=dry, diff=diff)
    if changed.failed:
        raise click.exceptions.Exit(1)


def changed_json(changed: Changed) -> dict[str, Any]:
    """What was changed, as JSON gives it."""
    return {
        "written": [write.path for write in changed.writes],
        "undo": changed.action,
        "changes": [
            {"name": who.name, "path": who.path, "said": [changed.words.say(part) for part in parts]}
            for who, parts in changed.said
        ],
        "hints": [changed.words.say(hint) for hint in changed.hints],
        "failed": [{"path": path, "reason": refusal(error)[0]} for path, error in changed.failed],
    }


def _print(session: Session, changed: Changed, *, dry: bool, diff: bool) -> None:
    words = changed.words
    failed = {path for path, _ in changed.failed}
    for who, parts in changed.said:
        if parts and who.path not in failed:
            session.print(f"{written(who)}: {' · '.join(say(words, part) for part in parts)}")
    print_writes(session, changed.writes, words, dry=dry, diff=diff)
    for hint in changed.hints:
        session.talk(say(words, hint))
    for _, error in changed.failed:
        said, way_out, _ = refusal(error)
        session.talk(f"vaultkit: {said}\n  → {way_out}")
    if not changed.writes:
        session.print(words.gettext("The notes say so already."))
    elif changed.action is not None:
        session.talk(
            say(words, phrase("vaultkit undo takes it back (number {number})", number=changed.action))
        )


def print_writes(session: Session, writes: Sequence[Write], words: Words, *, dry: bool, diff: bool) -> None:
    """A line for each file, and with `diff` its changed lines."""
    said = phrase("would write {path}") if dry else phrase("wrote {path}")
    gone = phrase("would delete {path}") if dry else phrase("deleted {path}")
    for write in writes:
        which = said if write.new is not None else gone
        session.print(words.gettext(which.text).format(path=written(write.path)))
        if diff:
            for line in diff_lines(write.path, write.old, write.new):
                session.print(line_by_columns(line))
