"""One value of a note is changed, and every other byte stays."""

import time
from datetime import date, datetime
from typing import Any

import pytest

import vaultkit
from vaultkit.errors import EditRefusedError
from vaultkit.store.splice import append_item, clear_property, set_property, tick_task
from vaultkit.store.tick import date_task

CHANGED: list[tuple[str, str, Any, str]] = [
    ("plain", "a: 1 # c", "x", "a: x # c"),
    ("two blanks before a comment", "a: y  # c", "x", "a: x  # c"),
    ("single quotes stay", "a: 'y'  ", "it's", "a: 'it''s'  "),
    ("double quotes stay", 'a: "y"', "x", 'a: "x"'),
    ("quotes go from a number", 'a: "7"', 7, "a: 7"),
    ("text that looks like a number", "a: 7", "0123", 'a: "0123"'),
    ("a link is quoted", "a: y", "[[Kari]]", 'a: "[[Kari]]"'),
    ("an unquoted link is replaced", "a: [[Ola]]", "[[Kari]]", 'a: "[[Kari]]"'),
    ("a day", "a: 2026-01-01", date(2026, 11, 24), "a: 2026-11-24"),
    ("a moment", "a:", datetime(2026, 11, 24, 12), "a: 2026-11-24T12:00"),  # noqa: DTZ001
    ("a day given as text", "a:", "2026-11-24", "a: 2026-11-24"),
    ("true is no number", "a: 1", True, "a: true"),
    ("one is not true", "a: true", 1, "a: 1"),
    ("nothing before", "a:", "x", "a: x"),
    ("nothing but a blank", "a: ", "x", "a: x"),
    ("nothing but a comment", "a:  # c", "x", "a: x  # c"),
    ("nothing afterwards", "a: x  # c", None, "a:  # c"),
    ("null", "a: ~", "x", "a: x"),
    ("key in quotes", '"a" : y', "x", '"a" : x'),
    ("indented block", "  a: y\n  b: 2", "x", "  a: x\n  b: 2"),
    ("text over two lines", "a: y\n  z # c\nb: 2", "x", "a: x # c\nb: 2"),
    ("text on the next line", "a:\n  # c\n  y\nb: 2", "x", "a:\n  # c\n  x\nb: 2"),
    ("a block text", "a: |- # c\n  y\n  z\n\n# d\nb: 2", "x", "a: x # c\n\n# d\nb: 2"),
    ("a block text that keeps blank lines", "a: |+\n  y\n\nb: 2", "x", "a: x\nb: 2"),
    ("several lines", "a: y # c\nb: 2", "x\n\n z", "a: |- # c\n  x\n\n   z\nb: 2"),
    ("several lines between quotes", 'a: "y"', "x\nz", 'a: "x\\nz"'),
    ("a list for a text", "a: y # c\nb: 2", ["x", 1], "a: # c\n  - x\n  - 1\nb: 2"),
    ("lists as elsewhere in the note", "b:\n- 1\na: y", ["x"], "b:\n- 1\na:\n- x"),
    ("a list for nothing", "a: ", ["x"], "a:\n  - x"),
    ("a text for a list", "a: # c\n  - x\n  - y\n\nb: 2", "z", "a: z # c\n\nb: 2"),
    ("an empty list", "a:\n  - x\nb: 2", [], "a: []\nb: 2"),
    ("no list", "a: [x, y]", None, "a:"),
    ("one item of a list", "a:\n- x\n- 'y' # c\n-\n", ["x", "z", None], "a:\n- x\n- 'z' # c\n-\n"),
    ("an item less", "a:\n  -  x\n  -  y\n  -  z", ["x", "z"], "a:\n  -  x\n  -  z"),
    ("an item more", "a:\n  -  x\n# c\nb: 2", ["x", "z"], "a:\n  -  x\n  -  z\n# c\nb: 2"),
    ("items change places", "a:\n- x # c\n- y", ["y", "x"], "a:\n- y\n- x # c"),
    ("an empty item is filled", "a:\n- x\n- \n", ["x", "z"], "a:\n- x\n- z\n"),
    ("an item is emptied", "a:\n- x # c\n- y", [None, "y"], "a:\n- # c\n- y"),
    ("a list in brackets", "a: [ x, 'y' ] # c", ["x", "z"], "a: [ x, 'z' ] # c"),
    ("a longer list in brackets", "a: [x,y,]", ["x", "y", "z, w"], 'a: [x,y,"z, w",]'),
    ("a shorter list in brackets", "a: [x, y, z]", ["x", "z"], "a: [x, z]"),
    ("an empty list in brackets", "a: []", ["x"], "a: [x]"),
    ("a list over lines", "a: [\n  x,\n  y\n  ]", ["x", "y", "z"], "a: [\n  x,\n  y,\n  z\n  ]"),
    ("template elsewhere", "t: {{title}}\na: 1", 2, "t: {{title}}\na: 2"),
    ("a new property", "b: 1\n# c\n", "x", "b: 1\n# c\n\na: x"),
    ("a new property below a block text", "b: |+\n  y\n\n", "x", "b: |+\n  y\n\n\na: x"),
    ("a new property in an indented block", "  b: 1", "x", "  b: 1\n  a: x"),
]
REFUSED: list[tuple[str, str, bytes, Any, int, int]] = [
    ("size", "large", b"---\na: 1\n---\n" + b"x" * (1 << 20), 2, 1, 1),
    ("encoding", "not UTF-8", b"\xef\xbb\xbf---\nb: \xe5\n---\n", 2, 2, 4),
    ("encoding", "NUL", b"---\na: 1\n---\n\nx\0", 2, 5, 2),
    ("conflict", "merge", b"---\na: 1\n---\n<<<<<<< x\n=======\n>>>>>>> y\n", 2, 4, 1),
    ("fence", "blanks behind the end", b"---\na: 1\n--- \nbody\n---\n", 2, 3, 4),
    ("fence", "blanks behind the beginning", b"--- \na: 1\n---\n", 2, 1, 4),
    ("fence", "glued", b"---%% x %%\na: 1\n---\n", 2, 1, 1),
    ("fence", "not closed", b"---\na: 1\n\n# Kari\n", 2, 1, 1),
    ("fence", "closed with dots", b"---\na: 1\n...\n", 2, 1, 1),
    ("fence", "below blank lines", b"\n\n---\na: 1\n---\n", 2, 3, 1),
    ("fence", "below a second byte order mark", "\ufeff\ufeff---\na: 1\n---\n".encode(), 2, 1, 1),
    ("fence", "indented", b" ---\na: 1\n---\n", 2, 1, 1),
    ("fence", "line ends of an old Mac", b"---\ra: 1\r---\r", 2, 1, 1),
    ("invalid", "YAML", b"---\na: 1\nb: c: d\n---\n", 2, 3, 5),
    ("invalid", "no properties", b"---\n- a\n---\n", 2, 2, 1),
    ("invalid", "bomb", b"---\na: " + b"[" * 30_000 + b"\n---\n", 2, 2, 35),
    ("duplicate", "twice", b"---\na: 1\na: 3\n---\n", 2, 3, 1),
    ("duplicate", "elsewhere", b"---\na: 1\nb: {c: 1, c: 2}\n---\n", 2, 3, 11),
    ("duplicate", "two spellings", b"---\nA: 1\n_a: 2\n---\n", 2, 3, 1),
    ("anchor", "anchor", b"---\na: &x 1\nb: *x\n---\n", 2, 2, 4),
    ("anchor", "alias", b"---\nb: &x 1\na: *x\n---\n", 2, 3, 4),
    ("anchor", "in a list", b"---\nb: &x 1\na:\n- *x\n---\n", [1, 2], 4, 1),
    ("anchor", "tag", b"---\na: !!str 1\n---\n", 2, 2, 4),
    ("placeholder", "braces", b"---\na: {{title}}\n---\n", 2, 2, 4),
    ("placeholder", "quoted braces", b'---\na: "{{title}}"\n---\n', 2, 2, 4),
    ("placeholder", "Templater", b"---\na: <% tp.date.now() %>\n---\n", 2, 2, 4),
    ("placeholder", "dollar", b"---\na: ${x}\n---\n", 2, 2, 4),
    ("placeholder", "new braces", b"---\na: 1\n---\n", "{{x}}", 1, 1),
    ("placeholder", "new Templater", b"---\na: 1\n---\n", ["<% x %>"], 1, 1),
    ("nested", "mapping", b"---\na:\n  b: 1\n---\n", 2, 3, 3),
    ("nested", "mapping in a list", b"---\na:\n- b: 1\n---\n", ["x"], 3, 3),
    ("nested", "list in a list", b"---\na:\n- - b\n---\n", ["x"], 3, 3),
    ("nested", "JSON", b'---\n{"a": 1}\n---\n', 2, 2, 1),
    ("nested", "question mark", b"---\n? a\n: 1\n---\n", 2, 2, 3),
    ("comment", "in a list that becomes text", b"---\na:\n- x\n# c\n- y\n---\n", 2, 4, 1),
    ("comment", "behind an item that goes", b"---\na:\n- x # c\n- y\n---\n", ["y"], 3, 5),
    ("comment", "in brackets", b"---\na: [x, # c\n y]\n---\n", 2, 2, 8),
    ("comment", "above a value that becomes a list", b"---\na:\n  # c\n  x\n---\n", ["y"], 3, 3),
    ("value", "lone surrogate", b"---\na: 1\n---\n", "\ud800", 1, 1),
    ("value", "a number that no reader keeps", b"", 2**60, 1, 1),
]
APPENDED: list[tuple[str, str, Any, str]] = [
    ("block list", "a:\n- x\n- y # c\nb: 1", "z", "a:\n- x\n- y # c\n- z\nb: 1"),
    ("wide block list", "a:\n    -   x", "z", "a:\n    -   x\n    -   z"),
    ("brackets", "a: [x]", "[[Kari]]", 'a: [x, "[[Kari]]"]'),
    ("nothing", "a:", "z", "a:\n  - z"),
    ("absent", "b: 1", "z", "b: 1\na:\n  - z"),
    ("empty brackets", "a: []", "z", "a: [z]"),
    ("a text", "a: 'x' # c", "z", "a: # c\n  - 'x'\n  - z"),
    ("a phone number", "a: 0123", "z", "a:\n  - 0123\n  - z"),
    ("an unquoted link", "a: [[X]]", "[[Y]]", 'a:\n  - "[[X]]"\n  - "[[Y]]"'),
    ("unquoted links in a list", "a:\n  - [[X]]", "[[Y]]", 'a:\n  - [[X]]\n  - "[[Y]]"'),
    ("there already", "a:\n  - x # c\n", "x", "a:\n  - x # c\n"),
    ("the one there", "a: x", "x", "a: x"),
    ("a link that is there", "a:\n  - [[X]]", "[[X]]", "a:\n  - [[X]]"),
    ("a number is no text", "a: [1]", "1", 'a: [1, "1"]'),
]
TICKED = [
    ("dash", "- [ ] x", 1, "- [x] x"),
    ("star, CRLF", "a\r\n* [ ] x\r\nb", 2, "a\r\n* [x] x\r\nb"),
    ("number", "\t1. [ ] x\n", 1, "\t1. [x] x\n"),
    ("quote", "> - [ ] x", 1, "> - [x] x"),
    ("byte order mark", "\ufeff+ [/] x", 1, "\ufeff+ [x] x"),
    ("below properties", "---\na: 1\n---\n- [ ] [ ] x", 4, "---\na: 1\n---\n- [x] [ ] x"),
    ("behind code", "```\n- [ ] y\n```\n- [ ] x", 4, "```\n- [ ] y\n```\n- [x] x"),
    ("behind code in a quote", "> ```\n\n- [ ] x", 3, "> ```\n\n- [x] x"),
    ("done already", "- [x] x", 1, "- [x] x"),
]
NO_TASK = [
    ("text", "x", 1),
    ("no brackets", "- x", 1),
    ("glued", "- [ ]x", 1),
    ("link", "- [a](b)", 1),
    ("below the last line", "- [ ] x\n", 3),
    ("line nought", "- [ ] x\n", 0),
    ("property", "---\na:\n- [ ] \n---\n", 3),
    ("code", "```\n- [ ] x\n```", 2),
    ("open code", "~~~~\n~~~\n- [ ] x", 3),
]


