"""How often to be in touch."""

from dataclasses import dataclass

DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Length of each unit in days; a month is 30 days and a quarter 90, so that an interval explains itself."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """An interval such as every 6 weeks."""

    count: int
    """Positive; 0 means never."""
    unit: str = "day"
    """One of `day`, `week`, `month`, `year`."""

    @property
    def days(self) -> int:
        """Whole days; 0 means never."""
        return self.count * DAYS[self.unit]


NEVER = Cadence(0)
