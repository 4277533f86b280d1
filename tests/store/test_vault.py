"""The folder of notes: what counts, reading that never hangs, and the one way to write."""

import os
import socket
import stat
from pathlib import Path

import pytest
from workbench import Vault, files, put

import vaultkit
from vaultkit.errors import ChangedUnderneathError, UnsafePathError
from vaultkit.model.write import Write
from vaultkit.store import obsidian
from vaultkit.store.notefile import MAX_BYTES
from vaultkit.store.scan import Scan
from vaultkit.store.vault import VaultFolder

posix = pytest.mark.skipif(os.name == "nt", reason="pipes, links and modes of POSIX systems")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)


def scan(root: Path, ignore: tuple[str, ...] = (), leave: tuple[str, ...] = ()) -> Scan:
    return VaultFolder(root).scan(ignore, leave)


def named(found: Scan) -> list[tuple[str, str]]:
    return sorted((problem.code, problem.path) for problem in found.problems)


# which files count ----------------------------------------------------------------------------------------


def test_notes_are_markdown_files_in_any_case_sorted(vault: Vault) -> None:
    root = vault({"b/Ada.md": "", "a.MD": "", "c.txt": "", "b/picture.png": b"\x89PNG", "æ ø.md": ""})
    assert scan(root).notes == ["a.MD", "b/Ada.md", "æ ø.md"]


def test_hidden_files_and_folders_and_those_of_programs_are_left_out(vault: Vault) -> None:
    root = vault(
        {".trash/Ada.md": "", ".Ada.md": "", "node_modules/x.md": "", "@eaDir/x.md": "", "Ada.md": ""}
    )
    assert scan(root).notes == ["Ada.md"]


@pytest.mark.parametrize("folder", ["Templates", "template", "Maler", "malar"])
def test_templates_are_no_notes_but_links_lead_to_them(vault: Vault, folder: str) -> None:
    found = scan(vault({f"x/{folder}/deep/Person.md": "", "Ada.md": ""}))
    assert found.notes == ["Ada.md"]
    assert found.known == ["Ada.md", f"x/{folder}/deep/Person.md"]


def test_folders_are_ignored_by_name_and_by_path(vault: Vault) -> None:
    root = vault({"Old/a.md": "", "x/Old/b.md": "", "x/y/c.md": "", "y/d.md": ""})
    assert scan(root, ("Old", "x/y/")).notes == ["y/d.md"]


def test_pages_are_no_notes_but_links_lead_to_them(vault: Vault) -> None:
    found = scan(vault({"Networking/Private.md": "", "Ada.md": ""}), leave=("Networking/Private.md",))
    assert (found.notes, found.known) == (["Ada.md"], ["Ada.md", "Networking/Private.md"])


def test_vault_inside_the_vault_is_somebody_elses(vault: Vault) -> None:
    root = vault(
        {"Ada.md": "", ".obsidian/app.json": "{}", "Other/.obsidian/app.json": "{}", "Other/Bo.md": ""}
    )
    assert scan(root).notes == ["Ada.md"]


@pytest.mark.parametrize(
    "name",
    [
        "Ada.sync-conflict-20261123-101500-ABCDEFG.md",
        "Ada (Kari's conflicted copy 2026-11-23).md",
        "Ada (conflicted copy 2026-11-23 101500).md",
        "Ada (Case Conflict 2026-11-23).md",
    ],
)
def test_conflict_copies_are_named_and_never_count(vault: Vault, name: str) -> None:
    found = scan(vault({"People/Ada.md": "", f"People/{name}": ""}))
    assert found.notes == ["People/Ada.md"]
    assert named(found) == [("VK005", f"People/{name}")]


def test_name_with_the_word_conflict_alone_is_an_ordinary_note(vault: Vault) -> None:
    assert scan(vault({"Conflict at work.md": "", "Ada (conflict).md": ""})).notes == [
        "Ada (conflict).md",
        "Conflict at work.md",
    ]


def test_icloud_placeholders_are_named_and_missing(vault: Vault) -> None:
    found = scan(vault({"People/.Ada.md.icloud": b"bplist00", "Bo.md": ""}))
    assert (found.notes, found.missing) == (["Bo.md"], {"People/Ada.md"})
    assert named(found) == [("VK006", "People/Ada.md")]


