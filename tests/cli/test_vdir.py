"""What `feed --vdir` does and tells."""

from pathlib import Path

import pytest
from workbench import Result, Run, Vault, person


@pytest.fixture
def notes(vault: Vault, run: Run) -> Path:
    root = vault({"People/Kari.md": person("private", "next_meeting: 2026-11-26T12:00")})
    run("sync", "--vault", root)
    return root


def write(run: Run, root: Path, folder: Path, *options: str) -> Result:
    return run("feed", "networking", "--vault", root, "--vdir", folder, *options)


def test_each_entry_is_told(notes: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "vdir"
    assert write(run, notes, folder, "--dry-run").out == f"{folder}\n  would create: Meeting with Kari\n"
    assert not folder.exists()
    assert write(run, notes, folder).out == f"{folder}\n  created: Meeting with Kari\n"
    told = write(run, notes, folder, "--json").json
    assert (told["schema"], told["vdir"], told["feed"]) == (1, str(folder), "networking")
    assert (told["sent"], told["unchanged"], told["left"], told["stopped"]) == ([], 1, [], None)


def test_what_was_left_alone_gives_exit_code_1_until_it_is_overwritten(
    notes: Path, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "vdir"
    write(run, notes, folder)
    (file,) = folder.glob("*.ics")
    ours = file.read_bytes()
    file.write_bytes(ours.replace(b"SUMMARY:Meeting", b"SUMMARY:Tea"))
    assert write(run, notes, folder).code == 1
    assert b"SUMMARY:Tea" in file.read_bytes()
    assert write(run, notes, folder, "--overwrite").code == 0
    assert file.read_bytes() == ours


@pytest.mark.parametrize(
    "words",
    [
        ("--vdir", "there", "--write", "there"),
        ("--overwrite",),
        ("--dry-run",),
        ("--overwrite", "--write", "there"),
    ],
)
def test_options_that_do_not_go_together_are_refused(notes: Path, run: Run, words: tuple[str, ...]) -> None:
    refused = run("feed", "--vault", notes, *words)
    assert refused.code == 2
    assert "--vdir" in refused.err


def test_one_folder_holds_one_feed(notes: Path, tmp_path: Path, run: Run) -> None:
    config = notes / ".vaultkit/config.toml"
    config.write_text(config.read_text() + '[feeds.birthdays]\nentries = "birthdays"\n')
    run("sync", "--vault", notes)
    refused = run("feed", "--vault", notes, "--vdir", tmp_path / "vdir")
    assert (refused.code, "holds one feed" in refused.err) == (2, True)


def test_where_a_feed_would_be_put_is_told_before(notes: Path, tmp_path: Path, run: Run) -> None:
    told = run("feed", "--vault", notes, "--write", tmp_path / "out.ics", "--dry-run")
    assert (told.code, told.out) == (0, f"would write {tmp_path / 'out.ics'}\n")
    assert not (tmp_path / "out.ics").exists()
