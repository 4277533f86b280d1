"""Introductions worth making: what one person needs is what another can help with.

No guessing: a word of `needs` must stand in `can_help_with`, or one must begin with the other (`regnskap`,
`regnskapsfører`). A word that many can help with says little, and counts less.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vaultkit.model.person import Person
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.names import folded

MOST = 5
_SHORTEST = 4
"""Letters of a word that says something."""
_BEGINNING = 5
"""Letters that a word must have for a longer one that begins with it to be meant."""
_WORD = re.compile(r"\w+")
_EMPTY = frozenset(
    """
    about andre anna annet behov bedre eller etter finne from good gode have help hjelp hjelpe ikke ikkje into
    jobb kanskje know kunne like litt maybe mellom more need noen noko nokon noge over people person some
    somebody someone something such than that their them they this trenger treng used vite want what when
    where which will with work would your
    """.split()  # noqa: SIM905 - a list of so many strings is harder to read
)
"""Words that stand in every second note."""


class Introduction(NamedTuple):
    """Two people who should know each other."""

    one: Situation
    need: str
    """What the one needs, as written."""
    other: Situation
    help: str
    """What the other can help with, as written."""


class _Said(NamedTuple):
    """A need, or a help, and whose."""

    now: Situation
    text: str
    words: frozenset[str]


def introductions(people: People, most: int = MOST) -> list[Introduction]:
    """The best ones, each pair once, best first; who has been introduced to the other already is left out."""
    return _ranked(people.every(_needs), people.every(_helps))[:most]


def introductions_of(one: Situation, people: People, most: int = 3) -> list[Introduction]:
    """Those in which one person has a part."""
    needs, helps = people.every(_needs), people.every(_helps)
    mine = [said for said in needs if said.now is one]
    theirs = [said for said in helps if said.now is one]
    found = [*_ranked(mine, helps), *_ranked([said for said in needs if said.now is not one], theirs)]
    return found[:most]


def _needs(now: Situation) -> list[_Said]:
    return _said(now, "needs", now.person.needs)


def _helps(now: Situation) -> list[_Said]:
    return _said(now, "helps", now.person.can_help_with)


def _said(now: Situation, key: str, texts: Sequence[str]) -> list[_Said]:
    if not texts:
        return []
    return now.once(key, lambda: [_Said(now, text, _words(text)) for text in texts])


def _words(text: str) -> frozenset[str]:
    found = {word for word in _WORD.findall(folded(text)) if len(word) >= _SHORTEST}
    return frozenset(found - _EMPTY)


def _ranked(needs: Iterable[_Said], helps: Sequence[_Said]) -> list[Introduction]:
    """Every match, best first, each pair once."""
    by_beginning: dict[str, list[tuple[str, _Said]]] = defaultdict(list)
    for help_ in helps:
        for word in help_.words:
            by_beginning[word[:_BEGINNING]].append((word, help_))
    found = []
    for need in needs:
        worth: dict[int, float] = defaultdict(float)
        for word in need.words:
            hits = {id(said): said for other, said in by_beginning[word[:_BEGINNING]] if _alike(word, other)}
            for said in hits.values():
                worth[id(said)] += 1 / len(hits)
        for said in helps:
            if id(said) in worth and not _know_each_other(need.now, said.now):
                order = (-worth[id(said)], need.now.person.path, said.now.person.path, need.text, said.text)
                found.append((order, Introduction(need.now, need.text, said.now, said.text)))
    return list(_each_pair_once(one for _, one in sorted(found, key=lambda pair: pair[0])))


def _each_pair_once(found: Iterable[Introduction]) -> Iterator[Introduction]:
    seen: set[frozenset[str]] = set()
    for one in found:
        pair = frozenset((one.one.person.path, one.other.person.path))
        if pair not in seen:
            seen.add(pair)
            yield one


def _alike(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= _BEGINNING and long.startswith(short))


def _know_each_other(one: Situation, other: Situation) -> bool:
    """Whether they are the same, or the note of one of them names the other: in the log, or as introducer."""
    return one is other or _names(one, other.person) or _names(other, one.person)


def _names(now: Situation, other: Person) -> bool:
    """Whether a note names somebody: whole, by an alias, or by the first name where it is not their own."""
    one = now.person
    said = (*(line.text for line in one.log), *(link.text for link in one.introduced_by))
    if any(name in text for text in said for name in (other.name, *other.aliases) if name):
        return True
    first = folded(other.name).split()[:1]
    if not first or first == folded(one.name).split()[:1]:
        return False
    return first[0] in now.once(
        "named", lambda: {word for text in said for word in _WORD.findall(folded(text))}
    )
