"""Intervals in the words that people use."""

import pytest

from vaultkit.rules.intervals import read_cadence
from vaultkit.rules.logs import read_log

SPOKEN = {
    "3 mnd.": 90,
    "to uker": 14,
    "hver tredje måned": 90,
    "every second week": 14,
    "every two weeks": 14,
    "hver annen uke": 14,
    "kvartal": 90,
    "hvert halvår": 180,
    "hvert 2. år": 730,
}


@pytest.mark.parametrize("text", SPOKEN)
def test_numbers_may_be_words(text: str) -> None:
    cadence = read_cadence(text)
    assert cadence is not None
    assert cadence.days == SPOKEN[text]


@pytest.mark.parametrize(
    "heading", ["## 📞 Logg", "## Log 2026", "## Møtelogg", "# LOGG:", "### Kontaktlogg"]
)
def test_a_heading_of_the_log_may_be_decorated(heading: str) -> None:
    assert len(read_log(f"{heading}\n- 2026.05.10 kaffe\n", 1)) == 1


@pytest.mark.parametrize("heading", ["## Ideas", "## Logging in", "## Blog"])
def test_other_headings_are_no_log(heading: str) -> None:
    assert read_log(f"{heading}\n- 2026-05-10 kaffe\n", 1) == ()
