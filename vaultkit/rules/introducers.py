"""Who introduced whom: the `introduced_by` of people's notes, followed."""

from collections.abc import Iterable

from vaultkit.model.link import Link
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.links import name_key


def meant_by(link: Link, source: str, overview: Overview) -> str | None:
    """The path of the person that a link in the note `source`, or a name written there, leads to."""
    path = overview.links.resolve(link.target, source) if link.target and overview.links else None
    if path in overview.names:
        return path
    wanted = name_key(link.target or link.text)
    named = [path for path, name in overview.names.items() if name_key(name) == wanted]
    return named[0] if len(named) == 1 else None


def introducers(person: Person, overview: Overview) -> list[str]:
    """The paths of those who introduced somebody, as far as they have notes."""
    found = (meant_by(link, person.path, overview) for link in person.introduced_by)
    return [path for path in dict.fromkeys(found) if path is not None and path != person.path]


def introduced(path: str, people: Iterable[Person], overview: Overview) -> list[Person]:
    """Everybody whom the person at a path introduced."""
    return [one for one in people if one.introduced_by and path in introducers(one, overview)]
