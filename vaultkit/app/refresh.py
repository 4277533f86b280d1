"""Bring pages and feeds up to date: read, decide, write. What `sync` and the daemon both do."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from vaultkit.app import opening
from vaultkit.app.clock import MACHINE, Clock
from vaultkit.app.feeding import FeedFile, Source
from vaultkit.app.known import Known, for_one_run
from vaultkit.app.opening import OpenVault
from vaultkit.app.pages import Pages, lay_out
from vaultkit.app.reading import Progress
from vaultkit.app.sheets import Sheets, place_sheets
from vaultkit.app.spentcopies import spent_copies
from vaultkit.app.survey import Survey, survey
from vaultkit.app.ticking import QUEUE, Ticks, read_ticks, why_not, with_kept
from vaultkit.app.writing import Writer, plan, writing
from vaultkit.errors import ChangedUnderneathError
from vaultkit.model.problem import Problem
from vaultkit.model.ref import Ref
from vaultkit.model.write import Write
from vaultkit.rules.codes import problem
from vaultkit.rules.pages import make_pages
from vaultkit.rules.pages.view import View
from vaultkit.rules.plan import one_after_the_other, plan_writes
from vaultkit.store.commit import QUIET
from vaultkit.store.state import State
from vaultkit.store.vault import PlannedFolder

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Outcome(Survey):
    """What a sync found and did, or would do."""

    problems: tuple[Problem, ...]
    """Of notes, pages and templates, by place."""
    writes: tuple[Write, ...]
    """What changes; after a sync that was no dry run, what was written."""
    unchanged: int
    """Pages and feeds that were right already."""
    feeds: tuple[FeedFile, ...]
    """By name; one that could not be made is missing."""
    left_out: tuple[str, ...] = field(default=())
    """Pages that their owner deleted."""
    failed: tuple[str, ...] = field(default=())
    """Pages and feeds that should have been written and could not be."""
    ticks: Ticks = field(default=Ticks(""))
    """What the ticks on the queue page changed, or would change."""
    overtaken: bool = False
    """Whether somebody else wrote to a page while it was about to be written."""
    wait: float = 0.0
    """Seconds until a note can be filled to which its owner is writing; 0: there is none."""


def refresh(
    vault: OpenVault,
    today: date,
    *,
    write: bool = True,
    accept_fewer: bool = False,
    restore: bool = False,
    progress: Progress = lambda paths: paths,
    known: Known | None = None,
    quiet: float = QUIET,
    clock: Clock = MACHINE,
) -> Outcome:
    """Carry out the ticks on the queue page, then make pages and feed say what the notes say on a day.

    The notes of meetings that have a place for it get what there is to know before them.

    Doing it twice writes nothing the second time. `write=False` decides and changes nothing, not even the
    memory of this machine; only what was read is kept in the index. `known`: what this process has read
    before. `quiet`: seconds for which nobody must have written to a note before something is written into
    it, by `clock`. Raises VaultkitError.
    """
    known = for_one_run(vault) if known is None else known
    look = partial(survey, today=today, accept_fewer=accept_fewer, progress=progress)

    def place(seen: Survey) -> Sheets:
        return place_sheets(seen, known.sheets, quiet, clock.time_ns())

    if not write:
        before = vault.state.load()
        seen = look(vault, before=before)
        ticks = read_ticks(seen, before, known.laid)
        planned = tuple(plan(vault, ticks.edits))
        if planned:
            seen = look(vault.on(PlannedFolder(vault.root, planned)), before=before)
        sheets = place(seen)
        if sheets.writes:
            planned = one_after_the_other(planned, sheets.writes)
            seen = look(vault.on(PlannedFolder(vault.root, planned)), before=before)
        outcome = _decide(seen, ticks, sheets, before, known, restore=restore)[0]
        writes = tuple(sorted((*planned, *outcome.writes), key=lambda write: write.path))
        return replace(outcome, vault=vault, writes=writes)
    with writing(vault, quiet) as writer:
        outcome = _refresh(vault, writer, look, place, known, restore=restore)
        for _ in range(_TRIES):
            if not outcome.overtaken:
                break
            again = _refresh(vault, writer, look, place, known, restore=restore)
            changed = (*outcome.writes, *again.writes)
            outcome = replace(again, writes=changed, ticks=again.ticks.after(outcome.ticks))
    return outcome


def _refresh(
    vault: OpenVault,
    writer: Writer,
    look: Callable[..., Survey],
    place: Callable[[Survey], Sheets],
    known: Known,
    *,
    restore: bool,
) -> Outcome:
    """One round: ticks, pages before meetings, pages, feed.

    `overtaken` when a page was changed by somebody else at that moment.
    """
    before = vault.state.load()
    seen = look(vault, before=before, known=known)
    ticks = read_ticks(seen, before, known.laid)
    changed: tuple[Write, ...] = ()
    if ticks.taken:
        people = ", ".join(dict.fromkeys(ticked.person.name for ticked in ticks.taken))
        action, failed = writer.edit(f"sync [x] {people}", ticks.edits)
        ticks = ticks.without(failed)
        if action is not None:
            changed = tuple(change.write for change in action.changes)
            ticks = replace(ticks, action=action.number)
            known.look_also_at(write.path for write in changed)
            seen = look(vault, before=before, known=known)
    sheets = place(seen)
    filled, refused, late = _write(writer, sheets.writes, of_owners=True)
    if sheets.writes:
        sheets = sheets.after(refused, late=late)
        changed = one_after_the_other(changed, filled)
        known.look_also_at(write.path for write in filled)
        seen = look(vault, before=before, known=known)
    outcome, pages, state = _decide(seen, ticks, sheets, before, known, restore=restore)
    if outcome.writes:
        # Until all pages are there, one that is missing was not deleted by its owner. And what the lines of
        # the queue stand for is known before anybody can tick them.
        unfinished = before.unfinished or not before.pages
        vault.state.save(replace(state, pages=before.pages, unfinished=unfinished))
    written, problems, overtaken = _write(writer, outcome.writes)
    there = {*pages.actual, *pages.left_out, *(write.path for write in written)}
    if vault.plugins.lost:  # which of the pages are theirs nobody can tell now
        there |= before.pages.keys() - vault.page_paths
    inner = {path: text for path, text in {**before.pages, **pages.inner}.items() if path in there}
    vault.state.save(replace(state, pages=inner, unfinished=False))
    every = sorted((*outcome.problems, *problems), key=lambda problem: problem.order)
    failed_paths = (*outcome.failed, *(problem.path for problem in problems))
    return replace(
        outcome,
        writes=(*changed, *written),
        failed=failed_paths,
        problems=tuple(every),
        overtaken=overtaken or outcome.overtaken,
    )


def _decide(
    seen: Survey, ticks: Ticks, sheets: Sheets, before: State, known: Known, *, restore: bool
) -> tuple[Outcome, Pages, State]:
    vault, today = seen.vault, seen.today
    settings, words, reading = vault.settings, seen.words, seen.reading
    kinds = vault.plugins.pages
    where = {key: Ref(vault.page_path(key), words.gettext(kind.title)) for key, kind in kinds.items()}
    spent = {write.path: write for write in spent_copies(vault)}
    to_mend = tuple(one for one in reading.problems if one.path not in spent)
    if sheets.problems:
        to_mend = tuple(sorted((*to_mend, *sheets.problems), key=lambda p: p.order))
    view = View(reading.overview, seen.people, seen.queue, to_mend, settings, today, where)

    def finish(key: str, inner: bytes) -> bytes:
        if key != QUEUE or not ticks.kept:
            return inner
        return with_kept(inner.decode(), ticks.kept, seen).encode()

    pages = lay_out(
        make_pages(view, kinds),
        vault,
        before,
        words,
        reading.overview,
        restore=restore,
        laid=known.laid,
        answered=ticks.answered,
        finish=finish,
    )
    overtaken = pages.actual.get(ticks.path) != ticks.page
    if overtaken:  # what was ticked meanwhile is read in the next round; until then the page stays
        pages.wanted.pop(ticks.path, None)
        pages.inner.pop(ticks.path, None)
    made = pages.inner.get(ticks.path)
    lines = before.lines
    if made is not None:
        as_shipped = QUEUE not in pages.own and not ticks.kept
        lines = known.lines.remember(
            made, seen.queue, words, reading.overview.links, before.lines, as_shipped=as_shipped
        )
    wished = vault.plugins.wished(view)
    feeds = known.feeds.make(Source(vault, reading.overview, seen.queue, reading.unread, today, wished))
    wanted, actual = {**pages.wanted, **feeds.wanted}, {**pages.actual, **feeds.actual}
    writes = plan_writes(wanted, actual)
    unchanged = len(wanted) - len(writes)
    writes += spent.values()
    unanswered = ticks.problems(pages.wanted.get(ticks.path) or pages.actual.get(ticks.path, b""))
    outcome = Outcome(
        vault=vault,
        today=today,
        words=words,
        reading=reading,
        people=seen.people,
        queue=seen.queue,
        problems=tuple(
            sorted(
                (*to_mend, *sheets.refused, *pages.problems, *feeds.problems, *unanswered),
                key=lambda p: p.order,
            )
        ),
        writes=tuple(writes),
        unchanged=unchanged,
        feeds=feeds.files,
        left_out=tuple(pages.left_out),
        failed=(*pages.unread, *feeds.failed),
        ticks=ticks,
        overtaken=overtaken,
        wait=sheets.wait,
    )
    return outcome, pages, replace(reading.state, lines=lines)


def _write(
    writer: Writer, writes: tuple[Write, ...], *, of_owners: bool = False
) -> tuple[tuple[Write, ...], list[Problem], bool]:
    """Do what was decided; a file that cannot be written is named and the others are written.

    `of_owners`: they are the owner's notes, and one that was changed by somebody else at that moment is left
    for the next time. Also tells whether there was one.
    """
    written: list[Write] = []
    problems: list[Problem] = []
    overtaken = False
    for write, error in writer.pages(writes, of_owners=of_owners):
        if error is None:
            written.append(write)
            continue
        overtaken = overtaken or isinstance(error, ChangedUnderneathError)
        if of_owners and isinstance(error, ChangedUnderneathError):
            continue
        problems.append(problem("VK304", write.path, reason=why_not(error)))
    return tuple(written), problems, overtaken


class Vault:
    """A folder of notes, for programs: `vaultkit.Vault(path).sync()`."""

    def __init__(self, path: str | os.PathLike[str], environment: Mapping[str, str] | None = None) -> None:
        """`path`: the vault's folder. `environment` stands in for the process's own.

        Raises NoVaultError and ConfigError.
        """
        self._environment = os.environ if environment is None else environment
        self.path = opening.find_vault(os.fspath(path), self._environment, Path())
        self._open = opening.open_vault(self.path, self._environment)

    def sync(self, today: date | None = None, *, write: bool = True) -> Outcome:
        """Bring pages and feed up to date; `today` is the day in the vault's own zone when it is None.

        `write=False` only tells what would change. Raises VaultkitError.
        """
        day = today or MACHINE.today(self._open.settings.timezone)
        return refresh(self._open, day, write=write)
