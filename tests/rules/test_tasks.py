"""Which lines of a note are tasks, and what they say."""

from datetime import date, timedelta

import pytest

from vaultkit.model.task import Task
from vaultkit.rules.tasks import on_day, read_tasks

D = date(2026, 11, 30)
LINES: list[tuple[str, Task | None]] = [
    ("- [ ] send the CV", Task("send the CV", 1)),
    ("* [ ] send the CV", Task("send the CV", 1)),
    ("12. [ ] send the CV", Task("send the CV", 1)),
    ("\t- [ ] send the CV", Task("send the CV", 1)),
    ("> - [ ] send the CV", Task("send the CV", 1)),
    ("- [x] send the CV", Task("send the CV", 1, "x")),
    ("- [/] send the CV", Task("send the CV", 1, "/")),
    ("- [-] send the CV", Task("send the CV", 1, "-")),
    ("- [ ] send the CV\r", Task("send the CV", 1)),
    ("- [ ] send the CV 📅 2026-11-30", Task("send the CV", 1, due=D)),
    ("- [ ] send the CV 🗓️2026-11-30 🔼 ^cv", Task("send the CV", 1, due=D)),
    ("- [ ] send the CV ⏳ 2026-11-30", Task("send the CV", 1, due=D)),
    ("- [ ] send the CV ⏳ 2026-11-28 📅 2026-11-30", Task("send the CV", 1, due=D)),
    ("- [ ] send the CV  [due:: 2026-11-30]  [priority:: high]", Task("send the CV", 1, due=D)),
    ("- [ ] send the CV (scheduled:: 2026-11-30)", Task("send the CV", 1, due=D)),
    ("- [ ] send the CV ➕ 2026-11-30", Task("send the CV", 1, made=D)),
    (
        "- [x] send the CV 📅 2026-11-30 ✅ 2026-11-29",
        Task("send the CV", 1, "x", D, done=D - timedelta(days=1)),
    ),
    ("- [ ] 2026-11-30 send the CV", Task("send the CV", 1, due=D)),
    ("- [ ] 30.11.2026: send the CV", Task("send the CV", 1, due=D)),
    ("- [ ] #task send the CV #work #cv", Task("send the CV", 1)),
    ("- [ ] send C#-notes 🆔 ab12 ⛔ cd34", Task("send C#-notes", 1)),
    ("- [ ] send the CV 📅 2026-02-30", Task("send the CV", 1)),
    ("- [ ] ring **Kari** om [[CV-en]]", Task("ring **Kari** om [[CV-en]]", 1)),
    ("- [ ]", None),
    ("- [ ] ", None),
    ("- [ ] 📅 2026-11-30", None),
    ("- [ ] #task", None),
    ("- [ ](https://example.org) a link", None),
    ("- [] send the CV", None),
    ("[ ] send the CV", None),
    ("-[ ] send the CV", None),
    ("- [ ] call every week 🔁 every week 📅 2026-11-30", None),
    ("- [ ] call every week [repeat:: every week]", None),
]


@pytest.mark.parametrize(("line", "task"), LINES)
def test_a_line(line: str, task: Task | None) -> None:
    assert read_tasks(line, 1) == ((task,) if task else ())


WHERE: list[tuple[str, str, date | None]] = [
    ("below a heading", "## Todo\n- [ ] a", None),
    ("below a dated heading", "## 2026-11-30 lunch\n- [ ] a", D),
    ("below a heading of a dated one", "## 2026-11-30\n### Todo\n- [ ] a", D),
    ("below the next heading", "## 2026-11-30\n## Todo\n- [ ] a", None),
    ("in a log entry", "## Log\n- 2026-11-30 — lunch\n  - [ ] a", D),
    ("in an entry that was ticked", "- [x] 2026-11-30 lunch\n  - [ ] a", D),
    ("in an entry with stars", "- **2026-11-30**: lunch\n\t- [ ] a", D),
    ("in an entry of a quote", "> - 2026-11-30 lunch\n>   - [ ] a", D),
    ("behind a log entry", "- 2026-11-30 — lunch\n- [ ] a", None),
    ("in an entry without a day", "- 2026-11-30 — lunch\n- tea\n  - [ ] a", None),
    ("in an entry that has not happened", "- [ ] 2026-11-30 lunch\n  - [ ] a", None),
    ("with a day of its own", "## 2026-11-30\n- [ ] a ➕ 2026-11-29", date(2026, 11, 29)),
]


