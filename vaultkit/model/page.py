"""A page: a note that vaultkit keeps in the pages' folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """What goes into a page, before a template gives it its words."""

    key: str
    """`home`, `queue`, `private` …: the name of its region, and of a template that replaces it."""
    template: str
    """The shipped template, without `.md`."""
    data: Mapping[str, Any]
    """Text, numbers, days, Phrase, Ref, Network, Cadence, and lists and mappings of these."""
