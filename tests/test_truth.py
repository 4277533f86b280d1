"""Every note of six public vaults read as the real Obsidian reads it."""

import json
from pathlib import Path
from typing import Any

import pytest

from vaultkit.store.notefile import read_bytes

VAULTS = Path(__file__).parents[1].parent / "shared" / "vaults"
TRUTH = VAULTS / "truth.jsonl"

pytestmark = pytest.mark.skipif(
    not TRUTH.is_file(), reason="the public vaults are not beside this repository: they are not part of it"
)


def rows() -> dict[str, dict[str, Any]]:
    """By path, what Obsidian sees in each note that has frontmatter."""
    lines = TRUTH.read_text(encoding="utf-8").splitlines()
    return {row["path"]: row for row in map(json.loads, lines)}


def test_every_note_is_read_as_obsidian_reads_it() -> None:
    known, differ, count = rows(), [], 0
    for file in sorted(VAULTS.rglob("*.md")):
        path = file.relative_to(VAULTS).as_posix()
        if "/" not in path:
            continue
        note = read_bytes(path, file.read_bytes())
        row = known.pop(path, None)
        count += 1
        if row is None:
            same = note.valid and not note.properties
        elif row["ok"]:
            same = note.valid and dict(note.properties) == (row.get("data") or {})
        else:
            same = not note.valid and any(p.code.startswith("VK1") for p in note.problems)
        if not same:
            differ.append(path)
    assert differ == []
    assert known == {}
    assert count > 250


def test_each_value_stands_where_it_was_seen() -> None:
    astray = []
    for path, row in rows().items():
        if not row["ok"]:
            continue
        data = (VAULTS / path).read_bytes()
        note = read_bytes(path, data)
        for key in row["keys"]:
            place = note.places.get(key["k"])
            begin = data[: key["val"][0]].decode() if key["val"] else ""
            if place and key["kind"] in ("plain", "quoted") and key["val"][0] < key["val"][1]:
                line = begin.count("\n") + 1
                column = len(begin) - (begin.rfind("\n") + 1) + 1
                if (place.line, place.column) != (line, column):
                    astray.append((path, key["k"]))
    assert astray == []
