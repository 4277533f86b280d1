"""`review`: which week is meant, and what the notes tell of it."""

from vaultkit.app.days import day_of
from vaultkit.app.survey import Survey
from vaultkit.errors import PastDayError
from vaultkit.model.phrase import Weekday, phrase
from vaultkit.model.review import Review
from vaultkit.rules.review import review_of
from vaultkit.rules.weeks import monday_of, read_week


def review_week(seen: Survey, typed: str) -> Review:
    """The review of a week, as typed by its number or by a day of it; empty: this week.

    Raises NotADateError, and PastDayError for a week that is still to come.
    """
    today = seen.today
    monday = read_week(typed, today) if typed else monday_of(today)
    if monday is None:
        monday = monday_of(day_of(typed, today))
    if monday > today:
        raise PastDayError(
            phrase("{day} is still to come", day=Weekday(monday)),
            phrase("the week page tells what is planned in this week"),
        )
    return review_of(seen.people, seen.queue, today, monday)
