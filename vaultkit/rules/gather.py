"""The facts of all notes to one overview: links followed, names looked up."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from vaultkit.model.facts import NoteFacts
from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting
from vaultkit.model.overview import Mention, Overview
from vaultkit.model.person import Person
from vaultkit.rules.links import LinkIndex, name_key
from vaultkit.rules.names import folded

_by_path = attrgetter("path")


class Gathering:
    """Makes one overview of all notes, and the next one where only some of them have changed."""

    def __init__(self) -> None:
        self._notes: dict[str, NoteFacts] = {}
        self._links: LinkIndex | None = None
        self._names: _Names | None = None
        self._overview = Overview()

    def gather(self, facts: Iterable[NoteFacts], links: LinkIndex) -> Overview:
        """One overview of all notes. The order of `facts` does not matter."""
        notes = sorted(facts, key=_by_path)
        self._notes, self._links = {note.path: note for note in notes}, links
        self._names = _Names(self._notes, links)
        self._overview = _overview(notes, self._names, links)
        return self._overview

    def move_on(self, notes: Iterable[NoteFacts], links: LinkIndex) -> Overview | None:
        """The same as if all were gathered again, where only these notes may say something else.

        None where links may lead elsewhere or somebody has another name.
        """
        changed = [(was, now) for now in notes if (was := self._notes[now.path]) is not now]
        renamed = any(_is_called(was) != _is_called(now) for was, now in changed)
        if links is not self._links or self._names is None or renamed:
            return None
        if changed:
            self._overview = _moved_on(self._overview, changed, self._names)
            self._notes.update((now.path, now) for _, now in changed)
        return self._overview


def gather(facts: Iterable[NoteFacts], links: LinkIndex) -> Overview:
    """One overview of all notes. The order of `facts` does not matter."""
    return Gathering().gather(facts, links)


def _is_called(note: NoteFacts) -> tuple[str, tuple[str, ...]] | None:
    """By what a note is found as a person's."""
    return (note.person.name, note.person.aliases) if note.person is not None else None


def _overview(notes: list[NoteFacts], names: "_Names", links: LinkIndex) -> Overview:
    return Overview(
        people=tuple(note.person for note in notes if note.person is not None),
        meetings=tuple(meeting for note in notes for meeting in _meetings(note, names)),
        mentions=_mentions(notes, names),
        introduced=_introduced((note.person for note in notes if note.person is not None), names),
        problems=tuple(sorted((p for note in notes for p in note.problems), key=lambda p: p.order)),
        links=links,
    )


def _moved_on(before: Overview, changed: list[tuple[NoteFacts, NoteFacts]], names: "_Names") -> Overview:
    """The overview after some notes have changed, and nobody's name."""
    either = [one for pair in changed for one in pair]
    meetings, mentions, problems = before.meetings, before.mentions, before.problems
    paths = {was.path for was, _ in changed}
    if any(one.meetings for one in either):
        kept = [one for one in meetings if one.path not in paths]
        kept += [meeting for _, now in changed for meeting in _meetings(now, names)]
        meetings = tuple(sorted(kept, key=_by_path))
    if any(one.mentions for one in either):
        mentions = _mentions_after(mentions, changed, names)
    if any(one.problems for one in either):
        left = [one for one in problems if one.path not in paths]
        left += [problem for _, now in changed for problem in now.problems]
        problems = tuple(sorted(left, key=lambda p: p.order))
    introduced = before.introduced
    if any(one.person is not None and one.person.introduced_by for one in either):
        introduced = _introduced_after(introduced, changed, names)
    people = list(before.people)
    for _, now in changed:
        if now.person is not None:
            people[bisect_left(people, now.path, key=_by_path)] = now.person
    after = Overview(
        people=tuple(people),
        meetings=meetings,
        mentions=mentions,
        introduced=introduced,
        problems=problems,
        links=before.links,
    )
    return after.following(before)


def _meetings(note: NoteFacts, names: "_Names") -> list[Meeting]:
    return [replace(one, attendees=names.paths(one.people, note.path)) for one in note.meetings]


def _mentions(notes: Iterable[NoteFacts], names: "_Names") -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for note in notes:
        if note.mentions is not None:
            day, linked = note.mentions
            for path in names.paths(linked, note.path):
                found.setdefault(path, []).append((day, note.path))
    return found


def _mentions_after(
    before: Mapping[str, Sequence[Mention]], changed: list[tuple[NoteFacts, NoteFacts]], names: "_Names"
) -> dict[str, Sequence[Mention]]:
    after = dict(before)
    gone = _mentions([was for was, _ in changed], names)
    come = _mentions([now for _, now in changed], names)
    for path in gone.keys() | come.keys():
        kept = [one for one in after.get(path, ()) if one not in gone.get(path, ())]
        after[path] = sorted([*kept, *come.get(path, ())], key=lambda one: one[1])
        if not after[path]:
            del after[path]
    return after


def _introduced(people: Iterable[Person], names: "_Names") -> dict[str, tuple[Person, ...]]:
    found: dict[str, tuple[Person, ...]] = {}
    for person in people:
        for path in names.paths(person.introduced_by, person.path):
            if path != person.path:
                found[path] = (*found.get(path, ()), person)
    return found


def _introduced_after(
    before: Mapping[str, tuple[Person, ...]], changed: list[tuple[NoteFacts, NoteFacts]], names: "_Names"
) -> dict[str, tuple[Person, ...]]:
    after = dict(before)
    gone = _introduced((was.person for was, _ in changed if was.person is not None), names)
    come = _introduced((now.person for _, now in changed if now.person is not None), names)
    paths = {was.path for was, _ in changed}
    for path in gone.keys() | come.keys():
        kept = (one for one in after.get(path, ()) if one.path not in paths)
        after[path] = tuple(sorted((*kept, *come.get(path, ())), key=_by_path))
        if not after[path]:
            del after[path]
    return after


class _Names:
    """Finds the person that a link or a plain name means."""

    def __init__(self, notes: Mapping[str, NoteFacts], links: LinkIndex) -> None:
        """`notes`: all, by path; any of them may become another, but with the same names."""
        self._notes, self._links = notes, links
        self._by_name: dict[str, tuple[str, ...]] = {}
        by_word: dict[str, list[str]] = {}
        for person in (note.person for note in notes.values() if note.person is not None):
            called = (person.name, *person.aliases)
            for name in {name_key(name) for name in called}:
                self._by_name[name] = (*self._by_name.get(name, ()), person.path)
            for word in {word for name in called for word in folded(name).split()}:
                by_word.setdefault(word, []).append(person.path)
        # A tuple of one takes half the room of a list of one, and there are thousands.
        self._by_word = {word: tuple(held) for word, held in by_word.items()}

    def paths(self, wanted: Iterable[Link], source: str) -> tuple[str, ...]:
        """Paths of the people meant, in the order written, each once; others are left out."""
        found = (self._path(link, source) for link in wanted)
        return tuple(dict.fromkeys(path for path in found if path is not None))

    def _path(self, link: Link, source: str) -> str | None:
        if link.target:
            path = self._links.resolve(link.target, source)
            if path is not None:
                note = self._notes.get(path)
                return path if note is not None and note.person is not None else None
        named: Collection[str] = self._by_name.get(name_key(link.target or link.text), ())
        if not named and not link.target:
            # `med: Kari`, where there is one Kari.
            words = [set(self._by_word.get(word, ())) for word in folded(link.text).split()]
            named = set.intersection(*words) if words else ()
        return next(iter(named)) if len(named) == 1 else None
