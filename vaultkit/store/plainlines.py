"""Frontmatter as nearly everybody writes it, read line by line: a property to a line, or an item of a list.

A quicker way to what `store/yaml12.py` reads, never to anything else: a block with a line that is not plainly
one of the two is left to that, and tests compare them.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from vaultkit.model.note import Place, Value
from vaultkit.store.yaml12 import AWKWARD, MAX_CHARACTERS, Block, scalar

_LONGEST = 400
"""Characters of a line: lines are remembered."""
_PROPERTY = re.compile(r"([^\W\d_][\w-]{0,60}(?: [\w-]{1,60}){0,5}):(?: +(?=[^ ])| *\Z)")
_ITEM = re.compile(r" *- +(?=[^ ])")
_WORD = r"""[\w+/][\w+/.-]*(?: +[\w+/.-]+)*|"[^"\\]*"|'[^']*'"""
_ROW = re.compile(rf"\[ *(?:(?:{_WORD})(?: *, *(?:{_WORD}))*)? *\]\Z")
_IN_ROW = re.compile(_WORD)


class _Scalar(NamedTuple):
    value: Value
    text: str
    column: int


class _Property(NamedTuple):
    name: str
    value: _Scalar | tuple[_Scalar, ...]
    column: int


class _Item(NamedTuple):
    value: _Scalar
    column: int
    """Of its dash."""


def plain_block(text: str, first_line: int) -> Block | None:
    """The same as `read_block`; None where that has to be asked."""
    if len(text) > MAX_CHARACTERS:
        return None
    text = text.replace("\r\n", "\n")
    if "\t" in text or "\r" in text or AWKWARD.search(text):
        return None
    values: dict[str, Value] = {}
    texts: dict[str, Value] = {}
    places: dict[str, Place] = {}
    name, empty, dash = "", False, 0
    """The last property; whether it has no value as yet; the column of the dashes of its list."""
    row: list[Value] = []
    row_texts: list[Value] = []
    for line, said in enumerate(text.split("\n"), first_line):
        if not said.strip(" ") or said[0] == "#":
            continue
        if len(said) > _LONGEST:
            return None
        if said[0] in " -":
            item = _item(said)
            if item is None:
                return None
            if empty:
                empty, dash, row, row_texts = False, item.column, [], []
                values[name], texts[name], places[name] = row, row_texts, _place(line, dash)
            elif item.column != dash:
                return None
            places[f"{name}.{len(row)}"] = _place(line, item.value.column)
            row.append(item.value.value)
            row_texts.append(item.value.text)
            continue
        found = _property(said)
        if found is None or found.name in values:
            return None
        name, value, column = found
        places[name] = _place(line, column)
        if isinstance(value, _Scalar):
            values[name], texts[name] = value.value, value.text
        else:
            values[name], texts[name] = [one.value for one in value], [one.text for one in value]
            for at, one in enumerate(value):
                places[f"{name}.{at}"] = _place(line, one.column)
        empty, dash = value is _NOTHING, 0
    return Block(values, texts, places)


_NOTHING = _Scalar(None, "", 1)
_place = lru_cache(1024)(Place)


@lru_cache(1024)
def _property(line: str) -> _Property | None:
    """`name: value`; many notes have the same ones."""
    begins = _PROPERTY.match(line)
    if begins is None or not isinstance(scalar(begins[1]), str):
        return None
    at = begins.end()
    if at == len(line):
        return _Property(begins[1], _NOTHING, 1)  # nothing stands nowhere: its name is where the eye looks
    value = _row(line, at) if line[at] == "[" else _scalar(line, at)
    return None if value is None else _Property(begins[1], value, at + 1)


@lru_cache(1024)
def _item(line: str) -> _Item | None:
    """`- value`."""
    begins = _ITEM.match(line)
    value = None if begins is None else _scalar(line, begins.end())
    return None if value is None else _Item(value, line.index("-") + 1)


def _scalar(line: str, at: int) -> _Scalar | None:
    """The value that fills the rest of a line, without a comment, an anchor, a tag."""
    text = line[at:].rstrip(" ")
    first = text[0]
    if first in "\"'":
        inner = text[1:-1]
        if len(text) < 2 or text[-1] != first or first in inner or (first == '"' and "\\" in inner):
            return None
        return _Scalar(inner, inner, at + 1)
    plain = first.isalnum() or first in "_+/(" or (first == "-" and text[1:2].isalnum())
    if not plain or text[-1] == ":" or ": " in text or " #" in text:
        return None
    return _Scalar(scalar(text), text, at + 1)


def _row(line: str, at: int) -> tuple[_Scalar, ...] | None:
    """`[one, two]`."""
    whole = line.rstrip(" ")
    if _ROW.match(whole, at) is None:
        return None
    return tuple(
        _Scalar(one[0][1:-1], one[0][1:-1], one.start() + 1)
        if one[0][0] in "\"'"
        else _Scalar(scalar(one[0]), one[0], one.start() + 1)
        for one in _IN_ROW.finditer(whole, at + 1)
    )
