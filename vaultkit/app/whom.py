"""Which person is meant."""

from collections.abc import Callable, Sequence

from vaultkit.errors import AmbiguousPersonError, UnknownPersonError
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.names import find_people, nearest_names

Choose = Callable[[str, Sequence[Situation]], Situation]
"""Asks which of several people is meant."""


def the_one(typed: str, people: Sequence[Situation], choose: Choose | None = None) -> Situation:
    """The person that somebody typed; `choose` decides between several, where there is anybody to ask.

    Raises UnknownPersonError or AmbiguousPersonError.
    """
    known = [one.person for one in people]
    found = find_people(typed, known)
    if not found:
        raise UnknownPersonError(typed, nearest_names(typed, known))
    paths = [person.path for person in found]
    meant = [one for one in people if one.person.path in paths]
    if len(meant) == 1:
        return meant[0]
    if choose is not None:
        return choose(typed, meant)
    names = [person.name for person in found]
    unique = len(set(names)) == len(names)
    raise AmbiguousPersonError(typed, names if unique else [person.path for person in found])


def each(typed: Sequence[str], people: Sequence[Situation], choose: Choose | None = None) -> list[Situation]:
    """The people that somebody typed, in order, each once. Raises as `the_one`."""
    found = {one.person.path: one for one in (the_one(name, people, choose) for name in typed)}
    return list(found.values())
