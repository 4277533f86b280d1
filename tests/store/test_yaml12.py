"""YAML as Obsidian reads it: scalars, keys, places and bounds."""

import math
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.note import Place, Value
from vaultkit.store.yaml12 import MAX_DEPTH, BlockError, read_block

SCALARS = [
    ("2024-02-30", "2024-02-30"),
    ("0000-05-04", "0000-05-04"),
    ("2026-11-23T10:00:00+01:00", "2026-11-23T10:00:00+01:00"),
    ("12:30", "12:30"),
    ("1:2:3", "1:2:3"),
    ("no", "no"),
    ("NO", "NO"),
    ("Yes", "Yes"),
    ("off", "off"),
    ("y", "y"),
    ("true", True),
    ("False", False),
    ("TRUE", True),
    ("tRUE", "tRUE"),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("NULL", None),
    ("nULL", "nULL"),
    ("", None),
    ("# a comment", None),
    ("010", 10),
    ("0123456789", 123456789),
    ("+4791234567", 4791234567),
    ("-7", -7),
    ("0o17", 15),
    ("0x1F", 31),
    ("0b11", "0b11"),
    ("1_000", "1_000"),
    ("1.10", 1.1),
    ("1.0", 1),
    ("1e3", 1000),
    (".5", 0.5),
    ("5.", 5),
    (".inf", math.inf),
    ("-.INF", -math.inf),
    ("Infinity", "Infinity"),
    ("12345678901234567890", 12345678901234567000),
    ("9007199254740993", 9007199254740992),
    ("1e400", math.inf),
    ("0x" + "F" * 300, math.inf),
    ("0x20000000000001", 9007199254740992),
    ("1.2.3", "1.2.3"),
    ('"12"', "12"),
    ("'no'", "no"),
    ("!!str 12", "12"),
    ('!!int "12"', 12),
    ("!private x", "x"),
    ("!!timestamp 2026-01-02", "2026-01-02"),
    ("|\n  a\n  b\n", "a\nb\n"),
    (">-\n  a\n  b\n", "a b"),
    ("[[Kari]]", [["Kari"]]),
    ("<% tp.date.now() %>", "<% tp.date.now() %>"),
    ("{{date}}", {"{ date }": None}),
    ("Kari's", "Kari's"),
    ("50% av tiden", "50% av tiden"),
    ("٣", "٣"),
]
TEXTS = [
    ("01234567", "01234567"),
    ("+4791234567", "+4791234567"),
    ("0x1F", "0x1F"),
    ("1.10", "1.10"),
    ("true", "true"),
    ("~", "~"),
    ("", ""),
    ('"91 23"', "91 23"),
    ("[012, +3]", ["012", "+3"]),
    ("{tel: 012}", {"tel": "012"}),
]
KEYS = [
    ("on: 1", "on"),
    ("no: 1", "no"),
    ("~: 1", ""),
    ("010: 1", "10"),
    ("true: 1", "true"),
    ("First Name: 1", "First Name"),
    ("TEL[CELL]: 1", "TEL[CELL]"),
    ("👤: 1", "👤"),
    ("fødselsdag: 1", "fødselsdag"),
    ("dc:title: 1", "dc:title"),
    ("'a: b': 1", "a: b"),
    ("{{key}}: 1", "{ { key } }"),
    ("{key}: 1", "{ key }"),
    ("[a, b]: 1", "[ a, b ]"),
    ("<<: 1", "<<"),
]
REFUSED = [
    ("a: b: c", "VK101"),
    ("a: @kari", "VK101"),
    ("a: `x`", "VK101"),
    ("a: %x", "VK101"),
    ("a: [[A]], [[B]]", "VK101"),
    ("a:\n\t- b", "VK101"),
    ("a: 1\n---\nb: 2", "VK101"),
    ("a: 1\n...\nb: 2", "VK101"),
    ("a: *nobody", "VK101"),
    ('a: "open', "VK101"),
    ("a: [1", "VK101"),
    ("- a\n- b", "VK107"),
    ("bare text", "VK107"),
    ("42", "VK107"),
    ("[a, b]", "VK107"),
    ("a: " + "[" * 200 + "]" * 200, "VK108"),
    ("a: " + "[" * 30_000, "VK108"),
    ("a: " + "{a: " * 40 + "1" + "}" * 40, "VK108"),
    ("a: " + "x" * 70_000, "VK108"),
]
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 31))
AWKWARD = "".join(chr(code) for code in (*range(0x01, 0x09), 0x0B, 0x0C, 0x7F, 0x85, 0x2028, 0x2029, 0xFEFF))
PLACES = """\
name: Kari
tags:
  - a
  - "b"
company: [X,  Y]
empty:
block: |
  text
ærlig:   "æ"
"""


@pytest.mark.parametrize(("written", "value"), SCALARS, ids=[repr(row[0])[:24] for row in SCALARS])
def test_a_value_is_what_obsidian_makes_of_it(written: str, value: Value) -> None:
    read = read_block(f"key: {written}\n").values["key"]
    assert read == value
    assert type(read) is type(value)


def test_not_a_number() -> None:
    value = read_block("key: .nan").values["key"]
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize(("written", "text"), TEXTS, ids=[row[0] for row in TEXTS])
def test_texts_are_as_written(written: str, text: Value) -> None:
    assert read_block(f"key: {written}\n").texts["key"] == text


