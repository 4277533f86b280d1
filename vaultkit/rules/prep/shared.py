"""People whom both know: who introduced whom, who is at the same place, who was at the same table."""

from collections.abc import Iterator, Sequence

from vaultkit.model.meeting import Status
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.prep import Shared
from vaultkit.model.ref import Ref
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.introducers import introducers

MOST = 6
"""So many are named."""


class Ties:
    """Who belongs to which employer or club: looked up once for all meetings."""

    def __init__(self, people: People) -> None:
        self._at: dict[str, list[str]] = {}
        for place, path in people.every(_places):
            self._at.setdefault(place, []).append(path)

    def at(self, place: str) -> Sequence[str]:
        """The paths of those who belong to a place, by path."""
        return self._at.get(place.casefold(), ())


def _places(now: Situation) -> list[tuple[str, str]]:
    person = now.person
    names = dict.fromkeys(link.text.casefold() for link in (*person.companies, *person.groups))
    return [(name, person.path) for name in names]


def shared_with(now: Situation, ties: Ties, without: Sequence[str]) -> tuple[Shared, ...]:
    """Those whom both know, the nearest first. `without`: paths of those who come, too."""
    left_out = {now.person.path, *without}
    found: dict[str, Shared] = {}
    for path, why in _all(now, ties):
        if path not in left_out and path not in found:
            found[path] = Shared(Ref(path, now.overview.names[path]), why)
    return tuple(found.values())[:MOST]


def _all(now: Situation, ties: Ties) -> Iterator[tuple[str, Phrase]]:
    person, overview = now.person, now.overview
    for path in introducers(person, overview):
        yield path, phrase("introduced you")
    for one in now.introduced:
        yield one.path, phrase("introduced by them")
    for place in (*person.companies, *person.groups):
        for path in ties.at(place.text):
            yield path, phrase("{text}", text=place.text)
    for meeting in overview.meetings_of(person.path):
        if meeting.status is not Status.CANCELLED and meeting.day < now.today:
            for path in meeting.attendees:
                yield path, phrase("{text}", text=Ref(meeting.path, meeting.title))
