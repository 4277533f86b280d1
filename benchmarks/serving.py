"""How many requests `vaultkit serve` answers, beside waitress alone with the same bytes in the same run.

    python benchmarks/serving.py [--entries 1000] [--seconds 3] [--rounds 3] [--clients 2]
    python benchmarks/serving.py --attack

Prints requests per second, the 99th percentile in milliseconds and what the server used of the processor for
each, for 200 and for 304, medians of interleaved rounds, and the ratio to waitress alone; on a machine that
does other things too, the last is what tells. With `--attack`: 300 connections that send a byte now
and then, and 10,000 wrong addresses, while a right one is asked for all the time; and how long it takes to
stop.

The load is made by wrk where that is installed, else by threads here, which take more of the processor from
the server.
"""

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from vaultkit.app.known import YOUNG_SECONDS

ALONE = """
import sys
from waitress import create_server
data = open(sys.argv[1], "rb").read()
def application(environ, start):
    if "HTTP_IF_NONE_MATCH" in environ:
        start("304 Not Modified", [("ETag", '"x"')])
        return []
    start("200 OK", [("Content-Type", "text/calendar; charset=utf-8"), ("Content-Length", str(len(data)))])
    return [data]
server = create_server(application, host="127.0.0.1", port=0, threads=4, asyncore_use_poll=True)
print(server.effective_port, flush=True)
server.run()
"""


def make_vault(root: Path, entries: int) -> None:
    """So many meetings in the weeks to come, with what people write about them."""
    (root / ".vaultkit").mkdir(parents=True)
    (root / ".vaultkit/config.toml").write_text('language = "nb"\ntimezone = "Europe/Oslo"\n')
    (root / "Møter").mkdir()
    for number in range(entries):
        (root / f"Møter/Møte {number}.md").write_text(
            f"---\ntype: meeting\ndate: 2026-12-{number % 28 + 1:02d}\ntime: '{number % 12 + 8:02d}:15'\n"
            f"with: Navn Navnesen {number}\nlocation: Kafé {number % 40}, Bergen\n"
            f"topic: Råd om bransjen, og hvem jeg bør snakke med\n---\n",
            encoding="utf-8",
        )


