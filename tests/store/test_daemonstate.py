"""What a running daemon tells, and that there is one of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from workbench import ROOT

from vaultkit.store.daemonstate import FILE, AlreadyRunningError, DaemonState, only_daemon, running
from vaultkit.store.state import StateFolder

SINCE, LATER = "2026-11-24T09:11:12+00:00", "2026-11-24T09:12:00+00:00"


def folder(tmp_path: Path, vault: str = "vault") -> StateFolder:
    return StateFolder(tmp_path / vault, {"VAULTKIT_STATE_DIR": str(tmp_path / "state")})


def test_daemon_is_known_while_it_runs_and_only_then(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    assert running(kept) is None
    assert not (tmp_path / "state").exists(), "asking leaves nothing"
    with only_daemon(kept, pid=7, since=SINCE):
        assert running(kept) == DaemonState(7, SINCE, at=SINCE)
        assert running(folder(tmp_path, "other")) is None
    assert running(kept) is None
    assert not (kept.path / FILE).exists()


def test_daemon_tells_what_it_did_and_what_it_waits_for(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with only_daemon(kept, pid=7, since=SINCE) as teller:
        teller.tell(did="wrote 3 pages", waits_for="the next change", at=LATER)
        assert running(kept) == DaemonState(7, SINCE, "wrote 3 pages", "the next change", LATER)
        teller.tell(waits_for="", at="2026-11-24T09:13:00+00:00")
        assert running(kept) == DaemonState(7, SINCE, "wrote 3 pages", "", LATER), (
            "that is when it wrote them"
        )
        teller.tell(did="wrote 3 pages", at="2026-11-24T10:00:00+00:00")
        assert running(kept) == DaemonState(7, SINCE, "wrote 3 pages", "", "2026-11-24T10:00:00+00:00")


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with only_daemon(kept, pid=7, since=SINCE) as teller:
        teller.tell(did="wrote 3 pages", at=LATER)
        before = (kept.path / FILE).stat().st_ino
        teller.tell(waits_for="", at="2026-11-24T10:00:00+00:00")
        assert (kept.path / FILE).stat().st_ino == before
        assert sorted(file.name for file in kept.path.iterdir()) == [FILE, "watch.lock"]


def test_state_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with only_daemon(kept, pid=7, since=SINCE) as teller:
        (kept.path / f"{FILE}.tmp").mkdir()
        teller.tell(did="wrote 3 pages", at=LATER)
        assert teller.state.did == "wrote 3 pages"


def test_lock_of_the_daemon_does_not_hinder_a_writer(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with only_daemon(kept, pid=7, since=SINCE):
        with kept.lock(0):
            at_work = running(kept)
        assert at_work is not None
        assert at_work.pid == 7


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 99, b"[]", b'{"pid": "x"}', b'{"pid": 7}', b"\xff", b"[" * 99999]
)
def test_damaged_file_hides_no_daemon(tmp_path: Path, data: bytes) -> None:
    kept = folder(tmp_path)
    with only_daemon(kept, pid=7, since=SINCE):
        (kept.path / FILE).write_bytes(data)
        assert running(kept) == DaemonState(0, "")
        with pytest.raises(AlreadyRunningError, match="runs already"), only_daemon(kept, pid=8, since=LATER):
            pass


HOLD = """
import sys
from pathlib import Path
from vaultkit.store.daemonstate import only_daemon
from vaultkit.store.state import StateFolder
kept = StateFolder(Path(sys.argv[1]), {"VAULTKIT_STATE_DIR": sys.argv[2]})
with only_daemon(kept, pid=4711, since=sys.argv[3]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A daemon in a process of its own."""
    kept = folder(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(kept.root), str(tmp_path / "state"), SINCE],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        yield process


def test_second_daemon_is_refused_and_told_who_was_first(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with another(tmp_path) as first:
        with pytest.raises(AlreadyRunningError) as refused, only_daemon(kept, pid=1, since=LATER):
            pass
        assert refused.value.exit_code == 5
        assert refused.value.who == DaemonState(4711, SINCE, at=SINCE)
        since = datetime.fromisoformat(SINCE).astimezone()
        assert refused.value.message.english() == (
            f"vaultkit watch runs already for {kept.root}: process 4711, since {since}"
        )
        assert "vaultkit service status" in refused.value.hint
        first.communicate()
    with only_daemon(kept, pid=1, since=LATER):
        pass


def test_daemon_that_was_killed_is_gone_whatever_its_file_says(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with another(tmp_path) as first:
        first.kill()
    assert json.loads((kept.path / FILE).read_bytes())["pid"] == 4711
    assert running(kept) is None
    with only_daemon(kept, pid=os.getpid(), since=LATER):
        assert running(kept) == DaemonState(os.getpid(), LATER, at=LATER)


def test_lock_is_only_asked_for_by_name(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with kept.hold("a.lock") as held, kept.hold("b.lock") as other, kept.hold("a.lock") as again:
        assert (held, other, again) == (True, True, False)
        assert (kept.is_held("a.lock"), kept.is_held("c.lock")) == (True, False)
    assert not kept.is_held("a.lock")
