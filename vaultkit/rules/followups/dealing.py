"""Whom an interval asks for, dealt out over days: no day and no week holds more than the owner wants.

What is due up to today counts as today's. Days that the owner set, thanks, promises and birthdays never move;
they are no concern of this module.
"""

from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from vaultkit.model.settings import Settings
from vaultkit.rules.followups.waiting import Waiting
from vaultkit.rules.workdays import working_day_from

LONGEST_WAIT = timedelta(weeks=12)
"""So long a day is looked for; who gets none waits off the queue, and comes up as they become more urgent."""
WEIGHTS = {"A": 2.0, "B": 1.5, "C": 1.0, "D": 0.5}
"""How close a tier is: the share of the interval that has passed counts so many times; 1 without a tier."""
_WAITED = 28
"""So many days past the day count as one interval more: nobody is passed over for ever."""
_DAY = timedelta(days=1)


def weight(one: Waiting) -> float:
    """Of the person's tier."""
    return WEIGHTS.get(one.now.person.tier, 1.0)


def share(one: Waiting) -> float:
    """How many intervals have passed since the last contact; 1 on the day on which somebody is due."""
    last = one.now.last_contact
    return (one.now.today - last.day).days / one.now.cadence.cadence.days if last else 0.0


def urgency(one: Waiting) -> float:
    """The share of the interval that has passed, by the tier, and the weeks past the day."""
    return share(one) * weight(one) + (one.now.today - one.item.due).days / _WAITED


def _overdue_first(one: Waiting) -> tuple[Any, ...]:
    return one.once("overdue first", lambda: (-urgency(one), one.order))


def _soonest_first(one: Waiting) -> tuple[Any, ...]:
    """On one day the closest, then the shortest interval."""
    return one.item.due, -weight(one), one.now.cadence.cadence.days, one.order


@dataclass(frozen=True)
class Dealt:
    """Everybody whom an interval asks for, each on a day."""

    due: Sequence[Waiting]
    """Whose day has come, most urgent first."""
    coming: Sequence[Waiting]
    """Whose day is still to come, soonest first."""
    contacts: Sequence[date]
    """The days of this week on which somebody with an interval was contacted: they use the ceilings up."""
    settings: Settings
    today: date

    @classmethod
    def of(
        cls, found: Iterable[Waiting], contacts: Sequence[date], settings: Settings, today: date
    ) -> "Dealt":
        """`found`: on the days of their intervals, in any order."""
        held = list(found)
        due = sorted((one for one in held if one.item.due <= today), key=_overdue_first)
        coming = sorted((one for one in held if one.item.due > today), key=_soonest_first)
        return cls(due, coming, contacts, settings, today)

    def after(self, gone: Collection[Waiting], come: Iterable[Waiting], contacts: Sequence[date]) -> "Dealt":
        """The same as if all were dealt anew, without some and with others."""
        come = list(come)
        if not gone and not come and contacts == self.contacts:
            return self
        due = [one for one in self.due if one not in gone]
        coming = [one for one in self.coming if one not in gone]
        for one in come:
            if one.item.due <= self.today:
                insort(due, one, key=_overdue_first)
            else:
                insort(coming, one, key=_soonest_first)
        return Dealt(due, coming, contacts, self.settings, self.today)

    @property
    def placed(self) -> list[Waiting]:
        """Those who have a day, each on it: their own, else the next working day with room."""
        return self._out[0]

    @property
    def beyond(self) -> int:
        """How many have no day, because none had room within LONGEST_WAIT of their own."""
        return self._out[1]

    @cached_property
    def _out(self) -> tuple[list[Waiting], int]:
        days = _Days(self.settings, self.today, self.contacts)
        placed: list[Waiting] = []
        later = self.today
        for one in self.due:
            found = days.with_room(later, self.today + LONGEST_WAIT)
            if found is None:
                break
            later = found
            days.put(found)
            placed.append(one if found == self.today else one.on(found))
        beyond = len(self.due) - len(placed)
        for one in self.coming:
            own = one.item.due
            if days.has_room(own):
                days.put(own)
                placed.append(one)
                continue
            # Whoever is due later is looked for a day no earlier: what was full stays full.
            later = max(later, own)
            found = days.with_room(later, own + LONGEST_WAIT)
            if found is None:
                beyond += 1
                continue
            later = found
            days.put(found)
            placed.append(one.on(found))
        return placed, beyond


class _Days:
    """How much room the days have."""

    def __init__(self, settings: Settings, today: date, contacts: Sequence[date]) -> None:
        self._per_day, self._country = settings.cadence_per_day, settings.country
        self._per_week = settings.cadence_per_week or 7 * self._per_day
        self._on_day = Counter({today: sum(day == today for day in contacts)})
        self._in_week = Counter({_week(today): len(contacts)})

    def has_room(self, day: date) -> bool:
        return self._on_day[day] < self._per_day and self._in_week[_week(day)] < self._per_week

    def with_room(self, day: date, last: date) -> date | None:
        """A day itself, else the next working day with room; None where none has, up to and with `last`."""
        while day <= last:
            if self.has_room(day):
                return day
            day = working_day_from(day + _DAY, self._country)
        return None

    def put(self, day: date) -> None:
        self._on_day[day] += 1
        self._in_week[_week(day)] += 1


def _week(day: date) -> int:
    """Weeks begin on Monday."""
    return (day.toordinal() - 1) // 7
