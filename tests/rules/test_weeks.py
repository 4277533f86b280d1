"""Weeks by their numbers."""

from datetime import date

import pytest

from vaultkit.rules.weeks import monday_of, read_week, week_name, week_of

TODAY = date(2026, 1, 2)
"""A Friday, in the week that belongs to the year with one week more: 2026-W01."""

READ = [
    ("2026-W48", "2026-11-23"),
    ("2026w48", "2026-11-23"),
    ("2025 uke 1", "2024-12-30"),
    ("W1", "2025-12-29"),
    ("week 1", "2025-12-29"),
    ("uke 52", "2025-12-22"),
    ("Veke 2", "2025-01-06"),
    ("last week", "2025-12-22"),
    ("forrige  uke", "2025-12-22"),
    ("Førre veke", "2025-12-22"),
    ("2020-W53", "2020-12-28"),
    ("2026-W54", None),
    ("2026-W00", None),
    ("W60", None),
    ("48", None),
    ("2026-11-23", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "monday"), READ)
def test_a_week_as_typed(typed: str, monday: str | None) -> None:
    found = read_week(typed, TODAY)
    assert (found.isoformat() if found else None) == monday


def test_a_week_goes_from_monday_to_sunday() -> None:
    monday, sunday = date(2026, 11, 23), date(2026, 11, 29)
    assert monday_of(monday) == monday_of(sunday) == monday
    assert week_of(monday) == week_of(sunday) == week_of(date(2026, 11, 30)) - 1
    assert week_name(sunday) == "2026-W48"
    assert week_name(date(2025, 12, 29)) == "2026-W01"
