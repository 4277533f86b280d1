"""Calendar servers for tests, on this machine only: a real Radicale, and one that stands in its way."""

import base64
import contextlib
import http.client
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

USER, PASSWORD = "ada", "h8nt-en ø"
PATH = "/ada/job/"
_CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/collections
[logging]
level = info
"""
_MAKE = (
    '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
    "<D:displayname>Work</D:displayname></D:prop></D:set></C:mkcalendar>"
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Radicale:
    """A running one, with one user and one calendar; asked past vaultkit, as a phone would."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"

    def ask(
        self, method: str, path: str = PATH, body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        data = body.encode() if isinstance(body, str) else body
        connection.request(method, path, data, {"Authorization": f"Basic {login}", **(headers or {})})
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer

    def put(self, name: str, data: bytes) -> None:
        """As a phone that has seen the newest version."""
        answer = self.ask("PUT", PATH + name, data, {"Content-Type": "text/calendar"})
        assert answer.status in (201, 204), answer

    def objects(self, folder: Path) -> dict[str, bytes]:
        """The files in which it keeps the calendar."""
        place = folder / "collections" / "collection-root" / PATH.strip("/")
        return {file.name: file.read_bytes() for file in sorted(place.glob("*.ics"))}


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """A Radicale that keeps everything below a folder, for the block."""
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    for _ in range(5):  # another process may take the port in between
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        config = folder / "config"
        config.write_text(_CONFIG.format(folder=folder, port=port), encoding="utf-8")
        command = [sys.executable, "-m", "radicale", "--config", str(config)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            if not any("Radicale server ready" in line for line in process.stderr):
                continue
            Thread(target=process.stderr.read, daemon=True).start()
            try:
                server = Radicale(port)
                assert server.ask("MKCALENDAR", body=_MAKE).status == 201
                yield server
                return
            finally:
                process.terminate()
    raise AssertionError("Radicale does not start")


Reply = tuple[int, Mapping[str, str], bytes]
Handle = Callable[[str, str, Mapping[str, str], bytes], Reply | None]
"""Method, path, headers and body of a request to its answer; None: the connection is cut."""


@dataclass
class Asked:
    """A server that answers as it is told to."""

    port: int
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each request."""
    headers: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"


@contextlib.contextmanager
def answering(handle: Handle, certificate: Path | None = None) -> Iterator[Asked]:
    """A server that answers by a function, for the block; over TLS with a certificate and its key."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            asked.requests.append((self.command, self.path))
            asked.headers.append(dict(self.headers))
            reply = handle(self.command, self.path, dict(self.headers), body)
            if reply is None:
                self.close_connection = True
                return
            status, headers, data = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_PUT = do_DELETE = do_PROPFIND = do_REPORT = do_GET = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that has gone away is what some tests are about."""

    with Quiet(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        asked = Asked(server.server_address[1])
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield asked
        finally:
            server.shutdown()
            thread.join()


def passed_on(to: str, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
    """The answer of another server to the same request."""
    connection = http.client.HTTPConnection(urlsplit(to).netloc, timeout=30)
    kept = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length")}
    connection.request(method, path, body, kept)
    response = connection.getresponse()
    data = response.read()
    wanted = ("etag", "content-type", "location")
    passed = {name: value for name, value in response.getheaders() if name.lower() in wanted}
    connection.close()
    return response.status, passed, data
