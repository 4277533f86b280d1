"""Names that were given: `→ [[Ola Dunk]]` or `-> [[Ola Dunk]]`, and behind it perhaps `via Kari`."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from vaultkit.model.given import Given
from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.rules.links import read_link
from vaultkit.rules.region import own_lines

_GIVEN = re.compile(r"(?:→|(?<!-)->)[ \t]*((?:\[\[[^\[\]\n]+\]\](?:[ \t]*(?:,|og|and|&)[ \t]*)?)+)(.*)")
_LINK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_VIA = re.compile(
    r"[ \t,(]*(?:via|fra|frå|from)[ \t]+(?:\[\[([^\[\]\n]+)\]\]|([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,3}))"
)
_MOST = 100
"""So many names of one note are read."""


def read_given(body: str, first_line: int, log: tuple[LogLine, ...] | None = None) -> tuple[Given, ...]:
    """The names that were given, in the order of the note. `first_line`: 1-based line where `body` begins.

    `log`: of a person's note, in which only the lines of the log count; None for a meeting's note.
    """
    if "[[" not in body or ("→" not in body and "->" not in body):
        return ()
    days = None if log is None else {line.line: line.day for line in log}
    found: list[Given] = []
    for number, line in own_lines(body):
        at = first_line + number
        if days is None or at in days:
            found += _in_line(line, at, days)
    return tuple(found[:_MOST])


def _in_line(line: str, number: int, days: dict[int, date] | None) -> Iterator[Given]:
    for arrow in _GIVEN.finditer(line):
        via = _VIA.match(arrow[2])
        by = (read_link(via[1]) if via[1] else Link(_named(via[2]))) if via else None
        for link in _LINK.finditer(arrow[1]):
            yield Given(read_link(link[1]), number, days[number] if days else None, by)


def _named(words: str) -> str:
    """The name at the beginning: `Kari Nordmann who knows him` names Kari Nordmann."""
    first, *rest = words.split(" ")
    return " ".join((first, *takewhile(lambda word: word[0].isupper(), rest)))
