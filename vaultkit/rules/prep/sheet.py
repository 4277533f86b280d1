"""The page before a meeting, from the notes as they are; of the day it knows only what is past by then."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from vaultkit.model.link import Link
from vaultkit.model.meeting import Occurrence, Status
from vaultkit.model.person import Reach
from vaultkit.model.prep import Aim, Contact, Known, Sheet
from vaultkit.model.ref import Ref
from vaultkit.rules.addresses import linkedin_address
from vaultkit.rules.followups.promised import Promise, promises
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.links import without_links
from vaultkit.rules.prep.questions import aim_of, has_purpose, questions_for
from vaultkit.rules.prep.shared import Ties, shared_with

LAST = 3
"""So many contacts."""


def make_sheet(
    held: Occurrence | None, people: Sequence[Situation], ties: Ties, aim: Aim | None = None
) -> Sheet:
    """The page for a meeting, about those who come. `aim`: None: what the notes say decides."""
    meeting = held.meeting if held else None
    paths = [now.person.path for now in people]
    aim = aim or aim_of(meeting, people)
    return Sheet(
        meeting=held,
        people=tuple(_known(now, ties, paths) for now in people),
        aim=aim,
        questions=questions_for(aim),
        has_purpose=has_purpose(meeting, people),
    )


def _known(now: Situation, ties: Ties, paths: Sequence[str]) -> Known:
    person = now.person
    promised = [one for one in promises(now) if one.task.is_open and _was_made(one, now)]
    return Known(
        person=now.ref,
        networks=person.networks,
        companies=tuple(_company(link, now) for link in person.companies),
        role=person.role,
        place=person.place,
        reach=tuple(_reach(person.reach)),
        met=person.met,
        introduced_by=person.introduced_by,
        contacts=tuple(islice(_contacts(now), LAST)),
        mine=tuple(dict.fromkeys(one.what for one in promised if not one.is_theirs)),
        theirs=tuple(dict.fromkeys(one.what for one in promised if one.is_theirs)),
        shared=shared_with(now, ties, paths),
        ask=person.ask,
        offer=person.offer,
        needs=person.needs,
        can_help_with=person.can_help_with,
    )


def _was_made(promise: Promise, now: Situation) -> bool:
    """Whether it is a promise already: without a day, in the note of a meeting to come, it is preparation."""
    held = promise.meeting
    dated = promise.task.due is not None or promise.task.made is not None
    return held is None or dated or (held.status is not Status.CANCELLED and held.day < now.today)


def _company(link: Link, now: Situation) -> Ref:
    path = now.overview.links.resolve(link.target, now.person.path) if link.target else None
    return Ref(path or "", link.text)


def _reach(reach: Reach) -> Iterator[str]:
    yield from reach.phone
    yield from reach.email
    if reach.linkedin:
        yield linkedin_address(reach.linkedin) or reach.linkedin
    yield from filter(None, (reach.messenger, reach.url))


def _contacts(now: Situation) -> Iterator[Contact]:
    """One for each day, newest first: what the log says, and the meeting of that day."""
    log = {line.line: line.text for line in now.person.log}
    meetings = {one.last_day: one.meeting for one in reversed(now.past)}
    told = set()
    for contact in now.contacts:
        if contact.day in told:
            continue
        told.add(contact.day)
        text = log.get(contact.line, "") if contact.source == "log" else ""
        held = meetings.get(contact.day)
        ref = Ref(held.path, held.title) if held and held.own_note else None
        if not text and held is not None:
            text = held.outcome or held.topic
        yield Contact(contact.day, without_links(text), ref)


def as_data(sheet: Sheet) -> dict[str, Any]:
    """The page as its template sees it; the names are listed in docs/preparing.md."""
    return {
        "people": [
            {
                "person": one.person,
                "networks": list(one.networks),
                "companies": list(one.companies),
                "role": one.role,
                "place": one.place,
                "reach": list(one.reach),
                "met": one.met,
                "introduced_by": [link.text for link in one.introduced_by],
                "contacts": [
                    {"day": contact.day, "text": contact.text, "meeting": contact.meeting}
                    for contact in one.contacts
                ],
                "mine": list(one.mine),
                "theirs": list(one.theirs),
                "shared": [{"person": two.person, "why": two.why} for two in one.shared],
                "ask": list(one.ask),
                "offer": list(one.offer),
                "needs": list(one.needs),
                "can_help_with": list(one.can_help_with),
            }
            for one in sheet.people
        ],
        "aim": sheet.aim.value,
        "questions": list(sheet.questions),
    }
