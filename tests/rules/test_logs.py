"""The log in a person's note, in the styles that people use."""

import time
from datetime import date

import pytest

from vaultkit.model.log import LogLine
from vaultkit.rules.logs import HEADINGS, read_log

DAY = date(2026, 9, 24)

STYLES = [
    ("- 2026-09-24 — kaffe", "kaffe"),
    ("- 2026-09-24 – kaffe", "kaffe"),
    ("- 2026-09-24 kaffe", "kaffe"),
    ("- 2026-09-24: kaffe", "kaffe"),
    ("- **2026-09-24**: kaffe", "kaffe"),
    ("- **2026-09-24:** kaffe", "kaffe"),
    ("- [[2026-09-24]] kaffe", "kaffe"),
    ("- [[2026-09-24]]: kaffe med [[Ola]]", "kaffe med [[Ola]]"),
    ("* 2026-09-24 kaffe", "kaffe"),
    ("1. 2026-09-24 kaffe", "kaffe"),
    ("> 2026-09-24 kaffe", "kaffe"),
    ("2026-09-24 kaffe", "kaffe"),
    ("24.09.2026 kaffe", "kaffe"),
    ("- 24. 9. 2026 kaffe", "kaffe"),
    ("- 2026/09/24 kaffe", "kaffe"),
    ("- 2026-09-24 10:00 kaffe", "kaffe"),
    ("- 2026-09-24 kl. 10.00 – kaffe", "kaffe"),
    ("- [x] 2026-09-24 kaffe", "kaffe"),
    ("  - 2026-09-24 kaffe", "kaffe"),
    ("| 2026-09-24 | Telefon | kaffe |", "Telefon  ·  kaffe"),
    ("- 2026-09-24", ""),
]
NOT_LOGGED = [
    "- [ ] 2026-09-24 ring",
    "- [-] 2026-09-24 avlyst",
    "- 2026-02-30 kaffe",
    "- kaffe 2026-09-24",
    "- 0007-05-04 kaffe",
    "```\n- 2026-09-24 kode\n```",
    "    text\n",
    "| Date | Type |",
]
BODY = """\
# Kari

Møtt 2020-01-01.

## Logg

- 2026-09-24 — kaffe
- 2026-08-01 — telefon

### Mer

- 2026-07-01 mer

## Annet

- 2026-06-01 ikke logget

## 2025-12-24

Julehilsen sendt.

### 2025-01-01 10:00 Nyttår
"""


@pytest.mark.parametrize(("line", "text"), STYLES, ids=[row[0] for row in STYLES])
def test_a_dated_line_below_the_heading(line: str, text: str) -> None:
    assert read_log(f"## Log\n{line}\n", 1) == (LogLine(DAY, text, 2),)


@pytest.mark.parametrize("line", NOT_LOGGED, ids=[row[:20] for row in NOT_LOGGED])
def test_what_has_not_happened_is_not_in_the_log(line: str) -> None:
    assert read_log(f"## Log\n{line}\n", 1) == ()


@pytest.mark.parametrize("heading", sorted(HEADINGS))
def test_each_heading_begins_a_log(heading: str) -> None:
    assert len(read_log(f"## {heading.title()}: ##\n- 2026-09-24 x\n", 1)) == 1


def test_a_whole_note_in_its_order_with_lines_of_the_file() -> None:
    assert read_log(BODY, 5) == (
        LogLine(date(2026, 9, 24), "kaffe", 11),
        LogLine(date(2026, 8, 1), "telefon", 12),
        LogLine(date(2026, 7, 1), "mer", 16),
        LogLine(date(2025, 12, 24), "Julehilsen sendt.", 22),
        LogLine(date(2025, 1, 1), "Nyttår", 26),
    )


def test_line_ends_make_no_difference() -> None:
    crlf = read_log(BODY.replace("\n", "\r\n"), 5)
    assert crlf == read_log(BODY, 5)


def test_lines_outside_a_log_do_not_count() -> None:
    assert read_log("- 2026-09-24 kaffe\n", 1) == ()


@pytest.mark.parametrize(
    "body",
    [
        "# 2026-09-24" + " " * 300_000 + "x",
        "# 2026-09-24 " + "# " * 100_000 + "x",
        "## Log\n" + "- \n" * 100_000,
    ],
    ids=["blanks", "hashes", "items"],
)
def test_no_body_takes_long(body: str) -> None:
    begun = time.process_time()
    read_log("2026-09-24\n" + body, 1)
    assert time.process_time() - begun < 3
