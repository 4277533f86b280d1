"""Whose a task is, and to whom it was promised: a small closed rule, in `docs/follow-ups.md`."""

import re
from collections.abc import Iterable, Mapping

from vaultkit.rules.links import WIKILINK, read_link
from vaultkit.rules.names import folded

_LEAD = re.compile(r"(@?)([^:]{1,60}):\s+(?=\S)")
"""`Kari: sends the CV`, `[[Kari Nordmann]]: …`, `**Kari**: …`."""
_AT = re.compile(r"@([\w-]+)[\s,]+(?=\S)")
_BEHIND = re.compile(r"\s*\(@?([^()]{1,60})\)\s*$")
_FIRST = re.compile(r"(\w+)\s+(?=\S)")
_THEY = frozenset(("hun", "han", "hen", "ho", "she", "he", "they"))
_ME = frozenset(("jeg", "eg", "meg", "i", "me"))
_WAITING = re.compile(r"(?:venter|ventar|vente|vent)\s+på\b|waiting\s+for\b|awaiting\b", re.IGNORECASE)

Called = Mapping[str, Iterable[str]]
"""What the people of a note are called, by path, in its order; never empty."""


def theirs(task: str, people: Called) -> tuple[str, str] | None:
    """Who promised it, and what, where somebody else has to keep it; None: the owner has.

    `Kari: …`, `@Kari …`, `… (Kari)`, with a name or a part of one that fits one of the people alone; `hun …`,
    `she …`, `waiting for …`, which mean the first of them.
    """
    text = _plain(task)
    for sign in (_LEAD, _AT, _BEHIND):
        found = sign.match(text) if sign is not _BEHIND else sign.search(text)
        if found and (path := _called(found[found.lastindex or 1], people)):
            rest = text[: found.start()] if sign is _BEHIND else text[found.end() :]
            if rest:
                return path, rest
    first = next(iter(people))
    lead = _LEAD.match(text)
    word = lead[2] if lead else (begin[1] if (begin := _FIRST.match(text)) else "")
    if word.casefold() in _THEY:
        return first, text[lead.end() :] if lead else text
    return (first, text) if _WAITING.match(text) else None


def mine(task: str, people: Called) -> tuple[str, str]:
    """To whom it was promised, and what: the first of the people whom it names, else the first of all."""
    text = _plain(task)
    lead = _LEAD.match(text)
    if lead and lead[2].casefold() in _ME:
        text = text[lead.end() :]
    words = set(folded(re.sub(r"[^\w\s-]", " ", text)).split())
    for path, names in people.items():
        firsts = {name for called in names for name in folded(called).split()[:1]}
        if firsts & words:
            return path, text
    return next(iter(people)), text


def _plain(text: str) -> str:
    """The words as a reader sees them: links by what they show, emphasis without its signs."""
    shown = WIKILINK.sub(lambda found: read_link(found[1]).text, text)
    return re.sub(r"\*\*|__|[*`]", "", shown).strip()


def _called(name: str, people: Called) -> str | None:
    """The one of the people whom a name, or a part of one, means."""
    words = set(folded(name).split())
    if not words:
        return None
    found = [path for path, names in people.items() if any(words <= set(folded(n).split()) for n in names)]
    return found[0] if len(found) == 1 else None
