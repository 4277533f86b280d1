"""Spreading: what may wait does not all fall on one day."""

from datetime import date, timedelta

from vaultkit.rules.workdays import working_day_from


def working_days(count: int, per_day: int, today: date, country: str = "") -> list[date]:
    """A working day, from today on, for each of so many things; the same one for `per_day` of them."""
    days: list[date] = []
    day = today
    while len(days) < count:
        day = working_day_from(day, country)
        days += [day] * min(per_day, count - len(days))
        day += timedelta(days=1)
    return days
