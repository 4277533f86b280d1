"""Hooks on disk and as programs: which count, what each gets, and that none can hold vaultkit up."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vaultkit.model.hook import Event, HookRun
from vaultkit.store.hooks import FOLDER, LARGEST, MOST, OUTPUT, HookFile, find, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="hooks under test are shell scripts")
LIMIT = 0.5
"""Seconds for a hook that is meant to hang."""


def lay(root: Path, name: str, script: str | bytes = "", mode: int = 0o755) -> Path:
    file = root / FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(script if isinstance(script, bytes) else f"#!/bin/sh\n{script}\n".encode())
    file.chmod(mode)
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path.resolve() / "my vault æøå"
    made.mkdir()
    return made


Start = Callable[..., HookRun]


@pytest.fixture
def start(root: Path, tmp_path: Path) -> Start:
    """Lay a hook and run it; what is run is what was found."""

    def start(
        script: str | bytes,
        name: str = "on-post-sync",
        document: dict[str, Any] | None = None,
        limit: float = 20.0,
        env: dict[str, str] | None = None,
    ) -> HookRun:
        lay(root, name, script)
        (file,) = find(root).files
        return run(file, document or {}, root, tmp_path / "state", {**os.environ, **(env or {})}, limit)

    return start


# finding ---------------------------------------------------------------------------------------------------


def names(root: Path, event: Event | None = None) -> list[str]:
    return [file.hook.name for file in find(root, event).files]


def reasons(root: Path) -> dict[str, str]:
    return {name: why.english() for name, why in find(root).left_out}


def test_vault_without_hooks_has_none(root: Path) -> None:
    assert find(root) == find(root / "gone")
    assert (names(root), reasons(root)) == ([], {})


def test_hooks_come_by_name_whatever_stands_behind_the_event(root: Path) -> None:
    for name in ("on-post-sync.20 b", "on-post-sync", "on-pre-sync.æøå.py", "on-post-sync.10"):
        lay(root, name)
    assert names(root) == ["on-post-sync", "on-post-sync.10", "on-post-sync.20 b", "on-pre-sync.æøå.py"]
    assert names(root, Event.PRE_SYNC) == ["on-pre-sync.æøå.py"]
    assert names(root, Event.THANKS_OWED) == []
    assert reasons(root) == {}


@pytest.mark.parametrize("event", Event)
def test_every_event_can_have_a_hook(event: Event, root: Path) -> None:
    lay(root, f"on-{event}")
    (file,) = find(root).files
    assert (file.hook.event, file.hook.path) == (event, f"{FOLDER}/on-{event}")


def test_what_looks_like_a_hook_and_is_none_is_named(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("#!/bin/sh\n")
    outside.chmod(0o755)
    folder = lay(root, "on-post-sync.no-x-bit", mode=0o644).parent
    lay(root, "on-post-synk")
    lay(root, "on-post-sync.large", b"x" * (LARGEST + 1))
    lay(root, "on-post-sync.fine", b"x" * LARGEST)
    (folder / "on-post-sync.out").symlink_to(outside)
    (folder / "on-post-sync.in").symlink_to(folder / "on-post-sync.fine")
    (folder / "on-post-sync.broken").symlink_to("nowhere")
    (folder / "on-post-sync.folder").mkdir()
    os.mkfifo(folder / "on-post-sync.pipe")
    lay(root, "README.md")
    lay(root, "post-sync")
    assert names(root) == ["on-post-sync.fine"]
    said = reasons(root)
    assert said.pop("on-post-synk").startswith("there is no such event; the events are pre-sync, post-sync, ")
    assert said == {
        "on-post-sync.no-x-bit": "it is not executable: chmod +x .vaultkit/hooks/on-post-sync.no-x-bit",
        "on-post-sync.large": "it is larger than 1 MiB",
        "on-post-sync.out": "a link; put the file itself there",
        "on-post-sync.in": "a link; put the file itself there",
        "on-post-sync.broken": "a link; put the file itself there",
        "on-post-sync.folder": "is a directory",
        "on-post-sync.pipe": "not an ordinary file",
    }


def test_folder_that_leads_out_of_the_vault_is_not_looked_into(root: Path, tmp_path: Path) -> None:
    lay(tmp_path / "other", "on-post-sync")
    (root / ".vaultkit").mkdir()
    (root / FOLDER).symlink_to(tmp_path / "other" / FOLDER)
    assert (names(root), reasons(root)) == ([], {FOLDER: "a link that leads out of the vault"})


def test_folder_that_leads_elsewhere_in_the_vault_is(root: Path) -> None:
    lay(root / "Tools", "on-post-sync")
    (root / ".vaultkit").symlink_to(root / "Tools" / ".vaultkit")
    (file,) = find(root).files
    assert file.place == root / "Tools" / FOLDER / "on-post-sync"


def test_folder_that_is_none_or_leads_to_itself_is_named(root: Path) -> None:
    (root / ".vaultkit").mkdir()
    (root / FOLDER).write_text("")
    assert list(reasons(root)) == [FOLDER]
    (root / FOLDER).unlink()
    (root / FOLDER).symlink_to(root / FOLDER)
    assert list(reasons(root)) == [FOLDER]


def test_name_that_is_no_text_is_named(root: Path) -> None:
    lay(root, os.fsdecode(b"on-post-sync.\xff"))
    assert reasons(root) == {"on-post-sync.\ufffd": "its name is not UTF-8"}


def test_hooks_beyond_the_most_are_named(root: Path) -> None:
    for number in range(MOST + 2):
        lay(root, f"on-post-sync.{number:03}")
    assert len(names(root)) == MOST
    assert set(reasons(root).values()) == {"there are too many hooks"}


# what a hook gets ------------------------------------------------------------------------------------------


def test_hook_gets_the_document_on_stdin_and_runs_in_the_vault(start: Start, root: Path) -> None:
    document = {"schema": 1, "event": "post-sync", "text": "Åse «x»\n\x1b$(rm -rf /)" * 10_000}
    done = start("cat > got.json; pwd > cwd", document=document)
    assert (done.ok, done.why) == (True, None)
    assert json.loads((root / "got.json").read_bytes()) == document
    assert (root / "cwd").read_text() == f"{root}\n"


def test_hook_that_does_not_read_is_not_waited_for(start: Start) -> None:
    assert start("exit 0", document={"text": "x" * (1 << 20)}).ok


def test_hook_runs_under_its_own_name_outside_the_vault(start: Start, root: Path, tmp_path: Path) -> None:
    assert start('printf %s "$0" > zero', name="on-post-sync.my hook $(x)").ok
    ran = Path((root / "zero").read_text())
    assert ran.name == "on-post-sync.my hook $(x)"
    assert ran.is_relative_to(tmp_path / "state")
    assert list((tmp_path / "state").iterdir()) == [], "the private copy is gone"


def test_environment_is_scrubbed(start: Start, root: Path) -> None:
    given = {
        "SECRET_TOKEN": "x",
        "PYTHONPATH": "x",
        "LD_PRELOAD": "",
        "GIT_DIR": "x",
        "SSH_AUTH_SOCK": "x",
        "HOME": "/home/ada",
        "LC_TIME": "nb_NO.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x",
        "PATH": f".:bin::{os.environ['PATH']}",
        "VAULTKIT_STATE_DIR": "here",
        "VAULTKIT_VAULT": "/another",
    }
    assert start("env -0 > env", env=given).ok
    seen = dict(part.split("=", 1) for part in (root / "env").read_text().split("\0") if part)
    assert not {"SECRET_TOKEN", "PYTHONPATH", "LD_PRELOAD", "GIT_DIR", "SSH_AUTH_SOCK"} & seen.keys()
    assert (seen["HOME"], seen["LC_TIME"]) == ("/home/ada", "nb_NO.UTF-8")
    assert seen["DBUS_SESSION_BUS_ADDRESS"] == "unix:path=/x"
    assert (seen["VAULTKIT_EVENT"], seen["VAULTKIT_HOOK"]) == ("post-sync", "1")
    assert seen["VAULTKIT_VAULT"] == str(root)
    assert seen["VAULTKIT_STATE_DIR"] == str(Path("here").absolute())
    assert all(Path(part).is_absolute() for part in seen["PATH"].split(":")), "nothing of the vault's"


def test_checked_bytes_run_when_the_file_is_swapped_before_the_start(root: Path, tmp_path: Path) -> None:
    lay(root, "on-post-sync", "echo good > which")
    (file,) = find(root).files
    lay(root, "on-post-sync", "echo evil > which")
    assert run(file, {}, root, tmp_path / "state", os.environ).ok
    assert (root / "which").read_text() == "good\n"


# what it may say -------------------------------------------------------------------------------------------

SAID: list[tuple[str, str, str, int]] = [
    ("nothing", "true", "", 0),
    ("a message", """echo '{"message": "sent to Åse"}'""", "sent to Åse", 0),
    ("ok", """echo '{"message": "sent", "ok": true, "more": [1]}'""", "sent", 0),
    ("without a line end", """printf '{"message": "sent"}'""", "sent", 0),
    ("text before it", """echo working; echo; echo '{"message": "sent"}'""", "sent", 1),
    ("the last of two", """echo '{"message": "a"}'; echo '{"message": "b"}'""", "b", 1),
    ("text only", "echo hello; echo you", "", 2),
    ("JSON that is no object", "echo '[1]'; echo 1; echo '\"x\"'; echo null", "", 4),
    ("a message that is no text", """echo '{"message": ["x"]}'""", "", 0),
    ("bytes that are no text", r"printf '\377\376\n{\"message\": \"a\377b\"}\n'", "", 2),
    ("steering", r"""printf '{"message": "a\\u001b[2J\\u202eb\\nc\\ud800d"}\n'""", "a [2J b c\ufffdd", 0),
    ("a deep nest", "head -c 60000 /dev/zero | tr '\\0' '['", "", 1),
    ("a long number", "head -c 60000 /dev/zero | tr '\\0' '9'", "", 1),
    ("a long message", """printf '{"message": "%01000d"}' 0""", "0" * 300 + "…", 0),
]


@pytest.mark.parametrize(("script", "said", "ignored"), [c[1:] for c in SAID], ids=[c[0] for c in SAID])
def test_hook_that_is_fine_says(script: str, said: str, ignored: int, start: Start) -> None:
    done = start(script)
    assert (done.ok, done.why, done.said, done.ignored) == (True, None, said, ignored)


FAILED: list[tuple[str, str, str]] = [
    ("a code", "exit 3", "it ended with code 3"),
    ("a code and a reason", "echo one >&2; echo two >&2; echo >&2; exit 3", "it ended with code 3: two"),
    ("a reason that steers", r"printf 'a\033[2Jb\n' >&2; exit 3", "it ended with code 3: a [2Jb"),
    ("a signal", "kill -SEGV $$", "it ended by SIGSEGV"),
    ("a kill", "kill -KILL $$", "it ended by SIGKILL"),
    ("it says so", """echo '{"message": "no network", "ok": false}'""", "no network"),
    ("it says so without a reason", """echo '{"ok": false}'""", "it says that it failed"),
    ("a code beside a good word", """echo '{"ok": true}'; exit 1""", "it ended with code 1"),
]


@pytest.mark.parametrize(("script", "why"), [c[1:] for c in FAILED], ids=[c[0] for c in FAILED])
def test_hook_that_fails_is_told_why(script: str, why: str, start: Start) -> None:
    done = start(script)
    assert not done.ok
    assert done.why
    assert done.why.english() == why.replace("it ended by", "it was ended by")


def test_hook_that_cannot_be_started_is_told(start: Start) -> None:
    for script in (b"no first line of a script\n", b"#!/nowhere/sh\n", b"#!/bin/sh\r\n", b"\x00\x01", b""):
        done = start(script)
        assert done.why, script
        assert done.why.english().startswith("it could not be started: ")


def test_vault_that_is_gone_is_told(root: Path, tmp_path: Path) -> None:
    lay(root, "on-post-sync")
    (file,) = find(root).files
    done = run(file, {}, root / "gone", tmp_path / "state", os.environ)
    assert done.why
    assert done.why.english() == "it could not be started: no such file or directory"


# what it cannot do -----------------------------------------------------------------------------------------


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet buried by init does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def is_dead(file: Path) -> bool:
    """Whether the process whose number is in a file is dead, or is so in a moment: it has its signal."""
    pid, until = int(file.read_text()), time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < until:
        os.sched_yield()
    return not is_alive(pid)


HANGING = [
    ("it sleeps", "echo $$ > pid; exec sleep 60"),
    ("it does not want to stop", "trap '' TERM; echo $$ > pid; while :; do sleep 1; done"),
    ("its child keeps the output", "sleep 60 & echo $! > pid; exit 0"),
    (
        "its child keeps the output and does not want to stop",
        "(trap '' TERM; sleep 60) & echo $! > pid; exit 0",
    ),
    ("it waits for its child", "sleep 60 & echo $! > pid; wait"),
    ("it stopped itself", "echo $$ > pid; kill -STOP $$"),
    ("it writes for ever", "echo $$ > pid; exec yes"),
]


@pytest.mark.parametrize("script", [c[1] for c in HANGING], ids=[c[0] for c in HANGING])
def test_hook_that_hangs_is_stopped_with_all_that_it_started(script: str, start: Start, root: Path) -> None:
    done = start(script, limit=LIMIT)
    assert (done.ok, done.hung) == (False, True)
    assert done.why
    assert done.why.english() == "it took longer than 0.5 seconds and was stopped"
    assert done.seconds < 15
    assert is_dead(root / "pid")


def test_hook_may_clean_up_when_it_is_stopped(start: Start, root: Path) -> None:
    assert start("trap 'echo bye > last; exit 0' TERM; sleep 60 & wait", limit=LIMIT).hung
    assert (root / "last").read_text() == "bye\n"


def test_child_that_left_the_group_cannot_hold_it_up(start: Start, root: Path) -> None:
    script = "setsid sh -c 'echo $$ > pid; exec sleep 60' & while [ ! -s pid ]; do :; done; exit 0"
    done = start(script, limit=LIMIT)
    try:
        assert done.hung
        assert done.seconds < 15
    finally:
        os.kill(int((root / "pid").read_text()), signal.SIGKILL)


def test_child_without_output_ends_with_the_hook(start: Start, root: Path) -> None:
    assert start("sleep 60 > /dev/null 2>&1 & echo $! > pid").ok
    assert is_dead(root / "pid")


def test_child_that_is_nearly_done_is_waited_for(start: Start, root: Path) -> None:
    assert start("(sleep 0.2; echo done > late) & exit 0").ok
    assert (root / "late").read_text() == "done\n"


@pytest.mark.parametrize("where", ["1", "2"])
def test_hook_that_floods_is_named_and_never_waits(where: str, start: Start) -> None:
    done = start(f"head -c 100000000 /dev/zero >&{where}; exit 0")
    assert (done.ok, done.hung) == (False, False)
    assert done.why
    assert done.why.english() == "it wrote more than 64 KiB"


def test_hook_that_fills_the_measure_does_not_flood(start: Start) -> None:
    assert start(f"head -c {OUTPUT} /dev/zero").ok


def test_reason_is_found_at_the_end_of_a_flood(start: Start) -> None:
    done = start("head -c 1000000 /dev/zero >&2; echo >&2; echo the reason >&2; exit 2")
    assert done.why
    assert done.why.english() == "it ended with code 2: the reason"


def test_hook_may_take_itself_away(root: Path, tmp_path: Path) -> None:
    lay(root, "on-post-sync", 'rm -rf "$(dirname "$0")" .vaultkit; echo \'{"message": "gone"}\'')
    (file,) = find(root).files
    assert isinstance(file, HookFile)
    assert run(file, {}, root, tmp_path / "state", os.environ).said == "gone"
