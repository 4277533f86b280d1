"""One calendar on a server, over HTTP (CalDAV, RFC 4791). The one module that knows http.client.

What it can do is what is safe: list and read what is there, create where nothing is (`If-None-Match: *`),
change and delete exactly the version that was seen (`If-Match`). No redirect is followed, so that the
password goes to no other host; TLS is verified; every answer is bounded in size and time.
"""

import base64
import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote, unquote, urlsplit

from vaultkit.model.phrase import Phrase, phrase
from vaultkit.store import davxml
from vaultkit.store.daverrors import (
    CertificateError,
    ElsewhereError,
    MeanwhileError,
    NotACalendarError,
    NoVersionError,
    RefusedError,
    UnreachableError,
    WrongPasswordError,
)

SILENCE = 20.0
"""Seconds without a byte after which a server is taken for dead."""
LIMIT = 120.0
"""Seconds that one request may take, whatever arrives meanwhile."""
MOST = 32 << 20
"""Bytes of one answer."""
PAUSES = (1.0, 4.0, 15.0)
"""Seconds to wait before each new try."""
LONGEST_PAUSE = 60.0
"""A server may ask for a pause of its own (Retry-After), up to so many seconds."""
_AT_ONCE = 50
"""So many objects are asked for in one request."""
_TIRED = {429, 500, 502, 503, 504}
"""Answers that may be other ones in a moment."""
_XML = "application/xml; charset=utf-8"
_ICS = "text/calendar; charset=utf-8"


