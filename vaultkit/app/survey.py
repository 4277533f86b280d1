"""What a vault says on a day: everyone's situation and the queue, nothing laid out and nothing written."""

from dataclasses import dataclass
from datetime import date

from vaultkit.app.known import Known
from vaultkit.app.opening import OpenVault
from vaultkit.app.reading import Progress, Reading, read_vault
from vaultkit.model.followup import FollowUp
from vaultkit.rules.followups import follow_up_queue, situations
from vaultkit.rules.followups.situation import Situation
from vaultkit.store.state import State
from vaultkit.store.words import Words


@dataclass(frozen=True, slots=True)
class Survey:
    """One vault on one day."""

    vault: OpenVault
    today: date
    words: Words
    reading: Reading
    people: tuple[Situation, ...]
    queue: tuple[FollowUp, ...]


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
    reading = read_vault(
        vault, before, accept_fewer=accept_fewer, progress=progress, known=known, accept_empty=accept_empty
    )
    people = situations(reading.overview, vault.settings, today)
    queue = follow_up_queue(people, vault.settings, today)
    words = Words(vault.settings.language, today)
    return Survey(vault, today, words, reading, tuple(people), tuple(queue))
