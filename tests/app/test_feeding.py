"""Several feeds of one vault: each has its file, and what was published of it is its own memory."""

import os
from datetime import date
from pathlib import Path

from workbench import CONFIG, Run, Vault, put

from vaultkit.app.known import Known
from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import refresh

KARI = "---\ntype: person\nnetwork: professional\n---\n"
MEETING = "---\ntype: meeting\ndate: 2026-11-26\ntime: '{time}'\nattendees: ['[[Kari]]']\n---\n"
TWO = CONFIG + "[feeds.work]\ntitle = 'Work'\n"
NOTES = {"People/Kari.md": KARI, "Meetings/Coffee.md": MEETING.format(time="10:00")}


def feed(root: Path, name: str) -> str:
    return (root / f"Networking/{name}.ics").read_bytes().replace(b"\r\n ", b"").decode()


def test_every_feed_of_the_settings_is_made(vault: Vault, run: Run) -> None:
    root = vault(NOTES, config=TWO)
    result = run("sync", "--vault", root, "--json").json
    assert [(feed["name"], feed["path"], feed["entries"], feed["privacy"]) for feed in result["feeds"]] == [
        ("networking", "Networking/networking.ics", 1, "full"),
        ("work", "Networking/work.ics", 1, "full"),
    ]
    assert {"Networking/networking.ics", "Networking/work.ics"} <= set(result["written"])
    assert "X-WR-CALNAME:Work\r\n" in feed(root, "work")
    assert run("sync", "--vault", root, "--json").json["written"] == []


def test_feed_that_cannot_be_read_costs_only_itself(vault: Vault, run: Run) -> None:
    root = vault({**NOTES, "Networking/work.ics/keep.txt": ""}, config=TWO)
    result = run("sync", "--vault", root, "--json")
    assert result.code == 1
    assert [(p["code"], p["path"]) for p in result.json["problems"]] == [("VK001", "Networking/work.ics")]
    assert [feed["name"] for feed in result.json["feeds"]] == ["networking"]
    assert "SUMMARY:Coffee" in feed(root, "networking")


def test_a_feed_that_is_lost_starts_over_alone(vault: Vault, run: Run) -> None:
    root = vault(NOTES, config=TWO)
    run("sync", "--vault", root)
    put(root, "Meetings/Coffee.md", MEETING.format(time="12:00"))
    run("sync", "--vault", root, today="2026-11-24")
    before = feed(root, "networking")
    (root / "Networking/work.ics").unlink()
    run("sync", "--vault", root, today="2026-11-25")
    assert feed(root, "networking") == before
    assert "CREATED:20261123T000000Z" in before
    assert "CREATED:20261125T000000Z" in feed(root, "work")


def test_a_process_that_goes_on_writes_what_a_new_one_would(vault: Vault, run: Run) -> None:
    root = vault(NOTES, config=TWO)
    known, today = Known(), date(2026, 11, 23)
    refresh(open_vault(root, os.environ), today, known=known)
    put(root, "Meetings/Coffee.md", MEETING.format(time="12:00"))
    put(root, "Networking/work.ics", "not a calendar")
    outcome = refresh(open_vault(root, os.environ), today, known=known)
    assert [file.entries for file in outcome.feeds] == [1, 1]
    assert run("sync", "--vault", root, "--json").json["written"] == []
