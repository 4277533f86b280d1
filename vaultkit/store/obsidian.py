"""What Obsidian's own settings say about folders. Read, never written; every file is optional."""

import json
from typing import Any

from vaultkit.errors import UnsafePathError
from vaultkit.store.vault import VaultFolder

MAX_BYTES = 1 << 20


def ignored_folders(vault: VaultFolder) -> list[str]:
    """Folders that hold templates, or that Obsidian is told to leave out, as paths in the vault.

    Patterns (`/…/`) among the excluded files are not followed: a pattern from a vault could run for ever.
    """
    templater = _read(vault, "plugins/templater-obsidian/data.json")
    folders = [_read(vault, "templates.json").get("folder"), templater.get("templates_folder")]
    filters = _read(vault, "app.json").get("userIgnoreFilters")
    if isinstance(filters, list):
        folders += [entry for entry in filters if isinstance(entry, str) and not _is_pattern(entry)]
    return [folder.strip("/") for folder in folders if isinstance(folder, str) and folder.strip("/")]


TASKS = "obsidian-tasks-plugin"


def is_set_up(vault: VaultFolder) -> bool:
    """Whether Obsidian has ever opened this folder as a vault."""
    return (vault.root / ".obsidian").is_dir()


def has_plugin(vault: VaultFolder, plugin: str) -> bool:
    """Whether a community plugin is switched on."""
    listed = _load(vault, "community-plugins.json")
    return isinstance(listed, list) and plugin in listed


def tasks_filter(vault: VaultFolder) -> str:
    """The tag or text without which the Tasks plugin takes no line for a task; empty: it takes all."""
    said = _read(vault, f"plugins/{TASKS}/data.json").get("globalFilter")
    return said.strip() if isinstance(said, str) else ""


def _is_pattern(entry: str) -> bool:
    return len(entry) > 2 and entry.startswith("/") and entry.endswith("/")


def _read(vault: VaultFolder, name: str) -> dict[str, Any]:
    """One of Obsidian's files; empty when it holds no JSON object."""
    data = _load(vault, name)
    return data if isinstance(data, dict) else {}


def _load(vault: VaultFolder, name: str) -> Any:
    """What one of Obsidian's files holds; None when it is not there, no JSON, or leads out of the vault."""
    try:
        return json.loads((vault.read_whole(f".obsidian/{name}", MAX_BYTES) or b"").decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError, UnsafePathError):
        return None
