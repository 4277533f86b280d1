"""After a crash: whatever stands in the file and beside it, nobody's words are thrown away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.write import Write
from vaultkit.rules.recovery import Beside, Found, how_far

EDIT = Write("Ada.md", b"old\n", b"old\nnew\n")
MAKE = Write("Ada.md", None, b"new\n")
REMOVE = Write("Ada.md", b"old\n", None)
OLD, NEW, NEW_NOTE, THEIRS, LATER = b"old\n", b"old\nnew\n", b"new\n", b"somebody's\n", b"later\n"


@pytest.mark.parametrize(
    ("there", "beside", "found"),
    [
        (OLD, None, Found(False, Beside.NOTHING, can_go_on=True)),
        (OLD, b"", Found(False, Beside.DROP, can_go_on=True)),
        (OLD, NEW[:4], Found(False, Beside.DROP, can_go_on=True)),
        (OLD, NEW, Found(False, Beside.DROP, can_go_on=True)),
        (NEW, OLD, Found(True, Beside.DROP)),
        (NEW, None, Found(True, Beside.NOTHING)),
    ],
    ids=["not begun", "made", "half written", "written", "exchanged", "done"],
)
def test_every_step_of_an_edit_is_known_by_what_the_two_files_hold(
    there: bytes, beside: bytes | None, found: Found
) -> None:
    assert how_far(EDIT, there, beside) == found


@pytest.mark.parametrize(
    ("there", "beside", "found"),
    [
        (None, None, Found(False, Beside.NOTHING, can_go_on=True)),
        (None, NEW_NOTE[:2], Found(False, Beside.DROP, can_go_on=True)),
        (None, NEW_NOTE, Found(False, Beside.DROP, can_go_on=True)),
        (NEW_NOTE, NEW_NOTE, Found(True, Beside.DROP)),
        (NEW_NOTE, None, Found(True, Beside.NOTHING)),
    ],
    ids=["not begun", "half written", "written", "named", "done"],
)
def test_every_step_of_a_new_note_is_known(there: bytes | None, beside: bytes | None, found: Found) -> None:
    assert how_far(MAKE, there, beside) == found


@pytest.mark.parametrize(
    ("there", "beside", "found"),
    [
        (OLD, None, Found(False, Beside.NOTHING, can_go_on=True)),
        (None, OLD, Found(True, Beside.DROP)),
        (None, None, Found(True, Beside.NOTHING)),
        (None, THEIRS, Found(False, Beside.GIVE_BACK)),
        (LATER, THEIRS, Found(False, Beside.KEEP)),
    ],
    ids=["not begun", "renamed", "done", "somebody had saved", "and saved again"],
)
def test_every_step_of_a_removal_is_known(there: bytes | None, beside: bytes | None, found: Found) -> None:
    assert how_far(REMOVE, there, beside) == found


def test_save_of_the_last_moment_goes_back_to_where_it_belongs() -> None:
    assert how_far(EDIT, NEW, THEIRS).beside is Beside.GIVE_BACK


def test_save_of_the_last_moment_is_kept_beside_a_later_one() -> None:
    assert how_far(EDIT, LATER, THEIRS).beside is Beside.KEEP


def test_save_that_went_back_already_leaves_only_our_own_bytes() -> None:
    assert how_far(EDIT, THEIRS, NEW) == Found(False, Beside.DROP)


def test_note_that_was_edited_on_after_the_exchange_counts_as_done() -> None:
    assert how_far(EDIT, NEW + b"and more\n", OLD) == Found(True, Beside.DROP)


def test_second_name_of_a_note_that_was_edited_on_is_no_conflict() -> None:
    """Where names cannot be exchanged, both are names of one file, and an editor in place changes both."""
    assert how_far(EDIT, THEIRS, THEIRS).beside is Beside.DROP
    assert how_far(MAKE, THEIRS, THEIRS).beside is Beside.DROP


def test_zeros_of_a_power_cut_are_nobodys_words() -> None:
    assert how_far(EDIT, OLD, b"\0" * 100).beside is Beside.DROP
    assert how_far(EDIT, OLD, NEW[:3] + b"\0" * 5) == Found(False, Beside.DROP, can_go_on=True)


CONTENT = st.none() | st.sampled_from([b"", OLD, NEW, NEW[:5], THEIRS, LATER]) | st.binary(max_size=6)


@given(st.sampled_from([EDIT, MAKE, REMOVE]), CONTENT, CONTENT)
def test_nothing_is_dropped_that_is_in_no_other_place(
    write: Write, there: bytes | None, beside: bytes | None
) -> None:
    found = how_far(write, there, beside)
    assert (found.beside is Beside.NOTHING) == (beside is None)
    if found.beside is Beside.DROP:
        assert beside is not None
        words = beside.rstrip(b"\0")
        assert words == b"" or beside in (there, write.old) or (write.new or b"").startswith(words)


@given(st.sampled_from([EDIT, MAKE, REMOVE]), CONTENT, CONTENT)
def test_what_goes_on_was_not_done_and_finds_the_note_as_it_was(
    write: Write, there: bytes | None, beside: bytes | None
) -> None:
    found = how_far(write, there, beside)
    if found.can_go_on:
        assert not found.done
        assert there == write.old
