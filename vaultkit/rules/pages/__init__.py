"""The pages: one module for each kind of page, one template, and one line in PAGES.

`docs/how-to/add-a-page.md` walks through it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from vaultkit.model.network import Network
from vaultkit.model.page import Page
from vaultkit.model.phrase import marked
from vaultkit.rules.pages import home, network, queue, week
from vaultkit.rules.pages.view import View

Build = Callable[[View], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page."""

    title: str
    """English title; in the vault's language it is the file name too."""
    template: str
    """The shipped template, without `.md`; a plugin gives a name and `text`."""
    build: Build
    made_of: Callable[[View], object] = lambda _: None
    """What a page is made of beside the words: while that is equal, the page need not be built again.

    None: it is built each time, and compared.
    """
    text: str = ""
    """The template itself, of a plugin's page; empty: it is shipped with vaultkit."""


PAGES: dict[str, PageKind] = {
    "home": PageKind(marked("Network"), "home", home.build),
    "queue": PageKind(marked("Follow-ups"), "queue", queue.build, queue.made_of),
    "week": PageKind(marked("Week"), "week", week.build),
    "private": PageKind(marked("Private"), "network", *network.page_of(Network.PRIVATE)),
    "professional": PageKind(marked("Professional"), "network", *network.page_of(Network.PROFESSIONAL)),
    "historical": PageKind(marked("Historical"), "network", *network.page_of(Network.HISTORICAL)),
    "leisure": PageKind(marked("Leisure"), "network", *network.page_of(Network.LEISURE)),
}
"""vaultkit's own pages by key, in the order in which they are listed; those of plugins come behind them."""


def make_pages(view: View, kinds: Mapping[str, PageKind] = PAGES) -> list[Page]:
    """All pages for one day."""
    return [
        Page(key, kind.template, partial(kind.build, view), kind.made_of(view), kind.text)
        for key, kind in kinds.items()
    ]
