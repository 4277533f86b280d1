"""A change to one file, decided and not yet done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Write:
    """One file of the vault gets new bytes, or goes."""

    path: str
    """In the vault, forward slashes."""
    old: bytes | None
    """What the file held when this was decided; None: there is no file yet."""
    new: bytes | None
    """None: the file is taken away."""
