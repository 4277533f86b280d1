"""Files for systemd, launchd and the Task Scheduler: read back, they say what was meant."""

import os
import plistlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.errors import VaultkitError
from vaultkit.rules.service_files import (
    launchd_plist,
    service_name,
    systemd_unit,
    task_xml,
    windows_quoted,
)

NAME = "vaultkit-notes-1a2b3c4d"
AWKWARD = [
    "/home/kari/Notes",
    "/home/kari/Mine notater/æøå",
    "/srv/100% %h %%/$HOME ${A} $$",
    '/srv/say "hi"/it\'s',
    "/srv/back\\slash\\",
    '/srv/both\\"',
    "/srv/a;b && c | d > e `f` #g",
    "/srv/<b> & ]]> &amp;",
    "/srv/ends with a space ",
    "/srv/*?[x]{y}~!",
]
paths = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"), max_size=40
).map("/".__add__)


def program(vault: str, python: str = "/usr/bin/python3") -> list[str]:
    return [python, "-P", "-m", "vaultkit", "--vault", vault, "watch"]


# systemd ---------------------------------------------------------------------------------------------------

ESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t", "s": " "}
"""systemd.syntax(7), section QUOTING, as far as it can matter here."""


def words_of(line: str) -> list[str]:
    """The words of a systemd line: quotes and escapes taken out, specifiers and variables filled in."""
    words, word, quote, begun, index = [], "", "", False, 0
    while index < len(line):
        sign = line[index]
        if sign == "\\":
            index += 1
            word += ESCAPES[line[index]]
            begun = True
        elif quote:
            quote, word = ("", word) if sign == quote else (quote, word + sign)
        elif sign in "\"'":
            quote, begun = sign, True
        elif sign in " \t":
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + sign, True
        index += 1
    assert not quote
    words += [word] if begun else []
    assert not any(re.search("%[^%]", word.replace("%%", "")) for word in words), "a specifier"
    return [word.replace("%%", "%") for word in words]


def command_of(unit: str) -> list[str]:
    """What systemd would run."""
    [line] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    words = words_of(line.removeprefix("ExecStart="))
    if words[0].startswith(":"):
        return [words[0][1:], *words[1:]]
    assert not any("$" in word for word in words), "a variable"
    return words


@pytest.mark.parametrize("vault", AWKWARD)
def test_systemd_runs_exactly_what_was_meant(vault: str) -> None:
    assert command_of(systemd_unit(program(vault), vault, NAME)) == program(vault)


@given(paths, paths)
def test_systemd_runs_exactly_what_was_meant_for_any_path(vault: str, python: str) -> None:
    wanted = program(vault, python)
    if set(python) & set("\"'\\"):  # systemd refuses such programs
        wanted = ["/usr/bin/env", *wanted]
    assert command_of(systemd_unit(wanted[-7:], vault, NAME)) == wanted


@given(paths)
def test_no_path_adds_a_line_to_a_unit(vault: str) -> None:
    plain = systemd_unit(program("/v"), "/v", NAME)
    unit = systemd_unit(program(vault), vault, NAME)
    assert [line.split("=")[0] for line in unit.splitlines()] == [
        line.split("=")[0] for line in plain.splitlines()
    ]
    assert not any(line.endswith("\\") for line in unit.splitlines())


def test_environment_of_a_unit() -> None:
    settings = {"VAULTKIT_STATE_DIR": '/srv/my "state" 100%/$x'}
    unit = systemd_unit(program("/v"), "/v", NAME, settings)
    [line] = [line for line in unit.splitlines() if line.startswith("Environment=")]
    assert words_of(line.removeprefix("Environment=")) == ['VAULTKIT_STATE_DIR=/srv/my "state" 100%/$x']
    assert "Environment" not in systemd_unit(program("/v"), "/v", NAME)


def test_unit_waits_for_readiness_and_starts_again_after_a_failure() -> None:
    unit = systemd_unit(program("/v"), "/v", NAME)
    for line in (
        "Type=notify",
        "Restart=on-failure",
        "RestartSec=30",
        "KillSignal=SIGTERM",
        "TimeoutStopSec=15",
        "Nice=10",
        "After=basic.target",
        "WantedBy=default.target",
        f"SyslogIdentifier={NAME}",
    ):
        assert line in unit.splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("folder", ["plain", "Mine notater æøå", "100% $HOME", 'say "hi", it\'s \\ back'])
def test_systemd_itself_finds_nothing_to_say_against_a_unit(folder: str, tmp_path: Path) -> None:
    python = tmp_path / folder / "python3"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    unit = tmp_path / f"{NAME}.service"
    vault = str(tmp_path / folder)
    unit.write_text(systemd_unit(program(vault, str(python)), vault, NAME, {"VAULTKIT_STATE_DIR": vault}))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, NAME in done.stderr) == (0, False), done.stderr


# launchd ---------------------------------------------------------------------------------------------------


