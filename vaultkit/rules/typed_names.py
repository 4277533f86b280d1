"""Names of people as they are typed on a command line, quoted or not, and what stands behind them."""

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from vaultkit.errors import AmbiguousPersonError, UnclearError, UnknownPersonError
from vaultkit.model.person import Person
from vaultkit.model.phrase import phrase
from vaultkit.rules.names import find_people, folded, nearest_names
from vaultkit.rules.typed_dates import read_typed, typed_day
from vaultkit.rules.vocabulary import NEVER_WORDS, NONE_WORDS

_LONGEST = 6
"""Words of a name that is typed without quotes."""
_ALIKE = 0.85
"""So much of a name has to be the same for what was typed to be a slip of the pen."""


def names_and_text(words: Sequence[str], people: Sequence[Person], today: date) -> tuple[list[str], str]:
    """What was typed behind `done`: names first, and behind them perhaps what it was about.

    Raises UnclearError where a word is a name, or a day, and may as well belong to the text.
    """
    names, rest = names_first(words, people)
    text = " ".join(rest)
    doubtful = next((name for name in names[1:] if " " not in name), None) if rest else None
    if doubtful is not None:
        raise UnclearError(
            phrase("«{word}» may be a name or part of what it was about", word=doubtful),
            phrase("put what it was about behind --what, in quotes: --what {example}", example='"…"'),
        )
    if text and (typed_day(text, today) or read_typed(text, today)):
        raise UnclearError(
            phrase("«{word}» is a day, and what was it about?", word=text),
            phrase(
                "the day it was: --on {text} · the next one: --next {text}",
                text=f'"{text}"' if " " in text else text,
            ),
        )
    return names, text


def names_and_until(words: Sequence[str], people: Sequence[Person], today: date) -> tuple[list[str], str]:
    """What was typed behind `snooze`: names, and behind them the longest end that is a day; empty for none.

    Raises UnknownPersonError, AmbiguousPersonError.
    """
    for at in range(1, len(words)):
        until = " ".join(words[at:])
        if typed_day(until, today) or until.casefold() in NEVER_WORDS | NONE_WORDS:
            return names_only(words[:at], people), until
    names, rest = names_first(words, people)
    return names, " ".join(rest)


def names_only(words: Sequence[str], people: Sequence[Person]) -> list[str]:
    """What was typed, when all of it is names. Raises UnknownPersonError, AmbiguousPersonError."""
    names, rest = names_first(words, people)
    return [*names, *rest]


def names_first(words: Sequence[str], people: Sequence[Person]) -> tuple[list[str], list[str]]:
    """The names at the beginning of what was typed, and the words behind them.

    Several words that are one name together are one name. The first is always a name. Further ones must be
    whole words of somebody's name: `done kari i går` is no news of Ingrid. Raises AmbiguousPersonError,
    UnknownPersonError where the name has a slip of the pen.
    """
    names: list[str] = []
    rest = list(words)
    _no_slip(rest, people)
    while rest:
        longest = min(len(rest), _LONGEST)
        count = next((n for n in range(longest, 0, -1) if _called(" ".join(rest[:n]), people)), 0)
        if not names and len(_called(" ".join(rest[:count]), people)) != 1:
            count = len(rest) if find_people(" ".join(rest), people) else count  # `kari nord`
        if not count and names:
            break
        count = count or 1
        if not find_people(" ".join(rest[:count]), people):
            raise UnknownPersonError(rest[0], nearest_names(rest[0], people))
        _one_reading(rest[:count], people)
        names.append(" ".join(rest[:count]))
        rest = rest[count:]
    return names, rest


def _called(typed: str, people: Sequence[Person]) -> list[Person]:
    """Whom the words mean by a path, an alias or whole words of the name, not by the beginning of one."""
    wanted, path = folded(typed), typed.removesuffix(".md")
    return [
        one
        for one in find_people(typed, people)
        if set(wanted.split()) <= set(folded(one.name).split())
        or wanted in map(folded, one.aliases)
        or path == one.path.removesuffix(".md")
    ]


def _one_reading(parts: Sequence[str], people: Sequence[Person]) -> None:
    """Several words taken for one name: refused where one of them is somebody else's."""
    together, whole = find_people(" ".join(parts), people), folded(" ".join(parts))
    if any(whole in map(folded, (one.name, *one.aliases)) for one in together):
        return
    for part in parts[1:]:
        others = [one for one in _called(part, people) if one not in together]
        if others and len(others) == len(_called(part, people)):
            names = [one.name for one in (*together, *others)]
            raise AmbiguousPersonError(" ".join(parts), names)


def _no_slip(words: Sequence[str], people: Sequence[Person]) -> None:
    """`per olson lunsj` means Per Olsen, and no lunch with Olson; raises UnknownPersonError."""
    for count in range(2, min(len(words), 3) + 1):
        typed = " ".join(words[:count])
        names = {one.name: folded(one.name) for one in people}
        wanted = folded(typed)
        meant = [
            name
            for name, plain in names.items()
            if plain.count(" ") == wanted.count(" ")
            and SequenceMatcher(None, wanted, plain).ratio() >= _ALIKE
        ]
        if meant and not _called(typed, people):
            raise UnknownPersonError(typed, meant)
