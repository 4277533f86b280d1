"""What this machine is called on the network it is in. Nothing is sent."""

import socket
from ipaddress import ip_address

from vaultkit.rules.clients import is_everywhere

_ELSEWHERE = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737): asked only which way it would be."""


def outward_address() -> str:
    """The address under which others in the house see this machine; empty where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_ELSEWHERE)  # a datagram socket: no packet leaves
            return str(asked.getsockname()[0])
        except OSError:
            return ""


def told_host(host: str) -> str:
    """The host that others are to be told, where it is served at `host`, which may mean every address."""
    return (outward_address() or "127.0.0.1") if is_everywhere(host) else host


def is_own_address(host: str) -> bool:
    """Whether it is an IP address of this machine, now."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as tried:
            tried.bind((str(address), 0))  # the system lets nobody have an address that is not here
    except OSError:
        return False
    return not address.is_unspecified


def own_names() -> tuple[str, ...]:
    """What the machine is called, also where names end in `.local` (RFC 6762)."""
    name = socket.gethostname().casefold()
    return (name, f"{name.partition('.')[0]}.local") if name else ()