@given(paths, paths)
def test_launchd_runs_exactly_what_was_meant(vault: str, output: str) -> None:
    held = plistlib.loads(launchd_plist(program(vault), NAME, output, {"VAULTKIT_STATE_DIR": vault}))
    assert held["ProgramArguments"] == program(vault)
    assert held["StandardErrorPath"] == held["StandardOutPath"] == output
    assert held["EnvironmentVariables"] == {"VAULTKIT_STATE_DIR": vault}


def test_launchd_starts_it_at_login_and_again_after_a_failure() -> None:
    held = plistlib.loads(launchd_plist(program("/v"), NAME, "/log"))
    assert held["Label"] == NAME
    assert held["RunAtLoad"] is True
    assert held["KeepAlive"] == {"SuccessfulExit": False}
    assert held["ProcessType"] == "Background"
    assert "EnvironmentVariables" not in held


# Windows ---------------------------------------------------------------------------------------------------

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def task(text: str) -> ET.Element:
    """Read as the scheduler would read the file."""
    return ET.fromstring(text.encode("utf-16"))


def at(root: ET.Element, path: str) -> str:
    found = root.findtext("/".join(TASK + name for name in path.split("/")))
    assert found is not None
    return found


def argv(line: str) -> list[str]:
    """As CommandLineToArgvW takes it apart ("Parsing C++ command-line arguments", Microsoft)."""
    words, word, quoted, begun, index = [], "", False, False, 0
    while index < len(line):
        if line[index] in " \t" and not quoted:
            words += [word] if begun else []
            word, begun = "", False
            index += 1
            continue
        begun = True
        slashes = len(line) - index - len(line[index:].lstrip("\\"))
        index += slashes
        if line[index : index + 1] == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            index += 1
        elif slashes:
            word += "\\" * slashes
        else:
            word += line[index]
            index += 1
    return words + ([word] if begun else [])


WINDOWS = "C:\\Users\\Kari Nordmann\\Mine notater\\"


@pytest.mark.parametrize("vault", [WINDOWS, "C:\\Notes", *AWKWARD])
def test_windows_runs_exactly_what_was_meant(vault: str) -> None:
    python = "C:\\Program Files\\Python & co\\pythonw.exe"
    root = task(task_xml(program(vault, python), vault, NAME, "PC\\Kari"))
    assert at(root, "Actions/Exec/Command") == python
    assert argv(at(root, "Actions/Exec/Arguments")) == program(vault)[1:]


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")))))
def test_windows_gets_any_arguments_as_they_are(words: list[str]) -> None:
    line = " ".join(map(windows_quoted, words))
    assert argv(line) == words


def test_task_is_of_its_user_hidden_and_not_stopped_by_a_battery_or_a_clock() -> None:
    root = task(task_xml(program(WINDOWS), WINDOWS, NAME, "PC\\Kåre & Søn"))
    assert at(root, "Triggers/LogonTrigger/UserId") == "PC\\Kåre & Søn"
    assert at(root, "Principals/Principal/UserId") == "PC\\Kåre & Søn"
    assert at(root, "Principals/Principal/RunLevel") == "LeastPrivilege"
    assert at(root, "RegistrationInfo/Description") == "vaultkit keeps “Mine notater” up to date"
    for setting, value in {
        "Hidden": "true",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "ExecutionTimeLimit": "PT0S",
        "MultipleInstancesPolicy": "IgnoreNew",
        "RestartOnFailure/Interval": "PT1M",
    }.items():
        assert at(root, f"Settings/{setting}") == value


# all three -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\x1b", "\x85", "\u2028", "\udce6", "\uffff"], ids=ascii)
def test_what_no_file_can_hold_is_refused_with_a_way_out(sign: str) -> None:
    vault = f"/srv/a{sign}b"
    for make in (
        lambda: systemd_unit(program(vault), vault, NAME),
        lambda: launchd_plist(program(vault), NAME, "/log"),
        lambda: task_xml(program(vault), vault, NAME, "Kari"),
    ):
        with pytest.raises(VaultkitError) as refused:
            make()
        assert "without line breaks" in refused.value.hint


def test_name_says_which_vault_it_is() -> None:
    assert service_name("/home/kari/Mine Notater") == "vaultkit-mine-notater-1be29c50"
    assert service_name("/home/kari/Bjørns æøå") == "vaultkit-bjorns-aeoa-433a2dc0"
    assert service_name("C:\\Users\\Kari\\Notes\\").startswith("vaultkit-notes-")
    assert service_name("/home/kari/Notes\\old/").startswith("vaultkit-notes-old-")
    assert service_name("/a/Notes") != service_name("/b/Notes")


@given(st.text(max_size=300))
def test_name_is_one_that_every_system_takes(vault: str) -> None:
    assert re.fullmatch("vaultkit(-[a-z0-9]+)*-[0-9a-f]{8}", service_name(vault))
    assert len(service_name(vault)) <= 42
