"""What a kind of follow-up may look at: one person, what is known of them, and the day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from vaultkit.model.cadence import NEVER
from vaultkit.model.meeting import Occurrence
from vaultkit.model.once import Kept, Once
from vaultkit.model.overview import LastContact, Overview
from vaultkit.model.person import Person
from vaultkit.model.ref import Ref
from vaultkit.model.settings import Settings
from vaultkit.rules.cadences import Decided, decide
from vaultkit.rules.lastcontact import coming_meetings, contacts, past_meetings

if TYPE_CHECKING:
    from vaultkit.rules.followups import Kind


_STAYS = timedelta(days=7)
"""So long something stays in the queue past the day to which it was put off, where it would rest earlier."""


class Situation(Once):
    """One person on one day. Nothing in it changes but `overview`, and that in nothing that concerns them."""

    __slots__ = (
        "_cadence",
        "_coming",
        "_last_contact",
        "_latest",
        "_past",
        "kinds",
        "person",
        "settings",
        "today",
    )

    def __init__(
        self,
        person: Person,
        overview: Overview,
        settings: Settings,
        today: date,
        kinds: "Mapping[str, Kind] | None" = None,
    ) -> None:
        """`kinds`: of follow-ups, in the order of one day; None: vaultkit's own."""
        self.kinds = kinds
        self.person, self.settings, self.today = person, settings, today
        self._latest = overview.latest

    @property
    def overview(self) -> Overview:
        """What the vault holds now."""
        return self._latest.overview

    @property
    def introduced(self) -> tuple[Person, ...]:
        """Whom this person has introduced to the owner."""
        return self.overview.introduced.get(self.person.path, ())

    @property
    def ref(self) -> Ref:
        """How the person is named in what is said."""
        return Ref(self.person.path, self.person.name)

    @property
    def contacts(self) -> list[LastContact]:
        """Every contact so far, newest first."""
        return contacts(self.person, self.overview, self.today)

    @Kept
    def last_contact(self) -> LastContact | None:
        """The newest contact."""
        return next(iter(self.contacts), None)

    @Kept
    def past(self) -> tuple[Occurrence, ...]:
        """Meetings that are over, newest first."""
        return tuple(past_meetings(self.person, self.overview, self.today))

    @Kept
    def coming(self) -> tuple[Occurrence, ...]:
        """Meetings that are planned, soonest first."""
        return tuple(coming_meetings(self.person, self.overview, self.today))

    @Kept
    def cadence(self) -> Decided:
        """How often to be in touch, and why."""
        return decide(self.person, self.settings)

    def waits_until(self, kind: str, day: date, usual: date) -> date:
        """The last day on which a follow-up about `day` is listed: the usual one, later if it was put off."""
        until = self.person.put_off_to(kind, day) if self.person.snoozed else None
        return usual if until is None else max(usual, until + _STAYS)

    @property
    def wanted(self) -> bool:
        """Whether the owner wants to be in touch at all: neither interval nor next contact says never."""
        return not self.person.never and self.person.cadence != NEVER

    @property
    def set_by_owner(self) -> date | None:
        """The day the owner chose for the next contact, unless there was contact on that day or later."""
        day = self.person.next_contact
        if day is None or (self.last_contact is not None and self.last_contact.day >= day):
            return None
        return day
