"""A new entry looks like those that are there, stands where it belongs, and is one piece put in."""

import contextlib
import time
from datetime import date

import pytest

from vaultkit.errors import EditRefusedError
from vaultkit.rules.logs import read_log
from vaultkit.rules.logwriting import with_log_line

DAY = date(2026, 11, 24)
TEXT = "Kaffe med Kari"

ABOVE = [
    ("- 2026-09-24 — te", "- 2026-11-24 — Kaffe med Kari"),
    ("- 2026-09-24 – te", "- 2026-11-24 – Kaffe med Kari"),
    ("- 2026-09-24 - te", "- 2026-11-24 - Kaffe med Kari"),
    ("- 2026-09-24: te", "- 2026-11-24: Kaffe med Kari"),
    ("- 2026-09-24, te", "- 2026-11-24, Kaffe med Kari"),
    ("- 2026-09-24 te", "- 2026-11-24 Kaffe med Kari"),
    ("* **2026-09-24**: te", "* **2026-11-24**: Kaffe med Kari"),
    ("- **2026-09-24:** te", "- **2026-11-24:** Kaffe med Kari"),
    ("- *2026-09-24* te", "- *2026-11-24* Kaffe med Kari"),
    ("- 2026-09-24 **te** og kake", "- 2026-11-24 Kaffe med Kari"),
    ("- **2026-09-24 te**", "- 2026-11-24 Kaffe med Kari"),
    ("- [[2026-09-24]] te", "- [[2026-11-24]] Kaffe med Kari"),
    ("- **[[2026-09-24]]** – te", "- **[[2026-11-24]]** – Kaffe med Kari"),
    ("- [[2026-09-24|24. sep]]: te", "- [[2026-11-24]]: Kaffe med Kari"),
    ("- [x] 2026-09-24 te", "- [x] 2026-11-24 Kaffe med Kari"),
    ("- [>] 2026-09-24 te", "- [x] 2026-11-24 Kaffe med Kari"),
    ("1. 2026-09-24 te", "1. 2026-11-24 Kaffe med Kari"),
    ("24.09.2026 te", "24.11.2026 Kaffe med Kari"),
    ("- 24. 9. 2026 te", "- 24. 11. 2026 Kaffe med Kari"),
    ("- 2026.09.24 te", "- 2026.11.24 Kaffe med Kari"),
    ("- 2026/09/24 te", "- 2026/11/24 Kaffe med Kari"),
    ("- 2026-09-24 10:30 te", "- 2026-11-24 Kaffe med Kari"),
    ("- 2026-09-24 kl. 10.30 – te", "- 2026-11-24 – Kaffe med Kari"),
    ("- **2026-09-24 10:30**: te", "- **2026-11-24**: Kaffe med Kari"),
    ("> - 2026-09-24 te", "> - 2026-11-24 Kaffe med Kari"),
    ("> 2026-09-24 te", "> 2026-11-24 Kaffe med Kari"),
    ("\t- 2026-09-24 te", "\t- 2026-11-24 Kaffe med Kari"),
    ("- 2026-09-24", "- 2026-11-24 — Kaffe med Kari"),
    ("- **2026-09-24**\n- **2026-09-23**: te", "- **2026-11-24**: Kaffe med Kari"),
]
"""A log that holds one entry, and what comes above it."""

