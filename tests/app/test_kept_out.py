"""Somebody who is kept out is in no feed, however their note and the others are written."""

from pathlib import Path

import pytest
from workbench import Run, Vault, put

FEED = "Networking/networking.ics"
MEETING = "---\ntype: meeting\ndate: 2026-11-26\ntime: '10:00'\nattendees: ['[[Anders Berg]]']\n---\n"
OPEN = "---\ntype: person\nnetwork: private\naliases: [Andy]\n---\n"


def hidden(line: str) -> str:
    return OPEN.replace("aliases", f"{line}\naliases")


def feed(root: Path) -> str:
    return (root / FEED).read_text("utf-8").replace("\r\n ", "")


@pytest.mark.parametrize(
    "line",
    ["hold_utenfor: true", "keep_out: yes", "hold_utenfor: ja", "hold_utenfor: sant", "private_note: x"],
)
def test_whatever_is_written_keeps_out_unless_it_says_no(line: str, vault: Vault, run: Run) -> None:
    root = vault({"People/Anders Berg.md": hidden(line), "Meetings/Coffee.md": MEETING})
    run("sync", "--vault", root)
    assert "SUMMARY" not in feed(root)


@pytest.mark.parametrize("line", ["hold_utenfor: false", "keep_out: nei", "keep_out:", "keep_out: no"])
def test_a_word_for_no_keeps_nobody_out(line: str, vault: Vault, run: Run) -> None:
    root = vault({"People/Anders Berg.md": hidden(line), "Meetings/Coffee.md": MEETING})
    run("sync", "--vault", root)
    assert "SUMMARY:Coffee" in feed(root)


@pytest.mark.parametrize("told", ["title: Coffee with Andy", "location: at Anders Berg's", "topic: Andy"])
def test_a_meeting_that_names_them_without_a_link_is_left_out(told: str, vault: Vault, run: Run) -> None:
    meeting = f"---\ntype: meeting\ndate: 2026-11-26\n{told}\n---\n"
    root = vault({"People/Anders Berg.md": hidden("keep_out: true"), "Meetings/Coffee.md": meeting})
    run("sync", "--vault", root)
    assert "SUMMARY" not in feed(root)


def test_a_short_name_costs_no_other_meeting(vault: Vault, run: Run) -> None:
    meeting = "---\ntype: meeting\ndate: 2026-11-26\ntitle: Elbow surgery\ntopic: About money\n---\n"
    root = vault({"People/Bo.md": hidden("keep_out: true"), "Meetings/x.md": meeting})
    run("sync", "--vault", root)
    assert "SUMMARY:Elbow surgery" in feed(root)


def test_a_note_that_nobody_can_read_may_be_of_somebody_kept_out(vault: Vault, run: Run) -> None:
    root = vault({"People/.Anders Berg.md.icloud": b"x", "Meetings/Coffee.md": MEETING})
    run("sync", "--vault", root)
    assert "SUMMARY" not in feed(root)


def test_a_second_machine_cancels_nothing_that_it_merely_cannot_read(
    vault: Vault, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Anders Berg.md": OPEN, "Meetings/Coffee.md": MEETING})
    run("sync", "--vault", root)
    before = (root / FEED).read_bytes()
    for path in ("People/Anders Berg.md", "Meetings/Coffee.md"):
        (root / path).unlink()
        folder, _, name = path.rpartition("/")
        put(root, f"{folder}/.{name}.icloud", b"x")
    put(root, "People/Ida.md", OPEN)
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "second"))
    run("sync", "--vault", root)
    assert (root / FEED).read_bytes() == before
