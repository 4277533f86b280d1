"""Who introduced whom, as the notes tell it."""

from vaultkit.model.link import Link
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.links import name_key


def introducers(person: Person, overview: Overview) -> list[str]:
    """The paths of those who introduced somebody, as far as they have notes."""
    if not person.introduced_by:
        return []
    return [
        giver for giver, others in overview.introduced.items() if any(o.path == person.path for o in others)
    ]


def meant_by(link: Link, source: str, overview: Overview) -> str | None:
    """The path of the person that a link in the note `source`, or a name written there, leads to."""
    path = overview.links.resolve(link.target, source) if link.target else None
    if path in overview.names:
        return path
    wanted = name_key(link.target or link.text)
    named = [path for path, name in overview.names.items() if name_key(name) == wanted]
    return named[0] if len(named) == 1 else None
