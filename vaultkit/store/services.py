"""The service that runs the daemon of one vault on this machine: made, taken away, asked."""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.rules.service_files import START
from vaultkit.store.service_systems import Machine, Ran, Service, Told, system_of


def this_machine(environment: Mapping[str, str]) -> Machine:
    """The real one."""
    uid = os.getuid() if hasattr(os, "getuid") else 0
    home, interpreter = Path.home(), Path(sys.executable)
    return Machine(platform.system(), home, environment, interpreter, uid, run_program, time.sleep)


def run_program(command: Sequence[str]) -> Ran:
    """Run a program to its end, at the longest for as long as a service may take to start."""
    encoding = "oem" if os.name == "nt" else "utf-8"
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding=encoding,
            errors="replace",
            timeout=START + 10,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(124, err="timeout")
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Installed:
    """What installing did, or would do."""

    file: Path
    text: str
    written: bool
    """False: the file said the same already."""
    started: bool
    """False: it was running already."""
    before: str = ""
    """What the file said before; empty: there was none."""


def command_line(machine: Machine, vault: Path, more: Sequence[str] = ()) -> tuple[str, ...]:
    """What starts the daemon: our `vaultkit` beside the interpreter, else the interpreter with `-m`.

    `more`: options of `watch`. Raises VaultkitError when the interpreter is not there.
    """
    beside = machine.interpreter.parent
    rest = ("--vault", str(vault), "watch", *more)
    windows = machine.system == "Windows"
    script = beside / "vaultkit"
    # The plain name is another project's on the package index.
    if not windows and script.is_file() and b"vaultkit.cli.main" in script.read_bytes():
        return (str(script), *rest)
    # On Windows vaultkit.exe and python.exe would open a black window at each logon; pythonw.exe does not.
    silent = beside / "pythonw.exe"
    program = silent if windows and silent.is_file() else machine.interpreter
    if not program.is_file():
        raise VaultkitError(
            phrase("{path} is not there, so no service can start it", path=str(program)),
            phrase("install vaultkit again, then: vaultkit service install"),
        )
    # -P: a file json.py in the folder where the service starts must not stand in for Python's own.
    return (str(program), "-P", "-m", "vaultkit", *rest)


def install(service: Service, machine: Machine, *, write: bool = True) -> Installed:
    """Write the service's file and start it; what is there and runs already is left alone.

    Raises VaultkitError, OSError; where the system cannot have services, nothing is written.
    """
    system = system_of(service, machine)
    file, data = system.file, system.data()
    text, before = _text(data), file.read_bytes() if file.is_file() else None
    if not write:
        differs = before != data
        return Installed(file, text, written=differs, started=differs, before=_text(before or b""))
    system.ready()
    if before == data and system.told().runs:
        return Installed(file, text, written=False, started=False)
    if before != data:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.tmp")
        beside.write_bytes(data)
        beside.replace(file)
    system.start(anew=before is not None and before != data)
    return Installed(file, text, written=before != data, started=True)


def uninstall(service: Service, machine: Machine, *, write: bool = True) -> Path | None:
    """Stop the service and take its file away; the file, or None when there was none.

    Raises VaultkitError, OSError.
    """
    system = system_of(service, machine)
    if not system.file.is_file():
        return None
    if write:
        system.ready()
        system.stop()
        system.file.unlink()
        system.forget()
    return system.file


def told(service: Service, machine: Machine) -> tuple[Path | None, Told]:
    """The service's file, None when it is not installed, and what the system says. Raises VaultkitError."""
    system = system_of(service, machine)
    if not system.file.is_file():
        return None, Told(runs=False, said="")
    try:
        return system.file, system.told()
    except VaultkitError as error:  # to look, nothing has to be there
        return system.file, Told(runs=False, said=error.message.english())


def _text(data: bytes) -> str:
    """A service's file as text; Windows wants its own in UTF-16."""
    return data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8", "replace")
