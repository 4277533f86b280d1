"""Which notes are people, which are meetings, and which never count.

PRODUCT: "A person note is one that says so", or that lies in a people folder.
"""

import re
from collections.abc import Iterable

from vaultkit.model.note import Note, Value
from vaultkit.model.settings import Settings
from vaultkit.rules.links import WIKILINK, read_link, stem
from vaultkit.rules.vocabulary import MEETING_WORDS, OTHER_WORDS, PERSON, PERSON_WORDS, fold

# What stands before it is looked at behind the `#`, so that the search begins with one certain character.
_BODY_TAG = re.compile(r"#(?<!\S#)(person|people|contact)(?:/[\w/-]*)?(?![\w/-])", re.IGNORECASE)
_CODE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_NETWORK_KEYS = frozenset(fold(spelling) for spelling in PERSON["network"])
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_person(note: Note, settings: Settings) -> bool:
    """Whether the note describes a person."""
    said = _words(note, "type")
    if said & PERSON_WORDS:
        return True
    if said & MEETING_WORDS:
        return False
    if _tags(note) & PERSON_WORDS or _words(note, "categories") & PERSON_WORDS:
        return True
    if any(fold(key) in _NETWORK_KEYS for key in note.properties):
        return True
    if _is_said_to_be(note, MEETING_WORDS) or said & OTHER_WORDS:
        return False
    if in_folder(note.path, settings.people_folders):
        return True
    return "#" in note.body and not _DATED.match(stem(note.path)) and _has_body_tag(note.body)


def is_meeting(note: Note, settings: Settings) -> bool:
    """Whether the note describes a meeting; asked of notes that are no person."""
    return _is_said_to_be(note, MEETING_WORDS) or in_folder(note.path, settings.meeting_folders)


def is_said_to_be_a_meeting(note: Note) -> bool:
    """Whether the note itself says so, and not only its folder."""
    return _is_said_to_be(note, MEETING_WORDS)


def in_folder(path: str, folders: Iterable[str]) -> bool:
    """Whether a path lies below one of the folders, given by name or by path in the vault."""
    parts = [part.casefold() for part in path.split("/")[:-1]]
    for folder in folders:
        wanted = [part.casefold() for part in folder.strip("/").split("/")]
        if (len(wanted) == 1 and wanted[0] in parts) or wanted == parts[: len(wanted)]:
            return True
    return False


def _has_body_tag(body: str) -> bool:
    """Whether a tag for a person stands in the text, outside code."""
    return bool(_BODY_TAG.search(body)) and bool(_BODY_TAG.search(_CODE.sub("", body)))


def _is_said_to_be(note: Note, words: frozenset[str]) -> bool:
    return bool((_words(note, "type") | _words(note, "categories") | _tags(note)) & words)


def _words(note: Note, key: str) -> set[str]:
    """The words of a property, links by their name, folded."""
    for name, value in note.properties.items():
        if name.casefold() == key:
            return {_bare(text) for text in _flat(value)}
    return set()


def _tags(note: Note) -> set[str]:
    """The tags in the frontmatter, the first part of nested ones; a text is one tag, as in Obsidian."""
    value = next((v for name, v in note.properties.items() if name.casefold() == "tags"), None)
    return {text.lstrip("#").split("/")[0].casefold() for text in _flat(value)} | {
        text.lstrip("#").split("/")[-1].casefold()
        for text in _flat(value)
        if text.casefold().startswith("type/")
    }


def _bare(text: str) -> str:
    link = WIKILINK.fullmatch(text.strip())
    return (read_link(link[1]).target.rsplit("/", 1)[-1] if link else text.strip()).casefold()


def _flat(value: Value) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _flat(item)]
    return [value] if isinstance(value, str) and value.strip() else []
