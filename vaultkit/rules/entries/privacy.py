"""How much a feed tells."""

from collections.abc import Iterable
from dataclasses import replace

from vaultkit.model.entry import Entry
from vaultkit.model.feed import FeedSettings, Privacy
from vaultkit.model.person import Person
from vaultkit.rules.entries.texts import Say, cancelled, initials, key_of


def as_told(entry: Entry, privacy: Privacy, busy: str, people: Iterable[Person], say: Say) -> Entry:
    """The entry with no more than a feed may tell, whatever its kind has put into it.

    `busy`: what stands for everything in a feed that tells only when the time is taken; `people`: whom it is
    about.
    """
    if privacy is Privacy.FULL:
        return entry
    summary = entry.summary
    if privacy is Privacy.BUSY:
        summary = cancelled(busy, say) if entry.status == "CANCELLED" else busy
    else:
        for person in people:
            summary = summary.replace(person.name, initials(person.name))
    return replace(entry, summary=summary, description="", location="", url="", categories=())


def terms(feed: FeedSettings) -> str:
    """How much a feed tells, as a text that changes when that does; empty where the settings do not say.

    The order in which they list things says nothing.
    """
    plain = FeedSettings(name=feed.name)
    told = sorted(feed.details) if feed.privacy is Privacy.FULL else []
    if (feed.privacy, told, feed.networks) == (plain.privacy, sorted(plain.details), ()):
        return ""
    return key_of(feed.privacy[0], " ".join((*told, "of", *sorted(feed.networks))))


def told_of(person: Person) -> tuple[object, ...]:
    """What a feed may tell of a person, or must not."""
    return (
        person.path,
        person.name,
        person.aliases,
        person.networks,
        person.role,
        person.companies,
        person.ask,
        person.offer,
        person.birthday,
        person.keep_out,
    )
