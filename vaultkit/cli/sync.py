"""`vaultkit sync`."""

from functools import partial

import click

from vaultkit.app.changing import words as in_words
from vaultkit.app.clock import Clock
from vaultkit.app.hooked import with_hooks
from vaultkit.app.refresh import Outcome, refresh
from vaultkit.cli.changes import print_writes
from vaultkit.cli.door import Session, problem_json, say, shared_options, written
from vaultkit.model.phrase import nphrase, phrase


@click.command()
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be written.")
@click.option("--diff", is_flag=True, help="Write nothing; show each change line by line.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 when something is out of date or needs a look."
)
@click.option("--restore", is_flag=True, help="Make pages again that you deleted.")
@click.option("--accept-fewer", is_flag=True, help="Go on although more than half of the notes are gone.")
@shared_options
def sync(
    session: Session, *, dry_run: bool, diff: bool, check: bool, restore: bool, accept_fewer: bool
) -> None:
    """Bring the pages, the queue and the feed up to date.

    Lines that you ticked on the queue page are written into the notes, as `done` does. Nothing else in your
    notes is changed. Doing it twice writes nothing the second time.

    \b
    vaultkit sync                    in the folder of your notes
    vaultkit sync --diff             see first what it would write
    """
    vault, today = session.open()
    dry = dry_run or diff or check
    work = partial(
        refresh,
        vault,
        today,
        write=not dry,
        accept_fewer=accept_fewer,
        restore=restore,
        progress=session.progress,
    )
    if dry or session.day() is not None:  # what is not the real day is nobody's news
        outcome = work()
    else:
        outcome = with_hooks(vault, work, Clock().on_the_wall(vault.settings.timezone))
    if session.as_json:
        session.print_json(document(outcome))
    else:
        _print(session, outcome, dry=dry, diff=diff)
    if outcome.failed or (check and (outcome.writes or outcome.problems)):
        raise click.exceptions.Exit(1)


def document(outcome: Outcome) -> dict[str, object]:
    """What a sync did, as JSON gives it."""
    return {
        "people": len(outcome.people),
        "meetings": len(outcome.reading.overview.meetings),
        "follow_ups": len(outcome.queue),
        "problems": [problem_json(problem, outcome.words) for problem in outcome.problems],
        "written": [write.path for write in outcome.writes],
        "unchanged": outcome.unchanged,
        "feeds": [feed.document() for feed in outcome.feeds],
        "ticks": [
            {"kind": ticked.line.kind, "person": ticked.person.name, "path": ticked.person.path}
            for ticked in outcome.ticks.taken
        ],
        "undo": outcome.ticks.action,
    }


def _print(session: Session, outcome: Outcome, *, dry: bool, diff: bool) -> None:
    words = outcome.words
    for ticked in outcome.ticks.taken:
        parts = " · ".join(say(words, part) for part in in_words(ticked.changes))
        session.print(f"✓ {written(ticked.person)}: {parts}")
    print_writes(session, outcome.writes, words, dry=dry, diff=diff)
    if outcome.ticks.action is not None:
        session.talk(
            say(words, phrase("vaultkit undo takes it back (number {number})", number=outcome.ticks.action))
        )
    if not outcome.writes and not outcome.failed:
        session.print(words.gettext("Everything is up to date."))
    if len(outcome.left_out) == len(outcome.vault.plugins.pages):
        gone = phrase("All pages were deleted and stay so: vaultkit sync --restore makes them again.")
        session.talk(say(words, gone))
    elif session.verbose:
        for path in outcome.left_out:
            gone = phrase("{path} was deleted and stays so (--restore makes it again)", path=path)
            session.talk(say(words, gone))
    overview = outcome.reading.overview
    session.talk(
        " · ".join(
            (
                say(words, nphrase("{count} person", "{count} people", len(outcome.people))),
                say(words, nphrase("{count} meeting", "{count} meetings", len(overview.meetings))),
                say(words, nphrase("{count} follow-up", "{count} follow-ups", len(outcome.queue))),
            )
        )
    )
    if outcome.problems:
        count = len(outcome.problems)
        session.talk(
            say(
                words,
                nphrase(
                    "{count} line in your notes needs a look: vaultkit check",
                    "{count} lines in your notes need a look: vaultkit check",
                    count,
                ),
            )
        )
    kept = f"{outcome.vault.settings.pages}/"
    for problem in outcome.problems:
        if problem.code.startswith("VK3") or problem.path.startswith(kept) or session.verbose:
            session.talk(
                f"  {written(problem.path)}: {say(words, problem.said)} → {say(words, problem.way_out)}"
            )
