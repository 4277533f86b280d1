"""What plugins want in a feed. An entry is known again by its plugin and the key that the plugin gave it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

from vaultkit.model.entry import Entry, Proposed
from vaultkit.model.feed import Detail
from vaultkit.rules.entries.texts import description, family, one_line, web_address
from vaultkit.rules.entries.view import FeedView

MARK = "e"


def propose(view: FeedView) -> Iterator[Proposed]:
    """An entry for each wish."""
    for plugin, wish in view.wished.wishes:
        about = view.say(wish.description) if wish.description is not None else ""
        entry = Entry(
            uid="",
            key=f"{_beginning(plugin)}{_hashed(wish.key)}",
            summary=one_line(view.say(wish.summary)),
            start=_instant(wish.start),
            end=_instant(wish.end),
            description=description(about.splitlines()),
            location=one_line(wish.location) if view.tells(Detail.PLACE) else "",
            url=web_address(wish.url) if view.tells(Detail.LINK) else "",
            transparent=not isinstance(wish.start, datetime),
        )
        yield Proposed(entry=entry, people=wish.people)


def families_of(plugins: Collection[str], published: Iterable[Entry]) -> frozenset[str]:
    """The families of the entries that were published for some plugins."""
    beginnings = tuple(map(_beginning, plugins))
    return frozenset(family(entry.key) for entry in published if entry.key.startswith(beginnings))


def _instant(moment: date) -> date:
    return moment.astimezone(UTC).replace(microsecond=0) if isinstance(moment, datetime) else moment


def _beginning(plugin: str) -> str:
    """What the keys of all entries of a plugin begin with."""
    return f"{MARK}-{_hashed(plugin)}"


def _hashed(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
