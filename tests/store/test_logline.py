"""One more line in the log of a note: one piece is put in, every other byte stays, twice changes nothing."""

import codecs
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.errors import EditRefusedError
from vaultkit.rules.logs import read_log
from vaultkit.store.logline import append_log_line
from vaultkit.store.notefile import MAX_BYTES, read_bytes

DAY = date(2026, 11, 24)

WRITTEN = [
    (
        "---\nname: Kari\n---\n## Logg\n- 2026-09-24 — te\n",
        "---\nname: Kari\n---\n## Logg\n- 2026-11-24 — kaffe\n- 2026-09-24 — te\n",
    ),
    ("---\na: 1\n---\n", "---\na: 1\n---\n## Log\n\n- 2026-11-24 — kaffe\n"),
    ("---\na: 1\n---", "---\na: 1\n---\n## Log\n\n- 2026-11-24 — kaffe"),
    ("---\r\na: 1\r\n---", "---\r\na: 1\r\n---\r\n## Log\r\n\r\n- 2026-11-24 — kaffe"),
    ("---\r\na: 1\r\n---\r\n", "---\r\na: 1\r\n---\r\n## Log\r\n\r\n- 2026-11-24 — kaffe\r\n"),
    ("---\na: [1\n---\nx\n", "---\na: [1\n---\nx\n\n## Log\n\n- 2026-11-24 — kaffe\n"),
    ("\ufeff# Kari\n", "\ufeff# Kari\n\n## Log\n\n- 2026-11-24 — kaffe\n"),
    ("", "## Log\n\n- 2026-11-24 — kaffe\n"),
    ("Kari", "Kari\n\n## Log\n\n- 2026-11-24 — kaffe"),
]
REFUSED = [
    ("encoding", b"# K\n\xe5\n", 2),
    ("encoding", b"# K\n\n\0", 3),
    ("size", b"x" * (MAX_BYTES + 1), 1),
    ("size", b"x" * MAX_BYTES, 1),
    ("conflict", b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n", 2),
    ("fence", b"---\na: 1\n\n# Kari\n", 1),
    ("fence", b"---%% x %%\na: 1\n---\n", 1),
    ("fence", b"\n---\na: 1\n---\n", 2),
    ("invalid", b"---\na: 1\n---\n\n```\nx\n", 5),
    ("invalid", b"```x``` code to the reader\n", 2),
]
KNOWN = [
    ("- 2026-11-24 — kaffe", "kaffe"),
    ("- **2026-11-24:** kaffe", " kaffe\n"),
    ("- 24.11.2026 kl. 10.30 kaffe", "10.30 kaffe"),
    ("- 2026-11-24 10:30 kaffe", "10:30 kaffe"),
    ("- 2026-11-24", ""),
    ("| 2026-11-24 | | [[A\\|B]] |", "[[A|B]]"),
    ("### 2026-11-24\n\n1\\. kaffe", "1. kaffe"),
]
ELSE = [
    ("- 2026-11-24 — te", "kaffe"),
    ("- 2026-11-23 — kaffe", "kaffe"),
    ("- 2026-11-24 11:30 kaffe", "10:30 kaffe"),
    ("- [ ] 2026-11-24 — kaffe", "kaffe"),
]

ENTRIES = st.sampled_from(
    [
        "- {} — te",
        "- {}",
        "* **{}**: te",
        "- **{}:** te",
        "1. {} te",
        "{} te",
        "- [[{}]] te",
        "- [x] {} te",
        "- [ ] {} te",
        "> - {} te",
        "> {} te",
        "  - {} te",
        "| {} | te | a |",
        "| te | {} | a |",
        "## {}",
        "### {} 10:00 te",
        "## {} – te",
        "# {}",
    ]
)
DATES = st.sampled_from(
    ["2026-09-24", "2026-12-01", "1.9.2026", "24.09.2026", "2025/01/02", "2026.11.24", "24. 9. 2026"]
)
NOISE = st.sampled_from(
    [
        "",
        "",
        "## Log",
        "### Logg",
        "## Annet",
        "tekst",
        "  tekst",
        "- punkt",
        "> sitat",
        "| Date | Type | Notat |",
        "| Type | Dato | Tekst |",
        "|---|---|---|",
        "---",
        "```",
        "%%",
        "<!-- x -->",
        "[^1]: fot",
        "\u2028 \x0c",
    ]
)
LINES = st.one_of(st.builds(str.format, ENTRIES, DATES), NOISE, st.text(max_size=8))
BODIES = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n", "\r\n"])), max_size=14)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["kaffe", "10:30 te", "- a", "# b", "1. c", "2026-01-01", "|", "[[A|B]]", "---", "\\", "]]"]
    ),
)


