"""A log line into the bytes of a person's note. Every other byte stays, and the log is read again."""

import codecs
import re
from dataclasses import replace
from datetime import date

from vaultkit.errors import EditRefusedError
from vaultkit.model.log import LogLine
from vaultkit.model.phrase import phrase
from vaultkit.rules.logs import read_log
from vaultkit.rules.logwriting import insertion
from vaultkit.rules.markdown import clean
from vaultkit.store.notefile import MAX_BYTES, read_bytes

_REFUSED = {
    "VK002": "encoding",
    "VK007": "conflict",
    "VK112": "fence",
    "VK113": "fence",
    "VK114": "fence",
}
"""The faults in which nothing is written, and their word for programs."""
_SIGNS = re.compile(r"[|·\s]+")
_AROUND = " \t:–—,;•→*_`#>+-"
_TIME = re.compile(r"(?:kl\.?\s*)?\d{1,2}[:.]\d{2}\b")


def append_log_line(data: bytes, day: date, text: str, heading: str = "Log") -> bytes:
    """The note with one more line in its log; `data` itself when the log says the same of that day already.

    `text` is Markdown, escaped; it becomes one line. `heading` is for a note without a log. Raises
    EditRefusedError.
    """
    _within_bounds(data)
    note = read_bytes("", data)
    for fault in note.problems:
        if fault.code in _REFUSED:
            why = _REFUSED[fault.code]
            raise EditRefusedError(why, fault.said, fault.way_out, line=fault.line, column=fault.column)
    whole = data.removeprefix(codecs.BOM_UTF8).decode()
    head = whole[: len(whole) - len(note.body)]
    old = read_log(note.body, note.body_line)
    lines = note.body.split("\n")
    if any(_says(line, lines[line.line - note.body_line], day, text) for line in old):
        return data
    newline = "\r\n" if head[: head.rfind("\n")].endswith("\r") else "\n"
    try:
        at, piece = insertion(note.body, day, text, heading, newline)
    except EditRefusedError as refused:
        raise _in_file(refused, note.body_line) from refused
    glue = b""
    if head and not head.endswith("\n"):
        # `---` is the last line: nothing may be glued to it, and the file goes on without a final newline.
        glue, piece = newline.encode(), piece.removesuffix(newline)
    body = note.body[:at] + piece + note.body[at:]
    written = data[: len(data) - len(note.body.encode())] + glue + body.encode()
    _within_bounds(written)
    again = read_bytes("", written)
    first, added = note.body_line + note.body.count("\n", 0, at), piece.count("\n")
    moves = not note.body[:at] or note.body[at - 1] == "\n"
    kept = [replace(line, line=line.line + added * (moves and line.line >= first)) for line in old]
    places = {line.line for line in kept}
    new = read_log(again.body, again.body_line)
    fresh = [line for line in new if line.line not in places]
    whole_log = again.body == body and [line for line in new if line.line in places] == kept
    lines = body.split("\n")
    says = [_says(line, lines[line.line - again.body_line], day, text) for line in fresh]
    if says != [True] or not whole_log:
        raise EditRefusedError(
            "invalid",
            phrase("the log here is written in a way that vaultkit cannot add to safely"),
            phrase("write the line into the note yourself"),
            line=first,
        )
    return written


def _says(line: LogLine, source: str, day: date, text: str) -> bool:
    """Whether an entry holds this text of this day. A time is not in what is read, only in the `source`."""
    if line.day != day:
        return False
    read, meant = _plain(line.text), _plain(clean(text))
    time = _TIME.match(meant)
    if read == meant or time is None or _plain(meant[time.end() :]) != read:
        return read == meant
    return time[0] in source


def _plain(text: str) -> str:
    """A text without the signs that a style puts around it, or takes from its ends."""
    return _SIGNS.sub(" ", text.replace("\\", "")).strip(_AROUND)


def _in_file(refused: EditRefusedError, first_line: int) -> EditRefusedError:
    """The refusal with the line of the file instead of the body's."""
    assert refused.way_out is not None
    line = first_line + refused.line - 1
    return EditRefusedError(refused.why, refused.reason, refused.way_out, line=line)


def _within_bounds(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise EditRefusedError(
            "size",
            phrase(
                "the note is larger than {size} MB, so vaultkit does not read it whole", size=MAX_BYTES >> 20
            ),
            phrase("move the long part to a note of its own"),
        )
