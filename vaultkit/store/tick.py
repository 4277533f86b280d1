"""The one character between the brackets of a task, replaced. Pure: bytes in, bytes out."""

from vaultkit.model.phrase import phrase
from vaultkit.rules.tasks import TASK, in_code
from vaultkit.store.editable import BOM, decoded, refuse
from vaultkit.store.notefile import find_block


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
    task = TASK.match(lines[line - 1]) if first < line <= len(lines) else None
    if task is None or in_code(lines[first : line - 1]):
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
