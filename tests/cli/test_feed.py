"""`vaultkit feed`: the addresses, who needs which form, and a feed put where a person said."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from workbench import CONFIG, Run, Vault, files, put

ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
FEED = "Networking/networking.ics"
TWO = CONFIG + '[feeds.busy]\nprivacy = "busy"\n'


@pytest.fixture
def root(vault: Vault) -> Path:
    return vault({FEED: ICS})


def told(run: Run, root: Path, *args: str) -> Any:
    result = run("feed", "--json", *args, "--vault", root)
    assert result.code == 0, result.err
    assert next(iter(result.json)) == "schema"
    return result.json


def test_json_as_others_rely_on_it(root: Path, run: Run) -> None:
    (feed,) = told(run, root)["feeds"]
    assert {key: feed[key] for key in ("name", "path", "privacy")} == {
        "name": "networking",
        "path": FEED,
        "privacy": "full",
    }
    assert feed["url"].startswith("http://127.0.0.1:8425/")
    assert feed["url"].endswith("/networking.ics")
    assert feed["file"] == str(root / FEED)
    assert told(run, root)["feeds"] == [feed], "the address stays"
    assert told(run, root)["server"] == {"host": "127.0.0.1", "port": 8425, "running": False}


def test_asking_writes_nothing_into_the_vault(root: Path, run: Run) -> None:
    before = files(root)
    told(run, root)
    run("feed", "--vault", root)
    run("feed", "--new-secret", "--vault", root)
    assert files(root) == before


def test_people_see_every_form_and_what_each_program_does(root: Path, run: Run) -> None:
    result = run("feed", "--vault", root)
    address = told(run, root)["feeds"][0]["url"]
    assert f"  {address}\n    Android phone, Thunderbird, Outlook" in result.out
    assert f"  webcal{address[4:]}\n    Apple" in result.out
    assert "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8425%2F" in result.out
    assert "every 4 to 24 hours" in result.out
    assert "which cannot reach 127.0.0.1" in result.out
    assert "vaultkit serve --host" in result.out
    assert "Nothing answers at http://127.0.0.1:8425 now" in result.out
    assert "█" not in result.out, "no picture where there is no terminal"


def test_a_code_is_drawn_when_asked_for(root: Path, run: Run) -> None:
    assert "█▀" in run("feed", "--qr", "--vault", root).out


def test_each_feed_has_addresses_of_its_own(vault: Vault, run: Run) -> None:
    root = vault({FEED: ICS}, config=TWO)
    busy, networking = told(run, root)["feeds"]
    assert (busy["name"], busy["privacy"], networking["name"]) == ("busy", "busy", "networking")
    assert busy["url"].split("/")[3] != networking["url"].split("/")[3]
    assert [feed["name"] for feed in told(run, root, "busy")["feeds"]] == ["busy"]
    refused = run("feed", "nothing", "--vault", root)
    assert refused.code == 2
    assert "there are: busy, networking" in refused.err


def test_new_and_revoked_addresses(root: Path, run: Run) -> None:
    first = told(run, root)["feeds"][0]["url"]
    (renewed,) = told(run, root, "--new-secret")["feeds"][0]["subscribers"]
    assert renewed["name"] == "phone"
    assert renewed["url"] != first
    (tablet,) = told(run, root, "--new-secret", "Tablet")["feeds"][0]["subscribers"]
    assert tablet["name"] == "tablet"
    both = told(run, root)["feeds"][0]["subscribers"]
    assert [one["url"] for one in both] == [renewed["url"], tablet["url"]]
    assert told(run, root, "--for", "tablet")["feeds"][0]["subscribers"] == [tablet]
    assert told(run, root, "--revoke", "tablet")["revoked"] == "tablet"
    assert told(run, root, "--revoke", "phone")["revoked"] == "phone"
    gone = told(run, root)["feeds"][0]
    assert (gone["url"], gone["subscribers"]) == (None, [])
    assert "nobody can subscribe to it" in run("feed", "--vault", root).out
    assert run("feed", "--revoke", "phone", "--vault", root).code == 2
    assert run("feed", "--for", "phone", "--vault", root).code == 2


def test_one_thing_at_a_time(root: Path, run: Run) -> None:
    assert run("feed", "--new-secret", "a", "--revoke", "b", "--vault", root).code == 2


def test_a_feed_is_put_into_a_public_folder(root: Path, run: Run, tmp_path: Path) -> None:
    public = tmp_path / "public"
    public.mkdir()
    result = run("feed", "--write", str(public), "--vault", root)
    assert (result.code, (public / "networking.ics").read_bytes()) == (0, ICS)
    assert "networking tells names" in result.err
    inode = (public / "networking.ics").stat().st_ino
    again = run("feed", "--write", str(public / "networking.ics"), "--json", "--vault", root)
    assert again.json["feeds"] == [
        {"name": "networking", "file": str(public / "networking.ics"), "written": False}
    ]
    assert (public / "networking.ics").stat().st_ino == inode


def test_a_feed_that_tells_no_names_is_put_there_without_a_word(
    vault: Vault, run: Run, tmp_path: Path
) -> None:
    root = vault({"Networking/busy.ics": ICS}, config=TWO)
    result = run("feed", "busy", "--write", str(tmp_path / "busy.ics"), "--vault", root)
    assert (result.code, result.err) == (0, "")
    assert (tmp_path / "busy.ics").read_bytes() == ICS


REFUSED = [
    (("--write", "{root}/People"), 2, "is in the vault"),
    (("--write", "{root}/{feed}"), 2, "is in the vault"),
    (("--write", "{tmp}/nowhere/x.ics"), 3, "no such file"),
    (("--svg", "{root}/qr.svg"), 2, "is in the vault"),
    (("--new-secret", ""), 2, "cannot be the name"),
]


@pytest.mark.parametrize(("args", "code", "said"), REFUSED)
def test_what_is_refused(
    root: Path, run: Run, tmp_path: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    before = files(root)
    filled = [word.format(root=root, feed=FEED, tmp=tmp_path) for word in args]
    result = run("feed", *filled, "--vault", root)
    assert result.code == code
    assert said in result.err.casefold()
    assert files(root) == before


def test_several_feeds_do_not_go_into_one_file(vault: Vault, run: Run, tmp_path: Path) -> None:
    root = vault({FEED: ICS, "Networking/busy.ics": ICS}, config=TWO)
    assert run("feed", "--write", str(tmp_path / "a.ics"), "--vault", root).code == 2
    assert run("feed", "--svg", str(tmp_path / "a.svg"), "--vault", root).code == 2
    assert not list(tmp_path.glob("a.*"))


def test_a_feed_that_is_not_there_yet_is_told(root: Path, run: Run, tmp_path: Path) -> None:
    (root / FEED).unlink()
    result = run("feed", "--write", str(tmp_path / "a.ics"), "--vault", root)
    assert result.code == 3
    assert "vaultkit sync makes it" in result.err


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX systems")
def test_a_picture_is_for_its_owner_and_says_so(root: Path, run: Run, tmp_path: Path) -> None:
    file = put(tmp_path, "qr.svg", "old")
    result = run("feed", "--svg", str(file), "--vault", root)
    assert result.code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(b"<?xml")
    assert "whoever sees it can read the feed" in result.err
