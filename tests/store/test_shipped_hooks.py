"""The hooks that come with vaultkit, run as vaultkit runs them; git is real, the desktop is not."""

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from workbench import ROOT, put

from vaultkit.model.hook import HookRun
from vaultkit.store.hooks import FOLDER, find, run
from vaultkit.store.shipped import shipped

SHIPPED = Path(str(shipped("hooks")))
EVENT: dict[str, Any] = {
    "schema": 1,
    "event": "post-sync",
    "today": date(2026, 11, 23).isoformat(),
    "text": "2 filer skrevet",
    "written": ["Nettverk/Oppfølging.md", "Nettverk/networking.ics"],
    "more": 0,
}
posix = pytest.mark.skipif(os.name == "nt", reason="the tests lay executables by their mode")


def start(root: Path, hook: str, document: dict[str, Any], **env: str) -> HookRun:
    """Put a shipped hook into a vault and run it there."""
    suffix = ".py" if os.name == "nt" else ""
    file = put(root, f"{FOLDER}/on-{document['event']}.{hook}{suffix}", (SHIPPED / hook).read_bytes())
    file.chmod(0o755)
    (found,) = (one for one in find(root.resolve()).files if hook in one.hook.name)
    environment = {**os.environ, **env}
    return run(found, {**document, "vault": str(root)}, root, root.parent / "state", environment, 60)


@posix
@pytest.mark.parametrize("name", ["desktop-notification", "git-commit", "pre-commit"])
def test_shipped_hooks_are_executable(name: str) -> None:
    assert stat.S_IMODE((SHIPPED / name).stat().st_mode) & 0o755 == 0o755
    assert (SHIPPED / name).read_bytes().startswith(b"#!")


# git-commit ------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Nothing of the machine's own settings of git."""
    config = "[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n"
    put(tmp_path / "home", ".gitconfig", config)
    return {"HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "home")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path.resolve() / "min mappe ærlig"
    put(made, "Personer/Åse.md", "---\ntype: person\n---\n")
    return made


def git(root: Path, home: dict[str, str], *args: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "core.quotePath=false", *args],
        env={**os.environ, **home},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


@pytest.fixture
def repository(root: Path, home: dict[str, str]) -> Path:
    git(root, home, "init", "--quiet")
    return root


def test_vault_is_committed_with_what_was_written(repository: Path, home: dict[str, str]) -> None:
    put(repository, ".gitignore", "secret\n")
    put(repository, "secret", "x")
    done = start(repository, "git-commit", EVENT, **home)
    assert done.ok, done.why
    assert done.said == "committed " + git(repository, home, "rev-parse", "--short", "HEAD")
    message = git(repository, home, "log", "--format=%B")
    assert message == "vaultkit: 2 filer skrevet\n\n- Nettverk/Oppfølging.md\n- Nettverk/networking.ics"
    files = git(repository, home, "ls-files").splitlines()
    assert {".gitignore", "Personer/Åse.md"} < set(files)
    assert "secret" not in files
    assert git(repository, home, "status", "--porcelain") == ""


def test_twice_commits_nothing_the_second_time(repository: Path, home: dict[str, str]) -> None:
    assert start(repository, "git-commit", EVENT, **home).said.startswith("committed ")
    assert start(repository, "git-commit", EVENT, **home).said == "nothing to commit"
    assert git(repository, home, "rev-list", "--count", "HEAD") == "1"


def test_trying_it_out_commits_nothing(repository: Path, home: dict[str, str]) -> None:
    assert start(repository, "git-commit", {**EVENT, "test": True}, **home).said == "would commit 2 files"
    assert git(repository, home, "status", "--porcelain").startswith("??")


def test_what_is_written_is_no_option_and_no_shell_word(repository: Path, home: dict[str, str]) -> None:
    event = {
        **EVENT,
        "text": "--amend $(touch ran) `touch ran`",
        "written": ["# not a comment", "'; touch ran"],
    }
    assert start(repository, "git-commit", event, **home).ok
    message = git(repository, home, "log", "--format=%B")
    assert message == "vaultkit: --amend $(touch ran) `touch ran`\n\n- # not a comment\n- '; touch ran"
    assert not list(repository.parent.rglob("ran"))


def test_folder_of_a_larger_repository_is_left_alone(root: Path, home: dict[str, str]) -> None:
    git(root.parent, home, "init", "--quiet")
    done = start(root, "git-commit", EVENT, **home)
    assert done.why
    assert "is only a folder of the repository in" in done.why.english()
    assert git(root.parent, home, "status", "--porcelain").startswith("??")


def test_vault_without_a_repository_is_told(root: Path, home: dict[str, str]) -> None:
    done = start(root, "git-commit", EVENT, **home)
    assert done.why
    assert "git rev-parse: " in done.why.english()


def test_unfinished_merge_is_left_alone(repository: Path, home: dict[str, str]) -> None:
    start(repository, "git-commit", EVENT, **home)
    git(repository, home, "switch", "--quiet", "-c", "phone")
    put(repository, "Personer/Åse.md", "from the phone")
    git(repository, home, "commit", "--quiet", "-am", "phone")
    git(repository, home, "switch", "--quiet", "main")
    put(repository, "Personer/Åse.md", "from the laptop")
    git(repository, home, "commit", "--quiet", "-am", "laptop")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, home, "merge", "phone")
    said = "nothing committed: a merge or rebase is not finished"
    assert start(repository, "git-commit", EVENT, **home).said == said
    (repository / ".git" / "MERGE_HEAD").unlink()
    assert start(repository, "git-commit", EVENT, **home).said == said, "conflicts without a merge: a stash"
    assert git(repository, home, "ls-files", "--unmerged")


