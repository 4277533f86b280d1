"""`new`: a note from its template, complete at once, and never in the place of another."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from vaultkit.app.changing import Changed, change_notes
from vaultkit.app.dialect import spelling, spellings
from vaultkit.app.opening import OpenVault
from vaultkit.app.survey import Survey
from vaultkit.app.templating import find_template
from vaultkit.app.writing import NoteEdit
from vaultkit.errors import BadNameError, ExistsError
from vaultkit.model.phrase import Phrase, marked, phrase, spoken
from vaultkit.model.ref import Ref
from vaultkit.rules.filenames import file_name
from vaultkit.rules.links import name_key, stem
from vaultkit.rules.markdown import clean, property_link
from vaultkit.rules.prep.place import MARKS
from vaultkit.store.splice import Settable, set_property
from vaultkit.store.templates import Makes, Markdown, plain_data

PEOPLE, MEETINGS = marked("People"), marked("Meetings")
"""The folders of a vault that has none yet."""


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """What a meeting note is made of."""

    start: date
    """A day, or a `datetime` on the owner's clock."""
    people: tuple[Ref, ...]
    what: str = ""
    where: str = ""
    minutes: int | None = None
    properties: Mapping[str, Settable] = field(default_factory=dict)


def new_person(
    seen: Survey,
    name: str,
    properties: Mapping[str, Settable],
    *,
    introduced_by: Ref | None = None,
    write: bool = True,
) -> Changed:
    """A person's note. `properties` by meaning; empty ones are left out.

    Raises ExistsError, BadNameError, TemplateError.
    """
    ref, edit = person_note(seen, name, properties, introduced_by=introduced_by)
    return change_notes(seen, f"new person {ref.name}", [edit], ((ref, ()),), write=write)


def person_note(
    seen: Survey,
    name: str,
    properties: Mapping[str, Settable],
    *,
    introduced_by: Ref | None = None,
    source: Phrase | None = None,
) -> tuple[Ref, NoteEdit]:
    """A person's note, still to be made. `source`: where the name was given. Raises as `new_person`."""
    name = _tidy(name).removesuffix(".md")
    wanted = file_name(name)
    if not wanted or "{{" in name or "<%" in name:
        raise BadNameError(name)
    same = next((one for one in seen.people if name_key(one.person.name) == name_key(name)), None)
    if same is not None:
        raise ExistsError(same.person.path)
    path = f"{_people_folder(seen)}{wanted}.md"
    filled = {meaning: value for meaning, value in properties.items() if value}
    keys = spellings(seen, filled, of_person=True)
    given: dict[str, Settable] = {keys[meaning]: value for meaning, value in filled.items()}
    if introduced_by is not None:
        key = spelling(seen, "introduced_by", of_person=True)
        given[key] = property_link(introduced_by, seen.reading.overview.links)
    if wanted != name:
        given = {"aliases": [name], **given}
    ref = Ref(path, name)
    return ref, _note(seen, "person", ref, given, {"name": name, "source": source or ""})


def new_meeting(seen: Survey, meeting: NewMeeting, *, command: str = "", write: bool = True) -> Changed:
    """A meeting note. Raises ExistsError, BadNameError, TemplateError."""
    day = meeting.start.date() if isinstance(meeting.start, datetime) else meeting.start
    title = meeting.what or seen.words.say(
        phrase("Meeting with {people}", people=meeting.people) if meeting.people else phrase("Meeting")
    )
    title = _tidy(title)
    wanted = file_name(f"{day.isoformat()} {title}")
    if not file_name(title) or "{{" in title or "<%" in title:
        raise BadNameError(title)
    path = f"{_meeting_folder(seen)}{wanted}.md"
    links = seen.reading.overview.links
    timed = isinstance(meeting.start, datetime)
    found: dict[str, Settable] = {
        "start" if timed else "date": meeting.start,
        "duration": meeting.minutes,
        "people": [property_link(ref, links) for ref in meeting.people],
        "where": meeting.where or None,
        "title": title if wanted != f"{day.isoformat()} {title}" else None,
    }
    filled = {meaning: value for meaning, value in found.items() if value is not None}
    keys = spellings(seen, filled, of_person=False)
    given = {keys[meaning]: value for meaning, value in filled.items()}
    said = {
        "title": title,
        "date": day.isoformat(),
        "people": [ref.name for ref in meeting.people],
        "prep": Markdown(MARKS),
    }
    ref, made = Ref(path, stem(path)), command or f"new meeting {title}"
    told = (phrase("{day}", day=spoken(meeting.start)),)
    edit = _note(seen, "meeting", ref, given, said)
    return change_notes(seen, made, [edit], ((ref, told),), write=write)


