"""What a client may use up of the server: bytes, time, connections."""

import sys

HEAD = 16 << 10
"""Bytes of a request line with its headers."""
BODY = 1 << 10
"""Bytes that may come with a request; nothing here reads them."""
CONNECTIONS = 500
"""At the same time; when one more comes, the oldest makes room."""
IDLE = 10.0
"""Seconds without a byte in either direction that end a connection."""
ASKING = 10.0
"""Seconds for a request to arrive whole."""
ANSWERING = 120.0
"""Seconds for an answer to be fetched."""
SPARE_FILES = 100
"""Open files that are left to the rest of the process."""


def overstays(now: float, heard: float, began: float, *, asking: bool, asked: bool, sending: bool) -> bool:
    """Whether a connection has taken longer than it may. Times are in seconds, all from the same moment on.

    `heard`: when the last byte went either way; `began`: when its request did. `asking`: a request has come
    in part; `asked`: one has come whole and is not yet answered; `sending`: bytes of an answer wait for it.
    """
    if now - heard > IDLE:
        return sending or not asked
    if asking:
        return now - began > ASKING
    return sending and now - began > ANSWERING


def most_connections() -> int:
    """How many connections are taken, with the files that this process may open."""
    if sys.platform == "win32":
        return CONNECTIONS
    import resource

    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return CONNECTIONS if files == resource.RLIM_INFINITY else max(min(CONNECTIONS, files - SPARE_FILES), 20)