class CalendarAtServer:
    """The calendar at an address. `close` it when it is no longer needed."""

    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        *,
        wait: Callable[[float], None] = time.sleep,
        limit: float = LIMIT,
    ) -> None:
        """`url`: as `rules/serveraddress.py` gives it. `wait`: for seconds. `limit`: of one request."""
        parts = urlsplit(url)
        self._url, self._user, self._wait, self._limit = url, user, wait, limit
        self.host = parts.hostname or ""
        self._path = parts.path
        self._folder = unquote(parts.path)
        self._login = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._connection: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            self._connection = http.client.HTTPSConnection(
                self.host, parts.port, timeout=SILENCE, context=context
            )
        else:
            self._connection = http.client.HTTPConnection(self.host, parts.port, timeout=SILENCE)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def title(self) -> str:
        """What the server calls the calendar; its address where it has no name. Raises ServerError."""
        rows = self._rows("PROPFIND", davxml.WHAT_IT_IS, depth="0")
        row = next((one for one in rows if one.is_calendar), None)
        if row is None:
            raise NotACalendarError(self._url)
        return row.displayname or self._url

    def listed(self) -> dict[str, str]:
        """The ETag of each object, by name. Raises ServerError."""
        rows = list(self._rows("PROPFIND", davxml.ITS_OBJECTS, depth="1"))
        if not any(unquote(row.path).rstrip("/") == self._folder.rstrip("/") for row in rows):
            raise NotACalendarError(
                self._url
            )  # an answer about something else must not look like an empty one
        named = ((davxml.name_in(row.path, self._folder), row) for row in rows)
        return {name: row.etag for name, row in named if name and not row.is_folder}

    def objects(self, names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
        """Name, ETag and bytes of those that are there; line ends may be LF. Raises ServerError."""
        wanted = set(names)
        for begin in range(0, len(names), _AT_ONCE):
            body = davxml.objects_wanted(self._address(name) for name in names[begin : begin + _AT_ONCE])
            for row in self._rows("REPORT", body, depth="1"):
                name = davxml.name_in(row.path, self._folder)
                if name in wanted and row.data is not None:
                    yield name, row.etag, row.data.encode("utf-8", "replace")

    def create(self, name: str, data: bytes) -> str:
        """Put an object where none is; its ETag, empty where the server does not say.

        Raises MeanwhileError where one is, and ServerError.
        """
        return self._put(name, data, {"If-None-Match": "*"})

    def change(self, name: str, data: bytes, etag: str) -> str:
        """Put an object in the place of the version with that ETag; as `create`."""
        return self._put(name, data, self._only(etag))

    def delete(self, name: str, etag: str) -> None:
        """Take away the version with that ETag. Raises MeanwhileError, ServerError."""
        self._ask("DELETE", self._address(name), headers=self._only(etag))

    def _put(self, name: str, data: bytes, condition: dict[str, str]) -> str:
        headers = {"Content-Type": _ICS, **condition}
        response, _ = self._ask("PUT", self._address(name), data, headers)
        etag = (response.getheader("ETag") or "").strip()
        # A weak one can be used in no condition (RFC 9110, 13.1.1).
        return "" if etag.startswith("W/") else etag

    def _only(self, etag: str) -> dict[str, str]:
        """The condition for one version. Without an ETag nothing is ever written over."""
        if not etag:
            raise NoVersionError(self.host)
        return {"If-Match": etag}

    def _address(self, name: str) -> str:
        return self._path + quote(name, safe="@")

    def _rows(self, method: str, body: bytes, *, depth: str) -> Iterator[davxml.Row]:
        headers = {"Content-Type": _XML, "Depth": depth}
        try:
            response, answer = self._ask(method, self._path, body, headers)
        except MeanwhileError:
            raise NotACalendarError(self._url) from None
        if response.status != 207:
            raise NotACalendarError(self._url)
        try:
            yield from davxml.read_rows(answer)
        except ValueError as error:
            why = phrase("its answer makes no sense ({reason})", reason=str(error)[:100])
            raise UnreachableError(self.host, why) from None

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """An answer that says yes; tried again where that may help. Raises ServerError."""
        for pause in (*PAUSES, None):
            try:
                response, answer = self._exchange(method, path, body, headers or {})
            except ssl.SSLCertVerificationError as error:
                raise CertificateError(self.host, error.verify_message or "") from None
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                if pause is None:
                    raise UnreachableError(self.host, _why(error)) from None
            else:
                if response.status not in _TIRED:
                    self._require_yes(response)
                    return response, answer
                if pause is None:
                    raise RefusedError(self.host, response.status)
                pause = max(pause, _asked_pause(response))
            self._wait(pause)
        raise AssertionError("the last try ends the loop")

    def _require_yes(self, response: http.client.HTTPResponse) -> None:
        status = response.status
        if 300 <= status < 400:
            there = urlsplit(response.getheader("Location") or "")
            where = f"{there.scheme}://{there.hostname}{there.path}" if there.hostname else there.path
            raise ElsewhereError(self.host, where[:200] or "?")
        if status == 401:
            raise WrongPasswordError(self.host, self._user)
        if status in (404, 410, 412):
            raise MeanwhileError
        if not 200 <= status < 300:
            raise RefusedError(self.host, status)

    def _exchange(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request and its whole answer. Raises OSError and HTTPException."""
        connection = self._connection
        if connection.sock is None:
            connection.connect()
        cut = threading.Timer(self._limit, _cut, (connection.sock,))
        cut.daemon = True
        cut.start()
        try:
            own = {
                "Authorization": f"Basic {self._login}",
                "User-Agent": "vaultkit",
                "Accept-Encoding": "identity",
            }
            connection.request(method, path, body, {**own, **headers})
            response = connection.getresponse()
            answer = response.read(MOST + 1)
            if response.length:
                connection.close()
                if len(answer) > MOST:
                    raise http.client.HTTPException("its answer is larger than 32 MiB")
                raise http.client.IncompleteRead(b"")
        finally:
            cut.cancel()
        return response, answer


def _cut(connected: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _asked_pause(response: http.client.HTTPResponse) -> float:
    asked = response.getheader("Retry-After") or ""
    return min(float(asked), LONGEST_PAUSE) if asked.isdecimal() else 0.0


def _why(error: Exception) -> Phrase:
    if isinstance(error, TimeoutError):
        return phrase("it does not answer")
    if isinstance(error, socket.gaierror):
        return phrase("there is no such host, or no network")
    if isinstance(error, ConnectionRefusedError):
        return phrase("nobody answers at that port")
    if isinstance(error, http.client.HTTPException | ConnectionError):
        return phrase("the connection broke off")
    return phrase("{reason}", reason=getattr(error, "strerror", None) or type(error).__name__)
