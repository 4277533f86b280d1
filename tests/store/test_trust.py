"""What was trusted on this machine: a content at a place, kept where only its owner can write."""

import json
import os
import stat
from pathlib import Path

import pytest

from vaultkit.store.trust import FILE, Trust, private_copy, read_private, write_private

posix = pytest.mark.skipif(os.name == "nt", reason="modes and owners of POSIX systems")
PLACE = Path("/home/ada/Notes/.vaultkit/hooks/on-post-sync")


def test_only_these_bytes_at_this_place_are_trusted(tmp_path: Path) -> None:
    trust = Trust(tmp_path / "not" / "there yet")
    assert not trust.holds(PLACE, b"one")
    trust.add(PLACE, b"one")
    assert Trust(tmp_path / "not" / "there yet").holds(PLACE, b"one")
    assert not trust.holds(PLACE, b"one ")
    assert not trust.holds(PLACE.with_name("on-pre-sync"), b"one")


def test_what_is_changed_back_after_another_content_was_trusted_is_a_stranger(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    trust.add(PLACE, b"one")
    trust.add(PLACE, b"two")
    assert not trust.holds(PLACE, b"one")
    assert trust.holds(PLACE, b"two")


def test_place_and_bytes_do_not_run_into_each_other(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    trust.add(Path("/vault/on-post-sync"), b".sh")
    assert not trust.holds(Path("/vault/on-post-sync.sh"), b"")


def test_revoked_is_not_trusted_and_the_others_are(tmp_path: Path) -> None:
    trust, other = Trust(tmp_path), PLACE.with_name("on-pre-sync")
    trust.add(PLACE, b"one")
    trust.add(other, b"two")
    assert trust.drop(PLACE)
    assert not trust.drop(PLACE)
    assert (trust.knows(PLACE), trust.knows(other)) == (False, True)
    assert trust.holds(other, b"two")


@posix
def test_place_may_be_any_bytes(tmp_path: Path) -> None:
    place = Path(os.fsdecode(b"/vault/\xff\n/on-post-sync"))
    Trust(tmp_path).add(place, b"one")
    assert Trust(tmp_path).holds(place, b"one")


@posix
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o755)
    Trust(folder).add(PLACE, b"one")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == [FILE], "no litter"


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"schema": 2, "trusted": {}}',
    b'{"schema": 1}',
    b'{"schema": 1, "trusted": []}',
    b'{"schema": 1, "trusted": {"x": 1}}',
]


@pytest.mark.parametrize("data", DAMAGED, ids=lambda data: data[:30].decode("latin-1"))
def test_damaged_file_trusts_nothing_and_is_made_anew(data: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(data)
    trust = Trust(tmp_path)
    assert not trust.holds(PLACE, b"one")
    assert not trust.drop(PLACE)
    trust.add(PLACE, b"one")
    assert trust.holds(PLACE, b"one")


@posix
def test_file_that_others_may_write_to_trusts_nothing(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    trust.add(PLACE, b"one")
    (tmp_path / FILE).chmod(0o622)
    assert not trust.holds(PLACE, b"one")


@posix
def test_link_in_its_place_trusts_nothing(tmp_path: Path) -> None:
    Trust(tmp_path / "theirs").add(PLACE, b"one")
    (tmp_path / FILE).symlink_to(tmp_path / "theirs" / FILE)
    assert not Trust(tmp_path).holds(PLACE, b"one")


def test_private_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    write_private(file, {"a": 1})
    with pytest.raises(TypeError):
        write_private(file, {"a": object()})
    assert read_private(file) == {"a": 1}
    assert json.loads(file.read_bytes()) == {"a": 1}
    assert [one.name for one in tmp_path.iterdir()] == ["x.json"]


@posix
def test_private_copy_goes_with_the_block_and_nobody_else_sees_it(tmp_path: Path) -> None:
    with private_copy("on-post-sync my hook", b"#!/bin/sh\n", tmp_path / "hooks") as copy:
        assert copy.name == "on-post-sync my hook"
        assert copy.read_bytes() == b"#!/bin/sh\n"
        assert stat.S_IMODE(copy.stat().st_mode) & 0o777 == 0o700
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert list((tmp_path / "hooks").iterdir()) == []


def test_copy_that_a_crash_left_is_cleared_and_one_in_use_is_not(tmp_path: Path) -> None:
    old, fresh = tmp_path / "old", tmp_path / "fresh"
    for folder in (old, fresh):
        folder.mkdir()
        (folder / "on-post-sync").write_bytes(b"x")
    os.utime(old, (0, 0))
    with private_copy("on-post-sync", b"", tmp_path):
        assert (old.exists(), fresh.exists()) == (False, True)
