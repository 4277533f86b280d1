"""What counts as a change of an event, and what is only another way to write it down."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from vaultkit.model.publishing import Content, Kept
from vaultkit.rules.content import differences, is_as_written, told, total

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(**changes: object) -> Content:
    given: dict[str, object] = {"start": NOON, "end": NOON + HOUR, "summary": "Lunch", "rrule": "FREQ=DAILY"}
    return told(**{**given, **changes})  # type: ignore[arg-type]


SAME: dict[str, dict[str, object]] = {
    "another zone": {"start": NOON.astimezone(ZoneInfo("Europe/Oslo"))},
    "an offset": {"end": (NOON + HOUR).astimezone(timezone(HOUR))},
    "blanks at line ends": {"summary": "Lunch \n"},
    "parts of the rule that say what is so anyway": {"rrule": "interval=1;FREQ=DAILY;WKST=MO"},
    "no status": {"status": "confirmed"},
}
OTHER: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "later": ({"start": NOON + timedelta(minutes=1)}, ("start",)),
    "longer": ({"end": NOON + 2 * HOUR}, ("end",)),
    "all day": ({"start": NOON.date(), "end": date(2026, 11, 27)}, ("start", "end")),
    "a day skipped": ({"skipped": [NOON]}, ("skipped",)),
    "a day moved": ({"moved": 1}, ("moved",)),
    "another title": ({"summary": "lunch"}, ("summary",)),
    "cancelled": ({"status": "CANCELLED"}, ("status",)),
}


@pytest.mark.parametrize("case", SAME)
def test_another_way_to_write_it_is_no_change(case: str) -> None:
    assert event(**SAME[case]) == event()
    assert total(event(**SAME[case])) == total(event())


@pytest.mark.parametrize("case", OTHER)
def test_a_change_is_seen_and_named(case: str) -> None:
    changes, names = OTHER[case]
    assert differences(event(), event(**changes)) == names
    assert total(event(**changes)) != total(event())


def test_skipped_days_have_no_order() -> None:
    days = [NOON, NOON + 24 * HOUR]
    assert event(skipped=days) == event(skipped=reversed(days))


def test_the_sum_vouches_for_the_content() -> None:
    kept = Kept("a", "n-1", event(), "", total(event()))
    assert is_as_written(kept)
    assert not is_as_written(Kept("a", "n-1", event(summary="Dinner"), "", kept.total))
    assert not is_as_written(Kept("a", "n-1", event(), "", "")), "without a sum nobody vouches"
