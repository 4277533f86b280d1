"""The words of a typed date, in English, bokmål and nynorsk: data only. A new word is added here.

Small letters, Norwegian ones included; `lørdag` stands for `lordag` and `loerdag` as well.
"""

from collections.abc import Iterable, Mapping
from datetime import time
from itertools import chain
from typing import TypeVar

_V = TypeVar("_V")
_WITHOUT_LETTERS = tuple(map(str.maketrans, ({}, {"å": "a", "ø": "o"}, {"å": "aa", "ø": "oe"})))


def _spelled(table: Mapping[str, _V]) -> dict[str, _V]:
    """The table with each word also as it is typed on a keyboard without å and ø."""
    return {word.translate(letters): value for letters in _WITHOUT_LETTERS for word, value in table.items()}


def _first_of(groups: Iterable[str]) -> dict[str, str]:
    """Each word to the first of its group."""
    return {word: group.split()[0] for group in groups for word in group.split()}


_WEEKDAYS = (
    "monday mon mandag man måndag mån",
    "tuesday tue tues tirsdag tir tirs tysdag tys",
    "wednesday wed onsdag ons",
    "thursday thu thur thurs torsdag tor tors",
    "friday fri fredag fre",
    "saturday sat lørdag lør laurdag lau",
    "sunday sun søndag søn sundag",
)
_MONTHS = (
    "january januar jan",
    "february februar feb",
    "march mars mar",
    "april apr",
    "may mai",
    "june juni jun",
    "july juli jul",
    "august aug",
    "september sept sep",
    "october oktober oct okt",
    "november nov",
    "december desember dec des",
)
_UNITS = (
    "day days d dag dager dagar døgn",
    "week weeks wk w uke uka uken uker veke veka veker u",
    "month months mo m mnd måned måneder måneden månad månader månaden",
    "quarter quarters q kvartal kvartaler",
    "year years y år",
)
_JOINTS = (
    "next neste",
    "last forrige førre sist",
    "this denne",
    "coming kommende kommande komande førstkommende førstkommande fyrstkommande",
    "in om",
    "ago siden sidan",
    "the den",
    "at kl klokka klokken",
    "on på",
    "of av",
    "end slutten",
    "monthend månedsslutt månadsslutt",
    "half halv halvt",
    "halfyear halvår",
)
_HOURS = {
    word: number
    for number, words in enumerate(
        (
            "en én ein ett eitt one",
            "to two",
            "tre three",
            "fire four",
            "fem five",
            "seks six",
            "sju syv seven",
            "åtte eight",
            "ni nine",
            "ti ten",
            "elleve eleven",
            "tolv twelve",
        ),
        start=1,
    )
    for word in words.split()
}
_ARTICLES = dict.fromkeys(("a", "an", "ei", "et", "eit"), 1)

WEEKDAY = {group.split()[0]: number for number, group in enumerate(_WEEKDAYS)}
"""English name to number, Monday 0."""
MONTH = {group.split()[0]: number for number, group in enumerate(_MONTHS, start=1)}
"""English name to number, January 1."""
UNIT = tuple(group.split()[0] for group in _UNITS)
WEEK_STEP = {"last": -1, "this": 0, "next": 1}
"""Weeks from the present one."""
WORD: dict[str, str] = _spelled(_first_of(chain(_WEEKDAYS, _MONTHS, _UNITS, _JOINTS)))
"""Each word to the one that the grammar is written in, which is English."""

DAYS_AWAY: dict[str, int] = _spelled(
    {
        **dict.fromkeys(("i forgårs", "iforgårs", "i førgår", "day before yesterday"), -2),
        **dict.fromkeys(("i går", "igår", "yesterday"), -1),
        **dict.fromkeys(("i dag", "idag", "today", "nå", "now"), 0),
        **dict.fromkeys(("i kveld", "ikveld", "tonight", "this evening"), 0),
        **dict.fromkeys(("i morgen", "imorgen", "i morgon", "imorgon", "tomorrow"), 1),
        **dict.fromkeys(("overmorgen", "i overmorgen", "overmorgon", "i overmorgon"), 2),
        "day after tomorrow": 2,
    }
)
"""Whole phrases to days from today."""
EVENINGS = ("i kveld", "ikveld", "tonight", "this evening")
"""Names of today that no hour before noon goes with."""
_LEADING = ("på", "den", "fra", "innen", "til", "on", "the", "from", "by", "until", "till")
LEADING = frozenset(_spelled(dict.fromkeys(_LEADING)))
"""Words before a date that change nothing."""

COUNT: dict[str, int] = _spelled(_HOURS | _ARTICLES)
"""Numbers and articles before a unit: `en uke`, `two weeks`."""
HOUR: dict[str, int] = _spelled(_HOURS)
NAMED_TIME = {"noon": time(12), "midday": time(12)}
BESIDE_HOUR: dict[str, int] = _spelled(
    {
        "halv": -30,
        "kvart på": -15,
        "kvart over": 15,
        "quarter to": -15,
        "quarter past": 15,
        "half past": 30,
    }
)
"""What is said before an hour, to minutes from it. `half ten` is left out: 9:30 to some, 10:30 to others."""
