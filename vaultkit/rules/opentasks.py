"""The open tasks of a note, and whose they are: mine, or somebody's who comes.

`- [ ] Send Per the template 📅 2026-11-25` is mine; `- [ ] Per: send the figures` and
`- [ ] [[Per Olsen]] sends the figures` are Per's.
"""

import re
from collections.abc import Iterable

from vaultkit.model.opentask import OpenTask
from vaultkit.rules.links import WIKILINK, read_link
from vaultkit.rules.region import own_lines

_TASK = re.compile(r"(?:[ \t]*>)*[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[ \][ \t]+(\S.*)")
_FIELDS = re.compile(
    # What the Tasks plugin (emoji) and Dataview (`[due:: …]`) keep behind the words of a task.
    "[ \t]*(?:[\U0001f4c5\U0001f4c6\U0001f5d3\u23f3\u231b\U0001f6eb\u2795\u2705\u274c\U0001f501"
    "\U0001f53a\u23eb\U0001f53c\U0001f53d\u23ec\U0001f3c1\U0001f194\u26d4]\ufe0f?.*"
    r"|\[[\w ]+::[^\]]*\].*|\([\w ]+::[^)]*\).*|\^[\w-]+|(?<!\S)#[\w/-]+)$"
)
_MOST = 100
"""So many tasks of one note are read."""


def read_tasks(body: str, first_line: int) -> tuple[OpenTask, ...]:
    """The open tasks of a note, in its order. `first_line`: 1-based line where `body` begins.

    What stands in code or in vaultkit's own part of the note is none.
    """
    if "[ ]" not in body:
        return ()
    found: list[OpenTask] = []
    for number, line in own_lines(body):
        task = _TASK.match(line)
        text = _bare(task[1]) if task else ""
        if text and len(found) < _MOST:
            found.append(OpenTask(text, first_line + number))
    return tuple(found)


def _bare(text: str) -> str:
    """The words of a task."""
    shown = re.sub(r"\*\*|__|~~", "", WIKILINK.sub(lambda link: read_link(link[1]).text, text))
    while (short := _FIELDS.sub("", shown).rstrip()) != shown:
        shown = short
    return shown.strip()


def owed_by(task: OpenTask, names: Iterable[str]) -> str:
    """Who has promised it: the first of `names` with which, or its first name, it begins; empty: me."""
    words = task.text.casefold()
    for name in names:
        whole = name.casefold()
        for called in (whole, whole.split(" ")[0]):
            if called and re.match(rf"{re.escape(called)}(?!\w)", words):
                return name
    return ""
