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
    about_day: date | None = None
    """The day that it is about, where that is neither the meeting's nor the one on which it is due."""
    latest: date | None = None
    """The last day to which it may be put off; None: any."""
    first_due: date | None = None
    """The day on which its kind has it due, where the owner has put it off to another."""

    @property
    def day(self) -> date:
        """The day that it is about, the same on each day on which it waits: by it a snooze is remembered."""
        return self.about_day or self.meeting_day or self.own_due

    @property
    def own_due(self) -> date:
        """The day on which its kind has it due."""
        return self.first_due or self.due
