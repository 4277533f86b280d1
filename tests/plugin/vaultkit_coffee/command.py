"""`vaultkit coffee`."""

import click

from vaultkit.app.survey import survey
from vaultkit.cli.door import Session, shared_options, written
from vaultkit_coffee.follow_up import coffees


@click.command()
@shared_options
def coffee(session: Session) -> None:
    """Whom you had coffee with, longest ago first."""
    vault, today = session.open()
    found = sorted(survey(vault, today).people.every(coffees), key=lambda one: one[0])
    if session.as_json:
        session.print_json({"coffee": [{"person": who.name, "day": day.isoformat()} for day, who in found]})
        return
    for day, who in found:
        session.print(f"{day} {written(who)}")
