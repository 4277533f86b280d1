"""What tests build with: the command in a process of its own and its result, files, a person's note."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from vaultkit.model.feed import NETWORKING
from vaultkit.model.overview import Overview
from vaultkit.model.settings import Settings
from vaultkit.rules.entries.view import FeedView
from vaultkit.rules.followups import follow_up_queue, situations
from vaultkit.store.words import Words
from vaultkit.store.zones import has_lasting_rule

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


def feed_view(
    overview: Overview, settings: Settings, today: date, language: str = "en", **fields: Any
) -> FeedView:
    """What the entries of a feed are made of, with the queue of that day."""
    view = FeedView(
        overview=overview,
        people={person.path: person for person in overview.people},
        queue=follow_up_queue(situations(overview, settings, today), settings, today),
        settings=settings,
        feed=NETWORKING,
        today=today,
        say=Words(language, today).say,
        lasting=has_lasting_rule,
        vault="Vault",
    )
    return replace(view, **fields)
