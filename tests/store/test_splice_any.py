"""Any frontmatter, any value: outside the value nothing changes, and what was set reads back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from vaultkit.errors import EditRefusedError
from vaultkit.rules.vocabulary import fold
from vaultkit.store.notefile import read_bytes
from vaultkit.store.splice import append_item, clear_property, set_property, tick_task


@dataclass(frozen=True)
class Made:
    """A note made of parts, so that a test knows where its properties stand."""

    start: str
    parts: tuple[str, ...]
    """One for each property, with the comments and blank lines behind it; `k0`, `k1`, …"""
    end: str

    @property
    def data(self) -> bytes:
        return (self.start + "".join(self.parts) + self.end).encode()

    def around(self, index: int) -> tuple[bytes, bytes]:
        """What stands before and behind a property."""
        before, behind = self.parts[:index], self.parts[index + 1 :]
        return (self.start + "".join(before)).encode(), ("".join(behind) + self.end).encode()


WORDS = st.sampled_from(
    [
        "x",
        "Kari Ås",
        "😀 👩‍💻",
        "it's",
        "a, b",
        "[[Kari]]",
        "0123",
        "no",
        "2026-02-30",
        "a: b",
        "x #y",
        "tab\tx",
        "",
    ]
)
NEW_TEXT = WORDS | st.text(max_size=12) | st.text("ab \n\t:#'\"-[]{}", max_size=12)
NEW_ITEM: st.SearchStrategy[Any] = (
    NEW_TEXT | st.booleans() | st.integers(-(2**53), 2**53) | st.dates() | st.floats()
)
NEW: st.SearchStrategy[Any] = NEW_ITEM | st.none() | st.lists(NEW_ITEM, max_size=4)
PLAIN = st.sampled_from(
    ["x", "Kari Ås", "😀 y", "7", "0123", "true", "2026-01-02", "~", "it's", "a\tb", "[[Kari]]", ""]
)
SPELT = PLAIN | st.sampled_from(["'it''s'", "''", '"a \\"b\\" \\\\"', '"\\u263a"', '"x"', "'[[Kari]]'"])
FLOW_ITEM = st.sampled_from(["x", "'y'", '"z, w"', "7", "[[Kari]]", "😀"])
COMMENT = st.sampled_from(["", "", " # note", "  # 'x' [", "   ", "\t# tab"])
BEHIND = st.sampled_from(["", "", "", "# whole line: x\n", "\n", " # indented\n", "\n\n# - x\n"])


@st.composite
def values(draw: st.DrawFn) -> str:
    """Colon and value of a property, with its line end."""
    kind = draw(
        st.sampled_from(["one line", "flow", "flow lines", "flush", "indented", "literal", "lines", "odd"])
    )
    comment = draw(COMMENT)
    match kind:
        case "one line":
            spelt, gap = draw(SPELT), draw(st.sampled_from([" ", "  ", "\t"]))
            return f":{gap}{spelt}{comment}\n" if spelt else f":{comment}\n"
        case "flow":
            items = draw(st.lists(FLOW_ITEM, max_size=4))
            return f": [{draw(st.sampled_from([', ', ','])).join(items)}]{comment}\n"
        case "flow lines":
            return f": [\n    x,{draw(COMMENT)}\n    'y'\n  ]{comment}\n"
        case "flush" | "indented":
            indent = "" if kind == "flush" else draw(st.sampled_from(["  ", " ", "    "]))
            marker = draw(st.sampled_from(["- ", "-   "]))
            lines = ""
            for item in draw(st.lists(SPELT, min_size=1, max_size=4)):
                lines += draw(st.sampled_from(["", "", "", "# between\n", "\n"]))
                lines += f"{indent}{marker}{item}{draw(COMMENT) if item else ''}\n"
            return f":{comment}\n{lines}"
        case "literal":
            head = draw(st.sampled_from(["|", "|-", "|+", ">", ">-", ">+"]))
            comment = "" if comment.strip() == "" else comment
            last = draw(st.sampled_from(["", "\n", "  x  \n"]))
            return f": {head}{comment}\n  one # no comment\n\n    two\n{last}"
        case "lines":
            return draw(
                st.sampled_from([": one\n  two\n", ":\n  # c\n  one\n", ': "one\n  two"\n', ":\n  'x'\n"])
            )
        case _:
            return draw(
                st.sampled_from(
                    [": {a: 1}\n", ":\n  a: 1\n", ": {{x}}\n", ": &a 1\n", ":\n- - x\n", ": !!str 1\n"]
                )
            )


@st.composite
def notes(draw: st.DrawFn) -> Made:
    """A note with one to four properties."""
    eol = draw(st.sampled_from(["\n", "\r\n"]))
    count = draw(st.integers(1, 4))
    keys = [draw(st.sampled_from(["k{}", '"k{}"', "'k{}'"])).format(n) for n in range(count)]
    parts = [key + draw(values()) + draw(BEHIND) for key in keys]
    body = draw(st.sampled_from(["", "\n", "\nbody", "\nk0: body\n---\n", "\n\n😀\t\r\n- [ ] x\n"]))
    start = draw(st.sampled_from(["---\n", "---\n# first\n", "---\n\n"]))
    lined = [text.replace("\n", eol) for text in (start, *parts, "---" + body[:1])]
    bom = draw(st.sampled_from(["", "\ufeff"]))
    return Made(bom + lined[0], tuple(lined[1:-1]), lined[-1] + body[1:])


def meant(value: Any) -> Any:
    """What a value reads back as."""
    if isinstance(value, list):
        return [meant(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def same(one: Any, other: Any) -> bool:
    """Equal, where true is no number and NaN is itself."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other) or (one != one and other != other)


