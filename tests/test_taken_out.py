"""Each part of the method can be taken out: its module, and its lines where it is registered.

What is left is a vaultkit that runs, and its pages are as they were but for what the part had put there.
"""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from workbench import DAY, ROOT, files, process

KINDS, ENTRIES, PAGES, COMMANDS = (
    f"vaultkit/{path}.py"
    for path in ("rules/followups/__init__", "rules/entries/__init__", "rules/pages/__init__", "cli/main")
)
HOME, QUEUE, WEEK = "Nettverket", "Oppfølging", "Uke"
NETWORKS = ("Fritid", "Historisk", "Privat", "Profesjonelt")


@dataclass(frozen=True)
class Part:
    """A part of the method, and what is different in the demo vault without it."""

    gone: tuple[str, ...]
    """Files, in the project."""
    lines: Mapping[str, tuple[str, ...]]
    """By file, each text that goes there; it stands there once."""
    changes: tuple[str, ...] = ()
    """Pages that say less without it, or are not there; all others keep every byte."""


def kind(name: str, *changes: str) -> Part:
    """A kind of follow-up."""
    lines = (f"    {name},\n", f'    "{name}": {name},\n')
    return Part((f"vaultkit/rules/followups/{name}.py",), {KINDS: lines}, changes)


def command(name: str) -> Part:
    lines = tuple(line for line in _lines(COMMANDS) if re.match(rf'    "{name}": |    "\w+": "{name}"', line))
    return Part((f"vaultkit/cli/{name}.py",), {COMMANDS: lines})


def _lines(path: str) -> list[str]:
    return (ROOT / path).read_text("utf-8").splitlines(keepends=True)


PARTS = {
    "thank": kind("thank", HOME, QUEUE),
    "report_back": kind("report_back", HOME, QUEUE),
    "prepare": kind("prepare", QUEUE),
    "promise": kind("promise", HOME, QUEUE),
    "reply": kind("reply"),  # everybody there has answered
    "next_contact": kind("next_contact", HOME, QUEUE, WEEK, "Fritid", "Historisk", "Profesjonelt"),
    "birthday": kind("birthday", QUEUE),
    "cadence": kind("cadence", HOME, QUEUE, WEEK, *NETWORKS),
    "first_contact": kind("first_contact", HOME, QUEUE, "Fritid", "Profesjonelt"),
    "week": Part(
        ("vaultkit/rules/pages/week.py", "templates/pages/week.md"),
        {PAGES: (", week\n", '    "week": PageKind(marked("Week"), "week", week.build),\n')},
        (HOME, WEEK),
    ),
    "slots": Part(
        ("vaultkit/rules/entries/slots.py",),
        {
            ENTRIES: (
                " slots,",
                '    Holds.SLOTS: Kind(marked("Time for networking"), (slots.MARK,), slots.propose),\n',
            )
        },
    ),
    "birthdays": Part(
        ("vaultkit/rules/entries/birthdays.py",),
        {
            ENTRIES: (
                " birthdays,",
                '    Holds.BIRTHDAYS: Kind(marked("Birthdays"), (birthdays.MARK,), birthdays.propose, '
                "takes_time=False),\n",
            )
        },
    ),
    "draft": command("draft"),
    "prep": command("prep"),
    "review": command("review"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The pages of the demo vault as they are with everything."""
    return pages(ROOT, tmp_path_factory.mktemp("whole"))


def pages(project: Path, scratch: Path) -> dict[str, bytes]:
    """What the vaultkit of a folder makes of the demo vault, by name of the page."""
    vault = scratch / "vault"
    shutil.copytree(ROOT / "vaultkit" / "demo_vault", vault)
    env = {"PYTHONPATH": str(project), "VAULTKIT_STATE_DIR": str(scratch / "state")}
    result = process("--vault", vault, "--today", DAY, "sync", env=env, cwd=project)
    assert result.code == 0, result.err
    assert "Traceback" not in result.err
    return {Path(path).stem: data for path, data in files(vault / "Nettverk").items() if path.endswith(".md")}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_can_be_taken_out(name: str, whole: Mapping[str, bytes], tmp_path: Path) -> None:
    part, project = PARTS[name], tmp_path / "project"
    for folder in ("vaultkit", "templates"):
        shutil.copytree(ROOT / folder, project / folder)
    for path in part.gone:
        (project / path).unlink()
    for path, lines in part.lines.items():
        text = (project / path).read_text("utf-8")
        for line in lines:
            assert text.count(line) == 1, line
            # The last name of an import leaves the end of its line behind.
            text = text.replace(line, "\n" if line.startswith(",") else "")
        (project / path).write_text(text, encoding="utf-8")
        os.utime(project / path)
    left = pages(project, tmp_path)
    assert sorted(page for page in whole if left.get(page) != whole[page]) == sorted(part.changes)
    assert left.keys() <= whole.keys()
