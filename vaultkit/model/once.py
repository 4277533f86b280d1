"""Work that is done once for something that never changes.

The daemon goes through everything after each save; what was made of notes that stayed the same still hangs on
the objects that were read from them. Without it the result is the same, only later.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


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
