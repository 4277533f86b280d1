"""The log in the body of a person's note, in the styles that people use.

`- 2026-09-24 — text`, `- **2026-01-27**: text`, `24.09.2026 text` under a heading such as Log; table rows
with the date first, or in a column called Date; headings that are a date, anywhere in the note.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from vaultkit.model.log import LogLine
from vaultkit.rules.dates import leading_day

HEADINGS = frozenset(
    (
        "log",
        "logg",
        "interactions",
        "interaction log",
        "interaksjoner",
        "kontaktlogg",
        "contact log",
        "samtaler",
        "samtalar",
        "history",
        "historikk",
        "møtelogg",
    )
)
DATE_COLUMNS = frozenset(("date", "dato", "day", "dag", "when", "når"))

HEADING = re.compile(r"(#{1,6})[ \t]+(.*)$")
ITEM = re.compile(
    r"((?:[ \t]*>)*[ \t]*)((?:[-*+]|\d+[.)])[ \t]+|\|[ \t]*)?((?:\[.\][ \t]+)?)([*_`]*)(?:\[\[)?(?=\d)"
)
"""Quote and indent, marker, task, emphasis: what stands before the date of an entry."""
DATE = re.compile(r"\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}/\d{1,2}/\d{1,2}")
_WORDS = re.compile(r"[^\W\d_]+")
"""Of a heading: `## 📞 Logg 2026` is a log."""
_LINES_BELOW = 20
"""So far below a dated heading its text is looked for."""
_BEHIND = re.compile(r"(?:[ \t]*(?:kl\.?[ \t]*)?\d{1,2}[:.]\d{2})?[ \t]*[*_`]*[ \t]*[:–—|-]*[*_`]*[ \t]*")
_ROW = re.compile(r"(?:[ \t]*>)*[ \t]*\|")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")


class Mark(NamedTuple):
    """A heading, or an entry of the log, as `walk` finds it."""

    number: int
    """0-based line of the body."""
    depth: int
    """Of a heading, 1 to 6; 0 is an entry below the heading of a log."""
    opens: bool = False
    """Whether it is the heading of a log."""
    day: date | None = None
    """None: a heading that is no entry."""
    text: str = ""
    """What stands behind the date on its line."""
    start: int = 0
    """Where in its line the date begins."""


def read_log(body: str, first_line: int) -> tuple[LogLine, ...]:
    """The dated lines of the log, in the order of the note. `first_line`: 1-based line where `body` begins.

    A date that does not exist is no log line. An open task (`- [ ] 2026-…`) has not happened and is none.
    """
    if not DATE.search(body):
        return ()
    lines = body.split("\n")
    return tuple(
        LogLine(
            mark.day,
            mark.text or (_next_text(lines, mark.number) if mark.depth else ""),
            first_line + mark.number,
        )
        for mark in walk(lines)
        if mark.day
    )


def walk(lines: list[str]) -> Iterator[Mark]:
    """The headings and the entries of a body split at its line feeds; what is in a code fence is left out."""
    level = 0
    """Depth of the log heading we are under; 0: none."""
    fence = ""
    row, column = -1, -1
    """The last line of a table, and the column that is called Date in it; -1: none."""
    for number, raw in enumerate(lines):
        line = raw.rstrip("\r")
        bare = line.lstrip()
        if bare.startswith(("```", "~~~")):
            fence = "" if fence == bare[:3] else fence or bare[:3]
            continue
        if fence:
            continue
        if heading := HEADING.match(line):
            depth, title = len(heading[1]), heading[2].rstrip("# \t").strip(" :*_")
            dated = _dated(title.removeprefix("[["))
            if dated is not None:
                found = DATE.search(line, heading.start(2))
                yield Mark(number, depth, day=dated[0], text=dated[1], start=found.start() if found else 0)
                continue
            opens = is_log_heading(title)
            level = depth if opens else 0 if depth <= level else level
            yield Mark(number, depth, opens)
            continue
        if not level:
            continue
        item = ITEM.match(line)
        start = item.end() if item else 0
        dated = _dated(line[start:]) if item and not item[3].startswith(("[ ]", "[-]")) else None
        if bare[:1] in ("|", ">") and is_row(line):
            if row < 0 or row != number - 1:
                column = date_column(line)
            row = number
            if dated is None and (cell := _dated_cell(line, column)):
                dated, start = cell[:2], cell[2]
        if dated is not None:
            yield Mark(number, 0, day=dated[0], text=dated[1], start=start)


def is_log_heading(title: str) -> bool:
    """Whether a heading with these words begins a log."""
    return " ".join(_WORDS.findall(title.casefold())) in HEADINGS


def cells(row: str) -> list[str]:
    """What stands before the first bar of a table's row, between the bars, and behind the last one."""
    return _BETWEEN_CELLS.split(row)


def bare_word(cell: str) -> str:
    """A cell of a table's head, as names of columns are compared."""
    return cell.strip(" \t*_`:").casefold()


def date_column(head: str) -> int:
    """Which cell of a table's head is the date's, as `cells` counts; -1 when none is called so."""
    return next((i for i, cell in enumerate(cells(head)) if i and bare_word(cell) in DATE_COLUMNS), -1)


def is_row(line: str) -> bool:
    """Whether a line is a table's, with a bar at its beginning."""
    return bool(_ROW.match(line))


def _dated_cell(row: str, column: int) -> tuple[date, str, int] | None:
    """The day in a column behind the first, what the other cells say, and where the date begins."""
    parts = cells(row)
    if column < 2 or column >= len(parts):
        return None
    before = sum(len(cell) + 1 for cell in parts[:column])
    dated = _dated(parts[column].strip(" \t*_`").removeprefix("[["))
    found = DATE.search(row, before)
    if dated is None or found is None:
        return None
    others = [cell.strip() for i, cell in enumerate(parts) if i not in (0, column)]
    return dated[0], "  ·  ".join(cell for cell in (*others, dated[1]) if cell), found.start()


def _dated(text: str) -> tuple[date, str] | None:
    """The day at the beginning of a text, and what stands behind it without dashes and stars."""
    found = leading_day(text) if DATE.match(text) else None
    if found is None:
        return None
    day, rest = found
    behind = _BEHIND.match(rest)
    rest = rest[behind.end() :] if behind else rest
    return day, rest.replace("|", " · ").strip(" ·\t")


def _next_text(lines: list[str], number: int) -> str:
    """The first line of text below a dated heading."""
    for line in islice(lines, number + 1, number + 1 + _LINES_BELOW):
        text = line.strip().lstrip("-*+> ").strip()
        if text.startswith("#"):
            return ""
        if text:
            return text
    return ""
