"""Where everything stands in a block of properties, and how a list in it is changed item by item.

Positions are characters of the block's text. Built from the events of `store/yaml12.py`; needs a block that
`read_block` accepted.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from vaultkit.model.note import Value
from vaultkit.rules.scalars import Scalar, written
from vaultkit.store.yaml12 import Block, events

_STYLES = {"": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}
_COLON = re.compile(r"[ \t]*:")
_HEADER = re.compile(r"[|>][-+0-9]*")
_WIKILINK = re.compile(r"\[\[[^\[\]\r\n]+\]\]")
_DEEPEST = 40

Identity: TypeAlias = tuple[object, ...]


class CommentInTheWayError(Exception):
    """A comment of the owner would be lost; `offset` is where it stands in the block."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Node:
    """A value, or a part of one."""

    begin: int
    end: int
    """Behind its last character, before the line end; an empty value stands behind its colon or dash."""
    style: str
    """plain, single, double, literal, folded, flow list, block list, flow map, block map, alias or empty."""
    marked: bool
    """An alias, an anchor or a tag is in it."""
    items: tuple["Node", ...] = ()
    """Of a list its items; of a mapping its keys and values in turn."""

    @property
    def quote(self) -> str:
        """The quotes around it, if any."""
        return {"single": "'", "double": '"'}.get(self.style, "")

    @property
    def is_list(self) -> bool:
        """Whether it is a list of either style."""
        return self.style in ("flow list", "block list")

    def parts(self) -> Iterator["Node"]:
        """Itself and everything in it, in file order."""
        yield self
        for item in self.items:
            yield from item.parts()


@dataclass(frozen=True, slots=True)
class Property:
    """A name and its value in the block."""

    key: str
    begin: int
    """Where the name begins."""
    colon: int
    """Behind the colon; -1 where the name is not followed by one on its line (`? name`)."""
    column: int
    """How far the name is indented; -1 where something else than blanks stands before it."""
    node: Node


def properties(text: str, block: Block) -> tuple[list[Property], bool]:
    """Every top-level property in file order, and whether the block is in flow style (JSON).

    `block`: what `read_block` made of `text`; it has no duplicates.
    """
    stream = events(text)
    first = next(stream, None)
    if first is None or first[0] != "map":
        return [], False
    top = _node(text, first, stream)
    found = []
    for name, key, value in zip(block.values, top.items[::2], top.items[1::2], strict=True):
        colon = _COLON.match(text, key.end)
        line = text.rfind("\n", 0, key.begin) + 1
        column = key.begin - line if not text[line : key.begin].strip(" ") else -1
        found.append(Property(name, key.begin, colon.end() if colon else -1, column, value))
    return found, top.style == "flow map"


def _node(
    text: str, event: tuple[str, int, int, str, bool], stream: Iterator[tuple[str, int, int, str, bool]]
) -> Node:
    kind, begin, end, style, marked = event
    if kind == "alias":
        return Node(begin, end, "alias", marked=True)
    if kind == "scalar":
        if begin == end:
            return Node(begin, end, "empty", marked)
        if style in ("|", ">"):
            end = _block_end(text, begin, end)
        return Node(begin, end, _STYLES[style], marked)
    items = []
    while (inner := next(stream))[0] != "end":
        items.append(_node(text, inner, stream))
    # A list or mapping in block style ends, for libyaml, where the next token begins.
    end = inner[2] if style == "[" else max([begin, *(item.end for item in items[-1:])])
    marked = marked or any(item.marked for item in items)
    return Node(begin, end, ("flow " if style == "[" else "block ") + kind, marked, tuple(items))


def _header(text: str, begin: int) -> str:
    found = _HEADER.match(text, begin)
    return found[0] if found else ""


def header_end(text: str, node: Node) -> int:
    """Behind the `|-` of a block text."""
    return node.begin + len(_header(text, node.begin))


def _block_end(text: str, begin: int, end: int) -> int:
    """The end of a block text without its last line end.

    libyaml ends it where the next token begins: the blank lines behind it belong to it only with a `+`.
    """
    if "+" not in _header(text, begin):
        end = line_after(text, begin + len(text[begin:end].rstrip(" \t\r\n")))
    return end - (2 if text.endswith("\r\n", begin, end) else 1 if text.endswith("\n", begin, end) else 0)


