"""A story told in Markdown: days, and on each what its owner writes, ticks and types.

The forms are told in tests/month/README.md. Whatever is not understood is refused, so that no line of a story
is passed over in silence.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench import Run, put

_DAY = re.compile(r"^## (\d{4}-\d\d-\d\d) · (\d\d-\S+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Deed:
    """One block of a day."""

    form: str
    """md, diff, tick or console."""
    path: str
    """The file in the vault that it is about; empty for commands."""
    text: str
    """The lines of the block, each ended."""


@dataclass(frozen=True)
class Step:
    """A day on which something was done."""

    day: str
    """ISO."""
    name: str
    """Of its folder: number and what happens."""
    deeds: tuple[Deed, ...]


def steps(text: str) -> Iterator[Step]:
    """The days of a story in the order told; what comes before the first is a foreword."""
    _, *parts = _DAY.split(text)
    for day, name, told in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        blocks = _BLOCK.findall(told)
        assert told.count("\n```") == 2 * len(blocks), f"{name}: a block that is not ended"
        yield Step(day, name, tuple(Deed(form, path, lines) for form, path, lines in blocks))


def act(step: Step, vault: Path, run: Run) -> str:
    """Do what is told of a day in the vault; what the commands printed, each below its own line."""
    said = []
    for deed in step.deeds:
        match deed.form:
            case "md" | "toml":
                assert not (vault / deed.path).exists(), f"{step.name}: {deed.path} is there already"
                put(vault, deed.path, deed.text)
            case "diff":
                _change(vault / deed.path, deed.text)
            case "tick":
                _tick(vault / deed.path, deed.text.splitlines())
            case "console":
                said += [_type(line, step.day, vault, run) for line in deed.text.splitlines()]
            case _:
                raise AssertionError(f"{step.name}: no such block: {deed.form}")
    return "\n".join(said)


def _change(note: Path, lines: str) -> None:
    """As a diff says: lines that stay, go and come; where none stays or goes, at the end of the note."""
    marked = [line if line.strip() else " \n" for line in lines.splitlines(keepends=True)]
    assert all(line[0] in " -+" for line in marked), lines
    old = "".join(line[1:] for line in marked if line[0] in " -")
    new = "".join(line[1:] for line in marked if line[0] in " +")
    text = note.read_text(encoding="utf-8")
    if old:
        assert ("\n" + text).count("\n" + old) == 1, (note.name, old)
        text = ("\n" + text).replace("\n" + old, "\n" + new)[1:]
    else:
        text += new
    note.write_text(text, encoding="utf-8", newline="")


def _tick(page: Path, wanted: list[str]) -> None:
    """An x into the box of the one open line that holds each text."""
    lines = page.read_text(encoding="utf-8").split("\n")
    for text in wanted:
        (found,) = (n for n, line in enumerate(lines) if line.startswith("- [ ] ") and text in line)
        lines[found] = lines[found].replace("[ ]", "[x]", 1)
    page.write_text("\n".join(lines), encoding="utf-8", newline="")


def _type(line: str, day: str, vault: Path, run: Run) -> str:
    """One command; results and talk as they were printed. It must end well."""
    prompt, command, *words = shlex.split(line)
    assert (prompt, command) == ("$", "vaultkit"), line
    result = run("--vault", vault, *words, today=day)
    assert result.code == 0, (line, result.err)
    return "\n".join([line, *filter(None, (result.out.rstrip(), result.err.rstrip())), ""])
