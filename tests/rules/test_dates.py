"""Text to day, time, length and interval."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.person import Birthday
from vaultkit.rules.dates import leading_day, read_birthday, read_day, read_moment, read_span, read_time
from vaultkit.rules.intervals import read_cadence, read_length

at = datetime.fromisoformat

DAY = date(2026, 11, 26)
TEN = at("2026-11-26 10:00")

MOMENTS = [
    ("2026-11-26", DAY),
    ("2026/11/26", DAY),
    ("2026.11.26", DAY),
    ("2026-1-6", date(2026, 1, 6)),
    ("26.11.2026", DAY),
    ("26. 11. 2026", DAY),
    ("26/11/2026", DAY),
    ("11/26/2026", DAY),
    ("05/05/2026", date(2026, 5, 5)),
    ("[[2026-11-26]]", DAY),
    ("  2026-11-26  ", DAY),
    ("2026-11-26T10:00", TEN),
    ("2026-11-26 10:00", TEN),
    ("2026-11-26 10.00", TEN),
    ("2026-11-26, 10:00", TEN),
    ("2026-11-26T10:00:59.123", TEN),
    ("26.11.2026 kl. 10", TEN),
    ("[[2026-11-26]] 10:00", TEN),
    ("2026-11-26 10 am", TEN),
    ("2026-11-26T10:00Z", TEN.replace(tzinfo=UTC)),
    ("2026-11-26T10:00+01:00", TEN.replace(tzinfo=timezone(timedelta(hours=1)))),
    ("2026-11-26T10:00:00+0100", TEN.replace(tzinfo=timezone(timedelta(hours=1)))),
    ("2026-11-26 10:00:00-05:00", TEN.replace(tzinfo=timezone(timedelta(hours=-5)))),
    ("2026-11-26T10:00-11:00", TEN.replace(tzinfo=timezone(timedelta(hours=-11)))),
    ("2026-11-26 10:00-11:30", TEN),
]
NO_MOMENTS = [
    "",
    "tull",
    "2026-02-30",
    "2026-13-01",
    "0000-05-04",
    "0007-05-04",
    "9999-12-31",
    "20261126",
    "2026-11",
    "2026-11-261",
    "04/05/2026",
    "2026-11-26 soon",
    "2026-11-26 25:00",
    "2026-11-26T10:00+25:00",
    "2026-11-26T10:00+01:99",
    "10:00",
    "26. november 2026",
    "2026-11-26" + " " * 60_000 + "x",
]
SPANS = [
    ("10:00-11:30", (time(10), time(11, 30))),
    ("10:00 – 11:30", (time(10), time(11, 30))),
    ("kl. 10-11", (time(10), time(11))),
    ("10-11:30", (time(10), time(11, 30))),
    ("22:00-01:00", (time(22), time(1))),
    ("10:00", (time(10), None)),
    ("2026-11-26", (DAY, None)),
    ("2026-11-26 10:00-11:30", (TEN, time(11, 30))),
    ("2026-11-26 kl. 10.00–11.30", (TEN, time(11, 30))),
    ("2026-11-26 10:00-05:00", (TEN.replace(tzinfo=timezone(timedelta(hours=-5))), None)),
    ("10:00-tull", None),
    ("10:00-25:00", None),
    ("", None),
]
TIMES = [
    ("11:30", time(11, 30)),
    ("9:05", time(9, 5)),
    ("9.00", time(9)),
    ("kl. 11", time(11)),
    ("kl 9.15", time(9, 15)),
    ("Kl. 11:30", time(11, 30)),
    ("2 pm", time(14)),
    ("12 am", time(0)),
    ("12:15 p.m.", time(12, 15)),
    ("11:30:59", time(11, 30)),
    ("11", None),
    ("24:00", None),
    ("11:60", None),
    ("13 pm", None),
    ("0 am", None),
    ("kl", None),
    ("", None),
]
CADENCES = [
    ("6 weeks", Cadence(6, "week")),
    ("6 WEEKS", Cadence(6, "week")),
    ("6w", Cadence(6, "week")),
    ("P6W", Cadence(6, "week")),
    ("P1Y", Cadence(1, "year")),
    ("42", Cadence(42)),
    ("every 3 months", Cadence(3, "month")),
    ("6 uker", Cadence(6, "week")),
    ("hver 6. uke", Cadence(6, "week")),
    ("kvar 6. veke", Cadence(6, "week")),
    ("hver uke", Cadence(1, "week")),
    ("annenhver uke", Cadence(2, "week")),
    ("every other month", Cadence(2, "month")),
    ("kvar andre veke", Cadence(2, "week")),
    ("daily", Cadence(1, "day")),
    ("weekly", Cadence(1, "week")),
    ("ukentlig", Cadence(1, "week")),
    ("biweekly", Cadence(2, "week")),
    ("monthly", Cadence(1, "month")),
    ("månedlig", Cadence(1, "month")),
    ("quarterly", Cadence(3, "month")),
    ("kvartalsvis", Cadence(3, "month")),
    ("1 kvartal", Cadence(3, "month")),
    ("half-yearly", Cadence(6, "month")),
    ("yearly", Cadence(1, "year")),
    ("årlig", Cadence(1, "year")),
    ("never", NEVER),
    ("Aldri", NEVER),
    ("100 years", Cadence(100, "year")),
    ("101 years", None),
    ("9999 months", None),
    ("0", None),
    ("-3 weeks", None),
    ("often", None),
    ("every", None),
    ("6 moons", None),
    ("m", None),
    ("", None),
]
LENGTHS = [
    ("45", 45),
    ("1h", 60),
    ("1h30", 90),
    ("1 h 30 min", 90),
    ("90 min", 90),
    ("1,5 timer", 90),
    ("1.5h", 90),
    ("1:30", 90),
    ("1 t 15 min", 75),
    ("2 hours", 120),
    ("PT1H30M", 90),
    ("PT45M", 45),
    ("0", None),
    ("h", None),
    ("lenge", None),
    ("", None),
    ("500 hours", None),
]
BIRTHDAYS = [
    ("1980-03-14", Birthday(3, 14, 1980)),
    ("14.03.1980", Birthday(3, 14, 1980)),
    ("03/14/1980", Birthday(3, 14, 1980)),
    ("1604-03-14", Birthday(3, 14)),
    ("03-14", Birthday(3, 14)),
    ("--03-14", Birthday(3, 14)),
    ("14.3.", Birthday(3, 14)),
    ("14.03", Birthday(3, 14)),
    ("02-29", Birthday(2, 29)),
    ("1980-03-14T00:00:00Z", Birthday(3, 14, 1980)),
    ("02-30", None),
    ("13-01", None),
    ("1981-02-29", None),
    ("1980", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "moment"), MOMENTS, ids=[row[0] for row in MOMENTS])
def test_a_moment_as_people_write_it(text: str, moment: date) -> None:
    assert read_moment(text) == moment
    assert type(read_moment(text)) is type(moment)
    assert read_day(text) == (moment.date() if isinstance(moment, datetime) else moment)


@pytest.mark.parametrize("text", NO_MOMENTS, ids=[text[:24] for text in NO_MOMENTS])
def test_what_is_no_moment(text: str) -> None:
    assert read_moment(text) is None
    assert read_day(text) is None


@pytest.mark.parametrize(("text", "span"), SPANS, ids=[row[0] for row in SPANS])
def test_a_span_has_an_end(text: str, span: object) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(("text", "clock"), TIMES, ids=[row[0] for row in TIMES])
def test_a_time_of_day(text: str, clock: time | None) -> None:
    assert read_time(text) == clock


@pytest.mark.parametrize(("text", "cadence"), CADENCES, ids=[row[0] for row in CADENCES])
def test_how_often(text: str, cadence: Cadence | None) -> None:
    assert read_cadence(text) == cadence


@pytest.mark.parametrize(("text", "minutes"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_how_long(text: str, minutes: int | None) -> None:
    assert read_length(text) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(("text", "birthday"), BIRTHDAYS, ids=[row[0] for row in BIRTHDAYS])
def test_a_birthday_with_or_without_year(text: str, birthday: Birthday | None) -> None:
    assert read_birthday(text) == birthday


def test_a_day_at_the_beginning_and_what_follows() -> None:
    assert leading_day("[[2026-11-26]] kaffe") == (DAY, " kaffe")
    assert leading_day("kaffe 2026-11-26") is None
    assert leading_day("2026-02-30 kaffe") is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(8999, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day.day}.{day.month}.{day.year}") == day


@given(st.datetimes(min_value=at("1000-01-01 00:00"), max_value=at("8999-12-31 00:00")))
def test_every_moment_is_read_back(moment: datetime) -> None:
    assert read_moment(moment.isoformat()) == moment.replace(second=0, microsecond=0)


@given(st.text("0123456789-–./: TZ+khuPW[]apm,١²\n", max_size=30) | st.text(max_size=20))
def test_no_text_is_too_odd(text: str) -> None:
    day, moment = read_day(text), read_moment(text)
    assert (day is None) == (moment is None), "a moment has a day, and a day is a moment"
    for reader in (read_span, read_time, read_birthday, read_cadence, read_length):
        assert reader(f" {text} ") == reader(text), "blanks around it do not matter"
