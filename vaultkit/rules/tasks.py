"""The tasks in a note: `- [ ] send the CV 📅 2026-11-30`, with the fields of the Tasks plugin.

Its own signs (https://publish.obsidian.md/tasks, "Tasks Emoji Format") and Dataview's (`[due:: 2026-11-30]`).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from vaultkit.model.task import Task
from vaultkit.rules.dates import leading_day, read_day
from vaultkit.rules.logs import DATE, HEADING, ITEM

TASK = re.compile(r"(?:[ \t]*>)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[([^\[\]\r\n])\](?=[ \t\r]|$)")
"""What Obsidian shows as a task, up to and with its box."""
_CODE = re.compile(r"((?:[ \t]*>)*)[ \t]*(`{3,}(?=[^`]*$)|~{3,})")
_MAY_HOLD = re.compile(r"\[[^\[\]\r\n]\](?:[ \t\r\n]|\Z)")
"""A quick look at a whole note: most hold no task. Quick, because it begins with one certain character."""
_REGION = re.compile(r"[ \t]*<!-- vaultkit:(begin|end)\b")

_NAMED = (
    ("due", "[📅📆🗓]", "due"),
    ("scheduled", "[⏳⌛]", "scheduled"),
    ("made", "➕", "created"),
    ("", "🛫", "start"),
    ("done", "✅", "completion"),
    ("", "❌", "cancelled"),
)
_DATED = tuple(
    (
        name,
        re.compile(
            rf"{sign}\ufe0f?[ \t]*(\d{{4}}-\d{{2}}-\d{{2}})"
            rf"|[\[(][ \t]*{word}::[ \t]*(\d{{4}}-\d{{2}}-\d{{2}})[ \t]*[\])]"
        ),
    )
    for name, sign, word in _NAMED
)
_DATAVIEW = re.compile(r"([\[(])[ \t]*\w+::")
_REPEATS = re.compile(r"🔁|[\[(][ \t]*repeat::")
_OTHER = re.compile(
    r"[🔺⏫🔼🔽⏬]\ufe0f?"
    r"|(?:🆔|⛔|🏁)\ufe0f?[ \t]*[\w,-]*"
    r"|[\[(][ \t]*(?:priority|id|dependsOn|onCompletion)::[^\])]*[\])]"
)
_TAGS = re.compile(r"^(?:#[^\s#]+(?:[ \t]+|$))+|(?:[ \t]+#[^\s#]+)+$")
"""Tags around the words: what a vault marks its tasks with."""
_NAME = re.compile(r"[ \t]+\^[\w-]+[ \t]*$")
"""The name that Obsidian gives to a line that somebody links to."""


def read_tasks(body: str, first_line: int) -> tuple[Task, ...]:
    """The tasks of a note, in order. `first_line`: 1-based line where `body` begins.

    None in code, none in a part that vaultkit writes, and none that repeats.
    """
    if not _MAY_HOLD.search(body):
        return ()
    lines = [line.rstrip("\r") for line in body.split("\n")]
    found = (_read(lines[at], day, first_line + at) for at, day in _places(lines))
    return tuple(task for task in found if task is not None)


def on_day(text: str, day: date) -> str:
    """The text behind a task's box with another day in it, nothing else changed.

    The due day changes, else the scheduled one, where it stands; a text without gets a due day at its end, in
    the format of its other fields. Its end may hold blanks and the name of the line, which stay the last.
    """
    for _, field in _DATED[:2]:
        if found := field.search(text):
            begin, end = found.span(1 if found[1] else 2)
            return text[:begin] + day.isoformat() + text[end:]
    named = _NAME.search(text)
    words = (text[: named.start()] if named else text).rstrip()
    bracket = _DATAVIEW.search(words)
    new = f"📅 {day.isoformat()}"
    if bracket:
        new = f"[due:: {day.isoformat()}]" if bracket[1] == "[" else f"(due:: {day.isoformat()})"
    return f"{words} {new}{text[len(words) :]}"


def in_code(lines: Sequence[str]) -> bool:
    """Whether a code block is open behind these lines (CommonMark 4.5)."""
    fence = _Fence()
    for line in lines:
        fence.after(line)
    return bool(fence)


class _Fence:
    """The code block that is open, as line comes after line."""

    def __init__(self) -> None:
        self._open, self._quoted = "", False

    def __bool__(self) -> bool:
        return bool(self._open)

    def after(self, line: str) -> None:
        if self._open and self._quoted and not line.lstrip().startswith(">"):
            self._open = ""  # the end of a quote ends the code block in it
        if found := _CODE.match(line):
            bare = line[found.start(2) :].strip()
            if not self._open:
                self._open, self._quoted = found[2], bool(found[1])
            elif bare == bare[0] * len(bare) and bare.startswith(self._open):
                self._open = ""


def _places(lines: Sequence[str]) -> Iterator[tuple[int, date | None]]:
    """Where tasks stand, and the day of the dated heading or list item that each stands below."""
    fence, inside = _Fence(), False
    heading: tuple[int, date] | None = None
    """The depth of a dated heading, and its day."""
    item: tuple[int, date] | None = None
    """How far a dated item is indented, and its day."""
    for at, line in enumerate(lines):
        fence.after(line)
        if mark := _REGION.match(line):
            inside = mark[1] == "begin"
        if fence or inside or not line.strip():
            continue
        if found := HEADING.match(line):
            heading, item = _below(heading, len(found[1]), _day_in(found[2])), None
            continue
        depth = len(line) - len(line.lstrip(" \t>"))
        item = _below(item, depth, None)
        task, entry = TASK.match(line), ITEM.match(line)
        if task:
            above = item or heading
            yield at, above[1] if above else None
        if entry and not (task and task[1] == " ") and (day := _day_in(line[entry.end() :])):
            item = depth, day


def _below(above: tuple[int, date] | None, depth: int, day: date | None) -> tuple[int, date] | None:
    """Below which day things stand from here on, where something of a depth begins, perhaps with a day."""
    if day is not None:
        return depth, day
    return above if above is not None and depth > above[0] else None


def _day_in(text: str) -> date | None:
    text = text.strip(" *_`[")
    found = leading_day(text) if DATE.match(text) else None
    return found[0] if found else None


def _read(line: str, below: date | None, number: int) -> Task | None:
    found = TASK.match(line)
    if found is None or _REPEATS.search(line):
        return None
    text = _NAME.sub("", line[found.end() :])
    days: dict[str, date | None] = {}
    for name, field in _DATED:
        if said := field.search(text):
            days[name] = read_day(said[1] or said[2])
            text = field.sub(" ", text)
    text = " ".join(_OTHER.sub(" ", text).split())
    text = _TAGS.sub("", text)
    begins = leading_day(text) if DATE.match(text) else None
    if begins is not None:
        text = begins[1].lstrip(" :–—-")
    if not text.strip("*_` "):
        return None
    due = days.get("due") or days.get("scheduled") or (begins[0] if begins else None)
    return Task(text, number, found[1], due, days.get("made") or below, days.get("done"))
