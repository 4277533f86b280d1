"""Write the terminal sessions of the README anew from real runs: python docs/pictures/sessions.py"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"(<!-- (vaultkit [^\n]+) -->\n```console\n)(.*?)(```)", re.DOTALL)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        environment = {**os.environ, "VAULTKIT_STATE_DIR": f"{made}/state"}

        def run(*arguments: str) -> str:
            command = [sys.executable, "-m", "vaultkit", "--today", "2026-11-23", *arguments]
            where = Path(made, "vault") if arguments[0] != "demo" else Path(made)
            done = subprocess.run(command, cwd=where, env=environment, capture_output=True, check=False)
            return done.stdout.decode()

        run("demo", "-q", "vault")
        text = README.read_text("utf-8")
        new = BLOCK.sub(lambda m: f"{m[1]}$ {m[2]}\n{run(*shlex.split(m[2])[1:]).strip()}\n{m[4]}", text)
        README.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
