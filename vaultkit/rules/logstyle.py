"""What the entries of a log look like: one taken apart, and a new one written like it."""

import re
from datetime import date
from typing import NamedTuple

from vaultkit.rules.logs import DATE

DASH = " — "
"""Between date and text where no entry shows what the owner puts there."""
_NUMBERS = re.compile(r"\d+|\D+")
_TIME = re.compile(
    r"(?:T|[ \t]*(?:kl\.?[ \t]*)?)\d{1,2}[:.]\d{2}(?::\d{2})?(?:[ \t]*[-–][ \t]*\d{1,2}[:.]\d{2})?(?![\d.:])"
)
_LINK_END = re.compile(r"(?:\\?\|[^\]|]*)?\]\]")
_POINT = r"[ \t]*(?:[:–—,;·•→|]+|-{1,3}(?=[ \t]|$))?"
_SEPARATOR = re.compile(_POINT + r"[ \t]*")
_AT_START = re.compile(r"#|>|[-+*](?=\s|$)|`{3}|~{3}|[-=]{2}|\||(?:[*_][ \t]*){3}$|(\d{1,9})(?=[.)](?:\s|$))")
"""What would begin something other than a paragraph (CommonMark 0.31, 4 and 5)."""
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?!\[.\])")
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}(?=[^`]*$)|~{3,})(.*)")
_COMMENT = re.compile(r"`[^`]*`|%%|-->|^[ \t]*<!--")


class Model(NamedTuple):
    """An entry, taken apart: what the owner's entries look like."""

    lead: str
    """Everything before the emphasis of the date: quote, indent, marker, task; or a heading's `## `."""
    emphasis: str
    """Only where it ends right behind the date (and time)."""
    linked: bool
    written: str
    """The date as it stands there."""
    separator: str
    """Between date and text, the end of the emphasis in it."""
    text: str
    """Empty: the date stands alone."""


def take_apart(line: str, start: int) -> Model:
    """What an entry is written like; `start`: where its date begins. A time behind the date is left out."""
    found = DATE.match(line, start)
    written = found[0] if found else ""
    rest = line[start + len(written) :]
    lead = line[:start].removesuffix("[[")
    linked = len(lead) < start
    if linked and (link_end := _LINK_END.match(rest)):
        rest = rest[link_end.end() :]
    emphasis = lead[len(lead.rstrip("*_`")) :]
    lead = lead.removesuffix(emphasis)
    if time := _TIME.match(rest):
        rest = rest[time.end() :]
    closing = re.match(_POINT + re.escape(emphasis[::-1]), rest) if emphasis else None
    separator = _SEPARATOR.match(rest, closing.end() if closing else 0)
    behind = separator.end() if separator else 0
    return Model(lead, emphasis if closing else "", linked, written, rest[:behind], rest[behind:].strip())


def written_line(day: date, text: str, models: list[Model]) -> str:
    """Date and text as the models write them, without what stands before."""
    written = written_day(day, models)
    emphasis = models[0].emphasis if models else ""
    shown = (m.separator for m in models if m.text and m.separator and m.emphasis == emphasis)
    closing = emphasis[::-1]
    separator = next(shown, closing + DASH)
    if not separator[-1:].isspace() and (separator == closing or text[:1].isdigit()):
        separator += " "
    return written.removesuffix(closing) + separator + text if text else written


def written_day(day: date, models: list[Model]) -> str:
    """The date with its link and emphasis; with zeros unless an entry of this form leaves them out."""
    if not models:
        return day.isoformat()
    signs, zeros = [part for part in _NUMBERS.findall(models[0].written) if not part.isdigit()], True
    for model in models:
        parts = _NUMBERS.findall(model.written)
        short = [part for part in parts if part.isdigit() and len(part) < 4]
        if parts[1::2] == signs and (shown := [part for part in short if part < "1" or len(part) == 1]):
            zeros = not any(len(part) == 1 for part in shown)
            break
    month, number = (f"{part:02}" if zeros else str(part) for part in (day.month, day.day))
    year_first = models[0].written[:4].isdigit()
    parts = [f"{day.year:04}", month, number] if year_first else [number, month, f"{day.year:04}"]
    written = parts[0] + signs[0] + parts[1] + signs[1] + parts[2]
    emphasis = models[0].emphasis
    return emphasis + (f"[[{written}]]" if models[0].linked else written) + emphasis[::-1]


def tame(text: str) -> str:
    """A text that begins a paragraph and nothing else."""
    if found := _AT_START.match(text):
        at = found.end() if found[1] else 0
        return text[:at] + "\\" + text[at:]
    return text


def bullet(line: str) -> str:
    """The indent and marker of an item that is no task; empty when the line is none."""
    found = _BULLET.match(line)
    return found[0] if found else ""


def covered(lines: list[str]) -> list[int]:
    """Before each line and behind the last: the 1-based line where a fence or comment is open since, or 0."""
    since, opened, closing = [], 0, ""
    for number, line in enumerate(lines, 1):
        since.append(opened)
        fence = _FENCE.match(line)
        if closing[:1] in ("`", "~"):
            if fence and fence[1].startswith(closing) and not fence[2].strip():
                opened, closing = 0, ""
        elif fence and not closing:
            opened, closing = number, fence[1]
        else:
            for token in _COMMENT.findall(line):
                if closing and token == closing:
                    opened, closing = 0, ""
                elif not closing and token.strip() in ("%%", "<!--"):
                    opened, closing = number, "%%" if token == "%%" else "-->"
    return [*since, opened]
