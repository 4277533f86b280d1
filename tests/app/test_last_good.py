"""While a note cannot be understood, what it said last stays on the pages and in the feed."""

from pathlib import Path

import pytest
from workbench import Run, Vault, put

FEED = "Networking/networking.ics"
KARI = """---
type: person
network: private
last_contact: 2026-10-12
next_meeting: 2026-11-26 11:30
---
"""
LUNCH = "---\ntype: meeting\ndate: 2026-11-27\nattendees: ['[[Kari]]']\n---\n"
DAMAGE: dict[str, dict[str, str | bytes]] = {
    "a date that does not exist": {"People/Kari.md": KARI.replace("2026-11-26", "2026-11-31")},
    "a date half typed": {"Meetings/Lunch.md": LUNCH.replace("2026-11-27", "2026-11-")},
    "UTF-16": {"People/Kari.md": KARI.encode("utf-16"), "Meetings/Lunch.md": LUNCH.encode("utf-16")},
    "zeros after the first bytes": {
        "People/Kari.md": b"---\nn" + b"\0" * 40,
        "Meetings/Lunch.md": b"---\nt\0\0\0",
    },
    "the time is gone": {"People/Kari.md": KARI.replace("2026-11-26 11:30", "2026-11-26 11:3o")},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_slip_of_the_pen_cancels_no_meeting(damage: dict[str, str | bytes], vault: Vault, run: Run) -> None:
    root = vault({"People/Kari.md": KARI, "People/Per.md": KARI, "Meetings/Lunch.md": LUNCH})
    assert run("sync", "--vault", root).code == 0
    before = (root / FEED).read_bytes()
    for path, data in damage.items():
        put(root, path, data)
    result = run("sync", "--vault", root, "--json")
    assert (root / FEED).read_bytes() == before
    assert {problem["path"] for problem in result.json["problems"]} == set(damage)


def test_a_date_half_typed_does_not_forget_the_last_contact(vault: Vault, run: Run) -> None:
    root = vault({"People/Kari.md": KARI})
    run("sync", "--vault", root)
    put(root, "People/Kari.md", KARI.replace("2026-10-12", "2026-11-"))
    assert run("show", "Kari", "--vault", root, "--json").json["last_contact"]["date"] == "2026-10-12"


def test_a_meeting_that_is_deleted_is_cancelled_all_the_same(vault: Vault, run: Run) -> None:
    root = vault({"People/Kari.md": KARI, "Meetings/Lunch.md": LUNCH})
    run("sync", "--vault", root)
    (root / "Meetings/Lunch.md").unlink()
    put(root, "People/Kari.md", KARI.replace("next_meeting: 2026-11-26 11:30\n", ""))
    run("sync", "--vault", root)
    assert (root / FEED).read_text("utf-8").count("STATUS:CANCELLED") == 2


def test_a_demo_that_was_deleted_comes_back_whole(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "try"
    for _ in range(2):
        assert run("demo", folder).code == 0
        assert len(list((folder / "Nettverk").glob("*.md"))) == 7
        for file in sorted(folder.rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
        folder.rmdir()


def test_when_all_pages_are_gone_it_is_said_how_to_get_them_back(vault: Vault, run: Run) -> None:
    root = vault({"People/Kari.md": KARI})
    run("sync", "--vault", root)
    for page in (root / "Networking").glob("*.md"):
        page.unlink()
    assert "--restore" in run("sync", "--vault", root).err


def test_the_names_of_the_pages_count_from_the_first_sync_on(vault: Vault, run: Run) -> None:
    root = vault({"People/Kari.md": KARI, "Old/Private.md": "a note of that name"})
    run("sync", "--vault", root)
    assert "[[Networking/Private|Private]]" in (root / "Networking/Network.md").read_text("utf-8")
    assert run("sync", "--vault", root, "--json").json["written"] == []


MET = "---\ntype: meeting\ndate: 2026-11-20\nattendees: {who}\n---\n{body}"


@pytest.mark.parametrize(
    "who", ["Kari", "Kari og Per", "Per, Kari", "'[[Kari Nordmann]]'", "kari nordmann & Per", "NORDMANN"]
)
def test_who_came_is_understood(who: str, vault: Vault, run: Run) -> None:
    root = vault({
        "People/Kari Nordmann.md": "---\nnetwork: private\n---\n",
        "People/Per Olsen.md": "---\nnetwork: private\n---\n",
        "Meetings/x.md": MET.format(who=who, body=""),
    })  # fmt: skip
    assert run("show", "Kari", "--vault", root, "--json").json["last_contact"]["date"] == "2026-11-20"


@pytest.mark.parametrize(
    ("line", "owed"),
    [
        ("2026-11-20 — lunsj. Må huske å takke ham", True),
        ("2026-11-21 — ikke takket ennå", True),
        ("2026-11-21 — takket nei til kake", True),
        ("2026-11-21 — sendte takk for sist", False),
        ("2026-11-21 — takket på Messenger. Må huske boka", False),
        ("2026-11-21 — thanked him", False),
    ],
)
def test_meaning_to_thank_is_not_thanking(line: str, owed: bool, vault: Vault, run: Run) -> None:
    root = vault({
        "People/Kari.md": f"---\nnetwork: private\n---\n## Logg\n- {line}\n",
        "Meetings/x.md": MET.format(who="Kari", body=""),
    })  # fmt: skip
    kinds = {item["kind"] for item in run("queue", "--vault", root, "--json").json["items"]}
    assert ("thank" in kinds) is owed


def test_a_row_of_meetings_that_ended_long_ago_was_contact(vault: Vault, run: Run) -> None:
    row = "---\ntype: meeting\ndate: 2019-01-08\nrepeat: weekly until 2022-06-01\nattendees: Kari\n---\n"
    root = vault({"People/Kari.md": "---\nnetwork: private\n---\n", "Meetings/x.md": row})
    assert run("show", "Kari", "--vault", root, "--json").json["last_contact"]["date"] == "2022-05-31"


def test_a_meeting_notes_links_count_where_its_owner_wants_it(vault: Vault, run: Run) -> None:
    config = 'language = "en"\ntimezone = "UTC"\n[contact]\ndaily_notes = true\n'
    notes = {
        "People/Kari.md": "---\nnetwork: private\n---\n",
        "Meetings/2026-11-18 S.md": "---\ntype: meeting\n---\nAlso there: [[Kari]]",
    }
    root = vault(notes, config=config)
    assert run("show", "Kari", "--vault", root, "--json").json["last_contact"]["date"] == "2026-11-18"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYSETPOS=2;COUNT=9999",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    ],
)
def test_a_rule_that_never_comes_is_named_and_holds_up_nothing(rule: str, vault: Vault, run: Run) -> None:
    root = vault({"Meetings/x.md": f"---\ntype: meeting\ndate: 2026-11-24\nrepeat: {rule}\n---\n"})
    assert [p["code"] for p in run("check", "--vault", root, "--json").json["problems"]] == ["VK203"]


LONG = {
    "blanks behind an inline field": ("", "(firma::" + " " * 100_000),
    "links in links": ('company: "' + "[a](" * 14_000 + '"', ""),
    "bad dates": ("last_contact: [" + ", ".join(f"x{n}" for n in range(7_000)) + "]", ""),
    "a long value": ("last_contact: " + "x" * 60_000, ""),
}


@pytest.mark.parametrize(("line", "body"), LONG.values(), ids=LONG)
def test_no_value_is_too_long(line: str, body: str, vault: Vault, run: Run) -> None:
    root = vault({"People/Kari.md": f"---\nnetwork: private\n{line}\n---\n{body}"})
    result = run("check", "--vault", root)
    assert result.code in (0, 1)
    assert len(result.out) < 20_000
