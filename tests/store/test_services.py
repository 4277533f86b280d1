"""Services on three systems: what is run, what is written, what is refused. None is needed here."""

import plistlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from workbench import files, put

from vaultkit.errors import VaultkitError
from vaultkit.store.service_systems import Machine, Ran, Service
from vaultkit.store.services import Installed, command_line, install, run_program, told, uninstall

NAME = "vaultkit-notes-1a2b3c4d"
UNIT = f"{NAME}.service"
ACTIVE = "ActiveState=active\nSubState=running\nUnitFileState=enabled\n"


@dataclass
class Pretended:
    """A system's command that answers as it is told to, and remembers what it was asked."""

    answer: Callable[[str], Ran] = lambda command: Ran(0)
    asked: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def __call__(self, command: Sequence[str]) -> Ran:
        self.asked.append(" ".join(command))
        return self.answer(" ".join(command))

    def took(self) -> list[str]:
        """What was asked since the last time."""
        asked, self.asked = self.asked, []
        return asked


def answering(**answers: Ran) -> Callable[[str], Ran]:
    """For commands that hold a word; everything else goes well."""

    def answer(command: str) -> Ran:
        return next((ran for word, ran in answers.items() if f" {word}" in command), Ran(0))

    return answer


def machine(system: str, home: Path, run: Pretended, **environment: str) -> Machine:
    return Machine(system, home, environment, Path(sys.executable), 501, run, run.waited.append)


def service(tmp_path: Path) -> Service:
    program = ("/opt/v/bin/python", "-P", "-m", "vaultkit", "--vault", "/home/kari/Notes", "watch")
    return Service(NAME, "/home/kari/Notes", program, tmp_path / "state")


# systemd ---------------------------------------------------------------------------------------------------


def test_systemd_service_is_written_where_systemd_looks_and_started(tmp_path: Path) -> None:
    run = Pretended()
    done = install(service(tmp_path), machine("Linux", tmp_path, run))
    assert done == Installed(tmp_path / ".config/systemd/user" / UNIT, done.text, written=True, started=True)
    assert done.file.read_text(encoding="utf-8") == done.text
    assert "ExecStart=/opt/v/bin/python -P -m vaultkit --vault /home/kari/Notes watch" in done.text
    assert run.took() == [
        "systemctl --user show --property=Version",
        "systemctl --user daemon-reload",
        f"systemctl --user enable --quiet --now {UNIT}",
    ]
    assert [file.name for file in done.file.parent.iterdir()] == [UNIT]


def test_config_folder_of_linux_may_lie_elsewhere(tmp_path: Path) -> None:
    elsewhere = machine("Linux", tmp_path, Pretended(), XDG_CONFIG_HOME=str(tmp_path / "elsewhere"))
    assert install(service(tmp_path), elsewhere).file == tmp_path / "elsewhere/systemd/user" / UNIT
    relative = machine("Linux", tmp_path, Pretended(), XDG_CONFIG_HOME="relative")  # to be ignored, says XDG
    assert install(service(tmp_path), relative).file == tmp_path / ".config/systemd/user" / UNIT


