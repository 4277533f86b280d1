"""What plugins want in the feeds."""

from dataclasses import dataclass
from datetime import date

from vaultkit.model.phrase import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An entry to be, before the feed gives it a name and stamps."""

    key: str
    """Tells it from the plugin's others. The same key next week is the same entry, also on another day."""
    summary: Phrase
    start: date
    """A `date` (all day), or a `datetime` with a zone."""
    end: date
    """Exclusive, of the same type as `start`, at least a minute after it."""
    people: tuple[str, ...] = ()
    """Paths of the notes of those it is about. Where one of them is kept out, it is in no feed."""
    description: Phrase | None = None
    location: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wished:
    """What plugins want in the feeds on one day."""

    wishes: tuple[tuple[str, Wish], ...] = ()
    """Name of the plugin, and what it wants."""
    unsure: frozenset[str] = frozenset()
    """Names of plugins that fail: what was published for them stays as it is."""


NOTHING = Wished()
