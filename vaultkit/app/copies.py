"""Conflict copies in a vault, each compared with its note. Nothing is merged, nothing is deleted."""

from collections.abc import Mapping

from vaultkit.app.opening import OpenVault
from vaultkit.errors import EmptyVaultError, VaultkitError
from vaultkit.model.conflictcopy import Comparison, ConflictCopy, Standing
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.rules.copies import compare, original_name
from vaultkit.rules.links import name_key
from vaultkit.store.scan import reason

MOST = 1 << 20
"""Bytes; longer files are not compared."""


def conflict_copies(vault: OpenVault) -> list[ConflictCopy]:
    """Every conflict copy, by path. Raises EmptyVaultError for a vault that looks unmounted."""
    pages = vault.page_paths
    scan = vault.folder.scan(vault.ignore, pages)
    copies = sorted(found.path for found in scan.problems if found.code == "VK005")
    if not (scan.known or copies):
        raise EmptyVaultError(str(vault.root))
    notes = {name_key(path): path for path in scan.known}
    kept = {name_key(path) for path in pages}
    return [_compared(vault, path, notes, kept) for path in copies]


def _compared(vault: OpenVault, path: str, notes: Mapping[str, str], pages: set[str]) -> ConflictCopy:
    folder, slash, name = path.rpartition("/")
    wanted = f"{folder}{slash}{original_name(name)}"
    note = notes.get(name_key(wanted))
    if note is None:
        return ConflictCopy(path, wanted, Comparison(Standing.GONE))
    is_page = name_key(note) in pages
    held: list[bytes] = []
    for one in (note, path):
        data, why = _read(vault, one)
        if data is None:
            return ConflictCopy(path, note, Comparison(Standing.UNREADABLE), is_page, why)
        held.append(data)
    return ConflictCopy(path, note, compare(note, held[0], path, held[1]), is_page)


def _read(vault: OpenVault, path: str) -> tuple[bytes | None, Phrase | None]:
    """A file's bytes, or why there are none."""
    try:
        data = vault.folder.read_whole(path, MOST + 1)
    except OSError as error:
        return None, phrase("{path} cannot be read ({reason})", path=path, reason=reason(error))
    except VaultkitError as error:
        return None, error.message
    if data is None:
        return None, phrase("{path} is not there", path=path)
    if len(data) > MOST:
        return None, phrase("{path} is larger than {size} MB", path=path, size=MOST >> 20)
    return data, None
