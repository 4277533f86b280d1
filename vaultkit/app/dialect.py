"""What a vault calls a property that a note does not have yet."""

from collections import Counter
from collections.abc import Iterable, Mapping

from vaultkit.app.survey import Survey
from vaultkit.errors import UnsafePathError
from vaultkit.model.note import Note
from vaultkit.rules.properties import Fields
from vaultkit.rules.vocabulary import (
    MEETING,
    MEETING_MEANINGS,
    NORWEGIAN,
    NORWEGIAN_SPELLINGS,
    PERSON,
    PERSON_MEANINGS,
    fold,
)
from vaultkit.store.notefile import read_bytes

_MOST_NOTES = 300
"""So many notes are asked, the first by path."""
_EVERYWHERE = frozenset(("aliases", "email", "linkedin", "messenger", "url", "start", "status"))
"""Meanings that are called the same in both languages, and tell nothing of a vault's."""


class Dialect:
    """What a vault calls things, asked of its notes once for each property."""

    def __init__(self, seen: Survey) -> None:
        self._seen = seen
        self._known: dict[tuple[str, bool], str] = {}

    def spelling(self, meaning: str, *, of_person: bool) -> str:
        """The key for one property; as `spellings`."""
        which = (meaning, of_person)
        if which not in self._known:
            self._known[which] = spelling(self._seen, meaning, of_person=of_person)
        return self._known[which]


def spelling(seen: Survey, meaning: str, *, of_person: bool) -> str:
    """The key for one property; as `spellings`."""
    return spellings(seen, (meaning,), of_person=of_person)[meaning]


def spellings(seen: Survey, meanings: Iterable[str], *, of_person: bool) -> dict[str, str]:
    """For each meaning the key that most notes of the vault use; else one in the language of their keys.

    `of_person`: whether the properties are for a person's note, else for a meeting's. Where such notes do not
    tell, those of the other kind do, and then the vault's language. Two machines with the same notes and
    settings choose the same.
    """
    wanted = list(meanings)
    if not wanted:
        return {}
    known = PERSON_MEANINGS if of_person else MEETING_MEANINGS
    notes = _notes(seen, of_person=of_person)
    used = _used(notes, wanted, known)
    norwegian = _leaning(notes, known)
    if not norwegian:
        other = MEETING_MEANINGS if of_person else PERSON_MEANINGS
        norwegian = _leaning(_notes(seen, of_person=not of_person), other)
    if not norwegian:
        norwegian = -1 if seen.vault.settings.language == "en" else 1
    table = PERSON if of_person else MEETING
    usual = {meaning: _usual(table[meaning], meaning, norwegian=norwegian > 0) for meaning in wanted}
    return {meaning: used.get(meaning, usual[meaning]) for meaning in wanted}


def _notes(seen: Survey, *, of_person: bool) -> list[Note]:
    overview = seen.reading.overview
    paths = {one.path for one in overview.people if of_person}
    paths |= {one.path for one in overview.meetings if one.own_note and not of_person}
    found: list[Note] = []
    for path in sorted(paths)[:_MOST_NOTES]:
        try:
            found.append(read_bytes(path, seen.vault.folder.read(path)[0]))
        except (OSError, UnsafePathError):
            continue
    return found


def _used(notes: Iterable[Note], wanted: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """The key that most notes use for a meaning, the first by name of several."""
    counted: dict[str, Counter[str]] = {meaning: Counter() for meaning in wanted}
    for note in notes:
        fields = Fields(note, known, [])
        for meaning, keys in counted.items():
            found = fields.spelled(meaning)
            if found is not None and not found.in_body and found.key in note.properties:
                keys[found.key] += 1
    return {
        meaning: min(keys, key=lambda key: (-keys[key], key)) for meaning, keys in counted.items() if keys
    }


def _leaning(notes: Iterable[Note], known: Mapping[str, str]) -> int:
    """How many more keys are Norwegian than English; 0 where they do not tell."""
    more = 0
    for note in notes:
        for key in note.properties:
            folded = fold(key)
            if folded in NORWEGIAN_SPELLINGS:
                more += 1
            elif folded in known and known[folded] not in _EVERYWHERE:
                more -= 1
    return more


def _usual(spelled: tuple[str, ...], meaning: str, *, norwegian: bool) -> str:
    if not norwegian or meaning in _EVERYWHERE:
        return spelled[0]
    native = (word for word in spelled if fold(word) in NORWEGIAN_SPELLINGS)
    return NORWEGIAN.get(meaning) or next(native, spelled[0])
