"""A region is vaultkit's; every other byte of the page is the owner's."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultkit.rules.markdown import escape
from vaultkit.rules.region import DamagedRegionError, fill, find, fingerprint, make, marks, written_by_hand

BEGIN, END = marks("queue")
NOTE = "everything between the marks is made anew"

FOUND = [
    ("alone", f"{BEGIN}\nx\n{END}\n", ("", "x\n", "")),
    ("no final newline", f"{BEGIN}\nx\n{END}", ("", "x\n", "")),
    ("text around", f"før\n{BEGIN}\nx\n{END}\netter", ("før\n", "x\n", "\netter")),
    ("empty", f"{BEGIN}\n{END}\n", ("", "", "\n")),
    ("CRLF", f"før\r\n{BEGIN}\r\nx\r\n{END}\r\netter\r\n", ("før\r\n", "x\r\n", "\r\netter\r\n")),
    (
        "extra blanks",
        "<!--  vaultkit:begin   queue -->  \nx\n  <!--\tvaultkit:end queue\t--> \n",
        ("", "x\n", ""),
    ),
    ("no blanks", "<!--vaultkit:begin queue-->\nx\n<!--vaultkit:end queue-->\n", ("", "x\n", "")),
    ("indented", f"    {BEGIN}\nx\n    {END}\n", ("", "x\n", "")),
    (
        "a word to the reader",
        f"<!-- vaultkit:begin queue 01234567 (hands off) -->\nx\n{END}\n",
        ("", "x\n", ""),
    ),
    ("a code block inside", f"{BEGIN}\n```mermaid\nx\n```\n{END}\n", ("", "```mermaid\nx\n```\n", "")),
    ("a code block before", f"```\nx\n```\n{BEGIN}\nx\n{END}\n", ("```\nx\n```\n", "x\n", "")),
    ("three backticks in running text before", f"```x``` y\n{BEGIN}\nx\n{END}", ("```x``` y\n", "x\n", "")),
    (
        "another region before",
        f"{make('home', 'h', NOTE)}{BEGIN}\nx\n{END}",
        (make("home", "h", NOTE), "x\n", ""),
    ),
    ("another region behind", f"{BEGIN}\nx\n{END}\n{make('home', 'h', NOTE)}", ("", "x\n", None)),
]

DAMAGED = [
    ("the end is missing", f"a\n{BEGIN}\nx\n", "the end is missing", 2),
    (
        "the end is another's",
        f"{BEGIN}\nx\n<!-- vaultkit:end home -->\n",
        "another region ends inside this one",
        3,
    ),
    ("the beginning is missing", f"a\n\n{END}\n", "an end has no beginning", 3),
    ("doubled", f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n", "the region is there twice", 3),
    ("two beginnings", f"{BEGIN}\n{BEGIN}\n{END}\n", "a region begins inside another", 2),
    ("two ends", f"{BEGIN}\n{END}\n{END}\n", "an end has no beginning", 3),
    (
        "another region inside",
        f"{BEGIN}\n<!-- vaultkit:begin home -->\n",
        "a region begins inside another",
        2,
    ),
    ("swapped", f"{END}\nx\n{BEGIN}\n", "an end has no beginning", 1),
    ("in a code block", f"```\n{BEGIN}\nx\n{END}\n```\n", "a mark stands in a code block", 2),
    ("in an indented code block", f"- a\n  ~~~\n  {BEGIN}\n", "a mark stands in a code block", 3),
    ("in a longer fence", f"````\n```\n{BEGIN}\n", "a mark stands in a code block", 3),
    (
        "in a fence that an info string does not close",
        f"```\n```py\n{BEGIN}\n",
        "a mark stands in a code block",
        3,
    ),
    ("the end in a code block that began before", f"```\n{END}\n", "a mark stands in a code block", 2),
    ("text before a mark", f"a {BEGIN}\nx\n{END}\n", "a mark is not a line of its own", 1),
    ("text behind a mark", f"{BEGIN} a\nx\n{END}\n", "a mark is not a line of its own", 1),
    ("text behind the end", f"{BEGIN}\nx\n{END} a\n", "a mark is not a line of its own", 3),
    ("both marks on a line", f"{BEGIN}{END}\n", "a mark is not a line of its own", 1),
    (
        "another comment behind a mark",
        f"{BEGIN} mine <!-- x -->\n{END}\n",
        "a mark is not a line of its own",
        1,
    ),
    ("in a quote", f"> {BEGIN}\n> x\n> {END}\n", "a mark is not a line of its own", 1),
    ("not closed", "<!-- vaultkit:begin queue\nx\n", "a mark is not a line of its own", 1),
    ("no name", "<!-- vaultkit:begin -->\n", "a mark is not a line of its own", 1),
    ("odd line separators before are no lines", f"a\u2028b\x0cc\x85d\n{BEGIN}\n", "the end is missing", 2),
    ("CRLF counts once", f"a\r\n{BEGIN}\r\n", "the end is missing", 2),
]

BY_HAND = [
    ("nothing", "a\nb\n", "a\nb", "c", []),
    ("a line more", "a\nmine\nb\n", "a\nb", "c", ["mine"]),
    ("a line changed", "a\nB!\n", "a\nb", "c", ["B!"]),
    ("a line less", "a\n", "a\nb", "c", []),
    ("blank lines", "a\n\n\nb\n", "a\nb", "c", []),
    ("CRLF", "a\r\nmine\r\nb\r\n", "a\nb", "c", ["mine"]),
    ("in order", "1\na\n2\nb\n3\n", "a\nb", "c", ["1", "2", "3"]),
    ("without memory: what the new text lacks", "a\nmine\nb\n", None, "b\na", ["mine"]),
    ("without memory: old lines count too", "a\nold\n", None, "a\nnew", ["old"]),
]

LINES = st.lists(
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))
    .filter(lambda line: "vaultkit:" not in line and not line.lstrip(" \t").startswith(("```", "~~~")))
)  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n"])


@pytest.mark.parametrize(("text", "parts"), [c[1:] for c in FOUND], ids=[c[0] for c in FOUND])
def test_a_region_is_found(text: str, parts: tuple[str, str, str | None]) -> None:
    region = find(text, "queue")
    assert region is not None
    before, inner, after = parts
    assert (region.before, region.inner) == (before, inner)
    if after:
        assert region.after == after


@pytest.mark.parametrize("text", ["", "a\n", "<!-- a comment -->\n", make("home", "x", NOTE)])
def test_no_region(text: str) -> None:
    assert find(text, "queue") is None


@pytest.mark.parametrize(("text", "reason", "line"), [c[1:] for c in DAMAGED], ids=[c[0] for c in DAMAGED])
def test_damaged_marks_are_refused_with_reason_and_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(DamagedRegionError) as refused:
        find(text, "queue")
    assert (refused.value.reason.text, refused.value.line) == (reason, line)


@pytest.mark.parametrize(
    ("found", "ours", "wanted", "lines"), [c[1:] for c in BY_HAND], ids=[c[0] for c in BY_HAND]
)
def test_what_somebody_wrote_between_the_marks(
    found: str, ours: str | None, wanted: str, lines: list[str]
) -> None:
    assert written_by_hand(found, ours, wanted) == lines


@pytest.mark.parametrize("inner", ["a\nb", "", "a\n\nb"], ids=["lines", "empty", "blank line"])
def test_a_fresh_region_is_intact_whatever_becomes_of_its_line_ends(inner: str) -> None:
    made = make("queue", inner, NOTE)
    for text in (made, made.replace("\n", "\r\n"), made.removesuffix("\n")):
        region = find(text, "queue")
        assert region is not None
        assert region.intact


def test_an_edit_is_noticed_and_an_emptied_region_is_none() -> None:
    edited = find(make("queue", "a\nb", NOTE).replace("b\n", "b!\n"), "queue")
    emptied = find(make("queue", "a\nb", NOTE).replace("a\nb\n", " \n"), "queue")
    assert edited is not None
    assert emptied is not None
    assert not edited.intact
    assert emptied.intact


@given(LINES, LINES, LINES, ENDS, ENDS, st.booleans())
@example(["a"], ["x"], ["b"], "\r\n", "\n", True)
def test_the_text_around_stays_byte_for_byte(
    before: list[str], inner: list[str], after: list[str], around: str, own: str, final: bool
) -> None:
    head = "".join(line + around for line in before)
    tail = "".join(around + line for line in after) + (around if final else "")
    page = head + own.join((BEGIN, "old", END)) + tail
    region = find(page, "queue")
    assert region is not None
    filled = fill(region, "queue", "\n".join(inner), NOTE)
    assert filled.startswith(head + "<!-- vaultkit:begin queue ")
    assert filled.endswith(END + tail)
    middle = filled[len(head) : len(filled) - len(tail)]
    assert middle == make("queue", "\n".join(inner), NOTE).removesuffix("\n").replace("\n", own)
    again = find(filled, "queue")
    assert again is not None
    assert again.intact
    assert fill(again, "queue", "\n".join(inner), NOTE) == filled


@given(LINES)
def test_what_is_made_is_found_again(lines: list[str]) -> None:
    inner = "\n".join(lines).strip("\n")
    region = find(make("queue", inner, NOTE), "queue")
    assert region is not None
    assert region.inner == inner + "\n"
    assert region.fingerprint == fingerprint(inner)
    assert written_by_hand(region.inner, inner, "") == []


@given(st.text() | st.sampled_from([BEGIN, END, f"x\n{END}\n", f"{END}\u2028", "```", "~~~", f"`{END}`"]))
@example(END)
@example(f"a\n{END}")
@example(f"\u202e{BEGIN}")
def test_what_people_wrote_ends_no_region(text: str) -> None:
    inner = f"- {escape(text)} · {escape(text)}"
    region = find(make("queue", inner, NOTE), "queue")
    assert region is not None
    assert region.inner == inner + "\n"
    assert region.after == "\n"