def note(block: str) -> bytes:
    """A note with these properties and a body that looks like some."""
    return f"---\n{block}\n---\na: body\n---\n".encode()


@pytest.mark.parametrize(
    ("block", "value", "after"), [row[1:] for row in CHANGED], ids=[row[0] for row in CHANGED]
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "BOM"])
def test_only_the_value_changes(block: str, value: Any, after: str, eol: str, bom: str) -> None:
    before, wanted = (bom.encode() + note(text).replace(b"\n", eol.encode()) for text in (block, after))
    once = set_property(before, "a", value)
    assert once == wanted
    assert set_property(once, "a", value) is once


@pytest.mark.parametrize(
    ("why", "data", "value", "line", "column"),
    [(row[0], *row[2:]) for row in REFUSED],
    ids=[f"{row[0]} {row[1]}" for row in REFUSED],
)
def test_what_is_not_safe_is_refused_with_its_place(
    why: str, data: bytes, value: Any, line: int, column: int
) -> None:
    with pytest.raises(EditRefusedError) as refused:
        set_property(data, "a", value)
    error = refused.value
    assert (error.why, error.line, error.column) == (why, line, column if why != "fence" else error.column)
    assert error.hint


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("", "---\na: x\n---\n"),
        ("\ufeff", "\ufeff---\na: x\n---\n"),
        ("body", "---\na: x\n---\nbody"),
        ("\ufeffbody\r\n", "\ufeff---\r\na: x\r\n---\r\nbody\r\n"),
        ("a\r\nb\n", "---\r\na: x\r\n---\r\na\r\nb\n"),
        ("a\nb\nc\r\n", "---\na: x\n---\na\nb\nc\r\n"),
        ("---\n---\n", "---\na: x\n---\n"),
        ("---\n---", "---\na: x\n---"),
        ("---\n\n# ruler\n", "---\na: x\n---\n---\n\n# ruler\n"),
        ("\n---\nprose\n---\n", "---\na: x\n---\n\n---\nprose\n---\n"),
    ],
)
def test_a_note_without_properties_gets_some(data: str, wanted: str) -> None:
    assert set_property(data.encode(), "a", "x") == wanted.encode()


