"""Links between notes, resolved and written by Obsidian's own rules.

Resolution as observed on Obsidian 1.13: an exact path in the vault; else a match in the linking note's own
folder; else the shortest path. Case does not matter, names are compared in NFC, aliases play no part.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from vaultkit.model.link import Link

WIKILINK = re.compile(r"!?\[\[([^\[\]\n]+?)\]\]")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\(<?([^()<>\s]{1,500})>?\)")


def read_link(inner: str) -> Link:
    """The link that stands between `[[` and `]]`."""
    target, _, shown = inner.replace("\\|", "|").partition("|")
    target = target.partition("#")[0].strip().removesuffix(".md")
    return Link(shown.strip() or target.rsplit("/", 1)[-1] or inner.strip(), target)


def read_links(text: str) -> list[Link]:
    """All links in a text, wiki and Markdown, in order; web addresses are not links to notes."""
    found = [(m.start(), read_link(m[1])) for m in WIKILINK.finditer(text)]
    for match in _MARKDOWN_LINK.finditer(text):
        address = match[2]
        if "://" not in address and not address.startswith(("mailto:", "tel:", "#")):
            target = unquote(address).partition("#")[0].removesuffix(".md")
            found.append((match.start(), Link(match[1] or target.rsplit("/", 1)[-1], target)))
    return [link for _, link in sorted(found, key=lambda pair: pair[0])]


def without_links(text: str) -> str:
    """The text with links by what they show, for a place that is no place for links that nobody asked for."""
    return WIKILINK.sub(lambda link: read_link(link[1]).text, text)


def name_key(name: str) -> str:
    """The form in which Obsidian compares names: NFC, case folded, no-break space as space."""
    return unicodedata.normalize("NFC", name.replace("\u00a0", " ")).casefold()


def stem(path: str) -> str:
    """The name of a note: its file name without `.md`, in NFC."""
    return unicodedata.normalize("NFC", path.rsplit("/", 1)[-1]).removesuffix(".md")


class LinkIndex:
    """Which note a link leads to, in one vault."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` of all Markdown files in the vault."""
        by_name: dict[str, list[str]] = {}
        for path in paths:
            name = name_key(path).removesuffix(".md").rsplit("/", 1)[-1]
            by_name.setdefault(name, []).append(path)
        # A tuple of one takes half the room of a list of one, and there are thousands.
        self._by_name = {name: tuple(held) for name, held in by_name.items()}

    def resolve(self, target: str, source: str) -> str | None:
        """The path that `target` leads to from the note `source`; None for a link to nothing."""
        wanted = name_key(target.strip().lstrip("/").removeprefix("./"))
        named = self._by_name.get(wanted.rsplit("/", 1)[-1], ())
        candidates = [(name_key(path).removesuffix(".md"), path) for path in named]
        exact = [path for key, path in candidates if key == wanted]
        if exact:
            return min(exact)
        matching = [path for key, path in candidates if key.endswith("/" + wanted)]
        folder = source.rpartition("/")[0]
        own = [path for path in matching if path.rpartition("/")[0] == folder]
        return min(own or matching, key=lambda path: (len(path), path), default=None)

    def unique(self, path: str) -> bool:
        """Whether the bare name is enough for a link to this note."""
        return len(self._by_name.get(name_key(stem(path)), ())) <= 1
