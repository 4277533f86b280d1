"""That the feeds of a vault are served, by whom and where; the place is remembered when it has ended.

That it runs is told by its lock alone, which ends with the process. No address is in here, only its host.
"""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.store.daemonstate import PATIENCE
from vaultkit.store.state import StateFolder
from vaultkit.store.trust import read_private, write_private

LOCK = "serve.lock"
FILE = "serve.json"
HOST = "127.0.0.1"
PORT = 8425
"""Where feeds are served unless something else is said: not assigned by IANA, and below the ports that
systems hand out by themselves."""


@dataclass(frozen=True, slots=True)
class ServerState:
    """Where feeds are served, or were served last."""

    host: str = HOST
    """As it was told: a name or an address of this machine, or `0.0.0.0` for every one."""
    port: int = PORT
    pid: int = 0
    """0: not known."""


class AlreadyServingError(VaultkitError):
    """The feeds of this vault are served already."""

    exit_code = 5

    def __init__(self, root: str, where: ServerState) -> None:
        super().__init__(
            phrase(
                "the feeds of {root} are served already, at {host} port {port}",
                root=root,
                host=where.host,
                port=where.port,
            ),
            phrase("one is enough: vaultkit feed tells the addresses"),
        )


@contextmanager
def only_server(folder: StateFolder) -> Iterator[None]:
    """Be the one that serves the feeds of a vault, for the block. Raises AlreadyServingError."""
    with folder.hold(LOCK, PATIENCE) as held:
        if not held:
            raise AlreadyServingError(str(folder.root), last_place(folder))
        yield


def remember(folder: StateFolder, state: ServerState) -> None:
    """Where it is served now; what cannot be written stops nothing. The caller is the only server."""
    with contextlib.suppress(OSError):
        write_private(folder.path / FILE, {"schema": 1, **asdict(state)})


def running(folder: StateFolder) -> ServerState | None:
    """Where the feeds are served now; None when they are not."""
    return last_place(folder) if folder.is_held(LOCK) else None


def last_place(folder: StateFolder) -> ServerState:
    """Where the feeds were served last; the usual place when they never were."""
    data = read_private(folder.path / FILE)
    try:
        port = int(data["port"])
        return ServerState(str(data["host"]), port if 0 < port < 65536 else PORT, int(data["pid"]))
    except Exception:  # noqa: BLE001  a damaged file can raise whatever Python can
        return ServerState()
