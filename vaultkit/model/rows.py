"""Many rows of a page, in pieces."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from vaultkit.model.once import Once


class Row(Once):
    """What a page says of one thing. As long as it is the same object, its text on the page is kept."""

    __slots__ = ("data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        """`data`: what a page's data may hold."""
        self.data = data


class Piece(Once):
    """Some rows that stay together: the text of all of them is kept as one."""

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