PLACED = [
    (
        "newest first",
        "## Log\n\nSiste samtaler.\n\n- 2026-09-24 — te\n- 2026-08-01 — tlf\n",
        "## Log\n\nSiste samtaler.\n\n+"
        "- 2026-11-24 — Kaffe med Kari\n- 2026-09-24 — te\n- 2026-08-01 — tlf\n",
    ),
    (
        "oldest first, behind what belongs to the last entry",
        "## Log\n- 2026-08-01 — tlf\n- 2026-09-24 — te\nog kake\n"
        "  - 2026-12-01 ny\n\n  avsnitt\n\n\n## Mer\n",
        "## Log\n- 2026-08-01 — tlf\n- 2026-09-24 — te\nog kake\n  - 2026-12-01 ny\n\n  avsnitt\n"
        "+- 2026-11-24 — Kaffe med Kari\n\n\n## Mer\n",
    ),
    (
        "behind code in the last entry",
        "## Log\n- 2026-08-01 a\n- 2026-09-24 b\n  ```\nx\n\ny\n  ```\n\nslutt\n",
        "## Log\n- 2026-08-01 a\n- 2026-09-24 b\n  ```\nx\n\ny\n  ```\n"
        "+- 2026-11-24 Kaffe med Kari\n\nslutt\n",
    ),
    (
        "between, newest first",
        "## Log\n- 2026-12-01 a\n- 2026-09-24 b\n",
        "## Log\n- 2026-12-01 a\n+- 2026-11-24 Kaffe med Kari\n- 2026-09-24 b\n",
    ),
    (
        "between, oldest first",
        "## Log\n- 2026-09-24 b\n- 2026-12-01 a\n- 2026-12-02 a",
        "## Log\n- 2026-09-24 b\n+- 2026-11-24 Kaffe med Kari\n- 2026-12-01 a\n- 2026-12-02 a",
    ),
    (
        "oldest of all",
        "## Log\n- 2027-12-01 a\n- 2027-09-24 b",
        "## Log\n- 2027-12-01 a\n- 2027-09-24 b+\n- 2026-11-24 Kaffe med Kari",
    ),
    (
        "oldest of all, oldest first",
        "## Log\n- 2027-09-24 b\n- 2027-12-01 a",
        "## Log\n+- 2026-11-24 Kaffe med Kari\n- 2027-09-24 b\n- 2027-12-01 a",
    ),
    (
        "loose list",
        "## Log\n\n- 2026-09-24 a\n\n- 2026-08-01 b\n",
        "## Log\n\n+- 2026-11-24 Kaffe med Kari\n\n- 2026-09-24 a\n\n- 2026-08-01 b\n",
    ),
    (
        "loose list in a callout, oldest first",
        "## Log\n> [!note] Logg\n> - 2026-08-01 a\n>\n> - 2026-09-24 b\n> mer\n\nslutt\n",
        "## Log\n> [!note] Logg\n> - 2026-08-01 a\n>\n> - 2026-09-24 b\n> mer\n"
        "+>\n> - 2026-11-24 Kaffe med Kari\n\nslutt\n",
    ),
    (
        "numbers go up",
        "## Log\n1. 2026-08-01 a\n2. 2026-09-24 b\n",
        "## Log\n1. 2026-08-01 a\n2. 2026-09-24 b\n+3. 2026-11-24 Kaffe med Kari\n",
    ),
    (
        "numbers that stay",
        "## Log\n1. 2026-08-01 a\n1. 2026-09-24 b\n",
        "## Log\n1. 2026-08-01 a\n1. 2026-09-24 b\n+1. 2026-11-24 Kaffe med Kari\n",
    ),
    (
        "no zeros, as the older entry shows",
        "## Log\n- 14.10.2026 a\n- 1.9.2026 b\n",
        "## Log\n+- 24.11.2026 Kaffe med Kari\n- 14.10.2026 a\n- 1.9.2026 b\n",
    ),
    (
        "years with headings",
        "## Log\n### 2027\n- 2027-01-02 a\n### 2026\n"
        "- 2026-12-24 b\n- 2026-09-24 b\n### 2025\n- 2025-12-24 b\n",
        "## Log\n### 2027\n- 2027-01-02 a\n### 2026\n- 2026-12-24 b\n+- 2026-11-24 Kaffe med Kari\n"
        "- 2026-09-24 b\n### 2025\n- 2025-12-24 b\n",
    ),
    (
        "last of its year",
        "## Log\n### 2026\n- 2026-12-24 b\n\n### 2025\n- 2025-12-24 b\n",
        "## Log\n### 2026\n- 2026-12-24 b\n+- 2026-11-24 Kaffe med Kari\n\n### 2025\n- 2025-12-24 b\n",
    ),
    (
        "the log that goes on",
        "## Historikk\n- 2019-09-24 a\n\n## Logg\n- 2026-09-24 a\n",
        "## Historikk\n- 2019-09-24 a\n\n## Logg\n+- 2026-11-24 Kaffe med Kari\n- 2026-09-24 a\n",
    ),
    (
        "open tasks stay on top",
        "## Log\n- [ ] 2026-12-01 ring\n- 2026-09-24 a\n",
        "## Log\n- [ ] 2026-12-01 ring\n+- 2026-11-24 Kaffe med Kari\n- 2026-09-24 a\n",
    ),
    (
        "a list wins over dated headings",
        "## Logg\n- 2026-09-24 a\n\n## 2025-12-24\n\nJul\n",
        "## Logg\n+- 2026-11-24 Kaffe med Kari\n- 2026-09-24 a\n\n## 2025-12-24\n\nJul\n",
    ),
    (
        "dates alone, text below",
        "## Log\n2026-08-01\n\nTe\n\n2026-09-01\n\nTlf\n\n## Mer\n",
        "## Log\n2026-08-01\n\nTe\n\n2026-09-01\n\nTlf\n+\n2026-11-24 — Kaffe med Kari\n\n## Mer\n",
    ),
    ("heading at the end", "## Log", "## Log+\n- 2026-11-24 — Kaffe med Kari"),
    ("heading and line end", "## Log\n", "## Log\n+- 2026-11-24 — Kaffe med Kari\n"),
    ("heading and blank line", "## Log\n\n", "## Log\n\n+- 2026-11-24 — Kaffe med Kari\n"),
    (
        "heading, then the next",
        "## Log\n\n## Mer\n",
        "## Log\n\n+- 2026-11-24 — Kaffe med Kari\n\n## Mer\n",
    ),
    (
        "heading and prose",
        "## Log\nDet vi\nsnakket om.\n\nMer\n",
        "## Log\nDet vi\nsnakket om.\n+\n- 2026-11-24 — Kaffe med Kari\n\nMer\n",
    ),
    (
        "heading, blank, prose",
        "## Log\n\nUdatert.\n",
        "## Log\n\n+- 2026-11-24 — Kaffe med Kari\n\nUdatert.\n",
    ),
    ("undated list", "## Log\n* Udatert.\n", "## Log\n+* 2026-11-24 — Kaffe med Kari\n* Udatert.\n"),
    (
        "heading and comment",
        "## Log\n<!--\n\nslik: - dato\n-->\n",
        "## Log\n<!--\n\nslik: - dato\n-->\n+\n- 2026-11-24 — Kaffe med Kari\n",
    ),
    ("nothing", "", "+## Log\n\n- 2026-11-24 — Kaffe med Kari\n"),
    ("no log", "# Kari\n", "# Kari\n+\n## Log\n\n- 2026-11-24 — Kaffe med Kari\n"),
    ("no log, blank end", "# Kari\n\n", "# Kari\n\n+## Log\n\n- 2026-11-24 — Kaffe med Kari\n"),
    ("no log, no line end", "Kari", "Kari+\n\n## Log\n\n- 2026-11-24 — Kaffe med Kari"),
    (
        "level of the others",
        "### A\n\n### B\n",
        "### A\n\n### B\n+\n### Log\n\n- 2026-11-24 — Kaffe med Kari\n",
    ),
    ("levels that differ", "# A\n\n### B\n", "# A\n\n### B\n+\n## Log\n\n- 2026-11-24 — Kaffe med Kari\n"),
    ("code before", "```\nx\n```\n", "```\nx\n```\n+\n## Log\n\n- 2026-11-24 — Kaffe med Kari\n"),
    (
        "dates in code",
        "```\n## Log\n- 2026-09-24 x\n```\n",
        "```\n## Log\n- 2026-09-24 x\n```\n+\n## Log\n\n- 2026-11-24 — Kaffe med Kari\n",
    ),
    (
        "table, newest first",
        "## Log\n\n| Date | Type | Summary |\n|---|---|---|\n"
        "| 2026-09-24 | Tlf | a |\n| 2026-08-01 | Te | b |\n",
        "## Log\n\n| Date | Type | Summary |\n|---|---|---|\n+| 2026-11-24 | | Kaffe med Kari |\n"
        "| 2026-09-24 | Tlf | a |\n| 2026-08-01 | Te | b |\n",
    ),
    (
        "table, oldest first, the date in its column",
        "## Logg\n|Hvem|Dato|Notat|Type|\n|---|---|---|---|\n|K|**1.9.2026**|a|b|\n|K|**2.9.2026**|a|b|\n",
        "## Logg\n|Hvem|Dato|Notat|Type|\n|---|---|---|---|\n|K|**1.9.2026**|a|b|\n|K|**2.9.2026**|a|b|\n"
        "+||**24.11.2026**|Kaffe med Kari||\n",
    ),
    (
        "table, then a list",
        "## Log\n| Date | Text |\n|---|---|\n| 2026-12-01 | a |\n\n- 2026-12-24 b\n",
        "## Log\n| Date | Text |\n|---|---|\n+| 2026-11-24 | Kaffe med Kari |\n| 2026-12-01 | a |\n\n"
        "- 2026-12-24 b\n",
    ),
    (
        "table that is waiting",
        "## Log\n\n_Siste_\n\n| Date | Type | Summary |\n|------|------|---------|\n| | | |\n\n## Mer\n",
        "## Log\n\n_Siste_\n\n| Date | Type | Summary |\n|------|------|---------|\n"
        "+| 2026-11-24 | | Kaffe med Kari |\n| | | |\n\n## Mer\n",
    ),
    (
        "table with even columns",
        "## Log\n| Date       | Type | What           |\n|------------|------|----------------|\n"
        "| 2026-09-24 | Tlf  | lenge siden    |\n",
        "## Log\n| Date       | Type | What           |\n|------------|------|----------------|\n"
        "+| 2026-11-24 |      | Kaffe med Kari |\n| 2026-09-24 | Tlf  | lenge siden    |\n",
    ),
    (
        "dated headings, newest first",
        "# Kari\n\n## 2022-02-15\n\nTe\n\n## 2021-02-15\n\nTlf\n",
        "# Kari\n\n+## 2026-11-24\n\nKaffe med Kari\n\n## 2022-02-15\n\nTe\n\n## 2021-02-15\n\nTlf\n",
    ),
    (
        "dated headings with times, bullets and no blank lines",
        "# Kari\n### 2025-01-01 10:00\n- te\n### 2024-01-01 10:00\n- tlf",
        "# Kari\n+### 2026-11-24\n- Kaffe med Kari\n### 2025-01-01 10:00\n- te\n### 2024-01-01 10:00\n- tlf",
    ),
    (
        "dated headings with text, oldest first",
        "## 2022-02-15 – Te\n- a\n\n## 2023-02-15 – Tlf\n\n### Mer\n\nb\n\n# Annet\n",
        "## 2022-02-15 – Te\n- a\n\n## 2023-02-15 – Tlf\n\n### Mer\n\nb\n"
        "+\n## 2026-11-24 – Kaffe med Kari\n\n# Annet\n",
    ),
    (
        "dated headings below a log, of the same level",
        "## Log\n\n## 2025-01-01\n\nte\n\n## Mer\n",
        "## Log\n\n+## 2026-11-24\n\nKaffe med Kari\n\n## 2025-01-01\n\nte\n\n## Mer\n",
    ),
    (
        "line ends of the neighbour",
        "## Log\r\n- 2026-12-24 a\r\n- 2026-09-24 a\r\n\nslutt\n",
        "## Log\r\n- 2026-12-24 a\r\n+- 2026-11-24 Kaffe med Kari\r\n- 2026-09-24 a\r\n\nslutt\n",
    ),
    (
        "line ends at the end",
        "a\nb\r\nc",
        "a\nb\r\nc+\r\n\r\n## Log\r\n\r\n- 2026-11-24 — Kaffe med Kari",
    ),
]
"""A body, and what it becomes; `+` is where the piece begins."""

