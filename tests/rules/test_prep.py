"""The place for the page before a meeting: what stands around it stays, whatever it holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.log import LogLine
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.prep import Aim
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import situations
from vaultkit.rules.prep.place import MARKS, NAME, WrittenByHandError, has_place, with_sheet
from vaultkit.rules.prep.questions import QUESTIONS, aim_of
from vaultkit.rules.region import DamagedRegionError, find

WORD = "a word"
AROUND = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="`~<\r")).map(lambda t: t + "\n")


@given(
    AROUND,
    AROUND,
    st.text("abc \n-*", min_size=1),
    st.text("abc \n", min_size=1),
    st.sampled_from(["\n", "\r\n"]),
)
def test_it_is_filled_and_filled_again_and_nothing_else_moves(
    before: str, after: str, first: str, second: str, newline: str
) -> None:
    note = before + MARKS.replace("\n", newline) + newline + after
    assert has_place(note)
    filled = with_sheet(note, first, WORD, day_has_come=False)
    assert with_sheet(filled, first, WORD, day_has_come=False) == filled
    if first.strip():
        assert with_sheet(filled, second, WORD, day_has_come=True) == filled
    for text in (filled, with_sheet(filled, second, WORD, day_has_come=False)):
        found = find(text, NAME)
        assert found is not None
        assert (found.before, found.after) == (before, newline + after)


def test_an_empty_place_is_filled_on_the_day() -> None:
    assert "inner" in with_sheet(MARKS, "inner", WORD, day_has_come=True)


def test_a_note_without_the_marks_is_not_touched() -> None:
    text = "a\n<!-- vaultkit:begin other -->\n<!-- vaultkit:end other -->\n"
    assert not has_place(text)
    assert with_sheet(text, "inner", WORD, day_has_come=False) == text


@pytest.mark.parametrize(
    "text", [MARKS.replace("\n", "\nmine\n"), f"a\n{MARKS}\n{MARKS}", MARKS.split("\n")[0]]
)
def test_what_is_not_ours_or_not_whole_is_refused(text: str) -> None:
    with pytest.raises((WrittenByHandError, DamagedRegionError)):
        with_sheet(text, "inner", WORD, day_has_come=False)


def test_a_line_somebody_added_is_theirs() -> None:
    filled = with_sheet(f"a\n{MARKS}\n", "inner", WORD, day_has_come=False)
    with pytest.raises(WrittenByHandError) as refused:
        with_sheet(filled.replace("inner", "inner\nmine"), "other", WORD, day_has_come=False)
    assert refused.value.line == 2


TODAY = date(2026, 11, 23)
ASKED, ANSWERED, TALKED = "asked for a talk", "answered: gladly", "coffee, and we talked of boats"
AIM_BY_LOG = [
    ((), Aim.INFORMATION),
    ((ASKED,), Aim.INFORMATION),
    ((ASKED, ANSWERED), Aim.INFORMATION),
    ((ASKED, TALKED), Aim.ADVICE),
    ((TALKED,), Aim.ADVICE),
]


@pytest.mark.parametrize(("log", "aim"), AIM_BY_LOG)
def test_asked_and_answered_is_still_new(log: tuple[str, ...], aim: Aim) -> None:
    lines = tuple(LogLine(TODAY - timedelta(days=ago), text, 9) for ago, text in enumerate(log))
    newest = TODAY if log else None
    ada = Person(path="Ada.md", name="Ada", ask=("how",), log=lines, last_contact=newest)
    assert aim_of(None, situations(Overview(people=(ada,)), Settings(), TODAY)) is aim


def test_nobody_is_asked_for_a_job() -> None:
    text = " ".join(question for questions in QUESTIONS.values() for question in questions).casefold()
    assert not {"job", "position", "hire", "vacancy"} & set(text.split())