def test_systemd_service_that_runs_is_left_alone(tmp_path: Path) -> None:
    run = Pretended(answering(**{"show --property=Active": Ran(0, ACTIVE)}))
    here = machine("Linux", tmp_path, run)
    first = install(service(tmp_path), here)
    before = first.file.stat()
    run.took()
    assert install(service(tmp_path), here) == replace(first, written=False, started=False)
    assert (first.file.stat().st_ino, first.file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert all(" show " in asked for asked in run.took())


def test_systemd_service_that_does_not_run_is_started(tmp_path: Path) -> None:
    run = Pretended(answering(**{"show --property=Active": Ran(0, "ActiveState=failed\nSubState=failed\n")}))
    here = machine("Linux", tmp_path, run)
    first = install(service(tmp_path), here)
    run.took()
    assert install(service(tmp_path), here) == replace(first, written=False, started=True)
    assert run.took()[-1] == f"systemctl --user enable --quiet --now {UNIT}"


def test_systemd_service_that_changed_is_started_anew(tmp_path: Path) -> None:
    run = Pretended()
    here = machine("Linux", tmp_path, run)
    install(service(tmp_path), here)
    run.took()
    moved = replace(service(tmp_path), program=("/new/bin/vaultkit", "watch"))
    done = install(moved, here)
    assert (done.written, done.started) == (True, True)
    assert run.took()[-1] == f"systemctl --user restart {UNIT}"
    assert "ExecStart=/new/bin/vaultkit watch" in done.file.read_text(encoding="utf-8")


def test_systemd_service_is_stopped_before_its_file_goes(tmp_path: Path) -> None:
    run = Pretended()
    here = machine("Linux", tmp_path, run)
    file = install(service(tmp_path), here).file
    run.took()
    assert uninstall(service(tmp_path), here) == file
    assert not file.exists()
    assert run.took() == [
        "systemctl --user show --property=Version",
        f"systemctl --user disable --quiet --now {UNIT}",
        "systemctl --user daemon-reload",
        f"systemctl --user reset-failed {UNIT}",
    ]
    assert uninstall(service(tmp_path), here) is None
    assert run.took() == []


NO_BUS = Ran(1, err="Failed to connect to bus: No medium found\n")


def test_where_systemd_keeps_nothing_for_its_user_nothing_is_written(tmp_path: Path) -> None:
    here = machine("Linux", tmp_path / "home", Pretended(lambda _: NO_BUS))
    with pytest.raises(VaultkitError, match="Failed to connect to bus: No medium found") as refused:
        install(service(tmp_path), here)
    assert "loginctl enable-linger" in refused.value.hint
    assert files(tmp_path) == {}


def test_service_that_cannot_be_stopped_keeps_its_file(tmp_path: Path) -> None:
    file = install(service(tmp_path), machine("Linux", tmp_path, Pretended())).file
    for answer in (lambda _: NO_BUS, answering(disable=Ran(1, err="Access denied"))):
        with pytest.raises(VaultkitError):
            uninstall(service(tmp_path), machine("Linux", tmp_path, Pretended(answer)))
        assert file.is_file()


def test_service_that_does_not_start_is_said_with_the_systems_words(tmp_path: Path) -> None:
    err = f"Job for {UNIT} failed.\nSee journalctl.\n"
    here = machine("Linux", tmp_path, Pretended(answering(enable=Ran(1, err=err))))
    with pytest.raises(VaultkitError) as refused:
        install(service(tmp_path), here)
    assert refused.value.message.english() == (
        f"systemctl --user enable --quiet --now {UNIT} failed: Job for {UNIT} failed."
    )
    assert "vaultkit service log" in refused.value.hint


def test_linux_without_systemd_is_told_what_to_run(tmp_path: Path) -> None:
    def missing(command: str) -> Ran:
        raise FileNotFoundError(command)

    here = machine("Linux", tmp_path / "home", Pretended(missing))
    with pytest.raises(VaultkitError, match="there is no systemctl on this machine") as refused:
        install(service(tmp_path), here)
    assert "/opt/v/bin/python -P -m vaultkit --vault /home/kari/Notes watch" in refused.value.hint
    assert files(tmp_path) == {}


def test_what_systemd_tells(tmp_path: Path) -> None:
    run = Pretended(answering(show=Ran(0, ACTIVE)))
    here = machine("Linux", tmp_path, run)
    assert told(service(tmp_path), here)[0] is None
    assert run.took() == [], "what is not installed is not asked for"
    file = install(service(tmp_path), here).file
    where, said = told(service(tmp_path), here)
    assert (where, said.runs, said.said) == (file, True, "active (running), enabled")
    where, said = told(service(tmp_path), machine("Linux", tmp_path, Pretended(lambda _: NO_BUS)))
    assert (where, said.runs, said.said) == (file, False, "Failed to connect to bus: No medium found")


# launchd ---------------------------------------------------------------------------------------------------

NOT_LOADED = Ran(113, err="Could not find service\n")


def test_launchd_service_is_written_and_loaded(tmp_path: Path) -> None:
    target = f"gui/501/{NAME}"
    run = Pretended(answering(**{f"print {target}": NOT_LOADED}))
    done = install(service(tmp_path), machine("Darwin", tmp_path, run))
    assert done.file == tmp_path / "Library/LaunchAgents" / f"{NAME}.plist"
    held = plistlib.loads(done.file.read_bytes())
    assert held["ProgramArguments"] == list(service(tmp_path).program)
    assert Path(held["StandardErrorPath"]).parent.is_dir()
    assert run.took() == [
        "launchctl print gui/501",
        f"launchctl print {target}",
        f"launchctl enable {target}",
        f"launchctl bootstrap gui/501 {done.file}",
    ]


def test_launchd_service_that_changed_is_taken_out_first_and_waited_for(tmp_path: Path) -> None:
    """launchd answers 5 until the service it was told to drop is gone; five seconds were measured."""
    answers = iter([Ran(0), Ran(5, err="Bootstrap failed: 5"), Ran(5), Ran(0)])
    run = Pretended(lambda command: next(answers) if " bootstrap " in command else Ran(0))
    here = machine("Darwin", tmp_path, run)
    install(service(tmp_path), here)
    run.took()
    install(replace(service(tmp_path), program=("/new/bin/vaultkit", "watch")), here)
    verbs = [asked.split()[1] for asked in run.took()]
    assert verbs == ["print", "bootout", "enable", "bootstrap", "bootstrap", "bootstrap"]
    assert len(run.waited) == 2


def test_launchd_that_never_takes_it_is_said(tmp_path: Path) -> None:
    run = Pretended(answering(bootstrap=Ran(5, err="Bootstrap failed: 5: Input/output error")))
    with pytest.raises(VaultkitError, match="Input/output error"):
        install(service(tmp_path), machine("Darwin", tmp_path, run))
    assert 10 < sum(run.waited) < 60


def test_launchd_without_anybody_at_the_screen_writes_nothing(tmp_path: Path) -> None:
    run = Pretended(lambda _: Ran(125, err="Domain does not support specified action"))
    with pytest.raises(VaultkitError, match="Domain does not support") as refused:
        install(service(tmp_path), machine("Darwin", tmp_path / "home", run))
    assert "at the screen" in refused.value.hint
    assert files(tmp_path) == {}


@pytest.mark.parametrize("code", [0, 3, 36, 113])
def test_launchd_service_is_taken_out(tmp_path: Path, code: int) -> None:
    run = Pretended(answering(bootout=Ran(code)))
    here = machine("Darwin", tmp_path, run)
    file = install(service(tmp_path), here).file
    run.took()
    assert uninstall(service(tmp_path), here) == file
    assert not file.exists()
    assert run.took()[-1] == f"launchctl bootout gui/501/{NAME}"


def test_what_launchd_tells(tmp_path: Path) -> None:
    out = f"gui/501/{NAME} = {{\n\tactive count = 1\n\tstate = running\n\n\tpid = 77\n}}\n"
    run = Pretended(answering(print=Ran(0, out)))
    here = machine("Darwin", tmp_path, run)
    install(service(tmp_path), here)
    said = told(service(tmp_path), here)[1]
    assert (said.runs, said.said) == (True, "running")
    assert install(service(tmp_path), here).started is False
    said = told(service(tmp_path), machine("Darwin", tmp_path, Pretended(lambda _: NOT_LOADED)))[1]
    assert (said.runs, said.said) == (False, "Could not find service")


# Windows ---------------------------------------------------------------------------------------------------


def test_windows_task_is_made_from_a_file_and_run(tmp_path: Path) -> None:
    run = Pretended()
    here = machine("Windows", tmp_path, run, USERDOMAIN="PC", USERNAME="Kåre")
    done = install(service(tmp_path), here)
    assert done.file == tmp_path / "state" / "service.xml"
    assert done.file.read_bytes().startswith(b"\xff\xfe")
    assert done.file.read_bytes().decode("utf-16") == done.text
    assert "<UserId>PC\\Kåre</UserId>" in done.text
    assert run.took() == [
        f"schtasks /Create /TN {NAME} /XML {done.file} /F",
        f"schtasks /Run /TN {NAME}",
    ]
    assert install(service(tmp_path), here) == replace(done, written=False, started=False)
    assert run.took() == [f"schtasks /Query /TN {NAME}"]
    moved = replace(service(tmp_path), program=("C:\\new\\pythonw.exe", "watch"))
    assert install(moved, here).written
    assert [asked.split()[1] for asked in run.took()] == ["/Create", "/End", "/Run"]


def test_windows_task_that_somebody_deleted_is_made_again(tmp_path: Path) -> None:
    run = Pretended(answering(**{"/Query": Ran(1, err="ERROR: The system cannot find the file specified.")}))
    here = machine("Windows", tmp_path, run, USERNAME="Kari")
    first = install(service(tmp_path), here)
    run.took()
    assert install(service(tmp_path), here) == replace(first, written=False, started=True)
    assert run.took()[1] == f"schtasks /Create /TN {NAME} /XML {first.file} /F"
    assert uninstall(service(tmp_path), here) == first.file
    assert not first.file.exists()
    assert "/Delete" not in " ".join(run.took())


def test_windows_task_is_ended_and_deleted(tmp_path: Path) -> None:
    run = Pretended(answering(**{"/End": Ran(1, err="ERROR: The task is not running.")}))
    here = machine("Windows", tmp_path, run, USERNAME="Kari")
    file = install(service(tmp_path), here).file
    run.took()
    assert uninstall(service(tmp_path), here) == file
    assert [asked.split()[1] for asked in run.took()] == ["/End", "/Query", "/Delete"]


# all -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
def test_looking_first_runs_and_writes_nothing(tmp_path: Path, system: str) -> None:
    run = Pretended()
    here = machine(system, tmp_path, run)
    done = install(service(tmp_path), here, write=False)
    assert (done.written, NAME in done.text) == (True, True)
    assert uninstall(service(tmp_path), here, write=False) is None
    assert (run.took(), files(tmp_path)) == ([], {})
    install(service(tmp_path), here)
    run.took()
    assert not install(service(tmp_path), here, write=False).written
    assert uninstall(service(tmp_path), here, write=False) == done.file
    assert (run.took(), done.file.is_file()) == ([], True)


def test_other_systems_are_told_what_to_run(tmp_path: Path) -> None:
    here = machine("FreeBSD", tmp_path, Pretended())
    for act in (install, uninstall, told):
        with pytest.raises(VaultkitError, match="cannot make services on FreeBSD") as refused:
            act(service(tmp_path), here)
        assert "--vault /home/kari/Notes watch" in refused.value.hint


def test_program_is_our_script_beside_the_interpreter_or_the_interpreter(tmp_path: Path) -> None:
    python = put(tmp_path, "bin/python", "")
    vault = Path("/home/kari/Notes")
    here = replace(machine("Linux", tmp_path, Pretended()), interpreter=python)
    by_module = (str(python), "-P", "-m", "vaultkit", "--vault", str(vault), "watch")
    assert command_line(here, vault) == by_module
    script = put(tmp_path, "bin/vaultkit", "#!/bin/sh\necho I belong to another project\n")
    assert command_line(here, vault) == by_module
    script.write_text("#!python\nfrom vaultkit.cli.main import main\n")
    assert command_line(here, vault) == (str(script), "--vault", str(vault), "watch")


def test_windows_opens_no_black_window(tmp_path: Path) -> None:
    python = put(tmp_path, "python.exe", "")
    here = replace(machine("Windows", tmp_path, Pretended()), interpreter=python)
    assert command_line(here, Path("N"))[0] == str(python)
    silent = put(tmp_path, "pythonw.exe", "")
    assert command_line(here, Path("N")) == (str(silent), "-P", "-m", "vaultkit", "--vault", "N", "watch")


def test_interpreter_that_is_gone_is_said(tmp_path: Path) -> None:
    here = replace(machine("Linux", tmp_path, Pretended()), interpreter=tmp_path / "gone" / "python")
    with pytest.raises(VaultkitError, match="no service can start it") as refused:
        command_line(here, Path("N"))
    assert "install vaultkit again" in refused.value.hint


def test_programs_are_run_without_a_shell() -> None:
    script = "import sys; print(sys.argv[1:]); print('no', file=sys.stderr); sys.exit(3)"
    ran = run_program([sys.executable, "-c", script, "$HOME; æ", '"'])
    assert ran == Ran(3, "['$HOME; æ', '\"']\n", "no\n")
    assert (ran.said, Ran(4).said) == ("no", "exit code 4")
    with pytest.raises(FileNotFoundError):
        run_program(["vaultkit-has-no-such-program"])
