"""Notes to people."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from vaultkit.model.meeting import Meeting
from vaultkit.model.network import Network
from vaultkit.model.note import Note
from vaultkit.model.person import Person, Reach
from vaultkit.model.problem import Problem
from vaultkit.model.settings import Settings
from vaultkit.model.snooze import Snooze
from vaultkit.rules.dates import read_birthday, read_day
from vaultkit.rules.givennames import read_given
from vaultkit.rules.intervals import read_cadence
from vaultkit.rules.links import stem
from vaultkit.rules.logs import read_log
from vaultkit.rules.meetings import next_meeting
from vaultkit.rules.properties import Fields, one_of
from vaultkit.rules.tasks import read_tasks
from vaultkit.rules.vocabulary import LANGUAGES, NETWORKS, NEVER_WORDS, PERSON_MEANINGS, fold

_PREFIX = re.compile(r"^(?:person|people|contact|kontakt)\s*[-–—]\s+(?=\S)", re.IGNORECASE)
_SNOOZED = re.compile(r"(\w+)\s+(.+?)\s+(?:until|til)\s+(.+)", re.IGNORECASE)


def person_note(note: Note, settings: Settings) -> tuple[Person, Meeting | None, list[Problem]]:
    """The person a note describes, and the meeting it announces."""
    problems: list[Problem] = []
    fields = Fields(note, PERSON_MEANINGS, problems)
    name = _name(fields, note.path)
    never = any(text.casefold() in NEVER_WORDS for text, _ in fields.found("next_contact"))
    log = read_log(note.body, note.body_line)
    person = Person(
        path=note.path,
        name=name,
        aliases=fields.texts("aliases"),
        networks=_networks(fields),
        companies=one_of(fields.links("company")),
        role=one_of(fields.text("role")),
        reach=Reach(
            email=fields.texts("email"),
            phone=fields.texts("phone"),
            linkedin=fields.text("linkedin"),
            messenger=fields.text("messenger"),
            url=fields.text("url"),
            channel=fields.text("channel"),
        ),
        language=LANGUAGES.get(fold(fields.text("language")), ""),
        place=one_of(fields.text("place")),
        groups=one_of(fields.links("groups", split=True)),
        met=fields.text("met"),
        introduced_by=fields.links("introduced_by"),
        last_contact=fields.newest_day("last_contact"),
        cadence=fields.read("cadence", read_cadence, "VK106"),
        tier=_tier(fields),
        next_contact=None if never else fields.day("next_contact"),
        never=never,
        why=fields.text("why"),
        birthday=fields.read("birthday", read_birthday, "VK103"),
        keep_out=fields.truth("keep_out"),
        ask=one_of(fields.texts("ask")),
        offer=fields.texts("offer"),
        needs=fields.texts("needs"),
        can_help_with=fields.texts("can_help_with"),
        thanked=next((day for text, _ in fields.found("thanked") if (day := read_day(text))), None),
        prepared=fields.day_or_yes("prepared"),
        skipped=tuple(_skipped(fields)),
        snoozed=tuple(_snoozed(fields)),
        log=log,
        tasks=read_tasks(note.body, note.body_line),
        given=read_given(note.body, note.body_line, log),
        places=fields.places(),
    )
    return person, next_meeting(fields, name, settings), problems


def _name(fields: Fields, path: str) -> str:
    """The name property, first and last name together, else the file name without `Person - `."""
    given = fields.text("name") or " ".join(
        filter(None, (fields.text("first_name"), fields.text("last_name")))
    )
    return given or _PREFIX.sub("", stem(path))


def _networks(fields: Fields) -> tuple[Network, ...]:
    found: list[Network] = []
    for text, where in fields.found("network"):
        for part in filter(None, re.split(r"[,;]\s*", text)):
            network = NETWORKS.get(fold(part.strip("[]#")))
            if network is None:
                fields.report("VK105", where, value=part)
            elif network not in found:
                found.append(network)
    return _together(tuple(found))


@lru_cache(maxsize=64)
def _together(networks: tuple[Network, ...]) -> tuple[Network, ...]:
    """One object for all who are in the same."""
    return networks


def _skipped(fields: Fields) -> Iterator[tuple[str, date]]:
    """`thank 2026-11-19`: the kind of a follow-up and the day it is about."""
    for text, found in fields.found("skipped"):
        kind, _, rest = text.partition(" ")
        day = read_day(rest)
        if day is None:
            fields.report("VK103", found, value=text)
        else:
            yield kind.casefold(), day


def _snoozed(fields: Fields) -> Iterator[Snooze]:
    """`thank 2026-11-19 until 2026-12-01`: a follow-up as in `skipped`, and its new day."""
    for text, found in fields.found("snoozed"):
        said = _SNOOZED.fullmatch(text)
        day, until = (read_day(said[2]), read_day(said[3])) if said else (None, None)
        if said is None or day is None or until is None:
            fields.report("VK103", found, value=text)
        else:
            yield Snooze(said[1].casefold(), day, until)


def _tier(fields: Fields) -> str:
    """`A` to `D`. Other words under `category` are the owner's own and no problem."""
    for text, _ in fields.found("tier"):
        if text.upper() in ("A", "B", "C", "D"):
            return text.upper()
    return ""
