"""What `feed --vdir` does and tells."""

import json
from pathlib import Path

import click
import pytest
from workbench import DAY, Run, Vault, person

from vaultkit.cli.door import Session
from vaultkit.cli.vdir import feed_to_vdir


@pytest.fixture
def notes(vault: Vault, run: Run) -> Path:
    root = vault({"People/Kari.md": person("private", "next_meeting: 2026-11-26T12:00")})
    run("sync", "--vault", root)
    return root


def write(root: Path, folder: Path, *, as_json: bool = False, dry_run: bool = False) -> None:
    options = {"vault": str(root), "today": DAY, "as_json": as_json, "quiet": False, "verbose": False}
    session = Session(options)
    feed_to_vdir(session, *session.open(), "networking", folder, dry_run=dry_run)


def test_each_entry_is_told(notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "vdir"
    capsys.readouterr()
    write(notes, folder, dry_run=True)
    assert capsys.readouterr().out == f"{folder}\n  would create: Meeting with Kari\n"
    assert not folder.exists()
    write(notes, folder)
    assert capsys.readouterr().out == f"{folder}\n  created: Meeting with Kari\n"
    write(notes, folder, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["vdir"], told["feed"]) == (1, str(folder), "networking")
    assert (told["sent"], told["unchanged"], told["left"], told["stopped"]) == ([], 1, [], None)


def test_what_was_left_alone_gives_exit_code_1(notes: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vdir"
    write(notes, folder)
    (file,) = folder.glob("*.ics")
    file.write_bytes(file.read_bytes().replace(b"SUMMARY:Meeting", b"SUMMARY:Tea"))
    with pytest.raises(click.exceptions.Exit) as ended:
        write(notes, folder)
    assert ended.value.exit_code == 1
    assert b"SUMMARY:Tea" in file.read_bytes()
