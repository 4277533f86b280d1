"""Working days: Monday to Friday without public holidays. The one place that knows the holidays library."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)


def is_working_day(day: date, country: str) -> bool:
    """Whether people work on a day. `country`: ISO 3166 code; empty or unknown: only weekends are free."""
    return day.weekday() < 5 and day not in _holidays(country.upper(), day.year)


def working_day_from(day: date, country: str) -> date:
    """The day itself when it is a working day, else the next one."""
    while not is_working_day(day, country):
        day += _DAY
    return day


def working_day_before(day: date, country: str) -> date:
    """The last working day before a day."""
    day -= _DAY
    while not is_working_day(day, country):
        day -= _DAY
    return day


def working_days_after(day: date, count: int, country: str, quiet: Collection[int] = ()) -> date:
    """The day on which so many working days have passed since a day; that day itself does not count.

    `quiet`: months, 1 to 12, in which no day counts; never all twelve.
    """
    while count:
        day += _DAY
        count -= day.month not in quiet and is_working_day(day, country)
    return day


@lru_cache(maxsize=16)
def _holidays(country: str, year: int) -> frozenset[date]:
    if not country:
        return frozenset()
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # how the library says that it does not know a country
        return frozenset()
