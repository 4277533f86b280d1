"""What of a note may be edited, and what may be written into one; all else is refused with its reason.

Pure: bytes in, text and block out. Fences by the rule that Obsidian's own edits go by, which is the stricter.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NoReturn, TypeAlias

from vaultkit.errors import EditRefusedError
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.scalars import Scalar, dated
from vaultkit.store.notefile import FIRST_LINE, MAX_BYTES, read_bytes
from vaultkit.store.yaml12 import Block, BlockError, read_block

Item: TypeAlias = str | bool | int | float | date
Settable: TypeAlias = Item | Sequence[Item | None] | None
"""What a property can be set to; a datetime is a date."""

BOM = "\ufeff"
STRICT_OPEN = re.compile(r"---\r?\n")
STRICT_CLOSE = re.compile(r"(?<=\n)---(?:\r?\n|\Z)")
"""Obsidian's getFrontMatterInfo, which its own edits and those of plugins go by."""
_HIDDEN = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*")

NESTED = (
    phrase("this property holds properties of its own, and vaultkit does not edit those"),
    phrase("change it in your editor"),
)
ANCHOR = (
    phrase("this value has a YAML anchor, alias or tag (&, * or !), which a change would break"),
    phrase("write the value out in your editor"),
)
TEMPLATE = (
    phrase("this value is a placeholder that a template still has to fill in"),
    phrase("fill it in first; vaultkit leaves templates as they are"),
)
COMMENT = (
    phrase("a comment (behind #) stands in the midst of this value and would be lost"),
    phrase("move the comment above the property, or change the value in your editor"),
)
UNREADABLE = (
    phrase("the note would not read back as it should, so it was not changed"),
    phrase("change this property in your editor"),
)
_TEXT = phrase("save the note as UTF-8 text in your editor")


def refuse(why: str, reason: Phrase, way_out: Phrase, line: int = 1, column: int = 1) -> NoReturn:
    """Raise EditRefusedError; line and column 1-based, of the file."""
    raise EditRefusedError(why, reason, way_out, line=line, column=column)


def decoded(data: bytes) -> str:
    """The note as text, byte order mark included; refused where that may not be edited."""
    if len(data) > MAX_BYTES:
        refuse("size", phrase("the note is larger than 1 MB"), phrase("split it into smaller notes"))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode(errors="replace"))
        refuse("encoding", phrase("the note is not UTF-8 text"), _TEXT, line, column)
    if "\0" in text:
        line, column = _place(text[: text.index("\0")])
        refuse("encoding", phrase("the note holds a character that belongs in no text"), _TEXT, line, column)
    if "<<<<<<<" in text:
        for found in read_bytes("", data).problems:
            if found.code == "VK007":
                refuse(
                    "conflict",
                    phrase("two versions of this note stand in it, with the marks of a merge"),
                    phrase("choose what to keep and delete the marks"),
                    found.line,
                )
    return text


def _place(before: str) -> tuple[int, int]:
    """Line and column behind a text; a byte order mark is no character."""
    before = before.removeprefix(BOM)
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def check_fences(text: str, begin: int, end: int, after: int) -> None:
    """Refuse a block that Obsidian reads but whose end its own edits would see elsewhere."""
    opens, closes = STRICT_OPEN.fullmatch(text, 0, begin), STRICT_CLOSE.search(text, begin)
    if opens and closes and closes.span() == (end, after):
        return
    refuse(
        "fence",
        phrase("there are blanks behind the --- of the properties: Obsidian's own edits overlook it then"),
        phrase("delete the blanks behind ---"),
        text.count("\n", 0, end) + 1 if opens else 1,
        4,
    )


def check_missed(data: bytes, text: str) -> None:
    """Refuse a note without frontmatter that seems to have some: it would get a second block."""
    problems = [it.line for it in read_bytes("", data).problems if it.code in ("VK112", "VK113", "VK114")]
    hidden = _HIDDEN.match(text)
    start = hidden.end() if hidden else 0
    if not problems and (text.startswith("---\r", start) and not text.startswith("---\r\n", start)):
        problems = [1]
    if not problems and start:
        inner = read_bytes("", text[start:].encode())
        problems = [text.count("\n", 0, start) + 1] if inner.valid and inner.properties else []
    if problems:
        refuse(
            "fence",
            phrase("the note seems to have properties that Obsidian does not see"),
            phrase("put --- alone on the first line and on a line below the properties"),
            problems[0],
        )


def checked(text: str) -> Block:
    """The properties; refused when Obsidian would reject them."""
    try:
        block = read_block(text, FIRST_LINE)
    except BlockError as error:
        refuse(
            "invalid",
            phrase("Obsidian cannot read the properties: {reason}", reason=error.reason),
            phrase("correct this line first"),
            error.place.line,
            error.place.column,
        )
    for key, place in block.duplicates.items():
        refuse(
            "duplicate",
            phrase("the property {key} stands there twice", key=key),
            phrase("delete one of them"),
            place.line,
            place.column,
        )
    return block


def normal(value: object) -> Scalar | list[Scalar]:
    """The value as YAML 1.2 knows it: dates as text. TypeError for what no property can be."""
    if isinstance(value, list | tuple):
        return [it if isinstance(it, list | dict) else normal(it) for it in value]  # type: ignore[misc]
    if isinstance(value, date):
        return dated(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"a property cannot be a {type(value).__name__}")


def check_new(new: object) -> None:
    """Refuse what must not be written into a note."""
    if isinstance(new, list):
        for item in new:
            if isinstance(item, list | dict):
                raise TypeError("an item of a list cannot be a list or a mapping")
            check_new(item)
    elif isinstance(new, str):
        if re.search("[\ud800-\udfff\0]", new):
            refuse(
                "value",
                phrase("the new value holds a character that belongs in no text"),
                phrase("write it anew"),
            )
        if "{{" in new or "<%" in new:
            refuse(
                "placeholder",
                phrase("the new value looks like a placeholder, which a template plugin would run"),
                phrase("write it without the doubled bracket or <%"),
            )
    elif isinstance(new, int) and abs(new) > 2**53:
        refuse("value", phrase("the number is too long to be kept as a number"), phrase("give it as text"))


def line_end(text: str) -> str:
    """The line end that most lines have; the first one's when there are as many of both."""
    windows = text.count("\r\n")
    unix = text.count("\n") - windows
    if windows == unix:
        return "\r\n" if windows and text.find("\n") == text.find("\r\n") + 1 else "\n"
    return "\r\n" if windows > unix else "\n"
