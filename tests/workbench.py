"""What tests build with: the command in a process of its own and its result, files, a person's note."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Vault = Callable[..., Path]
Run = Callable[..., "Result"]

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-11-23"
"""A Monday."""
CONFIG = 'language = "en"\ntimezone = "Europe/Oslo"\n'


@dataclass(frozen=True)
class Result:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def process(
    *args: str | Path, env: Mapping[str, str] | None = None, stdout: int = subprocess.PIPE, cwd: Path = ROOT
) -> Result:
    """The command in a process of its own; `env` is added to this one's environment."""
    done = subprocess.run(
        [sys.executable, "-m", "vaultkit", *map(str, args)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
    )
    return Result(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())


def put(root: Path, path: str, data: str | bytes) -> Path:
    """Write one file, folders made; text as UTF-8 with its line ends as given."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def files(root: Path) -> dict[str, bytes]:
    """Every ordinary file below a folder, by its path."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def person(network: str = "private", *lines: str, log: str = "") -> str:
    """A note of a person."""
    properties = "\n".join(("type: person", f"network: {network}", *lines))
    return f"---\n{properties}\n---\n" + (f"\n## Log\n{log}\n" if log else "")
