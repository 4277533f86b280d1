"""The pages of docs/ that are made from the code are those that the code makes."""

import re
import runpy
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]
MAKE: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "make.py"))


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    made: dict[Path, str] = MAKE["pages"]()
    return made


def test_committed_pages_are_current(pages: dict[Path, str]) -> None:
    stale = [
        path.name for path, text in pages.items() if not path.is_file() or path.read_bytes() != text.encode()
    ]
    assert stale == [], "run: python3 dev.py docs"


@pytest.mark.parametrize("code", sorted(MAKE["EXAMPLES"]))
def test_an_example_shows_its_problem_and_no_other(code: str) -> None:
    assert [problem.code for problem in MAKE["read_example"](MAKE["EXAMPLES"][code])] == [code]


def test_links_lead_to_files(pages: dict[Path, str]) -> None:
    for path, text in pages.items():
        for part in text.split("](")[1:]:
            assert (path.parent / unquote(part.partition(")")[0])).is_file()


PLUGIN = ROOT / "tests" / "plugin"


def test_the_plugin_that_is_walked_through_is_the_one_that_is_tested() -> None:
    told = (ROOT / "docs" / "how-to" / "write-a-plugin.md").read_text("utf-8")
    parts = [*PLUGIN.glob("pyproject.toml"), *PLUGIN.rglob("*.py")]
    assert len(parts) == 4
    for part in parts:
        kind = part.suffix.removeprefix(".").replace("py", "python")
        assert f"```{kind}\n{part.read_text('utf-8')}```\n" in told, part.name


def test_every_table_is_whole() -> None:
    """A row that an empty line cuts off from its table is shown as text."""
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        lines = fenced_out(file.read_text(encoding="utf-8"))
        for is_row, inside in groupby(lines, key=lambda line: line.startswith("|")):
            table = [re.split(r"(?<!\\)\|", line)[1:-1] for line in inside] if is_row else []
            if table:
                assert len(table) > 2, (file.name, table)
                assert all(set(cell.strip()) <= set("-:") for cell in table[1]), (file.name, table[0])
                assert {len(cells) for cells in table} == {len(table[0])}, (file.name, table[0])


def fenced_out(text: str) -> list[str]:
    """The lines that are in no code block."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL).splitlines()
