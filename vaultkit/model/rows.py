"""Many rows of a page, in pieces."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self, TypeVar

T = TypeVar("T")


class _Written:
    """Something whose text on a page is kept."""

    __slots__ = ("_by", "_text")
    _by: object
    _text: bytes
    """UTF-8: one sign like the queue's calendar makes each character of a `str` take four bytes."""

    def text(self, by: object, write: Callable[[Self], str]) -> str:
        """What `write` makes of it, made anew only when `by`, which stands for how, is not what it was."""
        # Asked for thousands of rows after each save.
        try:
            if self._by == by:
                return self._text.decode("utf-8", "surrogatepass")
        except AttributeError:
            pass
        text = write(self)
        self._by, self._text = by, text.encode("utf-8", "surrogatepass")
        return text


class Row(_Written):
    """What a page says of one thing."""

    __slots__ = ("_build", "_of")

    def __init__(self, build: Callable[[T], Mapping[str, Any]], of: T) -> None:
        """`build`: makes of `of` what a page's data may hold."""
        self._build, self._of = build, of

    @property
    def data(self) -> Mapping[str, Any]:
        """What a page's data may hold."""
        return self._build(self._of)


class Piece(_Written):
    """Some rows that stay together: the text of all of them is kept as one."""

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)


class Rows:
    """Rows, alone or in pieces, one after the other; a template writes them with `each`."""

    def __init__(self, pieces: Sequence[Piece | Row]) -> None:
        self.pieces = pieces

    def __len__(self) -> int:
        return sum(1 if isinstance(piece, Row) else len(piece.rows) for piece in self.pieces)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for piece in self.pieces:
            for row in (piece,) if isinstance(piece, Row) else piece.rows:
                yield row.data
