"""Days as they are typed, where only a day that is past or only one that is to come makes sense."""

from datetime import date, datetime, timedelta

from vaultkit.errors import NotADateError, PastDayError
from vaultkit.model.phrase import Weekday, phrase
from vaultkit.rules.typed_dates import EXAMPLES, read_typed, read_typed_interval, typed_day
from vaultkit.rules.vocabulary import NEVER_WORDS, NONE_WORDS

AS_TYPED = tuple(f'"{said}"' if " " in said else said for said in EXAMPLES)
"""Days, with the quotes that a shell wants around several words."""
_ALMOST_A_YEAR = timedelta(days=334)
_YEAR = timedelta(days=365)


def day_of(typed: str, today: date) -> date:
    """A day that is past or today, as typed, without time of day. Raises NotADateError, PastDayError.

    `20.11` and `fredag` are the last such day here, where a day to come could not be meant.
    """
    found = read_typed(typed, today)
    if isinstance(found, date) and not isinstance(found, datetime) and found > today:
        earlier = read_typed(f"forrige {typed}", today)
        if earlier is None:
            # Almost a year ago is rather a slip of the pen for a day that is near.
            last = _a_year_before(typed, found, today)
            earlier = last if last is not None and today - last < _ALMOST_A_YEAR else None
        found = earlier or found
    if found is None or isinstance(found, datetime):
        raise NotADateError(typed, AS_TYPED)
    if found > today:
        raise PastDayError(
            phrase("{day} is still to come", day=Weekday(found)), phrase("vaultkit plan puts a meeting there")
        )
    return found


def next_of(typed: str, today: date, since: date | None = None) -> date | str | None:
    """A day to come, `never`, or None for no day at all.

    An interval is counted from `since`, today if that is None. Raises NotADateError, PastDayError.
    """
    word = " ".join(typed.casefold().split())
    if word in NEVER_WORDS:
        return word
    if word in NONE_WORDS:
        return None
    found = typed_day(typed, since or today if read_typed_interval(typed) else today)
    if found is None:
        raise NotADateError(typed, AS_TYPED)
    if found <= today:
        raise PastDayError(
            phrase("{day} is not after today", day=Weekday(found)),
            phrase("choose a day to come, such as +2w"),
        )
    near(typed, found, today)
    return found


def near(typed: str, found: date, today: date) -> None:
    """Refuse `20.11` a few days after the twentieth: a slip of the pen, and not next year. PastDayError."""
    day = found.date() if isinstance(found, datetime) else found
    if day - today >= _ALMOST_A_YEAR and _a_year_before(typed, found, today) is not None:
        raise PastDayError(
            phrase("{day} is almost a year away", day=Weekday(day)),
            phrase("write the year too if you mean it: {date}", date=day.isoformat()),
        )


def _a_year_before(typed: str, found: date, today: date) -> date | None:
    """The last such day, where a day was typed without its year; None for every other way to say a day."""
    if read_typed_interval(typed) or not any(sign.isdigit() for sign in typed):
        return None
    last = read_typed(typed, today - _YEAR)
    day = last.date() if isinstance(last, datetime) else last
    if day is None or day > today or (day.month, day.day) != (found.month, found.day):
        return None
    return day
