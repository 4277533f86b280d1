"""`new given`: notes for people whose names were given and who have none yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vaultkit.app.changing import Changed, change_notes
from vaultkit.app.creating import person_note
from vaultkit.app.dialect import spelling
from vaultkit.app.survey import Survey
from vaultkit.app.writing import NoteEdit
from vaultkit.errors import UnknownPersonError
from vaultkit.model.given import Given
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.introducers import meant_by
from vaultkit.rules.links import name_key
from vaultkit.rules.names import folded
from vaultkit.rules.vocabulary import NORWEGIAN_NETWORKS, NORWEGIAN_SPELLINGS, fold


@dataclass(frozen=True, slots=True)
class NameGiven:
    """Somebody without a note, and who gave the name where."""

    name: str
    by: Ref | None
    """Whoever gave it; None where several came and no `via Kari` stands behind the name."""
    where: Ref
    """The meeting's note, or the note of the person whose log tells of it."""
    day: date
    line: int
    """1-based line of the note."""
    own_note: bool
    """Whether `where` is a meeting."""


def names_given(seen: Survey) -> list[NameGiven]:
    """Every name that was given and that no note is about, the newest first, each once."""
    overview = seen.reading.overview
    known = {name_key(name) for one in overview.people for name in (one.name, *one.aliases)}
    found: dict[str, NameGiven] = {}
    for one in sorted(_all(overview), key=lambda one: (-one.day.toordinal(), one.where.path, one.line)):
        if name_key(one.name) not in known:
            found.setdefault(name_key(one.name), one)
    return list(found.values())


def _all(overview: Overview) -> Iterator[NameGiven]:
    """Every name that was given and leads to no note."""
    for meeting in overview.meetings:
        ref = Ref(meeting.path, meeting.title)
        for given in _without_a_note(meeting.given, meeting.path, overview):
            by = _by(given, meeting.path, meeting.attendees, overview)
            yield NameGiven(_name(given), by, ref, meeting.day, given.line, own_note=True)
    for person in overview.people:
        ref = Ref(person.path, person.name)
        for given in _without_a_note(person.given, person.path, overview):
            by = _by(given, person.path, (person.path,), overview)
            yield NameGiven(_name(given), by, ref, given.day or date.min, given.line, own_note=False)


def _without_a_note(named: Iterable[Given], source: str, overview: Overview) -> Iterator[Given]:
    links = overview.links
    return (one for one in named if one.who.target and links.resolve(one.who.target, source) is None)


def _name(given: Given) -> str:
    """The name as the note would have it: `[[Ola Dunk|Ola]]` is about Ola Dunk."""
    return given.who.target.rsplit("/", 1)[-1]


def _by(given: Given, source: str, came: Sequence[str], overview: Overview) -> Ref | None:
    path = meant_by(given.via, source, overview) if given.via else came[0] if len(came) == 1 else None
    if path is None and given.via is not None and not given.via.target:
        # `via Kari`: by the first name alone, among those who came.
        called = [
            one for one in came if folded(overview.names[one]).split()[:1] == folded(given.via.text).split()
        ]
        path = called[0] if len(called) == 1 else None
    return Ref(path, overview.names[path]) if path else None


def new_given(seen: Survey, names: Sequence[str], *, network: str = "", write: bool = True) -> Changed:
    """A note for each of the names, all in one action. No names: for all.

    `network`: as typed; empty: professional. Raises VaultkitError.
    """
    waiting = names_given(seen)
    chosen = [_the_one(name, waiting) for name in names] if names else waiting
    key = spelling(seen, "network", of_person=True)
    professional = Network.PROFESSIONAL
    usual = NORWEGIAN_NETWORKS[professional] if fold(key) in NORWEGIAN_SPELLINGS else professional.value
    edits: list[NoteEdit] = []
    said: list[tuple[Ref, tuple[Phrase, ...]]] = []
    for one in chosen:
        source = where_given(one)
        ref, edit = person_note(
            seen, one.name, {"network": network or usual}, introduced_by=one.by, source=source
        )
        edits.append(edit)
        said.append((ref, (source,)))
    command = f"new given {', '.join(one.name for one in chosen)}"
    return change_notes(seen, command, edits, tuple(said), write=write)


def where_given(one: NameGiven) -> Phrase:
    """Where a name was given, for the note and for the terminal."""
    if one.own_note:
        return phrase("Named in {meeting}", meeting=one.where)
    return phrase("Named by {person} on {day}", person=one.where, day=one.day)


def _the_one(typed: str, waiting: Sequence[NameGiven]) -> NameGiven:
    exact = [one for one in waiting if folded(one.name) == folded(typed)]
    found = exact or [one for one in waiting if {*folded(typed).split()} <= {*folded(one.name).split()}]
    if len(found) != 1:
        raise UnknownPersonError(typed, [one.name for one in (found or waiting)[:3]])
    return found[0]