TAMED = [
    ("- strek", "- 2026-11-24 — - strek", "\\- strek"),
    ("1. først", "- 2026-11-24 — 1. først", "1\\. først"),
    ("# tittel", "- 2026-11-24 — # tittel", "\\# tittel"),
    ("---", "- 2026-11-24 — ---", "\\---"),
    ("> sitat", "- 2026-11-24 — > sitat", "\\> sitat"),
    ("10:30 kaffe", "- 2026-11-24 — 10:30 kaffe", "10:30 kaffe"),
    ("a\nb\r\n\tc\x00\u2028d", "- 2026-11-24 — a b c d", "a b c d"),
    ("  ", "- 2026-11-24", ""),
]
"""A text, the line of a list, and the paragraph below a dated heading."""

SWALLOWED = [
    ("```\nx\n", 1),
    ("a\n~~~~\n~~~\n", 2),
    ("a\n\n<!-- b\n", 3),
    ("a %% b\n", 1),
    ("%%\na\n%%\n%%\n", 4),
]


@pytest.mark.parametrize(("entry", "line"), ABOVE, ids=[row[0] for row in ABOVE])
def test_the_entry_below_is_the_model(entry: str, line: str) -> None:
    assert with_log_line(f"## Logg\n\n{entry}\n", DAY, TEXT, "Log") == f"## Logg\n\n{line}\n{entry}\n"


