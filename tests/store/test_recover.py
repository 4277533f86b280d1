"""What can still be read of a block that Obsidian rejects."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.note import Place, Value
from vaultkit.store.recover import Fault, recover
from vaultkit.store.yaml12 import Block, BlockError, read_block

BAD = [
    ("role: Leder: salg", "role", "Leder: salg", "VK101", 12),
    ("email: @kari", "email", "@kari", "VK101", 8),
    ("discount: %50", "discount", "%50", "VK101", 11),
    ("who: [[A]], [[B]]", "who", ["[[A]]", "[[B]]"], "VK104", 6),
    ("who: [[A]], ![[B|b]]", "who", ["[[A]]", "![[B|b]]"], "VK104", 6),
    ("who: [[A]] in [[B]]", "who", "[[A]] in [[B]]", "VK101", 12),
    ("dc:title: a: b", "dc:title", "a: b", "VK101", 12),
    ('"quoted key": a: b', "quoted key", "a: b", "VK101", 16),
    ("-dash: a: b", "-dash", "a: b", "VK101", 9),
    ("list: [1", "list", "[1", "VK101", 7),
    ('open: "x', "open", '"x', "VK101", 7),
]
AROUND = "name: Kari\n{}\nphone: 012\n"


def rescued(text: str) -> tuple[Block, list[Fault]]:
    """What is recovered of a block that begins on line 2 of its file."""
    with pytest.raises(BlockError) as caught:
        read_block(text, 2)
    return recover(text, 2, caught.value)


@pytest.mark.parametrize(("line", "key", "value", "code", "column"), BAD, ids=[row[0] for row in BAD])
def test_one_bad_property_hides_no_other(line: str, key: str, value: Value, code: str, column: int) -> None:
    block, faults = rescued(AROUND.format(line))
    assert block.values == {"name": "Kari", key: value, "phone": 12}
    assert block.texts["phone"] == "012"
    assert block.places["phone"] == Place(4, 8)
    assert [(fault.code, fault.place) for fault in faults] == [(code, Place(3, column))]


def test_every_bad_property_is_named() -> None:
    _, faults = rescued("a: @x\nb: 1\nc: d: e\n")
    assert [fault.place.line for fault in faults] == [2, 4]


def test_a_tab_costs_its_own_property() -> None:
    block, faults = rescued("name: Kari\ntags:\n\t- a\nrole: x\n")
    assert block.values == {"name": "Kari", "tags": None, "role": "x"}
    assert [fault.place.line for fault in faults] == [4]


def test_the_first_line_of_a_property_is_kept_when_those_below_it_are_bad() -> None:
    block, faults = rescued("name: Kari\n  and: then\nrole: x\n")
    assert block.values == {"name": "Kari", "role": "x"}
    assert [fault.code for fault in faults] == ["VK101"]


def test_a_second_document_is_named_and_both_are_read() -> None:
    block, faults = rescued("name: Kari\n--- \nrole: x\n")
    assert block.values == {"name": "Kari", "role": "x"}
    assert [fault.code for fault in faults] == ["VK101"]


def test_a_key_twice_beside_a_bad_line_is_still_named() -> None:
    block, faults = rescued("a: 1\nb: @x\na: 2\n")
    assert block.values == {"a": 2, "b": "@x"}
    assert block.duplicates == {"a": Place(4, 1)} or block.duplicates == {"a": Place(4, 4)}
    assert [fault.code for fault in faults] == ["VK101"]


def test_an_alias_of_another_property_is_read_as_it_stands() -> None:
    block, faults = rescued("a: &x 1\nb: *x\nc: @y\n")
    assert block.values == {"a": 1, "b": "*x", "c": "@y"}
    assert [fault.place.line for fault in faults] == [3, 4]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_line_ends_make_no_difference(ends: str) -> None:
    block, faults = rescued(AROUND.format("email: @kari").replace("\n", ends))
    assert block.values == {"name": "Kari", "email": "@kari", "phone": 12}
    assert faults[0].place == Place(3, 8)


@pytest.mark.parametrize("odd", "\x0b\x0c\x1c\x85\u2028\u2029", ids=lambda c: f"U+{ord(c):04X}")
def test_only_line_feeds_end_a_line(odd: str) -> None:
    block, faults = rescued(f"name: Ka{odd}ri\nemail: @kari\n")
    assert block.values["name"] == f"Ka{odd}ri"
    assert [fault.place for fault in faults] == [Place(3, 8)]


@pytest.mark.parametrize("text", ["- a\n- b", "just text"], ids=repr)
def test_of_what_is_no_mapping_nothing_is_made(text: str) -> None:
    block, faults = rescued(text)
    assert block.values == {}
    assert [fault.code for fault in faults] == ["VK107"]


def test_a_block_beyond_the_bounds_is_left_alone() -> None:
    block, faults = rescued("name: Kari\ndeep: " + "[" * 100 + "]" * 100)
    assert block.values == {}
    assert [fault.code for fault in faults] == ["VK108"]


@pytest.mark.parametrize(
    "line",
    ["a" + " " * 60_000, "a" * 60_000, "[[A]]" + " " * 60_000 + "x", "'" * 60_000],
    ids=lambda x: x[:6],
)
def test_long_lines_take_no_time(line: str) -> None:
    begun = time.process_time()
    rescued(f"a: @x\nb: {line}: c: d\n{line}")
    assert time.process_time() - begun < 2


GOOD = st.sampled_from(["name: Kari", "phone: 012", "tags: [a, b]", "list:\n  - x\n  - y", 'q: "x: y"'])
BROKEN = st.sampled_from(["b1: @x", "b2: a: b", "b3: [[A]], [[B]]", "b4: %x", "b5: {", "b6: `x"])


@given(st.lists(GOOD, unique=True, max_size=5), BROKEN, st.integers(0, 5))
def test_good_properties_survive_wherever_the_bad_one_stands(good: list[str], bad: str, at: int) -> None:
    lines = [*good[:at], bad, *good[at:]]
    block, faults = rescued("\n".join(lines) + "\n")
    expected = {key: value for line in good for key, value in read_block(line).values.items()}
    assert {key: block.values[key] for key in expected} == expected
    assert len(faults) == 1
