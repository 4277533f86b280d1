"""The one character between the brackets of a task, replaced. Pure: bytes in, bytes out."""

import re
from collections.abc import Sequence

from vaultkit.model.phrase import phrase
from vaultkit.store.editable import BOM, decoded, refuse
from vaultkit.store.notefile import find_block

_TASK = re.compile(r"(?:[ \t]*>)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[([^\[\]\r\n])\](?=[ \t\r]|$)")
_CODE = re.compile(r"((?:[ \t]*>)*)[ \t]*(`{3,}(?=[^`]*$)|~{3,})")


def tick_task(data: bytes, line: int, mark: str = "x") -> bytes:
    """The note with the character between the brackets of a task replaced; `data` when it is `mark` already.

    `line`: 1-based, of the file; a task is what Obsidian shows as one: `- [ ]`, `* [ ]`, `1. [ ]`, in a quote
    too, not in a code block. Raises EditRefusedError.
    """
    whole = decoded(data)
    text = whole.removeprefix(BOM)
    if len(mark) != 1 or mark in "[]" or not mark.isprintable():
        refuse(
            "value",
            phrase("a task is ticked with one character"),
            phrase("x means done, a blank means open"),
            line,
        )
    try:
        body = find_block(text)[2]
    except ValueError:
        body = 0
    lines, first = text.split("\n"), text.count("\n", 0, body)
    task = _TASK.match(lines[line - 1]) if first < line <= len(lines) else None
    if task is None or _in_code(lines[first : line - 1]):
        refuse(
            "value",
            phrase("there is no task on this line"),
            phrase("the note may have changed since; look it up again"),
            line,
        )
    if task[1] == mark:
        return data
    at = sum(len(before) + 1 for before in lines[: line - 1]) + task.start(1)
    return (whole[: len(whole) - len(text)] + text[:at] + mark + text[at + 1 :]).encode()


def _in_code(lines: Sequence[str]) -> bool:
    """Whether a code block is open behind these lines (CommonMark 4.5)."""
    fence, quoted = "", False
    for line in lines:
        if fence and quoted and not line.lstrip().startswith(">"):
            fence = ""  # the end of a quote ends the code block in it
        if found := _CODE.match(line):
            bare = line[found.start(2) :].strip()
            if not fence:
                fence, quoted = found[2], bool(found[1])
            elif bare == bare[0] * len(bare) and bare.startswith(fence):
                fence = ""
    return bool(fence)
