"""Entries of a feed: one module for each kind, and one line in KINDS.

A kind proposes; what a feed may hold and tell is decided here, for all kinds alike.
`docs/how-to/add-a-kind-of-entry.md`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from vaultkit.model.entry import Proposed
from vaultkit.model.feed import FeedSettings, Holds, Privacy
from vaultkit.model.person import Person
from vaultkit.model.phrase import marked, phrase
from vaultkit.rules.entries import birthdays, follow_ups, meetings, slots, wishes
from vaultkit.rules.entries.privacy import as_told
from vaultkit.rules.entries.texts import family, initials, key_of, mark
from vaultkit.rules.entries.view import FeedView
from vaultkit.rules.entries.wanted import Wanted

BUSY = marked("Busy")
"""All that a feed says which tells only when the time is taken."""

Propose = Callable[[FeedView], Iterable[Proposed]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry."""

    title: str
    """English; what calendars call a feed that holds nothing else and has no title."""
    marks: tuple[str, ...]
    """With which the keys of its entries begin; no other kind has one of them."""
    propose: Propose
    takes_time: bool = True
    """False: it is in no feed that tells only when the time is taken."""
    called_off: bool = False
    """True: what was published stays when it is past, and is marked as cancelled when it is gone before.

    False: it leaves the feed without a word.
    """
    of_queue: bool = False
    """Whether it is made of the queue; then it is made anew as often as that changes."""


KINDS: dict[str, Kind] = {
    Holds.MEETINGS: Kind(
        marked("Networking meetings"), (meetings.NOTE, meetings.NEXT), meetings.propose, called_off=True
    ),
    Holds.FOLLOW_UPS: Kind(
        marked("Follow-ups"), (follow_ups.MARK,), follow_ups.propose, takes_time=False, of_queue=True
    ),
    Holds.SLOTS: Kind(marked("Time for networking"), (slots.MARK,), slots.propose),
    Holds.BIRTHDAYS: Kind(marked("Birthdays"), (birthdays.MARK,), birthdays.propose, takes_time=False),
    Holds.PLUGINS: Kind(
        marked("From plugins"), (wishes.MARK,), wishes.propose, takes_time=False, called_off=True
    ),
}
"""Every kind by the name that `[feeds.NAME] entries` has for it."""


def wanted_entries(view: FeedView) -> Wanted:
    """What the notes want in a feed, as far as it may be told.

    A note that nobody can read may be of somebody who is kept out: what may be about them is not published
    anew.
    """
    feed = view.feed
    kinds = [kind for kind in held_kinds(feed) if kind.takes_time or feed.privacy is not Privacy.BUSY]
    marks = frozenset(one for kind in kinds for one in kind.marks)
    out = [person for person in view.people.values() if person.keep_out]
    # What a person's note announced before belongs to a person who is kept out, too.
    hidden = {key_of(one, person.path) for person in out for one in marks} | {*meetings.kept_out(view)}
    unsure = {key_of(one, path) for path in view.unread for one in marks} | view.unasked
    names = frozenset(name.casefold() for one in out for name in (one.name, *one.aliases) if name)
    busy = view.say(phrase(BUSY))
    short = feed.privacy is Privacy.INITIALS
    wanted = Wanted(
        hidden_names=names,
        hidden_initials=frozenset(initials(name).casefold() for name in names) if short else frozenset(),
        known=meetings.keys(view),
        people=view.people,
        marks=marks,
        called_off=frozenset(one for kind in kinds if kind.called_off for one in kind.marks),
    )
    proposed: list[Proposed] = []
    times: set[tuple[object, object]] = set()
    for one in (one for kind in kinds for one in kind.propose(view)):
        people = [view.people[path] for path in one.people or () if path in view.people]
        whose = family(one.entry.key)
        if whose in hidden or any(person.keep_out for person in people):
            hidden.add(whose)
            if mark(whose) in wanted.called_off:
                times.add((one.entry.start, one.entry.end))
        elif not one.sure:
            unsure.add(whose)
        elif _is_of(feed, one, people) and not wanted.says_hidden(one.entry, one.said):
            told = as_told(one.entry, feed.privacy, busy, people, view.say)
            proposed.append(one if told is one.entry else replace(one, entry=told))
    return replace(
        wanted,
        proposed=tuple(proposed),
        hidden=frozenset(hidden),
        hidden_times=frozenset(times),
        unread=frozenset(unsure),
    )


def held_kinds(feed: FeedSettings) -> Iterator[Kind]:
    """The kinds that a feed holds, in its order."""
    return (KINDS[name] for name in feed.entries if name in KINDS)


def title_of(feed: FeedSettings) -> str:
    """What calendars call a feed without a title; English."""
    if feed.privacy is Privacy.BUSY:
        return BUSY
    kinds = [KINDS[name] for name in feed.entries if name != Holds.PLUGINS] or [*held_kinds(feed)]
    return kinds[0].title if len(kinds) == 1 else marked("Networking")


def _is_of(feed: FeedSettings, one: Proposed, people: list[Person]) -> bool:
    """Whether an entry is about somebody of the networks that the feed is for."""
    if not feed.networks or one.people is None:
        return True
    return any(network in feed.networks for person in people for network in person.networks)
