"""Serve the feeds of a vault, alone or beside its daemon."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vaultkit.app.publishing import PublishedFeeds
from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.store.serverstate import ServerState, only_server, remember
from vaultkit.web.feeds import Feeds
from vaultkit.web.hosts import Hosts
from vaultkit.web.server import Server, listen

AGAIN = 30.0
"""Seconds until a place that could not be had is tried again: a laptop that is not at home yet."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Feeds that are being served."""

    host: str
    port: int
    feeds: Feeds


@contextmanager
def serving(published: PublishedFeeds, host: str, port: int, pid: int) -> Iterator[Serving]:
    """Serve for as long as the block lasts; port 0: any that is free.

    Raises AlreadyServingError, PortError.
    """
    state = published.vault.state
    with only_server(state), listen(host, port) as listening:
        there = listening.getsockname()[1]
        feeds = Feeds(published.at, Hosts(host, there))
        server = Server(feeds, listening)
        remember(state, ServerState(host, there, pid))
        try:
            yield Serving(host, there, feeds)
        finally:
            server.stop()


@contextmanager
def serving_beside(
    published: PublishedFeeds,
    host: str,
    port: int,
    pid: int,
    *,
    tell: Callable[[Serving | VaultkitError], None],
) -> Iterator[None]:
    """Serve while the block does something else; a place that cannot be had is tried again and again.

    `tell` hears, in another thread, of each start, and of each reason why it could not be that is not the
    last one again.
    """
    stop = threading.Event()

    def keep_trying() -> None:
        said = ""
        while not stop.is_set():
            try:
                with serving(published, host, port, pid) as now:
                    tell(now)
                    stop.wait()
            except (VaultkitError, OSError) as error:
                if str(error) != said:
                    other = VaultkitError(phrase("{reason}", reason=str(error)))
                    tell(error if isinstance(error, VaultkitError) else other)
                said = str(error)
                stop.wait(AGAIN)

    thread = threading.Thread(target=keep_trying, name="vaultkit-serving")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
