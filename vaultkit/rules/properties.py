"""A note's properties by meaning: as text, day, link and so on, or as a problem."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from vaultkit.model.link import Link
from vaultkit.model.note import Note, Place, Value
from vaultkit.model.problem import Problem
from vaultkit.rules import codes
from vaultkit.rules.dates import read_day
from vaultkit.rules.links import WIKILINK, read_link, read_links
from vaultkit.rules.vocabulary import NO_WORDS, YES_WORDS, fold

T = TypeVar("T")

_BETWEEN = re.compile(r"[,;]|\s(?:og|and|&)\s")
_MOST_INLINE = 1000
"""So many inline fields of one note are looked at."""
_MOST_VALUES = 500
"""So many values of one property."""
_MOST_PROBLEMS = 50
"""So many problems of one note are named; who mends them sees the others next."""

_INLINE = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?([^\W\d_][\w .-]{0,38}?)(?:\*\*|__)?::[ \t]{0,20}(\S.*)$"
    r"|[\[(]([^\W\d_][\w .-]{0,38}?)::((?:\[\[[^\[\]\n]{1,300}\]\]|[^\[\]()\n]){1,300})[\])]",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One property that carries a meaning."""

    key: str
    """As the note spells it; dotted where it is nested."""
    text: Value
    """The value with scalars as written."""
    place: Place
    in_body: bool = False
    """An inline field of the Dataview plugin (`Firma:: Equinor`)."""


_EMPTY = frozenset(("", "~", "null", "Null", "NULL"))


class Fields:
    """The properties of one note that mean something, each read as the type its meaning has.

    Every method returns the empty value of its type where nothing is written. What cannot be understood
    becomes a problem in `problems`, with the place of the value.
    """

    def __init__(self, note: Note, meanings: Mapping[str, str], problems: list[Problem]) -> None:
        self.note = note
        self.problems = problems
        self._found: dict[str, list[Found]] = {}
        self._reported: set[tuple[str, Place, str]] = set()
        for key, text in note.texts.items():
            self._sort_in(key, text, note.places.get(key, Place(1, 1)), meanings)
        if "::" in note.body:
            self._inline(meanings)

    def _sort_in(self, key: str, text: Value, place: Place, meanings: Mapping[str, str]) -> None:
        meaning = meanings.get(fold(key))
        if isinstance(text, dict) and not _is_placeholder(text) and meaning in (None, "name"):
            for inner, value in text.items():
                if (nested := meanings.get(fold(inner))) is not None:
                    self._found.setdefault(nested, []).append(Found(f"{key}.{inner}", value, place))
        elif meaning is not None:
            self._found.setdefault(meaning, []).append(Found(key, text, place))

    def _inline(self, meanings: Mapping[str, str]) -> None:
        body = self.note.body
        written = set(self._found)
        line, counted = self.note.body_line, 0
        for match in islice(_INLINE.finditer(body), _MOST_INLINE):
            key, value = match[1] or match[3], match[2] or match[4]
            text = value.strip()
            meaning = meanings.get(fold(key))
            if not text or meaning is None or meaning in written:
                continue
            start = match.start(2 if match[2] else 4) + len(value) - len(value.lstrip())
            line, counted = line + body.count("\n", counted, start), start
            place = Place(line, start - body.rfind("\n", 0, start))
            self._found.setdefault(meaning, []).append(Found(key, text, place, in_body=True))

    def has(self, meaning: str) -> bool:
        """Whether the property is there and not empty."""
        return any(True for _ in self._values(meaning, quiet=True))

    def line(self, meaning: str) -> int:
        """1-based line of the first property with this meaning; 1 when there is none."""
        found = self._found.get(meaning)
        return found[0].place.line if found else 1

    def places(self) -> Mapping[str, int]:
        """Line of each meaning that is used."""
        return _places(tuple((meaning, found[0].place.line) for meaning, found in self._found.items()))

    def texts(self, meaning: str) -> tuple[str, ...]:
        """Every value as a reader sees it: links by their text, lists flattened, doubles once."""
        if meaning not in self._found:
            return ()
        return tuple(dict.fromkeys(_shown(text) for text, _ in self._values(meaning)))

    def text(self, meaning: str) -> str:
        """All values in one line, joined by commas."""
        return ", ".join(self.texts(meaning))

    def links(self, meaning: str, *, split: bool = False) -> tuple[Link, ...]:
        """Every value as a link; plain text becomes a link to nothing.

        `split`: commas separate plain names.
        """
        if meaning not in self._found:
            return ()
        links: list[Link] = []
        for text, _ in self._values(meaning):
            found = read_links(text)
            if found:
                links += found
            elif split:
                links += [Link(part.strip()) for part in _BETWEEN.split(text) if part.strip()]
            else:
                links.append(Link(" ".join(text.split())))
        return tuple(dict.fromkeys(links))

    def spelled(self, meaning: str) -> Found | None:
        """The property that counts for a meaning: the first that is not empty, else the first."""
        return next((found for _, found in self._values(meaning, quiet=True)), None) or next(
            iter(self._found.get(meaning, ())), None
        )

    def read(self, meaning: str, reader: Callable[[str], T | None], code: str) -> T | None:
        """The first value that `reader` understands; a problem with `code` for each that it does not."""
        if meaning not in self._found:
            return None
        result: T | None = None
        for text, found in self._values(meaning):
            value = reader(text)
            if value is None:
                self.report(code, found, value=text)
            elif result is None:
                result = value
        return result

    def day(self, meaning: str) -> date | None:
        """A day; a time of day behind it is left out."""
        return self.read(meaning, read_day, "VK103")

    def newest_day(self, meaning: str) -> date | None:
        """The newest of all days that are written."""
        days: list[date] = []
        for text, found in self._values(meaning):
            day = read_day(text)
            if day is None:
                self.report("VK103", found, value=text)
            else:
                days.append(day)
        return max(days, default=None)

    def day_or_yes(self, meaning: str) -> date | bool:
        """The day on which something was done, or whether it was; a problem for anything else."""
        for text, found in self._values(meaning):
            if text.casefold() in YES_WORDS:
                return True
            if text.casefold() in NO_WORDS:
                return False
            day = read_day(text)
            if day is not None:
                return day
            self.report("VK103", found, value=text)
        return False

    def truth(self, meaning: str) -> bool:
        """A checkbox. Whatever is written counts as yes, unless it is a word for no."""
        return any(text.casefold() not in NO_WORDS for text, _ in self._values(meaning))

    def found(self, meaning: str) -> Iterator[tuple[str, Found]]:
        """Each value of the meaning, and where it is from."""
        return self._values(meaning)

    def report(self, code: str, found: Found, **facts: codes.Fact) -> None:
        """Add a problem at the place of a property."""
        source = self._source(found)
        place = found.place
        key = (code, place, str(facts))
        if key in self._reported or len(self._reported) >= _MOST_PROBLEMS:
            return
        self._reported.add(key)
        made = codes.problem(code, self.note.path, place.line, place.column, source, **facts)
        self.problems.append(made)

    def _source(self, found: Found) -> str:
        """The line of the note, as far as it is known: key and one-line value."""
        if isinstance(found.text, list):
            link = _unquoted_link(found.text)
            return f"{found.key}: {link}" if _is_link_alone(found.text) else ""
        if found.in_body or isinstance(found.text, dict) or not found.key or "." in found.key:
            return ""
        return f"{found.key}: ".ljust(found.place.column - 1) + str(found.text).split("\n")[0]

    def _values(self, meaning: str, *, quiet: bool = False) -> Iterator[tuple[str, Found]]:
        for found in self._found.get(meaning, ()):
            if isinstance(found.text, str) and not _is_placeholder(found.text):  # nearly all
                if (text := found.text.strip()) not in _EMPTY:
                    yield text, found
                continue
            items = found.text[:_MOST_VALUES] if isinstance(found.text, list) else [found.text]
            for index, item in enumerate(items):
                where = found
                if isinstance(found.text, list) and not _is_link_alone(found.text):
                    place = self.note.places.get(f"{found.key}.{index}", found.place)
                    where = Found(found.key, found.text, place)
                if _is_placeholder(item):
                    if not quiet:
                        self.report("VK110", where, value=_placeholder_text(item))
                    continue
                text = item if isinstance(item, str) else _unquoted_link(item)
                if text and not isinstance(item, str) and not quiet:
                    self.report("VK104", where, value=text)
                if text.strip() not in _EMPTY:
                    yield text.strip(), where


