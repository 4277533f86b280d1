"""The feeds as a WSGI application: a right address gets its feed, everything else the same 404.

A plain one, without a framework: docs/decisions/0018. It writes no log: a path is a secret.
"""

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from vaultkit.app.publishing import Published
from vaultkit.web.conditions import has_seen, wants_gzip
from vaultkit.web.hosts import Hosts

Headers = list[tuple[str, str]]
Start = Callable[[str, Headers], object]

ALWAYS: Headers = [
    # no-store would end conditional requests.
    ("Cache-Control", "private, no-cache"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
]
ROBOTS = b"User-agent: *\nAllow: /\n"
"""Google gives up a calendar whose robots.txt forbids it; X-Robots-Tag keeps it out of the index."""
LATER = "60"
"""Seconds after which somebody may ask again for a feed that was never published."""


@dataclass(frozen=True)
class Representation:
    """A feed, ready to be sent."""

    data: bytes

    @cached_property
    def tag(self) -> str:
        """Of the bytes: two machines with the same feed have the same one."""
        return hashlib.sha256(self.data).hexdigest()[:32]

    @cached_property
    def plain(self) -> tuple[str, Headers, bytes]:
        """Entity tag, headers and bytes, as they are."""
        return self._form(self.data, self.tag)

    @cached_property
    def zipped(self) -> tuple[str, Headers, bytes]:
        """The same, as gzip: other bytes, so another tag."""
        form = self._form(gzip.compress(self.data, 6, mtime=0), f"{self.tag}-gzip")
        form[1].append(("Content-Encoding", "gzip"))
        return form

    @staticmethod
    def _form(data: bytes, tag: str) -> tuple[str, Headers, bytes]:
        headers = [
            ("Content-Length", str(len(data))),
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("ETag", f'"{tag}"'),
            ("Vary", "Accept-Encoding"),
            *ALWAYS,
        ]
        return f'"{tag}"', headers, data


class Feeds:
    """The application."""

    def __init__(self, find: Callable[[bytes], Published | None], hosts: Hosts) -> None:
        """`find`: what stands behind the path of an address."""
        self._find, self._hosts = find, hosts
        self._forms: dict[str, Representation] = {}
        self.answered: Counter[str] = Counter()
        """How often each status was given."""

    def __call__(self, environ: Mapping[str, object], start: Start) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        try:
            status, headers, body = self._answer(environ)
        except Exception:  # noqa: BLE001  the server would log the path with it
            status, headers, body = _words("500 Internal Server Error")
        self.answered[status[:3]] += 1
        start(status, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" or not body else (body,)

    def _answer(self, environ: Mapping[str, object]) -> tuple[str, Headers, bytes]:
        def header(name: str) -> str:
            return str(environ.get(name, ""))

        if not self._hosts.knows(header("HTTP_HOST")):
            return _words("404 Not Found")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _words("405 Method Not Allowed", ("Allow", "GET, HEAD"))
        # As it was sent: a whole address (RFC 9112, 3.2.2) would name another host than the Host header.
        path = header("REQUEST_URI").partition("?")[0].encode("latin-1", "replace")
        if path == b"/robots.txt":
            return _words("200 OK", body=ROBOTS)
        published = self._find(path)
        if published is None:
            return _words("404 Not Found")
        if published.data is None:
            return _words("503 Service Unavailable", ("Retry-After", LATER))
        form = self._forms.get(published.feed)
        if form is None or form.data is not published.data:
            form = self._forms[published.feed] = Representation(published.data)
        etag, headers, data = form.zipped if wants_gzip(header("HTTP_ACCEPT_ENCODING")) else form.plain
        if "HTTP_IF_NONE_MATCH" in environ and has_seen(header("HTTP_IF_NONE_MATCH"), etag):
            return "304 Not Modified", [("ETag", etag), ("Vary", "Accept-Encoding"), *ALWAYS], b""
        return "200 OK", headers, data


def _words(status: str, *more: tuple[str, str], body: bytes = b"") -> tuple[str, Headers, bytes]:
    """An answer that is no feed: the status and its words, nothing of the request."""
    body = body or f"{status[4:]}\n".encode()
    length, kind = ("Content-Length", str(len(body))), ("Content-Type", "text/plain; charset=utf-8")
    return status, [length, kind, *more, *ALWAYS], body