@pytest.mark.parametrize(("line", "key"), KEYS, ids=[row[0] for row in KEYS])
def test_a_key_is_the_string_that_javascript_makes_of_it(line: str, key: str) -> None:
    block = read_block(line)
    assert list(block.values) == [key]
    assert list(block.texts) == [key]
    assert list(block.places) == [key]


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=[repr(row[0])[:24] for row in REFUSED])
def test_what_obsidian_rejects_is_refused(text: str, code: str) -> None:
    with pytest.raises(BlockError) as caught:
        read_block(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "~", "null"], ids=repr)
def test_an_empty_block_has_no_properties(text: str) -> None:
    assert read_block(text).values == {}


def test_merge_keys_are_ordinary() -> None:
    block = read_block("base: &b {x: 1}\n<<: *b\ny: 2\n")
    assert block.values == {"base": {"x": 1}, "<<": {"x": 1}, "y": 2}


def test_a_key_that_stands_twice_is_named_and_the_last_counts() -> None:
    block = read_block("a: 1\nb: 2\na: 3\n", first_line=2)
    assert block.values == {"a": 3, "b": 2}
    assert block.duplicates == {"a": Place(4, 1)}


def test_aliases_stand_for_what_they_name() -> None:
    assert read_block("a: &x [1, 02]\nb: *x\n").texts == {"a": ["1", "02"], "b": ["1", "02"]}


def test_places_are_lines_and_columns_in_characters_of_the_file() -> None:
    places = read_block(PLACES, first_line=2).places
    assert places == {
        "name": Place(2, 7),
        "tags": Place(4, 3),
        "tags.0": Place(4, 5),
        "tags.1": Place(5, 5),
        "company": Place(6, 10),
        "company.0": Place(6, 11),
        "company.1": Place(6, 15),
        "empty": Place(7, 1),
        "block": Place(8, 8),
        "ærlig": Place(10, 10),
    }


def test_the_place_of_a_fault() -> None:
    with pytest.raises(BlockError) as caught:
        read_block("name: Kari\nat: @kari\n", first_line=2)
    assert caught.value.place == Place(3, 5)


@pytest.mark.parametrize("awkward", AWKWARD, ids=lambda c: f"U+{ord(c):04X}")
def test_control_characters_are_ordinary_text(awkward: str) -> None:
    block = read_block(f"name: Ka{awkward}ri\nrole: x\n")
    assert block.values == {"name": f"Ka{awkward}ri", "role": "x"}
    assert block.places["role"] == Place(2, 7)


def test_an_icon_beside_a_control_character_stays_an_icon() -> None:
    icon = "\U000f0004"
    assert read_block(f"a: {icon} \u2028 x").values == {"a": f"{icon} \u2028 x"}


def test_a_json_block() -> None:
    block = read_block('{\n  "tags": ["a", "b"],\n  "n": 1, "ok": true, "none": null\n}\n')
    assert block.values == {"tags": ["a", "b"], "n": 1, "ok": True, "none": None}


def test_carriage_returns_before_line_ends_do_not_count() -> None:
    assert read_block("a: 1\r\nb:\r\n  - c\r\n").values == {"a": 1, "b": ["c"]}


def test_a_block_may_be_nested_to_the_limit() -> None:
    deep = MAX_DEPTH - 1
    assert read_block("a: " + "[" * deep + "]" * deep).values["a"] is not None


@pytest.mark.parametrize(
    "text",
    [BOMB, "a: &a [*a, *a]", "a: [" + "x, " * 30_000 + "]"],
    ids=["alias bomb", "alias to itself", "very many values"],
)
def test_what_would_drown_a_loader_is_refused_at_once(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(BlockError):
        read_block(text)
    assert time.process_time() - begun < 2


class _AsText(yaml.CSafeLoader):
    """PyYAML's own constructor with the resolvers of YAML 1.2 for what the strategy below makes."""


_AsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":bool"))]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}

WORDS = st.text("abcæøåABC xyz-_/.@#:'\"[]{}&*!|>%,?", min_size=1, max_size=20)
PLAIN: st.SearchStrategy[Any] = st.one_of(
    WORDS,
    st.integers(-(10**12), 10**12),
    st.dates().map(str),
    st.none(),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
)
VALUES = st.one_of(
    PLAIN, st.lists(PLAIN, max_size=4), st.dictionaries(st.text("abc", min_size=1), PLAIN, max_size=3)
)
BLOCKS = st.dictionaries(st.text("abcdefæøå_", min_size=1, max_size=9), VALUES, max_size=6)


@given(BLOCKS, st.sampled_from([None, True, False]))
def test_it_agrees_with_another_loader_on_ordinary_blocks(block: dict[str, Any], flow: bool | None) -> None:
    text = yaml.safe_dump(block, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=200)
    assert dict(read_block(text).values) == (yaml.load(text, Loader=_AsText) or {})


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        block = read_block(text)
    except BlockError:
        return
    assert list(block.values) == list(block.texts)
    assert set(block.values) <= set(block.places)


@given(st.text("a1: -[]{}\"'|>&*#,?!\n\t\u2028~0x", max_size=80))
def test_any_mixture_of_marks_is_read_or_refused(text: str) -> None:
    try:
        block = read_block(text)
    except BlockError:
        return
    assert list(block.values) == list(block.texts)
    assert set(block.values) <= set(block.places)