def _is_link_alone(value: list[Value]) -> bool:
    """`[[Kari]]` without quotes as the whole value, and not as an item of a list."""
    inner = value[0] if len(value) == 1 else None
    return isinstance(inner, list) and bool(inner) and all(isinstance(part, str) for part in inner)


def _is_placeholder(value: Value) -> bool:
    """`{{date}}`, quoted or not, and Templater's `<% … %>`."""
    if isinstance(value, dict):
        return len(value) == 1 and next(iter(value)).startswith("{")
    return isinstance(value, str) and ("{{" in value or "<%" in value)


def _placeholder_text(value: Value) -> str:
    return "{{…}}" if isinstance(value, dict) else str(value)


def one_of(said: T) -> T:
    """One object for all notes that say the same: in thousands of them roles, towns and employers repeat.

    `said` is text, or a tuple that holds one kind of thing.
    """
    same: T = _one_of(said)
    return same


@lru_cache(maxsize=4096, typed=True)
def _one_of(said: Hashable) -> Any:
    return said


@lru_cache(maxsize=4096)
def _places(lines: tuple[tuple[str, int], ...]) -> Mapping[str, int]:
    """One object for all notes that were made from one template."""
    return dict(lines)


def _unquoted_link(value: Value) -> str:
    """`[[Kari]]` without quotes is a list in a list for YAML; empty for anything else that is not text."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = ", ".join(str(part) for part in value)
    return f"[[{value}]]" if isinstance(value, str) and value else ""


def _shown(text: str) -> str:
    """The text with each wikilink replaced by what a reader sees, in one line."""
    return " ".join(WIKILINK.sub(lambda m: read_link(m[1]).text, text).split())
