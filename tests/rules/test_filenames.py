"""Names of files: one part of a path, on every system, never too long, the same again."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.rules.filenames import file_name

NAMES = [
    ("Kari Nordmann", "Kari Nordmann"),
    ("Jean-Luc O’Neil (jobb)", "Jean-Luc O’Neil (jobb)"),
    ("A/B: C", "A B C"),
    ('a\\b*c?d"e<f>g|h#i^j[k]l', "a b c d e f g h i j k l"),
    ("../../etc/passwd", "etc passwd"),
    ("..", ""),
    ("", ""),
    (" . ", ""),
    ("[[]]", ""),
    ("Ola.md", "Ola"),
    ("Ola.MD.md", "Ola"),
    ("Dr. Who.", "Dr. Who"),
    ("CON", "CON_"),
    ("con.txt", "con_.txt"),
    ("Lpt1 .x", "Lpt1_ .x"),
    ("COM¹", "COM¹_"),
    ("Conrad", "Conrad"),
    ("%%x%%%", "%x%"),
    ("a\nb\tc\x00d\u202ee", "a b c d e"),
    ("A\u030ase", "Åse"),
    ("ø" * 300, "ø" * 100),
    ("x" * 199 + ". y", "x" * 199),
    ("\U0001f469\u200d" * 60, ("\U0001f469\u200d" * 29)[:-1]),
]


@pytest.mark.parametrize(("name", "file"), NAMES)
def test_what_a_file_cannot_hold_is_left_out(name: str, file: str) -> None:
    assert file_name(name) == file


@given(st.text(max_size=300))
def test_any_text_is_one_part_of_a_path(name: str) -> None:
    file = file_name(name)
    assert not re.search(r'[\\/:*?"<>|#^\[\]\x00-\x1f]|%%', file)
    assert file == file.strip(". ")
    assert len(file.encode()) <= 202
    assert unicodedata.is_normalized("NFC", file)
    assert file_name(file) == file