@pytest.mark.parametrize(("body", "made"), [c[1:] for c in WHERE], ids=[c[0] for c in WHERE])
def test_the_day_on_which_it_was_made(body: str, made: date | None) -> None:
    assert [task.made for task in read_tasks(body, 1) if task.text == "a"] == [made]


NO_TASK_IN = {
    "a code block": "```\n- [ ] a\n```\n",
    "a code block of tildes": "~~~ markdown\n- [ ] a\n~~~\n",
    "a code block without end": "```tasks\nnot done\n\n- [ ] a",
    "a code block with a shorter fence in it": "````\n```\n- [ ] a\n````\n",
    "a code block in a quote": "> ```\n> - [ ] a\n> ```\n",
    "a part of vaultkit's": "<!-- vaultkit:begin prep 1234abcd -->\n- [ ] a\n<!-- vaultkit:end prep -->\n",
}


@pytest.mark.parametrize("where", NO_TASK_IN)
def test_there_is_no_task_in(where: str) -> None:
    body = NO_TASK_IN[where]
    assert read_tasks(body, 1) == ()
    ends = body.endswith("\n")
    assert read_tasks(f"{body}\n- [ ] b", 7) == ((Task("b", 7 + body.count("\n") + 1),) if ends else ())


OTHER_DAYS: list[tuple[str, str]] = [
    (" send the CV", " send the CV 📅 2026-12-07"),
    (" send the CV  ", " send the CV 📅 2026-12-07  "),
    (" send the CV ^cv", " send the CV 📅 2026-12-07 ^cv"),
    (" send the CV #work ➕ 2026-11-01 ^cv ", " send the CV #work ➕ 2026-11-01 📅 2026-12-07 ^cv "),
    (" send the CV 📅 2026-11-30 🔼", " send the CV 📅 2026-12-07 🔼"),
    (" send the CV 🗓️2026-11-30", " send the CV 🗓️2026-12-07"),
    (" send the CV 📅 2026-02-30", " send the CV 📅 2026-12-07"),
    (" send the CV ⏳ 2026-11-28 📅 2026-11-30", " send the CV ⏳ 2026-11-28 📅 2026-12-07"),
    (" send the CV ⏳ 2026-11-30", " send the CV ⏳ 2026-12-07"),
    (" send the CV [due:: 2026-11-30] [id:: a]", " send the CV [due:: 2026-12-07] [id:: a]"),
    (" send the CV (scheduled:: 2026-11-30)", " send the CV (scheduled:: 2026-12-07)"),
    (" send the CV [created:: 2026-11-01]", " send the CV [created:: 2026-11-01] [due:: 2026-12-07]"),
    (" send the CV (priority:: high) ^cv", " send the CV (priority:: high) (due:: 2026-12-07) ^cv"),
    (" 2026-11-30 send the CV", " 2026-11-30 send the CV 📅 2026-12-07"),
]


@pytest.mark.parametrize(("text", "later"), OTHER_DAYS)
def test_another_day_stands_where_the_old_one_stood_and_the_words_stay(text: str, later: str) -> None:
    day = date(2026, 12, 7)
    assert on_day(text, day) == later
    assert on_day(later, day) == later
    (before,), (after,) = read_tasks(f"- [ ]{text}", 1), read_tasks(f"- [ ]{later}", 1)
    assert (after.text, after.due) == (before.text, day)
