"""Tell systemd how a service is doing; sd_notify(3) without its library. Silent where nobody listens."""

import socket
from collections.abc import Mapping

from vaultkit.rules.markdown import clean

READY = "READY=1"
STOPPING = "STOPPING=1"
WATCHDOG = "WATCHDOG=1"


def status(text: str) -> str:
    """The line that `systemctl status` shows. A name in it can start no line of its own."""
    return f"STATUS={clean(text)}"


def notify(state: str, environment: Mapping[str, str]) -> bool:
    """Send one or several `NAME=value`, one a line; whether anybody was told. Never raises."""
    address = environment.get("NOTIFY_SOCKET", "")
    family = getattr(socket, "AF_UNIX", None)
    if family is None or address[:1] not in ("/", "@"):
        return False
    if address.startswith("@"):  # Linux: a name that is in no folder
        address = "\0" + address[1:]
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sending:
            sending.settimeout(1)
            sending.sendto(state.encode("utf-8", "replace"), address)
    except (OSError, ValueError):
        return False
    return True


def watchdog_seconds(environment: Mapping[str, str], pid: int) -> float | None:
    """So often, in seconds, `WATCHDOG` is waited for, halved as sd_watchdog_enabled(3) advises.

    None where nobody waits for it, or waits for another process.
    """
    try:
        microseconds = int(environment.get("WATCHDOG_USEC", ""))
        if microseconds <= 0 or int(environment.get("WATCHDOG_PID", pid)) != pid:
            return None
    except ValueError:
        return None
    return microseconds / 2_000_000
