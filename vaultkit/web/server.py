"""A server on a socket, with a limit on all that a client could use up. The one module that knows waitress.

Waitress by itself gives up only connections on which nothing happens. One that sends a byte now and then, or
asks for much and reads nothing, it would keep for ever; and when it has as many as it takes, nobody else gets
in. What is added here to its connections ends both.
"""

import os
import socket
import sys
from collections import deque
from collections.abc import Callable
from threading import Thread
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, WSGITask
from waitress.wasyncore import close_all, loop

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.rules.clients import bracketed
from vaultkit.store.logfile import silence
from vaultkit.web import limits
from vaultkit.web.limits import overstays

LOOK_EVERY = 2
"""Seconds between two looks at all connections."""
LONG = 3600
"""Seconds to wait for somebody to come; what happens ends it."""


class PortError(VaultkitError):
    """The place at which it should be served cannot be had."""


class Server:
    """Answers on a socket, in a thread of its own, from being made until `stop`."""

    def __init__(
        self, application: Callable[..., Any], listening: socket.socket, connections: int | None = None
    ) -> None:
        """`listening`: as `listen` gives it; it is the server's from now on.

        `connections`: at the same time; else as many as are good for this machine.
        """
        silence("waitress")  # its messages hold paths, and a path is a secret
        place = listening.getsockname()
        self.port: int = place[1]
        given = Adjustments(
            host="127.0.0.1",  # not used: the socket is bound
            port=self.port,
            ident="",
            channel_timeout=int(limits.IDLE),
            cleanup_interval=LOOK_EVERY,
            connection_limit=limits.CONNECTIONS + limits.SPARE_FILES,
            max_request_header_size=limits.HEAD,
            max_request_body_size=limits.BODY,
            clear_untrusted_proxy_headers=False,  # nobody reads them
        )
        self._map: dict[int, Any] = {}
        self._server = _Listener(
            application,
            self._map,
            True,  # noqa: FBT003  waitress's own order
            listening,
            _AtOnce(),
            given,
            sockinfo=(listening.family, listening.type, listening.proto, place),
            bind_socket=False,
        )
        self._server.most = connections or limits.most_connections()
        self._thread = Thread(target=self._run, name="vaultkit-serve", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        """Wait for clients and answer them, until everything is closed."""
        poll = sys.platform != "win32"  # select() takes no file number above 1,023
        while self._map:
            # Without clients there is nothing to end: a laptop is not woken up for it.
            seconds = LOOK_EVERY if self._server.active_channels else LONG
            loop(seconds, poll, self._map, count=1)

    def stop(self) -> None:
        """Close everything at once."""
        self._server.trigger.pull_trigger(lambda: close_all(self._map, ignore_all=True))
        self._thread.join(timeout=0.5)  # a drive that hangs keeps nobody waiting


class _AtOnce:
    """Answers in the thread that reads the requests, instead of waitress's threads.

    Nothing here waits for anything: bytes from memory are sent in less time than it takes to hand them to
    another thread.
    """

    def __init__(self) -> None:
        self._waiting: deque[_Connection] = deque()

    def add_task(self, client: "_Connection") -> None:
        """Have a request answered at the next `answer`. Here, locks of waitress's own are held."""
        self._waiting.append(client)

    def answer(self) -> None:
        while self._waiting:
            self._waiting.popleft().service()


class _Refusal(ErrorTask):
    """What cannot be understood is answered without a word of it."""

    def execute(self) -> None:
        error = self.request.error
        assert error is not None
        self.status = f"{error.code} {error.reason}"
        body = f"{error.reason}\n".encode()
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Answer(WSGITask):
    """An answer of the application's."""

    def set_close_on_finish(self) -> None:
        # Waitress closes behind every answer without a length; a 304 ends with its head (RFC 9112, 6.3).
        kept = self.version == "1.1" and self.request.headers.get("CONNECTION", "").lower() != "close"
        if not (kept and self.status.startswith("304")):
            super().set_close_on_finish()


class _Connection(HTTPChannel):
    """A client."""

    task_class = _Answer
    error_task_class = _Refusal
    began: float = 0.0
    """When the request that is being received or answered began."""

    def received(self, data: bytes) -> bool:
        if self.request is None and not self.requests:
            self.began = self.last_activity
        taken = bool(super().received(data))
        # One at a time: the answers to hundreds of small requests in one piece, which nobody reads, would
        # fill the memory. Who sends on before the answer is there has to expect that (RFC 9112, 9.3.2).
        with self.requests_lock:
            if len(self.requests) > 1:
                self.requests[0].headers["CONNECTION"] = "close"
                del self.requests[1:]
        self.server.task_dispatcher.answer()
        return taken

    def overstays(self, now: float) -> bool:
        """Whether it has taken longer than it may. `now`: seconds since 1970."""
        return overstays(
            now,
            self.last_activity,
            self.began,
            asking=self.request is not None,
            asked=bool(self.requests),
            sending=bool(self.total_outbufs_len),
        )


class _Listener(TcpWSGIServer):
    """The socket at which clients arrive."""

    channel_class = _Connection
    most = 0
    """Connections at the same time."""

    def maintenance(self, now: float) -> None:
        for client in list(self.active_channels.values()):
            if client.overstays(now):
                # Not `will_close`: that waits until the client reads, which may be never.
                client.handle_close()

    def handle_accept(self) -> None:
        super().handle_accept()
        clients = self.active_channels
        if len(clients) > self.most:
            # Not before: a new connection would get the number of the old one, with what was told of that.
            min(clients.values(), key=_age).handle_close()


def _age(client: _Connection) -> float:
    return client.creation_time  # type: ignore[no-any-return]


def listen(host: str, port: int) -> socket.socket:
    """A socket at a place of this machine; port 0: any that is free. Raises PortError."""
    try:
        found = socket.getaddrinfo(
            "127.0.0.1" if host == "localhost" else host.strip("[]"),
            port,
            type=socket.SOCK_STREAM,
            flags=socket.AI_PASSIVE,
        )
    except (OSError, UnicodeError):
        raise PortError(
            phrase("nothing is known of a host called «{host}»", host=host),
            phrase("name an address of this machine, or leave --host out"),
        ) from None
    family, kind, protocol, _, place = found[0]
    made = socket.socket(family, kind, protocol)
    try:
        if sys.platform == "win32":  # there, REUSEADDR lets another program take the port over
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(place)
    except OSError as error:
        made.close()
        why = (os.strerror(error.errno) if error.errno else str(error)).lower()
        raise PortError(
            phrase("cannot serve at {place}: {reason}", place=f"{bracketed(host)}:{port}", reason=why),
            phrase("name another port (--port) or an address of this machine (--host)"),
        ) from None
    return made