@pytest.mark.parametrize(
    ("block", "item", "after"), [row[1:] for row in APPENDED], ids=[row[0] for row in APPENDED]
)
def test_an_item_is_added_in_the_style_of_the_list(block: str, item: Any, after: str) -> None:
    once = append_item(note(block), "a", item)
    assert once == note(after)
    assert append_item(once, "a", item) is once


@pytest.mark.parametrize(
    ("block", "after"),
    [("a: x # c", "a: # c"), ("a:\n- x\n- y\nb: 1", "a:\nb: 1"), ("a: ~", "a: ~"), ("b: 1", "b: 1")],
)
def test_a_property_is_emptied_as_obsidian_does(block: str, after: str) -> None:
    assert clear_property(note(block), "a") == note(after)


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Last Contact", "last_contact"),
        ("lastContact", "last_contact"),
        ("følg_opp", "fo\u0308lg_opp".replace("o\u0308", "ø")),
        ("spo\u0308r", "spör"),
        ("TEL[CELL]", "tel"),
    ],
)
def test_the_spelling_of_the_note_is_kept(held: str, asked: str) -> None:
    assert set_property(note(f"{held}: 1"), asked, 2) == note(f"{held}: 2")


def test_the_exact_name_comes_before_a_similar_one() -> None:
    assert set_property(note("A: 1\na: 2"), "a", 3) == note("A: 1\na: 3")


