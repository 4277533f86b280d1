"""vaultkit: a folder of notes, one per person, kept as a network that is really tended.

Public names: `read_note`, `Vault`, and the model they return. They are imported when they are first used, so
that `vaultkit --help` costs nothing but click.
"""

import os
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Vault", "read_note"]

if TYPE_CHECKING:
    from vaultkit.app.refresh import Vault
    from vaultkit.model.note import Note


def read_note(path: str | os.PathLike[str]) -> "Note":
    """The note in a file, as Obsidian reads it: `.properties`, `.problems`, `.body`.

    What is wrong inside the file never raises; it is in `.problems`. Raises OSError when the file cannot be
    opened.
    """
    from vaultkit.store.vault import read_file

    return read_file(path)


def __getattr__(name: str) -> Any:
    if name == "Vault":
        from vaultkit.app.refresh import Vault

        return Vault
    raise AttributeError(f"module 'vaultkit' has no attribute '{name}'")
