"""Many rows of a page, in pieces."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vaultkit.model.once import Once


class Piece(Once):
    """Some rows that stay together: as long as they are the same object, their text on the page is kept."""

    def __init__(self, *rows: Mapping[str, Any]) -> None:
        """Each of what a page's data may hold."""
        self.rows = rows


class Rows:
    """Rows, one piece after the other; a template writes them with `each`."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces

    def __len__(self) -> int:
        return sum(len(piece.rows) for piece in self.pieces)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (row for piece in self.pieces for row in piece.rows)
