"""What can still be read of a block that Obsidian rejects, property by property.

Obsidian shows nothing of such a block. vaultkit reads each top-level property on its own, so that one bad
line does not hide a person's other properties.
"""

import re

from vaultkit.model.note import Place, Value
from vaultkit.store.yaml12 import Block, BlockError, read_block

Fault = tuple[str, Place, dict[str, str | int]]
"""Code, 0-based place, facts."""

_KEY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s#:&*!|>%@`"'\[\]{},-][^:\n]*?|-[^\s:][^:\n]*?)[ \t]*:(?:[ \t]+(.*)|)$""")
_LINKS = re.compile(r"!?\[\[[^\[\]\n]+\]\](?:\s*,\s*!?\[\[[^\[\]\n]+\]\])*\s*$")


def recover(text: str, error: BlockError) -> tuple[Block, list[Fault]]:
    """The properties that can be read one by one, and a fault for each that cannot.

    `error` is what was wrong with the block as a whole; it is named when no single line shows the fault.
    """
    values: dict[str, Value] = {}
    texts: dict[str, Value] = {}
    places: dict[str, Place] = {}
    duplicates: dict[str, Place] = {}
    faults: list[Fault] = []
    whole: Fault = (error.code, Place(error.line, error.column), {"reason": error.reason})
    if error.code in ("VK107", "VK108"):
        facts: dict[str, str | int] = {} if error.code == "VK107" else {"reason": error.reason}
        return Block({}, {}, {}), [(error.code, Place(error.line, error.column), facts)]
    for first, lines in _properties(text.splitlines()):
        part, fault = _read(lines)
        if fault is not None and len(lines) > 1:
            # The lines that follow may be the fault: keep what the first one says on its own.
            part, _ = _read(lines[:1])
        if fault is not None:
            faults.append(_fault(lines, first, fault))
        if part is None:
            key, raw, column = _halves(lines[0])
            if len(lines) == 1 and raw:
                values[key] = texts[key] = _as_seen(raw)
                places[key] = Place(first, column)
            continue
        for key in part.values:
            if key in values:
                place = part.places[key]
                duplicates[key] = Place(place.line + first, place.column)
        duplicates |= {k: Place(p.line + first, p.column) for k, p in part.duplicates.items()}
        values |= part.values
        texts |= part.texts
        places |= {key: Place(p.line + first, p.column) for key, p in part.places.items()}
    return Block(values, texts, places, duplicates), faults or ([] if duplicates else [whole])


def _read(lines: list[str]) -> tuple[Block | None, BlockError | None]:
    try:
        return read_block("\n".join(lines) + "\n"), None
    except BlockError as error:
        return None, error


def _halves(line: str) -> tuple[str, str, int]:
    """Key, value as it stands, 0-based column of the value (of the key when there is no value)."""
    found = _KEY.match(line)
    assert found is not None
    return found[1].strip("\"'"), (found[2] or "").strip(), found.start(2) if found[2] else 0


def _fault(lines: list[str], first: int, error: BlockError) -> Fault:
    _, raw, column = _halves(lines[0])
    if _LINKS.match(raw):
        return "VK104", Place(first, column), {"value": raw}
    return "VK101", Place(first + error.line, error.column), {"reason": error.reason}


def _as_seen(raw: str) -> Value:
    """A value that YAML rejects, as the text (or list of links) that its owner sees."""
    return [part.strip() for part in raw.split(",")] if _LINKS.match(raw) and "," in raw else raw


def _properties(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The block cut before each line that begins a property; each with its 0-based first line."""
    parts: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines):
        if _KEY.match(line):
            parts.append((number, [line]))
        elif parts:
            parts[-1][1].append(line)
    return parts
