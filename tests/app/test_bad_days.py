"""Full disks, notes of a million characters, and rows of meetings with everybody in them."""

import errno
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from workbench import Run, Vault, person

from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import refresh
from vaultkit.model.write import Write
from vaultkit.store.commit import QUIET
from vaultkit.store.vault import VaultFolder

DAY = date(2026, 11, 23)
PAGE = "Networking/Private.md"


class FullDisk(VaultFolder):
    """A vault on a disk that has no room for one page."""

    def writing(self, write: Write, temporary: str, quiet: float = QUIET) -> Iterator[None]:
        if write.path == PAGE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        yield from super().writing(write, temporary, quiet)


def test_a_page_that_found_no_room_comes_when_there_is_room(vault: Vault) -> None:
    opened = open_vault(vault({"People/Ada.md": person()}), os.environ)
    full = open_vault(opened.root, os.environ).on(FullDisk(opened.root))
    for _ in range(2):
        outcome = refresh(full, DAY)
        assert outcome.failed == (PAGE,)
    assert [write.path for write in refresh(opened, DAY).writes] == [PAGE]


def test_sync_tells_scripts_that_a_page_could_not_be_written(vault: Vault, run: Run) -> None:
    root = vault(
        {
            "People/Ada.md": person(),
            "Networking/Network.md/a file.txt": "in a folder where the page should be",
        }
    )
    result = run("sync", "--vault", root, "--json")
    assert result.code == 1
    assert "Networking/Network.md" not in result.json["written"]


LONG_NOTES = {
    "inline fields": "email:: a@b.no\n" * 65_000,
    "dated headings": "## 2026-01-02\n" * 65_000,
    "log lines": "## Log\n" + "- 2026-01-02 x\n" * 60_000,
    "open brackets": "[" * 1_000_000,
    "open links": "[[a" * 300_000,
    "stars": "*" * 1_000_000,
    "blanks": " " * 1_000_000 + "x",
    "colons": "::" * 500_000,
    "hashes": "#" * 1_000_000,
    "digits": "1" * 1_000_000,
    "bars": "## Log\n" + "|" * 1_000_000,
    "backticks": "`" * 1_000_000,
    "merge marks": "<<<<<<< a\n" * 100_000,
}


@pytest.mark.parametrize("body", LONG_NOTES.values(), ids=LONG_NOTES)
def test_one_long_note_does_not_hold_up_the_others(body: str, vault: Vault, run: Run) -> None:
    root = vault(
        {"People/Long.md": "---\ntype: person\nnetwork: private\n---\n" + body, "People/Ada.md": person()}
    )
    assert run("queue", "--vault", root).code == 0


def test_a_row_of_meetings_is_worked_out_once_for_all_who_come(
    vault: Vault, run: Run, tmp_path: Path
) -> None:
    names = [f"P{number}" for number in range(40)]
    links = "".join(f"\n  - '[[{name}]]'" for name in names)
    meeting = f"---\ntype: meeting\ndate: 2012-01-02\nrepeat: weekdays\nattendees:{links}\n---\n"
    notes = {f"People/{name}.md": "---\nnetwork: professional\n---\n" for name in names}
    rows = {f"Meetings/m{n}.md": meeting.replace("weekdays", "FREQ=DAILY") for n in range(5)}
    root = vault(notes | rows)
    result = run("show", "P1", "--vault", root, "--json")
    assert result.json["last_contact"]["date"] == "2026-11-22"


def test_meetings_of_one_day_stand_in_the_order_of_the_owners_clock(vault: Vault, run: Run) -> None:
    def call(zone: str, clock: str) -> str:
        return (
            f"---\ntype: meeting\ndate: 2026-11-24\ntime: '{clock}'\ntimezone: {zone}\nrepeat: weekly\n---\n"
        )

    zones = {
        "Oslo": ("Europe/Oslo", "15:00"),
        "New York": ("America/New_York", "08:00"),
        "Tokyo": ("Asia/Tokyo", "18:00"),
    }
    root = vault(
        {f"Meetings/{name}.md": call(*at) for name, at in zones.items()} | {"People/Ada.md": person()}
    )
    run("sync", "--vault", root)
    home = (root / "Networking/Network.md").read_text("utf-8")
    rows = [line for line in home.splitlines() if line.startswith("- Tuesday 24 November")]
    assert [row.split(": ")[1] for row in rows] == ["[[Tokyo]]", "[[New York]]", "[[Oslo]]"]
