"""`vaultkit status`, and `vaultkit` alone."""

from collections import Counter

import click

from vaultkit.app.hooking import complaints
from vaultkit.app.refresh import Outcome, refresh
from vaultkit.app.service import daemon_says, served_at
from vaultkit.app.service import document as daemon_document
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.cli.queue import item_line
from vaultkit.model.followup import Bucket
from vaultkit.model.network import Network
from vaultkit.model.phrase import nphrase
from vaultkit.rules.followups import bucket
from vaultkit.rules.lastcontact import every_coming_meeting
from vaultkit.rules.pages.home import MEETINGS_WITHIN, TOP
from vaultkit.rules.pages.view import meeting_ref
from vaultkit.store import serverstate
from vaultkit.store.daemonstate import running


@click.command()
@shared_options
def status(session: Session) -> None:
    """What is waiting, who is next, and is all well? Writes nothing."""
    vault, today = session.open()
    outcome = refresh(vault, today, write=False, progress=session.progress)
    if session.as_json:
        session.print_json(_document(outcome))
        return
    words = outcome.words
    session.print(
        click.style(written(vault.root.name), bold=True)
        + " · "
        + " · ".join(f"{words.network(network)} {count}" for network, count in _networks(outcome).items())
    )
    counts = Counter(bucket(item.due, today) for item in outcome.queue)
    session.print(
        " · ".join(
            say(words, said)
            for said in (
                nphrase("{count} overdue", "{count} overdue", counts[Bucket.OVERDUE]),
                nphrase("{count} today", "{count} today", counts[Bucket.TODAY]),
                nphrase("{count} this week", "{count} this week", counts[Bucket.THIS_WEEK]),
            )
        )
    )
    for item in outcome.queue[:TOP]:
        session.print("  " + item_line(item, words))
    meetings = every_coming_meeting(
        outcome.reading.overview, today, today + MEETINGS_WITHIN, vault.settings.timezone
    )
    if meetings:
        session.print(words.gettext("The next meetings"))
    for held in meetings[:TOP]:
        start = words.moment(held.start_on(vault.settings.timezone))
        session.print(f"  {start}: {written(meeting_ref(held, outcome.reading.overview.names))}")
    for complaint in complaints(vault):
        session.print(say(words, complaint))
    if (daemon := running(vault.state)) is not None:
        for said in daemon_says(daemon, vault.settings.timezone):
            session.print(say(words, said))
    if (where := serverstate.running(vault.state)) is not None:
        session.print(say(words, served_at(where)))
    if outcome.writes:
        count = len(outcome.writes)
        session.print(
            say(
                words,
                nphrase(
                    "{count} page is out of date: vaultkit sync",
                    "{count} pages are out of date: vaultkit sync",
                    count,
                ),
            )
        )
    if outcome.problems:
        session.print(
            say(
                words,
                nphrase(
                    "{count} line in your notes needs a look: vaultkit check",
                    "{count} lines in your notes need a look: vaultkit check",
                    len(outcome.problems),
                ),
            )
        )


def _networks(outcome: Outcome) -> dict[Network, int]:
    return {network: sum(network in one.person.networks for one in outcome.people) for network in Network}


def _document(outcome: Outcome) -> dict[str, object]:
    counts = Counter(bucket(item.due, outcome.today) for item in outcome.queue)
    return {
        "vault": str(outcome.vault.root),
        "today": outcome.today.isoformat(),
        "people": len(outcome.people),
        "networks": {network.value: count for network, count in _networks(outcome).items()},
        "meetings": len(outcome.reading.overview.meetings),
        "follow_ups": {kind.value: counts[kind] for kind in Bucket},
        "problems": len(outcome.problems),
        "out_of_date": [write.path for write in outcome.writes],
        "feeds": [feed.document() for feed in outcome.feeds],
        "running": daemon_document(running(outcome.vault.state)),
    }
