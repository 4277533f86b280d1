"""Several feeds of one vault: each has its file, and what was published of it is its own memory."""

import os
from datetime import date
from pathlib import Path

import pytest
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


EVERYTHING = CONFIG + (
    "[slots]\nrules = ['Tue 9-11']\n"
    "[feeds.all]\nentries = ['meetings', 'follow_ups', 'slots', 'birthdays']\ndetails = ['note', 'people']\n"
    "[feeds.busy]\nentries = ['meetings', 'slots']\nprivacy = 'busy'\n"
)
COFFEE = "Meetings/Coffee.md"
EDITS: list[tuple[str, str | None]] = [
    (COFFEE, MEETING.format(time="12:00")),
    (COFFEE, MEETING.format(time="12:00") + "Some more text.\n"),
    ("People/Kari.md", KARI.replace("network", "birthday: 03-14\nnetwork")),
    ("People/Per.md", KARI.replace("network", "follow_up: 2026-11-25\nnetwork")),
    ("People/Per.md", KARI.replace("network", "follow_up: 2026-11-29\nnetwork")),
    ("People/Per.md", KARI.replace("network", "role: leder\nnetwork")),
    ("People/Per.md", KARI + "\n## Log\n- 2026-11-20 called\n"),
    ("Networking/busy.ics", "not a calendar"),
    ("Networking/all.ics", None),
    (COFFEE, None),
    ("Meetings/Tea.md", MEETING.format(time="12:00")),
    ("People/Kari.md", KARI.replace("network", "keep_out: true\nnetwork")),
]


def test_a_process_that_goes_on_writes_what_a_new_one_would(vault: Vault) -> None:
    notes = {**NOTES, "People/Per.md": KARI}
    roots = [vault(notes, f"{name}/vault", config=EVERYTHING) for name in ("goes on", "new")]
    known, today = Known(), date(2026, 11, 23)
    for path, text in [("Les meg.md", "x"), *EDITS]:
        for root, knows in zip(roots, (known, None), strict=True):
            if text is None:
                (root / path).unlink()
            else:
                put(root, path, text)
            refresh(open_vault(root, os.environ), today, known=knows, accept_fewer=True)
        for name in ("networking", "all", "busy"):
            assert feed(roots[0], name) == feed(roots[1], name), (path, name)


PEOPLE = {
    "Personer/Kari Nordmann.md": "---\ntype: person\nnettverk: profesjonelt\nfirma: Nordlys\n"
    "spør_om: bransjen\nfølg_opp: 2026-11-25\nbursdag: 14.03.1980\n---\n",
    "Møter/2026-11-26 Kaffe.md": "---\ntype: møte\ndate: 2026-11-26\ntid: '10:00'\nsted: Kafé Ø\n"
    "tema: råd\ndeltakere: ['[[Kari Nordmann]]']\nurl: https://meet.example/x\n---\n",
}
DETAILS = [
    ([], "", "", "With: Kari Nordmann"),
    (["people"], "", "", "With: Kari Nordmann\\, Nordlys"),
    (["topic"], "", "", "With: Kari Nordmann\\nAbout: råd"),
    (["purpose"], "", "", "With: Kari Nordmann\\nI want to learn: bransjen"),
    (["place"], "Kafé Ø", "", "With: Kari Nordmann"),
    (
        ["link"],
        "",
        "https://meet.example/x",
        "https://meet.example/x\\nWith: Kari Nordmann",
    ),
    (
        ["note", "link"],
        "",
        "obsidian://open?vault=vault&file=M%C3%B8ter%2F2026-11-26%20Kaffe",
        "https://meet.example/x\\nWith: Kari Nordmann\\n"
        "obsidian://open?vault=vault&file=M%C3%B8ter%2F2026-11-26%20Kaffe",
    ),
]


def lines(root: Path, name: str, *names: str) -> list[str]:
    held = feed(root, name).split("\r\n")
    return [line.partition(":")[2] for line in held if line.partition(":")[0] in names]


@pytest.mark.parametrize(("details", "place", "url", "description"), DETAILS)
def test_an_entry_tells_what_the_owner_chose(
    details: list[str], place: str, url: str, description: str, vault: Vault, run: Run
) -> None:
    root = vault(PEOPLE, config=CONFIG + f"[feeds.networking]\ndetails = {details}\n")
    run("sync", "--vault", root)
    told = [lines(root, "networking", name) for name in ("LOCATION", "URL", "DESCRIPTION")]
    assert told == [[place] if place else [], [url] if url else [], [description]]


