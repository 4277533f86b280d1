"""Three systems that keep services, behind the same few methods: systemd, launchd, Windows' Task Scheduler.

The one module that calls systemctl, launchctl and schtasks. What it knows of the machine is in a Machine.
"""

import re
import shlex
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.service_files import launchd_plist, systemd_unit, task_xml

_TRIES = 40
"""So often launchd is asked to take a service it has only just let go of (five seconds were measured)."""
_PAUSE = 0.5
"""Seconds in between."""
_ON_ITS_WAY_OUT = (5, 36, 37)
"""What `launchctl bootstrap` ends with while the one before is still going."""
_GONE = (3, 36, 113)
"""What `launchctl bootout` ends with when there is nothing left to do."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program that was run came to."""

    code: int
    out: str = ""
    err: str = ""

    @property
    def said(self) -> str:
        """Its complaint in one line."""
        lines = [line.strip() for line in (self.err or self.out).splitlines() if line.strip()]
        return lines[0] if lines else f"exit code {self.code}"


Runner = Callable[[Sequence[str]], Ran]
"""Runs a program without a shell. Raises FileNotFoundError when there is none of that name."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides how a service is made here; tests bring another."""

    system: str
    """`Linux`, `Darwin`, `Windows`, as platform.system() says it."""
    home: Path
    environment: Mapping[str, str]
    interpreter: Path
    """The Python that vaultkit is installed in; not resolved, since that would leave its environment."""
    uid: int
    run: Runner
    wait: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Service:
    """What is to be run, and under which name."""

    name: str
    vault: str
    program: tuple[str, ...]
    """The whole command line."""
    folder: Path
    """For what the service needs besides: this machine's folder for the vault's state."""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What the system says of a service."""

    runs: bool
    """Of Windows: whether the task is known; what its state is, it says in its own language only."""
    said: str
    """In the system's own words; empty when it says nothing."""


class System(ABC):
    """One service, and the system that keeps it. What the system refuses is raised as VaultkitError."""

    file: Path
    """Where the service's file belongs."""

    def __init__(self, service: Service, machine: Machine) -> None:
        self.service, self.machine = service, machine

    @abstractmethod
    def data(self) -> bytes:
        """What the file should hold."""

    @abstractmethod
    def ready(self) -> None:
        """Raises VaultkitError where no service can be kept for this user; nothing was changed then."""

    @abstractmethod
    def start(self, *, anew: bool) -> None:
        """Take the file as it is now, and run the service. `anew`: the file said something else before."""

    @abstractmethod
    def stop(self) -> None:
        """Stop the service and start it no more."""

    def forget(self) -> None:  # noqa: B027  most have nothing to do
        """Called when the file is gone."""

    @abstractmethod
    def told(self) -> Told:
        """How the service is."""

    def run(self, *command: str) -> Ran:
        """Run a program of the system."""
        try:
            return self.machine.run(command)
        except FileNotFoundError:
            raise VaultkitError(
                phrase("there is no {program} on this machine", program=command[0]), _by_hand(self.service)
            ) from None

    def must(self, *command: str, may: Collection[int] = ()) -> None:
        """Run a program that has to succeed, or end with a code that it `may`."""
        self.check(self.run(*command), command, may)

    def check(self, ran: Ran, command: Sequence[str], may: Collection[int] = ()) -> None:
        """Raises VaultkitError for a program that failed."""
        if ran.code and ran.code not in may:
            raise VaultkitError(
                phrase("{command} failed: {reason}", command=shlex.join(command), reason=ran.said),
                phrase("vaultkit service status and vaultkit service log tell more"),
            )


class Systemd(System):
    """systemctl(1), of the user."""

    def __init__(self, service: Service, machine: Machine) -> None:
        super().__init__(service, machine)
        base = machine.environment.get("XDG_CONFIG_HOME", "")
        config = Path(base) if base.startswith("/") else machine.home / ".config"
        self._unit = f"{service.name}.service"
        self.file = config / "systemd" / "user" / self._unit

    def data(self) -> bytes:
        """A unit."""
        service = self.service
        return systemd_unit(service.program, service.vault, service.name, service.environment).encode()

    def ready(self) -> None:
        """Raises VaultkitError in a container, and where nobody is logged in."""
        ran = self.run("systemctl", "--user", "show", "--property=Version")
        if ran.code:
            raise VaultkitError(
                phrase("systemd runs no services for you here: {reason}", reason=ran.said),
                phrase(
                    "log in on this machine itself; a server where nobody is logged in needs, once: "
                    "loginctl enable-linger"
                ),
            )

    def start(self, *, anew: bool) -> None:
        """Waits until the daemon says that it is ready."""
        self.must("systemctl", "--user", "daemon-reload")
        self.must("systemctl", "--user", "enable", "--quiet", "--now", self._unit)
        if anew:
            self.must("systemctl", "--user", "restart", self._unit)

    def stop(self) -> None:
        """Waits until the daemon has ended."""
        self.must("systemctl", "--user", "disable", "--quiet", "--now", self._unit)

    def forget(self) -> None:
        """A unit that had failed is listed until it is reset."""
        self.must("systemctl", "--user", "daemon-reload")
        self.run("systemctl", "--user", "reset-failed", self._unit)  # complains where nothing had failed

    def told(self) -> Told:
        """For example `active (running), enabled`."""
        keys = ("ActiveState", "SubState", "UnitFileState")
        ran = self.run("systemctl", "--user", "show", f"--property={','.join(keys)}", self._unit)
        if ran.code:
            return Told(runs=False, said=ran.said)
        held = dict(line.split("=", 1) for line in ran.out.splitlines() if "=" in line)
        active, sub, enabled = (held.get(key, "") for key in keys)
        return Told(active == "active" and enabled == "enabled", f"{active} ({sub}), {enabled}")


