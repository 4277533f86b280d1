"""Where the shipped templates and hooks are: inside an installed package, or beside pyproject.toml."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped(kind: str) -> Traversable:
    """The folder `templates` or `hooks`, from a wheel, a zip, or a checkout."""
    inside = files("vaultkit") / "_shipped" / kind
    if inside.is_dir():
        return inside
    beside = Path(__file__).parents[2] / kind
    if beside.is_dir():
        return beside
    raise FileNotFoundError(f"vaultkit was installed without its {kind}")
