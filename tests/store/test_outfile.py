"""A file that a person named: whole or not at all, only when it differs, and private when it has to be."""

import os
import stat
from pathlib import Path

import pytest

from vaultkit.store.outfile import put_file

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX systems")


def test_only_other_bytes_are_written(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    assert put_file(file, b"one")
    inode = file.stat().st_ino
    assert not put_file(file, b"one")
    assert file.stat().st_ino == inode
    assert put_file(file, b"two")
    assert file.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.ics"]


@posix
def test_a_web_server_can_still_read_it(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    put_file(file, b"one")
    file.chmod(0o640)
    put_file(file, b"two")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@posix
def test_a_private_file_is_for_its_owner_whatever_it_was(tmp_path: Path) -> None:
    file = tmp_path / "qr.svg"
    put_file(file, b"one")
    file.chmod(0o644)
    assert put_file(file, b"one", private=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "a.ics").symlink_to(tmp_path / "public/a.ics")
    put_file(tmp_path / "a.ics", b"one")
    assert (tmp_path / "a.ics").is_symlink()
    assert (tmp_path / "public/a.ics").read_bytes() == b"one"


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        put_file(tmp_path / "nowhere" / "a.ics", b"one")
    with pytest.raises(OSError, match="ordinary"):
        put_file(tmp_path, b"one")
    assert list(tmp_path.iterdir()) == []
