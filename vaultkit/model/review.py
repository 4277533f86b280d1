"""What the notes tell of one week."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vaultkit.model.followup import FollowUp
from vaultkit.model.ref import Ref


class Did(StrEnum):
    """Something that was done; the value is the word in JSON."""

    ASKED = "asked"
    """A question, or a nudge."""
    MET = "met"
    """A meeting that is over and was not called off."""
    IN_TOUCH = "in_touch"
    """Any contact, the others too."""
    THANKED = "thanked"
    GAVE = "gave"
    GOT = "got"
    KEPT = "promises_kept"
    NEW = "new"
    """The first contact that the notes know of."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done, for one person on one day."""

    did: Did
    day: date
    person: Ref
    what: str = ""
    """What was given or got, or the promise; as written, may be empty."""


@dataclass(frozen=True, slots=True)
class Review:
    """One week."""

    monday: date
    deeds: tuple[Deed, ...]
    """In the order of their days, then by name."""
    weeks_in_a_row: int
    """So many weeks up to this one had a contact each. A week that is not over yet does not break the row."""
    owed: tuple[FollowUp, ...] = ()
    """Thanks, reports and promises of the owner's that are due by now, soonest first."""

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    def all_of(self, did: Did) -> list[Deed]:
        """What was done of one kind."""
        return [deed for deed in self.deeds if deed.did is did]

    def people(self, *dids: Did) -> list[Ref]:
        """For whom something of these kinds was done, each once."""
        return list(dict.fromkeys(deed.person for deed in self.deeds if deed.did in dids))

    @property
    def otherwise_in_touch(self) -> list[Ref]:
        """Those who were neither asked nor met nor thanked."""
        said = self.people(Did.ASKED, Did.MET, Did.THANKED)
        return [who for who in self.people(Did.IN_TOUCH) if who not in said]
