"""The demo vault's meetings around the changes of the clock; how others read them is in `test_every_feed`."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from calendars.parsers.reading import meant

from vaultkit.app.demo import make_demo
from vaultkit.store.ics_read import read_feed

UNTIL = datetime(2028, 1, 1, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
AROUND_THE_CHANGES = {
    "Kaffe med Øyvind": "2026-10-23 14:00",  # Friday before the clocks go back
    "Videoprat med Amina": "2026-10-26 09:00",  # Monday after
    "Påskelunsj på Voss": "2027-03-26 13:00",  # Friday before they go forward
    "Frokostforedrag hos Nordlys Data": "2027-03-30 08:30",  # Tuesday after
    "Videosamtale med Daniel": "2026-12-08 16:00",  # ten o'clock in New York
}


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    work: Path = tmp_path_factory.mktemp("feed")
    environment = {"VAULTKIT_STATE_DIR": str(work / "state")}
    outcome = make_demo(work / "demo", date(2026, 11, 23), environment)
    return (work / "demo" / outcome.feeds[0].path).read_bytes()


def test_every_meeting_around_a_change_of_the_clock_is_at_its_time(feed: bytes) -> None:
    starts = {entry.summary: entry.start for entry in read_feed(feed)}
    shown = {
        name: f"{start.astimezone(OSLO):%Y-%m-%d %H:%M}"
        for name, start in starts.items()
        if name in AROUND_THE_CHANGES and isinstance(start, datetime)
    }
    assert shown == AROUND_THE_CHANGES


def test_the_ice_bath_is_before_seven_in_summer_and_in_winter(feed: bytes) -> None:
    entries = read_feed(feed)
    assert len(entries) == 14
    (ice,) = (event for event in meant(entries, UNTIL).values() if event.summary.startswith("Isbad"))
    clocks = {datetime.fromtimestamp(start / 1000, OSLO).strftime("%H:%M") for start, _ in ice.spans}
    assert clocks == {"06:45"}
