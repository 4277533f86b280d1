"""People whom both know: who introduced whom, who is at the same place, who was at the same table."""

from collections.abc import Iterator, Sequence

from vaultkit.model.meeting import Status
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.prep import Shared
from vaultkit.model.ref import Ref
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.introductions import introducers
from vaultkit.rules.links import name_key, stem

MOST = 6
"""So many are named."""


class Ties:
    """Who belongs to which employer or club, and who introduced whom: looked up once for all meetings."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._at = _by_first(people.every(_places))
        self._named = _by_first(people.every(_named_introducers))

    def at(self, place: str) -> Sequence[str]:
        """The paths of those who belong to a place, by path."""
        return self._at.get(place.casefold(), ())

    def introduced_by(self, now: Situation) -> Iterator[str]:
        """The paths of those whom somebody introduced."""
        path = now.person.path
        for called in dict.fromkeys((name_key(now.person.name), name_key(stem(path)))):
            for one in self._named.get(called, ()):
                if path in introducers(self._people.at(one).person, now.overview):
                    yield one


def _by_first(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return found


def _named_introducers(now: Situation) -> list[tuple[str, str]]:
    """What each of the introducers is called in the note, as names are compared."""
    person = now.person
    return [
        (name_key((link.target or link.text).rsplit("/", 1)[-1]), person.path)
        for link in person.introduced_by
    ]


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
    for path in ties.introduced_by(now):
        yield path, phrase("introduced by them")
    for place in (*person.companies, *person.groups):
        for path in ties.at(place.text):
            yield path, phrase("{text}", text=place.text)
    for meeting in overview.meetings_of(person.path):
        if meeting.status is not Status.CANCELLED and meeting.day < now.today:
            for path in meeting.attendees:
                yield path, phrase("{text}", text=Ref(meeting.path, meeting.title))
