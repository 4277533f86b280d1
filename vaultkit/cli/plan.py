"""`vaultkit plan`."""

import click

from vaultkit.app.planning import plan_meeting
from vaultkit.cli.changes import chooser, look, print_changed, writing_options
from vaultkit.cli.door import Session, shared_options
from vaultkit.rules.typed_names import names_only


@click.command()
@click.argument("who", nargs=-1, required=True, metavar="NAME...")
@click.option("--on", required=True, metavar="WHEN", help="Day and time: neste fredag kl 12, 27.11 9:30.")
@click.option("--what", default="", help="What it is, or is about.")
@click.option("--where", default="", help="The place.")
@click.option("--length", default="", metavar="TIME", help="How long: 45 (minutes), 1h30.")
@click.option("--note", is_flag=True, help="Give the meeting a note of its own.")
@writing_options
@shared_options
def plan(
    session: Session,
    *,
    who: tuple[str, ...],
    on: str,
    what: str,
    where: str,
    length: str,
    note: bool,
    dry_run: bool,
    diff: bool,
) -> None:
    """Put a meeting down, so that it gets into the calendar.

    It becomes the next meeting in the person's note. With several people, with --note, or where another
    meeting stands there still, it gets a note of its own.

    \b
    vaultkit plan kari --on "next friday at 12:00" --what lunch --where "Café Opera"
    vaultkit plan kari "per olsen" --on "27.11 kl 9"
    """
    seen = look(session)
    dry = dry_run or diff
    changed = plan_meeting(
        seen,
        names_only(who, [one.person for one in seen.people]),
        on,
        what=what,
        where=where,
        length=length,
        own_note=note,
        choose=chooser(session, seen.words),
        write=not dry,
    )
    print_changed(session, changed, dry=dry, diff=diff)
