"""Text to interval and length, in the forms that people write."""

import re
from datetime import timedelta
from functools import lru_cache

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.rules.vocabulary import NEVER_WORDS

_MOST_DAYS = 36_525
"""A hundred years: the longest interval."""

_UNITS: dict[str, str] = {
    **dict.fromkeys(("d", "day", "days", "dag", "dager", "dagar", "døgn"), "day"),
    **dict.fromkeys(("w", "wk", "week", "weeks", "uke", "uker", "veke", "veker", "u"), "week"),
    **dict.fromkeys(("m", "mo", "mnd", "month", "months", "måned", "måneder", "månad", "månader"), "month"),
    **dict.fromkeys(("q", "quarter", "quarters", "kvartal", "kvartaler"), "quarter"),
    **dict.fromkeys(("y", "year", "years", "år"), "year"),
}
_NAMED: dict[str, Cadence] = {
    **dict.fromkeys(("daily", "daglig", "dagleg"), Cadence(1, "day")),
    **dict.fromkeys(("weekly", "ukentlig", "vekentleg"), Cadence(1, "week")),
    **dict.fromkeys(("biweekly", "fortnightly", "annenhver uke", "annakvar veke"), Cadence(2, "week")),
    **dict.fromkeys(("monthly", "månedlig", "månadleg"), Cadence(1, "month")),
    **dict.fromkeys(("bimonthly", "annenhver måned", "annakvar månad"), Cadence(2, "month")),
    **dict.fromkeys(("quarterly", "kvartalsvis", "kvartalsvist", "kvartal"), Cadence(3, "month")),
    **dict.fromkeys(
        (
            "half-yearly",
            "halfyearly",
            "semiannually",
            "biannually",
            "halvårlig",
            "halvårleg",
            "halvår",
            "hvert halvår",
            "kvart halvår",
        ),
        Cadence(6, "month"),
    ),
    **dict.fromkeys(("yearly", "annually", "annual", "årlig", "årleg"), Cadence(1, "year")),
    **dict.fromkeys(NEVER_WORDS, NEVER),
}
_NUMBERS = {
    word: str(number)
    for number, words in (
        (2, "to two second annen andre"),
        (3, "tre three third tredje"),
        (4, "fire four fourth fjerde"),
        (5, "fem five fifth femte"),
        (6, "seks six sixth sjette"),
        (8, "åtte eight"),
        (12, "tolv twelve"),
    )
    for word in words.split()
}
_NUMBERED = re.compile(r"(?:(?:every|each|hvert?|kvart?|p)\s*)?(\d{1,4})?\.?\s*([a-zæøå]+)?")
_OTHER = re.compile(r"(?:every other|annenhver|annakvar|hver annen|kvar andre)\s+([a-zæøå]+)")


@lru_cache(maxsize=1024)
def read_cadence(text: str) -> Cadence | None:
    """`6 weeks`, `6w`, `P6W`, `42` (days), `weekly` … `yearly`, `hver 6. uke`, `never`; else None."""
    words = text.casefold().replace("mnd.", "mnd").split()
    text = " ".join(words)
    if text in _NAMED:
        return _NAMED[text]
    text = " ".join(_NUMBERS.get(word, word) for word in words)
    count, word = 1, ""
    if found := _OTHER.fullmatch(text):
        count, word = 2, found[1]
    elif text and (found := _NUMBERED.fullmatch(text)):
        if found[1] is None and found[2] is None:
            return None
        count, word = int(found[1] or 1), found[2] or "day"
        if found[1] is None and text == word and word not in ("uke", "week", "måned", "month", "år", "year"):
            return None
    unit = _UNITS.get(word)
    if unit is None or count == 0:
        return None
    cadence = Cadence(count * 3, "month") if unit == "quarter" else Cadence(count, unit)
    return cadence if cadence.days <= _MOST_DAYS else None


_LENGTH = re.compile(
    r"(?:pt)?(?:(\d{1,3})(?:[.,](\d))?\s*(?:hours|hour|timer|time|h|t))?\s*"
    r"(?:(\d{1,4})\s*(?:minutes|minutter|minutt|mins|min|m)?)?"
)
_CLOCKED = re.compile(r"(\d{1,2}):(\d{2})")


def read_length(text: str) -> timedelta | None:
    """Minutes (`45`), `1h`, `1h30`, `90 min`, `1,5 timer`, `1:30`; None when it is no length or zero."""
    text = text.casefold().strip()
    if found := _CLOCKED.fullmatch(text):
        minutes = int(found[1]) * 60 + int(found[2])
    elif text and (found := _LENGTH.fullmatch(text)):
        minutes = int(found[1] or 0) * 60 + int(found[2] or 0) * 6 + int(found[3] or 0)
    else:
        return None
    return timedelta(minutes=minutes) if 0 < minutes <= 14 * 24 * 60 else None
