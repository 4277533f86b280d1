"""One more entry in the log of a person's note, in the style that the log already has.

The nearest entry is the model. What is written is one piece, put between two lines; nothing is replaced.
"""

import re
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from vaultkit.errors import EditRefusedError
from vaultkit.model.phrase import phrase
from vaultkit.rules import logs
from vaultkit.rules.logs import Mark
from vaultkit.rules.logstyle import DASH, Model, bullet, covered, take_apart, tame, written_day, written_line
from vaultkit.rules.markdown import clean

_TEXT_COLUMN = re.compile(r"summary|notat(er|ar)?|notes?|sammendrag|samandrag|te[kx]st|[hk]va|what")
_NEAR = 20
"""So many entries on each side are asked where the nearest does not show a style."""

_BLOCK = re.compile(
    r"[-*+](?:[ \t]|$)|\d{1,9}[.)][ \t]|#{1,6}(?:[ \t]|$)|[>|<$]|`{3}|~{3}|%%|(?:[-*_][ \t]*){3,}$"
)
"""What ends a paragraph without a blank line before it."""
_RULE = re.compile(r"[ \t>]*\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
"""The row below a table's head."""


class Peer(NamedTuple):
    """An entry that stands in no other one."""

    mark: Mark
    end: int
    """The line behind its last one."""


def with_log_line(body: str, day: date, text: str, heading: str) -> str:
    """The body with one more entry; `body` is all behind the frontmatter, with its own line ends.

    Raises EditRefusedError, with a line of the body, where a new section would be swallowed or not be read.
    """
    at, piece = insertion(body, day, text, heading)
    return body[:at] + piece + body[at:]


def insertion(body: str, day: date, text: str, heading: str, newline: str = "\n") -> tuple[int, str]:
    """Where in the body the entry goes, in characters, and the piece to put there.

    `heading` is for a body without a log, `newline` for one that has no line end itself.
    """
    raw = body.split("\n")
    at, entry, beside = _Page(raw, day, clean(text)).plan(clean(heading))
    beside = min(beside, len(raw) - 2)
    if beside >= 0:
        newline = "\r\n" if raw[beside].endswith("\r") else "\n"
    if at >= len(raw):
        return len(body), newline + newline.join(entry)
    return sum(map(len, raw[:at])) + at, "".join(line + newline for line in entry)


class _Page:
    """A body in which an entry is to be placed. A plan: before which line, which lines, whose line end."""

    def __init__(self, raw: list[str], day: date, text: str) -> None:
        self.marks = list(logs.walk(raw))
        self.lines = [line.rstrip("\r") for line in raw]
        self.count = len(raw) - (raw[-1] == "")
        """Lines, without the nothing behind the last line end."""
        self.day, self.text = day, text

    def plan(self, heading: str) -> tuple[int, list[str], int]:
        sections, outside = self._sections()
        with_entries = (entries for _, entries in sections if entries)
        newest = max(with_entries, key=lambda marks: max(str(m.day) for m in marks), default=[])
        if newest or (outside and not sections):
            return self._beside(self._peers(newest or outside))
        return self._below(sections[0][0].number) if sections else self._new_section(heading)

    def _sections(self) -> tuple[list[tuple[Mark, list[Mark]]], list[Mark]]:
        """Each heading of a log with its entries; and the dated headings that stand below none."""
        sections: list[tuple[Mark, list[Mark]]] = []
        outside: list[Mark] = []
        opening, listed = None, False
        for mark in self.marks:
            if mark.opens:
                opening, listed = mark, False
                sections.append((mark, []))
            elif opening and 0 < mark.depth <= opening.depth and (listed or not mark.day):
                # `## Log` with a list, then `## 2025-12-24`: the list is the log.
                opening = None
            if mark.day and opening:
                listed = listed or not mark.depth
                sections[-1][1].append(mark)
            elif mark.day and mark.depth:
                outside.append(mark)
        return sections, outside

    def _peers(self, entries: list[Mark]) -> list[Peer]:
        """The entries that stand in no other: a dated item below an item belongs to that one."""
        heads = [mark for mark in self.marks if mark.depth]
        numbers = {mark.number for mark in entries}
        peers: list[Peer] = []
        head = 0
        for mark in entries:
            if peers and mark.number < peers[-1].end:
                continue
            while head < len(heads) and heads[head].number <= mark.number:
                head += 1
            until = head
            while mark.depth and until < len(heads) and heads[until].depth > mark.depth:
                until += 1
            limit = heads[until].number if until < len(heads) else self.count
            peers.append(Peer(mark, self._end(mark, limit, numbers)))
        return peers

    def _end(self, mark: Mark, limit: int, entries: set[int]) -> int:
        """The line behind an entry: an item has wrapped lines, sub-items and indented paragraphs."""
        item = logs.ITEM.match(self.lines[mark.number])
        if mark.depth or item is None:
            while mark.depth and not self.lines[limit - 1].strip():
                limit -= 1
            return limit if mark.depth else mark.number + 1
        marker, indent = item[2] or "", _indent(item[1].rpartition(">")[2])
        quote = re.compile(rf"(?:[ \t]*>){{{item[1].count('>')}}}")
        end, fence, parted = mark.number + 1, "", False
        for number in range(end, limit if "|" not in marker else end):
            if not (quoted := quote.match(self.lines[number])):
                break
            inner = self.lines[number][quoted.end() :]
            bare = inner.strip()
            if not bare:
                parted = True
                continue
            ends = marker or mark.text if parted else marker and _BLOCK.match(bare)
            inside = fence or (marker and _indent(inner) > indent)
            if (ends or number in entries) and not inside:
                break
            if bare.startswith(("```", "~~~")):
                fence = "" if fence == bare[:3] else fence or bare[:3]
            end, parted = number + 1, False
        return end

    def _beside(self, peers: list[Peer]) -> tuple[int, list[str], int]:
        index, before = self._place(peers)
        mark, end = peers[index]
        if mark.depth:
            entry = self._dated_section(peers, index)
        elif logs.is_row(self.lines[mark.number]):
            models = self._models(peers, index)
            entry = [self._row(mark.number, mark.start, written_day(self.day, models))]
        else:
            entry = [self._item(peers, index, before=before)]
        gap = self._gap(peers, index if before else index - 1)
        return (mark.number, entry + gap, mark.number) if before else (end, gap + entry, end - 1)

    def _place(self, peers: list[Peer]) -> tuple[int, bool]:
        """The entry that the new one goes next to, and whether before it."""
        days = [peer.mark.day or self.day for peer in peers]
        rising = sum((b > a) - (b < a) for a, b in pairwise(days)) > 0
        if rising:
            after = max((i for i, day in enumerate(days) if day <= self.day), default=-1)
        else:
            after = next((i for i, day in enumerate(days) if day <= self.day), len(days)) - 1
        before = after + 1
        if after < 0 or before >= len(peers):
            return (before, True) if after < 0 else (after, False)
        between = range(peers[after].end, peers[before].mark.number)
        if any(mark.depth and mark.number in between for mark in self.marks):
            # Between two groups, such as `### 2026` and `### 2025`.
            shared = [sum(str(d)[:n] == str(self.day)[:n] for n in (4, 7)) for d in days[after : before + 1]]
            rising = shared[0] > shared[1] or (rising and shared[0] == shared[1])
        return (after, False) if rising else (before, True)

    def _gap(self, peers: list[Peer], first: int) -> list[str]:
        """The blank line behind the entry `first`, with the mark of its quote; none in a tight list."""
        if len(peers) == 1:
            above = self.lines[max(peers[0].mark.number - 1, 0)]
            return [""] if peers[0].mark.depth and (not peers[0].mark.number or not above) else []
        first = min(max(first, 0), len(peers) - 2)
        end, mark = peers[first].end, peers[first + 1].mark
        between = self.lines[end : mark.number]
        tight = not between or "".join(between).strip(" \t>") or logs.is_row(self.lines[end - 1])
        return [] if tight or logs.is_row(self.lines[mark.number]) else [between[0].rstrip()]

    def _models(self, peers: list[Peer], index: int) -> list[Model]:
        """The entries like the one at `index`, nearest first, taken apart."""
        around = range(max(0, index - _NEAR), min(len(peers), index + _NEAR + 1))
        marks = [peers[i].mark for i in sorted(around, key=lambda i: abs(i - index))]
        return [
            take_apart(self.lines[mark.number], mark.start)
            for mark in marks
            if bool(mark.depth) == bool(marks[0].depth)
        ]

    def _item(self, peers: list[Peer], index: int, *, before: bool) -> str:
        item = logs.ITEM.match(self.lines[peers[index].mark.number])
        assert item is not None
        marker, task = item[2] or "", item[3]
        if marker[:1].isdigit() and not before:
            last = logs.ITEM.match(self.lines[peers[index - 1].mark.number]) if index else None
            number = re.match(r"\d{1,9}(?!\d)", marker)
            if number and (last is None or last[2] != marker):
                marker = f"{int(number[0]) + 1}{marker[number.end() :]}"
        if task[:3] not in ("", "[x]", "[X]"):
            task = "[x]" + task[3:]
        return item[1] + marker + task + written_line(self.day, self.text, self._models(peers, index))

    def _row(self, number: int, start: int, day: str) -> str:
        """A row of the table that the line stands in; `start`: where in it the date begins."""
        model, head = self.lines[number], number
        while head and logs.is_row(self.lines[head - 1]) and not _RULE.match(self.lines[head]):
            head -= 1
        head -= bool(head and logs.is_row(self.lines[head - 1]) and _RULE.match(self.lines[head]))
        names, parts = logs.cells(self.lines[head]), logs.cells(model)
        last = len(names) - 1 - (not names[-1].strip())
        column = len(logs.cells(model[:start])) - 1
        others = [i for i in range(1, last + 1) if i != column]
        named = [i for i in others if _TEXT_COLUMN.fullmatch(logs.bare_word(names[i]))]
        said = dict.fromkeys(range(1, last + 1), "") | {column: day}
        text = re.sub(r"(?<!\\)\|", r"\\|", self.text)
        if others:
            said[(named or others)[-1]] = text
        elif text:
            said[column] += DASH + text
        pad = " " if parts[column][:1].isspace() else ""
        even = number != head and [len(cell) for cell in parts] == [len(cell) for cell in names]
        widths = [len(name) * even for name in names]
        row = [pad + said[i] + (pad or " " * said[i].endswith("\\")) if said[i] else pad for i in said]
        row = [cell.ljust(width) for cell, width in zip(row, widths[1:], strict=False)]
        return "|".join((parts[0], *row)) + "|" * (not parts[-1].strip())

    def _dated_section(self, peers: list[Peer], index: int) -> list[str]:
        models = self._models(peers, index)
        if models[0].text or logs.DATE.match(self.text.lstrip("*_`[")):
            # Below the heading, a text that begins with a date would be read as an entry of its own.
            text = re.sub(r"(?<=\s)(#+)$", r"\\\1", self.text)
            return [models[0].lead + written_line(self.day, text, models)]
        title = models[0].lead + written_line(self.day, "", models)
        blank, marker = [""], ""
        for mark, end in (peers[index], *peers[:_NEAR]):
            below = self.lines[mark.number + 1 : min(end, mark.number + 1 + _NEAR)]
            if first := next((line for line in below if line.strip()), ""):
                blank, marker = [""] * (not below[0].strip()), bullet(first)
                break
        return [title, *blank, marker + tame(self.text)] if self.text else [title]

    def _below(self, number: int) -> tuple[int, list[str], int]:
        """As the first entry below the heading of a log."""
        first, inside = number + 1, covered(self.lines)
        limit = next((m.number for m in self.marks if m.depth and m.number > number), self.count)
        for row in range(first + 1, limit):
            head = self.lines[row - 1]
            if not inside[row] and _RULE.match(self.lines[row]) and (column := logs.date_column(head)) > 0:
                start = len("|".join(logs.cells(head)[:column])) + 1
                return row + 1, [self._row(row - 1, start, self.day.isoformat())], row
        at, blank = first, first < limit and not self.lines[first].strip()
        if not blank:
            while at < limit and (inside[at] or (self.lines[at].strip() and not bullet(self.lines[at]))):
                at += 1
        at += blank
        _not_inside(0 if inside[number] else inside[at])
        marker = bullet(self.lines[at]) if at < limit else ""
        entry = (marker or "- ") + written_line(self.day, self.text, [])
        above = [""] if at > first and not blank and not marker else []
        parted = at < self.count and not marker and (blank or above) and self.lines[at].strip()
        return at, [*above, entry, *([""] if parted else [])], number

    def _new_section(self, heading: str) -> tuple[int, list[str], int]:
        """As the only entry of a log at the end of the note."""
        if not logs.is_log_heading(heading):
            raise EditRefusedError(
                "value",
                phrase("«{heading}» is not read as the heading of a log", heading=heading),
                phrase("choose a heading such as Log, Logg or Interactions"),
            )
        _not_inside(covered(self.lines)[self.count])
        depths = {mark.depth for mark in self.marks}
        depth = max(2, *depths) if len(depths) == 1 else 2
        above = [""] if self.count and self.lines[self.count - 1].strip() else []
        line = f"- {written_line(self.day, self.text, [])}"
        entry = [*above, f"{'#' * depth} {heading}", "", line]
        return len(self.lines) if self.lines[-1] else self.count, entry, self.count - 1


def _indent(text: str) -> int:
    return len(text[: len(text) - len(text.lstrip())].expandtabs(4))


def _not_inside(since: int) -> None:
    """Refuse a place in a fence or comment that is open since a line; 0: in none."""
    if since:
        raise EditRefusedError(
            "invalid",
            phrase("a code block or a comment begins here and does not end; a log line would be lost in it"),
            phrase("end it with the marks it begins with, then try again"),
            line=since,
        )
