"""Write the terminal sessions of the README and of docs/editing.md anew from real runs.

python docs/pictures/sessions.py
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
EDITING = ROOT / "docs" / "editing.md"
BLOCK = re.compile(r"(<!-- (vaultkit [^\n]+) -->\n```console\n)(.*?)(```)", re.DOTALL)
"""One command in a fresh demo vault."""
SESSION = re.compile(r"(<!-- session -->\n```console\n)(.*?)(```)", re.DOTALL)
"""Several lines typed one after the other; the sessions of a page go on in the same vault."""


class Sample:
    """A demo vault with a state of its own, and a shell in it."""

    def __init__(self, folder: Path) -> None:
        self.vault = folder / "vault"
        self.environment = {
            **os.environ,
            "VAULTKIT_STATE_DIR": str(folder / "state"),
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        }
        (folder / "gitconfig").write_text(
            "[core]\nquotePath = false\n[user]\nname = Siri\nemail = siri@example.org\n"
        )
        self.run("demo", "-q", "vault", where=folder)

    def run(self, *arguments: str, where: Path | None = None) -> str:
        """What one command prints."""
        command = [sys.executable, "-m", "vaultkit", "--today", "2026-11-23", *arguments]
        ran = subprocess.run(
            command, cwd=where or self.vault, env=self.environment, capture_output=True, check=False
        )
        return ran.stdout.decode()

    def type(self, line: str) -> str:
        """What a terminal shows after one typed line."""
        shell = f'vaultkit() {{ {shlex.quote(sys.executable)} -m vaultkit --today 2026-11-23 "$@"; }}; {line}'
        ran = subprocess.run(
            ["bash", "-c", shell],
            cwd=self.vault,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return ran.stdout.decode()


def readme(text: str) -> str:
    """The README with what its commands print."""
    with tempfile.TemporaryDirectory() as made:
        sample = Sample(Path(made))
        return BLOCK.sub(
            lambda m: f"{m[1]}$ {m[2]}\n{sample.run(*shlex.split(m[2])[1:]).strip()}\n{m[4]}", text
        )


def editing(text: str) -> str:
    """The page about edits with what its sessions print."""
    with tempfile.TemporaryDirectory() as made:
        sample = Sample(Path(made))

        def played(found: re.Match[str]) -> str:
            shown = ""
            for line in re.findall(r"^\$ (.*)$", found[2], re.MULTILINE):
                said = sample.type(line)
                shown += f"$ {line}\n{said}" + ("" if said.endswith("\n") or not said else "\n")
            return f"{found[1]}{shown}{found[3]}"

        return SESSION.sub(played, text)


def main() -> None:
    """Write both pages."""
    for page, made in ((README, readme), (EDITING, editing)):
        page.write_text(made(page.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
