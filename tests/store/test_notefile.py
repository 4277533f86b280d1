"""Bytes to note: fences, byte order marks, line ends, bounds, and faults with their places."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.note import Note, Place
from vaultkit.store.notefile import MAX_BYTES, find_block, read_bytes

SEEN = [
    ("plain", "---\na: 1\n---\nbody\n", {"a": 1}, "body\n", 4),
    ("no body", "---\na: 1\n---", {"a": 1}, "", 3),
    ("empty block", "---\n---\nbody", {}, "body", 3),
    ("blanks after the opening fence", "--- \t\na: 1\n---\nb", {"a": 1}, "b", 4),
    ("CRLF", "---\r\na: 1\r\n---\r\nbody\r\n", {"a": 1}, "body\r\n", 4),
    ("byte order mark", "\ufeff---\na: 1\n---\nb", {"a": 1}, "b", 4),
    ("byte order mark and CRLF", "\ufeff---\r\na: 1\r\n---\r\nb", {"a": 1}, "b", 4),
    ("ruler in the body", "---\na: 1\n---\nb\n---\nc", {"a": 1}, "b\n---\nc", 4),
    ("a fence inside a block text ends it", "---\na: |\n  x\n---\ny\n---\n", {"a": "x\n"}, "y\n---\n", 5),
    ("an indented fence is text", "---\na: |\n  ---\n---\n", {"a": "---\n"}, "", 5),
    ("JSON", '---\n{"a": [1, "b"]}\n---\n', {"a": [1, "b"]}, "", 4),
    ("no frontmatter", "# Kari\n", {}, "# Kari\n", 1),
    ("nothing", "", {}, "", 1),
    ("dots close nothing", "---\n...\n", {}, "---\n...\n", 1),
    ("four dashes are a ruler", "----\na: 1\n----\n", {}, "----\na: 1\n----\n", 1),
    ("ruler below a heading", "# K\n---\na: 1\n---\n", {}, "# K\n---\na: 1\n---\n", 1),
]
FAULTS = [
    ("VK002", b"---\nname: K\xe5ri\n---\n", 2, 8),
    ("VK002", "---\nna\u00e6me: K".encode() + b"\xe5\n---\n", 2, 9),
    ("VK002", b"\xef\xbb\xbf---\nname: K\xe5ri\n---\n", 2, 8),
    ("VK002", b"\xff\xfe-\x00-\x00-\x00", 1, 1),
    ("VK007", b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n", 2, 1),
    ("VK007", b"a\r\n<<<<<<<\r\nb\r\n=======\r\nc\r\n>>>>>>> other\r\n", 2, 1),
    ("VK101", b"---\na: 1\nb: c: d\n---\n", 3, 5),
    ("VK101", b"---\na: [1\n---\n", 2, 4),
    ("VK102", b"---\na: 1\nb: 2\na: 3\n---\n", 4, 1),
    ("VK104", b"---\na: [[A]], [[B]]\n---\n", 2, 4),
    ("VK107", b"---\n- a\n- b\n---\n", 2, 1),
    ("VK107", b"---\nSome text between rulers\n---\n", 2, 1),
    ("VK108", b"---\na: " + b"[" * 99 + b"]" * 99 + b"\n---\n", 2, 35),
    ("VK111", b"---\na: 1\n--- \nbody\n", 3, 4),
    ("VK112", b"---%% begin %%\na: 1\n---\n", 1, 4),
    ("VK113", b"---\na: 1\n\n# Kari\n", 1, 1),
    ("VK114", b"\n\n---\na: 1\n---\n", 3, 1),
]
BLAMELESS = [
    ("a list of dashes", "-----\nnote: x\n"),
    ("a ruler on top", "---\n\n# Heading\n"),
    ("a ruler and prose", "---\nOnce upon a time\n"),
    ("marks of a merge in prose", "<<<<<<< is how git begins\n"),
    ("marks out of order", ">>>>>>> x\n=======\n<<<<<<< y\n"),
]


def read(data: bytes) -> Note:
    """A note of this content."""
    return read_bytes("Kari.md", data)


@pytest.mark.parametrize(
    ("text", "properties", "body", "line"), [row[1:] for row in SEEN], ids=[row[0] for row in SEEN]
)
def test_a_note_is_what_obsidian_sees(text: str, properties: object, body: str, line: int) -> None:
    note = read(text.encode())
    assert (note.properties, note.body, note.body_line) == (properties, body, line)
    assert note.valid
    assert note.problems == ()


@pytest.mark.parametrize(
    ("code", "data", "line", "column"), FAULTS, ids=[f"{row[0]} {row[1][:18]!r}" for row in FAULTS]
)
def test_a_fault_has_its_code_and_place(code: str, data: bytes, line: int, column: int) -> None:
    assert [(p.code, p.line, p.column) for p in read(data).problems] == [(code, line, column)]


@pytest.mark.parametrize("text", [row[1] for row in BLAMELESS], ids=[row[0] for row in BLAMELESS])
def test_what_is_no_frontmatter_is_no_fault(text: str) -> None:
    note = read(text.encode())
    assert (note.properties, note.problems, note.body) == ({}, (), text)


def test_a_fault_shows_its_line() -> None:
    (found,) = read("---\r\nnavn: Kåri\r\nrolle: a: b\r\n---\r\n".encode()).problems
    assert (found.source, found.line) == ("rolle: a: b", 3)
    assert found.message == "the frontmatter is not YAML: a value with a colon in it needs quotes"


def test_a_rejected_block_is_not_valid_but_read() -> None:
    note = read(b"---\nname: Kari\nrole: a: b\n---\n")
    assert not note.valid
    assert note.properties == {"name": "Kari", "role": "a: b"}


def test_texts_keep_what_a_number_loses() -> None:
    note = read(b"---\nphone: +4791234567\nmobile: 01234567\n---\n")
    assert note.properties == {"phone": 4791234567, "mobile": 1234567}
    assert note.texts == {"phone": "+4791234567", "mobile": "01234567"}


def test_places_count_lines_of_the_file_and_columns_in_characters() -> None:
    note = read("---\nfødt: 1\nå: x\n---\n".encode())
    assert note.places == {"født": Place(2, 7), "å": Place(3, 4)}


def test_broken_characters_hide_nothing_else() -> None:
    note = read(b"---\nname: K\xe5ri\nphone: 012\n---\nbody \xff\n")
    assert note.properties == {"name": "K\ufffdri", "phone": 12}
    assert note.body == "body \ufffd\n"


@pytest.mark.parametrize("letter", ["é", "€", "👤"], ids=["2 bytes", "3 bytes", "4 bytes"])
@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_a_head_cut_inside_a_character_is_not_broken(letter: str, missing: int) -> None:
    whole = ("---\nname: Kari\n---\n" + letter * 50).encode()
    note = read_bytes("Kari.md", whole[: len(whole) - missing], size=50 << 20)
    assert [p.code for p in note.problems] == ["VK003"]
    assert note.properties == {"name": "Kari"}
    assert set(note.body) == {letter}


def test_of_an_enormous_note_the_head_is_read_and_the_size_is_said() -> None:
    data = b"---\nname: Kari\n---\n" + b"x" * MAX_BYTES
    (found,) = read_bytes("Kari.md", data[:MAX_BYTES], size=50 << 20).problems
    assert (found.code, found.message) == ("VK003", "is 50 MB; only its first MB was read")


def test_a_note_of_the_full_size_is_whole() -> None:
    assert read_bytes("Kari.md", b"abc", size=3).problems == ()


def test_find_block_gives_the_slices() -> None:
    text = "---\na: 1\n---\nbody"
    begin, end, after = find_block(text)
    assert (text[begin:end], text[after:]) == ("a: 1\n", "body")
    with pytest.raises(ValueError, match="no frontmatter"):
        find_block("body")


@pytest.mark.parametrize(
    "text",
    ["<<<<<<< \n" * 60_000, "---\n" + "a" * (1 << 20), "--- " * (1 << 18), "---\na:" + " " * (1 << 20)],
    ids=["merge marks", "one long line", "fences on one line", "blanks"],
)
def test_no_note_takes_long(text: str) -> None:
    begun = time.process_time()
    read(text.encode())
    assert time.process_time() - begun < 3


BLOCK = "---\nname: Kari\nnetwork: privat\ncompany:\n  - \"[[A]]\"\nphone: '012'\n---\nbody\n"
MUTATION = st.tuples(
    st.integers(0, len(BLOCK)),
    st.integers(0, 6),
    st.text("a:-[]{}\"'\n\r\t &*|>#\ufeff\u2028\x00", max_size=4),
)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_note(data: bytes) -> None:
    note = read(b"---\n" + data + b"\n---\n")
    assert all(p.line >= 1 and p.column >= 1 for p in note.problems)
    read(data)


@given(st.binary(max_size=64), st.integers(0, 4))
def test_any_head_is_a_note(data: bytes, more: int) -> None:
    note = read_bytes("Kari.md", data, size=len(data) + more)
    assert any(p.code == "VK003" for p in note.problems) == (more > 0), "a head is named as such"


@given(st.lists(MUTATION, max_size=5))
def test_a_damaged_note_is_still_read(mutations: list[tuple[int, int, str]]) -> None:
    text = BLOCK
    for at, length, put in mutations:
        text = text[:at] + put + text[at + length :]
    note = read(text.encode())
    assert note.valid or note.problems
    assert all(p.message and p.hint for p in note.problems)
