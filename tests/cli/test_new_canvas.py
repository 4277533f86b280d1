"""`new canvas`: the drawing is made once, and is its owner's from then on."""

import json
from pathlib import Path

import pytest
from workbench import Run, Vault, files, person

CANVAS = "Networking/Who introduced whom.canvas"


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault(
        {"People/Kari.md": person(), "People/Per.md": person("professional", 'introduced_by: "[[Kari]]"')}
    )


def test_it_is_made_beside_the_pages_and_can_be_taken_back(small: Path, run: Run) -> None:
    result = run("new", "canvas", "--vault", small)
    assert result.out == f"Who introduced whom: 2 people\nwrote {CANVAS}\n"
    held = json.loads((small / CANVAS).read_text("utf-8"))
    assert [one["file"] for one in held["nodes"][1:]] == ["People/Kari.md", "People/Per.md"]
    assert run("undo", "--vault", small).code == 0
    assert not (small / CANVAS).exists()


def test_it_is_never_written_again(small: Path, run: Run) -> None:
    run("new", "canvas", "--vault", small)
    (small / CANVAS).write_text("mine", "utf-8")
    again = run("new", "canvas", "--vault", small)
    assert (again.code, again.out) == (1, "")
    assert "was not touched" in again.err
    run("sync", "--vault", small)
    assert (small / CANVAS).read_text("utf-8") == "mine"


def test_dry_run_writes_nothing(small: Path, run: Run) -> None:
    before = files(small)
    assert f"would write {CANVAS}" in run("new", "canvas", "--dry-run", "--vault", small).out
    assert files(small) == before


def test_where_there_is_nothing_to_draw(vault: Vault, run: Run) -> None:
    result = run("new", "canvas", "--vault", vault({"People/Kari.md": person()}))
    assert (result.code, result.out) == (1, "")
    assert "introduced_by" in result.err


def test_the_norwegian_words(demo: Path, run: Run) -> None:
    assert run("ny", "lerret", "--vault", demo).code == 0
    assert "Personer/Per Olsen.md" in (demo / "Nettverk/Hvem introduserte hvem.canvas").read_text("utf-8")
