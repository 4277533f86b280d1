"""The queue by its days: one on which nothing has changed keeps what was made of it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import overload

from vaultkit.model.followup import FollowUp
from vaultkit.model.once import Once
from vaultkit.rules.followups.dealing import Dealt
from vaultkit.rules.followups.waiting import Waiting

_order = attrgetter("order")


class Day(Once):
    """What is due on one day."""

    def __init__(self, due: date, found: list[Waiting]) -> None:
        """`found`: in any order."""
        self.due = due
        self.waiting = sorted(found, key=_order)

    @property
    def items(self) -> list[FollowUp]:
        """By kind, then by name."""
        return [one.item for one in self.waiting]


_due = attrgetter("due")


class Queue(Sequence[FollowUp]):
    """Every follow-up, soonest first."""

    def __init__(self, days: Iterable[Day], dealt: Dealt) -> None:
        """`days`: in any order; `dealt`: of those whom an interval asks for, who got which day."""
        self.days, self.dealt = sorted(days, key=_due), dealt

    @cached_property
    def _all(self) -> list[FollowUp]:
        return [one.item for day in self.days for one in day.waiting]

    @classmethod
    def of(cls, found: Iterable[Waiting], dealt: Dealt) -> "Queue":
        """In new days. `found`: in any order."""
        by_day: dict[date, list[Waiting]] = {}
        for one in found:
            by_day.setdefault(one.item.due, []).append(one)
        return cls((Day(due, held) for due, held in by_day.items()), dealt)

    def after(self, gone: Collection[Waiting], come: Iterable[Waiting], dealt: Dealt) -> "Queue":
        """The queue without some and with others; a day on which nothing changes stays the same object."""
        by_day = {day.due: day for day in self.days}
        found = {due: [*by_day[due].waiting] for due in {one.item.due for one in gone}}
        found = {due: [one for one in held if one not in gone] for due, held in found.items()}
        for one in come:
            due = one.item.due
            if due not in found:
                found[due] = [*by_day[due].waiting] if due in by_day else []
            found[due].append(one)
        by_day |= {due: Day(due, held) for due, held in found.items()}
        return Queue((day for day in by_day.values() if day.waiting), dealt)

    @overload
    def __getitem__(self, index: int) -> FollowUp: ...
    @overload
    def __getitem__(self, index: slice) -> list[FollowUp]: ...
    def __getitem__(self, index: int | slice) -> FollowUp | list[FollowUp]:
        return self._all[index]

    def __len__(self) -> int:
        return sum(len(day.waiting) for day in self.days)

    def __iter__(self) -> Iterator[FollowUp]:
        return (one.item for day in self.days for one in day.waiting)