def comments(data: bytes) -> int:
    """How many of the comments that `notes` makes are there."""
    text = data.decode()
    return sum(
        text.count(mark)
        for mark in ("# note", "# 'x' [", "# tab", "# between", "# whole", "# indented", "# c")
    )


@given(notes(), NEW, st.integers(0, 3))
def test_outside_the_value_nothing_changes(made: Made, value: Any, number: int) -> None:
    number %= len(made.parts)
    data, (before, behind) = made.data, made.around(number)
    try:
        changed = set_property(data, f"k{number}", value)
    except EditRefusedError:
        return
    assert changed.startswith(before)
    assert changed.endswith(behind)
    assert comments(changed) >= comments(data)
    old, new = read_bytes("", data), read_bytes("", changed)
    assert new.valid
    assert same(new.properties[f"k{number}"], meant(value))
    assert list(new.properties) == list(old.properties)
    assert set_property(changed, f"k{number}", value) == changed
    if b"\r" in data[:6]:
        assert changed.count(b"\n") - changed.count(b"\r\n") == data.count(b"\n") - data.count(b"\r\n")
    one_line = made.parts[number].count("\n") == 1 and not isinstance(value, list)
    if one_line and isinstance(value, int | date):
        assert changed.count(b"\n") == data.count(b"\n")


@given(notes(), NEW)
def test_a_new_property_is_one_more_line_at_the_end(made: Made, value: Any) -> None:
    data = made.data
    try:
        changed = set_property(data, "a key", value)
    except EditRefusedError:
        return
    assert changed.startswith((made.start + "".join(made.parts)).encode() + b"a key:")
    assert changed.endswith(made.end.encode())
    assert same(read_bytes("", changed).properties["a key"], meant(value))


@given(notes(), NEW_ITEM, st.integers(0, 3))
def test_an_item_more(made: Made, item: Any, number: int) -> None:
    number %= len(made.parts)
    data, (before, behind) = made.data, made.around(number)
    try:
        changed = append_item(data, f"k{number}", item)
        cleared = clear_property(data, f"k{number}")
    except EditRefusedError:
        return
    for out in (changed, cleared):
        assert out.startswith(before)
        assert out.endswith(behind)
        assert comments(out) >= comments(data)
    assert read_bytes("", cleared).properties[f"k{number}"] is None
    held = read_bytes("", changed).properties[f"k{number}"]
    if changed != data:
        assert isinstance(held, list)
        assert same(held[-1], meant(item))
    assert append_item(changed, f"k{number}", item) == changed


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), st.text(max_size=6), NEW)
@example(b"---\na: x\ry: z\n---\n", "a", "b")
@example(b"---\n%YAML 1.1\n---\n", "a", "b")
@example(b"---\na: 1\n...\n---\n", "b", 1)
@example(b"---\nnull\n---\n", "b", 1)
def test_any_bytes_are_edited_or_refused(data: bytes, key: str, value: Any) -> None:
    edits: list[Callable[[], bytes]] = [
        lambda: set_property(data, key, value),
        lambda: clear_property(data, key),
        lambda: append_item(data, key, "x"),
        lambda: tick_task(data, 1),
    ]
    for edit in edits:
        with suppress(EditRefusedError):
            assert isinstance(edit(), bytes)


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            ":",
            " ",
            "\n",
            "- ",
            "|",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            ",",
            "#",
            "\r\n",
            "\t",
            "&x ",
            "*x",
            "? ",
            "😀",
            "~",
            "  ",
        ]
    ),
    max_size=25,
).map("".join)


@given(FRAGMENTS, NEW)
def test_any_yaml_is_edited_or_refused(block: str, value: Any) -> None:
    data = f"---\n{block}\n---\nbody\n".encode()
    old = read_bytes("", data)
    for key in ("a", "b"):
        try:
            changed = set_property(data, key, value)
        except EditRefusedError:
            continue
        new = read_bytes("", changed)
        assert (new.valid, new.body) == (True, old.body)
        others = [name for name in old.texts if fold(name) != key]
        assert {name: new.texts[name] for name in others} == {name: old.texts[name] for name in others}
