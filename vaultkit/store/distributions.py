"""What is installed on this machine and belongs to vaultkit: the entry points that pip wrote down.

`importlib.metadata` tells the same, and importing it takes a third of the time of `vaultkit --help`
(docs/decisions/0018-plugins.md). Nothing is imported here that click has not imported.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from operator import attrgetter
from typing import Any, NamedTuple

PLUGINS = "vaultkit"
"""The group of modules with hooks (`vaultkit/plugins.py`)."""
COMMANDS = "vaultkit.commands"
"""The group of commands: name and click command."""
_TAIL = ".dist-info"


class Distribution(NamedTuple):
    """One distribution that was installed and has something for vaultkit."""

    name: str
    """As pip lists it, with `-` between words."""
    version: str
    plugins: Mapping[str, str]
    """`module` or `module:object`, by the name of the entry point."""
    commands: Mapping[str, str]
    """`module:object` of a click command, by the command's name."""


def distributions() -> list[Distribution]:
    """All of them, by name. Only what pip installed in a folder where Python looks for modules.

    The folder in which vaultkit was started does not count, though `python -m` looks there: it may be a
    vault, and nothing that lies in a vault runs.
    """
    here = os.path.realpath(os.curdir)
    found: dict[str, Distribution] = {}
    for folder in sys.path:
        if not folder or os.path.realpath(folder) == here:
            continue
        for one in _in_folder(folder):
            found.setdefault(one.name, one)
    return [found[name] for name in sorted(found)]


def load(where: str) -> Any:
    """The module or object that an entry point names. Raises whatever importing it raises."""
    module, _, attribute = where.partition(":")
    loaded = import_module(module.strip())
    return attrgetter(attribute.strip())(loaded) if attribute.strip() else loaded


def _in_folder(folder: str) -> Iterator[Distribution]:
    try:
        with os.scandir(folder) as held:
            names = [one.name for one in held if one.name.endswith(_TAIL)]
    except OSError:
        return
    for name in sorted(names):
        try:
            with open(f"{folder}/{name}/entry_points.txt", encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError):
            continue
        if f"[{PLUGINS}" not in text:
            continue
        groups = _groups(text)
        plugins, commands = groups.get(PLUGINS, {}), groups.get(COMMANDS, {})
        if plugins or commands:
            called, _, version = name.removesuffix(_TAIL).partition("-")
            yield Distribution(called.lower().replace("_", "-"), version, plugins, commands)


def _groups(text: str) -> dict[str, dict[str, str]]:
    """The file as the packaging specification has it: `[group]`, then `name = module:object [extras]`."""
    groups: dict[str, dict[str, str]] = {}
    group: dict[str, str] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            group = groups.setdefault(line[1:-1].strip(), {})
        elif "=" in line and not line.startswith(("#", ";")):
            name, _, where = line.partition("=")
            group[name.strip()] = where.partition("[")[0].strip()
    return groups
