"""YAML as Obsidian reads it. The one module that knows PyYAML.

Obsidian uses npm `yaml` with its default: YAML 1.2, core schema, unique keys, no merge keys. PyYAML's
loaders follow YAML 1.1, so only libyaml's events are used here and the values are built by us. Counting
depth, nodes and aliases on the way stops the blocks that would crash or drown a loader.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from vaultkit.model.note import Place, Value
from vaultkit.model.phrase import Phrase, marked, phrase

MAX_CHARACTERS = 64 << 10
MAX_DEPTH = 32
MAX_NODES = 50_000
"""Nodes of a block, aliases counted as what they stand for."""


class BlockError(Exception):
    """The block is not properties. `code` says which problem it is."""

    def __init__(self, code: str, reason: Phrase, place: Place) -> None:
        super().__init__(reason.text)
        self.code, self.reason, self.place = code, reason, place


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping that was read, with the text and place of each value."""

    values: Mapping[str, Value]
    texts: Mapping[str, Value]
    """The same shape; every scalar as written, without quotes."""
    places: Mapping[str, Place]
    """Where each value stands in the file; list items too, as `key.0`, `key.1`."""
    duplicates: Mapping[str, Place] = field(default_factory=dict)
    """Where a key stands a second time. Obsidian rejects the whole block then; here the last one counts."""


# libyaml refuses these characters, and breaks lines at NEL, LS and PS as YAML 1.1 did; npm yaml does
# neither. They travel through it as private-use characters of plane 16, which no icon font uses.
_CODES = (
    *range(9),
    0x0B,
    0x0C,
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0x2028,
    0x2029,
    0xFEFF,
    0xFFFE,
    0xFFFF,
)
AWKWARD = re.compile(f"[{''.join(map(chr, _CODES))}]")
_SHELTER = {code: 0x100000 + code for code in _CODES}
_HOME = {there: here for here, there in _SHELTER.items()}

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")


def scalar(text: str) -> Value:
    """A plain scalar's value in the YAML 1.2 core schema, numbers as JavaScript holds them."""
    first = text[:1]
    if first.isalpha() and first not in "tTfFnN":
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.match(text):
        return int(text) if len(text) < 16 else _js_number(float(text))
    if _FLOAT.match(text):
        value = float(text)
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if _BASED.match(text):
        number = int(text[2:], 8 if text[1] == "o" else 16)
        return (
            number
            if number < 2**53
            else _js_number(float(number) if number.bit_length() < 1024 else float("inf"))
        )
    if _INFINITE.match(text):
        return float(text.replace(".", "", 1).lower())
    return text


def _js_number(number: float) -> int | float:
    """A long integer with the precision that a JavaScript number keeps."""
    return number if number in (float("inf"), float("-inf")) else int(Decimal(repr(number)))


_REASONS = (
    ("mapping values are not allowed", marked("a value with a colon in it needs quotes")),
    ("could not find expected ':'", marked("a name without a colon behind it")),
    ("did not find expected key", marked("this line does not fit those above it")),
    ("did not find expected '-'", marked("this line does not fit the list above it")),
    ("block sequence entries are not allowed", marked("a list cannot begin here")),
    ("did not find expected node content", marked("a value is missing here")),
    ("did not find expected ',' or ']'", marked("a list is not closed with ]")),
    ("did not find expected ',' or '}'", marked("a curly bracket is not closed")),
    ("tab", marked("a tab stands where only blanks may")),
    ("cannot start any token", marked("a value cannot begin with this character without quotes")),
    ("unexpected end of stream", marked("a quote is not closed")),
    ("unknown escape character", marked("a backslash between double quotes needs a second one")),
    ("document", marked("a second block begins here")),
)
"""Words of libyaml, and what they mean to somebody who writes notes; the first that fits."""


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS: dict[Any, str] = dict.fromkeys((yaml.SequenceEndEvent, yaml.MappingEndEvent), "end")
_KINDS |= {yaml.SequenceStartEvent: "list", yaml.MappingStartEvent: "map"}
_KINDS |= {yaml.ScalarEvent: "scalar", yaml.AliasEvent: "alias"}


def why(said: str) -> Phrase:
    """What libyaml says, in the reader's own terms; its own words where none are known."""
    known = next((meaning for words, meaning in _REASONS if words in said), None)
    return phrase(known) if known else phrase("{reason}", reason=said)


