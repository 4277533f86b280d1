"""Find a person by what somebody typed.

The whole name beats an alias, a word of the name, and the beginning of a word; only then are typing errors
forgiven. Norwegian letters and accents may be typed without: `ase lovas` finds Åse Løvås.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from vaultkit.model.person import Person

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "ł": "l"})


def folded(name: str) -> str:
    """The name without case, accents and Norwegian letters; `aa` counts as `å`."""
    composed = unicodedata.normalize("NFC", name).casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c))
    return " ".join(bare.replace("aa", "a").replace("-", " ").split())


def find_people(typed: str, people: Iterable[Person]) -> list[Person]:
    """Everyone whom the typed text may mean, by the best way that finds anyone; empty for nobody."""
    everyone = list(people)
    by_path = [p for p in everyone if typed.removesuffix(".md") == p.path.removesuffix(".md")]
    exact = [p for p in everyone if unicodedata.normalize("NFC", typed).casefold() == p.name.casefold()]
    wanted = folded(typed)
    if by_path or exact or not wanted:
        return by_path or exact
    names = {p.path: folded(p.name) for p in everyone}
    ways: tuple[Callable[[Person], bool], ...] = (
        lambda p: names[p.path] == wanted,
        lambda p: wanted in {folded(alias) for alias in p.aliases},
        lambda p: set(wanted.split()) <= set(names[p.path].split()),
        lambda p: all(
            any(word.startswith(part) for word in names[p.path].split()) for part in wanted.split()
        ),
    )
    for way in ways:
        found = [p for p in everyone if way(p)]
        if found:
            return found
    return []


def says_all(title: str, names: Iterable[str]) -> bool:
    """Whether a title names everyone already, by first name at least (`Kaffe med Per Olsen`)."""
    words = set(re.findall(r"\w+", title.casefold()))
    firsts = [name.casefold().split()[:1] for name in names]
    return all(not first or first[0] in words for first in firsts)


def nearest_names(typed: str, people: Iterable[Person], most: int = 3) -> list[str]:
    """Names that look like what was typed, most alike first. The one place that knows rapidfuzz."""
    from rapidfuzz import fuzz, process

    names = {p.name: folded(p.name) for p in people}
    found = process.extract(folded(typed), names, scorer=fuzz.WRatio, limit=most, score_cutoff=70)
    return [name for _, _, name in found]
