"""`vaultkit done`."""

import click

from vaultkit.app.done import done as do
from vaultkit.cli.changes import chooser, known_kind, look, print_changed, writing_options
from vaultkit.cli.door import Session, shared_options
from vaultkit.rules.followups.snoozed import CONTACT
from vaultkit.rules.typed_names import names_and_text


@click.command()
@click.argument("who", nargs=-1, required=True, metavar="NAME... [WHAT]")
@click.option("--what", default="", help="What it was about, for the log.")
@click.option("--on", default="", metavar="DAY", help="The day it was, if not today: i går, 20.11, monday.")
@click.option(
    "--next", "then", default="", metavar="DAY", help="When next: a day, an interval (6w), none or never."
)
@click.option(
    "--kind", metavar="KIND", help="Do the follow-up of this kind, as vaultkit queue --json names it."
)
@writing_options
@shared_options
def done(
    session: Session,
    *,
    who: tuple[str, ...],
    what: str,
    on: str,
    then: str,
    kind: str | None,
    dry_run: bool,
    diff: bool,
) -> None:
    """You were in touch: write it into the log, and set the next date.

    Where the note has a date of last contact or of next contact, that is set too; nothing else changes.

    \b
    vaultkit done kari "coffee about the new job" --next "6 weeks"
    vaultkit done kari "per olsen" --what lunch --on yesterday
    """
    seen = look(session)
    known_kind(kind, seen)
    people = [one.person for one in seen.people]
    names, text = names_and_text(who, people, seen.today)
    if what and text:
        raise click.UsageError(f"Say what it was about once: «{text}» or --what «{what}»")
    if kind and kind not in CONTACT and (what or text or then):
        raise click.UsageError(f"--kind {kind} writes its own words and no next date: leave the rest out")
    dry = dry_run or diff
    changed = do(
        seen,
        names,
        text=what or text,
        on=on,
        then=then,
        kind=kind or "",
        choose=chooser(session, seen.words),
        write=not dry,
    )
    print_changed(session, changed, dry=dry, diff=diff)
