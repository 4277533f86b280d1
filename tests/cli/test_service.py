"""`vaultkit service`, with a systemctl of our own that answers well and writes down what it was asked."""

import os
import sys
from pathlib import Path

import pytest
from workbench import CONFIG, Run, Vault, files, person, put

from vaultkit.rules.service_files import service_name
from vaultkit.store.daemonstate import only_daemon
from vaultkit.store.logfile import logging_to
from vaultkit.store.state import StateFolder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what it does there is told by test_services")

SINCE = "2026-11-23T09:11:12+00:00"
SYSTEMCTL = """#!/bin/sh
echo "$*" >> "$HOME/asked"
case "$*" in
*ActiveState*) printf 'ActiveState=active\\nSubState=running\\nUnitFileState=enabled\\n' ;;
esac
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of somebody for whom systemd works."""
    home = tmp_path / "home of Kåre"
    put(home, "bin/systemctl", SYSTEMCTL).chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", f"{home}/bin:{os.environ['PATH']}")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault({"People/Ada.md": person()}, name="Mine notater 100%")


def unit(home: Path, vault: Path) -> Path:
    return home / ".config/systemd/user" / f"{service_name(str(vault))}.service"


def asked(home: Path) -> list[str]:
    """What systemctl was asked since the last time."""
    try:
        said = (home / "asked").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    (home / "asked").unlink()
    return said


def state(vault: Path) -> StateFolder:
    return StateFolder(vault, os.environ)


def test_install_twice_and_remove_twice(home: Path, small: Path, run: Run) -> None:
    file = unit(home, small)
    result = run("service", "install", "--vault", small)
    assert (result.code, result.out) == (
        0,
        f"wrote {file}\nvaultkit keeps this vault up to date from now on, after each login too.\n",
    )
    assert result.err == "vaultkit service status tells what it does\n"
    held = file.read_text(encoding="utf-8")
    assert f'"{small}"'.replace("%", "%%") in held
    assert f"VAULTKIT_STATE_DIR={os.environ['VAULTKIT_STATE_DIR']}" in held
    assert asked(home)[-1] == f"--user enable --quiet --now {file.name}"
    assert run("service", "install", "--vault", small).out == "The service is installed already.\n"
    assert not [line for line in asked(home) if " show " not in line]
    result = run("service", "remove", "--vault", small)
    assert (result.code, result.out, file.exists()) == (0, f"deleted {file}\n", False)
    assert f"--user disable --quiet --now {file.name}" in asked(home)
    assert run("service", "remove", "--vault", small).out == "There is no service for this vault.\n"
    assert asked(home) == []


def test_what_it_serves_is_asked_for_on_this_machine_and_kept(home: Path, small: Path, run: Run) -> None:
    args = ("service", "install", "--vault", small)
    assert run(*args, "--serve", "--host", "192.168.1.20", "--port", "8430").code == 0
    held = unit(home, small).read_text(encoding="utf-8")
    assert " watch --serve --host 192.168.1.20 --port 8430\n" in held
    findings = run("doctor", "--json", "--vault", small).json["findings"]
    assert next(one["health"] for one in findings if one["name"] == "service") == "well"
    assert run(*args, "--serve", "--host", "192.168.1.20", "--port", "8430").out == (
        "The service is installed already.\n"
    )
    assert run(*args).code == 0
    assert unit(home, small).read_text(encoding="utf-8").count("--serve") == 0


def test_looking_first_prints_the_unit_and_changes_nothing(home: Path, small: Path, run: Run) -> None:
    before = files(home)
    result = run("service", "install", "--dry-run", "--vault", small)
    file = unit(home, small)
    assert (result.code, result.err) == (0, f"would write {file}\n")
    assert "[Service]\nType=notify\n" in result.out
    assert files(home) == before
    assert run("service", "install", "--vault", small).code == 0
    assert file.read_text(encoding="utf-8") == result.out
    asked(home)
    assert run("service", "install", "--dry-run", "--vault", small).err == f"{file} says so already\n"
    assert run("service", "remove", "--dry-run", "--vault", small).out == f"would delete {file}\n"
    assert (file.exists(), asked(home)) == (True, [])


def test_as_json(home: Path, small: Path, run: Run) -> None:
    name, file = service_name(str(small)), str(unit(home, small))
    made = run("service", "install", "--vault", small, "--json").json
    assert next(iter(made)) == "schema"
    assert (made["name"], made["path"], made["written"], made["started"]) == (name, file, [file], True)
    again = run("service", "install", "--vault", small, "--json").json
    assert (again["written"], again["started"]) == ([], False)
    told = run("service", "status", "--vault", small, "--json").json
    assert (told["installed"], told["path"], told["running"]) == (True, file, None)
    assert told["system_says"] == "active (running), enabled"
    gone = run("--json", "service", "remove", "--vault", small).json
    assert gone == {"schema": 1, "name": name, "deleted": [file]}
    told = run("service", "status", "--vault", small, "--json").json
    assert (told["installed"], told["path"], told["system_says"]) == (False, None, "")


