"""Change notes because somebody asked: decide, then do it or only tell it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vaultkit.app.editing import note_edits
from vaultkit.app.survey import Survey
from vaultkit.app.telling import told
from vaultkit.app.writing import NoteEdit, plan, writing
from vaultkit.model.edit import Edit
from vaultkit.model.phrase import Phrase
from vaultkit.model.ref import Ref
from vaultkit.model.write import Write
from vaultkit.store.words import Words


@dataclass(frozen=True, slots=True)
class Changed:
    """What a command changed in the notes, or would change."""

    words: Words
    writes: tuple[Write, ...]
    said: tuple[tuple[Ref, tuple[Phrase, ...]], ...]
    """For each person or note, what is new there."""
    action: int | None = None
    """The number with which `undo` takes it back; None: nothing was written."""
    failed: tuple[tuple[str, Exception], ...] = ()
    """Notes that could not be changed while others were, and why."""
    hints: tuple[Phrase, ...] = ()
    """What its owner may want to do next."""


def change(
    seen: Survey, command: str, asked: Sequence[tuple[Ref, Sequence[Edit]]], *, write: bool
) -> Changed:
    """Make the edits asked for each person. Raises VaultkitError or OSError when nothing could be changed."""
    edits = note_edits((edit for _, edits in asked for edit in edits), seen)
    said = tuple((who, tuple(words(edits))) for who, edits in asked)
    return change_notes(seen, command, edits, said, write=write)


def change_notes(
    seen: Survey,
    command: str,
    edits: Sequence[NoteEdit],
    said: tuple[tuple[Ref, tuple[Phrase, ...]], ...],
    *,
    write: bool,
) -> Changed:
    """Make edits of bytes. Raises VaultkitError or OSError when nothing could be changed."""
    # What is refused is refused before anything is written.
    writes = tuple(plan(seen.vault, edits))
    if not write or not writes:
        return Changed(seen.words, writes, said)
    with writing(seen.vault) as writer:
        action, failed = writer.edit(command, edits)
    if action is None and failed:
        raise next(iter(failed.values()))
    done = tuple(change.write for change in action.changes) if action else ()
    number = action.number if action else None
    return Changed(seen.words, done, said, number, tuple(failed.items()))


def words(edits: Iterable[Edit]) -> Iterable[Phrase]:
    """What the edits do, in words."""
    return (phrase for edit in edits if (phrase := told(edit)) is not None)