@pytest.mark.parametrize(("key", "spelt"), [("no", '"no"'), ("a b", "a b"), ("x: y", '"x: y"'), ("7", '"7"')])
def test_a_new_name_is_quoted_where_it_must_be(key: str, spelt: str) -> None:
    assert set_property(note("q: 1"), key, 2) == note(f"q: 1\n{spelt}: 2")


@pytest.mark.parametrize("key", ["", " ", "a\nb", "\x07", "\ud800"])
def test_a_name_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(EditRefusedError, match=r"^1:1: "):
        set_property(note("q: 1"), key, 2)


@pytest.mark.parametrize("value", [object(), b"x", {"a": 1}, [["x"]], [object()], {1}, time])
def test_what_no_property_can_be_is_a_mistake_of_the_program(value: Any) -> None:
    with pytest.raises(TypeError):
        set_property(note("q: 1"), "a", value)


@pytest.mark.parametrize(
    ("text", "line", "after"), [row[1:] for row in TICKED], ids=[row[0] for row in TICKED]
)
def test_a_tick_is_one_character(text: str, line: int, after: str) -> None:
    assert tick_task(text.encode(), line) == after.encode()


@pytest.mark.parametrize(("text", "line"), [row[1:] for row in NO_TASK], ids=[row[0] for row in NO_TASK])
def test_what_is_no_task_is_not_ticked(text: str, line: int) -> None:
    with pytest.raises(EditRefusedError) as refused:
        tick_task(text.encode(), line)
    assert (refused.value.why, refused.value.line) == ("value", line)


