"""How one vault wants it: `.vaultkit/config.toml`, or the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vaultkit.model.cadence import Cadence
from vaultkit.model.feed import NETWORKING, FeedSettings
from vaultkit.model.network import Network
from vaultkit.model.slot import Slot

PEOPLE_FOLDERS = ("People", "Persons", "Contacts", "CRM", "Personer", "Kontakter", "Folk")
MEETING_FOLDERS = ("Meetings", "Møter")
TEMPLATE_FOLDERS = ("Templates", "Template", "Maler", "Malar", "Vorlagen", "模板")
LANGUAGES = ("nb", "nn", "en")
HALF_A_YEAR = Cadence(26, "week")


def _network_cadence() -> Mapping[Network, Cadence]:
    return {
        Network.PRIVATE: Cadence(8, "week"),
        Network.PROFESSIONAL: Cadence(12, "week"),
        Network.HISTORICAL: HALF_A_YEAR,
        Network.LEISURE: Cadence(12, "week"),
    }


def _tier_cadence() -> Mapping[str, Cadence]:
    return {
        "A": Cadence(4, "week"),
        "B": Cadence(8, "week"),
        "C": HALF_A_YEAR,
        "D": Cadence(1, "year"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a vault's owner can choose. Field names are those of the file."""

    language: str = "en"
    """`nb`, `nn` or `en`: of pages, feed and messages."""
    name: str = ""
    """The owner's, under a draft; empty: drafts end without a name."""
    timezone: str = "UTC"
    """IANA name; where the owner lives."""
    country: str = ""
    """ISO 3166 code, for public holidays; empty: only weekends are free."""
    pages: str = "Networking"
    """Folder of the pages, relative to the vault, forward slashes."""
    people_folders: tuple[str, ...] = PEOPLE_FOLDERS
    """Folder names, or paths in the vault; every note below one is a person."""
    meeting_folders: tuple[str, ...] = MEETING_FOLDERS
    ignore_folders: tuple[str, ...] = ()
    """Besides templates, hidden folders and what Obsidian itself is told to leave out."""
    network_cadence: Mapping[Network, Cadence] = field(default_factory=_network_cadence)
    tier_cadence: Mapping[str, Cadence] = field(default_factory=_tier_cadence)
    default_cadence: Cadence = HALF_A_YEAR
    """For people without interval, tier and network, once there has been contact."""
    daily_notes: bool = False
    """True: a daily note that links to a person counts as contact on that day."""
    order: str = "coldest"
    """Of the network pages: `coldest` first, or by `name`."""
    first_contacts_per_day: int = 3
    """At most so many people who were never contacted are put on one working day. At least 1."""
    cadence_per_day: int = 5
    """At most so many people whom an interval asks for are put on one day. At least 1."""
    cadence_per_week: int = 0
    """At most so many of them are put into one week, Monday to Sunday; 0: as many as its days hold."""
    prepare_days: int = 7
    """A meeting is near from so many days before it."""
    thank_days: int = 14
    """Thanks are owed for so many days after a meeting; later they would be odd."""
    promise_days: int = 7
    """A promise without a day is due so many days after it was made."""
    reply_days: int = 14
    """Who does not answer is asked again until so many days after that was due; then it rests."""
    quiet_months: tuple[int, ...] | None = None
    """Months, 1 to 12, in which nobody is expected to answer, never all; None: July in Norway."""
    report_days: int = 30
    """Whoever introduced somebody is owed a report for so many days."""
    birthday_days: int = 30
    """A birthday is shown from so many days before it."""
    meeting_minutes: int = 60
    """Length of a meeting that gives none."""
    slots: tuple[Slot, ...] = ()
    """The time in the week that is held for networking."""
    slot_people_per_day: int = 3
    """At most so many people on one day of the week page: those who are met and contacted, and proposed.
    At least 1."""
    slot_people_per_week: int = 0
    """At most so many of them in one week, Monday to Sunday; 0: as many as its days hold."""
    slot_quiet_hours: int = 0
    """Nobody is proposed so many hours before a meeting and after it."""
    feeds: tuple[FeedSettings, ...] = (NETWORKING,)
    """By name, each once."""
    feed_name: str = ""
    """What calendars call `networking` where that gives no title; empty: words in its language."""
    vault_name: str = ""
    """What Obsidian calls the vault, for links to notes; empty: as its folder."""
    keep_past_days: int = 60
    """Past entries stay in the feed so long."""
    keep_cancelled_days: int = 14
    """A cancelled or deleted meeting stays in the feed, marked, so long."""