@pytest.mark.parametrize(
    "entry",
    ["> - 2026-11-24 te", "> > * 2026-11-24 te", "| Hvem | Dato |\n|---|---|\n| te | [[2026-11-24]] 10:30 |"],
)
def test_what_is_written_there_is_read_too(entry: str) -> None:
    assert [(line.day, line.text) for line in read_log(f"## Log\n{entry}\n", 1)] == [(DAY, "te")]


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in PLACED], ids=[row[0] for row in PLACED])
def test_where_it_goes(before: str, after: str) -> None:
    assert with_log_line(before, DAY, TEXT, "Log") == after.replace("+", "", 1)
    assert before.startswith(after.partition("+")[0])


@pytest.mark.parametrize(("text", "line", "paragraph"), TAMED, ids=[repr(row[0]) for row in TAMED])
def test_a_text_is_one_line_and_begins_nothing(text: str, line: str, paragraph: str) -> None:
    listed = with_log_line("## Log\n- 2026-09-24 — te\n", DAY, text, "Log")
    assert listed == f"## Log\n{line}\n- 2026-09-24 — te\n"
    headed = with_log_line("## 2026-09-24\n\nte\n", DAY, text, "Log")
    assert headed == f"## 2026-11-24\n\n{paragraph}\n\n## 2026-09-24\n\nte\n".replace("\n\n\n\n", "\n\n")
    for body in (listed, headed):
        assert [line.day for line in read_log(body, 1)] == [DAY, date(2026, 9, 24)]


