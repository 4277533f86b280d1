"""Whom to wake among the historical: silent for long, ranked by what you share.

The article: once close, no longer active; a shared workplace, school or club is the opening line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from vaultkit.model.phrase import phrase
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.pages.view import View

MOST = 10


def rows(members: Iterable[Situation], view: View) -> list[Mapping[str, Any]]:
    """At most ten people, most shared past first, then longest silence."""
    known = shared_past(view)
    found = []
    for situation in members:
        last, interval = situation.last_contact, situation.cadence.cadence.days
        if situation.person.never or situation.coming or situation.set_by_owner or not interval:
            continue
        if last is not None and last.day + timedelta(days=interval) > view.today:
            continue
        shared = [one for one in _past(situation) if known[one.casefold()] > 1]
        shared = shared or list(_past(situation))
        rank = sum(known[one.casefold()] - 1 for one in shared) * 2 + bool(situation.person.met)
        day = last.day if last else None
        found.append(
            (
                -rank,
                day.toordinal() if day else 0,
                situation.person.path,
                {
                    "person": situation.ref,
                    "shared": shared,
                    "met": situation.person.met,
                    "last": phrase("last {day}", day=day) if day else phrase("no contact yet"),
                },
            )
        )
    return [row for _, _, _, row in sorted(found, key=lambda f: f[:3])[:MOST]]


def shared_past(view: View) -> Counter[str]:
    """How many people have each employer and each club in their past."""
    return Counter(view.people.every(_folded_past))


def _folded_past(now: Situation) -> list[str]:
    return [shared.casefold() for shared in sorted(set(_past(now)))]


def _past(situation: Situation) -> tuple[str, ...]:
    person = situation.person
    return tuple(dict.fromkeys(link.text for link in (*person.companies, *person.groups)))
