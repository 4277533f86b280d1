"""Follow-ups, slots and birthdays as entries, and how they stay the same over the days."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from calendars import grammar
from workbench import feed_view

from vaultkit.model.cadence import Cadence
from vaultkit.model.entry import Entry
from vaultkit.model.feed import Detail, FeedSettings, Holds, Privacy
from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Birthday, Person
from vaultkit.model.settings import Settings
from vaultkit.model.slot import Slot
from vaultkit.rules.entries import wanted_entries
from vaultkit.rules.published import settle
from vaultkit.store.ics import write_feed
from vaultkit.store.ics_read import read_feed
from vaultkit.store.words import Words

TODAY = date(2026, 11, 23)
"""A Monday."""
DAY = timedelta(days=1)
SETTINGS = Settings(timezone="Europe/Oslo", country="NO")
FEED = FeedSettings(name="all", entries=tuple(Holds))
KARI = Person(
    path="People/Kari.md",
    name="Kari Nordmann",
    role="leder",
    companies=(Link("Nordlys"),),
    networks=(Network.PROFESSIONAL,),
    ask=("hvordan de ansetter",),
    next_contact=TODAY + 2 * DAY,
    why="si takk for sist",
    birthday=Birthday(3, 14, 1980),
)
PER = Person(path="People/Per.md", name="Per", networks=(Network.PRIVATE,))


def sync(
    published: bytes,
    *people: Person,
    today: date = TODAY,
    feed: FeedSettings = FEED,
    settings: Settings = SETTINGS,
    meetings: tuple[Meeting, ...] = (),
) -> bytes:
    """Notes and the published file in, the new file out."""
    view = feed_view(Overview(people=people, meetings=meetings), settings, today, feed=feed)
    say = Words("en", today).say
    entries = settle(wanted_entries(view), read_feed(published), settings, today, say, feed=feed.name)
    data, left_out = write_feed(entries, name="All", zone=settings.timezone)
    assert left_out == []
    assert grammar.faults(data) == []
    return data


def shown(data: bytes) -> list[tuple[str, str]]:
    """When and what, of each entry."""
    return [(f"{entry.start:%Y-%m-%d}", entry.summary) for entry in read_feed(data)]


def only(data: bytes) -> Entry:
    (entry,) = read_feed(data)
    return entry


def holding(*kinds: Holds, **fields: Any) -> FeedSettings:
    return replace(FEED, entries=kinds, **fields)


FOLLOW_UPS, BIRTHDAYS, SLOTS = holding(Holds.FOLLOW_UPS), holding(Holds.BIRTHDAYS), holding(Holds.SLOTS)


def test_a_follow_up_is_a_whole_day_that_stays_free() -> None:
    entry = only(sync(b"", KARI, feed=FOLLOW_UPS))
    assert (entry.start, entry.end) == (TODAY + 2 * DAY, TODAY + 3 * DAY)
    assert not isinstance(entry.start, datetime)
    assert entry.transparent
    assert entry.alarm is None
    assert entry.summary == "Kari Nordmann · si takk for sist"
    assert entry.description.split("\n") == [
        "Kari Nordmann, leder, Nordlys",
        "I want to learn: hvordan de ansetter",
    ]


def test_a_follow_up_that_is_late_stays_on_its_day() -> None:
    first = sync(b"", KARI, feed=FOLLOW_UPS)
    assert sync(first, KARI, feed=FOLLOW_UPS, today=TODAY + 40 * DAY) == first


def test_a_follow_up_that_is_put_off_is_the_same_entry() -> None:
    first = sync(b"", KARI, feed=FOLLOW_UPS)
    later = only(sync(first, replace(KARI, next_contact=TODAY + 9 * DAY), feed=FOLLOW_UPS))
    assert (later.uid, later.start) == (only(first).uid, TODAY + 9 * DAY)
    assert later.stamps is not None
    assert later.stamps.sequence > (only(first).stamps or later.stamps).sequence


def test_a_follow_up_that_is_done_leaves_without_a_mark() -> None:
    first = sync(b"", KARI, feed=FOLLOW_UPS)
    assert shown(sync(first, replace(KARI, next_contact=None), feed=FOLLOW_UPS)) == [
        ("2026-11-23", "Kari Nordmann · first contact")
    ]


def test_after_the_contact_the_next_one_is_a_new_entry() -> None:
    kari = replace(
        KARI, next_contact=None, cadence=Cadence(2, "week"), log=(LogLine(date(2026, 11, 16), "kaffe", 1),)
    )
    first = sync(b"", kari, feed=FOLLOW_UPS)
    called = replace(kari, log=(LogLine(TODAY, "ringte", 2), *kari.log))
    then = sync(first, called, feed=FOLLOW_UPS)
    assert (shown(first)[0][0], shown(then)[0][0]) == ("2026-11-30", "2026-12-07")
    assert only(first).uid != only(then).uid


def test_first_contacts_do_not_crawl_from_day_to_day() -> None:
    people = [replace(PER, path=f"People/{number}.md", name=f"Per {number}") for number in range(8)]
    first = sync(b"", *people, feed=FOLLOW_UPS)
    assert [day for day, _ in shown(first)] == ["2026-11-23"] * 3 + ["2026-11-24"] * 3 + ["2026-11-25"] * 2
    assert sync(first, *people, feed=FOLLOW_UPS, today=TODAY + DAY) == first
    fewer = sync(first, *people[1:], feed=FOLLOW_UPS, today=TODAY + DAY)
    assert sorted(shown(fewer)) == sorted(shown(first))[1:]


def test_preparing_stays_on_its_working_day_although_the_queue_shows_it_today() -> None:
    start = datetime.fromisoformat("2026-11-30 10:00")  # a Monday: to be prepared on Friday
    meeting = Meeting(
        path="Meetings/Coffee.md",
        own_note=True,
        title="Coffee",
        start=start,
        end=start + timedelta(hours=1),
        zone="Europe/Oslo",
        attendees=("People/Per.md",),
    )
    first = sync(b"", PER, meetings=(meeting,), feed=FOLLOW_UPS)
    assert shown(first)[0][0] == "2026-11-27"
    assert sync(first, PER, meetings=(meeting,), feed=FOLLOW_UPS, today=date(2026, 11, 29)) == first
    moved = replace(meeting, start=start + 2 * DAY, end=meeting.end + 2 * DAY)
    then = sync(first, PER, meetings=(moved,), feed=FOLLOW_UPS, today=date(2026, 11, 29))
    assert only(then).uid == only(first).uid
    assert shown(then)[0][0] == "2026-12-01"


def test_a_renamed_person_keeps_the_entries() -> None:
    feed = holding(Holds.FOLLOW_UPS, Holds.BIRTHDAYS)
    first = sync(b"", KARI, feed=feed)
    then = sync(first, replace(KARI, path="People/Kari N.md", name="Kari N"), feed=feed)
    assert [entry.uid for entry in read_feed(then)] == [entry.uid for entry in read_feed(first)]
    assert "Birthday: Kari N (1980)" in dict(shown(then)).values()


def test_a_follow_up_of_somebody_else_is_not_the_one_that_was_done() -> None:
    first = sync(b"", KARI, feed=FOLLOW_UPS)
    per = replace(PER, next_contact=TODAY + 2 * DAY)
    then = sync(first, replace(KARI, never=True, next_contact=None), per, feed=FOLLOW_UPS)
    assert only(then).uid != only(first).uid


def test_a_birthday_is_a_yearly_rule_and_says_no_age() -> None:
    entry = only(sync(b"", KARI, feed=BIRTHDAYS))
    assert (entry.start, entry.rrule) == (date(2024, 3, 14), "FREQ=YEARLY")
    assert (entry.summary, entry.transparent) == ("Birthday: Kari Nordmann (1980)", True)
    unknown = replace(KARI, birthday=Birthday(3, 14))
    assert only(sync(b"", unknown, feed=BIRTHDAYS)).summary == "Birthday: Kari Nordmann"


def test_a_birthday_on_29_february_is_written_day_by_day() -> None:
    leap = replace(KARI, birthday=Birthday(2, 29, 1988))
    today = date(2027, 1, 10)
    first = sync(b"", leap, feed=BIRTHDAYS, today=today)
    assert [day for day, _ in shown(first)] == ["2027-02-28", "2028-02-29"]
    assert {entry.rrule for entry in read_feed(first)} == {""}
    later = sync(first, leap, feed=BIRTHDAYS, today=date(2027, 4, 28))
    assert shown(later) == shown(first)
    gone = sync(first, replace(leap, birthday=None), feed=BIRTHDAYS, today=today)
    assert shown(gone) == []


@pytest.mark.parametrize("days", [0, 1, 200, 800])
def test_a_birthday_is_the_same_every_day(days: int) -> None:
    assert sync(b"", KARI, feed=BIRTHDAYS).count(b"BEGIN:VEVENT") == 1
    first = sync(b"", KARI, feed=BIRTHDAYS)
    assert sync(first, KARI, feed=BIRTHDAYS, today=TODAY + days * DAY) == first


HELD = replace(SETTINGS, slots=(Slot(1, time(9), time(11)), Slot(3, time(11, 30), time(12, 30))))


def test_a_slot_is_a_weekly_row_on_the_clock_of_the_vault() -> None:
    first, second = read_feed(sync(b"", feed=SLOTS, settings=HELD))
    assert first.start == datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Oslo"))
    assert isinstance(first.start, datetime)
    assert (str(first.start.tzinfo), first.rrule, first.summary) == (
        "Europe/Oslo",
        "FREQ=WEEKLY",
        "Time for networking",
    )
    assert (first.transparent, first.uid == second.uid) == (False, False)


@pytest.mark.parametrize("days", [1, 7, 400])
def test_a_slot_goes_on_from_its_first_day(days: int) -> None:
    first = sync(b"", feed=SLOTS, settings=HELD)
    assert sync(first, feed=SLOTS, settings=HELD, today=TODAY + days * DAY) == first


def test_a_slot_that_is_given_up_leaves_without_a_mark_and_the_other_stays() -> None:
    first = sync(b"", feed=SLOTS, settings=HELD)
    then = sync(first, feed=SLOTS, settings=replace(HELD, slots=HELD.slots[1:]), today=TODAY + 9 * DAY)
    assert read_feed(then) == read_feed(first)[1:]


def test_a_slot_in_another_zone_is_the_same_entry() -> None:
    first = sync(b"", feed=SLOTS, settings=HELD)
    moved = replace(HELD, timezone="America/New_York")
    then = sync(first, feed=SLOTS, settings=moved, today=TODAY + 9 * DAY)
    assert [entry.uid for entry in read_feed(then)] == [entry.uid for entry in read_feed(first)]
    assert read_feed(then)[0].start == datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("America/New_York"))


def test_a_slot_where_no_rule_of_the_zone_lasts_is_written_week_by_week() -> None:
    settings = replace(HELD, timezone="America/Nuuk", slots=HELD.slots[:1])
    entries = read_feed(sync(b"", feed=SLOTS, settings=settings))
    assert {entry.rrule for entry in entries} == {""}
    assert len(entries) == 79


NETWORKS = [
    ((Network.PROFESSIONAL,), ["Birthday: Kari Nordmann (1980)", "Kari Nordmann · si takk for sist"]),
    ((Network.PRIVATE,), ["Per · first contact"]),
    (
        (),
        ["Birthday: Kari Nordmann (1980)", "Per · first contact", "Kari Nordmann · si takk for sist"],
    ),
]


@pytest.mark.parametrize(("networks", "summaries"), NETWORKS)
def test_a_feed_for_some_networks(networks: tuple[Network, ...], summaries: list[str]) -> None:
    feed = holding(Holds.FOLLOW_UPS, Holds.BIRTHDAYS, networks=networks)
    assert [summary for _, summary in shown(sync(b"", KARI, PER, feed=feed))] == summaries


def test_a_slot_is_about_nobody_and_so_in_the_feed_of_any_network() -> None:
    feed = replace(SLOTS, networks=(Network.LEISURE,))
    assert len(shown(sync(b"", feed=feed, settings=HELD))) == 2


def test_whoever_is_kept_out_is_in_none_and_leaves_at_once() -> None:
    kept_out = replace(KARI, keep_out=True)
    assert shown(sync(b"", kept_out)) == []
    assert shown(sync(sync(b"", KARI), kept_out)) == []


def test_what_a_feed_does_not_hold_any_more_leaves_at_once() -> None:
    both = holding(Holds.FOLLOW_UPS, Holds.BIRTHDAYS)
    assert [summary for _, summary in shown(sync(sync(b"", KARI, feed=both), KARI, feed=BIRTHDAYS))] == [
        "Birthday: Kari Nordmann (1980)"
    ]


def test_a_link_to_the_note_is_address_and_last_line() -> None:
    feed = replace(BIRTHDAYS, details=(Detail.NOTE,))
    entry = only(sync(b"", replace(KARI, path="Folk/Åse & Kari.md"), feed=feed))
    link = "obsidian://open?vault=Vault&file=Folk%2F%C3%85se%20%26%20Kari"
    assert (entry.url, entry.description) == (link, link)


def test_initials_and_nothing_else() -> None:
    feed = replace(FEED, privacy=Privacy.INITIALS)
    entries = read_feed(sync(b"", KARI, feed=feed))
    assert [entry.summary for entry in entries] == ["Birthday: K. N.", "Follow up: K. N."]
    assert {(entry.description, entry.location, entry.url) for entry in entries} == {("", "", "")}


def test_what_takes_no_time_is_in_no_feed_that_tells_only_that_it_is_taken() -> None:
    entries = read_feed(sync(b"", KARI, feed=replace(FEED, privacy=Privacy.BUSY), settings=HELD))
    assert [entry.summary for entry in entries] == ["Busy", "Busy"]
