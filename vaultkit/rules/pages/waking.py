"""Whom to wake among the historical: silent for long, ranked by what you share.

The article: once close, no longer active; a shared workplace, school or club is the opening line.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.pages.view import View, last_said

MOST = 10


def rows(members: Iterable[Situation], view: View) -> list[Mapping[str, Any]]:
    """At most ten people, most shared past first, then longest silence."""
    known = shared_past(view)
    found = []
    for now in members:
        past = now.once("past of the silent", partial(_past_of_the_silent, now))
        if past is not None:
            rank = sum(known[folded] - 1 for _, folded in past) * 2 + bool(now.person.met)
            silent_since = now.last_contact.day.toordinal() if now.last_contact else 0
            found.append((-rank, silent_since, now.person.path, now))
    return [_row(now, known) for *_, now in heapq.nsmallest(MOST, found, key=itemgetter(0, 1, 2))]


def _past_of_the_silent(now: Situation) -> list[tuple[str, str]] | None:
    """Employers and clubs, as written and folded; None for somebody who is not to be woken."""
    last, interval = now.last_contact, now.cadence.cadence.days
    if now.person.never or now.coming or now.set_by_owner or not interval:
        return None
    if last is not None and last.day + timedelta(days=interval) > now.today:
        return None
    return [(one, one.casefold()) for one in _past(now)]


def _row(now: Situation, known: Counter[str]) -> Mapping[str, Any]:
    shared = [one for one in _past(now) if known[one.casefold()] > 1]
    return {
        "person": now.ref,
        "shared": shared or list(_past(now)),
        "met": now.person.met,
        "last": last_said(now),
    }


def shared_past(view: View) -> Counter[str]:
    """How many people have each employer and each club in their past."""
    return _counted(view.people)


def past_shared_with_others(now: Situation, people: People) -> list[str]:
    """Employers and clubs of somebody that others have in their past, too."""
    known = _counted(people)
    return [one for one in _past(now) if known[one.casefold()] > 1]


def _counted(people: People) -> Counter[str]:
    return Counter(people.every(_folded_past))


def _folded_past(now: Situation) -> list[str]:
    return [shared.casefold() for shared in sorted(set(_past(now)))]


def _past(situation: Situation) -> tuple[str, ...]:
    person = situation.person
    return tuple(dict.fromkeys(link.text for link in (*person.companies, *person.groups)))
