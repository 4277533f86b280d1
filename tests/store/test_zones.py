"""Zones: the rule, the years it holds for, and when there is none."""

from datetime import date
from importlib import resources

import pytest
from calendars import grammar

from vaultkit.store.zones import Observance, Onset, has_lasting_rule, rule_for, vtimezone_lines

ZONES = (resources.files("tzdata") / "zones").read_text().split()

OSLO = """\
BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
""".splitlines()

KOLKATA = """\
BEGIN:VTIMEZONE
TZID:Asia/Kolkata
BEGIN:STANDARD
DTSTART:19710101T000000
TZNAME:IST
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE
""".splitlines()

WITHOUT_RULE = ["America/Nuuk", "America/Santiago", "Africa/Cairo", "Asia/Gaza", "Asia/Jerusalem"]
NOT_ZONES = [
    "",
    ".",
    "..",
    "Europe",
    "Europe/",
    "/Europe/Oslo",
    "Europe/../Europe/Oslo",
    "zones",
    "x" * 300,
    "a\0b",
]


def test_summer_and_winter() -> None:
    assert vtimezone_lines("Europe/Oslo") == OSLO


def test_the_same_clock_all_year() -> None:
    assert vtimezone_lines("Asia/Kolkata") == KOLKATA


def test_the_rule_of_the_united_states_is_from_2007() -> None:
    rule = rule_for("America/New_York")
    assert rule is not None
    assert rule.since == 2007
    assert rule.observances[1] == Observance("EDT", -5 * 3600, -4 * 3600, Onset(3, 2, 0, 7200))


def test_irish_summer_time_is_daylight_time() -> None:
    assert vtimezone_lines("Europe/Dublin") == [
        line.replace("Oslo", "Dublin")
        .replace("T030000", "T020000" if "1027" in line else "T030000")
        .replace("0331T020000", "0331T010000")
        .replace("CEST", "IST")
        .replace("CET", "GMT")
        .replace("+0100", "+0000")
        .replace("+0200", "+0100")
        for line in OSLO
    ]


@pytest.mark.parametrize("zone", WITHOUT_RULE)
def test_what_no_yearly_rule_can_say_has_none(zone: str) -> None:
    assert rule_for(zone) is None
    assert vtimezone_lines(zone) is None
    assert not has_lasting_rule(zone, date(2030, 1, 1))


@pytest.mark.parametrize("zone", NOT_ZONES)
def test_what_is_no_zone_has_no_rule(zone: str) -> None:
    assert rule_for(zone) is None


def test_a_rule_helps_only_from_the_year_after_its_first() -> None:
    assert not has_lasting_rule("America/New_York", date(2007, 12, 1))
    assert has_lasting_rule("America/New_York", date(2008, 1, 1))


@pytest.mark.parametrize("month", [date(1995, 10, 1), date(1996, 1, 1)])
def test_before_the_rule_there_is_none(month: date) -> None:
    assert not has_lasting_rule("Europe/Oslo", month)


def test_every_zone_is_what_zoneinfo_says_or_nothing() -> None:
    wrong, written = {}, 0
    for name in ZONES:
        lines = vtimezone_lines(name)
        if lines is None:
            continue
        written += 1
        calendar, _ = grammar.tree("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode())
        assert calendar is not None
        found = list(grammar.zone_faults(calendar.inner[0]))
        if found:
            wrong[name] = found
    assert wrong == {}
    assert written > len(ZONES) * 0.9
