"""An open task in the note of a person or a meeting: something that was promised."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One line with an empty box."""

    text: str
    """As a reader sees it: links by their text, without the fields that the Tasks plugin writes behind it."""
    line: int
    """1-based line in the file."""