def test_status_tells_what_the_daemon_does(home: Path, small: Path, run: Run) -> None:
    name = service_name(str(small))
    log = state(small).path / "log" / "watch.log"
    assert run("service", "status", "--vault", small).out == (
        f"{name}\n"
        "not installed: vaultkit service install\n"
        "nothing keeps this vault up to date now\n"
        f"log: {log}\n"
    )
    run("service", "install", "--vault", small)
    with only_daemon(state(small), pid=4711, since=SINCE) as teller:
        teller.tell(did="wrote \x1b[2J3 pages", waits_for="the next change", at=SINCE)
        result = run("service", "status", "--vault", small)
        told = run("service", "status", "--vault", small, "--json").json
    assert result.out == (
        f"{name}\n"
        f"installed: {unit(home, small)}\n"
        "the system says: active (running), enabled\n"
        "vaultkit watch runs: process 4711, since Monday 23 November at 10:11\n"
        "last: wrote [2J3 pages (Monday 23 November at 10:11)\n"
        "waits for: the next change\n"
        f"log: {log}\n"
    )
    assert told["running"] == {
        "pid": 4711,
        "since": SINCE,
        "did": "wrote \x1b[2J3 pages",
        "waits_for": "the next change",
        "at": SINCE,
    }


def test_log_shows_the_last_lines(home: Path, small: Path, run: Run) -> None:
    result = run("service", "log", "--vault", small)
    assert (result.code, result.out, result.err) == (0, "", "Nothing was logged yet.\n")
    with logging_to(state(small).path / "log", "Europe/Oslo") as log:
        for number in range(50):
            log.info("line %s", number)
    said = run("service", "log", "--vault", small).out.splitlines()
    assert [line.rpartition(" ")[2] for line in said] == [str(number) for number in range(10, 50)]
    document = run("service", "log", "--lines", "2", "--vault", small, "--json").json
    assert [line[-8:] for line in document["lines"]] == [" line 48", " line 49"]
    assert document["path"].endswith("watch.log")
    assert run("service", "log", "--lines", "0", "--vault", small).code == 2


def test_vault_with_broken_settings_can_be_looked_at_and_left(home: Path, small: Path, run: Run) -> None:
    run("service", "install", "--vault", small)
    put(small, ".vaultkit/config.toml", "language = [")
    for command in ("status", "log", "remove"):
        assert run("service", command, "--vault", small).code == 0
    assert not unit(home, small).exists()
    refused = run("service", "install", "--vault", small)
    assert (refused.code, unit(home, small).exists()) == (3, False)
    assert ".vaultkit/config.toml:1:" in refused.err


def test_service_of_a_vault_that_is_gone_can_be_removed(home: Path, small: Path, run: Run) -> None:
    run("service", "install", "--vault", small)
    small.rename(small.parent / "elsewhere")
    assert run("service", "status", "--vault", small).code == 0
    assert run("service", "remove", "--vault", small).out == f"deleted {unit(home, small)}\n"
    refused = run("service", "remove", "--vault", small)
    assert (refused.code, refused.out) == (3, "")
    assert "is not there" in refused.err


def test_where_systemd_does_not_run_the_way_out_is_said(home: Path, small: Path, run: Run) -> None:
    put(home, "bin/systemctl", "#!/bin/sh\necho 'Failed to connect to bus: No medium found' >&2\nexit 1\n")
    result = run("service", "install", "--vault", small)
    assert (result.code, result.out) == (3, "")
    assert result.err == (
        "vaultkit: systemd runs no services for you here: Failed to connect to bus: No medium found\n"
        "  → log in on this machine itself; a server where nobody is logged in needs, once: "
        "loginctl enable-linger\n"
    )
    assert not unit(home, small).exists()


def test_service_speaks_the_vaults_language_and_quiet_is_quiet(home: Path, vault: Vault, run: Run) -> None:
    root = vault({"People/Ada.md": person()}, config=CONFIG.replace('"en"', '"nb"'))
    assert run("service", "install", "--vault", root).out.startswith("skrev ")
    for command in ("install", "status", "log", "remove"):
        result = run("service", command, "-q", "--vault", root)
        assert (result.code, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize("command", ["install", "remove", "status", "log"])
def test_help_shows_two_examples(command: str, run: Run) -> None:
    shown = run("service", command, "--help", today=None).out
    assert shown.count(f"service {command}") >= 3, "the usage and two examples"
