"""`vaultkit doctor`."""

import os
from pathlib import Path

import click

from vaultkit.app import clock
from vaultkit.app.doctor import examine
from vaultkit.app.doctor.subject import subject
from vaultkit.cli.door import Session, say, shared_options
from vaultkit.cli.main import COMMANDS, NORWEGIAN
from vaultkit.model.finding import Finding, Health
from vaultkit.model.phrase import nphrase, phrase
from vaultkit.store.services import this_machine
from vaultkit.store.words import Words

_MARKS = {Health.WELL: ("✓", "green"), Health.LOOK: ("?", "yellow"), Health.BROKEN: ("✗", "red")}


@click.command()
@shared_options
def doctor(session: Session) -> None:
    """Is everything around the vault as it should be? Changes nothing.

    Settings, notes, memory, daemon, service, hooks, the drive, Obsidian, plugins, versions. ✓ is well, ? is
    worth a look, ✗ needs mending; exit 1 when anything does.

    \b
    vaultkit doctor
    vaultkit doctor --vault ~/Notes --json
    """
    machine, commands = this_machine(os.environ), {*COMMANDS, *NORWEGIAN}
    looked = subject(session.named, os.environ, Path.cwd(), machine, session.progress, commands)
    settings = looked.vault.settings
    words = Words(settings.language, session.day() or clock.today(settings.timezone))
    found = list(examine(looked))
    if session.as_json:
        session.print_json({"findings": [_as_json(one, words) for one in found]})
    titles = {check.name: check.title for check in looked.vault.plugins.checks}
    for one in found if not session.as_json else ():
        mark, colour = _MARKS[one.health]
        session.print(
            f"{click.style(mark, fg=colour)} {words.gettext(titles[one.name])}: {say(words, one.said)}"
        )
        if one.way_out is not None:
            session.print("  → " + say(words, one.way_out))
    broken, look = (sum(one.health is health for one in found) for health in (Health.BROKEN, Health.LOOK))
    if session.verbose:
        for failure in looked.vault.plugins.failures:
            session.talk_trace(failure)
    if broken:
        session.talk(
            say(words, nphrase("{count} thing needs mending", "{count} things need mending", broken))
        )
    elif look:
        session.talk(
            say(words, phrase("nothing needs mending"))
            + " · "
            + say(words, nphrase("{count} is worth a look", "{count} are worth a look", look))
        )
    else:
        session.talk(say(words, phrase("all is well")))
    if broken:
        raise click.exceptions.Exit(1)


def _as_json(one: Finding, words: Words) -> dict[str, str]:
    return {
        "name": one.name,
        "health": one.health.value,
        "message": words.say(one.said),
        "hint": words.say(one.way_out) if one.way_out is not None else "",
    }
