"""Names that people give, as names of files on every system."""

import re
import unicodedata

from vaultkit.rules.markdown import clean

_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\[\]]+')
"""What Windows or Obsidian's links cannot hold."""
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?= *(?:\.|$))", re.IGNORECASE
)
"""Names that Windows keeps for itself, whatever stands behind their first dot."""
_LONGEST = 200
"""Bytes, so that every system and every passing file beside it has room (255 at most)."""
_TAILS = "\u200d\ufe0e\ufe0f. "
"""What cannot be the last sign of a name: half an emoji, and what Windows takes away."""


def file_name(name: str) -> str:
    """The name without what a file or a link cannot hold; empty when nothing is left.

    `A/B: C` is `A B C`; names that Windows keeps for itself get a line behind them; `.md` is no part of it.
    """
    bare = _FORBIDDEN.sub(" ", re.sub("%{2,}", "%", unicodedata.normalize("NFC", clean(name))))
    bare = re.sub(r"(?:\.md)+$", "", " ".join(bare.split()).strip(". "), flags=re.IGNORECASE).strip(". ")
    if len(bare.encode()) > _LONGEST:
        bare = bare.encode()[:_LONGEST].decode("utf-8", "ignore").rstrip(_TAILS)
    return _RESERVED.sub(r"\1_", bare, count=1) if _RESERVED.match(bare) else bare
