"""A name that somebody gave: `→ [[Ola Dunk]]` in the note of a meeting, or in a line of a log."""

from dataclasses import dataclass
from datetime import date

from vaultkit.model.link import Link


@dataclass(frozen=True, slots=True)
class Given:
    """One name, with whoever gave it."""

    who: Link
    line: int
    """1-based line in the file."""
    day: date | None = None
    """Of the log's line; None in a meeting's note, which has its own day."""
    via: Link | None = None
    """Whom the line names behind `via` or `fra`; None: nobody."""
