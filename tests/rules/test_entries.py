"""Meetings to entries: the right instants, nobody who is kept out, one entry for a row where that works."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from workbench import feed_view

from vaultkit.model.entry import Entry
from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.rules.entries import wanted_entries
from vaultkit.rules.entries.meetings import entry_key
from vaultkit.rules.entries.texts import one_line, web_address
from vaultkit.rules.entries.wanted import Wanted
from vaultkit.rules.published import settle
from vaultkit.store.ics import write_feed
from vaultkit.store.words import Words

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo")
KARI = Person(
    path="Kari.md", name="Kari Nordmann", aliases=("Kari",), role="leder", companies=(Link("Nordlys"),)
)
PER = Person(path="Per.md", name="Per Olsen")
OSLO, NEW_YORK, NUUK = "Europe/Oslo", "America/New_York", "America/Nuuk"


def all_day(first: date, last: date | None = None, **fields: Any) -> Meeting:
    made = Meeting(
        path="Møter/m.md",
        own_note=True,
        title="Kaffe",
        start=first,
        end=last or first,
        zone=OSLO,
        people=(Link("Kari Nordmann", "Kari"),),
        attendees=("Kari.md",),
    )
    return replace(made, **fields)


def timed(start: str, minutes: int = 60, zone: str = OSLO, **fields: Any) -> Meeting:
    begins = datetime.fromisoformat(start)
    return all_day(begins, begins + timedelta(minutes=minutes), zone=zone, **fields)


def wanted(*meetings: Meeting, language: str = "en", today: date = TODAY) -> Wanted:
    overview = Overview(people=(KARI, PER), meetings=meetings)
    return wanted_entries(feed_view(overview, SETTINGS, today, language))


def only(meeting: Meeting, language: str = "en", today: date = TODAY) -> Entry:
    (entry,) = wanted(meeting, language=language, today=today).entries
    return entry


INSTANTS = [
    ("winter in Oslo", "2026-03-27 10:00", OSLO, "2026-03-27 09:00"),
    ("the evening before summer time", "2026-03-28 23:00", OSLO, "2026-03-28 22:00"),
    ("an hour before the jump", "2026-03-29 01:00", OSLO, "2026-03-29 00:00"),
    ("in the hour that is skipped", "2026-03-29 02:30", OSLO, "2026-03-29 01:30"),
    ("after the jump", "2026-03-29 03:30", OSLO, "2026-03-29 01:30"),
    ("summer in Oslo", "2026-03-30 10:00", OSLO, "2026-03-30 08:00"),
    ("in the hour that comes twice: the first", "2026-10-25 02:30", OSLO, "2026-10-25 00:30"),
    ("after the clock was set back", "2026-10-25 03:30", OSLO, "2026-10-25 02:30"),
    ("winter again in Oslo", "2026-10-26 10:00", OSLO, "2026-10-26 09:00"),
    ("summer in New York, winter in Oslo", "2026-03-16 09:00", NEW_YORK, "2026-03-16 13:00"),
    ("summer in both", "2026-04-06 09:00", NEW_YORK, "2026-04-06 13:00"),
    ("before New York's summer", "2026-03-07 09:00", NEW_YORK, "2026-03-07 14:00"),
    ("New York's second half past one is the first", "2026-11-01 01:30", NEW_YORK, "2026-11-01 05:30"),
    ("New York's winter", "2026-11-02 09:00", NEW_YORK, "2026-11-02 14:00"),
    ("the next day in UTC", "2026-03-20 20:00", NEW_YORK, "2026-03-21 00:00"),
]


@pytest.mark.parametrize(("wall", "zone", "instant"), [c[1:] for c in INSTANTS], ids=[c[0] for c in INSTANTS])
def test_what_happens_once_is_given_in_utc(wall: str, zone: str, instant: str) -> None:
    entry = only(timed(wall, zone=zone))
    begins = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert entry.start == begins
    assert entry.end > begins
    assert isinstance(entry.start, datetime)
    assert entry.start.tzinfo is UTC
    assert (entry.rrule, entry.transparent) == ("", False)


def test_an_evening_keeps_its_ends_on_the_wall_over_a_change_of_the_clock() -> None:
    spring, autumn = only(timed("2026-03-28 22:00", 300)), only(timed("2026-10-24 22:00", 300))
    assert spring.end.isoformat() == "2026-03-29T01:00:00+00:00"
    assert autumn.end.isoformat() == "2026-10-25T02:00:00+00:00"


def test_the_end_of_a_whole_day_is_the_day_after_the_last() -> None:
    entry = only(all_day(date(2026, 3, 30), date(2026, 3, 31)))
    assert (entry.start, entry.end) == (date(2026, 3, 30), date(2026, 4, 1))
    assert not isinstance(entry.start, datetime)
    assert entry.transparent


WINDOW = [
    ("sixty days ago", TODAY - 60 * DAY, True),
    ("61 days ago", TODAY - 61 * DAY, False),
    ("in 550 days", TODAY + 550 * DAY, True),
    ("in 551 days", TODAY + 551 * DAY, False),
]


@pytest.mark.parametrize(("day", "there"), [c[1:] for c in WINDOW], ids=[c[0] for c in WINDOW])
def test_entries_stand_from_sixty_days_back_to_eighteen_months_ahead(day: date, there: bool) -> None:
    assert bool(wanted(all_day(day)).entries) is there


def test_a_meeting_of_many_days_stands_as_long_as_its_last_one() -> None:
    assert wanted(all_day(TODAY - 70 * DAY, TODAY - 60 * DAY)).entries


def test_a_row_with_a_lasting_zone_is_one_entry() -> None:
    entry = only(timed("2026-03-03 10:00", rrule="FREQ=WEEKLY", until=date(2026, 4, 7)))
    assert isinstance(entry.start, datetime)
    assert (str(entry.start.tzinfo), entry.start.hour) == (OSLO, 10)
    assert entry.rrule == "FREQ=WEEKLY;UNTIL=20260407T215959Z"


def test_a_row_of_whole_days_is_one_entry() -> None:
    entry = only(all_day(date(2026, 3, 3), rrule="FREQ=WEEKLY", until=date(2026, 4, 7)))
    assert (entry.start, entry.rrule) == (date(2026, 3, 3), "FREQ=WEEKLY;UNTIL=20260407")


ONE_BY_ONE = [
    ("a zone without a lasting rule", timed("2026-03-03 10:00", zone=NUUK)),
    ("a holding in the night of the change", timed("2026-03-01 02:30")),
    ("a holding over midnight", timed("2026-03-01 23:00", 120)),
]


@pytest.mark.parametrize("meeting", [case[1] for case in ONE_BY_ONE], ids=[case[0] for case in ONE_BY_ONE])
def test_a_row_that_calendars_read_differently_is_written_one_by_one(meeting: Meeting) -> None:
    row = replace(
        meeting, rrule="FREQ=WEEKLY", until=meeting.day + 35 * DAY, skipped=(meeting.day + 14 * DAY,)
    )
    entries = wanted(row).entries
    assert [entry.rrule for entry in entries] == [""] * 5
    assert [entry.key[-9:] for entry in entries] == [
        f"-{meeting.day + 7 * number * DAY:%Y%m%d}" for number in (0, 1, 3, 4, 5)
    ]


def test_a_rule_that_calendars_follow_differently_is_written_one_by_one() -> None:
    row = timed("2026-03-31 10:00", rrule="FREQ=YEARLY;BYMONTH=3,4,5;BYMONTHDAY=31", until=date(2027, 4, 1))
    assert [(f"{entry.start:%Y-%m-%d}", entry.rrule) for entry in wanted(row).entries] == [
        ("2026-03-31", ""),
        ("2026-05-31", ""),
        ("2027-03-31", ""),
    ]


def test_the_day_of_the_month_is_said_where_a_month_may_lack_it() -> None:
    assert only(all_day(date(2026, 3, 31), rrule="FREQ=MONTHLY")).rrule == "FREQ=MONTHLY;BYMONTHDAY=31"


def test_a_row_on_29_february_is_written_one_by_one() -> None:
    row = all_day(date(2024, 2, 29), rrule="FREQ=YEARLY")
    assert [e.start for e in wanted(row, today=date(2027, 12, 1)).entries] == [date(2028, 2, 29)]


SKIPS = [
    ("real days only", date(2026, 3, 3), (date(2026, 3, 10), date(2026, 3, 11)), [date(2026, 3, 10)]),
    ("not before the start", date(2026, 3, 3), (date(2026, 2, 24),), []),
    ("not after the end", date(2026, 3, 3), (date(2027, 7, 6),), []),
    ("each once", date(2026, 3, 3), (date(2026, 3, 10), date(2026, 3, 10)), [date(2026, 3, 10)]),
    ("years after the start", date(2010, 3, 2), (date(2026, 12, 22),), [date(2026, 12, 22)]),
]


@pytest.mark.parametrize(("first", "skipped", "left_out"), [c[1:] for c in SKIPS], ids=[c[0] for c in SKIPS])
def test_the_days_left_out_of_a_row(first: date, skipped: tuple[date, ...], left_out: list[date]) -> None:
    row: dict[str, Any] = {"rrule": "FREQ=WEEKLY", "until": date(2027, 6, 30), "skipped": skipped}
    assert list(only(all_day(first, **row)).skipped) == left_out
    in_zone = only(timed(f"{first} 10:00", **row))
    assert [moment.date() for moment in in_zone.skipped if isinstance(moment, datetime)] == left_out


def test_a_row_begins_on_a_day_of_its_rule() -> None:
    assert (
        only(timed("2026-03-04 10:00", rrule="FREQ=WEEKLY;BYDAY=TU"))
        .start.isoformat()
        .startswith("2026-03-10")
    )


def test_a_row_that_is_counted_counts_from_its_first_day_also_when_that_is_left_out() -> None:
    row = all_day(date(2026, 3, 3), rrule="FREQ=WEEKLY;COUNT=3", skipped=(date(2026, 3, 3),))
    entry = only(row)
    assert (entry.start, entry.skipped) == (date(2026, 3, 3), (date(2026, 3, 3),))


def test_a_row_that_is_over_is_in_no_feed() -> None:
    assert not wanted(all_day(date(2025, 1, 7), rrule="FREQ=WEEKLY", until=date(2025, 6, 1))).entries


ANNOUNCED: dict[str, Any] = {"path": "Kari.md", "own_note": False, "title": ""}
SUMMARIES: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("a title", {"title": "Lunsj på Voss"}, "Lunsj på Voss", "Lunsj på Voss"),
    ("a next meeting", ANNOUNCED, "Meeting with Kari Nordmann", "Møte med Kari Nordmann"),
    ("its topic", {**ANNOUNCED, "topic": "råd"}, "råd with Kari Nordmann", "råd med Kari Nordmann"),
    ("nothing but a day", {"title": "", "attendees": (), "people": ()}, "Meeting", "Møte"),
    ("a cancelled one", {"status": Status.CANCELLED}, "Cancelled: Kaffe", "Avlyst: Kaffe"),
    (
        "cancelled and titled so",
        {"title": "Cancelled: Kaffe", "status": Status.CANCELLED},
        "Cancelled: Kaffe",
        None,
    ),
    ("odd characters", {"title": "a\nb\x00\t\ud800c\u2028"}, "a b \ufffdc", "a b \ufffdc"),
    ("nothing but odd characters", {"title": "\x00\n"}, "Meeting", "Møte"),
    (
        "several people",
        {**ANNOUNCED, "attendees": ("Kari.md", "Per.md")},
        "Meeting with Kari Nordmann, Per Olsen",
        None,
    ),
]


@pytest.mark.parametrize(
    ("fields", "english", "norwegian"), [c[1:] for c in SUMMARIES], ids=[c[0] for c in SUMMARIES]
)
def test_the_summary(fields: dict[str, Any], english: str, norwegian: str | None) -> None:
    meeting = all_day(TODAY, **fields)
    assert only(meeting).summary == english
    if norwegian:
        assert only(meeting, "nb").summary == norwegian


def test_a_cancelled_meeting_says_so_and_leaves_the_time_free() -> None:
    entry = only(timed("2026-03-12 10:00", status=Status.CANCELLED))
    assert (entry.status, entry.transparent) == ("CANCELLED", True)
    assert only(timed("2026-03-12 10:00", status=Status.TENTATIVE)).status == "TENTATIVE"
    assert only(timed("2026-03-12 10:00", status=Status.DONE)).status == "CONFIRMED"


def test_the_description() -> None:
    meeting = timed(
        "2026-03-12 10:00",
        topic="råd",
        url="https://møt.no/a b",
        where="Kafé\n«Ø»",
        people=(Link("kari"), Link("Ukjent Gjest"), Link("Per", "Per")),
        attendees=("Kari.md", "Per.md"),
    )
    entry = only(meeting)
    assert entry.description.split("\n") == [
        "With: Kari Nordmann, leder, Nordlys",
        "With: Per Olsen",
        "With: Ukjent Gjest",
        "About: råd",
    ]
    assert (entry.location, entry.url) == ("Kafé «Ø»", "")
    assert only(meeting, "nb").description.split("\n")[-1] == "Tema: råd"


URLS = [
    ("https://møt.no/å?a=1&b=2#c", "https://m%C3%B8t.no/%C3%A5?a=1&b=2#c"),
    ("HTTP://x.no/%20", "HTTP://x.no/%20"),
    ("javascript:alert(1)", ""),
    ("https://x.no/a b", ""),
    ("file:///etc/passwd", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "url"), URLS)
def test_only_web_addresses_are_addresses(text: str, url: str) -> None:
    assert web_address(text) == url


def test_long_texts_are_cut_and_written_as_they_are_read() -> None:
    assert len(one_line("x " * 5000)) == 1999
    entry = only(timed("2026-03-12 10:00", topic="y " * 999, title="z" * 1990 + " " * 9 + "zz"))
    assert entry.summary == entry.summary.strip()
    assert entry.description == entry.description.strip()


def test_a_meeting_with_someone_kept_out_is_in_no_feed() -> None:
    secret = replace(KARI, keep_out=True)
    held = all_day(TODAY, attendees=("Per.md", "Kari.md"))
    overview = Overview(
        people=(secret, PER), meetings=(held, all_day(TODAY, path="n.md", people=(), attendees=("Per.md",)))
    )
    found = wanted_entries(feed_view(overview, SETTINGS, TODAY))
    assert [entry.key for entry in found.entries] == [entry_key(all_day(TODAY, path="n.md"))]
    assert entry_key(held) in found.hidden


def test_what_a_person_kept_out_announced_before_is_hidden_too() -> None:
    overview = Overview(people=(replace(KARI, keep_out=True),))
    found = wanted_entries(feed_view(overview, SETTINGS, TODAY))
    assert entry_key(all_day(TODAY, path="Kari.md", own_note=False)) in found.hidden


def test_a_meeting_note_that_is_kept_out_is_in_no_feed() -> None:
    found = wanted(all_day(TODAY, keep_out=True))
    assert found.entries == ()
    assert found.hidden == {entry_key(all_day(TODAY))}


def test_every_entry_can_be_written() -> None:
    meetings = [replace(case[1], path=f"{n}.md", rrule="FREQ=WEEKLY") for n, case in enumerate(ONE_BY_ONE)]
    meetings += [
        all_day(TODAY, **{"path": f"s{n}.md", **case[1]})
        for n, case in enumerate(SUMMARIES[:-1])
        if "path" not in case[1]
    ]
    named = settle(wanted(*meetings), [], SETTINGS, TODAY, Words("en", TODAY).say)
    assert write_feed(named, name="Nettverk", zone=OSLO).left_out == []
