"""Wishes of plugins to entries of the feed."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from vaultkit.model.entry import Entry
from vaultkit.model.overview import Overview
from vaultkit.model.wish import Wish
from vaultkit.rules.feed import MOST_TEXT, Say, Wanted, one_line, web_address


@dataclass(frozen=True, slots=True)
class Wished:
    """What plugins want in the feed on one day."""

    wishes: tuple[tuple[str, Wish], ...] = ()
    """Name of the plugin, and what it wants."""
    unsure: frozenset[str] = frozenset()
    """Names of plugins that fail: what was published for them stays as it is."""


NOTHING = Wished()


def with_wishes(wanted: Wanted, wished: Wished, overview: Overview, say: Say) -> Wanted:
    """What the notes want, and what plugins want besides. Whoever is kept out is in none of it."""
    if not wished.wishes and not wished.unsure:
        return wanted
    kept_out = {person.path for person in overview.people if person.keep_out}
    hidden = {_key(plugin, wish) for plugin, wish in wished.wishes if kept_out & set(wish.people)}
    entries = (_entry(plugin, wish, say) for plugin, wish in wished.wishes)
    shown = [one for one in entries if one.key not in hidden and not wanted.says_hidden(one)]
    return replace(
        wanted,
        entries=(*wanted.entries, *shown),
        hidden=wanted.hidden | hidden,
        unread=wanted.unread | {_family(plugin) for plugin in wished.unsure},
    )


def _entry(plugin: str, wish: Wish, say: Say) -> Entry:
    description = say(wish.description) if wish.description is not None else ""
    return Entry(
        uid="",
        key=_key(plugin, wish),
        summary=one_line(say(wish.summary)),
        start=_instant(wish.start),
        end=_instant(wish.end),
        description="\n".join(filter(None, map(one_line, description.splitlines())))[:MOST_TEXT].strip(),
        location=one_line(wish.location),
        url=web_address(wish.url),
        transparent=not isinstance(wish.start, datetime),
    )


def _instant(moment: date) -> date:
    return moment.astimezone(UTC).replace(microsecond=0) if isinstance(moment, datetime) else moment


def _key(plugin: str, wish: Wish) -> str:
    return f"{_family(plugin)}-{_hashed(wish.key)}"


def _family(plugin: str) -> str:
    """What the keys of all entries of a plugin begin with."""
    return f"e-{_hashed(plugin)}"


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