class Client:
    """One connection at a time, opened again when the server has closed it."""

    def __init__(self, port: int, path: str, *lines: str) -> None:
        self._port = port
        head = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *lines, "", "")
        self._request = "\r\n".join(head).encode()
        self._open: socket.socket | None = None

    def ask(self) -> tuple[int, int]:
        """Status and bytes of the body."""
        if self._open is None:
            self._open = socket.create_connection(("127.0.0.1", self._port), timeout=30)
            self._open.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open.sendall(self._request)
        held = b""
        while b"\r\n\r\n" not in held:
            got = self._open.recv(1 << 20)
            if not got:
                raise ConnectionError("closed before the answer")
            held += got
        head, _, body = held.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        lengths = [int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length")]
        size, length = len(body), lengths[0] if lengths else 0
        while size < length:
            size += len(self._open.recv(1 << 20))
        if b"connection: close" in lines:
            self._open.close()
            self._open = None
        return int(lines[0].split()[1]), size


def load(
    seconds: float, clients: int, server: tuple[int, int], path: str, *lines: str, status: int
) -> tuple[float, float, float]:
    """Requests per second, the 99th percentile and the processor's time for one, both in seconds.

    `server`: port and process.
    """
    took: list[float] = []

    def one() -> None:
        client = Client(server[0], path, *lines)
        while time.perf_counter() < end:
            began = time.perf_counter()
            if client.ask()[0] != status:
                raise SystemExit(f"not {status}")
            took.append(time.perf_counter() - began)

    used, end = processor_seconds(server[1]), time.perf_counter() + seconds
    threads = [threading.Thread(target=one) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = processor_seconds(server[1]) - used
    return len(took) / seconds, sorted(took)[int(len(took) * 0.99)], used / len(took)


def load_by_wrk(
    seconds: float, clients: int, server: tuple[int, int], path: str, *lines: str, status: int
) -> tuple[float, float, float]:
    """As `load`, by wrk, which takes less of the processor from the server."""
    del status  # wrk tells of others by itself
    headers = [word for line in lines for word in ("--header", line)]
    shape = ("-t1", f"-c{clients}", f"-d{max(round(seconds), 1)}s", "--latency")
    used = processor_seconds(server[1])
    address = f"http://127.0.0.1:{server[0]}{path}"
    said = subprocess.run(
        ["wrk", *shape, *headers, address], capture_output=True, text=True, check=True
    ).stdout
    used = processor_seconds(server[1]) - used
    if "Non-2xx" in said:
        raise SystemExit(said)
    rate, slow = re.search(r"Requests/sec: +([0-9.]+)", said), re.search(r"99% +([0-9.]+)([mu]?)s", said)
    count = re.search(r"([0-9]+) requests in", said)
    assert rate is not None
    assert slow is not None
    assert count is not None
    return float(rate[1]), float(slow[1]) * {"m": 1e-3, "u": 1e-6, "": 1}[slow[2]], used / int(count[1])


def processor_seconds(pid: int) -> float:
    """What a process has used of the processor; 0 where the system does not tell (proc_pid_stat(5))."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(root: Path, state: Path) -> Iterator[tuple[int, str, subprocess.Popen[str]]]:
    """Port, path of the address and process of `vaultkit serve`."""
    command = [sys.executable, "-m", "vaultkit", "--vault", str(root)]
    environment = {**os.environ, "VAULTKIT_STATE_DIR": str(state)}
    subprocess.run([*command, "-q", "sync", "--today", "2026-11-28"], env=environment, check=True)
    server = subprocess.Popen(
        [*command, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        told = subprocess.run(
            [*command, "feed", "--json"], env=environment, check=True, capture_output=True, text=True
        )
        url = urlsplit(json.loads(told.stdout)["feeds"][0]["url"])
        assert url.port is not None
        yield url.port, url.path, server
    finally:
        server.kill()
        server.wait()


@contextmanager
def alone(feed: Path) -> Iterator[tuple[int, int]]:
    """Port and process of waitress with the bytes of a file."""
    server = subprocess.Popen(
        [sys.executable, "-c", ALONE, str(feed)], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline()), server.pid
    finally:
        server.kill()
        server.wait()


def compare(root: Path, state: Path, options: argparse.Namespace) -> None:
    with served(root, state) as (port, path, server), alone(root / "Nettverk/networking.ics") as bare:
        size = (root / "Nettverk/networking.ics").stat().st_size
        time.sleep(YOUNG_SECONDS + 0.5)  # a file that was just written is read anew for each request
        ask = load_by_wrk if shutil.which("wrk") else load
        by = "wrk" if ask is load_by_wrk else "threads of Python"
        print(f"{options.entries} entries, {size:,} bytes, {options.clients} connections, by {by}")
        for status, lines in ((200, ()), (304, ("If-None-Match: *",))):
            rounds: dict[str, list[tuple[float, float, float]]] = {}
            for _ in range(options.rounds):
                for name, at in (("vaultkit serve", (port, server.pid)), ("waitress alone", bare)):
                    figures = ask(options.seconds, options.clients, at, path, *lines, status=status)
                    rounds.setdefault(name, []).append(figures)
            for name, found in rounds.items():
                rate, slow, used = (statistics.median(column) for column in zip(*found, strict=True))
                print(
                    f"{status}  {name}  {rate:8,.0f} requests/s   p99 {slow * 1e3:6.2f} ms"
                    f"   processor {used * 1e6:5.0f} µs for each"
                )
            pairs = list(zip(*rounds.values(), strict=True))
            rate = statistics.median(ours[0] / theirs[0] for ours, theirs in pairs)
            used = statistics.median(theirs[2] / ours[2] if ours[2] else 0 for ours, theirs in pairs)
            print(f"{status}  ratio           {rate:8.2f}                                     {used:8.2f}")


def attack(root: Path, state: Path, options: argparse.Namespace) -> None:
    stop = threading.Event()
    wrong: list[int] = []

    def trickle(slow: list[socket.socket]) -> None:
        while not stop.wait(1):
            for client in slow:
                try:
                    client.sendall(b"x")
                except OSError:
                    continue

    def guess(port: int) -> None:
        client = Client(port, f"/{'0' * 40}/networking.ics")
        for _ in range(5000):
            wrong.append(client.ask()[0])

    with served(root, state) as (port, path, server), ExitStack() as opened:
        slow = [opened.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(300)]
        for client in slow:
            client.sendall(b"GET / HTTP/1.1\r\nX: ")
        threads = [threading.Thread(target=trickle, args=(slow,))]
        threads += [threading.Thread(target=guess, args=(port,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        took: list[float] = []
        right = Client(port, path)
        while len(wrong) < 10_000 or len(took) < 200:
            began = time.perf_counter()
            answer = right.ask()
            took.append(time.perf_counter() - began)
            if answer != (200, (root / "Nettverk/networking.ics").stat().st_size):
                raise SystemExit(f"a right address got {answer}")
        print(f"{len(slow)} slow connections, {len(wrong):,} wrong addresses ({set(wrong)}):")
        p99, worst = sorted(took)[int(len(took) * 0.99)] * 1e3, max(took) * 1e3
        print(f"{len(took)} of {len(took)} right ones answered, p99 {p99:.1f} ms, worst {worst:.1f} ms")
        time.sleep(14)
        closed = sum(_is_closed(client) for client in slow)
        print(f"slow connections that were ended after 14 s more, though each sent a byte a second: {closed}")
        stop.set()
        for thread in threads:
            thread.join()
        began = time.perf_counter()
        server.terminate()
        server.wait()
        print(f"stopped {time.perf_counter() - began:.2f} s after SIGTERM, exit code {server.returncode}")


def _is_closed(client: socket.socket) -> bool:
    client.settimeout(0.01)
    try:
        return client.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--attack", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        make_vault(root, options.entries)
        (attack if options.attack else compare)(root, Path(folder) / "state", options)


if __name__ == "__main__":
    main()
