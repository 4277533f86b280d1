"""`vaultkit doctor`: what is well, what is not, the way out, and that it changes nothing."""

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from workbench import CONFIG, Run, Vault, files, person, put

from vaultkit.app.doctor import CHECKS, examine
from vaultkit.app.doctor.subject import subject
from vaultkit.model.finding import Check, Finding, Health
from vaultkit.rules.service_files import service_name
from vaultkit.store.daemonstate import only_daemon
from vaultkit.store.services import this_machine
from vaultkit.store.state import StateFolder

linux = pytest.mark.skipif(sys.platform != "linux", reason="what Linux tells of itself")
ADA = person("private", "phone: 0123", log="- 2026-11-01 — coffee")
SYSTEMCTL = """#!/bin/sh
case "$*" in
*ActiveState*) cat "$HOME/state" ;;
esac
"""
RUNS = "ActiveState=active\nSubState=running\nUnitFileState=enabled\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of somebody for whom systemd works."""
    home = tmp_path / "home"
    put(home, "bin/systemctl", SYSTEMCTL).chmod(0o755)
    put(home, "state", RUNS)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", f"{home}/bin:{os.environ['PATH']}")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


@pytest.fixture
def small(vault: Vault, home: Path) -> Path:
    return vault({"People/Ada.md": ADA})


def found(run: Run, root: Path, code: int = 0) -> dict[str, tuple[str, str, str]]:
    """Health, message and hint of the last finding of each name."""
    result = run("doctor", "--json", "--vault", root)
    assert result.code == code, result.out
    assert next(iter(result.json)) == "schema"
    return {one["name"]: (one["health"], one["message"], one["hint"]) for one in result.json["findings"]}


def state(root: Path) -> StateFolder:
    return StateFolder(root.resolve(), os.environ)


