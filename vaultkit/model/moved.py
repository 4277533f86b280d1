"""A mapping that was made of another by changing few of thousands of places."""

import weakref
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


class Moved(dict[str, T]):
    """Knows in which places it may differ from the mapping it was made of, without keeping that alive."""

    __slots__ = ("__weakref__", "_at", "_of")

    def __init__(self, held: Mapping[str, T] | Iterable[tuple[str, T]], at: Collection[str] = ()) -> None:
        """`held`: what it holds at first. `at`: keys that are about to be changed."""
        super().__init__(held)
        self._of = weakref.ref(held) if isinstance(held, Moved) else None
        self._at = at

    def where_it_differs(self, other: object) -> Collection[str] | None:
        """The keys that may have another value, or be in one of the two only. None: that is not known."""
        return self._at if self._of is not None and self._of() is other else None
