"""An amount of time that was typed, and the day so far away, by the calendar."""

import re
from calendar import monthrange
from datetime import date, timedelta

from vaultkit.model.cadence import Cadence
from vaultkit.rules.intervals import read_cadence
from vaultkit.rules.typed_words import COUNT, UNIT

_WORDS, _UNITS = map("|".join, (COUNT, UNIT))
AMOUNT = (
    rf"(?:(?:(?P<count>[0-9]{{1,4}}) ?|(?P<word>{_WORDS}) )(?P<unit>{_UNITS})"
    r"|(?:(?:a|an|et|eit) )?(?:half(?: a)?[ -]year|halfyear))"
)
"""`2 week`, `en week`, `et half year`, in the words of `typed_words.WORD`; read by `amount`."""


def amount(found: re.Match[str]) -> Cadence | None:
    """What `AMOUNT` matched; None for zero and for more than a hundred years."""
    if not found["unit"]:
        return Cadence(6, "month")
    return read_cadence(f"{found['count'] or COUNT[found['word']]} {found['unit']}")


def counted(day: date, interval: Cadence, sign: int = 1) -> date:
    """The day an interval later, or earlier with sign -1. Months go by the calendar, to its end at most.

    Raises ValueError or OverflowError beyond what a date holds.
    """
    if interval.unit in ("day", "week"):
        return day + sign * timedelta(days=interval.days)
    return months_on(day, sign * interval.count * (12 if interval.unit == "year" else 1))


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or its last. Raises ValueError beyond the year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
