"""Serving alone and beside a daemon: one server for a vault, its place remembered, tried again when taken."""

import os
import socket
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from web.calling import Called, called, until_closed
from workbench import Run, person, put

from vaultkit.app.clock import Clock
from vaultkit.app.opening import open_vault
from vaultkit.app.publishing import PublishedFeeds
from vaultkit.errors import VaultkitError
from vaultkit.rules.clients import url
from vaultkit.store.serverstate import (
    FILE,
    PORT,
    AlreadyServingError,
    ServerState,
    last_place,
    running,
)
from vaultkit.store.state import StateFolder
from vaultkit.web.server import PortError, listen
from vaultkit.web.serving import Serving, serving, serving_beside


def state(root: Path) -> StateFolder:
    return open_vault(root, os.environ).state


def published(root: Path) -> PublishedFeeds:
    return PublishedFeeds(root, os.environ, Clock())


def test_where_it_is_served_is_known_while_it_is_and_remembered_after(root: Path) -> None:
    kept = state(root)
    assert (running(kept), last_place(kept)) == (None, ServerState("127.0.0.1", PORT, 0))
    assert not kept.path.exists(), "asking leaves nothing"
    with called(root) as server:
        assert running(kept) == ServerState("127.0.0.1", server.serving.port, os.getpid())
    assert running(kept) is None
    assert last_place(kept).port == server.serving.port


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"host": "x"}', b'{"host": "x", "port": "y", "pid": 1}']
)
def test_a_damaged_memory_means_the_usual_place(root: Path, data: bytes) -> None:
    kept = state(root)
    kept.path.mkdir(parents=True)
    (kept.path / FILE).write_bytes(data)
    assert last_place(kept) == ServerState()


def test_one_server_for_a_vault(server: Called, root: Path) -> None:
    with pytest.raises(AlreadyServingError) as refused, serving(published(root), "127.0.0.1", 0, 1):
        pass
    assert refused.value.exit_code == 5
    assert server.get().status == 200


def test_it_stops_answering_when_it_ends(root: Path) -> None:
    with ExitStack() as opened:
        with called(root) as server:
            waiting = opened.enter_context(server.connect())
        assert until_closed(waiting) == b""
    with pytest.raises(OSError, match="refused"):
        server.connect()
    with called(root) as again:
        assert again.get().status == 200


@pytest.mark.parametrize("host", ["192.0.2.7", "no such host", "x" * 300, "1.2.3.4.5"])
def test_a_place_that_is_not_here_is_refused(host: str) -> None:
    with pytest.raises(PortError) as refused:
        listen(host, 0)
    assert "--host" in refused.value.hint
    assert refused.value.exit_code == 3


def test_localhost_is_the_loopback_address() -> None:
    with listen("localhost", 0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_beside_a_daemon_a_place_that_is_taken_stops_nothing(root: Path) -> None:
    heard: list[Serving | VaultkitError] = []
    told = threading.Event()

    def tell(news: Serving | VaultkitError) -> None:
        heard.append(news)
        told.set()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving_beside(published(root), "127.0.0.1", port, 1, tell=tell):
            assert told.wait(30)
    (refused,) = heard
    assert isinstance(refused, PortError)
    assert url("127.0.0.1", port)[7:] in str(refused)


def test_status_and_doctor_tell_whether_it_is_served(root: Path, run: Run) -> None:
    def doctor() -> dict[str, str]:
        found = run("doctor", "--json", "--vault", root).json["findings"]
        return {one["name"]: f"{one['health']}: {one['message']}" for one in found}

    put(root, "People/Ada.md", person())
    assert "serving" not in doctor(), "nobody asked for an address"
    with called(root) as server:
        said = f"calendars can subscribe at http://{server.host}"
        assert said in run("status", "--vault", root).out
        assert said in run("service", "status", "--vault", root).out
        served = run("service", "status", "--json", "--vault", root).json["serves"]
        assert served == {"host": "127.0.0.1", "port": server.serving.port}
        assert doctor()["serving"] == f"well: {said}"
    assert "calendars can" not in run("status", "--vault", root).out
    assert doctor()["serving"] == "look: feeds have addresses, and nothing answers there now"
    if os.name != "nt":
        (state(root).path / "addresses.json").chmod(0o644)
        assert "other users of this machine can read" in run("doctor", "--vault", root).out


def test_the_port_that_was_used_last_is_used_again(root: Path, run: Run) -> None:
    with called(root) as server:
        pass
    with socket.create_server(("127.0.0.1", server.serving.port)):
        result = run("serve", "--vault", root, today=None)
    assert result.code == 3
    assert f"127.0.0.1:{server.serving.port}" in result.err


@pytest.mark.parametrize("args", [("watch", "--port", "1"), ("service", "install", "--host", "x")])
def test_a_place_without_serving_is_a_slip(root: Path, run: Run, args: tuple[str, ...]) -> None:
    result = run(*args, "--vault", root, today=None)
    assert result.code == 2
    assert "add --serve" in result.err
