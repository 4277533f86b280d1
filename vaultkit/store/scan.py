"""Which files of the folder are notes, and what else lies there: found by looking at names and kinds only."""

import os
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass, field

from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.settings import TEMPLATE_FOLDERS
from vaultkit.rules.codes import problem
from vaultkit.rules.copies import original_name
from vaultkit.rules.links import name_key

# Folders that programs keep beside the notes; hidden ones are left out anyway.
_MACHINE_FOLDERS = frozenset(("node_modules", "@eadir", "#recycle", "$recycle.bin", "lost+found", "_plug"))
_CLOUD_STUB = re.compile(r"\.(.+\.md)\.icloud", re.IGNORECASE)


@dataclass(slots=True)
class Scan:
    """What lies in the folder."""

    notes: list[str] = field(default_factory=list)
    """Paths of the notes that count, sorted."""
    known: list[str] = field(default_factory=list)
    """Paths of all Markdown files that Obsidian shows, templates and pages too: links lead to them."""
    problems: list[Problem] = field(default_factory=list)
    """Files that cannot count, each named."""
    missing: set[str] = field(default_factory=set)
    """Notes that are named here and cannot be read: in the cloud only, a broken link, a device."""
    linked: set[str] = field(default_factory=set)
    """Notes that are links to a file elsewhere in the vault: it may change under another name."""
    closed: list[str] = field(default_factory=list)
    """Folders that cannot be listed; what was known below them is not gone."""


def scan(root: str, ignore: Collection[str], leave: Collection[str] = ()) -> Scan:
    """Look at every file below `root`, the vault's real path.

    `ignore`: folders left out, by name or path; `leave`: paths that are no notes.
    """
    result = Scan()
    ignored = {part.strip("/").casefold() for part in (*ignore, *TEMPLATE_FOLDERS)}
    left = {name_key(path) for path in leave}
    folders = [("", False)]
    while folders:
        folder, template = folders.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as entries:  # noqa: PTH118  a hot loop
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            result.problems.append(problem("VK001", folder or ".", reason=reason(error)))
            result.closed.append(folder)
            continue
        if folder and any(entry.name == ".obsidian" for entry in listed):
            continue  # a vault inside the vault is somebody's of its own
        for entry in listed:
            name = entry.name
            path = sys.intern(f"{folder}/{name}" if folder else name)  # held in many places
            if name.startswith("."):
                _stub(folder, name, result)
            elif entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
                if name.casefold() not in _MACHINE_FOLDERS:
                    hidden = template or name.casefold() in ignored or path.casefold() in ignored
                    folders.append((path, hidden))
            elif name[-3:].lower() == ".md":
                _file(entry, path, root, result, hidden=template or name_key(path) in left)
            elif entry.is_dir():
                result.problems.append(problem("VK008", path, reason=phrase("a link to a folder")))
    result.notes.sort()
    if there := result.missing.intersection(result.notes):  # a stub was left beside the note itself
        result.missing -= there
        result.known = list(set(result.known))
        result.problems = [one for one in result.problems if one.path not in there]
    result.known.sort()
    return result


def _file(entry: "os.DirEntry[str]", path: str, root: str, result: Scan, *, hidden: bool) -> None:
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        result.problems.append(problem("VK009", shown))
        return
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if not target.startswith(root + os.sep):
            _named_only(path, phrase("a link that leads out of the vault"), result)
            return
        result.linked.add(path)
    if not _is_file(entry):
        _named_only(path, phrase("a broken link or a device"), result)
        return
    if original_name(entry.name) is not None:
        result.problems.append(problem("VK005", path))
        return
    result.known.append(path)
    if not hidden:
        result.notes.append(path)


def _stub(folder: str, name: str, result: Scan) -> None:
    if found := _CLOUD_STUB.fullmatch(name):
        path = f"{folder}/{found[1]}" if folder else found[1]
        result.problems.append(problem("VK006", path))
        result.missing.add(path)
        result.known.append(path)


def _named_only(path: str, why: Phrase, result: Scan) -> None:
    """A note of which only the name is here: named, and links still lead to it."""
    result.problems.append(problem("VK008", path, reason=why))
    result.missing.add(path)
    result.known.append(path)


def _is_junction(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder of Windows that stands for another, perhaps one outside."""
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) if os.name == "nt" else 0
    return tag == 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT


def _is_file(entry: "os.DirEntry[str]") -> bool:
    """Whether it is an ordinary file, links followed; a link that leads to itself is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


def reason(error: OSError) -> str:
    """What the system says, without the path."""
    return (error.strerror or str(error)).lower()
