"""vaultkit's part of a page: what stands between two marks, each a line of its own.

`<!-- vaultkit:begin NAME fingerprint (a word to the reader) -->` … `<!-- vaultkit:end NAME -->`. The
fingerprint tells whether somebody wrote between the marks. All other text of the page is the owner's.
"""

import difflib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.model.phrase import Phrase, phrase

_BEGIN = re.compile(
    r"[ \t]*<!--[ \t]*vaultkit:begin[ \t]+([\w-]+)(?:[ \t]+([0-9a-f]{8}))?"
    r"(?:(?!-->)[^\r\n])*-->[ \t]*(?:\r\n?|\n)?"
)
_END = re.compile(r"[ \t]*<!--[ \t]*vaultkit:end[ \t]+([\w-]+)[ \t]*-->[ \t]*(?:\r\n?|\n)?")
_MARK = re.compile(r"<!--[ \t]*vaultkit:(?:begin|end)\b")
"""Also inside a line; what people wrote holds no `<` once `rules/markdown.py` has escaped it."""
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})(.*)", re.DOTALL)
"""A fence and what stands behind it; three backticks in running text are none (CommonMark 0.31, 4.5)."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
"""A line as editors count them: `str.splitlines` would also split at a form feed or U+2028."""


class DamagedRegionError(Exception):
    """The marks are not there exactly once and in order. `reason` says how; `line` is 1-based."""

    def __init__(self, reason: Phrase, line: int) -> None:
        super().__init__(reason.text)
        self.reason, self.line = reason, line


@dataclass(frozen=True, slots=True)
class Region:
    """A region found in a page."""

    before: str
    inner: str
    """Between the marks, line ends as in the file."""
    after: str
    fingerprint: str
    """As the opening mark states it; empty when it states none."""
    newline: str

    @property
    def intact(self) -> bool:
        """Whether nobody has written between the marks since vaultkit did. An empty region is intact."""
        return not self.inner.strip() or self.fingerprint in ("", fingerprint(self.inner))


def marks(name: str) -> tuple[str, str]:
    """The shortest marks that make a region, for messages."""
    return f"<!-- vaultkit:begin {name} -->", f"<!-- vaultkit:end {name} -->"


def holds_a_mark(text: str) -> bool:
    """Whether a text would be taken for a mark, or for a damaged one, on a page."""
    return bool(_MARK.search(text))


def fingerprint(inner: str) -> str:
    """Eight hexadecimal digits for a region's text, whatever its line ends."""
    return _fingerprint(inner.encode().replace(b"\r\n", b"\n").strip(b"\n"))


def _fingerprint(inner: bytes) -> str:
    return hashlib.sha256(inner).hexdigest()[:8]


def own_lines(body: str) -> Iterator[tuple[int, str]]:
    """The lines that the owner wrote as text, with their 0-based numbers: none of a region, and no code."""
    inside, fence = False, ""
    for number, line in enumerate(body.split("\n")):
        was, fence = fence, _fence_after(line, fence)
        if inside or (not fence and not was and _BEGIN.fullmatch(line)):
            inside = not _END.fullmatch(line)
        elif not fence and not was:
            yield number, line.rstrip("\r")


def find(text: str, name: str) -> Region | None:
    """The region called `name`; None when the page holds no mark of vaultkit at all.

    Raises DamagedRegionError when the marks are damaged, doubled, nested, in a code block or out of order.
    """
    begin: tuple[int, int, int, str] | None = None
    end: tuple[int, int] | None = None
    position, fence = 0, ""
    for number, line in enumerate(_LINE.findall(text), 1):
        start, position = position, position + len(line)
        fence = _fence_after(line, fence)
        if not _MARK.search(line):
            continue
        opening, closing = _BEGIN.fullmatch(line), _END.fullmatch(line)
        inside = begin is not None and end is None
        if fence and not inside:
            raise DamagedRegionError(phrase("a mark stands in a code block"), number)
        if opening is None and closing is None:
            raise DamagedRegionError(phrase("a mark is not a line of its own"), number)
        if opening is not None:
            if inside:
                raise DamagedRegionError(phrase("a region begins inside another"), number)
            if opening[1] == name:
                if begin is not None:
                    raise DamagedRegionError(phrase("the region is there twice"), number)
                begin = (start, position, number, opening[2] or "")
        elif closing is not None and closing[1] == name:
            if begin is None or end is not None:
                raise DamagedRegionError(phrase("an end has no beginning"), number)
            end = (start, start + len(line.rstrip("\r\n")))
        elif inside:
            raise DamagedRegionError(phrase("another region ends inside this one"), number)
    if begin is None:
        return None
    if end is None:
        raise DamagedRegionError(phrase("the end is missing"), begin[2])
    newline = "\r\n" if text[begin[0] : begin[1]].endswith("\r\n") else "\n"
    return Region(text[: begin[0]], text[begin[1] : end[0]], text[end[1] :], begin[3], newline)


def _fence_after(line: str, fence: str) -> str:
    """The fence of the code block that is open after a line; empty when none is."""
    fenced = _FENCE.match(line)
    if not fenced:
        return fence
    if not fence:
        return fenced[1]
    closes = fenced[1].startswith(fence) and not fenced[2].strip()
    return "" if closes else fence


def fill(region: Region, name: str, inner: str, note: str) -> str:
    """The page with new text in its region. `note` is the word to the reader."""
    return filled(region, name, inner.encode(), note).decode()


def filled(region: Region, name: str, inner: bytes, note: str) -> bytes:
    """`fill` in UTF-8. A page may be large, and bytes are smaller than text."""
    # The line end behind the closing mark is the owner's: a page may end without one.
    block = _block(name, inner, note)
    if region.newline != "\n":
        block = block.replace(b"\n", region.newline.encode())
    return b"".join((region.before.encode(), block, region.after.encode()))


def make(name: str, inner: str, note: str) -> str:
    """A region as a new page holds it."""
    return _block(name, inner.encode(), note).decode() + "\n"


def _block(name: str, inner: bytes, note: str) -> bytes:
    """A region with its marks, without the line end behind it."""
    inner = inner.strip(b"\n")
    begin = f"<!-- vaultkit:begin {name} {_fingerprint(inner)} ({note}) -->\n"
    return b"".join((begin.encode(), inner, f"\n<!-- vaultkit:end {name} -->".encode()))


def written_by_hand(found: str, ours: str | None, wanted: str) -> list[str]:
    """The lines that somebody wrote or changed between the marks, in order.

    `ours` is what vaultkit wrote there; where that is not known any more, every line counts that the new
    text does not hold.
    """
    lines = _lines(found)
    if ours is None:
        known = set(_lines(wanted))
        return [line for line in lines if line.strip() and line not in known]
    matcher = difflib.SequenceMatcher(a=_lines(ours), b=lines, autojunk=False)
    return [
        line
        for tag, _, _, start, stop in matcher.get_opcodes()
        if tag in ("insert", "replace")
        for line in lines[start:stop]
        if line.strip()
    ]


def _lines(text: str) -> list[str]:
    return [line.rstrip("\r") for line in text.strip("\r\n").split("\n")]
