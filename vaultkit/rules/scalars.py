"""How a value is written as YAML text, so that every reader sees the same.

Obsidian reads YAML 1.2 (core schema), many tools around it YAML 1.1. A text is written plain only where both
read that text; a real date is written plain, as Obsidian does (field notes of Obsidian, section 4).
"""

import math
import re
from datetime import date, datetime
from typing import TypeAlias

Scalar: TypeAlias = str | bool | int | float | None
"""What YAML 1.2 core knows; dates are text."""

_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<", "."))
"""Read as something else than text by YAML 1.2 or 1.1, in any case."""
_NUMBER = re.compile(
    r"[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?::[0-9_]+)*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?"
    r"|\.[0-9_]+(?:e[-+]?[0-9]+)?|\.inf)|\.nan|\+[0-9].*",
    re.IGNORECASE,
)
"""Numbers of YAML 1.2 and 1.1, sixties such as `12:30` too, and phone numbers with their `+`."""
_LIKE_A_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt \t][-+0-9:.,TtZz \t]*)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:\d\d)?)?")
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
_INSIDE = re.compile(r":(?:\s|$)|\s#|\[\[|^\.\.\.")
"""What ends a plain text, and a link, which Obsidian wants quoted."""
_IN_FLOW = re.compile(r"[,\[\]{}]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dated(value: date) -> str:
    """A day or a moment as Obsidian's properties hold it: `2026-11-24`, `2026-11-24T12:00`.

    Seconds only where there are any; an aware moment with its offset.
    """
    if not isinstance(value, datetime):
        return value.isoformat()
    fine = "auto" if value.microsecond else "seconds" if value.second else "minutes"
    return value.isoformat(timespec=fine)


def is_date(text: str) -> bool:
    """Whether the text is a day that exists, `2026-11-24`, alone or with a time `T12:00`, `T12:00:30`."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def plain_is_safe(text: str, *, flow: bool = False) -> bool:
    """Whether the text without quotes is read as this text by YAML 1.2 and 1.1 alike, or is a real date.

    `flow`: it will stand in a list between brackets.
    """
    if not text or text.strip() != text or text[0] in _INDICATORS or text.lower() in _WORDS:
        return False
    if _LIKE_A_DATE.fullmatch(text):
        return is_date(text)
    if _NUMBER.fullmatch(text) or _UNPRINTABLE.search(text) or _INSIDE.search(text):
        return False
    return not (flow and _IN_FLOW.search(text))


def written(value: Scalar, quote: str = "", *, flow: bool = False) -> str:
    """The value on one line; empty text for None, `null` where `flow` leaves no room for nothing.

    `quote`: the quotes of the value before, `'` or `"`, kept where a text can stand between them. Characters
    that cannot be printed are escaped, a line end too.
    """
    match value:
        case None:
            return "null" if flow else ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(int(value))
        case float():
            return _number(value)
    text = str(value)
    if quote == "'" and not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    if quote or not plain_is_safe(text, flow=flow):
        return '"' + re.sub(rf'["\\]|{_UNPRINTABLE.pattern}', _escaped, text) + '"'
    return text


def literal(text: str) -> tuple[str, list[str]] | None:
    """The head and the lines, without indent, of a block that holds the text: `|-` and its lines.

    None where only quotes can hold it: one line, blanks in front, empty lines at an end, odd characters.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if len(lines) < 2 and body == text:
        return None
    if not lines[0] or lines[0][0].isspace() or not lines[-1].strip():
        return None
    if any(_UNPRINTABLE.search(line.replace("\t", "")) or (line and not line.strip()) for line in lines):
        return None
    return ("|-" if body == text else "|"), lines


def _number(value: float) -> str:
    """A number in the form that YAML 1.2 and 1.1 read; whole ones without a point, as JavaScript does."""
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    text = repr(float(value))
    # YAML 1.1 wants a point in every float: 1e-07 would be text there.
    return text if "." in text else text.replace("e", ".0e")


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    code = ord(letter)
    return _ESCAPES.get(letter) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
