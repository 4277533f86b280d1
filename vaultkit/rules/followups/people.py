"""Everybody on one day, in blocks: neighbours who are as they were keep what was worked out for them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import TypeVar, overload

from vaultkit.model.once import Once
from vaultkit.model.overview import Overview
from vaultkit.rules.followups.situation import Situation

T = TypeVar("T")
_path = attrgetter("path")
BLOCK = 64
"""People in a block: of thousands, one that has changed costs so many."""


class Block(Once):
    """Some people next to each other."""

    def __init__(self, people: list[Situation]) -> None:
        self.people = people
        self.persons = tuple([one.person for one in people])

    def every(self, work: Callable[[Situation], Sequence[T]]) -> list[T]:
        """As `People.every`."""
        return self.once(("every", work), lambda: [found for one in self.people for found in work(one)])

    def where(self, test: Callable[[Situation], bool]) -> list[Situation]:
        """As `People.where`."""
        return self.once(("where", test), lambda: [one for one in self.people if test(one)])


class People(Sequence[Situation]):
    """Everybody, by path."""

    def __init__(self, overview: Overview, blocks: Iterable[Block]) -> None:
        """`overview`: of which they are the people."""
        self.overview, self.blocks = overview, list(blocks)

    @cached_property
    def _all(self) -> list[Situation]:
        return [one for block in self.blocks for one in block.people]

    @classmethod
    def of(cls, overview: Overview, people: Iterable[Situation]) -> "People":
        """In new blocks."""
        rest = iter(people)
        return cls(overview, (Block(held) for held in iter(lambda: list(islice(rest, BLOCK)), [])))

    def at(self, path: str) -> Situation:
        """The one whose note is at a path. Raises KeyError."""
        number = bisect_left(self.overview.people, path, key=_path)
        if number == len(self) or self.overview.people[number].path != path:
            raise KeyError(path)
        return self.blocks[number // BLOCK].people[number % BLOCK]

    def every(self, work: Callable[[Situation], Sequence[T]]) -> list[T]:
        """What `work` finds for each, one after the other; it looks at nothing but the one."""
        found: list[T] = []
        for block in self.blocks:
            found += block.every(work)
        return found

    def where(self, test: Callable[[Situation], bool]) -> list[Situation]:
        """Those for whom it holds; `test` looks at nothing but the one."""
        found: list[Situation] = []
        for block in self.blocks:
            found += block.where(test)
        return found

    @overload
    def __getitem__(self, index: int) -> Situation: ...
    @overload
    def __getitem__(self, index: slice) -> list[Situation]: ...
    def __getitem__(self, index: int | slice) -> Situation | list[Situation]:
        return self._all[index]

    def __len__(self) -> int:
        return sum(len(block.people) for block in self.blocks)

    def __iter__(self) -> Iterator[Situation]:
        return (one for block in self.blocks for one in block.people)
