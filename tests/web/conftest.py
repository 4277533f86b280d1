"""A vault with a feed, and its server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from web.calling import FEED, ICS, Called, called
from workbench import Vault


@pytest.fixture
def root(vault: Vault) -> Path:
    return vault({FEED: ICS})


@pytest.fixture
def server(root: Path) -> Iterator[Called]:
    with called(root) as server:
        yield server
