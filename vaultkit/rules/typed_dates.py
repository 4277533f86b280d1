"""Dates and intervals as people type them on the command line: a closed grammar in English and Norwegian.

What has two readings has none, and what does not exist is never moved to something near.
"""

import re
from datetime import date, datetime, time
from unicodedata import normalize

from vaultkit.model.cadence import Cadence
from vaultkit.rules.intervals import read_cadence
from vaultkit.rules.typed_days import canonical, typed_days, unled
from vaultkit.rules.typed_intervals import AMOUNT, amount, counted
from vaultkit.rules.typed_times import read_typed_time
from vaultkit.rules.typed_words import EVENINGS

EXAMPLES = ("neste fredag", "27.11", "uke 48", "om 2 uker", "tomorrow", "+3d", "i morgen kl 14")
"""For help and error messages; each is understood on every day."""

_LONGEST = 200
"""Characters of the longest text that is looked at."""
_TIDY = (
    (re.compile(r"(?<![^\W\d_])([ap])\.m\b\.?"), r"\1m"),
    (re.compile(r"(?<=[^\W\d_])\."), " "),  # `nov.`, `kl.12`
    (re.compile(r"(?<=[0-9]\.)(?=[^\W\d_])"), " "),  # `27.nov`
    (re.compile(r"(?<=-[0-9]{2})t(?=[0-9]{2}:)"), " "),  # `2026-11-27T12:00`
    (re.compile(r",(?![0-9])"), " "),  # `1,5` stays together, to be refused
)
_INTERVAL = re.compile(rf"(?:in |\+ ?)?{AMOUNT}|\+?(?P<days>[0-9]{{1,3}})")


def read_typed(text: str, today: date) -> date | datetime | None:
    """The day, or with a time of day the moment on the wall clock (naive). None when it is not understood.

    A day without its year is the next such day, today included; a weekday is the next one after today; `next
    friday` is that of the next ISO week; a week without a weekday is its Monday. A time alone is today's.
    """
    plain = _plain(text)
    for said in (plain, plain.removesuffix(".")):
        if found := _readings(said.split(), today):
            return found.pop() if len(found) == 1 else None
    return None


def read_typed_interval(text: str) -> Cadence | None:
    """`2w`, `2 uker`, `om en uke`, `et halvt år`, `14` (days); None for zero and for anything else."""
    found = _INTERVAL.fullmatch(canonical(_plain(text)))
    if found is None:
        return None
    return read_cadence(f"{found['days']} days") if found["days"] else amount(found)


def typed_day(text: str, today: date) -> date | None:
    """A day, or an interval counted from today (`14` is in 14 days). None with a time of day."""
    read = read_typed(text, today)
    if read is not None:
        return None if isinstance(read, datetime) else read
    interval = read_typed_interval(text)
    try:
        return counted(today, interval) if interval else None
    except (ValueError, OverflowError):
        return None


def _plain(text: str) -> str:
    """Small letters, single blanks, no dots behind words; empty when it is too long to be a date."""
    if len(text) > _LONGEST:
        return ""
    text = normalize("NFC", text.casefold())
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return " ".join(text.split())


def _readings(words: list[str], today: date) -> set[date | None]:
    """All that the words can mean, a time of day standing last or first; None is a contradiction."""
    found = set(typed_days(" ".join(words), today)) if words else set()
    for at in range(len(words) + 1):
        head, tail = " ".join(words[:at]), " ".join(words[at:])
        if clock := read_typed_time(tail, behind_day=bool(head)):
            found |= {_at(clock, day, head) for day in typed_days(head, today)}
        for begin in unled(head):
            if clock := read_typed_time(begin, behind_day=False):
                found |= {_at(clock, day, tail) for day in typed_days(tail, today)}
    return found


def _at(clock: time, day: date | None, said: str) -> datetime | None:
    if day is None or (said.endswith(EVENINGS) and clock.hour < 12):
        return None
    return datetime.combine(day, clock)
