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
    _made: tuple[tuple[Hashable, tuple[object, ...], Any], ...]
    """Who asked, of what it was made, and what that is: a handful, looked through because a dict is large."""

    def once(self, key: Hashable, make: Callable[[], T], *of: object) -> T:
        """What `make` gives, made anew only when `of` is not what it was the last time.

        `key`: who asks. `make` looks at nothing but this object and `of`.
        """
        try:
            made = self._made
        except AttributeError:
            made = ()
        for held in made:
            if held[0] == key:
                if held[1] == of:
                    found: T = held[2]
                    return found
                break
        value = make()
        # What was asked meanwhile for the same object stays, too.
        self._made = (*(one for one in getattr(self, "_made", ()) if one[0] != key), (key, of, value))
        return value
