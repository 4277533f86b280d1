"""`vaultkit snooze`."""

import click

from vaultkit.app.done import snooze as put_off
from vaultkit.cli.changes import chooser, look, print_changed, writing_options
from vaultkit.cli.door import Session, shared_options
from vaultkit.rules.typed_names import names_and_until


@click.command()
@click.argument("who", nargs=-1, required=True, metavar="NAME... UNTIL")
@writing_options
@shared_options
def snooze(session: Session, *, who: tuple[str, ...], dry_run: bool, diff: bool) -> None:
    """Not now: put the next contact down for another day.

    UNTIL is a day (27.11, neste fredag, uke 48) or how long from today (2w, 3 days, en måned).

    \b
    vaultkit snooze kari 2w
    vaultkit snooze kari "per olsen" "next monday"
    """
    seen = look(session)
    names, until = names_and_until(who, [one.person for one in seen.people], seen.today)
    if not until:
        raise click.UsageError("Until when? vaultkit snooze kari 2w")
    dry = dry_run or diff
    changed = put_off(seen, names, until, choose=chooser(session, seen.words), write=not dry)
    print_changed(session, changed, dry=dry, diff=diff)
