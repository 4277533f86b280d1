"""Texts of entries: what a calendar may show, and how a note is linked to from one."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from hashlib import sha256
from urllib.parse import quote, unquote

from vaultkit.model.entry import Entry
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.markdown import clean

MOST_TEXT = 2000
"""Characters of a description; no calendar shows more."""
_LINK = re.compile(r"obsidian://open\?vault=([^&]+)&file=.+")

Say = Callable[[Phrase], str]
"""Puts a phrase into the feed's language."""


def one_line(text: str) -> str:
    """Text for a calendar: one line, without control characters, half characters and marks that turn it."""
    return clean(text)[:MOST_TEXT].strip()


def description(lines: Iterable[str], last: str = "") -> str:
    """Lines of a description, empty ones left out; `last` is an address, which is never cut."""
    text = "\n".join(filter(None, map(one_line, lines)))
    if not last:
        return text[:MOST_TEXT].strip()
    return f"{text[: max(0, MOST_TEXT - len(last) - 1)].strip()}\n{last}".strip()


def web_address(text: str) -> str:
    """A web address, percent-encoded; empty for anything else."""
    text = one_line(text)
    if not text.lower().startswith(("https://", "http://")) or " " in text:
        return ""
    return quote(text, safe=":/?#[]@!$&'()*+,;=%-._~")


def note_link(vault: str, path: str) -> str:
    """The address at which Obsidian opens a note (Obsidian's help, "Obsidian URI")."""
    return f"obsidian://open?vault={quote(vault, safe='')}&file={quote(path.removesuffix('.md'), safe='')}"


def linked_vault(published: Iterable[Entry]) -> str:
    """The name that the vault has in the links of a feed; empty where there is none.

    Its folder may have another name on the owner's second machine, and both write the same feed.
    """
    links = (_LINK.fullmatch(entry.url) for entry in published if entry.url.startswith("obsidian:"))
    return next((unquote(link[1]) for link in links if link), "")


def cancelled(summary: str, say: Say) -> str:
    """The summary of a meeting that will not be held; said in words because some calendars show no mark."""
    word = say(phrase("Cancelled: {what}", what=""))
    return summary if summary.startswith(word.strip()) else f"{word.strip()} {summary}"


def initials(name: str) -> str:
    """`K. N.` for Kari Nordmann."""
    firsts = (next(filter(str.isalnum, word), "") for word in name.split())
    return " ".join(f"{first.upper()}." for first in firsts if first)


def key_of(mark: str, path: str, *parts: object) -> str:
    """The key of an entry: a mark for its kind, a hash of the note's path, one of what tells it from others.

    The first two are its family: all of one kind that one note causes.
    """
    also = f"-{_hashed(repr(parts))[:8]}" if parts else ""
    return f"{mark}-{_hashed(unicodedata.normalize('NFC', path))}{also}"


def family(key: str) -> str:
    """The family of a key; see `key_of`."""
    return "-".join(key.split("-")[:2])


def mark(key: str) -> str:
    """The mark with which a key begins."""
    return key.partition("-")[0]


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
