"""What was published is the memory: names, stamps, and what becomes of meetings that are gone."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
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
from vaultkit.rules.published import settle
from vaultkit.store.ics import write_feed
from vaultkit.store.ics_read import read_feed
from vaultkit.store.words import Words

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)
SOON = datetime.fromisoformat("2026-03-20 10:00")
KARI = Person(path="Kari.md", name="Kari")
PER = Person(path="Per.md", name="Per")
SETTINGS = Settings(timezone="Europe/Oslo")


def note(start: datetime = SOON, path: str = "Møter/Kaffe.md", **fields: Any) -> Meeting:
    made = Meeting(
        path=path,
        own_note=True,
        title=path.rsplit("/", 1)[-1].removesuffix(".md"),
        start=start,
        end=start + timedelta(hours=1),
        zone="Europe/Oslo",
        people=(Link("Kari", "Kari"),),
        attendees=("Kari.md",),
    )
    return replace(made, **fields)


def announced(start: datetime = SOON, path: str = "Kari.md", **fields: Any) -> Meeting:
    return note(start, path, own_note=False, title="", attendees=(path,), **fields)


def sync(
    published: bytes,
    meetings: Iterable[Meeting],
    today: date = TODAY,
    people: tuple[Person, ...] = (KARI, PER),
    settings: Settings = SETTINGS,
) -> bytes:
    """What `sync` does with a feed: notes and the published file in, the new file out."""
    say = Words("nb", today).say
    overview = Overview(people=people, meetings=tuple(meetings))
    wanted = wanted_entries(feed_view(overview, settings, today, "nb"))
    feed = write_feed(
        settle(wanted, read_feed(published), settings, today, say), name="Nettverk", zone=settings.timezone
    )
    assert feed.left_out == []
    return feed.data


def only(data: bytes) -> Entry:
    (entry,) = read_feed(data)
    return entry


def sequence(entry: Entry) -> int:
    assert entry.stamps is not None
    return entry.stamps.sequence


def events(data: bytes) -> dict[str, bytes]:
    found = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", data, re.DOTALL)
    return {re.search(rb"UID:(\S+)", event)[1].decode(): event for event in found}  # type: ignore[index]


FIRST = sync(b"", [note()])
LATER = TODAY + 2 * DAY

SCHEDULE = [
    ("another day", note(SOON + DAY)),
    ("another hour", note(SOON + timedelta(hours=1))),
    ("longer", note(end=SOON + timedelta(hours=2))),
    ("another place", note(where="Kafé Ø")),
    ("cancelled", note(status=Status.CANCELLED)),
    ("tentative", note(status=Status.TENTATIVE)),
    ("repeated", note(rrule="FREQ=WEEKLY")),
    ("a whole day", replace(note(), start=SOON.date(), end=SOON.date())),
    ("another zone", note(zone="America/New_York")),
]
TEXTS = [
    ("another title", note(title="Lunsj")),
    ("a topic", note(topic="råd")),
    ("a link", note(url="https://x.no")),
    ("one more comes", note(attendees=("Kari.md", "Per.md"))),
]


@pytest.mark.parametrize("meeting", [case[1] for case in SCHEDULE], ids=[case[0] for case in SCHEDULE])
def test_a_change_of_time_place_rule_or_status_is_said(meeting: Meeting) -> None:
    old, new = only(FIRST), only(sync(FIRST, [meeting], LATER))
    assert new.uid == old.uid
    assert old.stamps is not None
    assert new.stamps is not None
    assert new.stamps.created == old.stamps.created
    assert new.stamps.modified.date() == LATER
    assert new.stamps.sequence > old.stamps.sequence
    assert (
        new.stamps.sequence
        == (new.stamps.modified - datetime.fromisoformat("2020-01-01T00Z")).total_seconds()
    )


@pytest.mark.parametrize("meeting", [case[1] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_a_change_of_words_moves_no_sequence(meeting: Meeting) -> None:
    old, new = only(FIRST), only(sync(FIRST, [meeting], LATER))
    assert new.uid == old.uid
    assert sequence(new) == sequence(old)
    assert new.stamps is not None
    assert new.stamps.modified.date() == LATER


def test_a_row_in_another_zone_with_the_same_clock_has_changed() -> None:
    first = sync(b"", [note(rrule="FREQ=WEEKLY")])
    then = sync(first, [note(rrule="FREQ=WEEKLY", zone="Europe/Berlin")], LATER)
    assert only(then).uid == only(first).uid
    assert sequence(only(then)) > sequence(only(first))


def test_two_changes_on_one_day_are_two_changes() -> None:
    once = sync(FIRST, [note(SOON + DAY)], LATER)
    twice = sync(once, [note(SOON + 2 * DAY)], LATER)
    assert sequence(only(twice)) > sequence(only(once))


@pytest.mark.parametrize("back", [1, 30, 400])
def test_stamps_never_go_back_even_when_the_day_does(back: int) -> None:
    new = only(sync(FIRST, [note(SOON + DAY)], TODAY - back * DAY, settings=replace(SETTINGS)))
    old = only(FIRST)
    assert new.stamps is not None
    assert old.stamps is not None
    assert new.stamps.modified > old.stamps.modified
    assert new.stamps.sequence > old.stamps.sequence


@pytest.mark.parametrize("days", [0, 1, 5])
def test_twice_is_the_same_on_any_day(days: int) -> None:
    assert sync(FIRST, [note()], TODAY + days * DAY) == FIRST


def test_two_machines_with_the_same_published_feed_write_the_same() -> None:
    meetings = [note(SOON + DAY), note(path="Møter/Ny.md"), announced()]
    assert sync(FIRST, meetings, LATER) == sync(FIRST, reversed(meetings), LATER)


def test_a_lost_feed_gives_the_same_uids() -> None:
    meetings = [note(), announced(), note(path="Møter/Rad.md", rrule="FREQ=WEEKLY", zone="America/Nuuk")]
    assert events(sync(b"", meetings)).keys() == events(sync(b"", meetings, LATER)).keys()


def test_a_lost_feed_gives_a_moved_meeting_note_the_same_uid() -> None:
    assert only(sync(b"", [note(SOON + 9 * DAY)], LATER)).uid == only(FIRST).uid


@pytest.mark.parametrize("title", ["Kaffe", "Lunsj"], ids=["same title", "title with the file"])
def test_a_renamed_note_keeps_its_uid(title: str) -> None:
    renamed = sync(FIRST, [note(path="Arkiv/Lunsj.md", title=title)], LATER)
    assert only(renamed).uid == only(FIRST).uid
    assert sequence(only(renamed)) == sequence(only(FIRST))
    assert sync(renamed, [note(path="Arkiv/Lunsj.md", title=title)], LATER + DAY) == renamed


def test_a_renamed_person_keeps_the_uid() -> None:
    first = sync(b"", [announced()])
    kari = replace(KARI, path="Kari N.md", name="Kari N")
    new = sync(first, [announced(path="Kari N.md")], LATER, people=(kari,))
    assert (only(new).uid, only(new).summary) == (only(first).uid, "Møte med Kari N")
    assert sequence(only(new)) == sequence(only(first))


def test_of_two_meetings_at_one_time_the_renamed_one_is_known_by_its_title() -> None:
    first = sync(b"", [note(), note(path="Møter/B.md")])
    new = sync(first, [note(path="x/a.md", title="Kaffe"), note(path="x/b.md", title="B")], LATER)
    assert {e.uid: e.summary for e in read_feed(new)} == {e.uid: e.summary for e in read_feed(first)}


def test_a_next_meeting_that_is_rescheduled_is_the_same_entry() -> None:
    first = sync(b"", [announced()])
    assert only(sync(first, [announced(SOON + 7 * DAY)], LATER)).uid == only(first).uid


def test_the_next_meeting_after_it_is_a_new_entry_and_the_old_one_stays() -> None:
    first = sync(b"", [announced()])
    after = SOON.date() + DAY
    new = read_feed(sync(first, [announced(SOON + 30 * DAY)], after))
    assert new[0] == only(first)
    assert new[1].uid != new[0].uid
    assert len(new) == 2


def test_a_meeting_is_held_when_its_day_is_over_where_the_owner_lives() -> None:
    settings = replace(SETTINGS, timezone="America/New_York")
    evening = announced(SOON.replace(hour=20), zone="America/New_York")
    first = sync(b"", [evening], settings=settings)
    new = sync(first, [announced(SOON + 30 * DAY)], SOON.date() + DAY, settings=settings)
    assert len(read_feed(new)) == 2


def test_a_deleted_meeting_to_come_is_cancelled_for_fourteen_days_and_then_gone() -> None:
    far = sync(b"", [note(SOON + 60 * DAY)])
    gone = sync(far, [], LATER)
    entry = only(gone)
    assert (entry.uid, entry.status, entry.transparent) == (only(far).uid, "CANCELLED", True)
    assert entry.summary == "Avlyst: Kaffe"
    assert sequence(entry) > sequence(only(far))
    assert sync(gone, [], LATER + 14 * DAY) == gone
    assert read_feed(sync(gone, [], LATER + 15 * DAY)) == []


def test_a_meeting_that_comes_back_is_the_same_entry() -> None:
    gone = sync(FIRST, [], LATER)
    back = only(sync(gone, [note()], LATER + DAY))
    assert (back.uid, back.status, back.summary) == (only(FIRST).uid, "CONFIRMED", "Kaffe")
    assert sequence(back) > sequence(only(gone))


def test_a_meeting_marked_cancelled_goes_after_fourteen_days_and_does_not_come_back() -> None:
    held = note(SOON + 60 * DAY)
    off = replace(held, status=Status.CANCELLED)
    marked = sync(sync(b"", [held]), [off], LATER)
    assert sync(marked, [off], LATER + 14 * DAY) == marked
    gone = sync(marked, [off], LATER + 15 * DAY)
    assert read_feed(gone) == []
    assert sync(gone, [off], LATER + 16 * DAY) == gone


def test_a_meeting_that_was_cancelled_before_it_was_published_never_shows() -> None:
    assert read_feed(sync(b"", [note(status=Status.CANCELLED)])) == []


@pytest.mark.parametrize("meetings", [[note()], []], ids=["note there", "note deleted"])
def test_past_meetings_stay_sixty_days(meetings: list[Meeting]) -> None:
    over = SOON.date()
    assert sync(FIRST, meetings, over + 60 * DAY) == FIRST
    assert read_feed(sync(FIRST, meetings, over + 61 * DAY)) == []


ROWS = [
    ("until a day", {"until": date(2026, 3, 31)}),
    ("counted", {"rrule": "FREQ=WEEKLY;COUNT=2"}),
    ("of whole days", {"start": SOON.date(), "end": SOON.date(), "until": date(2026, 3, 31)}),
]


@pytest.mark.parametrize("fields", [case[1] for case in ROWS], ids=[case[0] for case in ROWS])
def test_a_row_that_has_ended_is_past_and_never_cancelled(fields: dict[str, Any]) -> None:
    row = replace(note(rrule="FREQ=WEEKLY"), **fields)
    first = sync(b"", [row])
    last = date(2026, 3, 27)
    assert sync(first, [row], last + 60 * DAY) == first
    assert sync(first, [], last + DAY) == first
    assert read_feed(sync(first, [row], last + 61 * DAY)) == []


def test_a_row_that_goes_on_is_cancelled_when_its_note_is_deleted() -> None:
    first = sync(b"", [note(rrule="FREQ=WEEKLY")])
    assert only(sync(first, [], LATER)).status == "CANCELLED"
    assert only(sync(first, [note(rrule="FREQ=WEEKLY")], TODAY + 2000 * DAY)) == only(first)


def test_one_holding_of_a_row_in_an_odd_zone_is_cancelled_alone() -> None:
    row = note(rrule="FREQ=WEEKLY", until=date(2026, 4, 10), zone="America/Nuuk")
    first = sync(b"", [row])
    new = sync(first, [replace(row, skipped=(date(2026, 3, 27),))], LATER)
    assert [entry.status for entry in read_feed(first)] == ["CONFIRMED"] * 4
    assert [entry.status for entry in read_feed(new)] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CONFIRMED"]
    changed = {uid for uid, event in events(new).items() if events(first)[uid] != event}
    assert changed == {read_feed(new)[1].uid}


SECRET = replace(KARI, keep_out=True)


@pytest.mark.parametrize("meeting", [note(), announced()], ids=["own note", "next meeting"])
def test_what_was_published_of_a_person_goes_at_once_when_they_are_kept_out(meeting: Meeting) -> None:
    first = sync(b"", [meeting])
    assert read_feed(sync(first, [meeting], LATER, people=(SECRET,))) == []


def test_a_past_meeting_announced_by_a_person_goes_when_they_are_kept_out() -> None:
    first = sync(b"", [announced()])
    assert read_feed(sync(first, [], SOON.date() + DAY, people=(SECRET,))) == []


def test_hostile_texts_settle_at_once() -> None:
    texts = "a\r\nb\x00\ud800;,\\n\u2028 " + "lang " * 600
    hostile = note(title=texts, topic=texts, where=texts, people=(Link(texts),), attendees=())
    first = sync(b"", [hostile])
    assert len(read_feed(first)) == 1
    assert sync(first, [hostile], LATER) == first


WEEKLY = note(datetime.fromisoformat("2026-03-03 18:00"), "Møter/Kor.md", rrule="FREQ=WEEKLY")
FAR = note(datetime.fromisoformat("2026-06-01 09:00"), "Møter/Sommer.md")
MONTH: list[tuple[int, str, list[Meeting], set[str]]] = [
    (0, "begin", [note(), WEEKLY, FAR], {"Kaffe", "Kor", "Sommer"}),
    (1, "nothing", [note(), WEEKLY, FAR], set()),
    (2, "Kaffe moves", [note(SOON + DAY), WEEKLY, FAR], {"Kaffe"}),
    (3, "a new one", [note(SOON + DAY), WEEKLY, FAR, announced()], {"Møte med Kari"}),
    (3, "nothing, on the same day", [note(SOON + DAY), WEEKLY, FAR, announced()], set()),
    (
        4,
        "the row skips",
        [note(SOON + DAY), replace(WEEKLY, skipped=(date(2026, 3, 24),)), FAR, announced()],
        {"Kor"},
    ),
    (5, "back", [note(SOON + DAY), WEEKLY, FAR, announced()], {"Kor"}),
    (6, "a topic", [note(SOON + DAY), WEEKLY, replace(FAR, topic="bål"), announced()], {"Sommer"}),
    (
        7,
        "cancelled",
        [note(SOON + DAY, status=Status.CANCELLED), WEEKLY, FAR, announced()],
        {"Avlyst: Kaffe", "Sommer"},
    ),
    (
        8,
        "rescheduled",
        [note(SOON + DAY, status=Status.CANCELLED), WEEKLY, FAR, announced(SOON - DAY)],
        {"Møte med Kari"},
    ),
    (9, "held", [note(SOON + DAY, status=Status.CANCELLED), WEEKLY, FAR, announced(SOON - DAY)], set()),
    (21, "the next one", [WEEKLY, FAR, announced(SOON + 40 * DAY)], {"Møte med Kari"}),
    (25, "Sommer is deleted", [WEEKLY, announced(SOON + 40 * DAY)], {"Avlyst: Sommer", "Avlyst: Kaffe"}),
    (30, "nothing", [WEEKLY, announced(SOON + 40 * DAY)], set()),
]


def test_a_month_of_edits_changes_only_what_was_edited() -> None:
    """Each step: days from the start, what happened, the meetings, and the summaries of what may change."""
    published = b""
    for days, what, meetings, may_change in MONTH:
        today = TODAY + days * DAY
        before, published = published, sync(published, meetings, today)
        old, new = events(before), events(published)
        names = {entry.uid: entry.summary for entry in (*read_feed(before), *read_feed(published))}
        changed = {names[uid] for uid in old.keys() | new.keys() if old.get(uid) != new.get(uid)}
        assert changed == may_change, (days, what)
        for uid in old.keys() & new.keys():
            assert re.search(rb"CREATED:\S+", old[uid])[0] == re.search(rb"CREATED:\S+", new[uid])[0]  # type: ignore[index]
        assert sync(published, meetings, today) == published, (days, what)
    assert [entry.summary for entry in read_feed(published)] == [
        "Kor",
        "Møte med Kari",
        "Møte med Kari",
        "Avlyst: Sommer",
    ]
