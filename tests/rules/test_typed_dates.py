"""Dates, moments and intervals that people type on the command line."""

import unicodedata
from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultkit.model.cadence import Cadence
from vaultkit.rules.typed_dates import EXAMPLES, read_typed, read_typed_interval, typed_day

TODAY = date(2026, 11, 24)
"""A Tuesday in week 48."""

# What each of the texts means is said before them; `; ` stands between two.
DAYS = {
    "2026-11-24": (
        "i dag; idag; I DAG; i  dag; today; nå; naa; na; now; i kveld; tonight; this evening; 24.11; 24."
    ),
    "2026-11-25": (
        "i morgen; imorgen; i morgon; imorgon; tomorrow; Tomorrow.; by tomorrow; onsdag; ons; wed; om en dag"
    ),
    "2026-11-26": (
        "overmorgen; i overmorgen; i overmorgon; day after tomorrow; the day after tomorrow; torsdag; "
        "tor.; thursday; om to dager; in two days; om 2 dagar; +2d; 2d"
    ),
    "2026-11-23": (
        "i går; igår; i gaar; i gar; yesterday; uke 48; week 48; veke 48; w48; u48; i uke 48; uke 48 2026; "
        "2026-W48; mandag denne uka; monday this week; mandag i uke 48; forrige mandag; en dag siden; -1d"
    ),
    "2026-11-22": (
        "i forgårs; i forgaars; day before yesterday; the day before yesterday; sist søndag; 2 days ago"
    ),
    "2026-11-27": (
        "fredag; på fredag; pa fredag; Fredag.; fre; fri; friday; on Friday; this friday; denne fredag; "
        "førstkommende fredag; forstkommende fredag; kommende fredag; coming friday; innen fredag; "
        "by friday; til fredag; fra fredag; fredag uke 48; fredag i uke 48; friday week 48; uke 48 fredag; "
        "fredag denne uka; friday of this week; 2026-11-27; 2026/11/27; 2026.11.27; 27.11.2026; "
        "27. 11. 2026; 27.11. 2026; 27.11.26; 27/11/2026; 27/11/26; 27.11; 27.11.; 27. 11.; 27/11; 11/27; "
        "27. november; 27.november; 27. nov.; 27 nov; 27 nov 2026; november 27; Nov 27th, 2026; "
        "november 27, 2026; 27th of november; the 27th; on the 27th; den 27.; den 27; 27.; innen den 27.; "
        "fredag den 27.; fredag 27. november; fri 27 Nov 2026; Friday, November 27, 2026; fredag 27.11; "
        "+3d; + 3 d; 3d; om tre dager; tre dager; in three days; 3 dagar"
    ),
    "2026-11-28": "lørdag; lordag; loerdag; laurdag; lør; saturday; sat",
    "2026-11-29": "søndag; sondag; soendag; sundag; søn; sunday; sun",
    "2026-11-30": (
        "måndag; mandag; man; maandag; monday; neste uke; neste veke; next week; i neste uke; "
        "mandag neste uke; neste mandag; next monday; uke 49; slutten av måneden; slutten av maneden; "
        "slutten av månaden; end of month; the end of the month; by end of month; månedsslutt; 30."
    ),
    "2026-12-01": (
        "tirsdag; tysdag; tuesday; neste tirsdag; neste måned; neste maned; neste månad; next month; "
        "om en uke; om ei veke; in a week; en uke; a week; +1w; 1u; 7 dager; 1. desember; 1 des; Dec 1st; "
        "1.12; 01.12; 1."
    ),
    "2026-12-04": (
        "neste fredag; next friday; fredag neste uke; fredag i neste uke; fredag i neste veke; "
        "friday next week; friday of next week; neste uke fredag; next week on friday; "
        "neste uke på fredag; fredag uke 49"
    ),
    "2026-12-08": (
        "om 2 uker; om to uker; 2 uker; in 2 weeks; in two weeks; om to veker; 2w; +2w; 2 u; om 14 dager"
    ),
    "2026-12-24": "om en måned; om en maned; om ein månad; in a month; 1 mnd; 1 mnd.; 24. des; 24 Dec",
    "2027-02-24": "om et kvartal; in a quarter; 3 måneder; 3m",
    "2027-05-24": "om et halvt år; et halvt år; eit halvt aar; halvår; in half a year; half a year; 6 months",
    "2027-11-24": "om ett år; om et år; in a year; 1y",
    "2026-11-20": (
        "forrige fredag; førre fredag; sist fredag; last friday; fredag i forrige uke; friday last week; "
        "fri uke 47 2026"
    ),
    "2026-11-21": (
        "for 3 dager siden; for tre dagar sidan; 3 dager siden; 3 days ago; three days ago; -3d; - 3 d"
    ),
    "2026-11-17": "for en uke siden; for ei veke sidan; a week ago; -1w; sist tirsdag",
    "2026-10-24": "for en måned siden; a month ago",
    "2027-01-01": "01.01; 1.1.; 1. januar; january 1; Jan 1st",
    "2027-11-22": "uke 47; w47",
    "2026-12-28": "uke 53; week 53",
    "2027-01-11": "uke 2 2027; uke 2, 2027; week 2 of 2027; uke 2; 2027-W02",
    "2027-02-01": "2027-W05; 2027-w5; 2027W05",
    "2028-02-29": "29.02; 29. februar; feb 29",
    "2026-12-12": "den 12.; the 12th; 12.",
}
MOMENTS = {
    "2026-11-24 14:00": (
        "kl 14; kl. 14; kl.14; kl14; klokka 14; klokken 14; at 14:00; 14:00; 2 pm; 2pm; 2 p.m.; i dag kl 14"
    ),
    "2026-11-24 12:00": "noon; midday; at noon; by noon; kl tolv; 12 pm; kl 12",
    "2026-11-24 09:30": (
        "halv ti; halv 10; kl halv ti; kl. 9.30; half past nine; at half past 9; i dag halv ti"
    ),
    "2026-11-24 10:15": "kvart over ti; kvart over 10; quarter past ten",
    "2026-11-24 09:45": "kvart på ti; kvart paa ti; quarter to ten; at quarter to 10",
    "2026-11-24 00:15": "0:15; kl 0.15; 12:15 am",
    "2026-11-24 20:00": "i kveld kl 20; tonight at 8 pm; kl 20 i kveld; 20:00 tonight",
    "2026-11-25 14:00": (
        "i morgen kl 14; i morgen, kl 14; kl 14 i morgen; tomorrow 2 pm; tomorrow at 2 p.m.; "
        "imorgen 14.00; kl 14.00 i morgon"
    ),
    "2026-11-27 12:00": (
        "2026-11-27T12:00; 2026-11-27T12:00:00; 2026-11-27 12:00; 2026-11-27 12.00; 27.11 12.00; "
        "27.11. 12.00; 27.11 kl 12; kl 12 27.11; kl. 12.00 27.11; 12:00 27.11; fredag kl 12; "
        "kl 12 på fredag; on friday at noon; noon friday; fredag 12:00; om 3 dager kl 12; +3d kl 12; "
        "den 27. kl 12; 27 nov 12:00; Nov 27th, 2026 at 12 pm"
    ),
    "2026-11-27 12:30": "fredag 12.30; 27.11 12.30; 27.11.2026 12.30; kl. 12.30 den 27.",
    "2026-11-30 09:30": "på mandag halv ti; halv ti på mandag; mandag neste uke kl 9.30",
    "2026-12-04 12:00": "neste fredag kl 12; kl 12 neste fredag; next friday noon; kl. 12.00 neste fredag",
}
REFUSED = (
    "; nyttår; tull; uke; week; uka; denne uka; this week; neste år; next; i; om; kl; på; den; the; 27; "
    "14; 2027; november; november 2026; 31. februar; 31.02; 30.2.2027; 29.02.2027; 32.; 0.; 0.11; 27.13; "
    "2026-02-30; 2026-13-01; 0026-11-27; uke 0; uke 54; uke 53 2027; 2027-W53; 03/04; 03/04/2027; 25:00; "
    "12:60; kl 24; kl 25; 13 pm; 0 pm; 12.30; i morgen 12; 12.30 27.11; 27. 12.30; fredag 10.11; "
    "fredag 10.10; fredag 12; fredag 28. november; mandag 2026-11-27; kl 14-15; 14:00-15:00; fredag 14-15; "
    "halv ett; half ten; ti; ti over ti; halv; i kveld kl 8; tonight at 8; om 2 timer; in 2 hours; "
    "1,5 uker; 1.5 uker; om 0 dager; 0d; 5000 år; for 2 uker; for 2 weeks; i 2 uker; 2-3 uker; "
    "every 2 weeks; weekly; never; aldri; 2. uke; 3a.11; 2en uke; en november; the one; fredag mandag; "
    "i dag i morgen; siste fredag i måneden; fredag eller mandag; 2026-11-27T12:00Z; "
    "2026-11-27T12:00+01:00; 12:30:15; 27 nov 12; 1124; 20261127; 27-11; 27,11; kl 12,30; kl 12 kl 13; "
    "²7.11; ٢٧.11; fredag fredag; last week; forrige uke"
)


