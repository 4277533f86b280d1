"""A page as a Markdown reader with Obsidian's habits shows it: wikilinks, task boxes, callouts, Mermaid.

CommonMark by markdown-it-py, with small rules for what Obsidian adds (help.obsidian.md, "Obsidian Flavored
Markdown"): a single line break is a break, properties are not part of the text, `[[note|shown]]` is a link,
`- [ ]` a box, `> [!tip]` a callout, `[!note]-` a folded one.
"""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

HERE = Path(__file__).parent
STYLE = (HERE / "reader.css").read_text(encoding="utf-8")
MERMAID = HERE / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"

_PROPERTIES = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CALLOUT = re.compile(r"\[!(\w+)\]([-+]?) ?")
_BOX = re.compile(r"\[( |x)\] ")
_MERMAID = '<pre class="mermaid">'

DRAW = """
mermaid.initialize({startOnLoad: false, fontFamily: getComputedStyle(document.body).fontFamily});
mermaid.run().catch(error => { document.title = "Mermaid: " + error });
"""


def as_html(text: str) -> str:
    """The whole page. Mermaid is drawn by the browser, from the file that npm installed."""
    body = _READER.render(_PROPERTIES.sub("", text.replace("\r\n", "\n")))
    draw = f'<script src="{MERMAID.as_uri()}"></script><script>{DRAW}</script>' if _MERMAID in body else ""
    return (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title></title><style>{STYLE}</style><main>{body}</main>{draw}"
    )


def _wikilink(state: StateInline, silent: bool) -> bool:
    end = state.src.find("]]", state.pos)
    if not state.src.startswith("[[", state.pos) or end < 0:
        return False
    target, _, shown = state.src[state.pos + 2 : end].partition("|")
    if not silent:
        opened = state.push("link_open", "a", 1)
        opened.attrs = {"class": "note", "data-note": target, "href": f"#{quote(target)}"}
        state.push("text", "", 0).content = shown or target
        state.push("link_close", "a", -1)
    state.pos = end + 2
    return True


def _boxes(state: StateCore) -> None:
    """A list item that begins with a box is a task."""
    for item, _, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        box = _BOX.match(inline.content) if item.type == "list_item_open" else None
        if box and inline.children:
            item.attrJoin("class", "task done" if box[1] == "x" else "task")
            inline.children[0].content = inline.children[0].content[box.end() :]


def _callouts(state: StateCore) -> None:
    """A quotation that begins with a kind becomes a box whose first line is its title."""
    closing: list[str] = []
    for place, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            inline = state.tokens[place + 2]
            kind = _CALLOUT.match(inline.content)
            if kind and inline.children:
                inline.children[0].content = inline.children[0].content[kind.end() :]
                _titled(inline.children, "summary" if kind[2] else "b")
                state.tokens[place + 1].hidden = state.tokens[place + 3].hidden = bool(kind[2])
                token.tag = "details" if kind[2] else "div"
                token.attrs = {"class": f"callout {kind[1]}", **({"open": ""} if kind[2] == "+" else {})}
            closing.append(token.tag)
        elif token.type == "blockquote_close":
            token.tag = closing.pop()


def _titled(line: list[Token], tag: str) -> None:
    """The first line, in place, within a tag."""
    end = next((n for n, token in enumerate(line) if token.type == "softbreak"), len(line))
    line[end : end + 1] = [Token("title_close", tag, -1)]
    line.insert(0, Token("title_open", tag, 1))


def _fence(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    if tokens[idx].info.strip() == "mermaid":
        return f"{_MERMAID}{escape(tokens[idx].content)}</pre>\n"
    return RendererHTML.fence(self, tokens, idx, options, env)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"breaks": True}).enable(["strikethrough", "table"])
    reader.inline.ruler.before("link", "wikilink", _wikilink)
    reader.core.ruler.after("inline", "boxes", _boxes)
    reader.core.ruler.after("inline", "callouts", _callouts)
    reader.add_render_rule("fence", _fence)
    return reader


_READER = _reader()
