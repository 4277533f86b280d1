"""What an entry may be made of: the vault on a day, and what the feed may tell of it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vaultkit.model.feed import Detail, FeedSettings, Privacy
from vaultkit.model.followup import FollowUp
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.phrase import phrase
from vaultkit.model.settings import Settings
from vaultkit.model.wish import NOTHING, Wished
from vaultkit.rules.entries.texts import Say, description, initials, note_link

AHEAD = timedelta(days=550)
"""So far ahead entries are published: 18 months."""

Lasting = Callable[[str, date], bool]
"""Whether a calendar can be told how a zone changes its clock, from a day on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """One vault on one day, for one feed."""

    overview: Overview
    people: Mapping[str, Person]
    """Everybody, by path."""
    queue: Sequence[FollowUp] = ()
    settings: Settings
    feed: FeedSettings
    today: date
    say: Say
    lasting: Lasting
    unread: Collection[str] = ()
    """Paths of notes whose content nobody knows now."""
    wished: Wished = NOTHING
    """What plugins want."""
    unasked: frozenset[str] = frozenset()
    """Families of what was published for plugins that cannot be asked now."""
    vault: str = ""
    """The vault's name in Obsidian."""

    @property
    def first(self) -> date:
        """The first day of which anything stays."""
        return self.today - timedelta(days=self.settings.keep_past_days)

    @property
    def last(self) -> date:
        """The last day of which anything is published."""
        return self.today + AHEAD

    def tells(self, detail: Detail) -> bool:
        """Whether the feed may tell it."""
        return self.feed.privacy is Privacy.FULL and detail in self.feed.details

    def name(self, person: Person) -> str:
        """How the feed may call somebody."""
        return person.name if self.feed.privacy is Privacy.FULL else initials(person.name)

    def presented(self, person: Person) -> str:
        """The name, with role and company where the feed tells them."""
        known = (person.role, *(link.text for link in person.companies)) if self.tells(Detail.PEOPLE) else ()
        return ", ".join(filter(None, (self.name(person), *known)))

    def purpose(self, person: Person) -> Iterator[str]:
        """What the owner wants to learn from somebody and can offer them, where the feed tells it."""
        if self.tells(Detail.PURPOSE) and person.ask:
            yield self.say(phrase("I want to learn: {what}", what="; ".join(person.ask)))
        if self.tells(Detail.PURPOSE) and person.offer:
            yield self.say(phrase("I can offer: {what}", what="; ".join(person.offer)))

    def address(self, path: str) -> str:
        """The address of a note in Obsidian; empty where the feed does not tell it."""
        return note_link(self.vault, path) if self.tells(Detail.NOTE) else ""

    def description_of(self, person: Person, path: str = "") -> str:
        """What an entry about one person says of them; `path`: of the note to open, if not theirs."""
        known = self.presented(person)
        about = known if known != self.name(person) else ""
        return description([about, *self.purpose(person)], self.address(path or person.path))
