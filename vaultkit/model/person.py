"""A person, as their note describes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vaultkit.model.cadence import Cadence
from vaultkit.model.given import Given
from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.network import Network
from vaultkit.model.snooze import Snooze
from vaultkit.model.task import Task


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year."""

    month: int
    day: int
    year: int | None = None
    """None when only the day is known (also written as 1604, the year that address books use for that)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How to get hold of someone; text as written on disk."""

    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    linkedin: str = ""
    messenger: str = ""
    url: str = ""
    channel: str = ""
    """The one they like best."""

    def __bool__(self) -> bool:
        return bool(self.email or self.phone or self.linkedin or self.messenger or self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What one person's note says. Nothing in here depends on the day or on other notes."""

    path: str
    name: str
    aliases: tuple[str, ...] = ()
    networks: tuple[Network, ...] = ()
    """The first is the main one; empty when none is given."""
    companies: tuple[Link, ...] = ()
    role: str = ""
    reach: Reach = field(default_factory=Reach)
    language: str = ""
    """`nb`, `nn` or `en`, in which to write to them; empty: the vault's."""
    place: str = ""
    groups: tuple[Link, ...] = ()
    met: str = ""
    introduced_by: tuple[Link, ...] = ()
    last_contact: date | None = None
    """The property alone; see `rules/lastcontact.py` for the whole story."""
    cadence: Cadence | None = None
    """The person's own interval; `NEVER` when the owner wants none; None: tier, network or default decide."""
    tier: str = ""
    """`A` to `D`, or empty."""
    next_contact: date | None = None
    never: bool = False
    """True when `next contact` says never: nothing but meetings and birthdays is due."""
    why: str = ""
    birthday: Birthday | None = None
    keep_out: bool = False
    """True: in pages and queue, never in a feed or an export."""
    ask: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    can_help_with: tuple[str, ...] = ()
    thanked: date | None = None
    """Day of the last thanks written as a property."""
    prepared: date | bool = False
    """Day on which the next meeting was prepared, or True where no day was given."""
    skipped: tuple[tuple[str, date], ...] = ()
    """Follow-ups that the owner wants to leave out: kind, and the day they are about."""
    snoozed: tuple[Snooze, ...] = ()
    """Follow-ups that the owner has put off."""
    log: tuple[LogLine, ...] = ()
    """In the order of the note."""
    tasks: tuple[Task, ...] = ()
    """In the order of the note."""
    given: tuple[Given, ...] = ()
    """Names that they gave, in lines of the log."""
    places: Mapping[str, int] = field(default_factory=dict)
    """1-based line of each property used, by its meaning."""

    def put_off_to(self, kind: str, day: date) -> date | None:
        """Until when a follow-up about a day is put off, the latest day of several; None: not at all."""
        found = (one.until for one in self.snoozed if (one.kind, one.day) == (kind, day))
        return max(found, default=None)

    @property
    def network(self) -> Network | None:
        """The main network."""
        return self.networks[0] if self.networks else None
