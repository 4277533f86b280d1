"""The terminal sessions in the README are what the commands print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"<!-- (vaultkit [^\n]+) -->\n```console\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    run(folder, "demo", "-q", "vault")
    return folder / "vault"


def run(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "VAULTKIT_STATE_DIR": str(folder / ".vaultkit-state")}
    command = [sys.executable, "-m", "vaultkit", "--today", "2026-11-23", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("command", "shown"), BLOCK.findall(README.read_text("utf-8")), ids=lambda value: value[:30]
)
def test_what_the_readme_shows_is_what_is_printed(command: str, shown: str, demo: Path) -> None:
    printed = run(demo, *shlex.split(command)[1:])
    assert shown == f"$ {command}\n{printed.strip()}\n"
