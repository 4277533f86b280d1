"""`vaultkit prep`."""

from typing import Any

import click

from vaultkit.app.preparing import as_text
from vaultkit.app.preparing import prep as make
from vaultkit.app.survey import Survey
from vaultkit.cli.changes import chooser, look
from vaultkit.cli.door import Session, line_by_columns, say, shared_options
from vaultkit.model.meeting import Occurrence
from vaultkit.model.phrase import phrase
from vaultkit.model.prep import Aim, Known, Sheet


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="NAME|MEETING")
@click.option(
    "--for",
    "aim",
    type=click.Choice([one.value for one in Aim]),
    default=None,
    help="What the meeting is for: it chooses the questions.",
)
@shared_options
def prep(session: Session, *, what: tuple[str, ...], aim: str | None) -> None:
    """What there is to know before a meeting, on one page. Writes nothing.

    Who comes, how you met, the last contacts, what was promised both ways, whom you share, what you want to
    learn and can offer, and questions. A meeting's note that has a place for it gets the same from sync until
    the day of the meeting: docs/preparing.md.

    \b
    vaultkit prep kari
    vaultkit prep "Lunch at Equinor" --for advice
    """
    seen = look(session)
    sheet = make(seen, " ".join(what), Aim(aim) if aim else None, choose=chooser(session, seen.words))
    if session.as_json:
        session.print_json(_document(sheet, seen))
        return
    for line in as_text(sheet, seen).split("\n"):
        session.print(line_by_columns(line))
    if sheet.meeting is not None and not sheet.has_purpose:
        missing = phrase("no purpose yet: what do you want to learn, and what can you offer?")
        session.talk(say(seen.words, missing))


def _document(sheet: Sheet, seen: Survey) -> dict[str, Any]:
    return {
        "meeting": _meeting(sheet.meeting) if sheet.meeting else None,
        "purpose": sheet.aim.value,
        "has_purpose": sheet.has_purpose,
        "people": [_person(one, seen) for one in sheet.people],
        "questions": [seen.words.say(question) for question in sheet.questions],
    }


def _meeting(held: Occurrence) -> dict[str, Any]:
    meeting = held.meeting
    return {
        "path": meeting.path,
        "title": meeting.title,
        "start": held.start.isoformat(),
        "where": meeting.where,
        "topic": meeting.topic,
    }


def _person(one: Known, seen: Survey) -> dict[str, Any]:
    return {
        "name": one.person.name,
        "path": one.person.path,
        "networks": [network.value for network in one.networks],
        "companies": [company.name for company in one.companies],
        "role": one.role,
        "place": one.place,
        "reach": list(one.reach),
        "met": one.met,
        "introduced_by": [link.text for link in one.introduced_by],
        "contacts": [
            {
                "day": contact.day.isoformat(),
                "text": contact.text,
                "meeting": contact.meeting.path if contact.meeting else None,
            }
            for contact in one.contacts
        ],
        "promised": {"by_you": list(one.mine), "by_them": list(one.theirs)},
        "shared": [
            {"name": two.person.name, "path": two.person.path, "why": seen.words.say(two.why)}
            for two in one.shared
        ],
        "ask": list(one.ask),
        "offer": list(one.offer),
        "needs": list(one.needs),
        "can_help_with": list(one.can_help_with),
    }
