"""The log in a person's note: dated lines of what happened."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LogLine:
    """One dated line, heading or table row of a log."""

    day: date
    text: str
    """What was written behind the date; empty when only the date is there."""
    line: int
    """1-based line in the file."""
