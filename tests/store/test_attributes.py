"""What belongs to a note besides its bytes stays with it."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from workbench import Vault

from vaultkit.model.write import Write
from vaultkit.store.vault import VaultFolder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes, owners and access lists of POSIX systems")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file away"
)
needs_acl = pytest.mark.skipif(
    not (shutil.which("setfacl") and shutil.which("getfacl")), reason="setfacl is missing (Debian: acl)"
)


def edit(root: Path, path: str = "Ada.md") -> Path:
    VaultFolder(root).write(Write(path, b"old", b"new"))
    note = root / path
    assert note.read_bytes() == b"new"
    return note


def access(file: Path) -> list[str]:
    said = subprocess.run(["getfacl", "-c", "-p", file], capture_output=True, check=True, text=True)
    return sorted(line for line in said.stdout.splitlines() if line)


def grant(*rule: str | Path) -> None:
    said = subprocess.run(["setfacl", *rule], capture_output=True, check=False, text=True)
    if "not supported" in said.stderr:
        pytest.skip("this file system has no access lists")
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664, 0o644, 0o755, 0o2664, 0o1644], ids=oct)
def test_mode_is_kept_whatever_the_umask(vault: Vault, mode: int) -> None:
    root = vault({"Ada.md": "old"})
    (root / "Ada.md").chmod(mode)
    if stat.S_IMODE((root / "Ada.md").stat().st_mode) != mode:
        pytest.skip("this user may not give the mode")
    before = os.umask(0o077)
    try:
        note = edit(root)
    finally:
        os.umask(before)
    assert oct(stat.S_IMODE(note.stat().st_mode)) == oct(mode)


@as_root
def test_owner_and_group_are_kept_with_the_mode(vault: Vault) -> None:
    root = vault({"Ada.md": "old"})
    os.chown(root / "Ada.md", 12345, 23456)
    (root / "Ada.md").chmod(0o2660)
    held = edit(root).stat()
    assert (held.st_uid, held.st_gid, oct(stat.S_IMODE(held.st_mode))) == (12345, 23456, oct(0o2660))


@as_root
def test_note_of_somebody_else_is_refused_and_nothing_changes(vault: Vault) -> None:
    """Root writes the vault, and a child process without its rights edits in it."""
    root = vault({"Ada.md": "old"}, config=None)
    (root / "Ada.md").chmod(0o666)
    root.chmod(0o777)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from vaultkit.errors import EditRefusedError; from vaultkit.store.commit import commit\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try: commit(Path(sys.argv[1]), b'old', b'new', '.~vk-00000000.tmp', 'Ada.md')\n"
        "except EditRefusedError as error: sys.exit(f'{error.why}: {error}')\n"
    )
    # A parent folder of the test's may be closed to everybody but root.
    for folder in root.parents:
        if folder != folder.parent and folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
    run = subprocess.run(
        [sys.executable, "-c", code, root / "Ada.md"], capture_output=True, text=True, check=False
    )
    assert run.stderr == "attributes: Ada.md:1:1: its owner would be lost\n"
    assert [file.name for file in root.iterdir()] == ["Ada.md"]
    assert (root / "Ada.md").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes as Linux names them")
def test_extended_attributes_are_kept(vault: Vault) -> None:
    if sys.platform != "linux":
        raise AssertionError
    root = vault({"Ada.md": "old"})
    try:
        os.setxattr(root / "Ada.md", "user.xdg.tags", b"venn,kollega")
        os.setxattr(root / "Ada.md", "user.empty", b"")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    note = edit(root)
    held = {name: os.getxattr(note, name) for name in os.listxattr(note) if name.startswith("user.")}
    assert held == {"user.xdg.tags": b"venn,kollega", "user.empty": b""}


@needs_acl
def test_access_list_of_a_note_is_kept(vault: Vault) -> None:
    root = vault({"Ada.md": "old"})
    grant("-m", "u:12345:rw,g:23456:r,m::rw", root / "Ada.md")
    before = access(root / "Ada.md")
    assert "user:12345:rw-" in before
    assert access(edit(root)) == before


@needs_acl
def test_default_list_of_the_folder_is_not_given_to_a_note_that_had_none(vault: Vault) -> None:
    root = vault({"Ada.md": "old"})
    (root / "Ada.md").chmod(0o600)
    grant("-d", "-m", "u:12345:rw,o::r", root)
    before = access(root / "Ada.md")
    assert access(edit(root)) == before == ["group::---", "other::---", "user::rw-"]


@needs_acl
def test_new_note_takes_the_list_that_its_folder_gives(vault: Vault) -> None:
    root = vault({"Ada.md": "old"})
    grant("-d", "-m", "u:12345:rw", root)
    VaultFolder(root).write(Write("Bo.md", None, b"new"))
    assert "user:12345:rw-" in " ".join(access(root / "Bo.md"))


@pytest.mark.skipif(sys.platform != "linux", reason="a folder's events as Linux tells them")
def test_secret_note_is_never_open_to_others_not_even_for_a_moment(vault: Vault) -> None:
    """What nobody else may read is written to a passing file that nobody else may read either."""
    root = vault({"Ada.md": "old"})
    (root / "Ada.md").chmod(0o600)
    if not shutil.which("strace"):
        pytest.skip("strace is missing")
    code = (
        "import os, sys; from pathlib import Path; from vaultkit.store.commit import commit\n"
        "os.umask(0); commit(Path(sys.argv[1]), b'old', b'new', '.~vk-00000000.tmp', 'Ada.md')\n"
    )
    run = subprocess.run(
        ["strace", "-e", "trace=openat", sys.executable, "-c", code, root / "Ada.md"],
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in run.stderr:
        pytest.skip("strace may not trace here")
    made = [line for line in run.stderr.splitlines() if ".~vk-00000000.tmp" in line and "O_CREAT" in line]
    assert [line.rpartition(")")[0][-4:] for line in made] == ["0600"]
