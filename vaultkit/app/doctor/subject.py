"""What `doctor` looks at: one vault on one machine at one moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from vaultkit.app import clock
from vaultkit.app.opening import OpenVault, find_vault, how_found, open_anyway
from vaultkit.app.reading import Progress, Reading, read_vault
from vaultkit.app.service import Served
from vaultkit.errors import EmptyVaultError
from vaultkit.model.phrase import Phrase
from vaultkit.model.problem import Problem
from vaultkit.store.census import Census, census
from vaultkit.store.daemonstate import DaemonState, running
from vaultkit.store.service_systems import Machine
from vaultkit.store.state import State

PROC = Path("/proc")


@dataclass(frozen=True)
class Subject:
    """A vault, and all that is known of it; what takes time is found out when it is first asked for."""

    vault: OpenVault
    found: Phrase
    """How the vault was found."""
    refused: Exception | None
    """What keeps its settings from being used; the machine's hold then."""
    machine: Machine
    now: datetime
    """With a zone."""
    progress: Progress = lambda paths: paths
    proc: Path = PROC
    """Where Linux tells of itself."""
    commands: Collection[str] = ()
    """Names of vaultkit's own commands."""

    @cached_property
    def before(self) -> State:
        """What this machine remembers."""
        return self.vault.state.load()

    @cached_property
    def reading(self) -> Reading:
        """What the notes say. Raises EmptyVaultError."""
        return read_vault(
            self.vault, self.before, accept_fewer=True, accept_empty=True, progress=self.progress
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Of the notes; none where there are no notes."""
        try:
            return self.reading.problems
        except EmptyVaultError:
            return ()

    @property
    def today(self) -> date:
        """The vault's day."""
        return self.now.astimezone(ZoneInfo(self.vault.settings.timezone)).date()

    @cached_property
    def census(self) -> Census:
        """All folders below the vault's."""
        return census(str(self.vault.root))

    @cached_property
    def daemon(self) -> DaemonState | None:
        """The daemon that has the vault now. Raises OSError."""
        return running(self.vault.state)

    @property
    def served(self) -> Served:
        """The vault as its service sees it."""
        settings = self.vault.settings
        return Served(self.vault.root, self.vault.state, settings.language, settings.timezone, self.machine)


def subject(
    named: str | None,
    environment: Mapping[str, str],
    start: Path,
    machine: Machine,
    progress: Progress = lambda paths: paths,
    commands: Collection[str] = (),
) -> Subject:
    """The vault that is meant, as it is now. Raises NoVaultError."""
    vault, refused = open_anyway(find_vault(named, environment, start), environment)
    found = how_found(named, environment)
    return Subject(vault, found, refused, machine, clock.Clock().moment(), progress, commands=commands)
