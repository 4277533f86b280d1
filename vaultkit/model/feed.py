"""A feed as its owner wants it: one calendar file that a phone can subscribe to."""

from dataclasses import dataclass
from enum import StrEnum

from vaultkit.model.network import Network


class Holds(StrEnum):
    """A kind of entry that a feed can hold."""

    MEETINGS = "meetings"
    FOLLOW_UPS = "follow_ups"
    """All day, on the day on which each is due; the time stays free."""
    SLOTS = "slots"
    """The time in the week that is held for networking."""
    BIRTHDAYS = "birthdays"
    PLUGINS = "plugins"
    """What plugins of this machine add."""


class Privacy(StrEnum):
    """How much a feed tells of people."""

    FULL = "full"
    INITIALS = "initials"
    """Initials in place of names; what is said of people, and where they are met, is left out."""
    BUSY = "busy"
    """That the time is taken, and nothing else."""


class Detail(StrEnum):
    """What an entry may tell beside who and when."""

    PEOPLE = "people"
    """Role and company of those who come."""
    TOPIC = "topic"
    PURPOSE = "purpose"
    """What the owner wants to learn and can offer."""
    PLACE = "place"
    LINK = "link"
    """The address of an online meeting."""
    NOTE = "note"
    """An `obsidian://` link to the note: it gives away the names of vault and folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """One feed. Field names are those of its table `[feeds.NAME]` in the settings."""

    name: str
    """The file is NAME.ics in the folder of the pages. `a-z`, `0-9` and `-`, at most 40."""
    title: str = ""
    """What calendars call it; empty: words in the feed's language."""
    entries: tuple[Holds, ...] = (Holds.MEETINGS,)
    """Empty: there is no such feed."""
    networks: tuple[Network, ...] = ()
    """Only what is about people of these networks; empty: all, and people without one."""
    privacy: Privacy = Privacy.FULL
    details: tuple[Detail, ...] = (
        Detail.PEOPLE,
        Detail.TOPIC,
        Detail.PURPOSE,
        Detail.PLACE,
        Detail.LINK,
    )
    color: str = ""
    """A CSS3 colour name (RFC 7986, 5.9); empty: the calendar chooses."""
    language: str = ""
    """`nb`, `nn` or `en`; empty: the vault's."""
    alarm: int | None = None
    """Minutes before a meeting or slot at which the calendar rings; None: it does not."""


NETWORKING = FeedSettings(name="networking", entries=(Holds.MEETINGS, Holds.PLUGINS))
"""The feed that every vault has unless its owner says otherwise."""
