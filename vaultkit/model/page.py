"""A page: a note that vaultkit keeps in the pages' folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """What goes into a page, before a template gives it its words."""

    key: str
    """`home`, `queue`, `private` …: the name of its region, and of a template that replaces it."""
    template: str
    """The shipped template, without `.md`."""
    build: Callable[[], Mapping[str, Any]]
    """Gives text, numbers, days, Phrase, Ref, Network, Cadence, Rows, and lists and mappings of these."""
    of: object = None
    """What it is made of: a page that is made of equal things is an equal page. None: not told."""
    text: str = ""
    """The template itself, of a plugin's page; empty: it is shipped with vaultkit."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What `build` gives."""
        return self.build()