def read_block(text: str, first_line: int = 1) -> Block:
    """The properties in `text`, a YAML mapping (the lines between the fences).

    `first_line`: the 1-based line of the file on which `text` begins. An empty block gives no properties.
    Raises BlockError for anything but one mapping.
    """
    if len(text) > MAX_CHARACTERS:
        raise BlockError("VK108", phrase("{size} KB", size=len(text) // 1024), Place(first_line, 1))
    sheltered = bool(AWKWARD.search(text))
    if sheltered:
        text = text.translate(_SHELTER)
    try:
        return _Builder(text, first_line, sheltered=sheltered).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and str(error.problem).endswith("maximum nesting depth"):
            # libyaml 0.2.6 looks ahead and gives up at 1,000; what stands before says where it is too deep.
            _Builder(text[: mark.index], first_line, sheltered=sheltered).document()
        place = Place(mark.line + first_line, mark.column + 1) if mark else Place(first_line, 1)
        raise BlockError("VK101", why(str(error.problem or error)), place) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise BlockError("VK101", why(str(error)), Place(first_line, 1)) from None


def events(text: str) -> Iterator[tuple[str, int, int, str, bool]]:
    """What stands where in a block that `read_block` accepted: kind, begin, end, style, marked.

    Kind: `scalar`, `list`, `map`, `alias`, `end` (of a list or map). Positions: characters of `text`.
    Style: `'`, `"`, `|`, `>`, empty for plain; `[` for a list or map in flow style. Marked: anchor or tag.
    """
    following: Callable[[], Any] = _LOADER(text.translate(_SHELTER)).get_event
    while event := following():
        if kind := _KINDS.get(type(event)):
            style = "[" if getattr(event, "flow_style", False) else getattr(event, "style", None) or ""
            own = getattr(event, "anchor", None) or getattr(event, "tag", None)
            yield kind, event.start_mark.index, event.end_mark.index, style, bool(own)


class _Builder:
    """Turns one document's events into a Block."""

    def __init__(self, text: str, first_line: int, *, sheltered: bool) -> None:
        # libyaml needs a line end after the last line, or it loses the last plain scalar's place.
        # PyYAML's stubs know nothing of what an event carries, hence Any.
        self.next: Callable[[], Any] = _LOADER(text if text.endswith("\n") else text + "\n").get_event
        self.first_line = first_line
        self.sheltered = sheltered
        self.nodes = 0
        self.anchors: dict[str, tuple[Value, Value, int]] = {}
        self.places: dict[str, Place] = {}
        self.duplicates: dict[str, Place] = {}

    def document(self) -> Block:
        """The one document; a second one is refused, as npm yaml refuses it."""
        self.next()  # stream start
        if type(self.next()) is yaml.StreamEndEvent:
            return Block({}, {}, {})
        event = self.next()
        values: dict[str, Value] = {}
        texts: dict[str, Value] = {}
        if type(event) is yaml.MappingStartEvent:
            values, texts = self.mapping(event, depth=1)
        elif type(event) is not yaml.ScalarEvent or not event.implicit[0] or event.value not in _NULL:
            raise BlockError("VK107", phrase("not names with values"), self.place(event))
        self.next()  # document end
        event = self.next()
        if type(event) is not yaml.StreamEndEvent:
            raise BlockError("VK101", phrase("a second block begins here"), self.place(event))
        return Block(values, texts, self.places, self.duplicates)

    def place(self, event: Any) -> Place:
        """Where the event's node begins, in the file."""
        mark = event.start_mark
        return Place(mark.line + self.first_line, mark.column + 1)

    def node(self, event: Any, depth: int) -> tuple[Value, Value]:
        """The value and the text of the node that begins with `event`."""
        self.nodes += 1
        kind = type(event)
        if kind is yaml.ScalarEvent:
            text: str = event.value.translate(_HOME) if self.sheltered else event.value
            value = scalar(text) if event.implicit[0] else _tagged(event.tag, text)
            if event.anchor:
                self.anchors[event.anchor] = (value, text, 1)
            return value, text
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise BlockError("VK108", phrase("nested too deep, or too many values"), self.place(event))
        if kind is yaml.SequenceStartEvent:
            return self.sequence(event, depth)
        if kind is yaml.MappingStartEvent:
            return self.mapping(event, depth)
        if kind is yaml.AliasEvent and event.anchor in self.anchors:
            value, raw, size = self.anchors[event.anchor]
            self.nodes += size
            return value, raw
        raise BlockError("VK101", phrase("*{name} stands for nothing", name=event.anchor), self.place(event))

    def sequence(self, start: Any, depth: int, name: str = "") -> tuple[list[Value], list[Value]]:
        """A list; with `name`, the places of its items are kept."""
        before = self.nodes
        values: list[Value] = []
        texts: list[Value] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            if name:
                self.places[f"{name}.{len(values)}"] = self.place(event)
            value, text = self.node(event, depth + 1)
            values.append(value)
            texts.append(text)
        if start.anchor:
            self.anchors[start.anchor] = (values, texts, self.nodes - before)
        return values, texts

    def mapping(self, start: Any, depth: int) -> tuple[dict[str, Value], dict[str, Value]]:
        """A mapping, its keys as the strings JavaScript makes of them."""
        before = self.nodes
        values: dict[str, Value] = {}
        texts: dict[str, Value] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            name, _ = self.node(event, depth + 1)
            key = name if isinstance(name, str) else key_text(name)
            if key in values:
                self.duplicates[key] = self.place(event)
            begins = event
            event = self.next()
            if depth == 1:
                kind = type(event)
                # An empty value stands nowhere: its key is where the eye looks.
                empty = kind is yaml.ScalarEvent and event.start_mark.index == event.end_mark.index
                self.places[key] = self.place(begins if empty else event)
                if kind is yaml.SequenceStartEvent:
                    self.nodes += 1
                    values[key], texts[key] = self.sequence(event, depth + 1, key)
                    continue
            values[key], texts[key] = self.node(event, depth + 1)
        if start.anchor:
            self.anchors[start.anchor] = (values, texts, self.nodes - before)
        return values, texts


def _tagged(tag: str | None, text: str) -> Value:
    """A scalar with an explicit tag; unknown tags leave text, as npm yaml does."""
    if tag in (
        "tag:yaml.org,2002:int",
        "tag:yaml.org,2002:float",
        "tag:yaml.org,2002:bool",
        "tag:yaml.org,2002:null",
    ):
        return scalar(text)
    return text


def key_text(value: Value, *, inside: bool = False) -> str:
    """A key that is not a string, as npm yaml writes it: `{{date}}` has the key `{ date }`."""
    match value:
        case None:
            return "null" if inside else ""
        case bool():
            return "true" if value else "false"
        case list():
            return "[ " + ", ".join(key_text(item, inside=True) for item in value) + " ]" if value else "[]"
        case dict():
            pairs = (
                key if item is None else f"{key}: {key_text(item, inside=True)}"
                for key, item in value.items()
            )
            return "{ " + ", ".join(pairs) + " }" if value else "{}"
        case _:
            return str(value)
