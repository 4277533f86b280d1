"""The log in the body of a person's note, in the styles that people use.

`- 2026-09-24 — text`, `- **2026-01-27**: text`, `24.09.2026 text` under a heading such as Log; table rows
with the date first; headings that are a date, anywhere in the note.
"""

import re
from datetime import date
from itertools import islice

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

_WORDS = re.compile(r"[^\W\d_]+")
"""Of a heading: `## 📞 Logg 2026` is a log."""
_LINES_BELOW = 20
"""So far below a dated heading its text is looked for."""
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)$")
_ITEM = re.compile(
    r"[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+|\|[ \t]*|>[ \t]*)?(\[.\][ \t]+)?[*_`]*(?:\[\[)?(?=\d)"
)
_BEHIND = re.compile(r"(?:[ \t]*(?:kl\.?[ \t]*)?\d{1,2}[:.]\d{2})?[ \t]*[*_`]*[ \t]*[:–—|-]*[*_`]*[ \t]*")
_DATE = re.compile(r"\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}/\d{1,2}/\d{1,2}")


def read_log(body: str, first_line: int) -> tuple[LogLine, ...]:
    """The dated lines of the log, in the order of the note. `first_line`: 1-based line where `body` begins.

    A date that does not exist is no log line. An open task (`- [ ] 2026-…`) has not happened and is none.
    """
    if not _DATE.search(body):
        return ()
    found: list[LogLine] = []
    level = 0
    """Depth of the log heading we are under; 0: none."""
    fence = ""
    lines = body.split("\n")
    for number, raw in enumerate(lines):
        line = raw.rstrip("\r")
        bare = line.lstrip()
        if bare.startswith(("```", "~~~")):
            fence = "" if fence == bare[:3] else fence or bare[:3]
            continue
        if fence:
            continue
        if heading := _HEADING.match(line):
            depth, title = len(heading[1]), heading[2].rstrip("# \t").strip(" :*_")
            dated = _dated(title.removeprefix("[["))
            if dated is not None:
                day, text = dated
                found.append(LogLine(day, text or _next_text(lines, number), first_line + number))
            elif " ".join(_WORDS.findall(title.casefold())) in HEADINGS:
                level = depth
            elif level and depth <= level:
                level = 0
            continue
        if not level:
            continue
        item = _ITEM.match(line)
        if item is None or (item[1] or "").startswith(("[ ]", "[-]")):
            continue
        dated = _dated(line[item.end() :])
        if dated is not None:
            found.append(LogLine(dated[0], dated[1], first_line + number))
    return tuple(found)


def _dated(text: str) -> tuple[date, str] | None:
    """The day at the beginning of a text, and what stands behind it without dashes and stars."""
    found = leading_day(text) if _DATE.match(text) else None
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
