"""A link to another note, as the owner wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One value that may be plain text or a wikilink: `Equinor`, `[[Equinor]]`, `[[Firma/Equinor|EQNR]]`."""

    text: str
    """What a reader sees: the text behind `|`, else the name in the link, else the plain text."""
    target: str = ""
    """The linked name or path without `#part` and `.md`; empty when the value is plain text."""
