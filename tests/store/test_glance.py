"""What a round through a vault sees."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.store.glance import LastSeen

LATER = 4_000_000_000_000_000_000
"""Nanoseconds since 1970, long after all that was written."""
FILES = (
    "Ada.md",
    "Personer/Kari.md",
    "Personer/Ola.MD",
    "Personer/Klubb/Per.md",
    ".vaultkit/config.toml",
    ".vaultkit/templates/week.md",
    ".obsidian/daily-notes.json",
)
OTHERS = (
    "Personer/Kari.png",
    "notes.json",
    ".trash/Kari.md",
    ".hidden.md",
    "Personer/.~vk-0123abcd.tmp",
    ".obsidian/plugins/tasks/data.json",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in (*FILES, *OTHERS):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("1234")
    for folder in (tmp_path, *tmp_path.rglob("*")):
        os.utime(folder, (1_700_000_000, 1_700_000_000))  # whatever happens now moves these times
    return tmp_path


@pytest.fixture
def seen(root: Path) -> LastSeen:
    seen = LastSeen(str(root))
    seen.take(seen.changes(LATER))
    return seen


def test_at_first_everything_is_new_that_sets_a_vault_up_or_is_a_note(root: Path) -> None:
    seen = LastSeen(str(root))
    assert not seen
    assert seen.changes(LATER).keys() == set(FILES)
    assert seen.changes(LATER).keys() == set(FILES)  # nobody has taken it for known
    seen.take(seen.changes(LATER))
    assert seen
    assert seen.changes(LATER) == {}


def in_place(root: Path) -> set[str]:
    (root / "Personer/Kari.md").write_text("12345")
    return {"Personer/Kari.md"}


def same_size_and_time_as_before(root: Path) -> set[str]:
    """What programs do that give a file back the time it had."""
    path = root / "Ada.md"
    was = path.stat()
    while path.stat().st_ctime_ns == was.st_ctime_ns:  # clocks of file systems tick in steps
        path.write_text("4321")
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    return {"Ada.md"}


def by_a_passing_file(root: Path) -> set[str]:
    (root / "Personer/new").write_text("abcd")
    os.utime(root / "Personer/new", (1, 1))
    (root / "Personer/new").replace(root / "Personer/Kari.md")
    return {"Personer/Kari.md"}


def another_note(root: Path) -> set[str]:
    (root / "Personer/Ny.md").write_text("")
    return {"Personer/Ny.md"}


def new_folders(root: Path) -> set[str]:
    (root / "A/B/C").mkdir(parents=True)
    (root / "A/B/C/Dyp.md").write_text("")
    return {"A/B/C/Dyp.md"}


def a_note_goes(root: Path) -> set[str]:
    (root / "Ada.md").unlink()
    return {"Ada.md"}


def a_folder_goes_with_all_below(root: Path) -> set[str]:
    (root / "Personer").rename(root.parent / f"{root.name}-away")
    return {"Personer/Kari.md", "Personer/Ola.MD", "Personer/Klubb/Per.md"}


def a_folder_is_renamed(root: Path) -> set[str]:
    (root / "Personer/Klubb").rename(root / "Klubb")
    return {"Personer/Klubb/Per.md", "Klubb/Per.md"}


def two_notes_change_names(root: Path) -> set[str]:
    (root / "Ada.md").rename(root / "x")
    (root / "Personer/Kari.md").rename(root / "Ada.md")
    (root / "x").rename(root / "Personer/Kari.md")
    return {"Ada.md", "Personer/Kari.md"}


def a_folder_in_place_of_a_note(root: Path) -> set[str]:
    (root / "Ada.md").unlink()
    (root / "Ada.md").mkdir()
    (root / "Ada.md/Bok.md").write_text("")
    return {"Ada.md", "Ada.md/Bok.md"}


def a_link_to_a_note_and_one_that_leads_nowhere(root: Path) -> set[str]:
    (root / "Lenke.md").symlink_to("Ada.md")
    (root / "Ingensteds.md").symlink_to("nothing")
    return {"Lenke.md"}


def settings(root: Path) -> set[str]:
    (root / ".vaultkit/config.toml").write_text("")
    (root / ".obsidian/app.json").write_text("{}")
    return {".vaultkit/config.toml", ".obsidian/app.json"}


def what_does_not_count(root: Path) -> set[str]:
    for path in OTHERS:
        (root / path).write_text("other")
    (root / ".git").mkdir()
    (root / ".git/Kari.md").write_text("")
    return set()


def times_that_no_clock_shows(root: Path) -> set[str]:
    os.utime(root / "Ada.md", ns=(0, -5_000_000_000))
    return {"Ada.md"}


@pytest.mark.parametrize(
    "change",
    [
        in_place,
        same_size_and_time_as_before,
        by_a_passing_file,
        another_note,
        new_folders,
        a_note_goes,
        a_folder_goes_with_all_below,
        a_folder_is_renamed,
        two_notes_change_names,
        a_folder_in_place_of_a_note,
        a_link_to_a_note_and_one_that_leads_nowhere,
        settings,
        what_does_not_count,
        times_that_no_clock_shows,
    ],
)
@pytest.mark.parametrize("list_all", [True, False], ids=["listing all", "listing what tells of a name"])
def test_a_round_names_what_has_changed_and_nothing_else(
    root: Path, seen: LastSeen, change: Callable[[Path], set[str]], list_all: bool
) -> None:
    assert seen.changes(LATER) == {}
    assert seen.changes(LATER, list_all=list_all) == {}
    changed = change(root)
    found = seen.changes(LATER, list_all=list_all)
    assert found.keys() == changed
    assert seen.changes(LATER, list_all=list_all) == found  # nobody has taken it for known
    for path, now in found.items():
        assert (now is not None) == (root / path).is_file()
    at = seen.changes_at(changed)
    # Asked for these alone it says the same, or that only a round can tell.
    assert at is None if None in found.values() else at == found
    seen.take(found)
    assert seen.changes(LATER, list_all=list_all) == {}
    assert seen.changes_at(FILES) in ({}, None)


def test_a_folder_that_is_gone_and_comes_back(root: Path, seen: LastSeen) -> None:
    away = root.parent / f"{root.name}-away"
    root.rename(away)
    with pytest.raises(FileNotFoundError):
        seen.changes(LATER)
    away.rename(root)
    assert seen.changes(LATER) == {}


def test_a_link_to_a_file_that_comes_and_goes(root: Path, seen: LastSeen) -> None:
    """The folder that the link lies in tells nothing of it."""
    file = root.parent / f"{root.name} elsewhere.md"
    (root / "Personer/Lenke.md").symlink_to(file)
    for _ in range(2):
        assert seen.changes(LATER, list_all=False) == {}
    for there in (True, False, True):
        file.write_text("") if there else file.unlink()
        found = seen.changes(LATER, list_all=False)
        assert [(path, now is not None) for path, now in found.items()] == [("Personer/Lenke.md", there)]
        seen.take(found)
        for _ in range(2):
            assert seen.changes(LATER, list_all=False) == {}
    file.unlink()


def test_a_folder_that_goes_with_the_one_above_it_and_comes_back_as_it_was(
    root: Path, seen: LastSeen
) -> None:
    away = root.parent / f"{root.name}-away"
    for _ in range(2):
        assert seen.changes(LATER, list_all=False) == {}
    (root / "Personer").rename(away)
    seen.take(seen.changes(LATER, list_all=False))
    away.rename(root / "Personer")
    found = seen.changes(LATER, list_all=False)
    assert "Personer/Klubb/Per.md" in found
    seen.take(found)
    assert seen.changes(LATER) == {}


ROUNDS = """
import sys
from vaultkit.store.glance import LastSeen
listed = 0
def count(event, told):
    global listed
    listed += event == "os.scandir"
