"""`vaultkit snooze`."""

import click

from vaultkit.app.done import snooze as put_off
from vaultkit.cli.changes import chooser, known_kind, look, print_changed, writing_options
from vaultkit.cli.door import Session, shared_options
from vaultkit.rules.typed_names import names_and_until


@click.command()
@click.argument("who", nargs=-1, required=True, metavar="NAME... UNTIL")
@click.option(
    "--kind", metavar="KIND", help="Put off the follow-up of this kind, as vaultkit queue --json names it."
)
@writing_options
@shared_options
def snooze(session: Session, *, who: tuple[str, ...], kind: str | None, dry_run: bool, diff: bool) -> None:
    """Not now: put off the next contact, or what else is waiting.

    UNTIL is a day (27.11, neste fredag, uke 48) or how long from today (2w, 3 days, en måned).

    Without --kind it is the next contact; where no contact waits but something else does, the soonest of
    that: thanks, a promise, an answer, a birthday. The notes keep it: a promise gets the day in its own
    line, everything else in the person's note. What would be too late by then is refused.

    \b
    vaultkit snooze kari 2w
    vaultkit snooze kari "per olsen" "next monday"
    vaultkit snooze kari tomorrow --kind thank
    """
    seen = look(session)
    known_kind(kind, seen)
    names, until = names_and_until(who, [one.person for one in seen.people], seen.today)
    if not until:
        raise click.UsageError("Until when? vaultkit snooze kari 2w")
    dry = dry_run or diff
    choose = chooser(session, seen.words)
    changed = put_off(seen, names, until, kind=kind or "", choose=choose, write=not dry)
    print_changed(session, changed, dry=dry, diff=diff)
