"""A vault of made-up people to try things in."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import Outcome, refresh
from vaultkit.errors import OccupiedFolderError
from vaultkit.store.demo_vault import copy_demo_vault, is_demo_vault

DAY = date(2026, 11, 23)
"""The Monday on which the sample vault is at its best."""


def make_demo(folder: Path, today: date, environment: Mapping[str, str]) -> Outcome:
    """Copy the sample vault and sync it for a day; a copy that is there already is only synced.

    Raises OccupiedFolderError for a folder that holds anything else.
    """
    if not is_demo_vault(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OccupiedFolderError(str(folder))
        copy_demo_vault(folder)
        # This machine may remember an older copy in this place, and that its pages are gone.
        return refresh(open_vault(folder, environment), today, restore=True)
    return refresh(open_vault(folder, environment), today)