@posix
def test_links_inside_the_vault_count_and_links_out_of_it_are_named(vault: Vault, tmp_path: Path) -> None:
    outside = put(tmp_path, "elsewhere/Secret.md", "secret")
    root = vault({"real/Ada.md": "x"})
    (root / "Ada link.md").symlink_to(root / "real/Ada.md")
    (root / "Out.md").symlink_to(outside)
    (root / "Nowhere.md").symlink_to("gone.md")
    (root / "Loop.md").symlink_to("Loop.md")
    (root / "folder").symlink_to(outside.parent)
    found = scan(root)
    assert found.notes == ["Ada link.md", "real/Ada.md"]
    assert named(found) == [("VK008", name) for name in ("Loop.md", "Nowhere.md", "Out.md", "folder")]


@posix
def test_pipes_and_sockets_are_named(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = vault({"Ada.md": ""})
    os.mkfifo(root / "Pipe.md")
    monkeypatch.chdir(root)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as held:
        held.bind("Socket.md")
        found = scan(root)
    assert found.notes == ["Ada.md"]
    assert named(found) == [("VK008", "Pipe.md"), ("VK008", "Socket.md")]


@posix
def test_device_behind_a_link_is_named(vault: Vault) -> None:
    root = vault({"Ada.md": ""})
    (root / "Zero.md").symlink_to("/dev/zero")
    assert named(scan(root)) == [("VK008", "Zero.md")]


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are Unicode there")
def test_name_that_is_not_utf8_is_named_readably(vault: Vault) -> None:
    root = vault({"Ada.md": ""})
    with open(os.fsencode(root) + b"/\xf8.md", "wb"):
        pass
    found = scan(root)
    assert found.notes == ["Ada.md"]
    assert named(found) == [("VK009", "\ufffd.md")]


@not_root
def test_folder_that_cannot_be_listed_is_named_and_closed(vault: Vault) -> None:
    root = vault({"Ada.md": "", "People/Bo.md": ""})
    (root / "People").chmod(0)
    found = scan(root)
    (root / "People").chmod(0o755)
    assert (found.notes, found.closed) == (["Ada.md"], ["People"])
    assert named(found) == [("VK001", "People")]


def test_obsidians_own_settings_name_folders_to_leave_out(vault: Vault) -> None:
    root = vault(
        {
            ".obsidian/app.json": '{"userIgnoreFilters": ["Archive/", "/^pattern$/", 7]}',
            ".obsidian/templates.json": '{"folder": "Forms"}',
            ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "/Snippets/"}',
        }
    )
    assert obsidian.ignored_folders(VaultFolder(root)) == ["Forms", "Snippets", "Archive"]


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[]",
        "{",
        b"\xff\xfe",
        '{"userIgnoreFilters": null}',
        '{"userIgnoreFilters": 5}',
        "null",
        "[" * 100_000,
    ],
)
def test_damaged_settings_of_obsidian_are_as_none(vault: Vault, damaged: str | bytes) -> None:
    assert obsidian.ignored_folders(VaultFolder(vault({".obsidian/app.json": damaged}))) == []


# reading --------------------------------------------------------------------------------------------------


def test_reading_is_bounded_and_tells_the_size(vault: Vault) -> None:
    root = vault({"Long.md": b"x" * (MAX_BYTES + 5), "Short.md": b"\xef\xbb\xbfa\r\n"})
    data, size = VaultFolder(root).read("Long.md")
    assert (len(data), size) == (MAX_BYTES, MAX_BYTES + 5)
    assert VaultFolder(root).read("Short.md") == (b"\xef\xbb\xbfa\r\n", 6)


@posix
@pytest.mark.parametrize("way", ["read", "read_whole"])
def test_reading_a_pipe_or_a_folder_fails_at_once(vault: Vault, way: str) -> None:
    root = vault({"folder.md/Ada.md": ""})
    os.mkfifo(root / "Pipe.md")
    read = getattr(VaultFolder(root), way)
    for path in ("Pipe.md", "folder.md"):
        with pytest.raises(OSError, match="not an ordinary file"):
            read(path)


