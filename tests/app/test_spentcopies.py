"""Conflict copies of what vaultkit writes itself: gone with the next sync, unless somebody wrote in them."""

from pathlib import Path

import pytest
from workbench import Run, Vault, person, put

QUEUE = "Networking/Follow-ups.md"
FEED = "Networking/networking.ics"
COPY = ".sync-conflict-20261124-101112-ABCDEFG"
NOTES = {"People/Ada.md": person("private", "follow_up: 2026-11-24", "next_meeting: 2026-11-26 12:00")}


def copied(root: Path, path: str, old: str = "", new: str = "") -> Path:
    """A conflict copy of a file, with other words in it."""
    stem, dot, ending = path.rpartition(".")
    return put(root, f"{stem}{COPY}{dot}{ending}", (root / path).read_text("utf-8").replace(old, new, 1))


@pytest.fixture
def root(vault: Vault, run: Run) -> Path:
    root = vault(NOTES)
    run("sync", "--vault", root, today="2026-11-23")
    return root


@pytest.mark.parametrize("path", [QUEUE, FEED, "Networking/Private.md"])
def test_a_copy_of_what_vaultkit_wrote_on_another_day_goes(root: Path, run: Run, path: str) -> None:
    copy = copied(root, path)
    run("sync", "--vault", root, today="2026-11-24")
    assert not copy.exists()
    assert run("sync", "--vault", root, "--json", today="2026-11-24").json["written"] == []
    assert "conflict" not in (root / QUEUE).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (QUEUE, "- [ ]", "- [x]"),
        (QUEUE, "<!-- vaultkit:begin", "My own words\n<!-- vaultkit:begin"),
        (QUEUE, "<!-- vaultkit:end queue -->", ""),
        (FEED, "X-VAULTKIT-KEY", "X-OTHER-KEY"),
        (FEED, "END:VCALENDAR", ""),
        ("People/Ada.md", "", ""),
    ],
    ids=["ticked", "own words", "torn", "somebody else's entry", "a torn feed", "a note"],
)
def test_a_copy_that_may_hold_more_stays(root: Path, run: Run, path: str, old: str, new: str) -> None:
    copy = copied(root, path, old, new)
    held = copy.read_bytes()
    run("sync", "--vault", root, today="2026-11-24")
    assert copy.read_bytes() == held


def test_own_words_around_the_marks_of_both_are_in_the_page(root: Path, run: Run) -> None:
    page = root / QUEUE
    page.write_text(page.read_text("utf-8") + "\nMy own words\n", "utf-8")
    copy = copied(root, QUEUE)
    run("sync", "--vault", root, today="2026-11-24")
    assert not copy.exists()
    assert page.read_text("utf-8").endswith("\nMy own words\n")


def test_what_would_go_is_told_before(root: Path, run: Run) -> None:
    copy = copied(root, QUEUE)
    told = run("sync", "--vault", root, "--dry-run", today="2026-11-23")
    assert f"would delete {copy.relative_to(root)}" in told.out
    assert copy.exists()
