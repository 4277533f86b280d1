"""One property of a note set, every other byte left as it was. Pure: bytes in, bytes out.

The slice is found by the parser's positions (`store/spans.py`); what comes out is read again before it is
given back. What cannot be done safely raises EditRefusedError; nothing else is raised for what a note holds.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from vaultkit.errors import EditRefusedError
from vaultkit.model.note import Value
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.scalars import Scalar, literal, written
from vaultkit.rules.vocabulary import fold
from vaultkit.store import spans
from vaultkit.store.editable import (
    ANCHOR,
    BOM,
    COMMENT,
    NESTED,
    TEMPLATE,
    UNREADABLE,
    Item,
    Settable,
    check_fences,
    check_missed,
    check_new,
    checked,
    decoded,
    line_end,
    normal,
    refuse,
)
from vaultkit.store.notefile import FIRST_LINE, find_block
from vaultkit.store.spans import CommentInTheWayError, Property, identity
from vaultkit.store.tick import tick_task
from vaultkit.store.yaml12 import Block, BlockError, read_block

__all__ = ["Settable", "append_item", "clear_property", "set_property", "tick_task"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PLACEHOLDER = re.compile(r"\{\{|<%|\$\{")


def set_property(data: bytes, key: str, value: Settable) -> bytes:
    """The note with one property set; `data` itself when it already holds that value.

    `key`: as the note spells it, or in another spelling (`last_contact` for `Last Contact`); a new one is
    added below the others. `value`: None empties it. Raises EditRefusedError, and TypeError for what no
    property can be.
    """
    new = normal(value)
    note = _Note.read(data)
    found = note.find(key)
    if found is None:
        return note.add(key, new)
    return data if identity(note.block.values[found.key]) == identity(new) else note.change(found, new)


def clear_property(data: bytes, key: str) -> bytes:
    """The note with the property emptied, `key:`, as Obsidian does; `data` when it is empty or absent."""
    note = _Note.read(data)
    found = note.find(key)
    if found is None or note.block.values[found.key] is None:
        return data
    return note.change(found, None)


def append_item(data: bytes, key: str, item: Item) -> bytes:
    """The note with one more item in a list property, in the list's own style.

    A single value becomes a list of both; where there is none, the list has the one item. `data` when the
    item is there already. Raises as `set_property`.
    """
    new = normal(item)
    if isinstance(new, list) or new is None:
        raise TypeError("an item is one text, number, date or true or false")
    note = _Note.read(data)
    found = note.find(key)
    alone: list[Scalar] = [new]
    if found is None:
        return note.add(key, alone)
    old, node, text = note.block.values[found.key], found.node, note.text
    if old is None:
        return note.change(found, alone)
    link = spans.is_link(text, node)
    held: list[Value] = (
        old if isinstance(old, list) and not link else [text[node.begin : node.end] if link else old]
    )
    links = [text[part.begin : part.end] for part in node.items if spans.is_link(text, part)]
    if identity(new) in map(identity, [*held, *links]):
        return data
    longer: list[Value] = [*held, new]
    return note.change(found, longer)


@dataclass(frozen=True, slots=True)
class _Note:
    """A note that may be edited: its parts as text, and where each property stands."""

    before: str
    """Byte order mark and opening fence; only the mark where there is no frontmatter."""
    text: str
    """The block; every position counts from its beginning."""
    after: str
    """The closing fence and the body; the whole text where there is no frontmatter."""
    block: Block
    properties: Sequence[Property]
    eol: str

    @property
    def fenced(self) -> bool:
        """Whether there is frontmatter."""
        return len(self.before) > len(BOM)

    @staticmethod
    def read(data: bytes) -> "_Note":
        """The note. Raises EditRefusedError where no property of it can be edited safely."""
        whole = decoded(data)
        bom, text = whole[: whole.startswith(BOM)], whole.removeprefix(BOM)
        try:
            begin, end, after = find_block(text)
        except ValueError:
            check_missed(data, text)
            return _Note(bom, "", text, Block({}, {}, {}), (), line_end(text))
        check_fences(text, begin, end, after)
        block = checked(text[begin:end])
        found, flow = spans.properties(text[begin:end], block)
        note = _Note(bom + text[:begin], text[begin:end], text[end:], block, found, line_end(text[:after]))
        if flow:
            note.deny(0, "nested", *NESTED)
        return note

    def deny(self, offset: int, why: str, reason: Phrase, way_out: Phrase) -> NoReturn:
        """Raise the refusal for a position of the block."""
        line_begin = self.text.rfind("\n", 0, offset) + 1
        refuse(why, reason, way_out, self.text.count("\n", 0, offset) + FIRST_LINE, offset - line_begin + 1)

    def find(self, key: str) -> Property | None:
        """The property of that name; else the one that is the same but for case and separators."""
        if not isinstance(key, str):
            raise TypeError("the name of a property is text")
        name, folded = unicodedata.normalize("NFC", key), fold(key)
        for same in (
            [it for it in self.properties if unicodedata.normalize("NFC", it.key) == name],
            [it for it in self.properties if folded and fold(it.key) == folded],
        ):
            if len(same) > 1:
                self.deny(
                    same[1].begin,
                    "duplicate",
                    phrase("the note has two properties that are both called {key}", key=key),
                    phrase("keep one of them, or name it exactly as the note spells it"),
                )
            if same:
                return same[0]
        return None

    def add(self, key: str, new: Scalar | list[Scalar]) -> bytes:
        """The note with a new last property."""
        check_new(key)
        if not key.strip() or _CONTROL.search(key):
            refuse(
                "value",
                phrase("a property needs a name on one line"),
                phrase("choose a name of letters and digits"),
            )
        check_new(new)
        indent = max([0, *(it.column for it in self.properties[:1])])
        head, lines = self._written(new, "", indent)
        name = " " * indent + written(key)
        new_lines = "".join(line + self.eol for line in (f"{name}: {head}" if head else f"{name}:", *lines))
        if not self.fenced:
            fence = "---" + self.eol
            return self._verified(fence + new_lines + fence + self.after, key, new, self.before)
        return self._verified(self.text + new_lines + self.after, key, new, self.before)

    def change(self, found: Property, new: Value | list[Scalar]) -> bytes:
        """The note with another value for a property it has."""
        node, text, old = found.node, self.text, self.block.values[found.key]
        if any(part.style == "alias" or part.marked for part in node.parts()):
            self.deny(node.begin, "anchor", *ANCHOR)
        if _PLACEHOLDER.search(text, node.begin, node.end):
            self.deny(node.begin, "placeholder", *TEMPLATE)
        nested = [part for part in node.parts() if part.style.endswith("map")]
        nested += [part for part in node.items if part.is_list and not spans.is_link(text, part)]
        if (nested and not spans.is_link(text, node)) or found.colon < 0 or found.column < 0:
            self.deny(nested[0].begin if nested else found.begin, "nested", *NESTED)
        wanted: Any = new
        try:
            if (
                node.is_list
                and isinstance(old, list)
                and isinstance(new, list)
                and not spans.is_link(text, node)
            ):
                check_new([it for it, was in zip(new, spans.matched(old, new), strict=True) if was is None])
                changed = self._list_changed(found, old, wanted)
            else:
                check_new(new)
                head, lines = self._written(wanted, node.quote, found.column, found)
                changed = self._laid(found, head, lines)
        except CommentInTheWayError as error:
            self.deny(error.offset, "comment", *COMMENT)
        return self._verified(changed + self.after, found.key, new, self.before)

    def _list_changed(self, found: Property, old: Sequence[Value], new: list[Scalar]) -> str:
        node, text = found.node, self.text
        if node.style == "flow list":
            return text[: node.begin] + spans.change_flow_list(text, node, old, new) + text[node.end :]
        if not new:
            return self._laid(found, "[]", [])
        begin = spans.line_after(text, found.colon)
        lines = spans.change_block_list(text, begin, node, old, new, self.eol)
        return text[:begin] + lines + text[spans.line_after(text, node.end) :]

    def _written(
        self, new: Scalar | list[Scalar], quote: str, indent: int, found: Property | None = None
    ) -> tuple[str, list[str]]:
        """What goes behind the colon, and the lines below."""
        if not isinstance(new, list):
            block = literal(new) if isinstance(new, str) and quote != '"' else None
            if block is None:
                return written(new, quote), []
            return block[0], [" " * (indent + 2) + line if line else "" for line in block[1]]
        if not new:
            return "[]", []
        items = [written(item) for item in new]
        if found and found.node.style in ("plain", "single", "double") and len(new) == 2:
            # A single value that becomes the first item keeps its spelling: 0123 stays a phone number.
            source = self.text[found.node.begin : found.node.end]
            if identity(self.block.values[found.key]) == identity(new[0]) and "\n" not in source:
                items[0] = source
        lists = [it.node for it in self.properties if it.node.style == "block list"]
        columns = [node.begin - self.text.rfind("\n", 0, node.begin) - 1 - indent for node in lists]
        deep = indent + (Counter(columns).most_common(1)[0][0] if columns else 2)
        return "", [" " * deep + (f"- {item}" if item else "-") for item in items]

    def _laid(self, found: Property, head: str, lines: Sequence[str]) -> str:
        """The block with `head` behind the colon and `lines` below instead of the value there."""
        text, node, colon = self.text, found.node, found.colon
        begin, end = node.begin, node.end
        if node.style == "block list":
            begin = end = colon
            spans.check_comments(text, spans.line_after(text, colon), spans.line_after(text, node.end), node)
        elif node.style in ("literal", "folded"):
            end = spans.header_end(text, node)
        elif node.style == "empty":
            begin = end = colon
        else:
            spans.check_comments(text, begin, end, node)
        below, rest = spans.line_after(text, end), spans.line_after(text, node.end)
        tail = text[end:below]
        if begin == end:
            new = (" " + head if head else "") + (
                tail.lstrip(" \t") if not tail.strip() and (head or lines) else tail
            )
            begin = colon
        elif head and not lines:
            new = head + tail
        else:
            # A comment between colon and value would come to stand in the midst of the new one.
            spans.check_comments(text, colon, begin)
            new = (" " + head if head else "") + tail
            begin = colon
        return text[:begin] + new + "".join(line + self.eol for line in lines) + text[rest:]

    def _verified(self, changed: str, key: str, new: object, before: str) -> bytes:
        """The bytes of a changed note, when it reads as the old one but for the one property."""
        data = (before + changed).encode()
        text = (before + changed).removeprefix(BOM)
        try:
            begin, end, after = find_block(text)
            check_fences(text, begin, end, after)
            block = read_block(text[begin:end], FIRST_LINE)
        except (ValueError, BlockError, EditRefusedError):
            refuse("invalid", *UNREADABLE)
        body = self.after if not self.fenced else self.after[spans.line_after(self.after, 0) :]
        names = list(self.block.values)
        whole = (
            text[after:] == body
            and not block.duplicates
            and list(block.values) == (names if key in self.block.values else [*names, key])
            and identity(block.values.get(key)) == identity(new)
            and all(
                identity(block.values[name]) == identity(self.block.values[name])
                and block.texts[name] == self.block.texts[name]
                for name in names
                if name != key
            )
        )
        if not whole:
            refuse("invalid", *UNREADABLE)
        return data
