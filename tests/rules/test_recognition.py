"""What is the same meeting and what is another one, when much changes between two syncs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbench import feed_view

from vaultkit.model.entry import Entry
from vaultkit.model.feed import NETWORKING, Privacy
from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.rules.entries import wanted_entries
from vaultkit.rules.entries.meetings import entry_key
from vaultkit.rules.published import settle
from vaultkit.store.words import Words

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)
SOON = datetime.fromisoformat("2026-03-20 10:00")
LATER = SOON + 5 * DAY
KARI, PER = Person(path="Kari.md", name="Kari"), Person(path="Per.md", name="Per")
RENAMED = Person(path="Kari N.md", name="Kari N")
SETTINGS = Settings(timezone="Europe/Oslo")


def note(path: str, start: date = SOON, **fields: Any) -> Meeting:
    made = Meeting(
        path=path,
        own_note=True,
        title=path.removesuffix(".md"),
        start=start,
        end=start + timedelta(hours=1) if isinstance(start, datetime) else start,
        zone="Europe/Oslo",
        people=(Link("Kari", "Kari"),),
        attendees=("Kari.md",),
    )
    return replace(made, **fields)


def announced(path: str = "Kari.md", start: date = SOON, **fields: Any) -> Meeting:
    return note(path, start, own_note=False, title="", attendees=(path,), people=(), **fields)


def sync(
    published: Iterable[Entry],
    meetings: Iterable[Meeting],
    people: tuple[Person, ...] = (KARI, PER),
    *,
    today: date = TODAY,
    privacy: Privacy = Privacy.FULL,
) -> list[Entry]:
    feed = replace(NETWORKING, privacy=privacy)
    overview = Overview(people=people, meetings=tuple(meetings))
    wanted = wanted_entries(feed_view(overview, SETTINGS, today, feed=feed))
    return settle(wanted, published, SETTINGS, today, Words("en", today).say)


def names(before: list[Entry], after: list[Entry]) -> list[tuple[str, str]]:
    """What each entry was and is, by UID: `Coffee`, `new` or `gone`."""
    was = {entry.uid: entry.summary for entry in before}
    now = {entry.uid: entry.summary for entry in after}
    return sorted((was.get(uid, "new"), now.get(uid, "gone")) for uid in was.keys() | now.keys())


SAME: list[tuple[str, list[Meeting], list[Meeting], tuple[Person, ...], list[tuple[str, str]]]] = [
    (
        "renamed and moved, its title kept",
        [note("a.md", title="Coffee")],
        [note("b.md", LATER, title="Coffee", topic="advice")],
        (KARI, PER),
        [("Coffee", "Coffee")],
    ),
    (
        "renamed and moved, with the same people about the same thing",
        [note("Coffee.md", topic="advice")],
        [note("Lunch.md", LATER, topic="advice")],
        (KARI, PER),
        [("Coffee", "Lunch")],
    ),
    (
        "two people swap their times",
        [announced("Kari.md"), announced("Per.md", LATER)],
        [announced("Kari.md", LATER), announced("Per.md")],
        (KARI, PER),
        [("Meeting with Kari", "Meeting with Kari"), ("Meeting with Per", "Meeting with Per")],
    ),
    (
        "a person is renamed while the next meeting moves",
        [announced("Kari.md"), announced("Per.md", LATER)],
        [announced("Kari N.md", SOON + 9 * DAY), announced("Per.md", LATER)],
        (RENAMED, PER),
        [("Meeting with Kari", "Meeting with Kari N"), ("Meeting with Per", "Meeting with Per")],
    ),
    (
        "a whole day becomes an hour",
        [announced("Kari.md", SOON.date()), note("Coffee.md", LATER.date())],
        [announced("Kari.md", SOON + DAY), note("Coffee.md", LATER + DAY)],
        (KARI, PER),
        [("Coffee", "Coffee"), ("Meeting with Kari", "Meeting with Kari")],
    ),
    (
        "a next meeting gets a note of its own",
        [announced("Kari.md")],
        [note("Coffee.md")],
        (KARI, PER),
        [("Meeting with Kari", "Coffee")],
    ),
    (
        "two are renamed, one at each time",
        [note("a.md"), note("b.md", LATER)],
        [note("d.md", LATER), note("c.md")],
        (KARI, PER),
        [("a", "c"), ("b", "d")],
    ),
    (
        "two swap their names",
        [note("a.md"), note("b.md", LATER)],
        [note("a.md", LATER), note("b.md")],
        (KARI, PER),
        [("a", "a"), ("b", "b")],
    ),
]

ANOTHER: list[tuple[str, list[Meeting], list[Meeting], tuple[Person, ...], list[tuple[str, str]]]] = [
    (
        "one is deleted, and one with others is new",
        [note("Coffee.md")],
        [note("Lunch.md", LATER, attendees=("Per.md",), people=())],
        (KARI, PER),
        [("Coffee", "Cancelled: Coffee"), ("new", "Lunch")],
    ),
    (
        "one calls off, and another comes at the same time",
        [announced("Kari.md")],
        [announced("Per.md")],
        (KARI, PER),
        [("Meeting with Kari", "Cancelled: Meeting with Kari"), ("new", "Meeting with Per")],
    ),
    (
        "two of one name are renamed and moved: nobody can tell which is which",
        [note("a.md", title="x"), note("b.md", LATER, title="x")],
        [note("c.md", SOON + 7 * DAY, title="x"), note("d.md", SOON + 8 * DAY, title="x")],
        (KARI, PER),
        [("new", "x"), ("new", "x"), ("x", "Cancelled: x"), ("x", "Cancelled: x")],
    ),
    (
        "one goes far into the future, and another takes its time",
        [note("a.md")],
        [note("a.md", SOON + 900 * DAY), note("b.md")],
        (KARI, PER),
        [("a", "gone"), ("new", "b")],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "people", "expected"),
    [case[1:] for case in SAME + ANOTHER],
    ids=[case[0] for case in SAME + ANOTHER],
)
def test_what_is_the_same_entry(
    before: list[Meeting],
    after: list[Meeting],
    people: tuple[Person, ...],
    expected: list[tuple[str, str]],
) -> None:
    first = sync([], before)
    then = sync(first, after, people, today=TODAY + DAY)
    assert names(first, then) == expected
    assert sync(then, after, people, today=TODAY + 2 * DAY) == then


@pytest.mark.parametrize(
    ("before", "after", "people"), [case[1:4] for case in SAME], ids=[case[0] for case in SAME]
)
@pytest.mark.parametrize("privacy", [Privacy.INITIALS, Privacy.BUSY])
def test_it_is_the_same_entry_where_less_is_told(
    before: list[Meeting], after: list[Meeting], people: tuple[Person, ...], privacy: Privacy
) -> None:
    first = sync([], before, privacy=privacy)
    then = sync(first, after, people, today=TODAY + DAY, privacy=privacy)
    assert {entry.uid for entry in then} == {entry.uid for entry in first}
    assert sync(then, after, people, today=TODAY + 2 * DAY, privacy=privacy) == then


def test_a_meeting_called_off_some_days_ago_is_not_the_new_one_of_its_name() -> None:
    first = sync([], [note("a.md", title="Coffee")])
    gone = sync(first, [], today=TODAY + DAY)
    then = sync(gone, [note("b.md", LATER, title="Coffee")], today=TODAY + 2 * DAY)
    assert names(gone, then) == [("Cancelled: Coffee", "Cancelled: Coffee"), ("new", "Coffee")]


def test_what_stays_of_a_meeting_that_is_over_is_not_the_new_one_of_its_name() -> None:
    first = sync([], [note("a.md", title="Coffee")])
    then = sync(first, [note("b.md", LATER, title="Coffee")], today=SOON.date() + DAY)
    assert names(first, then) == [("Coffee", "Coffee"), ("new", "Coffee")]


SECRET = replace(RENAMED, keep_out=True)


@pytest.mark.parametrize("privacy", [*Privacy])
def test_somebody_renamed_and_kept_out_at_once_is_gone_at_once(privacy: Privacy) -> None:
    first = sync([], [announced("Kari.md")], privacy=privacy)
    assert sync(first, [announced("Kari N.md")], (SECRET, PER), privacy=privacy) == []


@pytest.mark.parametrize("privacy", [*Privacy])
def test_what_was_held_before_the_renaming_goes_too_when_they_are_kept_out(privacy: Privacy) -> None:
    first = sync([], [announced("Kari.md")], privacy=privacy)
    held = SOON.date() + DAY
    second = sync(first, [announced("Kari.md", LATER)], today=held, privacy=privacy)
    renamed = sync(second, [announced("Kari N.md", LATER)], (RENAMED, PER), today=held, privacy=privacy)
    assert len(renamed) == 2
    assert sync(renamed, [], (SECRET, PER), today=held, privacy=privacy) == []


TIMES = st.sampled_from([SOON, LATER, SOON + 9 * DAY, SOON.date(), SOON - 20 * DAY])
NOTES = st.builds(
    lambda path, start, title, own: note(path, start, title=title) if own else announced("Kari.md", start),
    st.sampled_from(["a.md", "b.md", "c.md", "d.md"]),
    TIMES,
    st.sampled_from(["Coffee", "Lunch"]),
    st.booleans(),
)
VAULTS = st.lists(NOTES, max_size=4, unique_by=lambda meeting: meeting.path)


@settings(deadline=None)
@given(st.lists(VAULTS, min_size=2, max_size=5), st.sampled_from([*Privacy]))
def test_whatever_happens_each_meeting_has_one_entry_and_a_second_sync_changes_nothing(
    vaults: list[list[Meeting]], privacy: Privacy
) -> None:
    entries: list[Entry] = []
    for number, meetings in enumerate(vaults):
        today, before = TODAY + number * DAY, entries
        entries = sync(before, meetings, today=today, privacy=privacy)
        assert sync(entries, meetings, today=today, privacy=privacy) == entries
        uids = [entry.uid for entry in entries]
        assert len({*uids}) == len(uids)
        held = [entry.key for entry in entries if entry.status != "CANCELLED"]
        assert {entry_key(meeting) for meeting in meetings} <= {*held}
        named = {entry.key: entry.uid for entry in entries if entry.key.startswith("n-")}
        for old in before:
            if old.key in named and old.status != "CANCELLED":
                assert named[old.key] == old.uid, "the note is where it was"
        stamps = {entry.uid: entry.stamps for entry in before}
        for entry in entries:
            assert entry.stamps is not None
            if (was := stamps.get(entry.uid)) is not None:
                assert entry.stamps.created == was.created
                assert (entry.stamps.sequence, entry.stamps.modified) >= (was.sequence, was.modified)
