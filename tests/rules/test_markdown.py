"""What people wrote shows as itself and starts nothing; read by an independent CommonMark parser."""

import html
import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from vaultkit.model.ref import Ref
from vaultkit.rules.links import LinkIndex, read_links
from vaultkit.rules.markdown import clean, escape, link

MARKDOWN = MarkdownIt("commonmark")
TASK_FIELDS = "📅📆🗓⏳⌛🛫➕✅❌🔁🔺⏫🔼🔽⏬🏁🆔⛔"

HOSTILE = [
    "]]",
    "|",
    "|---|",
    "#",
    "# heading",
    "#tag",
    "two\nlines",
    "two\r\n\r\nparagraphs",
    "-->",
    "<!-- vaultkit:end queue -->",
    "<!-- vaultkit:begin queue -->",
    "%%",
    "%%% hidden %%%",
    "<script>alert(1)</script>",
    "<b>bold</b>",
    "<https://example.org>",
    "\u202eright to left",
    "\u061c\u200f\u2066turned\u2069",
    "😀 👩‍👩‍👧 🇳🇴",
    "📅 2026-01-01",
    "⏫ - x",
    "✅\ufe0f 2026-01-01",
    "`code`",
    "```",
    "~~~",
    "[[x]]",
    "![[x]]",
    "[a](b)",
    "![a](b)",
    "[a]: b",
    "[^1]",
    "text ^block",
    "\ud800",
    "\udcff",
    "- list",
    "+ list",
    "* list",
    "+47 22 33 44 55",
    "1. list",
    "1) list",
    "> quote",
    "---",
    "***",
    "===",
    "=",
    "    code",
    "\tcode",
    "back\\slash",
    "end\\",
    "\\*",
    "*em* _em_ **strong** __strong__ ***",
    "~~gone~~",
    "==marked==",
    "key:: value",
    ": definition",
    "&amp; &#35; &copy; &",
    "$x$ $$y$$",
    "a  b ",
    "\x00\x07\x1b[31m",
    "\u2028\u2029\x85\x0b\x0c",
    "- [ ] task",
    "{{ 7 * 7 }} {% raw %}",
    "<% tp.file.title %>",
]  # fmt: skip

TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(),
    st.text("\\`*_[]()<>#|~=%&;:-+.!^$ \n1a📅"),
    st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
)
NAMES = TEXTS.map(lambda name: name.replace("/", "").replace("\x00", "")).filter(
    lambda name: not re.search("[\ud800-\udfff]", name) and name.strip()
)


def shown(markdown: str) -> tuple[str, list[str]]:
    """What a reader sees, and the addresses of all links; fails when anything but text and links is made."""
    blocks = MARKDOWN.parse(f"Before\n{markdown}\n\nAfter")
    kinds = [block.type for block in blocks]
    assert kinds == ["paragraph_open", "inline", "paragraph_close"] * 2, kinds
    parts: list[Token] = blocks[1].children or []
    allowed = {"text", "text_special", "softbreak", "link_open", "link_close"}
    assert {part.type for part in parts} <= allowed, markdown
    text = "".join("\n" if part.type == "softbreak" else part.content for part in parts)
    assert text.startswith("Before\n")
    return text.removeprefix("Before\n"), [str(p.attrGet("href")) for p in parts if p.type == "link_open"]


def without_fields(text: str) -> str:
    return clean(re.sub(f"[{TASK_FIELDS}]\ufe0f?", "", text))


@given(TEXTS)
@example("📅 - x")
@example("=")
def test_text_shows_as_itself_and_nothing_else(text: str) -> None:
    assert shown(f"x {escape(text)} x")[0].split() == f"x {without_fields(text)} x".split()
    at_start = escape(text)
    if at_start:
        assert shown(at_start) == (without_fields(text), [])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_list_makes_one_item(text: str) -> None:
    blocks = MARKDOWN.parse(f"- {escape(text)} ·\n- next")
    assert [b.type for b in blocks].count("list_item_open") == 2
    assert {b.type for b in blocks if b.level > 3} <= {"inline"}
    assert "<script" not in MARKDOWN.render(f"- {escape(text)}")


@given(TEXTS)
def test_text_is_one_line_without_anything_invisible(text: str) -> None:
    for made in (
        escape(text),
        link(Ref("", text), LinkIndex([])),
        link(Ref("a.md", text), LinkIndex(["a.md"])),
    ):
        assert not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u2028\u2029]", made)
        made.encode()


@given(TEXTS)
def test_obsidian_finds_no_comment_tag_highlight_or_field_in_text(text: str) -> None:
    made = escape(text)
    assert not re.search(
        r"%%|~~|==|::|(?<!\\)#(?!\d+;)|(?<!\\)\$|(?<!\\)\[|<|>|(?<!\\)`", made.replace("\\\\", " ")
    )
    assert not any(field in made for field in TASK_FIELDS)
    assert not re.search(r"(?<!\\)\^[\w-]+$", made.replace("\\\\", " "))


@given(NAMES, NAMES, st.booleans())
@example("Kari", "Kari", False)
@example("a|b", "x", True)
@example("R&amp;D", "R&amp;D", False)
def test_a_link_leads_to_its_note_and_shows_its_name(file: str, name: str, namesake: bool) -> None:
    path = f"Folk/{file}.md"
    index = LinkIndex([path, f"Arkiv/{file}.md"] if namesake else [path])
    made = link(Ref(path, name), index)
    text, addresses = shown(made)
    if made.startswith("[["):
        (read,) = read_links(made)
        assert index.resolve(read.target, "Nettverk/Hjem.md") == path
        assert read.text == (clean(name) or "?")
        assert (text, addresses) == (made, [])
    else:
        assert [unquote(address) for address in addresses] == [unicodedata.normalize("NFC", path)]
        assert text == without_fields(clean(name) or "?")


LINKS = [
    ("a unique name", "Folk/Kari.md", "Kari", "[[Kari]]"),
    ("another name than the file's", "Folk/Kari.md", "Kari N.", "[[Kari|Kari N.]]"),
    ("a name that two notes have", "Folk/Per.md", "Per", "[[Folk/Per|Per]]"),
    ("decomposed on disk", "Folk/A\u030ase.md", "Åse", "[[Åse]]"),
    ("a pipe", "Folk/a|b.md", "a|b", "[a|b](<Folk/a%7Cb.md>)"),
    ("brackets in the name shown", "Folk/Kari.md", "Kari [x]", r"[Kari \[x\]](<Folk/Kari.md>)"),
    ("a hash in the folder", "Folk #1/Liv.md", "Liv", "[Liv](<Folk%20%231/Liv.md>)"),
    ("no note", "", "Kari *", r"Kari \*"),
    ("no name", "Folk/Kari.md", " ", "[[Kari|?]]"),
]


@pytest.mark.parametrize(("path", "name", "made"), [c[1:] for c in LINKS], ids=[c[0] for c in LINKS])
def test_how_a_note_is_linked(path: str, name: str, made: str) -> None:
    index = LinkIndex({"Arkiv/Per.md", *(case[1] for case in LINKS if case[1])})
    assert link(Ref(path, name), index) == made


def test_ordinary_text_is_left_alone() -> None:
    text = "Åse Løvås, daglig leder (Nordlys) – 50 % på «Kaffe & kake», kl. 10.30; 2 + 3 = 5!"
    assert escape(text) == text
    assert html.unescape(MARKDOWN.render(escape(text))).strip() == f"<p>{text}</p>"
