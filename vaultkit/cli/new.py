"""`vaultkit new`."""

from itertools import takewhile

import click

from vaultkit.app.canvas import new_canvas
from vaultkit.app.creating import NewMeeting, new_meeting, new_person
from vaultkit.app.given import NameGiven, names_given, new_given, where_given
from vaultkit.app.planning import minutes_of, moment_of
from vaultkit.app.survey import Survey
from vaultkit.app.whom import each, the_one
from vaultkit.cli.changes import chooser, look, print_changed, writing_options
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.errors import BadNameError
from vaultkit.rules.vocabulary import NETWORKS, fold

WORDS = {
    "lerret": "canvas",
    "møte": "meeting",
    "nevnt": "given",
    "nemnt": "given",
    "folk": "person",
    "kontakt": "person",
    "contact": "person",
}


class Kinds(click.Group):
    """Knows the Norwegian words too, and names the way out where no kind was said."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The kind of note; a name in its place is most likely a person's."""
        said = args[0].casefold() if args else ""
        said = WORDS.get(said, said)
        if said not in self.commands:
            name = " ".join(takewhile(lambda arg: not arg.startswith("-"), args))
            ctx.fail(f'Is «{name}» a person or a meeting? For example: vaultkit new person "{name}"')
        return super().resolve_command(ctx, [said, *args[1:]])


@click.group(cls=Kinds)
def new() -> None:
    """Make a note for a person or a meeting, from a template; or for people whose names you were given.

    The vault's own templates are used where there are any: .vaultkit/templates/notes/person.md and
    meeting.md. A note that is there already is never touched.

    \b
    vaultkit new person "Kari Nordmann"
    vaultkit new meeting "Lunch at Equinor" --on "27.11 kl 12" --with kari
    vaultkit new canvas
    """


@new.command()
@writing_options
@shared_options
def canvas(session: Session, *, dry_run: bool, diff: bool) -> None:
    """Draw who introduced whom, as a canvas for Obsidian, beside the pages.

    It is made once and is yours from then on: vaultkit never writes to it again. To have it drawn anew,
    rename it or delete it first.

    \b
    vaultkit new canvas
    """
    seen = look(session)
    dry = dry_run or diff
    print_changed(session, new_canvas(seen, write=not dry), dry=dry, diff=diff)


@new.command()
@click.argument("name", nargs=-1, required=True, metavar="NAME")
@click.option("--network", default="", help="private, professional, historical or leisure.")
@click.option("--company", default="", help="Where they work.")
@click.option("--role", default="", help="What they do there.")
@click.option("--email", default="", help="The address.")
@click.option("--phone", default="", help="The number, as you write it.")
@click.option("--met", default="", help="Where or how you met.")
@click.option("--via", default="", help="Who introduced you.")
@writing_options
@shared_options
def person(
    session: Session,
    *,
    name: tuple[str, ...],
    network: str,
    via: str,
    dry_run: bool,
    diff: bool,
    **texts: str,
) -> None:
    """Make a person's note.

    \b
    vaultkit new person "Kari Nordmann" --network professional --company Equinor
    vaultkit new person "Ola Dunk" --met "on the plane" --via "kari nordmann"
    """
    _known_network(network)
    seen = look(session, accept_empty=True)
    introduced = the_one(via, seen.people, chooser(session, seen.words)).ref if via else None
    dry = dry_run or diff
    changed = new_person(
        seen, " ".join(name), {"network": network, **texts}, introduced_by=introduced, write=not dry
    )
    print_changed(session, changed, dry=dry, diff=diff)


@new.command(short_help="Names that you were given: list them, or make their notes.")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--all", "everybody", is_flag=True, help="A note for each of them.")
@click.option("--network", default="", help="private, professional (if not said), historical or leisure.")
@writing_options
@shared_options
def given(
    session: Session, *, names: tuple[str, ...], everybody: bool, network: str, dry_run: bool, diff: bool
) -> None:
    """Names that you were given and that have no note yet; with their names, or --all, make those notes.

    A name is given by an arrow and a link in a meeting's note or in a line of a log: → [[Ola Dunk]], or
    -> [[Ola Dunk]] via Kari. The new note says who introduced you and where the name was given.

    \b
    vaultkit new given                 list them; writes nothing
    vaultkit new given "Ola Dunk"
    vaultkit new given --all --diff
    """
    _known_network(network)
    seen = look(session)
    if not names and not everybody:
        _list_given(session, seen)
        return
    dry = dry_run or diff
    print_changed(session, new_given(seen, names, network=network, write=not dry), dry=dry, diff=diff)


def _list_given(session: Session, seen: Survey) -> None:
    waiting, words = names_given(seen), seen.words
    if session.as_json:
        session.print_json({"given": [_given_json(one) for one in waiting]})
        return
    for one in waiting:
        by = f" · {written(one.by)}" if one.by else ""
        session.print(f"{written(one.name)}{by} · {say(words, where_given(one))}")
    if not waiting:
        session.print(words.gettext("Every name that you were given has a note."))


def _given_json(one: NameGiven) -> dict[str, object]:
    return {
        "name": one.name,
        "introduced_by": one.by.name if one.by else None,
        "path": one.where.path,
        "line": one.line,
        "day": one.day.isoformat(),
    }


def _known_network(network: str) -> None:
    if network and fold(network) not in NETWORKS:
        raise click.BadParameter(
            f"«{network}» is not one of the four networks: private, professional, historical, leisure",
            param_hint="--network",
        )


@new.command()
@click.argument("title", nargs=-1, required=True, metavar="TITLE")
@click.option("--on", required=True, metavar="WHEN", help="Day and time: neste fredag kl 12, 27.11 9:30.")
@click.option("--with", "people", multiple=True, metavar="NAME", help="Who comes; as often as needed.")
@click.option("--where", default="", help="The place.")
@click.option("--length", default="", metavar="TIME", help="How long: 45 (minutes), 1h30.")
@writing_options
@shared_options
def meeting(
    session: Session,
    *,
    title: tuple[str, ...],
    on: str,
    people: tuple[str, ...],
    where: str,
    length: str,
    dry_run: bool,
    diff: bool,
) -> None:
    """Make a meeting's note.

    \b
    vaultkit new meeting "Lunch at Equinor" --on "27.11 kl 12" --with kari --with per
    vaultkit new meeting "Choir practice" --on "next tuesday" --where "The old school"
    """
    if not "".join(title).strip():
        raise BadNameError("")
    seen = look(session, accept_empty=True)
    choose = chooser(session, seen.words)
    who = tuple(one.ref for one in each(people, seen.people, choose))
    asked = NewMeeting(moment_of(on, seen.today), who, " ".join(title), where, minutes_of(length))
    dry = dry_run or diff
    print_changed(session, new_meeting(seen, asked, write=not dry), dry=dry, diff=diff)
