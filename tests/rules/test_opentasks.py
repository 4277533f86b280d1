"""Open tasks in a note: which lines are some, and whose they are."""

import pytest

from vaultkit.model.opentask import OpenTask
from vaultkit.rules.opentasks import owed_by, read_tasks

LINES = [
    ("- [ ] Send the list", "Send the list"),
    ("  * [ ] nested", "nested"),
    ("1. [ ] numbered", "numbered"),
    ("> - [ ] quoted", "quoted"),
    ("- [ ] Sende Per malen 📅 2026-11-25", "Sende Per malen"),
    ("- [ ] Send it ⏫ 🔁 every week 📅 2026-11-25 #work", "Send it"),
    ("- [ ] Send it [due:: 2026-11-25] ^abc", "Send it"),
    ("- [ ] Send it #work #a/b", "Send it"),
    ("- [ ] Ask [[Per Olsen|Per]] about **it**", "Ask Per about it"),
    ("- [x] done", ""),
    ("- [-] dropped", ""),
    ("- [ ]", ""),
    ("- [ ] 📅 2026-11-25", ""),
    ("text - [ ] no item", ""),
    ("```\n- [ ] in code\n```", ""),
    ("<!-- vaultkit:begin prep -->\n- [ ] ours\n<!-- vaultkit:end prep -->", ""),
]
OWED = [
    ("Send Per the list", ""),
    ("Per: send the figures", "Per Olsen"),
    ("per olsen sends the figures", "Per Olsen"),
    ("Pernille is to be asked", ""),
    ("Kari finds the address", "Kari Nordmann"),
]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_a_line_is_a_task_or_not(line: str, wanted: str) -> None:
    assert [task.text for task in read_tasks(line, 1)] == ([wanted] if wanted else [])


def test_tasks_come_in_order_with_their_line_in_the_file() -> None:
    body = "\n- [ ] one\ntext\n- [ ] two\r\n```\n- [ ] no\n```\n- [ ] three"
    assert read_tasks(body, 5) == (OpenTask("one", 6), OpenTask("two", 8), OpenTask("three", 12))


@pytest.mark.parametrize(("text", "whose"), OWED)
def test_a_task_that_begins_with_a_name_is_theirs(text: str, whose: str) -> None:
    assert owed_by(OpenTask(text, 1), ["Per Olsen", "Kari Nordmann"]) == whose
