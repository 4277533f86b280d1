"""The pages before meetings as they were made last, so that only what has changed is made again."""

from dataclasses import dataclass

from vaultkit.model.problem import Problem
from vaultkit.store.glance import Seen


@dataclass(frozen=True, slots=True)
class Checked:
    """A note that was found to be right, or that cannot be made so."""

    seen: Seen
    inner: str
    day_has_come: bool
    problem: Problem | None


class KnownSheets:
    """The pages as they were made last; with nothing kept the result is the same."""

    def __init__(self) -> None:
        self.made: dict[str, tuple[object, str]] = {}
        """By path, of what each was made, and its text."""
        self.checked: dict[str, Checked] = {}
