"""The daemon as a service of this machine: install it, remove it, see how it is, read its log."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from vaultkit.app.opening import find_vault, open_anyway, open_vault
from vaultkit.errors import NoVaultError
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.clients import url
from vaultkit.rules.service_files import service_name
from vaultkit.store import logfile, serverstate, services
from vaultkit.store.daemonstate import DaemonState, running
from vaultkit.store.network import told_host
from vaultkit.store.serverstate import ServerState
from vaultkit.store.service_systems import Machine, Service
from vaultkit.store.services import Installed, command_line
from vaultkit.store.state import StateFolder
from vaultkit.store.trust import read_private, write_private

_MOVES_STATE = ("VAULTKIT_STATE_DIR", "XDG_STATE_HOME")
"""What a shell may know and a service would not."""
_OPTIONS = "service.json"


@dataclass(frozen=True, slots=True)
class Status:
    """How the service of a vault is."""

    name: str
    file: Path | None
    """None: not installed."""
    said: str
    """What the system says of it, in its own words."""
    daemon: DaemonState | None
    """The daemon that has the vault now, however it was started."""
    serves: ServerState | None
    """Where its feeds are served now, by the daemon or by itself."""
    log: Path


@dataclass(frozen=True, slots=True)
class Served:
    """A vault as far as its service needs it: its folder may be gone, its settings may be broken."""

    root: Path
    state: StateFolder
    language: str
    timezone: str
    """IANA name."""
    machine: Machine

    @property
    def log(self) -> Path:
        """The daemon's log."""
        return self.state.path / "log" / logfile.NAME

    @property
    def name(self) -> str:
        """The service's."""
        return service_name(str(self.root))

    @property
    def options(self) -> tuple[str, ...]:
        """Of `watch`, as the service was installed last."""
        held = read_private(self.state.path / _OPTIONS).get("watch")
        return tuple(map(str, held)) if isinstance(held, list) else ()

    def service(self, program: tuple[str, ...] = ()) -> Service:
        """What is to be run; without a program where it is only looked at."""
        environment = self.machine.environment
        # Commands and daemon share memory and lock, so they must agree on where these are.
        moved = any(environment.get(name) for name in _MOVES_STATE)
        held = {"VAULTKIT_STATE_DIR": str(self.state.path.parent.parent.absolute())} if moved else {}
        return Service(self.name, str(self.root), program, self.state.path, held)


def serve(named: str | None, start: Path, on: Machine) -> Served:
    """The vault that is meant: named, or found from `start`.

    Raises NoVaultError, but not where a folder is gone whose service is still there.
    """
    environment = on.environment
    try:
        root = find_vault(named, environment, start).resolve()
    except NoVaultError:
        given = named or environment.get("VAULTKIT_VAULT")
        if not given:
            raise
        gone = Path(os.path.expanduser(given))  # noqa: PTH111  the method raises for `~nobody`
        served = _served(gone.absolute().resolve(), on)
        if services.told(served.service(), on)[0] is None:
            raise
        return served
    return _served(root, on)


def install(served: Served, options: Sequence[str] = (), *, write: bool = True) -> Installed:
    """Let this machine keep the vault up to date from now on. Twice changes nothing.

    `options`: of `watch`, remembered as what is wanted on this machine. Raises ConfigError for a vault whose
    settings cannot be used, VaultkitError, OSError.
    """
    open_vault(served.root, served.machine.environment)
    program = command_line(served.machine, served.root, options)
    done = services.install(served.service(program), served.machine, write=write)
    if write:
        write_private(served.state.path / _OPTIONS, {"schema": 1, "watch": list(options)})
    return done


def uninstall(served: Served, *, write: bool = True) -> Path | None:
    """Stop keeping it; the service's file that was taken away, None when there was none."""
    return services.uninstall(served.service(), served.machine, write=write)


def status(served: Served) -> Status:
    """How the service is. Raises VaultkitError where there are no services at all."""
    file, told = services.told(served.service(), served.machine)
    where = serverstate.running(served.state)
    return Status(served.name, file, told.said, running(served.state), where, served.log)


def log(served: Served, lines: int) -> list[str]:
    """The last lines of the daemon's log, oldest first."""
    return logfile.tail(served.log.parent, lines)


def daemon_says(daemon: DaemonState | None, zone: str) -> list[Phrase]:
    """What the daemon of a vault does, one sentence for each thing. `zone`: on whose clock; IANA name."""
    if daemon is None:
        return [phrase("nothing keeps this vault up to date now")]
    if not daemon.pid:
        return [phrase("vaultkit watch runs")]
    since = _moment(daemon.since, zone)
    said = [phrase("vaultkit watch runs: process {pid}, since {since}", pid=daemon.pid, since=since)]
    if daemon.did:
        said.append(phrase("last: {did} ({at})", did=daemon.did, at=_moment(daemon.at, zone)))
    if daemon.waits_for:
        said.append(phrase("waits for: {what}", what=daemon.waits_for))
    return said


def document(daemon: DaemonState | None) -> dict[str, object] | None:
    """The same, as JSON gives it; None: none runs."""
    if daemon is None:
        return None
    return {
        "pid": daemon.pid or None,
        "since": daemon.since,
        "did": daemon.did,
        "waits_for": daemon.waits_for,
        "at": daemon.at,
    }


def served_at(where: ServerState) -> Phrase:
    """That the feeds are served, and where."""
    return phrase("calendars can subscribe at {place}", place=url(told_host(where.host), where.port))


def _moment(time: str, zone: str) -> datetime | str:
    """A time on the vault's clock; as it stands where it is damaged."""
    try:
        return datetime.fromisoformat(time).astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return time


def _served(root: Path, on: Machine) -> Served:
    """Broken settings are no hindrance: they are what somebody reads the log for."""
    settings = open_anyway(root, on.environment)[0].settings
    state = StateFolder(root, on.environment)
    return Served(root, state, settings.language, settings.timezone, on)