def _table(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, expected) for expected, texts in table.items() for text in texts.split("; ")]


@pytest.mark.parametrize(("text", "expected"), _table(DAYS))
def test_a_day_as_people_type_it(text: str, expected: str) -> None:
    read = read_typed(text, TODAY)
    assert read == date.fromisoformat(expected)
    assert not isinstance(read, datetime)
    assert typed_day(text, TODAY) == read


@pytest.mark.parametrize(("text", "expected"), _table(MOMENTS))
def test_a_day_with_a_time_is_a_moment_on_the_wall_clock(text: str, expected: str) -> None:
    assert read_typed(text, TODAY) == datetime.fromisoformat(expected)
    assert typed_day(text, TODAY) is None


@pytest.mark.parametrize("text", REFUSED.split("; "))
def test_what_is_unclear_or_does_not_exist_is_refused(text: str) -> None:
    assert read_typed(text, TODAY) is None


@pytest.mark.parametrize("text", ["på lørdag", "i går", "neste måned", "åtte dager"])
def test_letters_may_come_in_two_parts(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert typed_day(text, TODAY) is not None
    assert read_typed(apart, TODAY) == read_typed(text, TODAY)
    assert read_typed(f"  {apart.upper()}  ", TODAY) == read_typed(text, TODAY)


EDGES = [
    ("om en måned", "2027-01-31", "2027-02-28"),
    ("om en måned", "2028-01-31", "2028-02-29"),
    ("for en måned siden", "2027-03-31", "2027-02-28"),
    ("om et år", "2028-02-29", "2029-02-28"),
    ("neste måned", "2026-12-31", "2027-01-01"),
    ("neste måned", "2027-01-31", "2027-02-01"),
    ("slutten av måneden", "2028-02-10", "2028-02-29"),
    ("end of month", "2026-11-30", "2026-11-30"),
    ("31.", "2026-11-24", "2026-12-31"),
    ("den 31.", "2027-01-31", "2027-01-31"),
    ("30.", "2027-01-31", "2027-03-30"),
    ("24.11", "2026-11-25", "2027-11-24"),
    ("29.02", "2028-02-29", "2028-02-29"),
    ("29.02", "2028-03-01", "2032-02-29"),
    ("29.02", "2096-03-01", "2104-02-29"),
    # New Year's Day 2027 is a Friday, in week 53 of 2026.
    ("uke 53", "2027-01-01", "2026-12-28"),
    ("uke 1", "2027-01-01", "2027-01-04"),
    ("neste uke", "2027-01-01", "2027-01-04"),
    ("fredag", "2027-01-01", "2027-01-08"),
    ("i går", "2027-01-01", "2026-12-31"),
    ("søndag uke 53", "2027-01-01", "2027-01-03"),
    ("uke 53", "2027-01-03", "2026-12-28"),
    # Sunday is the last day of its week.
    ("neste mandag", "2026-11-29", "2026-11-30"),
    ("neste søndag", "2026-11-29", "2026-12-06"),
    ("søndag", "2026-11-29", "2026-12-06"),
    ("forrige søndag", "2026-11-29", "2026-11-22"),
    ("neste uke", "2026-11-29", "2026-11-30"),
    ("uke 48", "2026-11-29", "2026-11-23"),
    ("uke 48", "2026-11-30", "2027-11-29"),
    # `forrige fredag` is the nearest; the Friday of a week that is named is that of the week.
    ("forrige fredag", "2026-11-28", "2026-11-27"),
    ("fredag i forrige uke", "2026-11-28", "2026-11-20"),
    ("fredag denne uka", "2026-11-28", "2026-11-27"),
]


@pytest.mark.parametrize(("text", "today", "expected"), EDGES)
def test_the_day_it_is_counts(text: str, today: str, expected: str) -> None:
    assert read_typed(text, date.fromisoformat(today)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("uke 53", date(2027, 2, 1)),
        ("om 2 uker", date.max),
        ("i morgen", date.max),
        ("om 14 måneder", date(9999, 1, 1)),
        ("for 100 år siden", date(50, 1, 1)),
        ("01.01", date.max),
        ("14", date.max),
    ],
)
def test_a_day_out_of_reach_is_none(text: str, today: date) -> None:
    assert read_typed(text, today) is None
    assert typed_day(text, today) is None