def test_a_vault_in_order(small: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("sync", "--vault", small)
    told = found(run, small)
    assert told["vault"] == ("well", f"{small}: named by --vault", "")
    assert told["config"][:2] == (
        "well",
        ".vaultkit/config.toml: language en, time zone Europe/Oslo, pages in Networking",
    )
    assert told["notes"] == ("well", "1 note, 1 person, 0 meetings", "")
    assert told["state"] == ("well", str(state(small).path), "")
    assert told["zone"][0] == "well"
    assert "in Europe/Oslo (tzdata 20" in told["zone"][1]
    assert "Python 3." in told["versions"][1]
    assert told.keys().isdisjoint({"unreadable", "copies", "passing", "hooks", "tasks"})
    monkeypatch.chdir(small / "People")
    shown = run("doctor")
    assert f"✓ vault: {small}: the nearest folder with .obsidian or .vaultkit in it\n" in shown.out
    assert shown.err.startswith("nothing needs mending · ")
    monkeypatch.setenv("VAULTKIT_VAULT", str(small))
    assert "named by VAULTKIT_VAULT" in run("doctor").out


def test_nothing_is_written_in_the_vault_nor_in_the_memory(small: Path, run: Run) -> None:
    put(small, "People/.~vk-0a1b2c3d.tmp", "x")
    memory = Path(os.environ["VAULTKIT_STATE_DIR"])
    before = files(small)
    run("doctor", "--vault", small)
    assert (files(small), list(memory.iterdir())) == (before, [])
    run("sync", "--vault", small)
    with only_daemon(state(small), pid=1, since="2026-11-23T09:11:12+00:00"):
        pass
    held = files(small), files(memory)
    run("doctor", "--vault", small)
    assert (files(small), files(memory)) == held


def test_no_vault_is_3(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("doctor")
    assert (result.code, result.out) == (3, "")
    assert "is not in a vault" in result.err
    assert run("doctor", "--vault", "gone").code == 3


def test_broken_settings_are_named_and_everything_else_is_looked_at(small: Path, run: Run) -> None:
    put(small, ".vaultkit/config.toml", "language = [\n")
    told = found(run, small, 1)
    assert told["config"][0] == "broken"
    assert told["config"][1].startswith(".vaultkit/config.toml:")
    assert told["config"][2] == "mend the line; texts need double quotes"
    assert told["notes"][0] == "well"
    assert "versions" in told


def test_settings_that_are_guessed_or_mean_nothing_are_worth_a_look(
    vault: Vault, home: Path, run: Run
) -> None:
    root = vault({"People/Ada.md": ADA}, config=None)
    assert found(run, root)["config"] == (
        "look",
        'language = "en", timezone = "UTC" as on this machine; .vaultkit/config.toml in the vault can say '
        "otherwise",
        "",
    )
    put(root, ".vaultkit/config.toml", CONFIG + 'colour = "red"\n')
    assert found(run, root)["config"][:2] == (
        "look",
        ".vaultkit/config.toml: colour means nothing to vaultkit and is left out",
    )


def test_notes_without_people_say_what_makes_a_person(vault: Vault, home: Path, run: Run) -> None:
    health, message, hint = found(run, vault({"Ideas.md": "x"}))["notes"]
    assert (health, message) == ("look", "1 note, 0 people, 0 meetings")
    assert hint.startswith("a note is a person with type: person")
    assert "Personer" in hint


def test_an_empty_folder_may_be_an_unmounted_disk(tmp_path: Path, home: Path, run: Run) -> None:
    (tmp_path / "mnt").mkdir()
    told = found(run, tmp_path / "mnt", 1)
    assert told["notes"][0] == "broken"
    assert "is the disk mounted" in told["notes"][2]
    assert "unreadable" not in told


def test_a_vault_that_has_shrunk_is_named(small: Path, run: Run) -> None:
    for number in range(50):
        put(small, f"People/{number}.md", ADA)
    run("sync", "--vault", small)
    for number in range(50):
        (small / f"People/{number}.md").unlink()
    told = found(run, small, 1)["notes"]
    assert (told[0], told[2]) == ("broken", "if that is right, say so once: vaultkit sync --accept-fewer")


@linux
def test_what_lies_between_the_notes_is_named(small: Path, run: Run) -> None:
    put(small, "People/Ada (conflicted copy).md", ADA)
    (small / "People/Gone.md").symlink_to("nowhere.md")
    left, fresh = "People/.~vk-0a1b2c3d.tmp", "People/.~vk-0a1b2c3e.tmp"
    for path in (left, fresh):
        put(small, path, "")
    os.utime(small / left, (0, 0))
    told = found(run, small, 1)
    assert told["copies"] == (
        "look",
        "1 conflict copy: People/Ada (conflicted copy).md",
        "vaultkit check --copies compares each with its note",
    )
    assert told["unreadable"][:2] == ("broken", "1 note or folder cannot be read: People/Gone.md")
    assert told["passing"][0] == "look"
    assert told["passing"][1].endswith(f": {left}")


def test_memory_in_the_vault_or_in_a_file_is_broken(
    small: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(small / "memory"))
    assert "would travel" in found(run, small, 1)["state"][1]
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(put(small.parent, "a file", "")))
    assert "cannot be written" in found(run, small, 1)["state"][1]


def test_the_daemon_is_told_as_service_status_tells_it(small: Path, run: Run) -> None:
    assert found(run, small)["daemon"][:2] == ("look", "nothing keeps this vault up to date now")
    since = "2026-11-23T09:11:12+00:00"
    with only_daemon(state(small), pid=4711, since=since) as teller:
        teller.tell(did="3 files written", waits_for="", at=since)
        runs = (
            "vaultkit watch runs: process 4711, since Monday 23 November at 10:11 · "
            "last: 3 files written (Monday 23 November at 10:11)"
        )
        assert found(run, small)["daemon"] == ("well", runs, "")
        teller.tell(waits_for="the folder is not there", at=since)
        told = found(run, small)["daemon"]
    assert (told[0], told[1]) == ("look", f"{runs} · waits for: the folder is not there")


@linux
def test_the_service_starts_this_vaultkit_or_another(small: Path, home: Path, run: Run) -> None:
    assert found(run, small)["service"] == ("look", "not installed: vaultkit service install", "")
    run("service", "install", "--vault", small)
    unit = home / ".config/systemd/user" / f"{service_name(str(small))}.service"
    assert found(run, small)["service"] == ("well", f"{unit}: active (running), enabled", "")
    put(home, "state", RUNS.replace("enabled", "disabled"))
    told = found(run, small, 1)["service"]
    assert told[1] == f"{unit} is there, but does not run: active (running), disabled"
    text = unit.read_text(encoding="utf-8")
    command = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    unit.write_text(text.replace(command, "ExecStart=/old/python -m vaultkit"), encoding="utf-8")
    told = found(run, small, 1)["service"]
    assert told == (
        "broken",
        f"{unit} starts something else than this vaultkit would: «ExecStart=/old/python -m vaultkit»",
        "if you want this vaultkit to run: vaultkit service install",
    )
    put(home, "state", RUNS)
    assert found(run, small)["service"][0] == "look", "an older one that runs is no fault"


@pytest.mark.skipif(os.name == "nt", reason="hooks of POSIX systems")
def test_hooks_wait_fail_and_do_well(small: Path, run: Run) -> None:
    hook = put(small, ".vaultkit/hooks/on-post-sync.mine", "#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert found(run, small)["hooks"][:2] == (
        "look",
        "the hook on-post-sync.mine waits for your trust: vaultkit hooks trust on-post-sync.mine",
    )
    run("hooks", "trust", "on-post-sync.mine", "--yes", "--vault", small)
    assert found(run, small)["hooks"] == ("well", "1 trusted hook", "")
    run("hooks", "test", "on-post-sync.mine", "--vault", small)
    assert found(run, small, 1)["hooks"][0] == "broken"


def test_a_global_filter_hides_the_queue_from_tasks(small: Path, run: Run) -> None:
    put(small, ".obsidian/app.json", "{}")
    assert found(run, small)["tasks"][0] == "well"
    put(small, ".obsidian/community-plugins.json", '["obsidian-tasks-plugin"]')
    assert found(run, small)["tasks"][1] == "switched on, and it sees the lines of the queue"
    put(small, ".obsidian/plugins/obsidian-tasks-plugin/data.json", '{"globalFilter": "#task"}')
    health, message, _ = found(run, small)["tasks"]
    assert health == "look"
    assert "only lines with #task" in message


# Linux, as it tells of itself -------------------------------------------------------------------------------


def around(root: Path, proc: Path, told: Mapping[str, str]) -> dict[str, Finding]:
    """The findings on a machine whose `/proc` holds these files."""
    for path, text in told.items():
        put(proc, path, text)
    looked = subject(str(root), os.environ, root, this_machine(os.environ))
    return {one.name: one for one in examine(replace(looked, proc=proc))}


@linux
@pytest.mark.parametrize(
    ("kind", "health"), [("ext4", Health.WELL), ("nfs4", Health.LOOK), ("fuse.sshfs", Health.LOOK)]
)
def test_a_network_drive_tells_of_no_changes(kind: str, health: Health, small: Path, tmp_path: Path) -> None:
    told = around(small, tmp_path / "proc", {"self/mountinfo": f"1 0 8:1 / / rw - {kind} x rw\n"})
    assert told["drive"].health is health
    assert ("every 60 seconds" in told["drive"].said.english()) == (health is Health.LOOK)


@linux
@pytest.mark.parametrize(
    ("watches", "instances", "health", "way_out"),
    [
        (100, 128, Health.WELL, ""),
        (2, 128, Health.BROKEN, "fs.inotify.max_user_watches=6"),
        (100, 0, Health.BROKEN, "fs.inotify.max_user_instances="),
    ],
)
def test_watches_that_do_not_suffice(
    watches: int, instances: int, health: Health, way_out: str, small: Path, tmp_path: Path
) -> None:
    limits = {"max_user_watches": f"{watches}\n", "max_user_instances": f"{instances}\n"}
    told = around(small, tmp_path / "proc", {f"sys/fs/inotify/{name}": text for name, text in limits.items()})
    found = told["watching"]
    assert found.health is health
    assert way_out in (found.way_out.english() if found.way_out else "")


def test_elsewhere_nothing_is_said_of_drive_and_watches(small: Path, tmp_path: Path) -> None:
    assert around(small, tmp_path / "proc", {}).keys().isdisjoint({"drive", "watching"})


def test_a_check_that_fails_is_named_and_the_others_go_on(small: Path, run: Run) -> None:
    """The vault's journal is a file, which no journal can be read from."""
    put(state(small).path, "journal", "")
    told = found(run, small, 1)
    assert told["passing"][0] == "broken"
    assert told["passing"][1].startswith("this could not be looked at: NotADirectoryError")
    assert told["versions"][0] == "well"


def test_every_check_has_a_name_of_its_own() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(isinstance(check, Check) and check.title for check in CHECKS)


def test_it_speaks_the_vaults_language_and_quiet_is_quiet(vault: Vault, home: Path, run: Run) -> None:
    root = vault({"Personer/Ada.md": ADA}, config=CONFIG.replace('"en"', '"nn"'))
    assert "✓ notat: 1 notat, 1 person, 0 møte" in run("doctor", "--vault", root).out
    result = run("doctor", "-q", "--vault", root)
    assert (result.code, result.out, result.err) == (0, "", "")


def test_names_cannot_steer_the_terminal(vault: Vault, home: Path, run: Run) -> None:
    root = vault({"People/Ada.md": ADA, "People/\x1b[2J (conflicted copy).md": ADA})
    assert "\x1b" not in run("doctor", "--vault", root).out
