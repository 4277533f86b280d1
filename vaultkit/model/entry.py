"""One event in the feed."""

from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Stamps:
    """When an entry changed. All in UTC, whole seconds."""

    created: datetime
    """When it was first published; never changes."""
    modified: datetime
    """When anything in it last changed; written as LAST-MODIFIED and DTSTAMP (RFC 5545, 3.8.7.2)."""
    sequence: int
    """Seconds from 2020-01-01 UTC to the last change of time, place, rule or status; never goes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One VEVENT, before it has been given its bytes. Texts are free of control characters."""

    uid: str
    """Only `A-Z a-z 0-9 . _ @ -`; empty until `rules/published.py` has named it."""
    key: str
    """Where it comes from: a hash of note and kind. Finds the same entry again in the published feed."""
    summary: str
    """Never empty."""
    start: date
    """A `date` (all day), a `datetime` in UTC (once), or a `datetime` in a `ZoneInfo` (repeated)."""
    end: date
    """Exclusive, of the same type as `start`, always after it."""
    description: str = ""
    location: str = ""
    url: str = ""
    """A percent-encoded URI."""
    rrule: str = ""
    """RRULE value with UNTIL as RFC 5545 wants it; empty: once."""
    skipped: tuple[date, ...] = ()
    """EXDATE, of the same type and zone as `start`; sorted."""
    status: str = "CONFIRMED"
    """`CONFIRMED`, `TENTATIVE` or `CANCELLED`."""
    transparent: bool = False
    """True: the time stays free (all-day and cancelled entries)."""
    categories: tuple[str, ...] = ()
    alarm: int | None = None
    """Minutes before the start at which a calendar rings; None: it does not."""
    stamps: Stamps | None = None
    """None until `rules/published.py` has compared it with what was published."""

    @property
    def zone(self) -> str:
        """The name of the zone of its times; empty for days."""
        return str(self.start.tzinfo) if isinstance(self.start, datetime) else ""

    def is_just_as(self, other: "Entry") -> bool:
        """Whether it reads the same. To `==`, ten o'clock in Oslo is ten o'clock in Berlin."""
        return self == other and self.zone == other.zone

    def at(
        self, start: date, end: date, *, key: str = "", rrule: str = "", skipped: tuple[date, ...] = ()
    ) -> "Entry":
        """The same at another time; `key`: where it is one of several."""
        return replace(self, start=start, end=end, key=key or self.key, rrule=rrule, skipped=skipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An entry that a kind would like to see in a feed; whether it may be there is decided for all alike."""

    entry: Entry
    """Neither named nor stamped."""
    people: tuple[str, ...] | None
    """Paths of those whom it is about; empty: of nobody who has a note; None: about no people at all."""
    said: str = ""
    """What the notes say of it, told or not: who is kept out may be named in it."""
    sure: bool = True
    """False: a note that nobody can read now may be of somebody it is about."""
    stays_before: date = date.min
    """Once published, an entry that begins before this day keeps its day."""
