"""Read all notes of a vault, and keep the last good state of those that cannot be read now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from vaultkit.app.clock import MACHINE
from vaultkit.app.known import Known, for_one_run
from vaultkit.app.opening import OpenVault
from vaultkit.errors import EmptyVaultError, ShrunkVaultError, UnsafePathError
from vaultkit.model.facts import NoteFacts
from vaultkit.model.overview import Overview
from vaultkit.model.phrase import phrase
from vaultkit.model.problem import Problem
from vaultkit.rules.codes import problem
from vaultkit.rules.facts import read_facts
from vaultkit.rules.lastgood import keep_last_good, nobody_knows
from vaultkit.store.notefile import read_bytes
from vaultkit.store.scan import reason
from vaultkit.store.state import State
from vaultkit.store.vault import PlaceholderError

SHRUNK_FROM = 20
"""A vault that held more notes than this and lost more than half of them is not written."""

Progress = Callable[[Iterable[str]], Iterable[str]]
"""Wraps the paths on their way to be read, so that a person can watch."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a vault says."""

    overview: Overview
    problems: tuple[Problem, ...]
    """By place: of files, of notes, of properties."""
    state: State
    """What to remember of it; its pages are those of before."""
    unread: frozenset[str]
    """Paths of notes whose content nobody knows: they cannot be read, and this machine never has."""


def read_vault(
    vault: OpenVault,
    before: State,
    *,
    accept_fewer: bool = False,
    progress: Progress = lambda paths: paths,
    known: Known | None = None,
    accept_empty: bool = False,
) -> Reading:
    """Everything the notes say. One bad note costs at most itself.

    `known`: what this process has read before; notes that are still the same are not read again.
    `accept_empty`: a vault that is set up and never held a note is read as what it is.
    Raises EmptyVaultError and ShrunkVaultError for a vault that looks unmounted.
    """
    known = for_one_run(vault) if known is None else known
    begun = MACHINE.time_ns()
    # Pages of another language or folder, made before a setting changed, are no notes either.
    pages = vault.page_paths | before.pages.keys()
    scan = known.scan(vault, pages)
    closed = [path for path in before.facts if _below(path, scan.closed)] if scan.closed else []
    count = len(scan.notes) + len(scan.missing) + len(closed)
    if not scan.notes and not (accept_empty and vault.is_new(before.notes)):
        raise EmptyVaultError(str(vault.root))
    if before.notes > SHRUNK_FROM and count * 2 < before.notes and not accept_fewer:
        raise ShrunkVaultError(str(vault.root), before.notes, count)
    read = partial(_read_note, vault, before.facts, known)
    # The pages count as there before they are: their names decide which links need a folder.
    links = known.links(scan, {*closed, *pages})
    overview = known.move_on(links, read) if not scan.missing and not closed else None
    if overview is None:
        facts = [read(path) for path in progress(scan.notes)]
        kept = (before.facts.get(path) for path in (*sorted(scan.missing), *closed))
        facts += [one for one in kept if one is not None]
        overview = known.gather(facts, links)
    known.fill_index(begun, MACHINE.time_ns())
    problems = sorted((*scan.problems, *overview.problems), key=lambda p: p.order)
    unread = (scan.missing - before.facts.keys()) | nobody_knows(overview.problems, known.remembered)
    state = State(count, known.remembered, before.pages, before.lines, before.unfinished)
    return Reading(overview, tuple(problems), state, frozenset(unread))


def _below(path: str, folders: Iterable[str]) -> bool:
    """Whether a note lies in one of the folders, at any depth."""
    return any(path.startswith(f"{folder}/") for folder in folders)


def _read_note(vault: OpenVault, before: Mapping[str, NoteFacts], known: Known, path: str) -> NoteFacts:
    """What a note says; what it said last, with the problem, where it cannot be read or is torn."""
    seen = known.get(vault, path)
    if isinstance(seen, NoteFacts):
        return seen
    try:
        data, size = vault.folder.read(path)
    except PlaceholderError:
        return _last_good(path, before, problem("VK006", path))
    except OSError as error:
        return _last_good(path, before, problem("VK001", path, reason=reason(error)))
    except UnsafePathError:
        return _last_good(
            path, before, problem("VK008", path, reason=phrase("a link that leads out of the vault"))
        )
    if not data.strip(b"\x00 \t\r\n") and path in before:
        return _last_good(path, before, problem("VK004", path))
    note = read_bytes(path, data, size)
    facts = read_facts(note, vault.settings)
    more = vault.plugins.problems(note, facts)
    if facts.problems:
        facts = keep_last_good(facts, before.get(path))
    if more:
        facts = replace(facts, problems=(*facts.problems, *more))
    return facts if seen is None else known.put(seen, facts)


def _last_good(path: str, before: Mapping[str, NoteFacts], found: Problem) -> NoteFacts:
    """What the note said last, if anything, and why that is told again."""
    return replace(before.get(path) or NoteFacts(path), problems=(found,))
