"""Something in a note for its owner to mend. Collected, never raised."""

from dataclasses import dataclass

from vaultkit.model.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, at one place, of one kind; the words for each kind are in `rules/codes.py`."""

    path: str
    """Path in the vault, with forward slashes."""
    line: int
    """1-based; 1 when the whole note is meant."""
    column: int
    """1-based, in characters."""
    code: str
    """`VK` and three digits; never reused for another meaning."""
    said: Phrase
    """What is wrong, in one sentence without place."""
    way_out: Phrase
    """What the owner can do about it."""
    source: str = ""
    """The line as it stands in the note, for the caret; empty when there is none to show."""

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.said.english()

    @property
    def hint(self) -> str:
        """What the owner can do about it, in English."""
        return self.way_out.english()

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Sort key: by place, then code."""
        return (self.path, self.line, self.column, self.code)
