"""`vaultkit queue`."""

import click

from vaultkit.app.survey import survey
from vaultkit.cli.door import Session, say, shared_options
from vaultkit.model.followup import Bucket, FollowUp
from vaultkit.rules.followups import bucket
from vaultkit.rules.pages.queue import TITLES, no_room
from vaultkit.rules.pages.view import line
from vaultkit.store.words import Words


@click.command()
@click.option("--due", is_flag=True, help="Only what is overdue or due today.")
@shared_options
def queue(session: Session, *, due: bool) -> None:
    """Everything that is waiting, soonest first. Writes nothing.

    \b
    vaultkit queue
    vaultkit queue --due --json
    """
    vault, today = session.open()
    seen = survey(vault, today, progress=session.progress)
    items = [item for item in seen.queue if not due or item.due <= today]
    if session.as_json:
        session.print_json(
            {
                "items": [item_json(item, seen.words) for item in items],
                "without_a_day": seen.queue.dealt.beyond,
            }
        )
        return
    for kind in Bucket:
        held = [item for item in items if bucket(item.due, today) is kind]
        if held:
            session.print(click.style(seen.words.gettext(TITLES[kind]), bold=True))
            for item in held:
                session.print("  " + item_line(item, seen.words))
            session.print()
    if seen.queue.dealt.beyond:
        session.print(say(seen.words, no_room(seen.queue.dealt.beyond)))
    if not items:
        session.print(seen.words.gettext("Nothing is waiting. A good day to call somebody just because."))


def item_line(item: FollowUp, words: Words) -> str:
    """A follow-up as one line of a terminal."""
    network = f" · {words.network(item.network).lower()}" if item.network else ""
    return f"{item.due}  {say(words, line(item))}{network}"


def item_json(item: FollowUp, words: Words) -> dict[str, object]:
    """A follow-up as JSON gives it."""
    return {
        "kind": item.kind,
        "person": item.person.name,
        "path": item.person.path,
        "due": item.due.isoformat(),
        "reason": words.say(item.reason),
        "network": item.network.value if item.network else None,
    }
