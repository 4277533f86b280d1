"""Be the one writer of a vault, finish what a crash cut off, and keep a journal of what is done to notes."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from vaultkit.app import clock
from vaultkit.app.opening import OpenVault
from vaultkit.errors import ChangedUnderneathError, EditRefusedError, VaultkitError
from vaultkit.model.action import Action, Change
from vaultkit.model.phrase import phrase
from vaultkit.model.write import Write
from vaultkit.rules.recovery import Found
from vaultkit.store.commit import PATIENCE, QUIET
from vaultkit.store.vault import PlaceholderError, passing_name

LOCK_SECONDS = 10.0
_TRIES = 5
"""So often an edit is made anew when the note changes at that moment."""

Edit = Callable[[bytes | None], bytes | None]
"""The bytes of a note to what they should be; None: there is no note. Raises EditRefusedError."""


@dataclass(frozen=True, slots=True)
class NoteEdit:
    """A change to one note, made on whatever bytes it holds at the moment of writing."""

    path: str
    edit: Edit


@contextmanager
def writing(vault: OpenVault, quiet: float = QUIET) -> Iterator["Writer"]:
    """The one writer of a vault on this machine. Raises BusyVaultError.

    `quiet`: seconds for which nobody must have written to a note before it is edited.
    """
    with vault.state.lock(LOCK_SECONDS):
        writer = Writer(vault, quiet)
        writer.recover()
        yield writer


def plan(vault: OpenVault, edits: Sequence[NoteEdit]) -> list[Write]:
    """What the edits would write now; nothing for those that change nothing. Raises EditRefusedError."""
    writes = (_write(vault, edit) for edit in _together(edits))
    return [write for write in writes if write.new != write.old]


def _together(edits: Sequence[NoteEdit]) -> list[NoteEdit]:
    """One edit for each note, which does all that were asked for it, in order."""
    by_path: dict[str, NoteEdit] = {}
    for edit in edits:
        known = by_path.get(edit.path)
        by_path[edit.path] = edit if known is None else NoteEdit(edit.path, _both(known.edit, edit.edit))
    return list(by_path.values())


def _both(first: Edit, then: Edit) -> Edit:
    return lambda data: then(first(data))


def _write(vault: OpenVault, edit: NoteEdit) -> Write:
    try:
        old = vault.folder.read_whole(edit.path)
    except PlaceholderError:
        away = phrase("the note is in the cloud and not on this machine")
        fetch = phrase("open it once, so that it is fetched, then try again")
        raise EditRefusedError("cloud", away, fetch, path=edit.path) from None
    return Write(edit.path, old, edit.edit(old))


class Writer:
    """Writes to a vault while holding its lock."""

    def __init__(self, vault: OpenVault, quiet: float) -> None:
        self._vault, self._quiet = vault, quiet
        self._folder = vault.folder
        self._journal = vault.journal

    def edit(
        self, command: str, edits: Sequence[NoteEdit], *, undoes: Action | None = None
    ) -> tuple[Action | None, dict[str, Exception]]:
        """Do the edits as one action that can be taken back, and what failed, by path.

        No action where nothing changed. An edit is made anew when its note changes meanwhile; a note that
        cannot be changed does not keep the others from being changed. Raises OSError when the journal cannot
        be written, and then nothing was changed.
        """
        failed: dict[str, Exception] = {}
        planned: list[tuple[NoteEdit, Write]] = []
        for edit in _together(edits):
            try:
                write = _write(self._vault, edit)
            except (VaultkitError, OSError) as error:
                failed[edit.path] = error
                continue
            if write.new != write.old:
                planned.append((edit, write))
        if not planned:
            return None, failed
        changes = tuple(Change(write, passing_name()) for _, write in planned)
        number = undoes.number if undoes else None
        begun = Action(number=0, time=clock.now(), command=command, changes=changes, undoes=number)
        under_way = _UnderWay(self._journal.begin(begun))
        try:
            for index, (edit, _) in enumerate(planned):
                try:
                    self._do(under_way, index, edit)
                except (VaultkitError, OSError) as error:
                    failed[edit.path] = error
        finally:
            # What was stopped may have been stopped behind the very step that counts.
            finished = self._close(under_way)
        return (finished if finished.changes else None), failed

    def pages(
        self, writes: Sequence[Write], *, of_owners: bool = False
    ) -> Iterator[tuple[Write, Exception | None]]:
        """Write pages and feeds; each with what kept it from being written, if anything did.

        `of_owners`: they are vaultkit's part of notes of the owner's, to which nobody may have just written.
        """
        if not writes:
            return
        changes = tuple(Change(write, passing_name()) for write in writes)
        passing = Action(number=0, time=clock.now(), command="sync", changes=changes, passing=True)
        under_way = _UnderWay(self._journal.begin(passing))
        quiet = self._quiet if of_owners else QUIET
        steps = [self._folder.writing(change.write, change.temporary, quiet) for change in changes]
        failed: dict[int, Exception] = {}
        try:
            for _ in ("put in place", "looked at"):
                for index, step in enumerate(steps):
                    try:
                        next(step, None)
                    except (OSError, VaultkitError) as error:
                        failed[index] = error
            for index, change in enumerate(changes):
                if index not in failed:
                    under_way.put(index, replace(change, done=True))
                yield change.write, failed.get(index)
        finally:
            self._close(under_way)

    def recover(self) -> None:
        """Finish the actions that a crash cut off, or find that they had not begun; clear their litter."""
        for action in self._journal.pending():
            under_way = _UnderWay(action)
            ends = [self._repair(change) for change in action.changes]
            begun = any(end is not None and end.done for end in ends)
            for index, (change, end) in enumerate(zip(action.changes, ends, strict=True)):
                done = end is not None and end.done
                if end is not None and not done and end.can_go_on and begun and not action.passing:
                    with contextlib.suppress(VaultkitError, OSError):
                        self._folder.write(change.write, change.temporary)
                        done = True
                under_way.put(index, replace(change, done=done))
            if all(end is not None for end in ends):
                self._close(under_way)

    def _do(self, under_way: "_UnderWay", index: int, edit: NoteEdit) -> None:
        """One file of an action; with new bytes where it changed since they were computed."""
        until = time.monotonic() + PATIENCE
        for attempt in range(_TRIES):
            if attempt:
                write = _write(self._vault, edit)
                if write.new == write.old:  # somebody else has just made the same change
                    return
                self._journal.save(under_way.put(index, Change(write, passing_name())))
            change = under_way.action.changes[index]
            try:
                self._folder.write(change.write, change.temporary, self._quiet)
            except ChangedUnderneathError:
                if attempt == _TRIES - 1 or time.monotonic() > until:
                    raise
            else:
                under_way.put(index, replace(change, done=True))
                return

    def _close(self, under_way: "_UnderWay") -> Action:
        """Find out what was done of an action and close it in the journal.

        One of which nothing was done is forgotten. One with a file that cannot be looked at stays pending:
        the next writer looks again.
        """
        ends = {
            index: self._repair(change)
            for index, change in enumerate(under_way.action.changes)
            if not change.done
        }
        for index, end in ends.items():
            if end is not None:
                under_way.put(index, replace(under_way.action.changes[index], done=end.done))
        action, finished = under_way.action, under_way.action.finished()
        if None in ends.values():
            self._journal.save(action)
        elif action.passing or not finished.changes:
            self._journal.forget(action)
        else:
            self._journal.save(finished)
            undone = self._journal.load(finished.undoes) if finished.undoes is not None else None
            if undone is not None and len(undone.changes) == len(finished.changes):
                self._journal.save(replace(undone, undone_by=finished.number))
        return finished

    def _repair(self, change: Change) -> Found | None:
        """Clear what a cut-off write left and tell how far it had come; None where nobody can look."""
        if not self._folder.root.is_dir():
            return None
        try:
            return self._folder.repair(change.write, change.temporary)
        except (OSError, VaultkitError):
            return None


class _UnderWay:
    """An action that is being done, as far as it has come."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def put(self, index: int, change: Change) -> Action:
        """Another state of the file at an index."""
        self.action = self.action.with_change(index, change)
        return self.action
