"""Which person is meant."""

from collections.abc import Sequence

from vaultkit.errors import AmbiguousPersonError, UnknownPersonError
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.names import find_people, nearest_names


def the_one(typed: str, people: Sequence[Situation]) -> Situation:
    """The person that somebody typed. Raises UnknownPersonError or AmbiguousPersonError."""
    known = [one.person for one in people]
    found = find_people(typed, known)
    if not found:
        raise UnknownPersonError(typed, nearest_names(typed, known))
    if len(found) > 1:
        names = [person.name for person in found]
        unique = len(set(names)) == len(names)
        raise AmbiguousPersonError(typed, names if unique else [person.path for person in found])
    return next(one for one in people if one.person.path == found[0].path)
