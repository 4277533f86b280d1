"""Names that were given: an arrow and a link, in a meeting's note or in a line of a log."""

from datetime import date

import pytest

from vaultkit.model.given import Given
from vaultkit.model.link import Link
from vaultkit.rules.givennames import read_given
from vaultkit.rules.logs import read_log

OLA = Link("Ola Dunk", "Ola Dunk")
LINES: list[tuple[str, list[tuple[str, str]]]] = [
    ("→ [[Ola Dunk]]", [("Ola Dunk", "")]),
    ("- She knows everybody -> [[Ola Dunk|Ola]].", [("Ola Dunk", "")]),
    ("→ [[Ola Dunk]], [[Eva Lie]] og [[Tor Vik]]", [("Ola Dunk", ""), ("Eva Lie", ""), ("Tor Vik", "")]),
    ("→ [[Ola Dunk]] via Kari", [("Ola Dunk", "Kari")]),
    ("→ [[Ola Dunk]] (fra [[Kari Nordmann]])", [("Ola Dunk", "Kari Nordmann")]),
    ("→ [[Ola Dunk]] via Kari Nordmann, who knows him", [("Ola Dunk", "Kari Nordmann")]),
    ("→ [[Ola Dunk]] via Kari Nordmann who knows him", [("Ola Dunk", "Kari Nordmann")]),
    ("→ [[Ola Dunk]] via kari", [("Ola Dunk", "kari")]),
    ("[[Ola Dunk]] was there", []),
    ("→ Ola Dunk, who has no link", []),
    ("<!-- a comment --> [[Ola Dunk]]", []),
    ("```\n→ [[Ola Dunk]]\n```", []),
]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_a_line_gives_names(line: str, wanted: list[tuple[str, str]]) -> None:
    found = read_given(line, 1)
    assert [(one.who.target, one.via.text if one.via else "") for one in found] == wanted


def test_in_a_persons_note_only_the_log_counts_and_gives_the_day() -> None:
    body = "→ [[Eva Lie]]\n\n## Log\n- 2026-11-14 — coffee → [[Ola Dunk]]\n"
    assert read_given(body, 4, read_log(body, 4)) == (Given(OLA, 7, date(2026, 11, 14)),)


def test_a_meetings_note_counts_everywhere() -> None:
    assert read_given("a\n→ [[Ola Dunk]]", 10) == (Given(OLA, 11),)
