"""What was done to the notes is remembered, whole, and found again after a crash."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from workbench import files

from vaultkit.model.action import Action, Change, Progress
from vaultkit.model.write import Write
from vaultkit.store.journal import KEPT, Journal


def action(*writes: Write, command: str = "done Ada", passing: bool = False) -> Action:
    changes = tuple(Change(write, f".~vk-{number:08}.tmp") for number, write in enumerate(writes))
    time = "2026-11-23T09:00:00+00:00"
    return Action(number=0, time=time, command=command, changes=changes, passing=passing)


EDIT = Write("People/Ada.md", b"\xff\x00\r\n\xef\xbb\xbf", "æøå «x»\n".encode())
MAKE = Write("People/Bo.md", None, b"")
REMOVE = Write("People/Cai.md", b"old", None)


def test_action_comes_back_with_every_byte(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "not" / "there yet")
    begun = journal.begin(action(EDIT, MAKE, REMOVE, command="ferdig «Ådne» \x1b[2J"))
    assert begun.number == 1
    assert Journal(journal.folder).load(1) == begun


def test_numbers_count_up_and_the_newest_comes_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert [journal.begin(action(EDIT)).number for _ in range(3)] == [1, 2, 3]
    assert [held.number for held in journal.actions()] == [3, 2, 1]


def test_only_what_was_cut_off_is_pending_oldest_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    first, second, third = (journal.begin(action(EDIT)) for _ in range(3))
    done = second.with_change(0, replace(second.changes[0], done=True)).finished()
    journal.save(done)
    assert journal.pending() == [first, third]
    assert journal.load(2) == done
    assert done.progress is Progress.DONE


def test_forgotten_action_is_gone_and_may_be_forgotten_twice(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    begun = journal.begin(action(EDIT, passing=True))
    journal.forget(begun)
    journal.forget(begun)
    assert files(tmp_path) == {}


def test_journal_that_is_not_there_is_empty(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "nowhere")
    assert (journal.actions(), journal.pending(), journal.load(1)) == ([], [], None)


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"[]", b"\0" * 500, b'{"schema": 1}', b"[" * 100_000, b'{"changes": 5}'], ids=repr
)
def test_damaged_action_hides_no_other_and_its_number_is_not_used_again(
    tmp_path: Path, damaged: bytes
) -> None:
    journal = Journal(tmp_path)
    first = journal.begin(action(EDIT))
    (tmp_path / "000002.action").write_bytes(damaged)
    assert journal.actions() == [first]
    assert journal.begin(action(EDIT)).number == 3


def test_half_written_action_of_a_crash_is_none(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    (tmp_path / "000001.tmp").write_bytes(b'{"schema": 1, "num')
    assert journal.actions() == []
    assert journal.begin(action(EDIT)).number == 1
    assert list(files(tmp_path)) == ["000001.action"]


def test_old_actions_are_forgotten_and_the_newest_thousand_stay(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for number in range(1, KEPT + 6):
        (tmp_path / f"{number:06}.action").write_bytes(b"{}")
    assert journal.begin(action(EDIT)).number == KEPT + 6
    assert len(files(tmp_path)) == KEPT + 1
    assert not (tmp_path / "000005.action").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX systems")
def test_nobody_else_may_read_what_was_in_the_notes(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        journal = Journal(tmp_path / "journal")
        journal.begin(action(EDIT))
    finally:
        os.umask(before)
    assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((journal.folder / "000001.action").stat().st_mode) == 0o600
