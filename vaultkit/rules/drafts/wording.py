"""The owner's own words, made to fit into a sentence of a letter. What does not fit is left out.

Notes are written about somebody and letters to them: `hvordan hun fikk kundene` becomes `hvordan du fikk
kundene`, which Norwegian verbs allow. English ones would not (`how she runs`), and stay.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_QUESTIONS = re.compile(
    r"(?:hva|hvem|hvor|hvordan|hvorfor|hvilke[nt]?|når|om|kva|kven|kor|korleis|kvifor"
    r"|what|who|whom|whose|where|when|why|which|how|whether)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(?:på|i|hos|ved|under|gjennom|via|over|da|då|mens|medan|at|on|in|during|through|while|when)\b",
    re.IGNORECASE,
)
"""With these begins a text that can stand behind `we met`."""
_ABOUT_PEOPLE = re.compile(
    r"\b(?:han|hun|ho|ham|henne|hans|hennes|hennar|de|dem|dei|jeg|eg|meg|min|mi|mitt|vi|oss"
    r"|he|she|him|her|his|they|them|(?-i:I)|me|my|we|us)\b",
    re.IGNORECASE,
)
"""Words that say something else in a letter than in a note."""
_CLAUSE = re.compile(r"[,;:.!?–—(]| - ")
_LONGEST_NAME = 6
"""Words of a text that may stand behind `from`."""
_YOU: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "hans side": "din side",
        "hennes side": "din side",
        "han": "du",
        "hun": "du",
        "ham": "deg",
        "henne": "deg",
    },
    "nn": {"hans side": "di side", "hennar side": "di side", "han": "du", "ho": "du", "henne": "deg"},
    "en": {},
}
_YOU_OBJECT = {"nb": "deg", "nn": "deg", "en": "you"}


class Met(NamedTuple):
    """How two people met, for one of two sentences; at most one of the two is given."""

    at: str = ""
    """Behind `we met`: `på språkkafeen`."""
    origin: str = ""
    """Behind `you may remember me from`: `språkkafeen på biblioteket`."""


def first_name(name: str, aliases: Iterable[str] = ()) -> str:
    """What somebody is called in a letter: `Kari Nordmann` and `Nordmann, Kari` are Kari.

    Tor Inge Haaland is Tor Inge where an alias says so: no rule can tell a second first name from a last one.
    """
    called = (" ".join(alias.split()) for alias in aliases)
    _, _, behind = name.partition(",")
    first = (behind.split() or name.split() or [name])[0]
    return next((one for one in called if one and name.startswith(f"{one} ")), first)


def met_in(text: str) -> Met:
    """How two people met, as far as the first part of what the note says fits into a letter."""
    words = _CLAUSE.split(" ".join(text.split()), maxsplit=1)[0].split()
    if not words or len(words) > _LONGEST_NAME + 2 or _ABOUT_PEOPLE.search(" ".join(words)):
        return Met()
    if _PLACES.match(words[0]):
        return Met(at=" ".join([words[0].lower(), *words[1:]]))
    return Met(origin=" ".join(words)) if len(words) <= _LONGEST_NAME else Met()


def inside(text: str) -> str:
    """A text as a part of a sentence: a question begins small, and no full stop ends it."""
    text = " ".join(text.split()).rstrip(".;, ")
    return text[:1].lower() + text[1:] if _QUESTIONS.match(text) else text


def addressed(text: str, language: str) -> str:
    """A text about somebody, said to them. `language`: of the text."""
    you = _YOU[language]
    if not you:
        return text
    return re.sub(
        rf"\b(?:{'|'.join(you)})\b", lambda found: you[found[0].casefold()], text, flags=re.IGNORECASE
    )


def questions(asked: Iterable[str], language: str) -> list[str]:
    """What I want to learn, for a letter."""
    return [made for text in asked if (made := addressed(inside(text), language))]


def promised_to(name: str, texts: Iterable[str], language: str) -> list[str]:
    """What I have promised somebody, for a letter to them: `Send Per the list` is `send you the list`."""
    return [_promise(text, name, language) for text in texts]


def _promise(text: str, name: str, language: str) -> str:
    words = name.split()
    # The longest that fits: Tor Inge Haaland is not only Tor.
    parts = [" ".join(words[:many]) for many in range(len(words), 0, -1)]
    called = "|".join(re.escape(one) for one in (*parts, first_name(name)))
    said = re.sub(rf"^(\w+(?: til| to)?) (?:{called})\b", rf"\1 {_YOU_OBJECT[language]}", text.rstrip(". "))
    return addressed(said[:1].lower() + said[1:], language)
