"""A day as people type it, without a time of day: the rules, each a pattern and what it means.

The patterns are written in the words of `typed_words.WORD`, which are English whatever the language was.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from vaultkit.rules.dates import leading_day
from vaultkit.rules.typed_intervals import AMOUNT, amount, counted, months_on
from vaultkit.rules.typed_words import DAYS_AWAY, LEADING, MONTH, WEEK_STEP, WEEKDAY, WORD

_LETTERS = re.compile(r"[^\W\d_]+")
_WEEKDAYS, _MONTHS, _STEPS = map("|".join, (WEEKDAY, MONTH, WEEK_STEP))
_DAY = r"(?P<day>[0-9]{1,2})"
_NTH = r"(?:\.|st|nd|rd|th)"
_WEEK = (
    rf"(?:(?:i|in|of) )?(?:(?P<step>{_STEPS}) week"
    r"|week ?(?P<week>[0-9]{1,2})(?: (?:(?:i|in|of) )?(?P<year>[1-9][0-9]{3}))?"
    r"|(?P<iso_year>[1-9][0-9]{3})[- ]?week ?(?P<iso_week>[0-9]{1,2}))"
)

_V = TypeVar("_V")
_Found = re.Match[str]
_Rule = Callable[[_Found, date], date | None]
_Rules = tuple[tuple[re.Pattern[str], _Rule], ...]


def canonical(text: str) -> str:
    """The text in the words of the patterns; unknown words stay."""
    return _LETTERS.sub(lambda found: WORD.get(found[0], found[0]), text)


def unled(text: str) -> Iterator[str]:
    """The text, and what is left of it behind each of its leading words that change nothing."""
    yield text
    while (parts := text.split(" ", 1))[0] in LEADING and len(parts) == 2:
        text = parts[1]
        yield text


def typed_days(text: str, today: date) -> Iterator[date | None]:
    """All days that the text can mean; None for one that contradicts itself, today for the empty text."""
    if not text:
        yield today
    for said in unled(text):
        away = DAYS_AWAY.get(said)
        yield from _matched(canonical(said) if away is None else f"{away} away", today, _RULES)


def _matched(text: str, today: date, rules: _Rules) -> Iterator[date | None]:
    for pattern, rule in rules:
        if found := pattern.fullmatch(text):
            try:
                yield rule(found, today)
            except (ValueError, OverflowError):
                continue  # a day that does not exist, or beyond what a date holds


def _existing(read: _V | None) -> _V:
    if read is None:
        raise ValueError("no such day")
    return read


def _away(found: _Found, today: date) -> date:
    return today + timedelta(days=int(found["days"]))


def _ahead(found: _Found, today: date) -> date:
    return counted(today, _existing(amount(found)))


def _ago(found: _Found, today: date) -> date:
    return counted(today, _existing(amount(found)), -1)


def _iso(found: _Found, _: date) -> date:
    return _existing(_whole(found[0]))


def _whole(text: str) -> date | None:
    found = leading_day(text)
    return found[0] if found and not found[1] else None


def _numbers(found: _Found, today: date) -> date:
    joint, year = found["joint"], found["year"]
    return _dated((found["first"], found["second"]), joint, year, today)


def _named_month(found: _Found, today: date) -> date:
    return _dated((found["day"], str(MONTH[found["month"]])), ".", found["year"], today)


def _dated(day_and_month: tuple[str, str], joint: str, year: str | None, today: date) -> date:
    """The date; without a year the next such day, today included. 2000 has all days that there are."""
    century = "20" if year and len(year) == 2 else ""
    day = _existing(_whole(joint.join((*day_and_month, century + (year or "2000").strip()))))
    if year:
        return day
    years = (y for y in range(today.year, today.year + 9) if day.day <= monthrange(y, day.month)[1])
    return next(such for y in years if (such := day.replace(year=y)) >= today)


def _day_of_month(found: _Found, today: date) -> date:
    """The next such day, today included; months without it are passed over."""
    number = int(found["day"])
    for months in range(3):
        first = months_on(today.replace(day=1), months)
        if number <= monthrange(first.year, first.month)[1] and first.replace(day=number) >= today:
            return first.replace(day=number)
    raise ValueError("no such day")


def _week(found: _Found, today: date) -> date | None:
    """A day of a week, Monday unless said; without a year the next such week, the present one included."""
    weekday = timedelta(days=WEEKDAY.get(found["weekday"] or "", 0))
    if step := found["step"]:
        if step != "next" and not found["weekday"]:
            return None
        return today - timedelta(days=today.weekday()) + timedelta(weeks=WEEK_STEP[step]) + weekday
    week, year = int(found["week"] or found["iso_week"]), found["year"] or found["iso_year"]
    if year:
        return date.fromisocalendar(int(year), week, 1) + weekday
    monday = date.fromisocalendar(today.isocalendar().year, week, 1)
    if today - monday >= timedelta(weeks=1):
        monday = date.fromisocalendar(today.isocalendar().year + 1, week, 1)
    return monday + weekday


def _weekday(found: _Found, today: date) -> date:
    """1 to 7 days ahead; `next` in the next ISO week; `last` 1 to 7 days back."""
    away = WEEKDAY[found["weekday"]] - today.weekday()
    days = {"next": 7 + away, "last": -((-away - 1) % 7 + 1)}.get(found["step"], (away - 1) % 7 + 1)
    return today + timedelta(days=days)


def _weekday_and_date(found: _Found, today: date) -> date | None:
    """None, the mark of a contradiction, when the date is another weekday."""
    days = (day for said in unled(found["date"]) for day in _matched(said, today, _DATES))
    day = _existing(next(days, None))
    return day if day.weekday() == WEEKDAY[found["weekday"]] else None


def _next_month(_: _Found, today: date) -> date:
    return months_on(today.replace(day=1), 1)


def _month_end(_: _Found, today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])


def _rule(pattern: str, rule: _Rule) -> tuple[re.Pattern[str], _Rule]:
    return re.compile(pattern), rule


_DATES: _Rules = (
    _rule(r"[0-9]{4}(?P<joint>[-/.])[0-9]{1,2}(?P=joint)[0-9]{1,2}", _iso),
    _rule(
        r"(?P<first>[0-9]{1,2})(?P<joint>[./]) ?(?P<second>[0-9]{1,2})"
        r"(?:(?P=joint)(?P<year> ?[0-9]{4}|[0-9]{2}))?\.?",
        _numbers,
    ),
    _rule(rf"{_DAY}{_NTH}? ?(?:of )?(?P<month>{_MONTHS})(?: (?P<year>[0-9]{{4}}))?", _named_month),
    _rule(rf"(?P<month>{_MONTHS}) {_DAY}{_NTH}?(?: (?P<year>[0-9]{{4}}))?", _named_month),
    _rule(rf"{_DAY}{_NTH}", _day_of_month),
    _rule(rf"the {_DAY}", _day_of_month),
)
"""The days that have a number; a weekday may stand before them."""
_RULES: _Rules = (
    *_DATES,
    _rule(r"(?P<days>-?[0-9]) away", _away),
    _rule(rf"(?P<weekday>{_WEEKDAYS}) (?P<date>.+)", _weekday_and_date),
    _rule(rf"(?:(?P<step>this|coming|next|last) )?(?P<weekday>{_WEEKDAYS})", _weekday),
    _rule(rf"(?:(?P<weekday>{_WEEKDAYS}) )?{_WEEK}", _week),
    _rule(rf"{_WEEK} (?:on )?(?P<weekday>{_WEEKDAYS})", _week),
    _rule(rf"(?:in |\+ ?)?{AMOUNT}", _ahead),
    _rule(rf"(?:for )?{AMOUNT} ago", _ago),
    _rule(rf"- ?{AMOUNT}", _ago),
    _rule("(?:in? )?next month", _next_month),
    _rule("end of (?:the )?month|monthend", _month_end),
)
