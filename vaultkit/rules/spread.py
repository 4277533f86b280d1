"""Spreading: what may wait does not all fall on one day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from vaultkit.model.followup import FollowUp
from vaultkit.rules.workdays import working_day_from


def spread_first_contacts(
    follow_ups: Iterable[FollowUp], per_day: int, today: date, country: str = ""
) -> list[FollowUp]:
    """First contacts dealt out over the working days from today on, `per_day` on each, by name."""
    kept: list[FollowUp] = []
    first: list[FollowUp] = []
    for item in follow_ups:
        (first if item.kind == "first_contact" else kept).append(item)
    first.sort(key=lambda item: (item.person.name.casefold(), item.person.path))
    day, placed = working_day_from(today, country), 0
    for item in first:
        if placed == per_day:
            day, placed = working_day_from(day + timedelta(days=1), country), 0
        kept.append(replace(item, due=day))
        placed += 1
    return kept
