"""Who introduced whom, as the notes tell it."""

from vaultkit.model.link import Link
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.links import name_key


def introducers(person: Person, overview: Overview) -> list[str]:
    """The paths of those who introduced somebody, as far as they have notes, in the order of the note."""
    links, names = overview.links, overview.names
    found = [links.resolve(one.target, person.path) if one.target else None for one in person.introduced_by]
    if all(path in names for path in found):  # links, as nearly always; to look through all is slow
        return [path for path in dict.fromkeys(found) if path is not None and path != person.path]
    return [path for path, others in overview.introduced.items() if person in others]


def meant_by(link: Link, source: str, overview: Overview) -> str | None:
    """The path of the person that a link in the note `source`, or a name written there, leads to."""
    path = overview.links.resolve(link.target, source) if link.target else None
    if path in overview.names:
        return path
    wanted = name_key(link.target or link.text)
    named = [path for path, name in overview.names.items() if name_key(name) == wanted]
    return named[0] if len(named) == 1 else None
