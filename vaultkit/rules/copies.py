"""Conflict copies: which names tell of one, which note it belongs to, and how the two compare."""

import re

from vaultkit.model.conflictcopy import Comparison, ConflictCopy, Standing
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.rules.linediff import diff_lines

MOST_LINES = 3000
"""Longer ones are not compared line by line: that could take minutes."""

_PART = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?"  # Syncthing; the device's mark since version 1
    r"|\.conflicted:[^.]*"  # SilverBullet
    r"|_conflict-(?:[^_]+-)?\d{8}-\d{6}"  # ownCloud, Nextcloud before 2.6
    r"|_[^_]+_[A-Z][a-z]{2}-\d{2}-\d{4,6}-\d{4}_[A-Za-z]*Conflict(?:_\d+)?",  # Synology Drive
    re.IGNORECASE,
)
_BRACKETS = re.compile(r" ?\((?:[^()]|\([^()]*\))*\)")
_SAYS_SO = re.compile(
    r"conflict(?:ed)?\s+copy"  # Dropbox, Nextcloud, Obsidian Sync, vaultkit
    r"|\bconflict\b.*\d{4}"
    r"|\(SFConflict\b"  # Seafile
    r"|\((?:case|white ?space|unicode encoding|selective sync) conflict(?: \d+)?\)",  # Dropbox
    re.IGNORECASE,
)


def original_name(name: str) -> str | None:
    """The file name of the note that a conflict copy belongs to; None for a name that tells of none.

    A copy of a copy belongs to the note. The copies of iCloud (`Ada 2.md`), Google Drive (`Ada (1).md`) and
    OneDrive (`Ada-LAPTOP.md`) have names that any note may have, so they count as notes.
    """
    if "conflict" not in name.casefold():  # asked for every file of a vault
        return None
    bare = _BRACKETS.sub(lambda found: "" if _SAYS_SO.search(found[0]) else found[0], _PART.sub("", name))
    return None if bare == name else bare


def compare(path: str, note: bytes, copy_path: str, copy: bytes) -> Comparison:
    """What is different between a note and its copy."""
    if note == copy:
        return Comparison(Standing.SAME)
    mine, theirs = (data.decode("utf-8", "replace").splitlines() for data in (note, copy))
    if mine == theirs:
        diff = tuple(diff_lines(path, note, copy, copy_path)) if len(mine) <= MOST_LINES else ()
        return Comparison(Standing.LINE_ENDS, diff=diff)
    pairs = enumerate(zip(mine, theirs, strict=False), 1)
    line = next((number for number, (one, other) in pairs if one != other), min(len(mine), len(theirs)) + 1)
    if max(len(mine), len(theirs)) > MOST_LINES:
        return Comparison(Standing.DIFFERS, line)
    diff = tuple(diff_lines(path, note, copy, copy_path))
    added, removed = (sum(shown.startswith(sign) for shown in diff[2:]) for sign in "+-")
    standing = Standing.DIFFERS if added else Standing.NOTHING_NEW
    return Comparison(standing, line, added, removed, diff)


def said(copy: ConflictCopy) -> Phrase:
    """How a copy stands to its note, in one sentence without the copy's path."""
    compared, note = copy.compared, copy.note
    match compared.standing:
        case Standing.SAME:
            return phrase("is the same as {note}, byte for byte", note=note)
        case Standing.LINE_ENDS:
            return phrase("has the same lines as {note}; only line ends differ", note=note)
        case Standing.NOTHING_NEW:
            return nphrase(
                "holds nothing that {note} does not hold; {count} line is only in the note",
                "holds nothing that {note} does not hold; {count} lines are only in the note",
                compared.only_in_note,
                note=note,
            )
        case Standing.GONE:
            return phrase("belongs to {note}, which is not there", note=note)
        case Standing.UNREADABLE:
            return phrase("could not be compared with {note}: {reason}", note=note, reason=copy.reason)
    if not compared.diff:
        return phrase("differs from {note} from line {line} on", note=note, line=compared.line)
    return phrase(
        "differs from {note} from line {line} on: {mine}, {theirs}",
        note=note,
        line=compared.line,
        mine=nphrase(
            "{count} line only in the copy", "{count} lines only in the copy", compared.only_in_copy
        ),
        theirs=nphrase("{count} only in the note", "{count} only in the note", compared.only_in_note),
    )


def way_out(copy: ConflictCopy) -> Phrase:
    """What to do about a copy."""
    match copy.compared.standing:
        case Standing.SAME | Standing.LINE_ENDS:
            return phrase("it is safe to delete the copy")
        case Standing.GONE:
            return phrase(
                "if the note is missed, rename the copy to {name}; else delete it",
                name=copy.note.rpartition("/")[2],
            )
        case Standing.UNREADABLE:
            return phrase("open both in an editor, keep what is right, and delete the copy")
    if copy.is_page:
        return phrase("vaultkit makes this page anew: tick there what you ticked in the copy, then delete it")
    if copy.compared.standing is Standing.NOTHING_NEW:
        return phrase("delete the copy, unless you took those lines out on purpose")
    if not copy.compared.diff:
        return phrase("compare them with a program for it, and delete the copy when the note is right")
    return phrase("put into the note what it lacks, then delete the copy: --diff shows the lines")
