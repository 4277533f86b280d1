"""Somebody who is kept out is in no feed, however their note and the others are written."""

from pathlib import Path

import pytest
from workbench import CONFIG, Run, Vault, put

FEED = "Networking/networking.ics"
MEETING = "---\ntype: meeting\ndate: 2026-11-26\ntime: '10:00'\nattendees: ['[[Anders Berg]]']\n---\n"
OPEN = "---\ntype: person\nnetwork: private\naliases: [Andy]\n---\n"


def hidden(line: str) -> str:
    return OPEN.replace("aliases", f"{line}\naliases")


def feed(root: Path) -> str:
    return (root / FEED).read_bytes().replace(b"\r\n ", b"").decode()


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


EVERY_KIND = "".join(
    f'[feeds.{privacy}]\nentries = ["meetings", "follow_ups", "slots", "birthdays"]\nprivacy = "{privacy}"\n'
    'details = ["people", "topic", "purpose", "place", "link", "note"]\n'
    for privacy in ("full", "initials", "busy")
)
FULL_OF_THEM = (
    "birthday: 1980-12-01\nfollow_up: 2026-11-25\nnext_meeting: 2026-11-27 10:00\ncompany: Nordlys\n"
    "keep_out: {out}\n"
)
TOLD_BY_OTHERS = {
    "People/Kari.md": "---\ntype: person\nnetwork: private\nfollow_up: 2026-11-26\n"
    "follow_up_note: ask how Andy is\n---\n",
    "Meetings/Coffee.md": MEETING,
    "Meetings/Plan.md": "---\ntype: meeting\ndate: 2026-11-26\ntime: '15:00'\npeople: [Anders Berg]\n---\n",
    "Meetings/Trip.md": "---\ntype: meeting\ndate: 2026-12-05\ntopic: with Andy\n---\n",
}


@pytest.mark.parametrize("published_before", [False, True], ids=["from the start", "later"])
@pytest.mark.parametrize("name", ["full", "initials", "busy"])
def test_nothing_of_them_is_in_any_kind_of_feed(
    name: str, published_before: bool, vault: Vault, run: Run
) -> None:
    anders = OPEN.replace("aliases", FULL_OF_THEM.format(out="false") + "aliases")
    root = vault({"People/Anders Berg.md": anders, **TOLD_BY_OTHERS}, config=CONFIG + EVERY_KIND)
    if published_before:
        run("sync", "--vault", root)
        assert (root / f"Networking/{name}.ics").read_bytes().count(b"BEGIN:VEVENT") >= 4
    put(root, "People/Anders Berg.md", anders.replace("keep_out: false", "keep_out: true"))
    for day in ("2026-11-23", "2026-11-24"):
        run("sync", "--vault", root, today=day)
        assert b"BEGIN:VEVENT" not in (root / f"Networking/{name}.ics").read_bytes()
