"""The terminal sessions in the README are what the commands print."""

import re
import shlex
from pathlib import Path

import pytest
from workbench import DAY, ROOT, process

BLOCK = re.compile(r"<!-- (vaultkit [^\n]+) -->\n```console\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    ("command", "shown"), BLOCK.findall((ROOT / "README.md").read_text("utf-8")), ids=lambda value: value[:30]
)
def test_what_the_readme_shows_is_what_is_printed(command: str, shown: str, demo: Path) -> None:
    printed = process("--vault", demo, "--today", DAY, *shlex.split(command)[1:]).out
    assert shown == f"$ {command}\n{printed.strip()}\n"
