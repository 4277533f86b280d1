"""Work that is done once for something that never changes.

The daemon goes through everything after each save; what was made of notes that stayed the same still hangs on
the objects that were read from them. Without it the result is the same, only later.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Holder = TypeVar("Holder")


class Once:
    """Something that never changes, and remembers what was made of it."""

    __slots__ = ("_made",)
    _made: tuple[Any, ...]
    """Who asked, of what it was made, what that is, and the same of the next: a handful in one row, because
    there are many thousands of these, and a dict is large."""

    def once(self, key: Hashable, make: Callable[[], T], *of: object) -> T:
        """What `make` gives, made anew only when `of` is not what it was the last time.

        `key`: who asks. `make` looks at nothing but this object and `of`.
        """
        try:
            made = self._made
        except AttributeError:
            made = ()
        for at in range(0, len(made), 3):
            if made[at] == key:
                if made[at + 1] == of:
                    found: T = made[at + 2]
                    return found
                break
        value = make()
        made = getattr(self, "_made", ())  # what was asked meanwhile for the same object stays, too
        others = [at for at in range(0, len(made), 3) if made[at] != key]
        self._made = (*(one for at in others for one in made[at : at + 3]), key, of, value)
        return value


class Kept(Generic[Holder, T]):
    """A property that is worked out once: `functools.cached_property` for a class with slots.

    The class has a slot of the same name with `_` before it. A dict for each of thousands would be twice as
    large as all that is in it.
    """

    def __init__(self, make: Callable[[Holder], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._slot = f"_{name}"

    def __get__(self, one: Holder, owner: type) -> T:
        try:
            kept: T = getattr(one, self._slot)
        except AttributeError:
            kept = self._make(one)
            setattr(one, self._slot, kept)
        return kept
