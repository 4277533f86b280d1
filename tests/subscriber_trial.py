"""Real programs subscribe to the feed that `vaultkit serve` serves: vdirsyncer, khal and curl.

Run by `python3 dev.py subscriber`; not a pytest module, because it makes an environment for vdirsyncer. That
reads the whole feed each time (its http storage sends no If-None-Match), so what it shows is that nothing is
written anew; that nothing is sent anew is shown by curl.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from package_trial import expect, run

VDIRSYNCER = """\
[general]
status_path = "{work}/status/"

[pair meetings]
a = "feed"
b = "vdir"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{url}"

[storage vdir]
type = "filesystem"
path = "{work}/vdir/"
fileext = ".ics"
"""
KHAL = """\
[calendars]
[[meetings]]
path = {work}/vdir/

[locale]
local_timezone = Europe/Oslo
default_timezone = Europe/Oslo
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {work}/khal.db
"""
DAY = "2026-11-23"


class Trial:
    """A demo vault, its server, and the programs that subscribe to it."""

    def __init__(self, work: Path) -> None:
        self.work, self.vault = work, work / "demo"
        self.state = {"VAULTKIT_STATE_DIR": str(work / "state")}
        venv.create(work / "venv", with_pip=True)
        self._scripts = work / "venv" / ("Scripts" if os.name == "nt" else "bin")
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(self._scripts / "python", *pip, "vdirsyncer>=0.21", "khal>=0.14", cwd=work)
        self.vaultkit("demo", str(self.vault))
        self.vaultkit("--vault", str(self.vault), "sync", "--today", DAY)

    def vaultkit(self, *args: str) -> str:
        return run(sys.executable, "-m", "vaultkit", *args, cwd=self.work, **self.state)

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of the feed, while it is served; the server's last words are printed."""
        command = [sys.executable, "-m", "vaultkit", "--vault", str(self.vault), "serve", "--port", "0"]
        server = subprocess.Popen(
            command, env={**os.environ, **self.state}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert server.stdout is not None
        try:
            server.stdout.readline()
            told = json.loads(self.vaultkit("--vault", str(self.vault), "feed", "--json"))
            yield told["feeds"][0]["url"]
        finally:
            server.send_signal(signal.SIGTERM)
            print(server.communicate(timeout=30)[1].decode().strip())

    def subscribe(self, url: str) -> None:
        (self.work / "vdir").mkdir()
        (self.work / "vdirsyncer.conf").write_text(VDIRSYNCER.format(work=self.work, url=url))
        (self.work / "khal.conf").write_text(KHAL.format(work=self.work))
        self.vdirsyncer("discover")

    def vdirsyncer(self, command: str) -> dict[str, tuple[int, int]]:
        """Run it; what is in the vdir then: inode and time of each file."""
        run(self._scripts / "vdirsyncer", "-c", self.work / "vdirsyncer.conf", command, cwd=self.work)
        there = (self.work / "vdir").glob("*.ics")
        return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in there}

    def khal(self) -> str:
        settings = ("-c", self.work / "khal.conf")
        return run(self._scripts / "khal", *settings, "list", DAY, "30d", cwd=self.work)

    def curl(self, url: str) -> tuple[str, int]:
        """Status and bytes of a request that says which copy it has."""
        tag = self.work / "etag"
        known = ("--etag-compare", tag) if tag.exists() else ()
        form = ("--write-out", "%{http_code} %{size_download}", "--output", self.work / "copy.ics")
        said = run("curl", "--silent", *known, "--etag-save", tag, *form, url, cwd=self.work)
        status, size = said.split()
        return status, int(size)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="vaultkit subscriber ") as made:
        trial = Trial(Path(made))
        with trial.served() as url:
            trial.subscribe(url)
            first = trial.vdirsyncer("sync")
            feed = trial.vault / "Nettverk" / "networking.ics"
            entries = feed.read_bytes().count(b"BEGIN:VEVENT")
            expect(len(first) == entries > 5, f"vdirsyncer reads {entries} entries into a vdir")
            listed = trial.khal()
            expect("Kari" in listed, "khal lists the meetings")
            expect(trial.vdirsyncer("sync") == first, "a second run writes no file")

            if shutil.which("curl"):
                expect(trial.curl(url) == ("200", feed.stat().st_size), "curl gets the whole feed once")
                expect(trial.curl(url) == ("304", 0), "and nothing while it is the same")

            kari = next(trial.vault.rglob("Kari Nordmann.md"))
            trial.vaultkit("--vault", str(trial.vault), "plan", kari.stem, "--on", "2026-12-10 10:15")
            trial.vaultkit("--vault", str(trial.vault), "sync", "--today", DAY)
            changed = trial.vdirsyncer("sync")
            expect(changed != first, "a new meeting arrives with the next run")
            same = first.items() & changed.items()
            expect(len(same) >= entries - 1, "and the other entries are not touched")
            expect("10:15" in trial.khal(), "khal shows it")
            if shutil.which("curl"):
                expect(trial.curl(url)[0] == "200", "curl gets the changed feed")

            trial.vaultkit("--vault", str(trial.vault), "feed", "--new-secret")
            if shutil.which("curl"):
                expect(trial.curl(url)[0] == "404", "a new address ends the old one at once")
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
