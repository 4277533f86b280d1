"""The pages of docs/ that are made from the code are those that the code makes."""

import runpy
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