@pytest.mark.parametrize(("text", "line"), [row[1:3] for row in TICKED], ids=[row[0] for row in TICKED])
def test_a_day_is_put_into_that_line_and_no_other(text: str, line: int) -> None:
    dated = date_task(text.encode(), line, date(2026, 12, 7)).decode()
    before, after = text.split("\n"), dated.split("\n")
    assert [at for at, one in enumerate(before, 1) if one != after[at - 1]] == [line]
    assert after[line - 1].replace(" 📅 2026-12-07", "", 1) == before[line - 1]
    assert date_task(dated.encode(), line, date(2026, 12, 7)).decode() == dated


@pytest.mark.parametrize(("text", "line"), [row[1:] for row in NO_TASK], ids=[row[0] for row in NO_TASK])
def test_what_is_no_task_gets_no_day(text: str, line: int) -> None:
    with pytest.raises(EditRefusedError):
        date_task(text.encode(), line, date(2026, 12, 7))


def test_a_task_has_any_mark_of_one_character() -> None:
    assert tick_task(b"- [x] a", 1, " ") == b"- [ ] a"
    for mark in ("", "xx", "]", "\n", "\ud800"):
        with pytest.raises(EditRefusedError):
            tick_task(b"- [ ] a", 1, mark)


def test_long_lists_and_blank_lines_take_no_longer_than_their_length() -> None:
    items = [f"i{n % 97}" for n in range(7000)]
    begun = time.perf_counter()
    long = note("a:\n" + "\n".join(f"- {item}" for item in items))
    assert set_property(long, "a", items[::-1]).count(b"\n") == long.count(b"\n")
    assert set_property(note("a: |\n  x" + "\n" * 60_000), "a", "z").startswith(b"---\na: z\n\n")
    assert set_property(note("\n".join(f"k{n}:\n- 1" for n in range(5000))), "a", ["x"])
    assert time.perf_counter() - begun < 20


def test_it_is_public() -> None:
    assert vaultkit.set_property(b"", "a", 1) == b"---\na: 1\n---\n"
    assert vaultkit.append_item is append_item
    assert vaultkit.clear_property is clear_property
    assert vaultkit.tick_task is tick_task
