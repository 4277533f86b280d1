"""What there is to know before a meeting: one page about those who come."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vaultkit.model.link import Link
from vaultkit.model.meeting import Occurrence
from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase
from vaultkit.model.ref import Ref


class Aim(StrEnum):
    """What a meeting is for; the value is the word on the command line and in JSON."""

    INFORMATION = "information"
    """To learn how somebody works, from one who does it."""
    ADVICE = "advice"
    INTRODUCTION = "introduction"
    CATCHING_UP = "catching-up"
    CUSTOMER = "customer"
    """A first customer: to learn what they need before anything is sold."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of the past."""

    day: date
    text: str
    """What the log says, or what the meeting was about; empty where only the day is known."""
    meeting: Ref | None = None
    """Its note, if it has one of its own."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Somebody whom both know."""

    person: Ref
    why: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one person. Empty fields are not known."""

    person: Ref
    networks: tuple[Network, ...]
    companies: tuple[Ref, ...]
    """With the path of their notes, where they have some."""
    role: str
    place: str
    reach: tuple[str, ...]
    """Phone, mail and pages, the way they like best first."""
    met: str
    introduced_by: tuple[Link, ...]
    contacts: tuple[Contact, ...]
    """The last three days, newest first."""
    mine: tuple[str, ...]
    """What the owner has promised and not kept yet."""
    theirs: tuple[str, ...]
    shared: tuple[Shared, ...]
    ask: tuple[str, ...]
    offer: tuple[str, ...]
    needs: tuple[str, ...]
    can_help_with: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The page."""

    meeting: Occurrence | None
    """None: no meeting is planned."""
    people: tuple[Known, ...]
    aim: Aim
    questions: tuple[Phrase, ...]
    has_purpose: bool
    """Whether anything says why to meet: a topic, a purpose, what to learn or what to offer."""
