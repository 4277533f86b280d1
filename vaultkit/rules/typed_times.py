"""A time of day as people type it on the command line."""

import re
from datetime import time

from vaultkit.rules.dates import read_time
from vaultkit.rules.typed_words import BESIDE_HOUR, HOUR, NAMED_TIME, WORD

_CLOCK = re.compile(r"[0-9]{1,2}(?:(?P<joint>[.:])[0-9]{2}(?P<seconds>:00)?)? ?(?P<half>[ap]m)?")
_MARK = re.compile(r"(?P<mark>[a-zæøå]+) ?(?P<rest>.+)")
_SPOKEN = re.compile(r"(?P<beside>.+) (?P<hour>\S+)")


def read_typed_time(text: str, *, behind_day: bool) -> time | None:
    """`kl 12`, `12:30`, `3 pm`, `halv ti` (09:30), `noon`; None when it is none, and for a span.

    `12.30` could be a date: it is a time of day behind `kl`, or behind a whole date (`behind_day`).
    `halv ett` is refused: half past midnight on a clock of 24 hours, half past noon to those who say it.
    """
    found = _MARK.fullmatch(text)
    marked = found is not None and WORD.get(found["mark"]) == "at"
    if found is not None and marked:
        text = found["rest"]
    if clock := _CLOCK.fullmatch(text):
        told = marked or clock["half"] or clock["joint"] == ":" or (clock["joint"] and behind_day)
        return read_time("kl " + text.removesuffix(clock["seconds"] or "")) if told else None
    if marked and text in HOUR:
        return time(HOUR[text])
    if (spoken := _SPOKEN.fullmatch(text)) and spoken["beside"] in BESIDE_HOUR:
        hour = (
            int(spoken["hour"]) if re.fullmatch("[0-9]{1,2}", spoken["hour"]) else HOUR.get(spoken["hour"], 0)
        )
        minutes = hour * 60 + BESIDE_HOUR[spoken["beside"]]
        return time(*divmod(minutes, 60)) if 60 <= minutes < 24 * 60 else None
    return NAMED_TIME.get(text)
