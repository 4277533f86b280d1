"""The queue by its days: one on which nothing has changed keeps what was made of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import overload

from vaultkit.model.followup import FollowUp
from vaultkit.model.once import Once
from vaultkit.rules.followups.situation import Situation


class Waiting(Once):
    """A follow-up, and the person as they stand."""

    __slots__ = ("item", "now", "order")

    def __init__(self, item: FollowUp, now: Situation, rank: int) -> None:
        """`rank`: the place of its kind within a day."""
        self.item, self.now = item, now
        self.order = (rank, item.person.name.casefold(), item.person.path, item.meeting)

    def on(self, day: date) -> "Waiting":
        """The same on another day."""
        return self.once("on", lambda: Waiting(replace(self.item, due=day), self.now, self.order[0]), day)


class Day(Once):
    """What is due on one day."""

    def __init__(self, due: date, found: list[Waiting]) -> None:
        """`found`: in any order."""
        self.due, self.found = due, found
        self.waiting = sorted(found, key=lambda one: one.order)

    @property
    def items(self) -> list[FollowUp]:
        """By kind, then by name."""
        return [one.item for one in self.waiting]


class Queue(Sequence[FollowUp]):
    """Every follow-up, soonest first."""

    def __init__(self, found: Iterable[Waiting], before: "Queue | None" = None) -> None:
        """`before`: its days are used again where nothing has changed on them."""
        by_day: dict[date, list[Waiting]] = {}
        for one in found:
            by_day.setdefault(one.item.due, []).append(one)
        old = {day.due: day for day in before.days} if before is not None else {}
        self.days: list[Day] = []
        for due in sorted(by_day):
            was = old.get(due)
            self.days.append(was if was is not None and was.found == by_day[due] else Day(due, by_day[due]))
        self._all = [one.item for day in self.days for one in day.waiting]

    @overload
    def __getitem__(self, index: int) -> FollowUp: ...
    @overload
    def __getitem__(self, index: slice) -> list[FollowUp]: ...
    def __getitem__(self, index: int | slice) -> FollowUp | list[FollowUp]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[FollowUp]:
        return iter(self._all)
