"""Bytes to note, as Obsidian reads them. The one module that knows python-frontmatter.

Fences: field rule of Obsidian's metadata cache (the first line is `---`, trailing blanks allowed; the block
ends at the next such line). python-frontmatter's own fence rule accepts more, its YAML loader is 1.1.
"""

import re

import frontmatter
from frontmatter.default_handlers import BaseHandler

from vaultkit.model.note import Note, Value
from vaultkit.model.problem import Problem
from vaultkit.rules.codes import problem
from vaultkit.store.plainlines import plain_block
from vaultkit.store.recover import Fault, recover
from vaultkit.store.yaml12 import Block, BlockError, read_block

FIRST_LINE = 2
"""The block begins on the second line of the file, after its fence."""
MAX_BYTES = 1 << 20
"""As much of a note as is read."""

FENCE = re.compile(r"---[ \t]*\r?\n")
CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_PROPERTY = re.compile(r"[^\s:#-][^:\n]*:(?:\s|$)")
_MERGE = [re.compile(mark, re.MULTILINE) for mark in (r"^<{7}[ \r\n]", r"^={7}\r?\n", r"^>{7}")]
"""The marks of a merge, in their order."""


class ObsidianHandler(BaseHandler):
    """Lets python-frontmatter find and read a block as Obsidian does: `frontmatter.parse(text, handler=…)`.

    After a call, `block` holds what was read with texts and places, `faults` why a block was rejected.
    """

    FM_BOUNDARY = CLOSING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self) -> None:
        super().__init__()
        self.block = Block({}, {}, {})
        self.faults: list[Fault] = []

    def split(self, text: str) -> tuple[str, str]:
        """The block and the body; ValueError when there is no frontmatter."""
        begin, end, after = find_block(text)
        return text[begin:end], text[after:]

    def load(self, fm: str, **_: object) -> dict[str, Value]:
        """The properties; those that can be saved when the block is not valid."""
        try:
            self.block = plain_block(fm, FIRST_LINE) or read_block(fm, FIRST_LINE)
        except BlockError as error:
            self.block, self.faults = recover(fm, FIRST_LINE, error)
        self.faults += [Fault("VK102", place, {"key": key}) for key, place in self.block.duplicates.items()]
        return dict(self.block.values)


def find_block(text: str) -> tuple[int, int, int]:
    """Where the block begins and ends and where the body begins, in characters of `text` without BOM.

    Raises ValueError when Obsidian sees no frontmatter.
    """
    opening = FENCE.match(text)
    closing = CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        raise ValueError("no frontmatter")
    return opening.end(), closing.start(), closing.end()


def read_bytes(path: str, data: bytes, size: int | None = None) -> Note:
    """The note in `data`. Never raises for what the data holds: faults are in `problems`.

    `size` is the file's size in bytes where `data` is only its beginning.
    """
    problems: list[Problem] = []
    if size is not None and size > len(data):
        problems.append(problem("VK003", path, size=f"{size / (1 << 20):.0f}"))
        data = data[: len(data) - _partial(data)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Behind a BOM the codec counts from the BOM's end; what it counts in is in the error.
        before = error.object[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        problems.append(problem("VK002", path, line, column, byte=f"0x{error.object[error.start]:02x}"))
        text = data.decode("utf-8-sig", errors="replace")
    if "\0" in text and not any(found.code == "VK002" for found in problems):
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(problem("VK002", path, line, 1, byte="0x00"))
    try:
        _, end, after = find_block(text)
    except ValueError:
        return Note(path, {}, body=text, problems=(*problems, *_missed(path, text), *_merge(path, text)))
    handler = ObsidianHandler()
    # find_block has checked the fence, so python-frontmatter's strip() of the text has nothing to lose.
    frontmatter.parse(text[:after], handler=handler)
    for fault in handler.faults:
        problems.append(_named(path, fault, text[:after]))
    if text[end:after].rstrip("\r\n") != "---":
        problems.append(problem("VK111", path, text.count("\n", 0, end) + 1, 4))
    problems += _merge(path, text)
    block = handler.block
    return Note(
        path,
        block.values,
        block.texts,
        block.places,
        valid=not handler.faults,
        body=text[after:],
        body_line=text.count("\n", 0, after) + 1,
        problems=tuple(sorted(problems, key=lambda p: p.order)),
    )


def _named(path: str, fault: Fault, head: str) -> Problem:
    """A fault with the line it stands on; libyaml may place it behind the last line."""
    lines = head.split("\n")
    line = min(fault.place.line, len(lines))
    return problem(fault.code, path, line, fault.place.column, lines[line - 1].rstrip("\r"), **fault.facts)


def _partial(data: bytes) -> int:
    """How many bytes at the end belong to a character that is cut off (0 to 3)."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            return back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else 0
        if byte < 0x80:
            return 0
    return 0


def _missed(path: str, text: str) -> list[Problem]:
    """Why a note that seems to have frontmatter has none in Obsidian's eyes."""
    head = text[:2000]
    lines = [line.rstrip("\r") for line in head.split("\n")]
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    looks = first + 1 < len(lines) and bool(_PROPERTY.match(lines[first + 1]))
    if not lines[first].startswith("---") or not looks:
        return []
    if lines[first].rstrip() != "---":
        glued = lines[first][3:4] not in "-"
        return [problem("VK112", path, first + 1, 4, lines[first])] if glued else []
    if first > 0:
        return [problem("VK114", path, first + 1, 1)]
    return [problem("VK113", path, 1, 1)]


def _merge(path: str, text: str) -> list[Problem]:
    if "<<<<<<<" not in text:
        return []
    begins, behind = -1, 0
    for mark in _MERGE:
        if (found := mark.search(text, behind)) is None:
            return []
        begins, behind = found.start() if begins < 0 else begins, found.end()
    return [problem("VK007", path, text.count("\n", 0, begins) + 1)]
