"""`review`: one week in the terminal and as JSON; it writes nothing."""

from pathlib import Path

import pytest
from workbench import Run, Vault, files, person

MEETING = '---\ntype: meeting\ndate: 2026-11-24\nattendees: "[[Eva Lie]]"\n---\n'


@pytest.fixture
def small(vault: Vault) -> Path:
    ada = person(
        "private",
        log="- 2026-11-26 — gave: a *name*, got: lunch\n- 2026-11-23 — asked for advice\n"
        "- 2026-11-18 — thanked her",
    )
    return vault(
        {"People/Ada.md": ada, "People/Eva Lie.md": person("professional"), "Meetings/Coffee.md": MEETING}
    )


def test_this_week(small: Path, run: Run) -> None:
    before = files(small)
    result = run("review", "--vault", small, today="2026-11-27")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "Week 48, 23 November to 29 November\n"
        "asked 1 · met 1 · gave 1 time · got 1 time\n"
        "You met 1 person. That counts for more than many messages. That makes 2 weeks in a row.\n"
        "Asked\n  2026-11-23  Ada\n"
        "Met\n  2026-11-24  Eva Lie\n"
        "Given\n  2026-11-26  Ada · a *name*\n"
        "Received\n  2026-11-26  Ada · lunch\n"
        "For the first time in your notes\n  2026-11-24  Eva Lie\n"
        "Still owed\n  2026-11-25  Thank Eva Lie for the meeting on 24 November · professional\n"
    )
    assert files(small) == before


@pytest.mark.parametrize("typed", ["2026-W47", "week 47", "last week", "2026-11-18", "forrige lørdag"])
def test_another_week_as_json(small: Path, run: Run, typed: str) -> None:
    held = run("review", "--week", typed, "--json", "--vault", small, today="2026-11-27").json
    assert (held["schema"], held["week"], held["from"], held["to"]) == (
        1,
        "2026-W47",
        "2026-11-16",
        "2026-11-22",
    )
    ada = {"person": "Ada", "path": "People/Ada.md", "day": "2026-11-18", "what": ""}
    assert (held["thanked"], held["new"], held["asked"], held["gave"]) == ([ada], [ada], [], [])
    assert held["weeks_in_a_row"] == 1
    assert [one["kind"] for one in held["owed"]] == ["thank"]
    assert held["said"] == ["You said thank you to 1 person. That stays with people."]


@pytest.mark.parametrize(
    ("typed", "said"), [("someday", "no day"), ("2026-W49", "still to come"), ("W99", "no day")]
)
def test_a_week_that_cannot_be_told_of(small: Path, run: Run, typed: str, said: str) -> None:
    result = run("review", "--week", typed, "--vault", small, today="2026-11-27")
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_quiet_week_and_the_norwegian_word(vault: Vault, run: Run) -> None:
    root = vault({"People/Ada.md": person()}, config='language = "nb"\n')
    assert run("tilbakeblikk", "--vault", root).out == (
        "Uke 48, 23. november til 29. november\n"
        "En stille uke, og det er lov. Én kort melding er nok til å komme i gang igjen.\n"
    )
