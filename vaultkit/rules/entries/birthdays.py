"""Birthdays as entries: a whole day every year; the time stays free."""

from collections.abc import Iterator
from datetime import date, timedelta

from vaultkit.model.entry import Entry, Proposed
from vaultkit.model.feed import Privacy
from vaultkit.model.person import Birthday, Person
from vaultkit.model.phrase import phrase
from vaultkit.rules.birthdays import next_birthday
from vaultkit.rules.entries.texts import key_of, one_line
from vaultkit.rules.entries.view import FeedView

MARK = "b"
_SINCE = 2024
"""The year from which a birthday is in the calendar: fixed, so that the entry never changes."""


def propose(view: FeedView) -> Iterator[Proposed]:
    """A yearly rule for each birthday.

    One on 29 February is written day by day, on the 28th in other years, as the queue has it: calendars do
    not agree on a yearly rule that starts on that day.
    """
    for person in view.people.values():
        if person.birthday is None:
            continue
        entry, people = _entry(person, person.birthday, view), (person.path,)
        if (person.birthday.month, person.birthday.day) != (2, 29):
            day = date(_SINCE, person.birthday.month, person.birthday.day)
            yield Proposed(entry=_on(entry, day, rrule="FREQ=YEARLY"), people=people)
            continue
        day = next_birthday(person.birthday, view.first)
        while day <= view.last:
            yield Proposed(entry=_on(entry, day, key=f"{entry.key}-{day.year}"), people=people)
            day = next_birthday(person.birthday, day + timedelta(days=1))


def _entry(person: Person, birthday: Birthday, view: FeedView) -> Entry:
    said = phrase("Birthday: {name}", name=view.name(person))
    if birthday.year and view.feed.privacy is Privacy.FULL:  # an age would be wrong in all years but one
        said = phrase("Birthday: {name} ({year})", name=view.name(person), year=birthday.year)
    return Entry(
        uid="",
        key=key_of(MARK, person.path),
        summary=one_line(view.say(said)),
        start=date(_SINCE, 1, 1),
        end=date(_SINCE, 1, 2),
        description=view.description_of(person),
        url=view.address(person.path),
        transparent=True,
    )


def _on(entry: Entry, day: date, *, rrule: str = "", key: str = "") -> Entry:
    return entry.at(day, day + timedelta(days=1), rrule=rrule, key=key or entry.key)
