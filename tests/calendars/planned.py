"""Meetings as their owner means them: each says what its note holds, and when it is held.

When is told by zoneinfo and dateutil from the wall clock that the note is written with; nothing of vaultkit
is asked.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from calendars.grammar import published_zone
from calendars.parsers.reading import Span, milliseconds
from dateutil.rrule import rrulestr

DAY = timedelta(days=1)
SAID = {"planned": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}
"""Status in a note, and what calendars are told."""
_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff]")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One meeting, or a row of them."""

    number: int
    zone: str
    """Where it is held; a whole day has none."""
    start: date
    """A wall clock without zone, or a day."""
    end: date
    """As `start`, exclusive."""
    rule: str = ""
    """RRULE without UNTIL; empty: it happens once."""
    until: date | None = None
    """The last day of the row, inclusive."""
    skipped: tuple[date, ...] = ()
    status: str = "planned"
    text: str = ""
    """What else is written in title, place and topic."""
    announced: bool = False
    """It is a person's `next_meeting`, not a note of its own."""

    @property
    def tag(self) -> str:
        """A word that stands in the summary, and in that of no other meeting."""
        return f"m{self.number:04}"

    @property
    def path(self) -> str:
        return f"{'People' if self.announced else 'Meetings'}/{self.tag}.md"

    @property
    def day(self) -> date:
        """The first one, where it is held."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    def moved(self, by: timedelta) -> "Planned":
        """The same so much later."""
        return replace(self, start=self.start + by, end=self.end + by)

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, datetime)

    def note(self) -> str:
        """The note, as somebody could have written it."""
        properties = self._announced() if self.announced else self._own()
        lines = [f"{name}: {_quoted(value)}" for name, value in properties.items() if value]
        return "\n".join(("---", *lines, "---", ""))

    def _announced(self) -> dict[str, object]:
        assert isinstance(self.start, datetime)
        assert isinstance(self.end, datetime)
        return {
            "type": "person",
            "network": "private" if self.number % 4 else "leisure",
            "name": f"{self.tag} {self.text}".strip(),
            "timezone": self.zone,
            "next_meeting": f"{self.start:%Y-%m-%d %H:%M}",
            "meeting_length": (self.end - self.start) // timedelta(minutes=1),
            "meeting_topic": self.text,
            "birthday": f"{date(1972, 2, 29) + self.number * DAY}",
        }

    def _own(self) -> dict[str, object]:
        until = f";UNTIL={self.until:%Y%m%d}" if self.until else ""
        return {
            "type": "meeting",
            "title": f"{self.tag} {self.text}".strip(),
            "start": f"{self.start:%Y-%m-%d}" if self.all_day else f"{self.start:%Y-%m-%d %H:%M}",
            "end": f"{self.end - DAY:%Y-%m-%d}" if self.all_day else f"{self.end:%Y-%m-%d %H:%M}",
            "timezone": self.zone,
            "repeat": self.rule + until,
            "except": [f"{day}" for day in self.skipped],
            "status": self.status,
            "location": self.text,
            "topic": self.text,
        }

    def days(self, last: date) -> list[date]:
        """The days up to `last` on which it begins, where it is held; also those that are skipped."""
        if not self.rule:
            return [self.day]
        days: list[date] = []
        for moment in rrulestr(self.rule, dtstart=datetime.combine(self.day, time())):
            if moment.date() > min(last, self.until or last):
                break
            days.append(moment.date())
        return days

    def spans(self, first: date, last: date) -> list[Span]:
        """Each holding that begins from `first` to before `last`, both midnights in UTC."""
        held = (day for day in self.days(last) if day not in self.skipped)
        spans = (self._span(day - self.day) for day in held)
        return [span for span in spans if milliseconds(first) <= span[0] < milliseconds(last)]

    def _span(self, later: timedelta) -> Span:
        start, end = (self._moment(wall + later) for wall in (self.start, self.end))
        return milliseconds(start), milliseconds(end)

    def _moment(self, wall: date) -> date:
        """As the clock shows it; a time that is shown twice is the first, one that is skipped an hour on."""
        if not isinstance(wall, datetime):
            return wall
        return wall.replace(tzinfo=published_zone(self.zone)).astimezone(UTC)


def _quoted(value: object) -> str:
    """As YAML takes it: JSON, with what YAML does not let stand for itself as `\\u0000`."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
