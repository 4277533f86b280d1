"""Work that is done once for something that never changes.

The daemon goes through everything after each save; what was made of notes that stayed the same still hangs on
the objects that were read from them. Without it the result is the same, only later.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Once:
    """Something that never changes, and remembers what was made of it."""

    def once(self, key: Hashable, make: Callable[[], T], *of: object) -> T:
        """What `make` gives, made anew only when `of` is not what it was the last time.

        `key`: who asks. `make` looks at nothing but this object and `of`.
        """
        made: dict[Hashable, tuple[tuple[object, ...], Any]] = self.__dict__.setdefault("_made", {})
        held = made.get(key)
        if held is None or held[0] != of:
            made[key] = held = (of, make())
        return held[1]
