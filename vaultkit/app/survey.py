"""What a vault says on a day: everyone's situation and the queue, nothing laid out and nothing written."""

from dataclasses import dataclass
from datetime import date

from vaultkit.app.known import Known, for_one_run
from vaultkit.app.opening import OpenVault
from vaultkit.app.reading import Progress, Reading, read_vault
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.queue import Queue
from vaultkit.store.state import State
from vaultkit.store.words import Words


@dataclass(frozen=True, slots=True)
class Survey:
    """One vault on one day."""

    vault: OpenVault
    today: date
    words: Words
    reading: Reading
    people: People
    queue: Queue


def survey(
    vault: OpenVault,
    today: date,
    before: State | None = None,
    *,
    accept_fewer: bool = True,
    progress: Progress = lambda paths: paths,
    known: Known | None = None,
    accept_empty: bool = False,
) -> Survey:
    """Read the vault and work out the queue.

    `before`: what this machine remembers, where it is at hand; `known`: what this process has read before.
    `accept_empty`: for the first note of a new vault. A vault that has shrunk is only refused where something
    would be written, hence `accept_fewer`. Raises EmptyVaultError, ShrunkVaultError.
    """
    before = vault.state.load() if before is None else before
    known = for_one_run(vault) if known is None else known
    reading = read_vault(
        vault, before, accept_fewer=accept_fewer, progress=progress, known=known, accept_empty=accept_empty
    )
    day = known.on_day(reading.overview, vault.settings, today, vault.plugins.kinds)
    return Survey(vault, today, day.words, reading, day.people, day.queue)
