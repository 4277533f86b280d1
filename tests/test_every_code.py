"""Every kind of problem is made by a test, in a real way."""

from pathlib import Path

import pytest

from vaultkit.rules.codes import CODES

HERE = Path(__file__).parent
COUNTING = {Path(__file__).name, "test_docs_current.py"}
"""Modules that name codes without making the problem."""

SOURCES = {
    path.relative_to(HERE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(HERE.rglob("test_*.py"))
    if "node_modules" not in path.parts and path.name not in COUNTING
}


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_made_by_a_test(code: str) -> None:
    named = [name for name, source in SOURCES.items() if f'"{code}"' in source]
    assert named, f"no test names {code}"


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_words(code: str) -> None:
    words = CODES[code]
    assert words.said
    assert words.way_out
    assert words.why.endswith(".")
