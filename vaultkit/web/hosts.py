"""Whose name a request may call this server by.

A web page in the owner's browser can let a name of its own mean 127.0.0.1 (DNS rebinding); the Host header
still tells that name, and that is how such a request is known.
"""

from vaultkit.rules.clients import bracketed, is_everywhere
from vaultkit.store.network import is_own_address, own_names

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Hosts:
    """The names of one server, each with its port or with none."""

    def __init__(self, told: str, port: int) -> None:
        """`told`: the host it was told to serve at; `0.0.0.0` and `::` are every address of the machine."""
        self._everywhere = is_everywhere(told)
        own = own_names() if self._everywhere else (bracketed(told).casefold(),)
        self._names = frozenset((*LOOPBACK, *own))
        self._port = str(port)

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server."""
        name, colon, port = host.rpartition(":")
        if not colon or host.endswith("]"):
            name = host
        elif port != self._port:
            return False
        name = name.casefold()
        # An address in figures is nobody's name: it cannot be made to mean another machine.
        return name in self._names or (self._everywhere and is_own_address(name))
