"""vaultkit: a folder of notes, one per person, kept as a network that is really tended.

Public names: `read_note`, `Vault`, and the model they return; `set_property`, `clear_property`, `append_item`
and `tick_task`, which change one value in the bytes of a note. They are imported when they are first used, so
that `vaultkit --help` costs nothing but click. What a plugin needs is in `vaultkit.plugins`.
"""

import os
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Vault", "append_item", "clear_property", "read_note", "set_property", "tick_task"]

if TYPE_CHECKING:
    from vaultkit.app.refresh import Vault
    from vaultkit.model.note import Note
    from vaultkit.store.splice import append_item, clear_property, set_property, tick_task


def read_note(path: str | os.PathLike[str]) -> "Note":
    """The note in a file, as Obsidian reads it: `.properties`, `.problems`, `.body`.

    What is wrong inside the file never raises; it is in `.problems`, with what is wrong in the properties of
    a person or a meeting. Raises OSError when the file cannot be opened.
    """
    from dataclasses import replace

    from vaultkit.model.settings import Settings
    from vaultkit.rules.facts import read_facts
    from vaultkit.store.vault import read_file

    note = read_file(path)
    problems = read_facts(note, Settings()).problems
    return replace(note, problems=tuple(sorted(problems, key=lambda problem: problem.order)))


def __getattr__(name: str) -> Any:
    if name == "Vault":
        from vaultkit.app.refresh import Vault

        return Vault
    if name in ("append_item", "clear_property", "set_property", "tick_task"):
        from vaultkit.store import splice

        return getattr(splice, name)
    raise AttributeError(f"module 'vaultkit' has no attribute '{name}'")