def test_a_text_that_begins_with_a_date_is_no_entry_of_its_own() -> None:
    body = with_log_line("## Log\n### 2026-09-24\n\nte\n", DAY, "2026-01-01 avtalt", "Log")
    assert body.startswith("## Log\n### 2026-11-24 — 2026-01-01 avtalt\n")
    assert [line.day for line in read_log(body, 1)] == [DAY, date(2026, 9, 24)]


def test_a_bar_ends_no_cell() -> None:
    body = "## Log\n| Date | What |\n|---|---|\n|2026-09-24|te|\n"
    assert "|2026-11-24|[[A\\|B]] c\\ |\n" in with_log_line(body, DAY, "[[A|B]] c\\", "Log")


@pytest.mark.parametrize(("body", "line"), SWALLOWED, ids=[repr(row[0]) for row in SWALLOWED])
def test_no_section_where_it_would_be_swallowed(body: str, line: int) -> None:
    with pytest.raises(EditRefusedError) as refused:
        with_log_line(body, DAY, TEXT, "Log")
    assert (refused.value.why, refused.value.line) == ("invalid", line)


def test_a_heading_that_would_not_be_read_is_refused() -> None:
    with pytest.raises(EditRefusedError, match="Kalender") as refused:
        with_log_line("# Kari\n", DAY, TEXT, "Kalender")
    assert refused.value.why == "value"


@pytest.mark.parametrize(
    "body",
    [
        "## Log\n" + "- 2026-09-24 te\n" * 50_000,
        "## Log\n" + "- 2026-09-24 te\n\n  mer\n\n" * 20_000,
        "## Log\n" + "- 2026-09-24\n" + "  - 2026-09-23\n" * 50_000,
        "## Log\n| Date | What |\n|---|---|\n" + "| 2026-09-24 | te |\n" * 40_000,
        "## 2026-09-24\n\nte\n" * 20_000,
        "### 2026-09-24\n## 2026-09-24\n" * 20_000,
        "## Log\n" + "> " * 200_000 + "\n- 2026-09-24" + " " * 200_000 + "x\n" + "\n" * 300_000,
        "## Log\n" * 100_000,
        "- " * 400_000,
        "## Log\n" + "> " * 200_000 + "- 2026-09-24 te\n" + "> " * 200_000,
        "`" * 300_000 + "\n" + "%" * 300_001 + "`\n",
        "## Log\n- 2026-09-24 " + "|" * 500_000,
    ],
    ids=[
        "list",
        "loose",
        "nested",
        "table",
        "headings",
        "levels",
        "blanks",
        "logs",
        "dashes",
        "quotes",
        "ticks",
        "bars",
    ],
)
def test_no_body_takes_long(body: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(EditRefusedError):
        with_log_line(body, DAY, TEXT, "Log")
    assert time.process_time() - begun < 3
