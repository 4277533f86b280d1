"""The files of a vdir."""

import os
from pathlib import Path

import pytest

from vaultkit.store.daverrors import MeanwhileError
from vaultkit.store.vdir import Vdir


def test_files_come_and_go_whole(tmp_path: Path) -> None:
    vdir = Vdir(tmp_path / "deep" / "work")
    assert vdir.listed() == {}
    first = vdir.create("a.ics", b"A")
    assert vdir.listed() == {"a.ics": first}
    with pytest.raises(MeanwhileError):
        vdir.create("a.ics", b"B")
    second = vdir.change("a.ics", b"B", first)
    with pytest.raises(MeanwhileError):
        vdir.change("a.ics", b"C", first)
    with pytest.raises(MeanwhileError):
        vdir.delete("a.ics", first)
    assert list(vdir.objects(["a.ics", "b.ics"])) == [("a.ics", second, b"B")]
    vdir.delete("a.ics", second)
    assert os.listdir(tmp_path / "deep" / "work") == []
    with pytest.raises(MeanwhileError):
        vdir.delete("a.ics", second)


def test_what_is_no_event_is_not_looked_at(tmp_path: Path) -> None:
    for name in (".hidden.ics", "color", "a.ics.tmp", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.ics").mkdir()
    (tmp_path / "b.ics").write_bytes(b"B")
    (tmp_path / "link.ics").symlink_to(tmp_path / "b.ics")
    assert list(Vdir(tmp_path).listed()) == ["b.ics"]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.ics").symlink_to(outside)
    with pytest.raises(MeanwhileError):
        Vdir(folder).create("a.ics", b"A")
    assert not outside.exists()


def test_a_name_that_is_there_stays(tmp_path: Path) -> None:
    Vdir(tmp_path).call("Work")
    Vdir(tmp_path).call("Other")
    assert (tmp_path / "displayname").read_text("utf-8") == "Work"
