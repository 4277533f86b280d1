"""A meeting: a person's `next_meeting`, or a note of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from vaultkit.model.given import Given
from vaultkit.model.link import Link
from vaultkit.model.task import Task


class Status(StrEnum):
    """How far a meeting has come."""

    PLANNED = "planned"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting, or the rule for a row of them."""

    path: str
    """The note it is written in."""
    own_note: bool
    """True for a meeting note, false for a person's `next_meeting`."""
    title: str
    """Empty when neither title nor topic nor file name says anything."""
    start: date
    """A `datetime` without zone, the wall clock in `zone`; or a plain `date` for an all-day meeting."""
    end: date
    """Of the same type as `start`, never before it; exclusive for a time, for a date the last day."""
    zone: str
    """IANA name; only meaningful for a timed meeting."""
    people: tuple[Link, ...] = ()
    """Who comes, as written; for `next_meeting` the person whose note it is."""
    attendees: tuple[str, ...] = ()
    """Paths of those who have a person note; known once `rules/gather.py` has followed the links."""
    where: str = ""
    url: str = ""
    topic: str = ""
    purpose: str = ""
    """What it is for, in the owner's words; some of them choose the questions (`rules/vocabulary.AIMS`)."""
    status: Status = Status.PLANNED
    rrule: str = ""
    """An RFC 5545 RRULE without `DTSTART` and `UNTIL`-zone trouble; empty: happens once."""
    until: date | None = None
    """Last day of the row, inclusive; None: no end was given."""
    skipped: tuple[date, ...] = ()
    """Days on which a repeated meeting is not held."""
    thanked: date | bool = False
    """The day of the thanks, or True where no day was given."""
    prepared: date | bool = False
    """The day on which it was prepared, or True where no day was given."""
    outcome: str = ""
    has_prep: bool = False
    """Whether its note has a place for what there is to know before it (`rules/prep/place.py`)."""
    given: tuple[Given, ...] = ()
    """Names that were given there."""
    keep_out: bool = False
    """True: in pages and queue, never in a feed or an export."""
    tasks: tuple[Task, ...] = ()
    """Of a meeting note, in its order; those of a person's note are the person's."""
    line: int = 1
    """1-based line in the note."""

    def __post_init__(self) -> None:
        assert isinstance(self.start, datetime) == isinstance(self.end, datetime)

    @property
    def all_day(self) -> bool:
        """Whether the meeting has a day but no time of day."""
        return not isinstance(self.start, datetime)

    @property
    def day(self) -> date:
        """The first day, on the meeting's own clock."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def last_day(self) -> date:
        """The last day on which it goes on, on the meeting's own clock."""
        return self.end.date() if isinstance(self.end, datetime) else self.end


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One holding of a meeting; of a meeting that does not repeat there is one."""

    meeting: Meeting
    day: date
    """The day on which it begins."""

    @property
    def start(self) -> date:
        """A `datetime` on the meeting's own clock, or the day of an all-day meeting."""
        start = self.meeting.start
        return datetime.combine(self.day, start.time()) if isinstance(start, datetime) else self.day

    def start_on(self, zone: str) -> date:
        """The start as the clock of a zone (IANA name) shows it; the day of an all-day meeting."""
        start = self.start
        if not isinstance(start, datetime) or zone == self.meeting.zone:
            return start
        return (
            start.replace(tzinfo=ZoneInfo(self.meeting.zone)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        )

    @property
    def last_day(self) -> date:
        """The last day on which it goes on."""
        return self.day + (self.meeting.last_day - self.meeting.day)
