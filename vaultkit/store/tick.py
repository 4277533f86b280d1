"""One task of a note changed: the character between its brackets, or its day. Pure: bytes in, bytes out."""

from dataclasses import dataclass
from datetime import date

from vaultkit.model.phrase import phrase
from vaultkit.rules.tasks import TASK, in_code, on_day
from vaultkit.store.editable import BOM, decoded, refuse
from vaultkit.store.notefile import find_block


def tick_task(data: bytes, line: int, mark: str = "x") -> bytes:
    """The note with the character between the brackets of a task replaced; `data` when it is `mark` already.

    `line`: 1-based, of the file; a task is what Obsidian shows as one: `- [ ]`, `* [ ]`, `1. [ ]`, in a quote
    too, not in a code block. Raises EditRefusedError.
    """
    if len(mark) != 1 or mark in "[]" or not mark.isprintable():
        refuse(
            "value",
            phrase("a task is ticked with one character"),
            phrase("x means done, a blank means open"),
            line,
        )
    found = _find(data, line)
    return found.changed(found.box, found.box + 1, mark)


def date_task(data: bytes, line: int, day: date) -> bytes:
    """The note with another day for a task, in its own line. `line` as for `tick_task`; raises as that."""
    found = _find(data, line)
    begin, end = found.box + 2, found.end
    return found.changed(begin, end, on_day(found.whole[begin:end], day))


@dataclass(frozen=True, slots=True)
class _Found:
    """A task in a note; positions are characters of the whole."""

    whole: str
    box: int
    """Of the character between the brackets."""
    end: int
    """Behind the last character of its line."""

    def changed(self, begin: int, end: int, text: str) -> bytes:
        return (self.whole[:begin] + text + self.whole[end:]).encode()


def _find(data: bytes, line: int) -> _Found:
    whole = decoded(data)
    text = whole.removeprefix(BOM)
    try:
        body = find_block(text)[2]
    except ValueError:
        body = 0
    lines, first = text.split("\n"), text.count("\n", 0, body)
    task = TASK.match(lines[line - 1]) if first < line <= len(lines) else None
    if task is None or in_code(lines[first : line - 1]):
        refuse(
            "value",
            phrase("there is no task on this line"),
            phrase("the note may have changed since; look it up again"),
            line,
        )
    begin = len(whole) - len(text) + sum(len(before) + 1 for before in lines[: line - 1])
    end = begin + len(lines[line - 1].removesuffix("\r"))
    return _Found(whole, begin + task.start(1), end)