def said(data: bytes) -> list[tuple[date, str]]:
    """The days and texts of a note's log."""
    note = read_bytes("", data)
    return [(line.day, line.text) for line in read_log(note.body, note.body_line)]


@pytest.mark.parametrize(("before", "after"), WRITTEN, ids=[repr(row[0]) for row in WRITTEN])
def test_one_piece_in_the_bytes(before: str, after: str) -> None:
    written = append_log_line(before.encode(), DAY, "kaffe")
    assert written.decode() == after
    assert append_log_line(written, DAY, "kaffe") == written


@pytest.mark.parametrize(
    ("why", "data", "line"), REFUSED, ids=[f"{row[0]} {row[1][:12]!r}" for row in REFUSED]
)
def test_refused_with_its_place_and_a_way_out(why: str, data: bytes, line: int) -> None:
    with pytest.raises(EditRefusedError) as refused:
        append_log_line(data, DAY, "kaffe")
    assert (refused.value.why, refused.value.line) == (why, line)
    assert refused.value.hint


@pytest.mark.parametrize(("entry", "text"), KNOWN, ids=[row[0] for row in KNOWN])
def test_what_the_log_says_already_is_not_said_again(entry: str, text: str) -> None:
    data = f"---\na: 1\n---\n## Log\n\n{entry}\n".encode()
    assert append_log_line(data, DAY, text) is data


@pytest.mark.parametrize(("entry", "text"), ELSE, ids=[row[0] for row in ELSE])
def test_another_text_or_day_is_another_entry(entry: str, text: str) -> None:
    data = f"## Log\n\n{entry}\n".encode()
    assert len(append_log_line(data, DAY, text)) > len(data)


def test_a_year_that_the_log_cannot_hold_is_refused() -> None:
    with pytest.raises(EditRefusedError):
        append_log_line(b"## Log\n", date(999, 1, 1), "kaffe")


@given(
    st.sampled_from(["", "---\na: 1\n---\n", "---\r\na: 1\r\n---\r\n", "---\na: 1\n---"]),
    BODIES,
    st.booleans(),
    st.booleans(),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    TEXTS,
)
def test_one_entry_more_and_nothing_else(
    head: str, lines: list[tuple[str, str]], marked: bool, ended: bool, day: date, text: str
) -> None:
    body = "".join(line + end for line, end in lines)
    whole = head + (body if ended else body.rstrip("\r\n"))
    try:
        data = codecs.BOM_UTF8 * marked + whole.encode()
        written = append_log_line(data, day, text)
    except (EditRefusedError, UnicodeEncodeError):
        return
    assert append_log_line(written, day, text) == written
    if written == data:
        assert day in [of for of, _ in said(data)]
        return
    size = len(written) - len(data)
    # The piece may begin anywhere between the longest common beginning and the longest common end.
    first = next((i for i, (a, b) in enumerate(zip(data, written, strict=False)) if a != b), len(data))
    assert any(written[:at] + written[at + size :] == data for at in range(first + 1))
    old, new = said(data), said(written)
    assert len(new) == len(old) + 1
    assert any(new[:i] + new[i + 1 :] == old and new[i][0] == day for i in range(len(new)))
    assert written.endswith(b"\n") == data.endswith(b"\n") or not whole


@pytest.mark.parametrize("day", ["2026-09-24", "2026-11-24"])
def test_a_note_of_a_megabyte_takes_no_time(day: str) -> None:
    data = b"## Log\n" + f"- {day} te\n".encode() * 60_000
    begun = time.process_time()
    append_log_line(data, DAY, "10:30 te")
    assert time.process_time() - begun < 5
