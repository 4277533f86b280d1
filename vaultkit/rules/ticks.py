"""Ticks on the queue page: which lines were ticked, and which follow-up each of them means.

A line is looked up by its text in what vaultkit itself wrote, never by a path or a name on the page: the text
may be of yesterday, moved, or edited, but what it stands for comes from vaultkit's own memory.
"""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

from vaultkit.model.moved import Moved
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.links import read_links
from vaultkit.rules.region import Region, fingerprint

Row: TypeAlias = tuple[str, str, QueueLine]
"""A follow-up of today: its whole line and the words in it, both as `bare` gives them, and what it is."""

_TASK = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[(.)\][ \t]+(.*)$")
_DONE = re.compile(r"(?:✅\ufe0f?[ \t]*|[\[(]completion::[ \t]*)(\d{4}-\d{2}-\d{2})")
_ENDING = re.compile(
    r"(?<![ \t])"
    r"(?:[ \t]*(?:[✅❌]\ufe0f?[ \t]*\d{4}-\d{2}-\d{2}"
    r"|[\[(](?:completion|cancelled)::[ \t]*\d{4}-\d{2}-\d{2}[\])]))*"
    r"(?:[ \t]+\^[\w-]+)?[ \t]*$"
)
"""What the Tasks plugin adds to a line that is ticked, in its own format and in Dataview's; and the name that
Obsidian gives to a line that somebody links to. Only at the end: a note's name may hold the same."""
_SIGNS = ("✅", "❌", "::", "^", "\ufe0f")
"""Without any of these there is nothing to take away; of thousands of lines that saves half the time."""
_DUE = re.compile(r"📅\ufe0f?[ \t]*(\d{4}-\d{2}-\d{2})")
_COMMON = re.compile(rf"\[\[[^\[\]]*\]\]|\]\([^()]*\)|{_DUE.pattern}")
"""What all lines of one person and day have in common."""
_REASON = "  - "
"""Begins the line below a tick that is listed again."""
_ALIKE = 0.6
"""An edited line is at least so much like the one it was, link and day left out (0 to 1)."""
_OLDEST = 60
"""So many days a line is remembered, and so many days ago a date of completion may be."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the queue page that somebody ticked."""

    raw: str
    """The line as it stands on the page, without its end."""
    text: str
    """What it says, without box and without what the Tasks plugin added; see `bare`."""
    skip: bool = False
    """True for a cancelled box, `[-]`: leave this one out."""
    day: date | None = None
    """The day of completion that the Tasks plugin wrote."""
    number: int = 1
    """1-based line in the text that was read."""
    why: str = ""
    """The reason below it, where vaultkit listed it again; Markdown."""


def bare(line: str) -> str:
    """A task's text in the form in which it is looked up: blanks, composition and ticks do not matter."""
    task = _TASK.match(line := line.rstrip("\r"))
    text = task[2] if task else line
    if any(sign in text for sign in _SIGNS):
        text = _ENDING.sub("", text, count=1).replace("\ufe0f", "")
    return " ".join(unicodedata.normalize("NFC", text).split())


def task_texts(page: str) -> list[str]:
    """The texts of all task lines, ticked or not, in order."""
    return [bare(line) for line in page.split("\n") if _TASK.match(line)]


def read_ticks(page: str) -> list[Tick]:
    """The ticked and the cancelled lines of a text, in order. A ticked box without words is none."""
    found: list[Tick] = []
    lines = [line.rstrip("\r") for line in page.split("\n")]
    for number, line in enumerate(lines, 1):
        task = _TASK.match(line)
        if task is None or task[1] not in "xX-" or not (text := bare(line)):
            continue
        days = _DONE.findall(task[2])
        day = _day(days[-1]) if days else None
        found.append(Tick(line, text, task[1] == "-", day, number, _why(lines, number)))
    return found


def may_hold_ticks(page: str) -> bool:
    """A quick look; False: `read_ticks` finds nothing."""
    return any(box in page for box in ("[x]", "[X]", "[-]"))


def _why(lines: Sequence[str], below: int) -> str:
    """The reason that vaultkit wrote on the line at a 0-based place; empty where there is none."""
    line = lines[below] if below < len(lines) else ""
    return line.removeprefix(_REASON) if line.startswith(_REASON) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The queue page, or a copy of it."""

    path: str
    found: Region
    ticks: list[Tick]
    """Of the whole file, by their lines in it."""

    @property
    def texts(self) -> Collection[str]:
        """Of the task lines that stand where ticks count."""
        return frozenset(task_texts(self.found.inner))

    @property
    def inside(self) -> list[Tick]:
        """The ticks that count."""
        return [tick for tick in self.ticks if self._is_inside(tick)]

    @property
    def outside(self) -> list[Tick]:
        """The ticks among the owner's own text."""
        return [tick for tick in self.ticks if not self._is_inside(tick)]

    def _is_inside(self, tick: Tick) -> bool:
        begin = self.found.before.count("\n") + 1
        return begin < tick.number <= begin + self.found.inner.count("\n")

    def own_lines(self, known: Collection[str]) -> list[str]:
        """The lines in which nobody wrote anything, wherever they were moved.

        `known`: texts of vaultkit's. Where the ticks are all that is new, that is every line.
        """
        lines = [line.rstrip("\r") for line in self.found.inner.split("\n")]
        if _is_only_ticked(self.found):
            return lines
        return [
            line for line in lines if (task := _TASK.match(line)) and task[1] == " " and bare(line) in known
        ]


