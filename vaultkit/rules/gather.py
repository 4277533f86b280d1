"""The facts of all notes to one overview: links followed, names looked up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vaultkit.model.facts import NoteFacts
from vaultkit.model.link import Link
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.links import LinkIndex, name_key
from vaultkit.rules.names import folded


def gather(facts: Iterable[NoteFacts], links: LinkIndex) -> Overview:
    """One overview of all notes. The order of `facts` does not matter."""
    notes = sorted(facts, key=lambda note: note.path)
    people = tuple(note.person for note in notes if note.person is not None)
    known = _Names(people, links)
    meetings = tuple(
        replace(meeting, attendees=known.paths(meeting.people, note.path))
        for note in notes
        for meeting in note.meetings
    )
    mentions: dict[str, list[tuple[date, str]]] = {}
    for note in notes:
        if note.mentions is not None:
            day, linked = note.mentions
            for path in known.paths(linked, note.path):
                mentions.setdefault(path, []).append((day, note.path))
    problems = sorted((p for note in notes for p in note.problems), key=lambda p: p.order)
    return Overview(
        people=people, meetings=meetings, mentions=mentions, problems=tuple(problems), links=links
    )


class _Names:
    """Finds the person that a link or a plain name means."""

    def __init__(self, people: Iterable[Person], links: LinkIndex) -> None:
        self._links = links
        self._paths = set[str]()
        self._by_name: dict[str, set[str]] = {}
        self._by_word: dict[str, set[str]] = {}
        for person in people:
            self._paths.add(person.path)
            for name in (person.name, *person.aliases):
                self._by_name.setdefault(name_key(name), set()).add(person.path)
                for word in folded(name).split():
                    self._by_word.setdefault(word, set()).add(person.path)

    def paths(self, wanted: Iterable[Link], source: str) -> tuple[str, ...]:
        """Paths of the people meant, in the order written, each once; others are left out."""
        found = (self._path(link, source) for link in wanted)
        return tuple(dict.fromkeys(path for path in found if path is not None))

    def _path(self, link: Link, source: str) -> str | None:
        if link.target:
            path = self._links.resolve(link.target, source)
            if path is not None:
                return path if path in self._paths else None
        named = self._by_name.get(name_key(link.target or link.text), set())
        if not named and not link.target:
            # `med: Kari`, where there is one Kari.
            words = [self._by_word.get(word, set()) for word in folded(link.text).split()]
            named = set.intersection(*words) if words else set()
        return next(iter(named)) if len(named) == 1 else None
