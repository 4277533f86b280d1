"""Something to do for a person, with a day and a reason; the queue is all of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase
from vaultkit.model.ref import Ref


class Bucket(StrEnum):
    """How soon something is due."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    """After today, up to and with Sunday."""
    NEXT_30_DAYS = "next_30_days"
    """After this week, up to and with the thirtieth day from today."""
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One item of the queue."""

    kind: str
    """A key of `rules/followups.KINDS`."""
    person: Ref
    due: date
    reason: Phrase
    """Why, without the name: what is printed beside it."""
    sentence: Phrase | None = None
    """The whole line where the name belongs inside it (`Thank {person} for …`); None: name, then reason."""
    why: Phrase
    """How the day was found: source and rule, for `vaultkit show`."""
    network: Network | None = None
    meeting: str = ""
    """Path of the meeting's note, where one is the cause."""
    meeting_day: date | None = None
    """The last day of that meeting."""
    about: str = ""
    """What tells it from another of the same kind, person and day: a kind says what that is."""
