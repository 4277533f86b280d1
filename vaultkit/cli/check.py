"""`vaultkit check`."""

import click

from vaultkit.app.copies import conflict_copies
from vaultkit.app.refresh import refresh
from vaultkit.cli.copies import print_copies
from vaultkit.cli.door import Session, problem_json, problem_lines, say, shared_options
from vaultkit.model.phrase import nphrase
from vaultkit.rules.codes import CODES
from vaultkit.rules.schema import property_schema
from vaultkit.store.words import Words


@click.command()
@click.option("--explain", metavar="CODE", help="What a code such as VK103 means, and what to do.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the properties.")
@click.option("--copies", is_flag=True, help="Compare each conflict copy with the note it belongs to.")
@click.option("--diff", is_flag=True, help="With --copies: show the lines that differ.")
@shared_options
def check(session: Session, *, explain: str | None, schema: bool, copies: bool, diff: bool) -> None:
    """Every line in your notes that needs a look. Writes nothing; exit 1 when there are any.

    With --copies: what synchronisation programs put beside your notes when two devices changed one at the
    same time. Nothing is merged and nothing is deleted; exit 1 when there are any.

    \b
    vaultkit check
    vaultkit check --explain VK103
    vaultkit check --copies --diff
    """
    if diff and not copies:
        raise click.UsageError("--diff goes with --copies: vaultkit check --copies --diff")
    if copies and (explain or schema):
        raise click.UsageError("--copies stands alone: leave --explain and --schema out")
    if schema:
        session.print_json(property_schema())
        return
    if explain:
        _explain(session, explain.upper())
        return
    vault, today = session.open()
    if copies:
        found = conflict_copies(vault)
        print_copies(session, found, Words(vault.settings.language, today), diff=diff)
        if found:
            raise click.exceptions.Exit(1)
        return
    outcome = refresh(vault, today, write=False, progress=session.progress)
    if session.as_json:
        session.print_json(
            {"problems": [problem_json(problem, outcome.words) for problem in outcome.problems]}
        )
    for problem in outcome.problems if not session.as_json else ():
        for line in problem_lines(problem, outcome.words):
            session.print(line)
        if session.verbose and problem.code in CODES:
            session.print("    " + outcome.words.gettext(CODES[problem.code].why))
    count = len(outcome.problems)
    session.talk(say(outcome.words, nphrase("{count} line needs a look", "{count} lines need a look", count)))
    if outcome.problems:
        raise click.exceptions.Exit(1)


def _explain(session: Session, code: str) -> None:
    if code not in CODES:
        raise click.BadParameter(
            f"there is no code «{code}»; the codes are {', '.join(CODES)}", param_hint="--explain"
        )
    words = _words(session)
    about = CODES[code]
    if session.as_json:
        session.print_json(
            {
                "code": code,
                "message": words.gettext(about.said),
                "hint": words.gettext(about.way_out),
                "why": words.gettext(about.why),
            }
        )
        return
    session.print(f"{code}: {words.gettext(about.said)}")
    session.print(words.gettext(about.why))
    session.print("→ " + words.gettext(about.way_out))


def _words(session: Session) -> Words:
    """In the vault's language; in English where there is no vault."""
    from datetime import date

    from vaultkit.errors import VaultkitError

    try:
        vault, day = session.open()
    except VaultkitError:
        return Words("en", date(2000, 1, 1))
    return Words(vault.settings.language, day)