def _is_only_ticked(found: Region) -> bool:
    """Whether a region is what vaultkit wrote, on this machine or another, but for the ticks."""
    lines = found.inner.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines):
        task = _TASK.match(line)
        # A line with its reason below it was ticked when vaultkit wrote it.
        if task and task[1] in "xX-" and not _why(lines, number + 1):
            lines[number] = line[: task.start(1)] + " " + _ENDING.sub("", line[task.end(1) :], count=1)
    return found.fingerprint == fingerprint("\n".join(lines))


class Queue:
    """The follow-ups of today, found by what a line says."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """`rows` in the order of the queue."""
        self.lines: dict[str, QueueLine] = {}
        """By the whole text, as the shipped template writes it."""
        self.ambiguous: set[str] = set()
        """Texts that would mean two people: two names that look the same."""
        self._rows = list(rows)
        for whole, _, line in self._rows:
            if self.lines.setdefault(whole, line).path != line.path:
                self.ambiguous.add(whole)
        for text in self.ambiguous:
            del self.lines[text]

    @cached_property
    def _by_link(self) -> Mapping[str, list[tuple[str, QueueLine]]]:
        found: dict[str, list[tuple[str, QueueLine]]] = {}
        for _, words, line in self._rows:
            for target in _targets(words):
                found.setdefault(target, []).append((words, line))
        return found

    def find(self, text: str) -> QueueLine | None:
        """The one whose words and day stand in a line, whatever stands around them.

        A template of the owner's own may print more, and print the day in words. A line without its day would
        read the same the next time, and a tick on it would count again.
        """
        if text in self.lines or text in self.ambiguous:
            return self.lines.get(text)
        held = [
            ((line.due.isoformat() in text, len(words)), line)
            for target in sorted(_targets(text))
            for words, line in self._by_link.get(target, ())
            if words in text and _tells_day(text, words, line.due)
        ]
        best = max((rank for rank, _ in held), default=None)
        found = {(line.kind, line.due): line for rank, line in held if rank == best}
        return found.popitem()[1] if len({line.path for _, line in held}) == len(found) == 1 else None


def listed(tick: Tick, why: str) -> list[str]:
    """A tick that waits, as it is listed on the page. `why`: Markdown; empty: what stands there already."""
    box = "-" if tick.skip else "x"
    return [f"- [{box}] {tick.raw.split(']', 1)[1].strip()}", _REASON + (why or tick.why)]


def remember(
    page: str, rows: Sequence[Row], before: Mapping[str, QueueLine], today: date
) -> dict[str, QueueLine]:
    """What each task line of a new queue page stands for, and of the pages of the last weeks.

    A tick that waits on the page keeps the meaning that it had when it was made.
    """
    waiting = {tick.text for tick in read_ticks(page)}
    queue = Queue(rows)
    kept = Moved(
        (text, line)
        for text, line in before.items()
        if abs((today - line.made).days) <= _OLDEST or text in waiting
    )
    for text in set(task_texts(page)):
        if text in waiting and text in kept:
            continue
        if line := queue.find(text):
            kept[text] = line
        elif text in queue.ambiguous:
            kept.pop(text, None)
    return kept


def remember_rows(rows: Iterable[Row], before: Mapping[str, QueueLine]) -> dict[str, QueueLine]:
    """`remember`, where it is known that the rows stand on the page as they are and no tick waits there."""
    queue = Queue(rows)
    kept = Moved(before, {*queue.lines, *queue.ambiguous})
    kept.update(queue.lines)
    for text in queue.ambiguous:
        kept.pop(text, None)
    return kept


def meaning(
    tick: Tick, page: Collection[str], before: Mapping[str, QueueLine], queue: Queue
) -> QueueLine | None:
    """The follow-up that a ticked line stands for; None when that cannot be told.

    `page`: texts of all task lines that are on the page now; `before`: what the lines of the last weeks stand
    for. An edited line means the one that is not on the page, was due on the same day, links to the same
    notes, and is most like it.
    """
    text = tick.text
    if text in before or text in queue.lines:
        return before.get(text) or queue.lines[text]
    linked = _targets(text)
    near = [
        known
        for known, line in before.items()
        if linked and _tells_day(text, "", line.due) and known not in page and _targets(known) == linked
    ]
    whole = [known for known in near if known in text]
    if len(whole) == 1:
        return before[whole[0]]
    ranked = sorted(((_likeness(known, text), known) for known in near), reverse=True)
    if ranked and ranked[0][0] >= _ALIKE and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= 0.1):
        return before[ranked[0][1]]
    return None if near else queue.find(text)


def on_its_day(tick: Tick, line: QueueLine, today: date) -> tuple[QueueLine, date]:
    """The day on which a line was done: the one that the Tasks plugin wrote, else today.

    With a day of its own, a contact that the notes have learnt of since does not stand for the tick.
    """
    if tick.day is None or not 0 <= (today - tick.day).days <= _OLDEST:
        return line, today
    return replace(line, last_contact=date.max), tick.day


def _likeness(one: str, other: str) -> float:
    """How much two texts are alike, link and day left out: a long name alone makes no likeness."""
    one, other = (_COMMON.sub("", text) for text in (one, other))
    return difflib.SequenceMatcher(a=one, b=other, autojunk=False).ratio()


def _tells_day(text: str, words: str, due: date) -> bool:
    """Whether a line names the day on which it is due, perhaps in words, beside the `words` in it."""
    named = _DUE.search(text)
    if named or due.isoformat() in text:
        return due.isoformat() == (named[1] if named else due.isoformat())
    beside = text.replace(words, " ", 1) if words else ""
    return re.search(rf"(?<!\d)0?{due.day}(?!\d)", beside) is not None


def _targets(text: str) -> frozenset[str]:
    return frozenset(link.target for link in read_links(text) if link.target)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
