"""A copy that a synchronisation program put beside a note that two devices changed at the same time."""

from dataclasses import dataclass
from enum import StrEnum

from vaultkit.model.phrase import Phrase


class Standing(StrEnum):
    """How a copy compares with its note."""

    SAME = "same"
    """Byte for byte."""
    LINE_ENDS = "line_ends"
    """The same lines; only how they end differs."""
    NOTHING_NEW = "nothing_new"
    """Every line of the copy stands in the note, in the same order; the note has more."""
    DIFFERS = "differs"
    """The copy has lines that the note has not."""
    GONE = "gone"
    """There is no such note."""
    UNREADABLE = "unreadable"
    """One of the two cannot be read."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between the bytes of a note and of its copy."""

    standing: Standing
    line: int = 0
    """1-based, of the copy: where the difference begins; 0: there is none."""
    only_in_copy: int = 0
    """So many lines of the copy are not in the note."""
    only_in_note: int = 0
    diff: tuple[str, ...] = ()
    """From note to copy, as `diff -u` shows it; empty where the two are too long to be compared by lines."""


@dataclass(frozen=True, slots=True)
class ConflictCopy:
    """One copy, and the note it belongs to."""

    path: str
    note: str
    """The note's path in the vault; where there is none, the path that it would have."""
    compared: Comparison
    is_page: bool = False
    """The note is a page that vaultkit keeps."""
    reason: Phrase | None = None
    """What keeps the two from being compared; None: nothing."""
