"""What Obsidian's own settings say about folders. Read, never written; every file is optional."""

import json
from pathlib import Path
from typing import Any


def ignored_folders(root: Path) -> list[str]:
    """Folders that hold templates, or that Obsidian is told to leave out, as paths in the vault.

    Patterns (`/…/`) among the excluded files are not followed: a pattern from a vault could run for ever.
    """
    config = root / ".obsidian"
    templater = _read(config / "plugins" / "templater-obsidian" / "data.json")
    folders = [_read(config / "templates.json").get("folder"), templater.get("templates_folder")]
    filters = _read(config / "app.json").get("userIgnoreFilters") or []
    folders += [entry for entry in filters if isinstance(entry, str) and not _is_pattern(entry)]
    return [folder.strip("/") for folder in folders if isinstance(folder, str) and folder.strip("/")]


def _is_pattern(entry: str) -> bool:
    return len(entry) > 2 and entry.startswith("/") and entry.endswith("/")


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