class Launchd(System):
    """launchctl(1), in the domain of the user who is logged in at the screen."""

    def __init__(self, service: Service, machine: Machine) -> None:
        super().__init__(service, machine)
        self._domain = f"gui/{machine.uid}"
        self._target = f"{self._domain}/{service.name}"
        self.file = machine.home / "Library" / "LaunchAgents" / f"{service.name}.plist"
        self._log = service.folder / "log"

    def data(self) -> bytes:
        """A property list."""
        service = self.service
        return launchd_plist(
            service.program, service.name, str(self._log / "launchd.log"), service.environment
        )

    def ready(self) -> None:
        """Raises VaultkitError where nobody is logged in at the screen."""
        ran = self.run("launchctl", "print", self._domain)
        if ran.code:
            raise VaultkitError(
                phrase("launchd runs no services for you here: {reason}", reason=ran.said),
                phrase("log in at the screen of this machine, and try again there"),
            )

    def start(self, *, anew: bool) -> None:
        """A service that is loaded is taken out first: launchd reads a file only then."""
        self._log.mkdir(parents=True, exist_ok=True, mode=0o700)
        if anew or self.run("launchctl", "print", self._target).code == 0:
            self.run("launchctl", "bootout", self._target)
        self.run("launchctl", "enable", self._target)
        command = ("launchctl", "bootstrap", self._domain, str(self.file))
        ran = self.run(*command)
        for _ in range(_TRIES):
            if ran.code not in _ON_ITS_WAY_OUT:
                break
            self.machine.wait(_PAUSE)
            ran = self.run(*command)
        self.check(ran, command)

    def stop(self) -> None:
        """Nothing where it is not loaded."""
        if self.run("launchctl", "print", self._target).code == 0:
            self.must("launchctl", "bootout", self._target, may=_GONE)

    def told(self) -> Told:
        """For example `running`."""
        ran = self.run("launchctl", "print", self._target)
        if ran.code:
            return Told(runs=False, said=ran.said)
        found = re.search(r"^\s*state = (.+)$", ran.out, re.MULTILINE)
        said = found[1].strip() if found else ""
        return Told(said == "running", said)


class TaskScheduler(System):
    """schtasks.exe."""

    def __init__(self, service: Service, machine: Machine) -> None:
        super().__init__(service, machine)
        # The scheduler keeps a copy in its own words; this one tells whether anything is new.
        self.file = service.folder / "service.xml"

    def data(self) -> bytes:
        """A task, in UTF-16 with its mark."""
        service, environment = self.service, self.machine.environment
        domain, name = (environment.get(key, "") for key in ("USERDOMAIN", "USERNAME"))
        user = f"{domain}\\{name}" if domain else name
        return b"\xff\xfe" + task_xml(service.program, service.vault, service.name, user).encode("utf-16-le")

    def ready(self) -> None:
        """The scheduler runs on every Windows."""

    def start(self, *, anew: bool) -> None:
        """Does not wait: whether it runs is told by its lock."""
        self.must("schtasks", "/Create", "/TN", self.service.name, "/XML", str(self.file), "/F")
        if anew:
            self.run("schtasks", "/End", "/TN", self.service.name)  # complains where it does not run
        self.must("schtasks", "/Run", "/TN", self.service.name)

    def stop(self) -> None:
        """Ends the process at once, which a daemon survives as it survives any crash."""
        self.run("schtasks", "/End", "/TN", self.service.name)
        if self.told().runs:  # else somebody has taken it out already
            self.must("schtasks", "/Delete", "/TN", self.service.name, "/F")

    def told(self) -> Told:
        """Nothing but whether there is one: the rest comes in the language of the Windows."""
        ran = self.run("schtasks", "/Query", "/TN", self.service.name)
        return Told(ran.code == 0, "" if ran.code == 0 else ran.said)


_SYSTEMS: dict[str, type[System]] = {"Linux": Systemd, "Darwin": Launchd, "Windows": TaskScheduler}


def system_of(service: Service, machine: Machine) -> System:
    """The one of this machine. Raises VaultkitError where there is none."""
    if machine.system not in _SYSTEMS:
        raise VaultkitError(
            phrase("vaultkit cannot make services on {system}", system=machine.system), _by_hand(service)
        )
    return _SYSTEMS[machine.system](service, machine)


def _by_hand(service: Service) -> Phrase:
    """The way out where there is nobody to keep a service."""
    command = shlex.join(service.program)
    return phrase("let whatever starts programs at login run this: {command}", command=command)
