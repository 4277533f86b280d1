"""`vaultkit review`."""

from collections.abc import Iterator
from typing import Any

import click

from vaultkit.app.reviewing import review_week
from vaultkit.app.survey import Survey, survey
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.cli.queue import item_json, item_line
from vaultkit.model.phrase import phrase
from vaultkit.model.review import Deed, Did, Review
from vaultkit.rules.review import counted, praise, told
from vaultkit.rules.weeks import week_name


@click.command()
@click.option(
    "--week", default="", metavar="WEEK", help="2026-W48, last week, or a day of it; else this week."
)
@shared_options
def review(session: Session, *, week: str) -> None:
    """What you did in a week, and what you still owe. Writes nothing.

    Asked, met, thanked, given and received, promises kept, who is new, and how many weeks in a row: all of it
    counted from the days in your notes (docs/week.md).

    \b
    vaultkit review
    vaultkit review --week "last week"
    vaultkit review --week 2026-W47 --json
    """
    vault, today = session.open()
    seen = survey(vault, today, progress=session.progress)
    found = review_week(seen, week)
    if session.as_json:
        session.print_json(_document(found, seen))
        return
    for line in _lines(found, seen):
        session.print(line)


def _lines(found: Review, seen: Survey) -> Iterator[str]:
    words = seen.words
    title = phrase(
        "Week {number}, {monday} to {sunday}",
        number=found.monday.isocalendar().week,
        monday=found.monday,
        sunday=found.sunday,
    )
    yield click.style(say(words, title), bold=True)
    if numbers := counted(found):
        yield " · ".join(say(words, one) for one in numbers)
    yield " ".join(say(words, one) for one in praise(found))
    for _, heading, deeds in told(found):
        yield say(words, heading)
        for deed in deeds:
            what = f" · {written(deed.what)}" if deed.what else ""
            yield f"  {deed.day}  {written(deed.person)}{what}"
    if found.owed:
        yield words.gettext("Still owed")
        for item in found.owed:
            yield "  " + item_line(item, words)


def _document(found: Review, seen: Survey) -> dict[str, Any]:
    deeds = {did: list(held) for did, _, held in told(found)}
    return {
        "week": week_name(found.monday),
        "from": found.monday.isoformat(),
        "to": found.sunday.isoformat(),
        **{did.value: [_deed(one) for one in deeds.get(did, ())] for did in Did},
        "weeks_in_a_row": found.weeks_in_a_row,
        "owed": [item_json(item, seen.words) for item in found.owed],
        "said": [seen.words.say(one) for one in praise(found)],
    }


def _deed(deed: Deed) -> dict[str, Any]:
    return {
        "person": deed.person.name,
        "path": deed.person.path,
        "day": deed.day.isoformat(),
        "what": deed.what,
    }
