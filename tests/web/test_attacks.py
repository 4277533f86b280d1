"""What somebody may try, on real sockets: docs/serving.md lists each with its test here."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from web.calling import ICS, Called, address_of, called, publish, taken_apart, until_closed
from workbench import ROOT, Run, process, put

from vaultkit.app.opening import open_vault
from vaultkit.store.addresses import Addresses
from vaultkit.web import limits
from vaultkit.web.feeds import Start
from vaultkit.web.hosts import Hosts
from vaultkit.web.server import Server, listen

TRAVERSALS = [
    "/../.vaultkit/config.toml",
    "/{secret}/../networking.ics",
    "/{secret}/../{secret}/networking.ics",
    "/{secret}/./networking.ics",
    "/{secret}/..%2f..%2fPeople%2fAda.md",
    "/{secret}/%2e%2e/%2e%2e/etc/passwd",
    "/{secret}/..\\..\\People\\Ada.md",
    "/{secret}/People/Ada.md",
    "/{secret}/networking.ics/../../People/Ada.ics",
    "/{secret}/%252e%252e/networking.ics",
    "/etc/passwd",
    "/{secret}/%c0%ae%c0%ae/networking.ics",
    "/{secret}/networking.ics;x=1",
    "/{secret}/networking.ics%0d%0aSet-Cookie:x=1",
]
FOREIGN = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "localhost.evil.example",
    "127.0.0.1:1",
    "127.0.0.1:{port}, evil.example",
    "evil.example, 127.0.0.1:{port}",
    "evil@127.0.0.1:{port}",
    "0.0.0.0:{port}",
    "127.1",
    "2130706433",
    "localhost.",
    "[::]:{port}",
    "",
]
OWN = ["127.0.0.1", "127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_to_a_file(server: Called, root: Path, path: str) -> None:
    put(root, "People/Ada.md", "a secret of Ada's")
    answer = server.get(path.format(secret=server.path.split("/")[1]))
    assert (answer.status, answer.body) == (404, b"Not Found\n")


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused(server: Called, host: str) -> None:
    answer = server.get(host=host.format(port=server.serving.port))
    assert (answer.status, answer.body) == (404, b"Not Found\n")
    assert server.get("/robots.txt", host="evil.example").status == 404


def test_no_host_two_hosts_and_a_whole_address_are_refused(server: Called) -> None:
    assert server.send(f"GET {server.path} HTTP/1.0\r\n\r\n").status == 404
    twice = f"Host: {server.host}\r\nHost: evil.example"
    assert server.send(f"GET {server.path} HTTP/1.1\r\n{twice}\r\nConnection: close\r\n\r\n").status == 404
    for place in (server.host, "evil.example", f"evil@{server.host}"):
        assert server.get(f"http://{place}{server.path}").status == 404


@pytest.mark.parametrize("host", OWN)
def test_the_machine_itself_is_known_by_each_of_its_names(server: Called, host: str) -> None:
    assert server.get(host=host.format(port=server.serving.port)).body == ICS


def test_at_every_address_its_own_are_known_and_no_others() -> None:
    hosts = Hosts("0.0.0.0", 8425)
    assert all(hosts.knows(host.format(port=8425)) for host in OWN)
    assert hosts.knows(f"{socket.gethostname()}:8425")
    assert not hosts.knows("192.0.2.55:8425")
    assert not hosts.knows("evil.example:8425")
    assert Hosts("fd00::5", 8425).knows("[FD00::5]:8425")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * (limits.HEAD + 1) + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * (limits.HEAD + 1) + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 4000 + b"\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"<script>alert(1)</script> / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ],
)
def test_what_is_too_much_or_no_request_is_refused_without_a_word_of_it(
    server: Called, request_: bytes, status: int
) -> None:
    with server.connect() as client:
        with suppress(OSError):  # it may be refused before all of it is sent
            client.sendall(request_)
            client.shutdown(socket.SHUT_WR)
        answer = taken_apart(until_closed(client))
    assert answer.status == status
    assert b"script" not in answer.body
    assert len(answer.body) < 100
    assert server.get().body == ICS


def test_a_page_of_somebody_elses_cannot_read_it_in_the_browser(server: Called) -> None:
    lines = ("Origin: https://evil.example", "Sec-Fetch-Site: cross-site")
    answer = server.get("", *lines)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    preflight = server.get("", *lines, "Access-Control-Request-Method: GET", method="OPTIONS")
    assert preflight.status == 405
    assert not [name for name in preflight.headers if name.startswith("access-control")]


# time and connections --------------------------------------------------------------------------------------


# Seconds since the last byte and since the request began; asking, asked, sending; whether it is over.
PATIENCE = {
    "silent for long": (11, 11, False, False, False, True),
    "silent": (9, 9, False, False, False, False),
    "asks a byte at a time": (1, 9, True, False, False, False),
    "asks a byte at a time for long": (1, 11, True, False, False, True),
    "asked much and reads nothing": (11, 11, False, True, True, True),
    "asked and reads nothing": (11, 11, False, False, True, True),
    "reads slowly": (1, 119, False, False, True, False),
    "reads slowly for ever": (1, 121, False, False, True, True),
    "waits for us": (11, 11, False, True, False, False),
}


@pytest.mark.parametrize("client", PATIENCE)
def test_who_takes_too_long_is_ended(client: str) -> None:
    heard, began, asking, asked, sending, ended = PATIENCE[client]
    now = 1000.0
    assert (
        limits.overstays(now, now - heard, now - began, asking=asking, asked=asked, sending=sending) is ended
    )


def test_slow_connections_do_not_keep_a_right_one_out(server: Called) -> None:
    with ExitStack() as opened:
        for _ in range(300):
            client = opened.enter_context(server.connect())
            client.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert server.get().body == ICS


def test_more_connections_than_are_taken_do_not_keep_a_right_one_out() -> None:
    def application(_: object, start: Start) -> list[bytes]:
        start("200 OK", [("Content-Length", "5")])
        return [b"right"]

    with listen("127.0.0.1", 0) as listening, ExitStack() as opened:
        server = Server(application, listening, connections=30)
        opened.callback(server.stop)
        clients = [
            opened.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            for _ in range(100)
        ]
        clients[-1].sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert taken_apart(until_closed(clients[-1])).body == b"right"
        assert clients[0].recv(1) == b"", "the oldest made room"


def test_many_requests_at_once_that_nobody_reads_do_not_block_the_others(root: Path) -> None:
    publish(root, ICS * 600)
    with called(root) as server, ExitStack() as opened:
        request = f"GET {server.path} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
        for _ in range(8):
            opened.enter_context(server.connect()).sendall(request * 100)
        assert server.get("/robots.txt").status == 200
        assert server.get().body == ICS * 600


def test_wrong_addresses_do_not_keep_a_right_one_out(server: Called) -> None:
    request = f"GET /{'0' * 40}/networking.ics HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    with server.connect() as client:
        for _ in range(200):
            client.sendall(request)
            while b"Not Found\n" not in client.recv(1 << 16):
                pass
    assert server.get().body == ICS
    assert server.serving.feeds.answered["404"] == 200


# the address is nowhere ------------------------------------------------------------------------------------


@contextmanager
def command(root: Path, *args: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command in a process of its own, and the port at which it serves."""
    running = subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "--vault", str(root), *args],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert running.stdout is not None
        lines = iter(running.stdout.readline, b"")
        served = next(line for line in lines if b"http://" in line)
        yield running, int(served.split(b"http://127.0.0.1:")[1].split(b";")[0])
    finally:
        running.kill()
        running.wait()


