"""What was given and what was got, as logs tell it: the benefit of a network goes both ways (the article).

A log line says `gave: …` or `got: …` (`ga:`, `gav:`, `fikk:`, `fekk:`), at its beginning or further on;
one line may say both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from vaultkit.model.log import LogLine
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.rules.followups.situation import Situation

RECENT = 90
"""Days for which the home page counts, today among them."""
_SAID = re.compile(r"\b(?:(gave|gav|ga)|got|fikk|fekk)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Favour:
    """Something that one did for the other."""

    day: date
    given: bool
    """True: the owner gave it; False: the owner got it."""
    what: str
    """As written; may be empty."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How often something was given and got."""

    gave: int
    got: int

    def __bool__(self) -> bool:
        return bool(self.gave or self.got)

    @property
    def said(self) -> Phrase:
        """In words, without a full stop."""
        gave = nphrase("gave {count} time", "gave {count} times", self.gave)
        got = nphrase("got {count} time", "got {count} times", self.got)
        return phrase("{gave} · {got}", gave=gave, got=got)


def favours(log: Iterable[LogLine]) -> Iterator[Favour]:
    """What the lines of a log tell of, in their order."""
    for line in log:
        said = list(_SAID.finditer(line.text))
        for one, end in zip_longest(said, [one.start() for one in said[1:]]):
            yield Favour(line.day, bool(one[1]), line.text[one.end() : end].strip(" ,;.·–—-"))


def favours_of(now: Situation) -> list[Favour]:
    """With one person up to today, newest first."""
    if not now.person.log:
        return []
    found = (one for one in favours(now.person.log) if one.day <= now.today)
    return now.once("favours", lambda: sorted(found, key=lambda one: (one.day, one.what), reverse=True))


def recent_favours(now: Situation) -> list[Favour]:
    """Those of the last `RECENT` days."""
    return [one for one in favours_of(now) if one.day > now.today - timedelta(days=RECENT)]


def balance(found: Iterable[Favour]) -> Balance:
    """How often something was given and got."""
    given = [one.given for one in found]
    return Balance(given.count(True), given.count(False))


def only_receives(now: Situation) -> bool:
    """Whether the owner has got something from a person, never given anything, and noted no offer."""
    counts = balance(favours_of(now))
    return counts.got > 0 and not counts.gave and not now.person.offer
