"""What a letter to somebody may say: the facts of the notes, as its template sees them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter
from typing import Any

from vaultkit.model.draft import Purpose
from vaultkit.model.meeting import Occurrence
from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.drafts.purpose import answered_by
from vaultkit.rules.drafts.wording import first_name, inside, met_in, promised_to, questions
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.promised import promises
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.thanked import is_thanked
from vaultkit.rules.introducers import introducers, meant_by
from vaultkit.rules.pages.waking import past_shared_with_others

_MOST = 3
"""So many things at most are asked for, offered or promised in one letter."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a letter goes to and what it is for."""

    now: Situation
    people: People
    purpose: Purpose
    language: str
    """Of the letter: `nb`, `nn` or `en`."""
    to: str = ""
    """Whom to be introduced to; empty: to somebody."""


def facts_for(subject: Subject) -> Mapping[str, Any]:
    """Every name that a template may use, with an empty value where the notes do not tell.

    Texts, lists of texts, days, whole numbers, and mappings of these: docs/how-to/replace-a-draft.md.
    """
    now, written = subject.now, subject.now.settings.language
    person, last = now.person, now.last_contact
    met = met_in(person.met)
    meeting = _thanked_for(now) if subject.purpose is Purpose.THANKS else None
    introduction = _introduction(subject) if subject.purpose is Purpose.REPORT_BACK else None
    by = introducers(person, now.overview)
    talked = last.day if last and not meeting and now.today - last.day <= _recently(subject) else None
    return {
        "purpose": subject.purpose.value,
        "me": now.settings.name,
        "name": person.name,
        "first_name": first_name(person.name, person.aliases),
        "company": person.companies[0].text if person.companies else "",
        "role": person.role,
        "place": person.place,
        "introducer": now.overview.names[by[0]] if by else "",
        "met_at": met.at,
        "met_from": met.origin,
        "shared": _shared(subject),
        "last": last.day if last else None,
        "months": (now.today - last.day).days // 30 if last else 0,
        "talked": talked,
        "meeting": {"day": meeting.last_day, "where": meeting.meeting.where} if meeting else None,
        "topic": inside(meeting.meeting.topic if meeting else introduction["topic"] if introduction else ""),
        "promised": promised_to(person.name, _promised(now, meeting), written)[:_MOST] if meeting else [],
        "given": _given(now, meeting)[:_MOST] if meeting else [],
        "introduced": introduction,
        "ask": questions(person.ask, written)[:_MOST],
        "offer": [inside(text) for text in person.offer][:_MOST],
        "to": subject.to,
    }


def beside(subject: Subject, facts: Mapping[str, Any]) -> Iterator[Phrase]:
    """What the notes say and the letter does not, and what would make it better."""
    person = subject.now.person
    if person.met and not facts["met_at"] and not facts["met_from"]:
        yield phrase("how you met: {text}", text=person.met)
    newest = max(person.log, key=lambda line: line.day, default=None)
    if newest is not None and newest.text:
        yield phrase("log {day}: “{text}”", day=newest.day, text=newest.text)
    notes_in = subject.now.settings.language
    taken = any(facts[name] for name in ("topic", "promised", "ask", "offer", "met_at", "met_from"))
    if taken and (notes_in == "en") != (subject.language == "en"):
        yield phrase("what was taken from your notes is still in their language")
    if subject.purpose in (Purpose.ASK, Purpose.INTRO, Purpose.REPLY) and not person.ask:
        yield phrase("the note does not say what you want to learn: add a line {line}", line=phrase("ask: …"))
    if subject.purpose in (Purpose.ASK, Purpose.INTRO) and not person.offer:
        yield phrase("the note does not say what you can offer: add a line {line}", line=phrase("offer: …"))


def _recently(subject: Subject) -> timedelta:
    """For so long a talk is thanked for, and a question is told of by its day."""
    return timedelta(days=subject.now.settings.thank_days if subject.purpose is Purpose.THANKS else 30)


def _thanked_for(now: Situation) -> Occurrence | None:
    """The newest meeting for which thanks are owed; else the newest of all, unless a talk is newer."""
    held = [one for one in now.past if not one.meeting.rrule]
    owed = [one for one in held if not is_thanked(one, now)]
    if not owed and held and now.last_contact and held[0].last_day < now.last_contact.day:
        return None
    within = timedelta(days=now.settings.thank_days)
    return next((one for one in (*owed, *held) if now.today - one.last_day <= within), None)


def _promised(now: Situation, held: Occurrence) -> list[str]:
    """What I promised the person in a meeting, and have not kept."""
    return [
        one.what
        for one in promises(now)
        if one.meeting is not None
        and one.meeting.path == held.meeting.path
        and one.task.is_open
        and not one.is_theirs
    ]


def _given(now: Situation, held: Occurrence) -> list[str]:
    """The names that the person gave in a meeting."""
    alone, path = len(held.meeting.attendees) == 1, now.person.path
    return [
        given.who.text
        for given in held.meeting.given
        if (given.via is None and alone)
        or (given.via is not None and meant_by(given.via, held.meeting.path, now.overview) == path)
    ]


def _introduction(subject: Subject) -> dict[str, Any] | None:
    """Whom they introduced and I have met: what is to be told; else whoever I was in touch with last."""
    now = subject.now
    owed = answered_by(Purpose.REPORT_BACK, now)
    others = (subject.people.at(one.path) for one in now.introduced if owed is None or one.path == owed.about)
    met = [(last.day, other.person.path, other) for other in others if (last := other.last_contact)]
    if not met:
        return None
    day, _, other = max(met, key=itemgetter(0, 1))
    held = other.past[0] if other.past and other.past[0].last_day == day else None
    return {"name": other.person.name, "day": day, "topic": held.meeting.topic if held else ""}


def _shared(subject: Subject) -> list[str]:
    """A club, else for the historical a workplace, that others share too."""
    person = subject.now.person
    if person.groups:
        return [person.groups[0].text]
    if Network.HISTORICAL not in person.networks:
        return []
    return past_shared_with_others(subject.now, subject.people)[:1]
