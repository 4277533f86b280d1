"""`undo`: take back what was done to the notes."""

from collections.abc import Sequence
from functools import partial

from vaultkit.app.opening import OpenVault
from vaultkit.app.writing import NoteEdit, plan, writing
from vaultkit.errors import ChangedSinceError, NoActionError
from vaultkit.model.action import Action, Progress
from vaultkit.model.write import Write


def actions(vault: OpenVault) -> list[Action]:
    """Everything that was done and can be told, newest first."""
    return [one for one in vault.journal.actions() if not one.passing and one.progress is Progress.DONE]


def undo(vault: OpenVault, number: int | None = None, *, write: bool = True) -> tuple[Action, list[Write]]:
    """Take back one action, all its files or none: the last that stands, or the one with a number.

    What was taken back stands again when that is taken back, by its number. Gives the action and what was
    written, or would be. Raises NoActionError, ChangedSinceError, BusyVaultError, OSError.
    """
    if not write:
        action = _which(vault, number)
        return action, plan(vault, _back(action))
    with writing(vault) as writer:
        action = _which(vault, number)
        edits = _back(action)
        plan(vault, edits)  # all or none: what was changed since is found before anything is written
        made, failed = writer.edit(f"undo {action.number}", edits, undoes=action)
        if failed:
            raise next(iter(failed.values()))
    return action, [change.write for change in made.changes] if made else []


def in_force(known: Sequence[Action]) -> dict[int, Action]:
    """For each action that stands, by number, the one to take back: itself, or what brought it back."""
    by_number = {one.number: one for one in known}
    found: dict[int, Action] = {}
    for one in known:
        last: Action | None = one
        while last is not None and last.undone_by is not None:
            undo = by_number.get(last.undone_by)
            # Taken back, and that too: it stands again.
            last = by_number.get(undo.undone_by) if undo is not None and undo.undone_by is not None else None
        if last is not None:
            found[one.number] = last
    return found


def _which(vault: OpenVault, number: int | None) -> Action:
    known = actions(vault)
    standing = in_force(known)
    if number is None:
        number = next((one.number for one in known if one.undoes is None and one.number in standing), None)
        # The newest that somebody asked for; what undo did is taken back by its number only.
    elif number not in standing and any(one.number == number for one in known):
        raise NoActionError(number, undone=True)
    if number is None or number not in standing:
        raise NoActionError(number)
    return standing[number]


def _back(action: Action) -> list[NoteEdit]:
    return [NoteEdit(change.write.path, partial(_restored, change.write)) for change in action.changes]


def _restored(write: Write, held: bytes | None) -> bytes | None:
    if held != write.new:
        raise ChangedSinceError(write.path, write.new, held)
    return write.old
