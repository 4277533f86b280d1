"""What may wait is dealt out over working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.rules.spread import working_days

WEDNESDAY, FRIDAY = date(2026, 3, 11), date(2026, 3, 13)
SATURDAY, SUNDAY, MONDAY = date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 16)
DAY = timedelta(days=1)

CASES = [
    ("all fit", 2, 3, WEDNESDAY, [WEDNESDAY, WEDNESDAY]),
    ("one a day", 3, 1, WEDNESDAY, [WEDNESDAY, WEDNESDAY + DAY, FRIDAY]),
    ("over a weekend", 3, 2, FRIDAY, [FRIDAY, FRIDAY, MONDAY]),
    ("from a Saturday", 2, 1, SATURDAY, [MONDAY, MONDAY + DAY]),
    ("from a Sunday", 1, 1, SUNDAY, [MONDAY]),
    ("nothing", 0, 3, WEDNESDAY, []),
]


@pytest.mark.parametrize(
    ("count", "per_day", "today", "days"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_each_working_day_gets_its_share(count: int, per_day: int, today: date, days: list[date]) -> None:
    assert working_days(count, per_day, today) == days


def test_public_holidays_are_free() -> None:
    """Skjærtorsdag to 2. påskedag 2026 are 2 to 6 April."""
    assert working_days(2, 1, date(2026, 4, 1), "NO") == [date(2026, 4, 1), date(2026, 4, 7)]


@given(st.integers(0, 60), st.integers(1, 4), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_no_day_holds_more_than_its_share_and_none_is_left_out(count: int, per_day: int, today: date) -> None:
    days = working_days(count, per_day, today)
    assert len(days) == count
    assert days == sorted(days)
    assert all(day >= today and day.weekday() < 5 for day in days)
    assert all(days.count(day) == per_day for day in days if day != days[-1])
    assert all(days.count(day) <= per_day for day in days)