sys.addaudithook(count)
seen = LastSeen(sys.argv[1])
for round in range(3):
    seen.take(seen.changes(int(sys.argv[2]), list_all=not round))
    print(listed)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere folders are listed each time")
def test_what_was_listed_and_taken_for_known_is_not_listed_again(root: Path) -> None:
    """On a disk that has gone to sleep a listing wakes it."""
    program = [sys.executable, "-c", ROUNDS, str(root), str(LATER)]
    ran = subprocess.run(program, capture_output=True, text=True, check=True)
    first, *later = ran.stdout.split()
    assert int(first) > 0
    assert later == [first, first]


def test_one_round_after_the_other(root: Path, seen: LastSeen) -> None:
    """What comes and goes in a folder that was told of before."""
    for number in range(20):
        (root / f"Personer/{number}.md").write_text("")
        (root / f"Personer/{number} ny").mkdir()
        (root / f"Personer/{number} ny/a.md").write_text("")
        expected = {f"Personer/{number}.md", f"Personer/{number} ny/a.md"}
        if number:
            (root / f"Personer/{number - 1}.md").unlink()
            expected.add(f"Personer/{number - 1}.md")
        found = seen.changes(time.time_ns(), list_all=False)
        assert found.keys() == expected
        seen.take(found)


def test_files_that_are_looked_at_alone(root: Path, seen: LastSeen) -> None:
    (root / "Ada.md").write_text("12345")
    (root / ".trash/Kari.md").write_text("12345")
    assert (seen.changes_at(["Ada.md", "Personer/Kari.md", ".trash/Kari.md"]) or {}).keys() == {"Ada.md"}
    assert seen.changes_at(["Ada.md", "Nobody.md"]) is None
    assert seen.changes_at(["Personer"]) is None
    assert seen.changes_at(["Personer/Kari.png"]) is None
