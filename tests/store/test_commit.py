"""The one way to write: whole or not at all, and never over what somebody else has just written."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from workbench import ROOT, Vault, files, put

from vaultkit.errors import ChangedUnderneathError, EditRefusedError, UnsafePathError
from vaultkit.model.write import Write
from vaultkit.store import exchange
from vaultkit.store.commit import commit, remove
from vaultkit.store.displaced import keep_both
from vaultkit.store.mend import mend
from vaultkit.store.scan import scan
from vaultkit.store.vault import VaultFolder

posix = pytest.mark.skipif(os.name == "nt", reason="pipes, links and modes of POSIX systems")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a file open for writing")
TEMPORARY = ".~vk-0a1b2c3d.tmp"
ADA = "Ada.md"
EDIT, MAKE, REMOVE = Write(ADA, b"old", b"new"), Write(ADA, None, b"new"), Write(ADA, b"old", None)

Put = Callable[[Path, Path], Path | None]
ways = pytest.mark.parametrize("way", [exchange.put, exchange.replace], ids=["exchange", "no exchange"])


def edit(root: Path, way: Put = exchange.put, name: str = ADA) -> None:
    commit(root / name, b"old", b"new", TEMPORARY, name, put=way)


def child(code: str, *args: str | Path) -> "subprocess.CompletedProcess[str]":
    """Python in a process of its own; `commit` and `Path` are there, `note` is its first argument."""
    head = (
        "import os, resource, sys; from pathlib import Path; from vaultkit.store.commit import commit\n"
        "note = Path(sys.argv[1])\n"
    )
    run = [sys.executable, "-c", head + code, *map(str, args)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(run, capture_output=True, text=True, check=False, env=env, timeout=60)


def refused(error: "pytest.ExceptionInfo[EditRefusedError]", why: str) -> bool:
    return error.value.why == why and ADA in str(error.value) and bool(error.value.hint)


# what is written ------------------------------------------------------------------------------------------


def test_equal_bytes_write_nothing(vault: Vault) -> None:
    note = vault({ADA: "old"}) / ADA
    before = note.stat()
    commit(note, b"old", b"old", TEMPORARY, ADA)
    assert (note.stat().st_ino, note.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@ways
def test_bytes_are_replaced_and_nothing_else_appears(vault: Vault, way: Put) -> None:
    root = vault({ADA: "old", "Bo.md": "old"}, config=None)
    edit(root, way)
    assert files(root) == {ADA: b"new", "Bo.md": b"old"}


@ways
@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_any_size_is_written(vault: Vault, way: Put, size: int) -> None:
    root = vault({ADA: "old"}, config=None)
    commit(root / ADA, b"old", b"x" * size, TEMPORARY, ADA, put=way)
    assert files(root) == {ADA: b"x" * size}


@posix
@ways
def test_name_of_255_bytes_can_be_edited(vault: Vault, way: Put) -> None:
    name = "æ" * 126 + ".md"
    assert len(os.fsencode(name)) == 255
    root = vault({name: "old"}, config=None)
    edit(root, way, name)
    assert files(root) == {name: b"new"}


@posix
def test_reader_that_has_the_old_file_open_keeps_it_whole(vault: Vault) -> None:
    root = vault({ADA: "old"}, config=None)
    with (root / ADA).open("rb") as reader:
        edit(root)
        assert reader.read() == b"old"


@posix
def test_link_inside_the_vault_stays_a_link_and_its_target_is_edited(vault: Vault) -> None:
    root = vault({"deep/Real.md": "old"}, config=None)
    (root / ADA).symlink_to("deep/Real.md")
    VaultFolder(root).write(EDIT)
    assert (root / ADA).readlink() == Path("deep/Real.md")
    assert (root / "deep/Real.md").read_bytes() == b"new"
    assert sorted(path.name for path in root.rglob("*.md")) == [ADA, "Real.md"]


@posix
def test_link_out_of_the_vault_is_refused(vault: Vault, tmp_path: Path) -> None:
    outside = put(tmp_path, "outside/Ada.md", "old")
    root = vault({}, config=None)
    (root / ADA).symlink_to(outside)
    for write in (EDIT, MAKE, REMOVE):
        with pytest.raises(UnsafePathError):
            VaultFolder(root).write(write)
    assert files(outside.parent) == {ADA: b"old"}
    assert (root / ADA).is_symlink()


# what is refused ------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("write", [EDIT, REMOVE], ids=["edit", "remove"])
def test_note_with_a_second_name_is_refused_with_the_reason(vault: Vault, write: Write) -> None:
    root = vault({ADA: "old"}, config=None)
    (root / "Same.md").hardlink_to(root / ADA)
    with pytest.raises(EditRefusedError, match="hard link") as error:
        VaultFolder(root).write(write)
    assert refused(error, "link")
    assert files(root) == {ADA: b"old", "Same.md": b"old"}
    assert (root / ADA).samefile(root / "Same.md")


@pytest.mark.parametrize("write", [EDIT, REMOVE], ids=["edit", "remove"])
def test_note_that_may_only_be_read_is_refused_even_for_root(vault: Vault, write: Write) -> None:
    root = vault({ADA: "old"}, config=None)
    (root / ADA).chmod(0o444)
    with pytest.raises(EditRefusedError, match="only be read") as error:
        VaultFolder(root).write(write)
    assert refused(error, "readonly")
    assert files(root) == {ADA: b"old"}
    (root / ADA).chmod(0o644)


@linux
@pytest.mark.parametrize("flag", ["+i", "+a"], ids=["immutable", "append only"])
def test_note_that_is_locked_in_the_file_system_is_left_alone(vault: Vault, flag: str) -> None:
    root = vault({ADA: "old"}, config=None)
    if not shutil.which("chattr") or subprocess.run(["chattr", flag, root / ADA], check=False).returncode:
        pytest.skip("no chattr here, or not permitted")
    try:
        with pytest.raises((EditRefusedError, PermissionError)):
            edit(root)
        assert files(root) == {ADA: b"old"}
    finally:
        subprocess.run(["chattr", "-ia", root / ADA], check=True)


@posix
def test_folder_that_may_not_be_written_keeps_the_note_and_gets_no_litter(vault: Vault) -> None:
    root = vault({ADA: "old"}, config=None)
    (root / ADA).chmod(0o666)
    root.chmod(0o555)
    for folder in root.parents:  # a test's own folder may be closed to everybody else
        if folder != folder.parent and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
    run = child(
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        f"try: commit(note, b'old', b'new', {TEMPORARY!r}, 'Ada.md')\n"
        "except OSError as error: print(type(error).__name__)\n",
        root / ADA,
    )
    root.chmod(0o755)
    # Another owner is noticed first where root made the note; both leave everything as it was.
    assert "PermissionError" in run.stdout or "its owner would be lost" in run.stderr
    assert files(root) == {ADA: b"old"}


def make_folder(where: Path) -> None:
    put(where, "Inside.md", "old")


def make_pipe(where: Path) -> None:
    os.mkfifo(where)


def make_socket(where: Path) -> None:
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(where))


@posix
@pytest.mark.parametrize("make", [make_folder, make_pipe, make_socket])
@pytest.mark.parametrize("write", [EDIT, MAKE, REMOVE], ids=["edit", "make", "remove"])
def test_what_is_no_ordinary_file_is_neither_waited_for_nor_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write, make: Callable[[Path], None]
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket may not be long
    make(Path(ADA))
    before = (tmp_path / ADA).stat()
    with pytest.raises((OSError, ChangedUnderneathError)):
        VaultFolder(tmp_path).write(write)
    assert (tmp_path / ADA).stat() == before
    assert [path.name for path in tmp_path.iterdir()] == [ADA]


# what changed meanwhile -----------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [EDIT, REMOVE], ids=["edit", "remove"])
@pytest.mark.parametrize("there", [b"theirs", b"old ", b"ol", b"", None], ids=repr)
def test_note_that_is_not_as_expected_is_left_as_it_is(
    vault: Vault, there: bytes | None, write: Write
) -> None:
    root = vault({} if there is None else {ADA: there}, config=None)
    before = files(root)
    with pytest.raises(ChangedUnderneathError, match=r"Ada\.md changed"):
        VaultFolder(root).write(write)
    assert files(root) == before


@pytest.mark.parametrize("there", [b"theirs", b"new", b""], ids=repr)
def test_new_note_never_replaces_one_that_appeared(vault: Vault, there: bytes) -> None:
    root = vault({ADA: there}, config=None)
    with pytest.raises(ChangedUnderneathError):
        VaultFolder(root).write(MAKE)
    assert files(root) == {ADA: there}


@posix
def test_new_note_never_replaces_a_link_that_leads_nowhere(vault: Vault) -> None:
    root = vault({}, config=None)
    (root / ADA).symlink_to("gone.md")
    with pytest.raises(ChangedUnderneathError):
        commit(root / ADA, None, b"new", TEMPORARY, ADA)
    assert [path.name for path in root.iterdir()] == [ADA]


def saving(editor: Callable[[Path, Path], None]) -> Put:
    """A way to change places in whose last moment an editor saves; it gets note and passing file."""
    times: list[int] = []

    def change_places(new: Path, where: Path) -> Path | None:
        times.append(1)
        if len(times) == 1:
            editor(where, new)
        return exchange.put(new, where)

    return change_places


def renames(note: Path, _: Path) -> None:
    put(note.parent, ".syncthing.tmp", "theirs").replace(note)


def overwrites(note: Path, _: Path) -> None:
    note.write_bytes(b"theirs")


def empties(note: Path, _: Path) -> None:
    note.write_bytes(b"")


@posix
@pytest.mark.parametrize(
    ("editor", "left"),
    [(renames, b"theirs"), (overwrites, b"theirs"), (empties, b"")],
    ids=["by renaming", "in place", "emptied"],
)
def test_save_in_the_very_last_moment_is_in_place_again(
    vault: Vault, editor: Callable[[Path, Path], None], left: bytes
) -> None:
    root = vault({ADA: "old"}, config=None)
    with pytest.raises(ChangedUnderneathError):
        edit(root, saving(editor))
    assert files(root) == {ADA: left}


@posix
def test_note_that_goes_in_the_very_last_moment_stays_gone(vault: Vault) -> None:
    root = vault({ADA: "old"}, config=None)
    with pytest.raises(ChangedUnderneathError):
        edit(root, saving(lambda note, _: note.unlink()))
    assert files(root) == {}


@posix
def test_two_saves_around_the_exchange_are_both_kept_and_the_copy_is_named(vault: Vault) -> None:
    root = vault({ADA: "old"}, config=None)
    times: list[int] = []

    def change_places(new: Path, where: Path) -> Path | None:
        times.append(1)
        if len(times) == 1:
            put(root, ".tmp", "first").replace(where)
        if len(times) == 2:  # theirs is about to go back
            where.write_bytes(b"second")
        return exchange.put(new, where)

    with pytest.raises(ChangedUnderneathError) as error:
        edit(root, change_places)
    copy = "Ada (conflicted copy vaultkit 0a1b2c3d).md"
    assert files(root) == {ADA: b"second", copy: b"first"}
    assert copy in error.value.hint
    assert [(problem.code, problem.path) for problem in scan(os.fspath(root), ()).problems] == [
        ("VK005", copy)
    ]


@posix
@ways
def test_editor_that_had_the_old_file_open_and_writes_a_moment_later_loses_nothing(
    vault: Vault, way: Put
) -> None:
    root = vault({ADA: "old"}, config=None)
    note = root / ADA
    with note.open("r+b", buffering=0) as editor:
        before = note.stat().st_ino

        def save() -> None:
            while note.stat().st_ino == before:  # until the files have changed places
                pass
            editor.truncate(0)
            editor.write(b"theirs")

        thread = threading.Thread(target=save)
        thread.start()
        with pytest.raises(ChangedUnderneathError):
            edit(root, way)
        thread.join()
    assert files(root) == {ADA: b"theirs"}


@linux
def test_editor_that_is_slow_to_write_what_it_opened_is_waited_for(vault: Vault) -> None:
    """However long after the exchange it writes: the system tells that it still has the file open."""
    root = vault({ADA: "old"}, config=None)
    note = root / ADA
    before = note.stat().st_ino
    code = (
        "import sys; file = open(sys.argv[1], 'r+b', buffering=0); print('open', flush=True)\n"
        "sys.stdin.readline(); file.write(b'theirs')\n"
    )
    run = [sys.executable, "-c", code, str(note)]
    with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as editor:
        assert editor.stdout is not None
        assert editor.stdin is not None
        assert editor.stdout.readline() == "open\n"

        def let_it_write() -> None:
            while note.stat().st_ino == before:
                pass
            stopped.wait(0.2)  # ten times as long as a displaced file is watched anyway
            print(file=editor.stdin, flush=True)

        stopped = threading.Event()
        thread = threading.Thread(target=let_it_write)
        thread.start()
        with pytest.raises(ChangedUnderneathError):
            edit(root)
        thread.join()
    assert files(root) == {ADA: b"theirs"}


# where names cannot be exchanged --------------------------------------------------------------------------


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Path]:
    """A folder on a drive that cannot exchange names."""
    if not shutil.which("bindfs") or not shutil.which("fusermount3"):
        pytest.skip("bindfs is missing (Debian: bindfs fuse3)")
    behind, front = tmp_path / "behind", tmp_path / "front"
    behind.mkdir()
    front.mkdir()
    if subprocess.run(["bindfs", behind, front], capture_output=True, check=False).returncode:
        pytest.skip("drives may not be mounted here")
    yield front
    subprocess.run(["fusermount3", "-u", "-z", front], check=True)


@posix
def test_drive_that_cannot_exchange_names_is_edited_as_carefully(drive: Path) -> None:
    put(drive, ADA, "old")
    put(drive, "one", "1")
    assert not exchange.exchange(drive / "one", drive / ADA)
    VaultFolder(drive).write(EDIT)
    VaultFolder(drive).write(Write("Bo.md", None, b"new"))
    with pytest.raises(ChangedUnderneathError):
        VaultFolder(drive).write(Write("Bo.md", None, b"other"))
    VaultFolder(drive).write(Write("one", b"1", None))
    assert files(drive) == {ADA: b"new", "Bo.md": b"new"}


@posix
def test_displaced_file_keeps_a_name_until_it_was_looked_at(tmp_path: Path) -> None:
    old, new = put(tmp_path, ADA, "old"), put(tmp_path, TEMPORARY, "new")
    displaced = exchange.replace(new, old)
    assert displaced == exchange.spare(new)
    assert files(tmp_path) == {ADA: b"new", displaced.name: b"old"}
    assert exchange.replace(displaced, old) == new, "back under the first name"
    assert files(tmp_path) == {ADA: b"old", new.name: b"new"}


@posix
def test_drive_without_second_names_still_keeps_what_an_editor_wrote_too_late(vault: Vault) -> None:
    root = vault({ADA: "old"}, config=None)

    def as_on_fat(new: Path, where: Path) -> None:
        with where.open("r+b", buffering=0) as editor:
            new.replace(where)
            editor.write(b"theirs")

    with pytest.raises(ChangedUnderneathError):
        edit(root, as_on_fat)
    assert files(root) == {ADA: b"new", "Ada (conflicted copy vaultkit 0a1b2c3d).md": b"theirs"}


# a copy that is kept --------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("name", ["Ada.md", "𝔸" * 60 + ".md", "æ" * 126 + ".md", "x." + "y" * 240])
def test_kept_copy_has_a_name_that_fits_and_never_replaces_another(tmp_path: Path, name: str) -> None:
    beside = put(tmp_path, TEMPORARY, "theirs")
    kept = keep_both(beside, tmp_path / name)
    assert kept.read_bytes() == b"theirs"
    again = put(tmp_path, TEMPORARY, "others")
    with pytest.raises(FileExistsError):
        keep_both(again, tmp_path / name)
    assert kept.read_bytes() == b"theirs"


# after a crash --------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    ("write", "left", "mended"),
    [
        (EDIT, {ADA: b"old", TEMPORARY: b"ne"}, {ADA: b"old"}),
        (EDIT, {ADA: b"new", TEMPORARY: b"old"}, {ADA: b"new"}),
        (EDIT, {ADA: b"new", TEMPORARY: b"theirs"}, {ADA: b"theirs"}),
        (EDIT, {ADA: b"theirs", TEMPORARY: b"new"}, {ADA: b"theirs"}),
        (EDIT, {ADA: b"old", ".~vk-0a1b2c3d-old.tmp": b"old", TEMPORARY: b"new"}, {ADA: b"old"}),
        (EDIT, {ADA: b"new", ".~vk-0a1b2c3d-old.tmp": b"old"}, {ADA: b"new"}),
        (EDIT, {ADA: b"new", ".~vk-0a1b2c3d-old.tmp": b"theirs"}, {ADA: b"theirs"}),
        (EDIT, {ADA: b"new", ".~vk-0a1b2c3d-old.tmp": b"theirs", TEMPORARY: b"new"}, {ADA: b"theirs"}),
        (MAKE, {TEMPORARY: b"n"}, {}),
        (MAKE, {ADA: b"new", TEMPORARY: b"new"}, {ADA: b"new"}),
        (REMOVE, {TEMPORARY: b"old"}, {}),
        (REMOVE, {TEMPORARY: b"theirs"}, {ADA: b"theirs"}),
    ],
    ids=str,
)
def test_what_a_crash_left_is_cleared_and_nobodys_words_with_it(
    tmp_path: Path, write: Write, left: dict[str, bytes], mended: dict[str, bytes]
) -> None:
    for name, data in left.items():
        put(tmp_path, name, data)
    found = mend(tmp_path / ADA, write, TEMPORARY)
    assert files(tmp_path) == mended
    assert found.done == (mended.get(ADA) == write.new)
    assert mend(tmp_path / ADA, write, TEMPORARY).done == found.done, "twice is as once"
    assert files(tmp_path) == mended


def test_words_that_belong_nowhere_are_kept_as_a_copy(tmp_path: Path) -> None:
    put(tmp_path, ADA, "later")
    put(tmp_path, TEMPORARY, "theirs")
    mend(tmp_path / ADA, EDIT, TEMPORARY)
    assert files(tmp_path) == {ADA: b"later", "Ada (conflicted copy vaultkit 0a1b2c3d).md": b"theirs"}


@linux
@pytest.mark.parametrize("call", ["renameat2", "unlink"])
@pytest.mark.parametrize("way", ["put", "replace"])
def test_kill_before_a_call_leaves_the_old_note_or_the_new_one(vault: Vault, call: str, way: str) -> None:
    root = vault({ADA: "old"}, config=None)
    if not shutil.which("strace"):
        pytest.skip("strace is missing")
    code = (
        "import sys; from pathlib import Path; from vaultkit.store.commit import commit\n"
        f"from vaultkit.store.exchange import {way} as way\n"
        f"commit(Path(sys.argv[1]), b'old', b'new', {TEMPORARY!r}, 'Ada.md', put=way)\n"
    )
    stop = ["strace", "-o", os.devnull, "-e", f"inject={call}:signal=KILL:error=EIO:when=1"]
    run = [*stop, sys.executable, "-c", code, str(root / ADA)]
    said = subprocess.run(
        run, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    if "ptrace" in said.stderr:
        pytest.skip("strace may not trace here")
    assert (root / ADA).read_bytes() in (b"old", b"new")
    found = mend(root / ADA, EDIT, TEMPORARY)
    assert files(root) == {ADA: b"new" if found.done else b"old"}


# a disk that is full --------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("expected", [b"old", None], ids=["edit", "make"])
def test_disk_without_room_keeps_the_old_note_and_gets_no_litter(
    vault: Vault, expected: bytes | None
) -> None:
    """A limit on the size of files is how a process can be given a full disk of its own."""
    root = vault({} if expected is None else {ADA: expected}, config=None)
    before = files(root)
    run = child(
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"try: commit(note, {expected!r}, b'x' * 5000, {TEMPORARY!r}, 'Ada.md')\n"
        "except OSError as error: print(error.strerror)\n",
        root / ADA,
    )
    assert (run.stdout, run.stderr) == ("File too large\n", "")
    assert files(root) == before


# taking a note away ---------------------------------------------------------------------------------------


def test_note_is_taken_away_whole(vault: Vault) -> None:
    root = vault({ADA: "old", "Bo.md": "old"}, config=None)
    VaultFolder(root).write(REMOVE)
    assert files(root) == {"Bo.md": b"old"}


@linux
def test_note_that_somebody_is_writing_is_not_taken_away(vault: Vault) -> None:
    root = vault({ADA: "old"}, config=None)
    with (root / ADA).open("r+b", buffering=0) as editor:
        with pytest.raises(ChangedUnderneathError):
            remove(root / ADA, b"old", TEMPORARY, ADA)
        editor.write(b"theirs")
    assert files(root) == {ADA: b"theirs"}
