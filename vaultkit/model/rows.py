"""Many rows of a page, in pieces."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from vaultkit.model.once import Once

T = TypeVar("T")


class Row(Once):
    """What a page says of one thing. As long as it is the same object, its text on the page is kept."""

    __slots__ = ("_build", "_of")

    def __init__(self, build: Callable[[T], Mapping[str, Any]], of: T) -> None:
        """`build`: makes of `of` what a page's data may hold."""
        self._build, self._of = build, of

    @property
    def data(self) -> Mapping[str, Any]:
        """What a page's data may hold."""
        return self._build(self._of)


class Piece(Once):
    """Some rows that stay together: the text of all of them is kept as one."""

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)


class Rows:
    """Rows, one piece after the other; a template writes them with `each`."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces

    def __len__(self) -> int:
        return sum(len(piece.rows) for piece in self.pieces)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (row.data for piece in self.pieces for row in piece.rows)