def _tidy(name: str) -> str:
    """A name as it was meant: one line, composed, and no link."""
    return clean(unicodedata.normalize("NFC", name).replace("[[", "").replace("]]", ""))


def _note(
    seen: Survey, kind: str, ref: Ref, properties: Mapping[str, Settable], said: Mapping[str, object]
) -> NoteEdit:
    """The note, whole, where nothing is. Raises ExistsError."""
    folder = seen.vault.folder
    folder.require_inside(ref.path)
    if is_taken(seen.vault, ref.path):
        raise ExistsError(ref.path)
    data = _filled(seen, kind, {"title": stem(ref.path), "date": seen.today.isoformat(), **said})
    for key, value in properties.items():
        data = set_property(data, key, value)

    def make(held: bytes | None) -> bytes:
        if held is not None:
            raise ExistsError(ref.path)
        return data

    return NoteEdit(ref.path, make)


def is_taken(vault: OpenVault, path: str) -> bool:
    """Whether a note of that name is there, in any case and composition, or offloaded to the cloud."""
    place = vault.root / path
    if not place.parent.is_dir():
        return False
    # iCloud leaves `.NAME.icloud` in the place of a file that is offloaded.
    taken = {name_key(place.name), name_key(f".{place.name}.icloud")}
    return any(name_key(entry.name) in taken for entry in place.parent.iterdir())


def _filled(seen: Survey, kind: str, data: Mapping[str, object]) -> bytes:
    """The template's text. Raises TemplateError."""
    plain = plain_data(data, seen.words, seen.reading.overview.links)
    own = (f"{seen.vault.settings.language}/notes/{kind}.md", f"notes/{kind}.md")
    made = find_template(seen.vault, own, "notes", kind).fill(plain, seen.words, Makes.NOTE)
    return (made + "\n").encode()


def _people_folder(seen: Survey) -> str:
    """With a slash behind it; empty where most people lie beside each other at the top of the vault."""
    paths = [one.person.path for one in seen.people]
    return _folder(seen, paths, seen.words.gettext(PEOPLE), seen.vault.settings.people_folders)


def _meeting_folder(seen: Survey) -> str:
    paths = [one.path for one in seen.reading.overview.meetings if one.own_note]
    return _folder(seen, paths, seen.words.gettext(MEETINGS), seen.vault.settings.meeting_folders)


def _folder(seen: Survey, paths: Sequence[str], usual: str, chosen: Sequence[str]) -> str:
    """Where most such notes lie; else a folder for them that is there; else one of the vault's language.

    `chosen`: the names or paths of such folders; what the owner has set goes before what is `usual`.
    """
    if paths:
        folders = Counter(path.rpartition("/")[0] for path in paths)
        most = min(folders, key=lambda folder: (-folders[folder], folder))
        return f"{most}/" if most else ""
    wanted = [name_key(name) for name in (*([usual] if usual in chosen else []), *chosen)]
    held = {name_key(entry.name): entry.name for entry in seen.vault.root.iterdir() if entry.is_dir()}
    there = next((held[name] for name in wanted if name in held), None)
    return f"{there or (usual if usual in chosen or not chosen else chosen[0])}/"
