"""First contacts are dealt out over working days; what has its own day stays there."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.spread import spread_first_contacts

WEDNESDAY, FRIDAY = date(2026, 3, 11), date(2026, 3, 13)
SATURDAY, SUNDAY, MONDAY = date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 16)
DAY = timedelta(days=1)


def item(name: str, kind: str = "first_contact", due: date = WEDNESDAY, path: str = "") -> FollowUp:
    said = phrase("x")
    return FollowUp(kind=kind, person=Ref(path or f"{name}.md", name), due=due, reason=said, why=said)


def dealt(names: str, per_day: int, today: date) -> list[tuple[str, date]]:
    return [(i.person.name, i.due) for i in spread_first_contacts(map(item, names), per_day, today)]


CASES = [
    ("all fit", "ab", 3, WEDNESDAY, [("a", WEDNESDAY), ("b", WEDNESDAY)]),
    ("by name", "cab", 1, WEDNESDAY, [("a", WEDNESDAY), ("b", WEDNESDAY + DAY), ("c", FRIDAY)]),
    ("over a weekend", "abc", 2, FRIDAY, [("a", FRIDAY), ("b", FRIDAY), ("c", MONDAY)]),
    ("from a Saturday", "ab", 1, SATURDAY, [("a", MONDAY), ("b", MONDAY + DAY)]),
    ("from a Sunday", "a", 1, SUNDAY, [("a", MONDAY)]),
    ("nobody", "", 3, WEDNESDAY, []),
]


@pytest.mark.parametrize(
    ("names", "per_day", "today", "days"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_each_working_day_gets_its_share(
    names: str, per_day: int, today: date, days: list[tuple[str, date]]
) -> None:
    assert dealt(names, per_day, today) == days


def test_names_are_sorted_without_case_and_namesakes_by_path() -> None:
    items = [item("b"), item("A", path="z.md"), item("A", path="y.md")]
    assert [i.person.path for i in spread_first_contacts(items, 1, WEDNESDAY)] == ["y.md", "z.md", "b.md"]


def test_public_holidays_are_free() -> None:
    """Skjærtorsdag to 2. påskedag 2026 are 2 to 6 April."""
    items = [item("a"), item("b")]
    found = spread_first_contacts(items, 1, date(2026, 4, 1), "NO")
    assert [i.due for i in found] == [date(2026, 4, 1), date(2026, 4, 7)]


KINDS = st.sampled_from(["first_contact", "cadence", "next_contact", "birthday", "thank"])
ITEMS = st.lists(
    st.builds(item, st.text(min_size=1, max_size=3), KINDS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
)


@given(ITEMS, st.integers(1, 4), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_only_first_contacts_move_and_no_day_holds_more(
    items: list[FollowUp], per_day: int, today: date
) -> None:
    def once() -> Iterator[FollowUp]:
        yield from items

    found = spread_first_contacts(once(), per_day, today)
    assert len(found) == len(items)
    kept = [i for i in found if i.kind != "first_contact"]
    assert kept == [i for i in items if i.kind != "first_contact"]
    days = [i.due for i in found if i.kind == "first_contact"]
    assert days == sorted(days)
    assert all(day >= today and day.weekday() < 5 for day in days)
    assert all(days.count(day) <= per_day for day in days)
