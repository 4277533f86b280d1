"""Hooks on disk: find them, and run the bytes that were checked. Decides nothing about trust.

The one module that starts programs of the owner's. `subprocess` is imported when one is started, so that a
vault without hooks pays nothing for them.
"""

import contextlib
import errno
import json
import os
import re
import signal
import stat
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.model.hook import Event, Hook, HookRun
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.markdown import clean
from vaultkit.store.scan import reason
from vaultkit.store.trust import private_copy

if TYPE_CHECKING:
    import subprocess

FOLDER = ".vaultkit/hooks"
LARGEST = 1 << 20
"""Bytes of a hook."""
MOST = 100
"""So many hooks are looked at; further ones are named."""
SECONDS = 10.0
"""A hook is stopped after this time, wall clock."""
GRACE = 1.0
"""So many seconds a hook that was asked to stop has before it is killed."""
OUTPUT = 64 << 10
"""Bytes of stdout, and of stderr, that are looked at."""
_LINE = 300
"""Characters of a message that are kept."""

_PASSED = re.compile(
    r"HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|(WAYLAND_)?DISPLAY"
    r"|XAUTHORITY|SYSTEM(ROOT|DRIVE)|WINDIR|TE?MP|PATHEXT|COMSPEC|USER(PROFILE|NAME)|HOME(DRIVE|PATH)"
    r"|(LOCAL)?APPDATA|PROGRAM(DATA|FILES)"
)
"""What a hook sees of the environment besides PATH: home, language, and the way to the desktop."""


@dataclass(frozen=True, slots=True)
class HookFile:
    """A hook with the bytes that were read: what is checked is what is run."""

    hook: Hook
    place: Path
    """Its real path."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies in the hooks folder of a vault."""

    files: tuple[HookFile, ...] = ()
    """By name."""
    left_out: tuple[tuple[str, Phrase], ...] = ()
    """Names that begin with `on-` and are no hooks, and why."""


def find(root: Path, event: Event | None = None) -> Shelf:
    """The hooks of a vault, or those of one event. `root`: its real path. Raises nothing."""
    try:
        folder = (root / FOLDER).resolve(strict=True)
        names = sorted(name for name in os.listdir(folder) if name.startswith("on-"))  # noqa: PTH208
    except FileNotFoundError:
        return Shelf()
    except OSError as error:
        return Shelf((), ((FOLDER, phrase("{reason}", reason=reason(error))),))
    except RuntimeError:
        return Shelf((), ((FOLDER, phrase("a link that leads to itself")),))
    if not folder.is_relative_to(root):
        return Shelf((), ((FOLDER, phrase("a link that leads out of the vault")),))
    if event is not None:
        names = [name for name in names if _event(name) is event]
    files: list[HookFile] = []
    left_out = [(name, phrase("there are too many hooks")) for name in names[MOST:]]
    for name in names[:MOST]:
        found = _look(folder, name)
        if isinstance(found, HookFile):
            files.append(found)
        else:
            left_out.append((name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), found))
    return Shelf(tuple(files), tuple(left_out))


def _event(name: str) -> Event | None:
    event = name.removeprefix("on-").partition(".")[0]
    return Event(event) if event in set(Event) else None


