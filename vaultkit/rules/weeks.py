"""Weeks, from Monday to Sunday, by the numbers of ISO 8601."""

import re
from datetime import date, timedelta

_WEEK = re.compile(r"(?:(\d{4})[- ]?)?(?:w|week|uke|veke) ?(\d{1,2})")
_LAST = frozenset(("last week", "forrige uke", "sist uke", "førre veke", "forrige veke", "sist veke"))
_DAYS = timedelta(days=7)


def monday_of(day: date) -> date:
    """The day with which its week begins."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> int:
    """A number for the week of a day, one more than that of the week before."""
    return (day.toordinal() - 1) // 7


def week_name(day: date) -> str:
    """`2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def read_week(text: str, today: date) -> date | None:
    """The Monday of `2026-W48`, `uke 48`, `last week`; None where that is no week.

    Without a year the last week of that number, this one too.
    """
    said = " ".join(text.casefold().split())
    if said in _LAST:
        return monday_of(today) - _DAYS
    found = _WEEK.fullmatch(said)
    if found is None:
        return None
    year = today.isocalendar().year
    for one in [int(found[1])] if found[1] else [year, year - 1, year - 2]:
        try:
            monday = date.fromisocalendar(one, int(found[2]), 1)
        except ValueError:  # a year of 52 weeks, or no such week
            continue
        if found[1] or monday <= today:
            return monday
    return None
