"""A month of edits, a second machine and a lost memory: each changes its own entries and nothing else."""

from pathlib import Path

import pytest
from calendars.month import Row, in_process, month
from calendars.month_steps import STEPS


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    scratch: Path = tmp_path_factory.mktemp("month")
    return list(month(scratch, in_process))


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step.did for step in STEPS])
def test_a_step_changes_what_it_should_and_nothing_else(number: int, rows: list[Row]) -> None:
    row = rows[number]
    assert row.wrong == ()
    assert row.changes == STEPS[number].changes
