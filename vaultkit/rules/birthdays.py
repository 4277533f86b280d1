"""On which day somebody has their birthday."""

from datetime import date

from vaultkit.model.person import Birthday


def next_birthday(birthday: Birthday, today: date) -> date:
    """The next one from today on; 29 February is kept on the 28th in other years."""
    for year in (today.year, today.year + 1):
        try:
            day = date(year, birthday.month, birthday.day)
        except ValueError:
            day = date(year, 2, 28)
        if day >= today:
            return day
    raise AssertionError("a birthday comes every year")
