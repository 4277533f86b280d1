"""A follow-up as it waits in the queue."""

from dataclasses import replace
from datetime import date

from vaultkit.model.followup import FollowUp
from vaultkit.model.once import Once
from vaultkit.rules.followups.situation import Situation


class Waiting(Once):
    """A follow-up, and the person as they stand."""

    __slots__ = ("item", "now", "order")

    def __init__(self, item: FollowUp, now: Situation, rank: int) -> None:
        """`rank`: the place of its kind within a day."""
        self.item, self.now = item, now
        self.order = (rank, item.person.name.casefold(), item.person.path, item.meeting, item.about)

    def on(self, day: date) -> "Waiting":
        """The same on another day."""
        return self.once("on", lambda: Waiting(replace(self.item, due=day), self.now, self.order[0]), day)