def line_after(text: str, position: int) -> int:
    """Where the line behind the one at `position` begins."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def is_link(text: str, node: Node) -> bool:
    """Whether a value is a wikilink without quotes, which YAML takes for a list in a list."""
    return node.style == "flow list" and bool(_WIKILINK.fullmatch(text, node.begin, node.end))


def check_comments(text: str, begin: int, end: int, node: Node | None = None) -> None:
    """Raise CommentInTheWayError for a comment between two positions; `node` is the value between them."""
    position = begin
    for part in node.parts() if node else ():
        if part.items:
            continue
        _no_comment(text, position, part.begin)
        if part.style in ("literal", "folded"):
            _no_comment(text, part.begin, min(line_after(text, part.begin), part.end))
        position = max(position, part.end)
    _no_comment(text, position, end)


def _no_comment(text: str, begin: int, end: int) -> None:
    # Between two values of YAML stand only blanks, line ends, punctuation and comments.
    if (found := text.find("#", begin, end)) >= 0:
        raise CommentInTheWayError(found)


def identity(value: object, depth: int = 0) -> Identity:
    """What makes two values the same property: type and value. 1.0 is 1, as in JavaScript; true is not."""
    if depth > _DEEPEST:
        raise TypeError("nested too deep for a property")
    match value:
        case bool() | None:
            return ("word", value)
        case int() | float():
            return ("number", value if value == value else "nan")
        case list() | tuple():
            return ("list", *(identity(item, depth + 1) for item in value))
        case dict():
            return ("map", *((name, identity(item, depth + 1)) for name, item in value.items()))
        case _:
            return ("text", value)


def matched(old: Sequence[Value], new: Sequence[Value]) -> list[int | None]:
    """For every new item the old one that it is, each old one once; None for one that is new.

    An item that stayed in its place is matched with itself first.
    """
    before, after = [identity(item) for item in old], [identity(item) for item in new]
    kept: list[int | None] = [i if before[i : i + 1] == [it] else None for i, it in enumerate(after)]
    taken = {i for i in kept if i is not None}
    free: dict[Identity, deque[int]] = {}
    for i, it in enumerate(before):
        if i not in taken:
            free.setdefault(it, deque()).append(i)
    for i, it in enumerate(after):
        if kept[i] is None and free.get(it):
            kept[i] = free[it].popleft()
    return kept


def change_block_list(
    text: str, lines_begin: int, node: Node, old: Sequence[Value], new: Sequence[Scalar], eol: str
) -> str:
    """The lines of a block list with the items of `new`; the lines of items that stay are kept as they are.

    `lines_begin`: where the line below the name begins. Raises CommentInTheWayError.
    """
    kept = matched(old, new)
    stays = {i for i in kept if i is not None}
    ends = [line_after(text, item.end) for item in node.items]
    begins = [lines_begin, *ends[:-1]]
    indent = text[text.rfind("\n", 0, node.begin) + 1 : node.begin]
    first = node.items[0]
    marker = text[node.begin : first.begin]
    if "\n" in marker or first.style == "empty":
        marker = "- "
    lines = []
    replaced = set()
    for i, (value, source) in enumerate(zip(new, kept, strict=True)):
        if source is not None:
            lines.append(text[begins[source] : ends[source]])
        elif i < len(node.items) and i not in stays:
            item = node.items[i]
            replaced.add(i)
            dash = len(text[begins[i] : item.begin].rstrip()) + begins[i]
            if text[dash - 1] != "-":
                raise CommentInTheWayError(text.find("#", begins[i], item.begin))
            check_comments(text, item.begin, item.end, item)
            inline = written(value, item.quote)
            gap = (
                text[dash : item.begin]
                if inline and item.style != "empty" and "\n" not in text[dash : item.begin]
                else " "
            )
            rest = text[item.end : ends[i]]
            if item.style == "empty" and not rest.strip():
                rest = rest.lstrip(" \t")
            lines.append(text[begins[i] : dash] + (gap + inline if inline else "") + rest)
        else:
            lines.append(indent + (marker + written(value) if value is not None else "-") + eol)
    for i, item in enumerate(node.items):
        if i not in stays and i not in replaced:
            check_comments(text, begins[i], ends[i], item)
    return "".join(lines)


def change_flow_list(text: str, node: Node, old: Sequence[Value], new: Sequence[Scalar]) -> str:
    """A list between brackets with the items of `new`, in the spelling of those that stay.

    Raises CommentInTheWayError.
    """
    kept = matched(old, new)
    items = node.items
    spelt = [
        written(value, items[i].quote if i < len(items) and len(new) == len(items) else "", flow=True)
        if source is None
        else text[items[source].begin : items[source].end]
        for i, (value, source) in enumerate(zip(new, kept, strict=True))
    ]
    if not items or not new:
        check_comments(text, node.begin, node.end, node)
        return "[" + ", ".join(spelt) + "]"
    between = text[items[0].end : items[1].begin] if len(items) > 1 else ", "
    between = ", " if "#" in between or "," not in between else between
    if len(new) == len(items) or kept[: len(items)] == list(range(len(items))):
        gaps = [text[one.end : other.begin] for one, other in pairwise(items)]
        gaps += [between] * (len(new) - len(items))
    else:
        check_comments(text, node.begin, node.end, node)
        gaps = [between] * (len(new) - 1)
    inner = "".join(part for pair in zip(spelt, [*gaps, ""], strict=True) for part in pair)
    return text[node.begin : items[0].begin] + inner + text[items[-1].end : node.end]