def _look(folder: Path, name: str) -> HookFile | Phrase:
    """One hook, or why it is none."""
    event = _event(name)
    if event is None:
        return phrase("there is no such event; the events are {events}", events=", ".join(Event))
    try:
        name.encode()
    except UnicodeEncodeError:
        return phrase("its name is not UTF-8")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        if (folder / name).is_symlink():
            return phrase("a link; put the file itself there")
        with open(os.open(folder / name, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            seen = os.fstat(file.fileno())
            if not stat.S_ISREG(seen.st_mode):
                return phrase("not an ordinary file")
            data = file.read(LARGEST + 1)
    except OSError as error:
        return phrase("{reason}", reason=reason(error))
    if len(data) > LARGEST:
        return phrase("it is larger than 1 MiB")
    if sys.platform == "win32":
        if Path(name).suffix.lower() not in (".exe", ".py"):
            return phrase("Windows runs hooks that end in .exe or .py")
    elif not seen.st_mode & 0o111:
        return phrase("it is not executable: chmod +x {path}", path=f"{FOLDER}/{name}")
    hook = Hook(name, f"{FOLDER}/{name}", event, sha256(data).hexdigest())
    return HookFile(hook, folder / name, data)


def run(
    file: HookFile,
    document: Mapping[str, Any],
    root: Path,
    folder: Path,
    environment: Mapping[str, str],
    limit: float = SECONDS,
) -> HookRun:
    """Run the bytes of a hook with one JSON document on stdin, in the vault's folder, and wait for its end.

    `folder`: where private copies are made, outside the vault. `limit`: seconds. What the hook started in its
    process group ends with it. Raises nothing for what a hook does.
    """
    began = time.monotonic()
    try:
        with private_copy(file.hook.name, file.data, folder.absolute()) as copy:
            stdin = copy.with_name("stdin.json")
            stdin.write_bytes(json.dumps(document, ensure_ascii=True).encode() + b"\n")
            process = _start(copy, stdin, root, _environment(environment, file.hook.event, root))
            ended, drains = _wait(process, began + limit)
    except OSError as error:
        why = phrase("it could not be started: {reason}", reason=reason(error))
        return HookRun(file.hook, ok=False, why=why, seconds=time.monotonic() - began)
    return _judge(file.hook, ended, drains, limit, time.monotonic() - began)


def _start(copy: Path, stdin: Path, root: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    import subprocess

    command = [os.fspath(copy)]
    if sys.platform == "win32" and copy.suffix.lower() == ".py":
        command.insert(0, sys.executable)
    tries = 20
    while True:
        try:
            with stdin.open("rb") as opened:
                return subprocess.Popen(
                    command,
                    stdin=opened,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    cwd=root,
                    env=dict(environment),
                    start_new_session=True,
                )
        except OSError as error:
            # Another thread that forks while the copy is written holds it open until its own exec.
            if error.errno != errno.ETXTBSY or not (tries := tries - 1):
                raise
            time.sleep(0.05)


def _environment(given: Mapping[str, str], event: Event, root: Path) -> dict[str, str]:
    # A relative folder in PATH would be one of the vault's.
    path = [part for part in given.get("PATH", os.defpath).split(os.pathsep) if Path(part).is_absolute()]
    made = {name: value for name, value in given.items() if _PASSED.fullmatch(name.upper())}
    if state := given.get("VAULTKIT_STATE_DIR"):
        made["VAULTKIT_STATE_DIR"] = str(Path(state).absolute())
    if sys.platform == "win32":
        made["NoDefaultCurrentDirectoryInExePath"] = "1"
    own = {"VAULTKIT_EVENT": event.value, "VAULTKIT_VAULT": os.fspath(root), "VAULTKIT_HOOK": "1"}
    return made | own | {"PATH": os.pathsep.join(path)}


class _Drain:
    """Reads a pipe to its end: the first bytes and the last are kept, and the writer never has to wait."""

    def __init__(self, pipe: Any) -> None:
        from threading import Thread

        self._pipe = pipe
        self.head, self.tail, self.count = b"", b"", 0
        # A program that left the process group may hold the pipe for ever: then this thread is left behind.
        self.thread: Thread = Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with self._pipe, contextlib.suppress(OSError):
            while part := os.read(self._pipe.fileno(), OUTPUT):
                self.count += len(part)
                self.head += part[: OUTPUT - len(self.head)]
                self.tail = (self.tail + part)[-4096:]


def _wait(process: "subprocess.Popen[bytes]", until: float) -> tuple[int | None, tuple[_Drain, _Drain]]:
    """The exit code, or None where the hook or what it started was not done in time; and its output."""
    from subprocess import TimeoutExpired

    drains = (_Drain(process.stdout), _Drain(process.stderr))
    done = False
    code: int | None = None
    try:
        with contextlib.suppress(TimeoutExpired):
            code = process.wait(max(0.0, until - time.monotonic()))
            for drain in drains:
                drain.thread.join(max(0.0, until - time.monotonic()))
            done = not any(drain.thread.is_alive() for drain in drains)
    finally:
        _end(process, gently=not done)
    with contextlib.suppress(TimeoutExpired):  # a process in the middle of a call to a dead disk
        process.wait(GRACE)
    for drain in drains:
        drain.thread.join(GRACE / 4)
    return (code if done or code else None), drains


def _end(process: "subprocess.Popen[bytes]", *, gently: bool) -> None:
    """End a hook and its process group, whose number is not used again while anything is left of it."""
    from subprocess import DEVNULL, TimeoutExpired, run

    if sys.platform == "win32":
        if process.poll() is None:
            system = os.environ.get("SYSTEMROOT", "C:\\Windows")
            kill = [f"{system}\\System32\\taskkill.exe", "/F", "/T", "/PID", str(process.pid)]
            with contextlib.suppress(OSError, TimeoutExpired):
                run(kill, stdout=DEVNULL, stderr=DEVNULL, timeout=GRACE, check=False)
            process.kill()
        return
    if gently:
        with contextlib.suppress(ProcessLookupError, PermissionError, TimeoutExpired):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(GRACE)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _judge(
    hook: Hook, ended: int | None, drains: tuple[_Drain, _Drain], limit: float, seconds: float
) -> HookRun:
    out, err = drains
    answer, ignored = _answer(out.head)
    message = answer.get("message")
    said = _short(message) if isinstance(message, str) else ""
    last = _short(err.tail.decode("utf-8", "replace").rstrip().rpartition("\n")[2])
    why: Phrase | None = None
    if ended is None:
        why = phrase("it took longer than {seconds} seconds and was stopped", seconds=f"{limit:g}")
    elif ended < 0:
        name = next((one.name for one in signal.Signals if one == -ended), str(-ended))
        why = phrase("it was ended by {signal}", signal=name)
    elif ended:
        why = phrase("it ended with code {code}", code=ended)
        if last:
            why = phrase("it ended with code {code}: {line}", code=ended, line=last)
    elif max(out.count, err.count) > OUTPUT:
        why = phrase("it wrote more than 64 KiB")
    elif answer.get("ok") is False:
        why = phrase("{reason}", reason=said) if said else phrase("it says that it failed")
    return HookRun(hook, why is None, said, why, seconds, hung=ended is None, ignored=ignored)


def _answer(out: bytes) -> tuple[dict[str, Any], int]:
    """The last line that is a JSON object, and how many other lines there are."""
    lines = [line for line in out.splitlines() if line.strip()]
    for line in reversed(lines):
        with contextlib.suppress(ValueError, RecursionError):
            found = json.loads(line)
            if isinstance(found, dict):
                return found, len(lines) - 1
    return {}, len(lines)


def _short(text: str) -> str:
    text = clean(text[: 4 * _LINE])
    return text if len(text) <= _LINE else text[:_LINE] + "…"
