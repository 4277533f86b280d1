"""Rules for the time that is held: `Tue 09:00-11:00`, `tirs 09.00–11.00`, `Thu lunch`."""

import re
from datetime import time

from vaultkit.model.slot import Slot

_WEEKDAYS = (
    "mon monday man mandag mån måndag",
    "tue tues tuesday tir tirs tirsdag tys tysdag",
    "wed wednesday ons onsdag",
    "thu thur thurs thursday tor tors torsdag",
    "fri friday fre fredag",
    "sat saturday lør lørdag lau laur laurdag",
    "sun sunday søn søndag sundag",
)
_NUMBER = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_LUNCH = (time(11, 30), time(12, 30))
_RULE = re.compile(r"(?:(?:every|each|hver|kvar)\s+)?([^\W\d_]+)\.?,?\s+(.+)")
_CLOCK = r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?"
_TIMES = re.compile(rf"(?:kl\.?\s*)?{_CLOCK}\s*(?:-|–|—|to|til)\s*(?:kl\.?\s*)?{_CLOCK}")


def read_slot(text: str) -> Slot | None:
    """A weekday in English or Norwegian, short or whole, and from when to when; None when it is not that.

    `lunch` (lunsj) is from 11:30 to 12:30. A slot ends on the day on which it begins.
    """
    rule = _RULE.fullmatch(" ".join(text.casefold().split()))
    if rule is None or rule[1] not in _NUMBER:
        return None
    if rule[2] in ("lunch", "lunsj"):
        start, end = _LUNCH
    elif times := _TIMES.fullmatch(rule[2]):
        start, end = time(int(times[1]), int(times[2] or 0)), time(int(times[3]), int(times[4] or 0))
    else:
        return None
    return Slot(_NUMBER[rule[1]], start, end) if start < end else None
