"""How values are written: the same for readers of YAML 1.2 and 1.1, plain where that is safe."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.rules.scalars import Scalar, dated, literal, plain_is_safe, written
from vaultkit.store.yaml12 import read_block

PLAIN = [
    "Kari",
    "Kari's",
    "møtt på kurs",
    "https://example.org/a?b=c#d",
    "50% av tiden",
    "a, b",
    "C#",
    "🙂 hei",
    "2026-11-24",
    "2026-11-24T12:00",
    "2026-11-24T12:00:30",
    "never",
    "kl. 9",
    "6 weeks",
    "P6W",
    "1.2.3",
    "nono",
]
QUOTED = [
    "",
    " a",
    "a ",
    "yes",
    "NO",
    "On",
    "off",
    "y",
    "N",
    "true",
    "False",
    "null",
    "~",
    "<<",
    "=",
    "12",
    "-1",
    "0123",
    "+4791234567",
    "+47 912 34 567",
    "1_000",
    "0x1F",
    "0o17",
    "0b1",
    "1.5",
    "1e3",
    ".5",
    "12:30",
    "1:02:03",
    ".inf",
    "-.INF",
    ".NaN",
    "2026-02-30",
    "0000-05-04",
    "2026-1-2",
    "2026-11-24 12:00",
    "2026-13-01T10:00",
    "[[Kari]]",
    "møtt hos [[Kari]]",
    "[a]",
    "{a}",
    "#tag",
    "- a",
    "-a",
    "a: b",
    "a:",
    "a #b",
    "@kari",
    "`a`",
    "%a",
    "&a",
    "*a",
    "!a",
    "|",
    ">a",
    "'a'",
    '"a"',
    "?",
    "? a",
    ": a",
    ", a",
    "a\nb",
    "a\tb",
    "a\x07",
    "a\x85b",
    "a\u2028b",
    "\ufeffa",
]
VALUES: list[tuple[Scalar, str]] = [
    (True, "true"),
    (False, "false"),
    (None, ""),
    (0, "0"),
    (-7, "-7"),
    (1.0, "1"),
    (1.5, "1.5"),
    (1e-7, "1.0e-07"),
    (1e300, "1.0e+300"),
    (float("inf"), ".inf"),
    (float("-inf"), "-.inf"),
    (float("nan"), ".nan"),
    ('say "hei" \\ x', 'say "hei" \\ x'),
    (' "\\', '" \\"\\\\"'),
    ("a\r\n\t\x00\x85\u2029", '"a\\r\\n\\t\\x00\\x85\\u2029"'),
]


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_text_stands_without_quotes(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize("text", QUOTED)
def test_what_some_reader_would_take_for_something_else_is_quoted(text: str) -> None:
    assert written(text).startswith('"')


@pytest.mark.parametrize("text", [*PLAIN, *QUOTED])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_old_and_new_readers_see_the_same_text(text: str, quote: str) -> None:
    line = f"k: {written(text, quote)}\n"
    assert read_block(line).values == {"k": text}
    old = yaml.safe_load(line)["k"]
    assert isinstance(old, date) or old == text


@pytest.mark.parametrize(("value", "text"), VALUES, ids=[text for _, text in VALUES])
def test_a_value_as_text(value: Scalar, text: str) -> None:
    assert written(value) == text


def test_quotes_are_kept() -> None:
    assert written("it's", "'") == "'it''s'"
    assert written('"a" \\', '"') == '"\\"a\\" \\\\"'
    assert written("a\nb", "'") == '"a\\nb"'
    assert written(7, '"') == "7"


def test_between_brackets_more_needs_quotes() -> None:
    assert [written(it, flow=True) for it in ("a", "a, b", "a]", None)] == ["a", '"a, b"', '"a]"', "null"]


def test_days_and_moments() -> None:
    assert dated(date(2026, 11, 24)) == "2026-11-24"
    assert dated(datetime(2026, 11, 24, 12, tzinfo=None)) == "2026-11-24T12:00"  # noqa: DTZ001
    assert dated(datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC)) == "2026-11-24T12:00:05+00:00"
    assert dated(datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=-5)))) == "2026-01-02T03:00-05:00"


@pytest.mark.parametrize("text", ["a", "a\nb\n\n", "\na\nb", " a\nb", "a\r\nb", "a\n  \nb", "a\x07\nb", "\n"])
def test_a_block_cannot_hold_everything(text: str) -> None:
    assert literal(text) is None


def test_a_block_keeps_lines() -> None:
    assert literal("a\n\n  b") == ("|-", ["a", "", "  b"])
    assert literal("a\nb\n") == ("|", ["a", "b"])


@given(st.text(), st.sampled_from(["", "'", '"']), st.booleans())
def test_any_text_reads_back(text: str, quote: str, flow: bool) -> None:
    line = f"k: [{written(text, quote, flow=True)}]" if flow else f"k: {written(text, quote)}"
    assert read_block(line).values == {"k": [text] if flow else text}
    assert "\n" not in line


@given(st.text(st.sampled_from("0123456789+-_.:eExobTZ ~ynfatrslu")))
def test_text_that_looks_like_numbers_and_dates_stays_text_for_old_readers(text: str) -> None:
    old = yaml.safe_load(f"k: {written(text)}")["k"]
    assert old == text or (isinstance(old, date) and plain_is_safe(text))
