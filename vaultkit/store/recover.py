"""What can still be read of a block that Obsidian rejects, property by property.

Obsidian shows nothing of such a block. vaultkit reads each top-level property on its own, so that one bad
line does not hide a person's other properties.
"""

import re
from dataclasses import dataclass, field

from vaultkit.model.note import Place, Value
from vaultkit.rules.codes import Fact
from vaultkit.store.yaml12 import Block, BlockError, read_block

_KEY = re.compile(
    r"""("[^"\n]*"[ \t]*|'[^'\n]*'[ \t]*|(?:[^\s#:&*!|>%@`"'\[\]{},-]|-(?=[^\s:]))(?:[^:\n]|:(?=\S))*)"""
    r":(?:[ \t]+(.*)|)$"
)
_LINKS = re.compile(r"!?\[\[[^\[\]\n]+\]\](?:\s*,\s*!?\[\[[^\[\]\n]+\]\])*\s*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a block was rejected, at one place."""

    code: str
    place: Place
    facts: dict[str, Fact] = field(default_factory=dict)


def recover(text: str, first_line: int, error: BlockError) -> tuple[Block, list[Fault]]:
    """The properties that can be read one by one, and a fault for each that cannot.

    `error` is what was wrong with the block as a whole; it is named when no single line shows the fault.
    """
    if error.code == "VK107":
        return Block({}, {}, {}), [Fault(error.code, error.place)]
    if error.code == "VK108":
        return Block({}, {}, {}), [Fault(error.code, error.place, {"reason": error.reason})]
    values: dict[str, Value] = {}
    texts: dict[str, Value] = {}
    places: dict[str, Place] = {}
    duplicates: dict[str, Place] = {}
    faults: list[Fault] = []
    for number, lines in _properties(text, first_line):
        part, fault = _read(lines, number)
        if fault is not None and len(lines) > 1:
            # The lines that follow may be the fault: keep what the first one says on its own.
            part, _ = _read(lines[:1], number)
        if fault is not None:
            faults.append(_fault(lines, number, fault))
        if part is None:
            key, raw, column = _halves(lines[0])
            if len(lines) == 1 and raw:
                values[key] = texts[key] = _as_seen(raw)
                places[key] = Place(number, column)
            continue
        duplicates |= {key: part.places[key] for key in part.values if key in values} | dict(part.duplicates)
        values |= part.values
        texts |= part.texts
        places |= part.places
    whole = Fault(error.code, error.place, {"reason": error.reason})
    return Block(values, texts, places, duplicates), faults or ([] if duplicates else [whole])


def _read(lines: list[str], number: int) -> tuple[Block | None, BlockError | None]:
    try:
        return read_block("\n".join(lines) + "\n", number), None
    except BlockError as error:
        return None, error


def _halves(line: str) -> tuple[str, str, int]:
    """Key, value as it stands, 1-based column of the value (of the key when there is no value)."""
    found = _KEY.match(line)
    assert found is not None
    return found[1].strip().strip("\"'"), (found[2] or "").strip(), found.start(2) + 1 if found[2] else 1


def _fault(lines: list[str], number: int, error: BlockError) -> Fault:
    _, raw, column = _halves(lines[0])
    if _LINKS.match(raw):
        return Fault("VK104", Place(number, column), {"value": raw})
    # What is never closed is missed on the line behind it; the eye looks where it was opened.
    inside = error.place.line < number + len(lines)
    return Fault("VK101", error.place if inside else Place(number, column), {"reason": error.reason})


def _as_seen(raw: str) -> Value:
    """A value that YAML rejects, as the text (or list of links) that its owner sees."""
    return [part.strip() for part in raw.split(",")] if _LINKS.match(raw) and "," in raw else raw


def _properties(text: str, first_line: int) -> list[tuple[int, list[str]]]:
    """The block cut before each line that begins a property; each with the number of its first line."""
    parts: list[tuple[int, list[str]]] = []
    # Only LF and CRLF end a line for npm yaml; str.splitlines knows ten more line ends.
    lines = text.removesuffix("\n").split("\n")
    for number, line in enumerate((line.removesuffix("\r") for line in lines), first_line):
        if _KEY.match(line):
            parts.append((number, [line]))
        elif parts:
            parts[-1][1].append(line)
    return parts
