"""Conflict copies of pages and feeds that hold nothing but what vaultkit wrote; they are taken away.

Two machines that are apart make different pages of different notes, and a synchronisation program keeps both.
Whichever it takes for the page, the next sync makes it right; the other is nothing that anybody needs.
"""

from collections.abc import Iterator

from vaultkit.app.entries import whole_feed
from vaultkit.app.opening import OpenVault, feed_path
from vaultkit.errors import UnsafePathError
from vaultkit.model.write import Write
from vaultkit.rules import region
from vaultkit.rules.copies import original_name


def spent_copies(vault: OpenVault) -> Iterator[Write]:
    """What takes them away."""
    folder = vault.settings.pages
    keys = {vault.page_path(key): key for key in vault.plugins.pages}
    feeds = {feed_path(vault.settings, feed) for feed in vault.settings.feeds}
    for name in vault.folder.names(folder):
        path, of = f"{folder}/{name}", f"{folder}/{original_name(name)}"
        if of not in keys and of not in feeds:
            continue
        try:
            held, page = vault.folder.read_whole(path), vault.folder.read_whole(of)
        except (OSError, UnsafePathError):
            continue
        if held is None or page is None:
            continue
        if _is_spent(held, page, keys[of]) if of in keys else whole_feed(held) is not None:
            yield Write(path, held, None)


def _is_spent(held: bytes, page: bytes, key: str) -> bool:
    """Whether nobody wrote between the marks of a copy, and around them it says what the page says."""
    try:
        found, other = (region.find(data.decode("utf-8-sig"), key) for data in (held, page))
    except (UnicodeDecodeError, region.DamagedRegionError):
        return False
    if found is None or other is None or not found.intact:
        return False
    return (found.before, found.after) == (other.before, other.after)