def test_a_feed_has_its_own_title_colour_language_and_alarm(vault: Vault, run: Run) -> None:
    config = CONFIG + "[feeds.mine]\ntitle = 'Mitt; nettverk'\ncolor = 'Teal'\nlanguage = 'nb'\nalarm = 30\n"
    root = vault({**PEOPLE, "Møter/2026-11-27 Tur.md": "---\ntype: møte\n---\n"}, config=config)
    run("sync", "--vault", root)
    assert lines(root, "mine", "NAME", "X-WR-CALNAME", "COLOR") == ["Mitt\\; nettverk"] * 2 + ["teal"]
    assert lines(root, "mine", "SUMMARY", "TRIGGER") == ["Kaffe", "-PT30M", "Tur"]
    assert lines(root, "mine", "DESCRIPTION")[0].startswith("https://meet.example/x\\nMed: Kari Nordmann")
    assert lines(root, "networking", "TRIGGER", "COLOR") == []


TITLES = [
    ('["follow_ups"]', "nb", "Oppfølging"),
    ('["birthdays"]', "nb", "Bursdager"),
    ('["slots"]', "nn", "Tid til nettverket"),
    ('["meetings", "slots"]', "nb", "Nettverk"),
]


@pytest.mark.parametrize(("entries", "language", "title"), TITLES)
def test_a_feed_without_a_title_is_called_what_it_holds(
    entries: str, language: str, title: str, vault: Vault, run: Run
) -> None:
    config = CONFIG + f"[feeds.x]\nentries = {entries}\nlanguage = '{language}'\n"
    root = vault(PEOPLE, config=config)
    run("sync", "--vault", root)
    assert lines(root, "x", "NAME") == [title]


def test_busy_tells_nothing_but_that_the_time_is_taken(vault: Vault, run: Run) -> None:
    every = '["meetings", "follow_ups", "slots", "birthdays"]'
    config = CONFIG + f"[feeds.x]\nentries = {every}\nprivacy = 'busy'\nlanguage = 'nb'\n"
    config += "details = ['people', 'topic', 'purpose', 'place', 'link', 'note']\n"
    root = vault(PEOPLE, config=config + "[slots]\nrules = ['tirs 9-11']\n")
    run("sync", "--vault", root)
    said = feed(root, "x")
    assert lines(root, "x", "NAME", "SUMMARY") == ["Opptatt", "Opptatt", "Opptatt"]
    assert not [word for word in ("Kari", "Kaffe", "Nordlys", "råd", "meet.", "obsidian") if word in said]
    uids = {*lines(root, "x", "UID")}
    assert len(uids) == 2
    assert not uids & {*lines(root, "networking", "UID")}
    (root / "Møter/2026-11-26 Kaffe.md").unlink()
    run("sync", "--vault", root)
    assert lines(root, "x", "SUMMARY", "STATUS") == ["Opptatt", "CONFIRMED", "Avlyst: Opptatt", "CANCELLED"]


@pytest.mark.parametrize("terms", ["privacy = 'busy'", "privacy = 'initials'", "networks = ['leisure']"])
def test_nothing_stays_of_what_a_feed_told_before_it_was_to_tell_less(
    terms: str, vault: Vault, run: Run
) -> None:
    root = vault(
        {"People/Kari Nordmann.md": KARI.replace("---\n", "---\nnext_meeting: 2026-11-24 9:00\n", 1)}
    )
    run("sync", "--vault", root)
    assert lines(root, "networking", "SUMMARY") == ["Meeting with Kari Nordmann"]
    put(root, "People/Kari Nordmann.md", KARI)  # held, and only in the feed any more
    run("sync", "--vault", root, today="2026-11-25")
    assert lines(root, "networking", "SUMMARY") == ["Meeting with Kari Nordmann"]
    put(root, ".vaultkit/config.toml", CONFIG + f"[feeds.networking]\n{terms}\n")
    run("sync", "--vault", root, today="2026-11-25")
    assert lines(root, "networking", "SUMMARY") == []
    assert run("sync", "--vault", root, "--json", today="2026-11-25").json["written"] == []


def test_two_machines_with_other_names_for_the_folder_write_the_same_links(
    vault: Vault, run: Run, tmp_path: Path
) -> None:
    linked = "[feeds.networking]\ndetails = ['note']\n"
    root = vault(PEOPLE, config=CONFIG + linked)
    run("sync", "--vault", root)
    before = feed(root, "networking")
    root.rename(tmp_path / "on the other machine")
    root = tmp_path / "on the other machine"
    run("sync", "--vault", root)
    assert feed(root, "networking") == before
    put(
        root,
        ".vaultkit/config.toml",
        CONFIG + "[feed]\nvault = 'Ny'\n[feeds.networking]\ndetails = ['note']\n",
    )
    run("sync", "--vault", root)
    assert lines(root, "networking", "URL")[0].startswith("obsidian://open?vault=Ny&file=")
