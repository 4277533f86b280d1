"""The address of a calendar on a server, as somebody typed it."""

from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from vaultkit.model.phrase import Phrase, phrase

_PATH = "/%@:!$&'()*+,;=-._~"


def read_address(typed: str) -> str | Phrase:
    """The address with its slash at the end, percent-encoded; or why it cannot be used.

    Passwords go over TLS only, but for a server on this very machine.
    """
    try:
        parts = urlsplit(typed.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        return phrase("it is not an address")
    if parts.scheme not in ("https", "http") or not host:
        return phrase("it begins with https://")
    if parts.username is not None or parts.password is not None:
        return phrase("user and password do not belong into it: --user names the user")
    if parts.query or parts.fragment:
        return phrase("it has no ? and no #: it is not the address for subscribing")
    if parts.scheme == "http" and not _is_this_machine(host):
        return phrase("over http:// the password could be read on the way: use https://")
    path = quote(parts.path, safe=_PATH)
    if not path.strip("/") or "/../" in f"{path}/":
        return phrase("it is that of the server: the address of one calendar is needed")
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}{f':{port}' if port else ''}{path.rstrip('/')}/"


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