def test_commit_outside_of_a_branch_would_be_lost_and_is_not_made(
    repository: Path, home: dict[str, str]
) -> None:
    start(repository, "git-commit", EVENT, **home)
    git(repository, home, "switch", "--quiet", "--detach")
    put(repository, "new.md", "")
    said = start(repository, "git-commit", EVENT, **home).said
    assert said == "nothing committed: no branch is checked out"


@posix
def test_why_git_refused_is_told(repository: Path, home: dict[str, str]) -> None:
    check = put(repository, ".git/hooks/pre-commit", "#!/bin/sh\necho a line needs a look\nexit 1\n")
    check.chmod(0o755)
    done = start(repository, "git-commit", EVENT, **home)
    assert done.why
    assert done.why.english() == "it ended with code 1: git commit: a line needs a look"


# desktop-notification --------------------------------------------------------------------------------------

DUE = {"schema": 1, "event": "follow-up-due", "text": "Ring Åse · every 6 weeks", "more": 0}
linux = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="notify-send is of Linux and the BSDs")


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str]:
    """A `notify-send` that writes down its arguments."""
    log = tmp_path / "shown"
    file = put(tmp_path / "bin", "notify-send", f"#!/bin/sh\nprintf '%s\\0' \"$@\" > '{log}'\n")
    file.chmod(0o755)
    return {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}


TEXTS = [
    ("Ring Åse · every 6 weeks", "Ring Åse · every 6 weeks"),
    ("--urgency=critical", "--urgency=critical"),
    ("$(touch ran) `touch ran`; \"'", "$(touch ran) `touch ran`; \"'"),
    ("<b>x</b> &amp; \\n", "<b>x</b> &amp; \\n"),
    ("a\x1b[2J\nb\u202ec", "a[2Jbc"),
    ("x" * 1000, "x" * 250),
]


@linux
@pytest.mark.parametrize(("text", "shown"), TEXTS, ids=[text[:12] for text, _ in TEXTS])
def test_notification_shows_exactly_the_text(
    text: str, shown: str, root: Path, desktop: dict[str, str]
) -> None:
    done = start(root, "desktop-notification", {**DUE, "text": text}, **desktop)
    assert done.ok, done.why
    given = (root.parent / "shown").read_text().split("\0")
    assert given == ["--app-name=vaultkit", "--", shown, ""]
    assert not list(root.parent.rglob("ran"))


@linux
def test_notification_says_how_many_more_there_are(root: Path, desktop: dict[str, str]) -> None:
    assert start(root, "desktop-notification", {**DUE, "more": 12}, **desktop).ok
    assert "Ring Åse · every 6 weeks (+12)" in (root.parent / "shown").read_text()


@linux
def test_desktop_without_notifications_is_told(root: Path, tmp_path: Path) -> None:
    only_python = tmp_path / "only python"
    only_python.mkdir()
    (only_python / "python3").symlink_to(sys.executable)
    done = start(root, "desktop-notification", DUE, PATH=str(only_python))
    assert done.why
    assert done.why.english() == "it ended with code 1: notify-send is not installed"


# pre-commit ------------------------------------------------------------------------------------------------


@posix
def test_git_refuses_a_commit_while_a_line_needs_a_look(repository: Path, home: dict[str, str]) -> None:
    put(repository, ".git/hooks/pre-commit", (SHIPPED / "pre-commit").read_bytes()).chmod(0o755)
    command = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m vaultkit "$@"\n'
    put(repository.parent / "bin", "vaultkit", command).chmod(0o755)
    home = {**home, "PATH": f"{repository.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    put(repository, ".vaultkit/config.toml", 'language = "en"\ntimezone = "Europe/Oslo"\n')
    note = put(repository, "Personer/Åse.md", "---\ntype: person\nlast_contact: 2026-02-30\n---\n")
    git(repository, home, "add", "--all")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(repository, home, "commit", "-m", "x")
    assert "VK103" in (refused.value.stdout + refused.value.stderr).decode()
    note.write_text("---\ntype: person\nlast_contact: 2026-02-28\n---\n")
    git(repository, home, "add", "--all")
    git(repository, home, "commit", "-m", "x")


def test_manifest_for_the_tool_pre_commit_names_the_check() -> None:
    (entry,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (entry["id"], entry["entry"], entry["language"]) == ("vaultkit-check", "vaultkit check", "python")
    assert entry["pass_filenames"] is False