@posix
def test_reading_follows_no_link_out_of_the_vault(vault: Vault, tmp_path: Path) -> None:
    put(tmp_path, "Secret.md", "secret")
    root = vault({"Ada.md": ""})
    (root / "Out.md").symlink_to(tmp_path / "Secret.md")
    folder = VaultFolder(root)
    for path in ("Out.md", "../Secret.md"):
        with pytest.raises(UnsafePathError):
            folder.read_whole(path)
    with pytest.raises(UnsafePathError):
        folder.read("Out.md")


def test_page_that_is_not_there_is_none(vault: Vault) -> None:
    assert VaultFolder(vault({})).read_whole("no/such.md") is None


def test_read_note_reads_any_file(vault: Vault) -> None:
    note = vaultkit.read_note(vault({"Ada.md": "---\nphone: 0123\n---\nHello"}) / "Ada.md")
    assert (note.texts["phone"], note.body, note.problems) == ("0123", "Hello", ())
    with pytest.raises(FileNotFoundError):
        vaultkit.read_note("no such note.md")


# writing --------------------------------------------------------------------------------------------------


def test_new_file_is_written_with_its_folders_and_nothing_else(vault: Vault) -> None:
    root = vault({"Ada.md": "x"}, config=None)
    VaultFolder(root).write(Write("deep/er/Page.md", None, b"new\r\n"))
    assert files(root) == {"Ada.md": b"x", "deep/er/Page.md": b"new\r\n"}


@posix
def test_mode_is_kept_and_the_bytes_are_replaced_whole(vault: Vault) -> None:
    root = vault({"Page.md": "old"}, config=None)
    page = root / "Page.md"
    page.chmod(0o640)
    before = page.stat().st_ino
    VaultFolder(root).write(Write("Page.md", b"old", b"new"))
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert page.stat().st_ino != before, "a reader of the old file keeps the whole old file"
    assert files(root) == {"Page.md": b"new"}


@posix
def test_link_inside_the_vault_stays_a_link(vault: Vault) -> None:
    root = vault({"real/Page.md": "old"}, config=None)
    (root / "Page.md").symlink_to("real/Page.md")
    VaultFolder(root).write(Write("Page.md", b"old", b"new"))
    assert (root / "Page.md").is_symlink()
    assert (root / "real/Page.md").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("there", "expected"), [(b"edited", b"old"), (b"appeared", None), (None, b"old")], ids=str
)
def test_file_that_is_not_what_was_expected_is_left_as_it_is(
    vault: Vault, there: bytes | None, expected: bytes | None
) -> None:
    root = vault({} if there is None else {"Page.md": there}, config=None)
    before = files(root)
    with pytest.raises(ChangedUnderneathError, match=r"Page\.md changed"):
        VaultFolder(root).write(Write("Page.md", expected, b"new"))
    assert files(root) == before


@posix
def test_nothing_is_written_outside_the_vault(vault: Vault, tmp_path: Path) -> None:
    root = vault({"Ada.md": ""})
    outside = put(tmp_path, "outside/Page.md", "theirs")
    (root / "out").symlink_to(outside.parent)
    (root / "Page.md").symlink_to(outside)
    for path in ("../outside/Page.md", "out/Page.md", "Page.md", "x/../../outside/Page.md", str(outside)):
        with pytest.raises(UnsafePathError):
            VaultFolder(root).write(Write(path, b"theirs", b"ours"))
        with pytest.raises(UnsafePathError):
            VaultFolder(root).write(Write(path, None, b"ours"))
    assert files(outside.parent) == {"Page.md": b"theirs"}


@posix
def test_place_that_cannot_be_written_raises_and_leaves_no_litter(vault: Vault) -> None:
    root = vault({"Networking": "a file where the folder should be", "folder.md/x": ""}, config=None)
    before = files(root)
    for path in ("Networking/Page.md", "folder.md"):
        with pytest.raises(OSError, match=r"."):
            VaultFolder(root).write(Write(path, None, b"new"))
    assert files(root) == before


@not_root
def test_folder_that_is_read_only_raises_and_leaves_no_litter(vault: Vault) -> None:
    root = vault({"Networking/Page.md": "old"}, config=None)
    (root / "Networking").chmod(0o555)
    with pytest.raises(PermissionError):
        VaultFolder(root).write(Write("Networking/Page.md", b"old", b"new"))
    (root / "Networking").chmod(0o755)
    assert files(root) == {"Networking/Page.md": b"old"}
