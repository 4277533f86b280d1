"""Telling systemd, over a real socket."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vaultkit.store.sd_notify import READY, WATCHDOG, notify, status, watchdog_seconds

pytestmark = pytest.mark.skipif(os.name == "nt", reason="systemd is on Linux")


@contextmanager
def listening(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.settimeout(5)
        heard.bind(address)
        yield heard


def test_what_is_told_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with listening("s") as heard:
        assert notify(f"{READY}\n{status('waits for «Ærlig»')}", {"NOTIFY_SOCKET": os.path.abspath("s")})
        assert heard.recv(999).decode() == "READY=1\nSTATUS=waits for «Ærlig»"
        assert notify(WATCHDOG, {"NOTIFY_SOCKET": os.path.abspath("s")})
        assert heard.recv(999) == b"WATCHDOG=1"


@pytest.mark.skipif(sys.platform != "linux", reason="abstract sockets are Linux'")
def test_socket_may_be_in_no_folder() -> None:
    name = f"vaultkit-test-{os.getpid()}"
    with listening(f"\0{name}") as heard:
        assert notify(READY, {"NOTIFY_SOCKET": f"@{name}"})
        assert heard.recv(999) == b"READY=1"


@pytest.mark.parametrize(
    "address", [None, "", "/nowhere/at/all", "@nobody-listens", "vsock:2:9", "/a\0b", "x"]
)
def test_where_nobody_listens_it_is_silent(address: str | None) -> None:
    assert not notify(READY, {} if address is None else {"NOTIFY_SOCKET": address})


def test_name_in_a_status_is_no_message_of_its_own() -> None:
    assert status("Ada\nSTOPPING=1\x1b[2J") == "STATUS=Ada STOPPING=1 [2J"


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "300000000"}, 150.0),
        ({"WATCHDOG_USEC": "300000000", "WATCHDOG_PID": "7"}, 150.0),
        ({"WATCHDOG_USEC": "300000000", "WATCHDOG_PID": "8"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_watchdog_is_fed_twice_as_often_as_it_is_hungry(
    environment: dict[str, str], seconds: float | None
) -> None:
    assert watchdog_seconds(environment, pid=7) == seconds
