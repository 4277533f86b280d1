"""What one command has read, the next need not read: with an index and without, the result is the same."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from workbench import DAY, ROOT, Run, Vault, person, put

from vaultkit.app.opening import open_vault
from vaultkit.app.survey import Survey, survey
from vaultkit.model.facts import NoteFacts
from vaultkit.model.settings import Settings
from vaultkit.rules.links import LinkIndex
from vaultkit.store.demo_vault import copy_demo_vault
from vaultkit.store.glance import Seen
from vaultkit.store.index import FILE, NoteIndex
from vaultkit.store.vault import VaultFolder

NOWHERE = LinkIndex(())
TODAY = date.fromisoformat(DAY)
CASES = sorted(case for case in (ROOT / "tests/vaults").iterdir() if (case / "before").is_dir())


class Watched(VaultFolder):
    """Writes down which notes are read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.read_of: list[str] = []

    def read(self, path: str) -> tuple[bytes, int]:
        self.read_of.append(path)
        return super().read(path)


def look(root: Path) -> tuple[Survey, list[str]]:
    """What a command sees that begins now, and which notes it read for that."""
    folder = Watched(root)
    seen = survey(open_vault(root, os.environ).on(folder), TODAY)
    return seen, sorted(folder.read_of)


def says(seen: Survey) -> tuple[object, ...]:
    """All that the notes say, and what waits."""
    reading = seen.reading
    return replace(reading.overview, links=NOWHERE), reading.problems, reading.unread, list(seen.queue)


def old(root: Path) -> Path:
    """Notes that nobody has written to for a while."""
    for number, path in enumerate(sorted(root.rglob("*.md"))):
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    return root


def index_of(root: Path) -> Path:
    return open_vault(root, os.environ).state.path / FILE


@pytest.fixture
def root(vault: Vault) -> Path:
    notes = {
        "People/Ada.md": person("private", "cadence: 4 weeks", log="- 2026-11-01 — coffee"),
        "People/Bo.md": person("leisure", "follow_up: 2026-11-25"),
        "Meetings/One.md": "---\ntype: meeting\ndate: 2026-11-25\nattendees: ['[[Ada]]']\n---\n",
        "Other.md": "nothing about anybody\n",
    }
    return old(vault(notes))


def test_each_note_is_read_once(root: Path) -> None:
    first, read = look(root)
    assert read == ["Meetings/One.md", "Other.md", "People/Ada.md", "People/Bo.md"]
    again, read = look(root)
    assert read == []
    assert says(again) == says(first)


def longer(path: Path) -> None:
    path.write_text(person("private", "follow_up: 2026-11-24"))


def another_file_of_that_size_and_time(path: Path) -> None:
    was = path.stat()
    beside = path.with_name("beside")
    beside.write_bytes(path.read_bytes().replace(b"11-25", b"11-24"))
    os.utime(beside, ns=(was.st_atime_ns, was.st_mtime_ns))
    beside.replace(path)


def in_place_and_given_back_its_time(path: Path) -> None:
    was = path.stat()
    while path.stat().st_ctime_ns == was.st_ctime_ns:  # clocks of file systems tick in steps
        path.write_bytes(path.read_bytes().replace(b"11-25", b"11-24"))
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


@pytest.mark.parametrize(
    "change", [longer, another_file_of_that_size_and_time, in_place_and_given_back_its_time]
)
def test_a_note_that_was_changed_is_read(root: Path, change: Callable[[Path], None]) -> None:
    look(root)
    change(root / "People/Bo.md")
    seen, read = look(root)
    assert read == ["People/Bo.md"]
    (bo,) = (one for one in seen.reading.overview.people if one.name == "Bo")
    assert bo.next_contact == date(2026, 11, 24)


def test_notes_that_are_gone_renamed_and_new(root: Path) -> None:
    look(root)
    (root / "Other.md").unlink()
    (root / "People/Bo.md").rename(root / "People/Cy.md")
    put(root, "People/Di.md", person())
    seen, read = look(root)
    assert sorted(one.name for one in seen.reading.overview.people) == ["Ada", "Cy", "Di"]
    assert read == ["People/Cy.md", "People/Di.md"]


def test_what_was_just_written_is_read_again(root: Path) -> None:
    """Its time may not tell that it has changed again."""
    put(root, "People/Bo.md", person())
    look(root)
    assert look(root)[1] == ["People/Bo.md"]


def test_a_line_that_needs_a_look_is_told_of_each_time(root: Path) -> None:
    put(root, "People/Bo.md", person("private", "follow_up: 2026-02-30"))
    old(root)
    told = [[one.code for one in look(root)[0].reading.problems] for _ in range(3)]
    assert told == [["VK103"]] * 3


def test_with_other_settings_notes_may_say_something_else(root: Path) -> None:
    put(root, "Club/Eve.md", "---\nfollow_up: 2026-11-24\n---\n")
    old(root)
    assert len(look(root)[0].people) == 2
    config = root / ".vaultkit/config.toml"
    config.write_text(config.read_text() + 'folders.people = ["People", "Club"]\n')
    seen, read = look(root)
    assert len(seen.people) == 3
    assert len(read) == 5
    assert look(root)[1] == []


def test_two_that_fill_it_at_once_for_other_settings(root: Path) -> None:
    """As while the settings are saved, or vaultkit is made new, beside a command that takes long."""
    file = root / "People/Bo.md"
    seen = Seen.of(file.stat())
    folder, was, now = index_of(root).parent, Settings(), Settings(daily_notes=True)
    long, short = NoteIndex(folder, was, "1"), NoteIndex(folder, now, "1")
    assert long.get("People/Bo.md", seen) is None
    short.put(seen, NoteFacts("People/Bo.md"))
    short.save(["People/Bo.md"])
    long.put(seen, NoteFacts("People/Bo.md", mentions=(TODAY, ())))
    long.save(["People/Bo.md"])
    for settings, version in ((now, "1"), (was, "2")):
        assert NoteIndex(folder, settings, version).get("People/Bo.md", seen) is None
    said = NoteIndex(folder, was, "1").get("People/Bo.md", seen)
    assert said is not None
    assert said.mentions == (TODAY, ())


@pytest.mark.parametrize("damage", [b"", b"no index", None])
def test_an_index_that_is_damaged_or_gone_costs_nothing_but_time(root: Path, damage: bytes | None) -> None:
    first, everything = look(root)
    index = index_of(root)
    for path in index.parent.glob(f"{FILE}-*"):
        path.unlink()
    if damage is None:
        index.unlink()
    else:
        index.write_bytes(damage)
    seen, read = look(root)
    assert read == everything
    assert says(seen) == says(first)
    assert look(root)[1] == []


def test_a_folder_of_state_that_cannot_be_written_stops_nothing(root: Path) -> None:
    index_of(root).mkdir(parents=True)
    seen, read = look(root)
    assert len(seen.people) == 2
    assert look(root)[1] == read


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_the_same_from_the_index(case: Path, tmp_path: Path) -> None:
    root = tmp_path / "vault"
    shutil.copytree(case / "before", root)
    old(root)
    assert says(look(root)[0]) == says(look(root)[0])


def test_the_sample_vault_is_read_once_by_all_commands(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "demo"
    copy_demo_vault(root)
    old(root)
    written = run("--vault", root, "sync", "--json").json["written"]
    assert written
    seen, read = look(root)
    assert seen.people
    assert all(any(one.path == path for one in seen.reading.problems) for path in read)
    assert run("--vault", root, "sync", "--json").json["written"] == []
