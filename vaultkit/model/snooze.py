"""Not now: a follow-up that its owner has put off."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Snooze:
    """As the person's note has it: `thank 2026-11-19 until 2026-12-01`."""

    kind: str
    day: date
    """The day that the follow-up is about; see `FollowUp.day`."""
    until: date

    @property
    def begins(self) -> str:
        """How every such item about the same follow-up begins."""
        return f"{self.kind} {self.day.isoformat()} "

    @property
    def text(self) -> str:
        """The item itself."""
        return f"{self.begins}until {self.until.isoformat()}"
