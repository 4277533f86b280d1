"""The one place that asks what day and what time it is."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def today(zone: str) -> date:
    """The day in a time zone (IANA name), now."""
    return datetime.now(ZoneInfo(zone)).date()  # noqa: TID251


def now() -> str:
    """This moment in UTC, ISO 8601 without fractions; for the journal."""
    return datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251


class Clock:
    """The machine's clock, for what goes on running; tests bring another."""

    def moment(self) -> datetime:
        """Now, with the zone UTC."""
        return datetime.now(UTC)  # noqa: TID251

    def time_ns(self) -> int:
        """Now, as the times of files are counted."""
        return time.time_ns()

    def today(self, zone: str) -> date:
        """The day in a time zone (IANA name)."""
        return self.moment().astimezone(ZoneInfo(zone)).date()

    def on_the_wall(self, zone: str) -> datetime:
        """What a clock on the wall shows in a time zone (IANA name); without zone."""
        return self.moment().astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    def until_midnight(self, zone: str) -> float:
        """Seconds until the next day begins in a time zone, at least a hundredth."""
        here = self.moment().astimezone(ZoneInfo(zone))
        tomorrow = here.date() + timedelta(days=1)
        # Where the clock skips midnight, the day begins when the skipped hour would have ended.
        midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZoneInfo(zone))
        return max((midnight.astimezone(UTC) - here.astimezone(UTC)).total_seconds(), 0.01)


MACHINE = Clock()
"""The clock of this machine."""