INTERVALS = {
    "2w": Cadence(2, "week"),
    "2 uker": Cadence(2, "week"),
    "to veker": Cadence(2, "week"),
    "6 uker.": Cadence(6, "week"),
    "3 dager": Cadence(3, "day"),
    "+3d": Cadence(3, "day"),
    "14": Cadence(14, "day"),
    "+14": Cadence(14, "day"),
    "en uke": Cadence(1, "week"),
    "ei veke": Cadence(1, "week"),
    "om en uke": Cadence(1, "week"),
    "a month": Cadence(1, "month"),
    "én måned": Cadence(1, "month"),
    "3 mnd.": Cadence(3, "month"),
    "to maneder": Cadence(2, "month"),
    "et kvartal": Cadence(3, "month"),
    "et halvt år": Cadence(6, "month"),
    "eit halvt ar": Cadence(6, "month"),
    "half a year": Cadence(6, "month"),
    "et år": Cadence(1, "year"),
    "two years": Cadence(2, "year"),
    "": None,
    "0": None,
    "0w": None,
    "-3d": None,
    "14.": None,
    "2027": None,
    "uke": None,
    "uke 48": None,
    "6. uke": None,
    "weekly": None,
    "never": None,
    "fredag": None,
    "101 år": None,
    "2-3 uker": None,
    "2 timer": None,
}


