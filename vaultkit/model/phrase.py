"""Something to say, kept as data until the language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in English with named places, and what goes into them.

    The English sentence is also the key of the catalogues (`vaultkit/words/*.po`).
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    """Text, int, date, datetime, Weekday, Cadence, Network, Ref, Phrase, or a tuple of these."""
    many: str = ""
    """The sentence for other counts than one; the count is the value named `count`. Empty: no plural."""

    def english(self) -> str:
        """The phrase as it stands in the code; for exceptions and programs that know no language."""
        values = {name: v.english() if isinstance(v, Phrase) else v for name, v in self.values.items()}
        return (self.many if self.many and values["count"] != 1 else self.text).format(**values)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day to be said with its weekday."""

    day: date


def spoken(start: date) -> "date | Weekday":
    """The start of a meeting as a value of a phrase: an all-day one is said with its weekday too."""
    return start if isinstance(start, datetime) else Weekday(start)


def phrase(text: str, /, **values: object) -> Phrase:
    """A phrase; every call with a literal is found by the catalogue extractor."""
    return Phrase(text, values)


def nphrase(one: str, many: str, count: int, /, **values: object) -> Phrase:
    """A phrase that depends on a count, named `count` in both sentences."""
    return Phrase(one, {"count": count, **values}, many)


def marked(text: str) -> str:
    """The text itself; the call lets the catalogue extractor find words that are used later."""
    return text
