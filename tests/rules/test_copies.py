"""Conflict copies: whose they are by their names, and how they compare with their notes."""

import pytest

from vaultkit.model.conflictcopy import Standing
from vaultkit.rules.copies import MOST_LINES, compare, original_name

NAMES = [
    ("Ada.sync-conflict-20261123-101500-ABCDEFG.md", "Ada.md"),  # Syncthing
    ("Ada.sync-conflict-20161123-101500.md", "Ada.md"),  # Syncthing before devices had marks
    ("Ada.sync-conflict-20261123-101500-ABCDEFG.sync-conflict-20261124-101500-HIJKLMN.md", "Ada.md"),
    ("Ada (Kari's conflicted copy 2026-11-23).md", "Ada.md"),  # Dropbox
    ("Ada (Kari's PC (2)'s conflicted copy 2026-11-23).md", "Ada.md"),
    ("Ada (Case Conflict).md", "Ada.md"),
    ("Ada (Case Conflict 1).md", "Ada.md"),
    ("Ada (Case Conflict 2026-11-23).md", "Ada.md"),
    ("Ada (Selective Sync Conflict).md", "Ada.md"),
    ("Ada (conflicted copy 2026-11-23 101500).md", "Ada.md"),  # Nextcloud
    ("Ada (conflicted copy kari 2026-11-23 101500).md", "Ada.md"),
    ("Ada_conflict-20261123-101500.md", "Ada.md"),  # ownCloud
    ("Ada_conflict-kari-20261123-101500.md", "Ada.md"),
    ("Ada (SFConflict kari@example.no 2026-11-23-10-15-00).md", "Ada.md"),  # Seafile
    ("Ada_Kari-PC_Nov-23-1015-2026_CaseConflict_1.md", "Ada.md"),  # Synology Drive
    ("Ada_Kari-PC_Nov-23-101500-2026_Conflict.md", "Ada.md"),
    ("Ada (Conflicted copy Pixel 8 202611231015).md", "Ada.md"),  # Obsidian Sync
    ("Ada.conflicted:1795428900.md", "Ada.md"),  # SilverBullet
    ("Ada (conflicted copy vaultkit 0a1b2c3d).md", "Ada.md"),  # our own
    ("Ada (Berg) (conflicted copy vaultkit 0a1b2c3d).md", "Ada (Berg).md"),
    ("Ada (conflicted copy).MD", "Ada.MD"),
    ("Åse – 2. (conflicted copy 2026-11-23 101500).md", "Åse – 2..md"),
]
NOT_TOLD_BY_THEIR_NAMES = [
    "Ada 2.md",  # iCloud, Finder
    "Ada (1).md",  # Google Drive
    "Ada-LAPTOP.md",  # OneDrive
    "Ada-DESKTOP-7G2K1LM.md",
    "Conflict at work.md",
    "Ada (conflict).md",
    "Conflict_2026.md",
    "2026-11-23 Conflict with Ada.md",
    "Kari (conflict resolution).md",
    "conflict" + "(" * 200 + ".md",
]


@pytest.mark.parametrize(("name", "original"), NAMES)
def test_the_note_that_a_copy_belongs_to(name: str, original: str) -> None:
    assert original_name(name) == original


@pytest.mark.parametrize("name", NOT_TOLD_BY_THEIR_NAMES)
def test_a_name_that_any_note_may_have_tells_of_no_copy(name: str) -> None:
    assert original_name(name) is None


NOTE = b"---\ntype: person\n---\n\n## Log\n- 2026-11-01 coffee\n"
COPIES = [
    (NOTE, (Standing.SAME, 0, 0, 0)),
    (NOTE.replace(b"\n", b"\r\n"), (Standing.LINE_ENDS, 0, 0, 0)),
    (NOTE.removesuffix(b"\n"), (Standing.LINE_ENDS, 0, 0, 0)),
    (NOTE.replace(b"- 2026-11-01 coffee\n", b""), (Standing.NOTHING_NEW, 6, 0, 1)),
    (b"", (Standing.NOTHING_NEW, 1, 0, 6)),
    (NOTE + b"- 2026-11-02 lunch\n", (Standing.DIFFERS, 7, 1, 0)),
    (NOTE.replace(b"coffee", b"tea"), (Standing.DIFFERS, 6, 1, 1)),
    (b"++\n--\n\xff\n", (Standing.DIFFERS, 1, 3, 6)),
]


@pytest.mark.parametrize(("copy", "expected"), COPIES)
def test_what_a_copy_holds_that_its_note_does_not(
    copy: bytes, expected: tuple[Standing, int, int, int]
) -> None:
    found = compare("Ada.md", NOTE, "Ada (conflicted copy).md", copy)
    assert (found.standing, found.line, found.only_in_copy, found.only_in_note) == expected
    assert bool(found.diff) == (copy != NOTE)


def test_a_copy_that_is_too_long_is_only_said_to_differ() -> None:
    copy = NOTE + b"a\nb\n" * MOST_LINES
    found = compare("Ada.md", NOTE, "copy", copy)
    assert (found.standing, found.line, found.diff) == (Standing.DIFFERS, 7, ())
