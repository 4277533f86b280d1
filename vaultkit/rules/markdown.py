"""What people wrote, as Markdown that shows exactly that and starts nothing.

One function for each place in a page: running text, and a link to a note. Whatever a name holds (`]]`, `|`,
`#`, `-->`, `%%`, `<script>`, line breaks, marks that turn the writing direction), it ends no region, opens no
list, tag, link or comment.
"""

import re
import unicodedata
from urllib.parse import quote

from vaultkit.model.ref import Ref
from vaultkit.rules.links import LinkIndex, stem

# C0, C1, line and paragraph separators, and the marks that turn everything behind them around.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile(r"[\\`*_\[\]$#^]|~~|==|[<>]|%%|&(?=[#\w]+;)|::")
_ENTITIES = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    "%%": "%&#37;",
    "~~": "~&#126;",
    "==": "=&#61;",
    "::": ":&#58;",
}
_AT_START = re.compile(r"^(\d+)([.)])|^([-+:=|])")
_UNLINKABLE = re.compile(r"[\[\]|#^\\:\x00-\x1f\x7f<>`*_$~]|%%|&(?=[#\w]+;)")
# The Tasks plugin reads these, and dates behind them, as fields of the task.
_TASK_FIELDS = re.compile(
    "[\U0001f4c5\U0001f4c6\U0001f5d3\u23f3\u231b\U0001f6eb\u2795\u2705\u274c\U0001f501"
    "\U0001f53a\u23eb\U0001f53c\U0001f53d\u23ec\U0001f3c1\U0001f194\u26d4]\ufe0f?"
)


def clean(text: str) -> str:
    """One line without invisible characters; the letters and emoji stay."""
    return " ".join(_SURROGATES.sub("\ufffd", _INVISIBLE.sub(" ", text)).split())


def escape(text: str) -> str:
    """Text that shows as itself in running Markdown."""
    text = clean(_TASK_FIELDS.sub("", text))
    text = _SPECIAL.sub(lambda m: _ENTITIES.get(m[0]) or "\\" + m[0], text)
    return _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def property_link(ref: Ref, links: LinkIndex) -> str:
    """A wikilink as a property holds it, where nothing is escaped: `[[Name]]` or `[[Folder/Name|Name]]`.

    The plain name where no wikilink can lead to the note.
    """
    name, path = stem(ref.path), unicodedata.normalize("NFC", ref.path).removesuffix(".md")
    if re.search(r"[\[\]|#^\\:\x00-\x1f]|%%", path):
        return clean(ref.name)
    return f"[[{name}]]" if links.unique(ref.path) else f"[[{path}|{name}]]"


def link(ref: Ref, links: LinkIndex) -> str:
    """A link to a note that Obsidian follows: `[[Name]]`, or `[[Folder/Name|Name]]` where two share the name.

    Names that cannot stand in a wikilink become a Markdown link.
    """
    shown = clean(ref.name) or "?"
    if not ref.path:
        return escape(shown)
    name = stem(ref.path)
    path = unicodedata.normalize("NFC", ref.path)
    if _UNLINKABLE.search(path.removesuffix(".md")) or _UNLINKABLE.search(shown) or clean(name) != name:
        return f"[{escape(shown)}](<{quote(path, safe='/')}>)"
    target = name if links.unique(ref.path) else path.removesuffix(".md")
    return f"[[{target}]]" if target == shown else f"[[{target}|{shown}]]"
