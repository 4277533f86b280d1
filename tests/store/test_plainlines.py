"""The quicker way to read frontmatter: the same as the other, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.store.plainlines import plain_block
from vaultkit.store.yaml12 import MAX_CHARACTERS, BlockError, read_block

ORDINARY = [
    "",
    "\n",
    "# nothing\n",
    "type: person\n",
    "type: person",
    "type: person\r\nnetwork: jobb  \r\n",
    "navn: Åse Ødegård (født 1960)\nrolle: daglig leder, styreleder & eier!\n",
    "phone: +47 912 34 567\nmobil: 0123456789\n",
    "url: https://example.org/a?b=c#d\n",
    "time: 12:30\n",
    "when: 2026-11-23T10:00:00+01:00\n",
    "follow_up:\nwhy:   \nlast: x\n",
    "tags: [jobb, bergen/sentrum, 12, true]\nnone: []\n",
    "a: [ one , 'two, three', \"[[Four]]\" ]\n",
    'company: "[[Firma 9]]"\nother: \'[[A]] [[B]]\'\nempty: ""\n',
    "ask:\n  - råd om bransjen\n  - hvem jeg bør snakke med\noffer:\n- tid\n- 3\n\n- true\nlast: 1\n",
    "people:\n  - \"[[Kari]]\"\n\n# and\n  - 'Ola'\n",
    "offset: -5\nsum: 1e3\nold: 0o17\nno: no\nnothing: null\nyes: true\n",
    "sist kontakt: 2026-01-01\nfølg-opp: 2026-02-01\nnext_meeting: 2026-02-01\n",
]
LEFT_TO_YAML = [
    "a: 1\na: 2\n",
    "a: b: c\n",
    "a: b:\n",
    "a: b #c\n",
    "a:\tb\n",
    "a: b\n  continued\n",
    "a:\n  b: c\n",
    "a: |\n  text\n",
    "a: >-\n  text\n",
    "a: &x 1\nb: *x\n",
    "a: !!str 1\n",
    "a: [[Kari]]\n",
    "a: {b: c}\n",
    "a: [b, [c]]\n",
    "a: [b,\n c]\n",
    "a: [b\n",
    'a: "b\\n"\n',
    'a: "b\n',
    "a: 'b''c'\n",
    "a: 'b' c\n",
    "a:\n  - b\n - c\n",
    "a:\n - b\n  - c\n",
    "a:\n  - b: c\n",
    "a:\n  - - b\n",
    "a:\n  -\n",
    "a: 1\n- b\n",
    "- a\n",
    " a: 1\n",
    "null: 1\n",
    "1: 2\n",
    "'a': 1\n",
    "? a\n",
    "a\n",
    "a:b\n",
    "a: ~\n",
    "a: @b\n",
    "a: `b`\n",
    "a: %b\n",
    "a: -\n",
    "a: - b\n",
    "...\n",
    "a: b\rc: d\n",
    "# a\rb: c\n",
    "a: b\x85c\n",
    "a: b\u2028c\n",
    "a: \x00\n",
    "a: [b, ]\n",
    "a: x\n \u00a0\nb: y\n",
    "a:\n \u00a0\nb: y\n",
    "a:\n  - x\n   \u2003\n  - z\n",
    "a: [x]\n \u3000\nb: y\n",
    f"a: {'long ' * 100}\n",
    "a: [b c: d]\n",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_blocks_are_read(text: str) -> None:
    assert plain_block(text, 2) == read_block(text, 2)


@pytest.mark.parametrize("text", LEFT_TO_YAML)
def test_what_is_not_plain_is_left_to_yaml(text: str) -> None:
    assert plain_block(text, 2) is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_long_blocks_are_left_to_yaml(end: str) -> None:
    lines = [f"a{number}: 1" for number in range(10_000)]
    while len(end.join(lines)) > MAX_CHARACTERS:
        lines.pop()
    assert plain_block(end.join(lines), 2) is not None
    assert plain_block(end.join((*lines, "b: 1234567890")), 2) is None


def test_a_list_that_was_read_is_nobody_elses() -> None:
    for _ in range(2):
        block = plain_block("a: [1]\nb:\n- 1\n", 2)
        assert block is not None
        assert block.values == {"a": [1], "b": [1]}
        for value in (*block.values.values(), *block.texts.values()):
            assert isinstance(value, list)
            value.clear()


NAMES = st.sampled_from(
    ["a", "b", "navn", "sist kontakt", "e-post", "A1", "true", "null", "ø", "a ", "1", "-", "'a'"]
)
MARKS = st.text("a1: -[]{}\"'|>&*#,?!\n\r\t~.+/()@`%\\ø\u00a0\u2003\u3000", max_size=12)
WORDS = st.sampled_from(
    [
        "",
        "x",
        "to ord",
        "12:30",
        "2026-11-23",
        "[a, b]",
        "[]",
        '"a b"',
        "'a'",
        "null",
        "-1",
        "0x1F",
        "[[Kari]]",
        "a #b",
    ]
)
LINES = st.one_of(
    st.builds("{}:{}{}".format, NAMES, st.sampled_from([" ", "  ", "", "\t"]), WORDS | MARKS),
    st.builds(
        "{}-{}{}".format, st.sampled_from(["", "  ", " "]), st.sampled_from([" ", "  ", ""]), WORDS | MARKS
    ),
    st.sampled_from(["", "  ", " \u00a0", "   \u2003", "# x", "  # x", "---", "...", "  x", "x"]),
    MARKS,
)


@given(st.lists(LINES, max_size=7), st.sampled_from(["\n", "\r\n"]))
def test_any_block_is_read_the_same_or_left_to_yaml(lines: list[str], end: str) -> None:
    text = "".join(line + end for line in lines)
    block = plain_block(text, 2)
    if block is None:
        return
    assert block == read_block(text, 2)
    assert list(block.values) == list(read_block(text, 2).values)


@given(st.text(max_size=60))
def test_any_value_is_read_the_same_or_left_to_yaml(value: str) -> None:
    for text in (f"a: {value}\n", f"a:\n  - {value}\nb: 1\n", f"a: [{value}]\n", f"a: [x, {value}]\n"):
        block = plain_block(text, 2)
        if block is not None:
            assert block == read_block(text, 2)


def test_what_yaml_refuses_is_never_read() -> None:
    for text in LEFT_TO_YAML:
        try:
            read_block(text, 2)
        except BlockError:
            assert plain_block(text, 2) is None