@pytest.mark.parametrize("text", INTERVALS)
def test_an_interval_as_people_type_it(text: str) -> None:
    assert read_typed_interval(text) == INTERVALS[text]


@pytest.mark.parametrize(
    ("text", "expected"), [("14", "2026-12-08"), ("+14", "2026-12-08"), ("14.", "2026-12-14"), ("2027", None)]
)
def test_a_bare_number_is_days_where_a_day_is_wanted(text: str, expected: str | None) -> None:
    assert typed_day(text, TODAY) == (expected and date.fromisoformat(expected))


@given(st.dates(max_value=date(9990, 12, 31)))
def test_the_examples_are_understood_on_every_day(today: date) -> None:
    assert all(read_typed(text, today) is not None for text in EXAMPLES)


PIECES = sorted(
    {
        word
        for texts in (*DAYS.values(), *MOMENTS.values(), REFUSED)
        for word in texts.replace(";", " ").split()
    }
)


@given(st.text(max_size=250) | st.lists(st.sampled_from(PIECES)).map(" ".join), st.dates())
@example("9" * 10_000, TODAY)
@example("på " * 10_000, TODAY)
@example("på " * 66, TODAY)
@example("\ud800 27.11 \x00", TODAY)
@example("+1d", date.max)
@example("uke 1 9999", date.max)
@example("forrige fredag", date.min)
def test_nothing_that_is_typed_raises(text: str, today: date) -> None:
    read, day = read_typed(text, today), typed_day(text, today)
    assert day is None or not isinstance(day, datetime)
    if isinstance(read, date) and not isinstance(read, datetime):
        assert day == read, "what is a day is one wherever a day is wanted"
    interval = read_typed_interval(text)
    assert interval is None or interval.days > 0


@given(st.dates(date(1000, 1, 1), date(8999, 12, 31)), st.times(), st.dates())
def test_a_whole_date_means_itself_on_every_day(day: date, clock: time, today: date) -> None:
    assert read_typed(day.isoformat(), today) == day
    assert read_typed(f"{day:%d.%m}.{day.year}", today) == day
    assert read_typed(f"{day} {clock:%H:%M}", today) == datetime.fromisoformat(f"{day} {clock:%H:%M}")
