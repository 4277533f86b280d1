"""The sample vault that travels inside the package."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

MARK = "Personer/Åse Løvås.md"
"""The file that is copied last: where it is, the copy is whole."""


def copy_demo_vault(target: Path) -> int:
    """Copy the sample vault into an empty or new folder, byte for byte; how many files that was."""
    return _copy(files("vaultkit") / "demo_vault", target)


def is_demo_vault(folder: Path) -> bool:
    """Whether a folder holds a copy that was made before."""
    return (folder / MARK).is_file() and (folder / ".vaultkit" / "config.toml").is_file()


def _copy(source: Traversable, target: Path) -> int:
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            count += _copy(entry, target / entry.name)
        else:
            with (target / entry.name).open("xb") as file:
                file.write(entry.read_bytes())
            count += 1
    return count
