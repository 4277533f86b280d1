"""Spreading: what may wait does not all fall on one day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from vaultkit.model.followup import FollowUp


def spread_first_contacts(follow_ups: Iterable[FollowUp], per_day: int, today: date) -> list[FollowUp]:
    """First contacts dealt out over the working days from today on, `per_day` on each, by name."""
    kept = [item for item in follow_ups if item.kind != "first_contact"]
    first = [item for item in follow_ups if item.kind == "first_contact"]
    first.sort(key=lambda item: (item.person.name.casefold(), item.person.path))
    day, placed = _working_day(today), 0
    for item in first:
        if placed == per_day:
            day, placed = _working_day(day + timedelta(days=1)), 0
        kept.append(replace(item, due=day))
        placed += 1
    return kept


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
