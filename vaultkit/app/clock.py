"""The one place that asks what day it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today(zone: str) -> date:
    """The day in a time zone (IANA name), now."""
    return datetime.now(ZoneInfo(zone)).date()  # noqa: TID251
