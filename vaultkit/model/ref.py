"""A mention of a note in something that is said; each sink writes it in its own syntax."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """A note by path, with the name a reader knows it by."""

    path: str
    """In the vault, with `.md`; empty when there is no such note."""
    name: str
