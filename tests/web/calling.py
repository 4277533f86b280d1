"""What the tests of the server call it with: raw requests on real sockets, and their answers taken apart."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench import put

from vaultkit.app.clock import Clock
from vaultkit.app.opening import open_vault
from vaultkit.app.publishing import PublishedFeeds
from vaultkit.store.addresses import Addresses
from vaultkit.web.serving import Serving, serving

FEED = "Networking/networking.ics"
ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + b"X-A:b\r\n" * 50 + b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    """By name in small letters."""
    body: bytes


@dataclass(frozen=True)
class Called:
    """A server of a vault, and the address of its feed."""

    root: Path
    serving: Serving
    path: str
    """The secret one of `networking`."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.serving.port}"

    def get(self, path: str = "", *lines: str, method: str = "GET", host: str | None = None) -> Answer:
        """One request in a connection of its own; without a path the feed's."""
        host_line = f"Host: {self.host if host is None else host}"
        return self.send(
            "\r\n".join(
                (f"{method} {path or self.path} HTTP/1.1", host_line, *lines, "Connection: close", "", "")
            )
        )

    def send(self, request: str | bytes) -> Answer:
        """These bytes as they are, and what came until the server closed."""
        with self.connect() as client:
            client.sendall(request.encode("latin-1") if isinstance(request, str) else request)
            return taken_apart(until_closed(client))

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.serving.port), timeout=30)


def until_closed(client: socket.socket) -> bytes:
    held = b""
    try:
        while got := client.recv(1 << 16):
            held += got
    except ConnectionResetError:
        pass
    return held


def taken_apart(held: bytes) -> Answer:
    head, _, body = held.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs: Sequence[tuple[str, str, str]] = [line.partition(": ") for line in lines]
    names = [name.casefold() for name, _, _ in pairs]
    assert len(names) == len(set(names)), "each header once"
    return Answer(int(first.split(" ")[1]), {name.casefold(): value for name, _, value in pairs}, body)


@contextmanager
def called(root: Path, host: str = "127.0.0.1") -> Iterator[Called]:
    """A server of a vault on a port that was free, with the address that its owner was told."""
    published = PublishedFeeds(root, os.environ, Clock())
    with serving(published, host, 0, os.getpid()) as now:
        yield Called(root, now, address_of(root))


def address_of(root: Path, feed: str = "networking", name: str = "phone") -> str:
    known = Addresses(open_vault(root, os.environ).state)
    return next(one.path for one in known.of([feed]) if one.name == name)


def publish(root: Path, data: bytes = ICS, path: str = FEED) -> None:
    """Put a feed where a sync writes it, in its way: another file under the same name."""
    beside = put(root, f"{path}.new", data)
    beside.replace(root / path)