def ask(port: int, path: str, host: str = "127.0.0.1") -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        return taken_apart(until_closed(client)).status


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process at once there")
@pytest.mark.parametrize("args", [("serve", "--port", "0"), ("watch", "--serve", "--port", "0")])
def test_the_address_is_in_no_output_log_argument_list_or_file_of_the_vault(
    root: Path, args: tuple[str, ...]
) -> None:
    put(root, "People/Ada.md", "---\ntype: person\n---\n")
    path = address_of(root)
    secret = path.split("/")[1]
    with command(root, *args) as (running, port):
        (root / "Networking").chmod(0o700)
        codes = [ask(port, path), ask(port, f"{path}x"), ask(port, path, "evil.example")]
        codes.append(ask(port, f"{path}\x00\xff"))
        publish(root, b"")
        (root / "Networking/networking.ics").unlink()
        codes.append(ask(port, path))
        assert codes[:3] == [200, 404, 404]
        if Path("/proc").is_dir():
            for name in ("cmdline", "environ"):
                assert secret.encode() not in Path(f"/proc/{running.pid}/{name}").read_bytes()
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=30)
        assert running.returncode == 0
    assert secret not in out.decode() + err.decode()
    state = Path(os.environ["VAULTKIT_STATE_DIR"])
    holding = [
        file.name for file in (*root.rglob("*"), *state.rglob("*")) if file.is_file() and _in(file, secret)
    ]
    assert holding == ["addresses.json"]


def _in(file: Path, secret: str) -> bool:
    return secret.encode() in file.read_bytes()


def test_the_address_is_in_no_error(root: Path, run: Run) -> None:
    secret = address_of(root).split("/")[1]
    taken = socket.create_server(("127.0.0.1", 0))
    with taken:
        port = str(taken.getsockname()[1])
        for args in (
            ("serve", "--port", port),
            ("serve", "--host", "192.0.2.7"),
            ("feed", "nothing"),
            ("feed", "--revoke", "nobody"),
            ("feed", "--write", "/nowhere/at/all.ics"),
            ("feed", "--svg", str(root / "qr.svg")),
            ("status",),
            ("doctor",),
            ("check",),
            ("sync",),
        ):
            result = run(*args, "--vault", root)
            assert secret not in result.out + result.err
    assert secret not in repr(Addresses(open_vault(root, os.environ).state).of(["networking"]))


def test_a_port_that_is_taken_is_told_with_the_way_out(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = process("serve", "--vault", root, "--port", str(port))
    assert result.code == 3
    assert f"cannot serve at 127.0.0.1:{port}: address already in use" in result.err
    assert "--port" in result.err


def test_a_second_server_of_a_vault_is_told_of_the_first(server: Called, root: Path, run: Run) -> None:
    result = run("serve", "--vault", root, "--port", "0", today=None)
    assert result.code == 5
    assert f"served already, at 127.0.0.1 port {server.serving.port}" in result.err


def test_feed_tells_the_place_where_it_is_served(server: Called, root: Path, run: Run) -> None:
    told = run("feed", "--json", "--vault", root).json
    assert told["feeds"][0]["url"] == f"http://{server.host}{server.path}"
    assert told["server"] == {"host": "127.0.0.1", "port": server.serving.port, "running": True}
    assert json.dumps(told).count("schema") == 1
