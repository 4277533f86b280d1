"""What is sent, and what is left alone: feed, memory and server compared."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.publishing import Content, Deed, Kept, Left, Ours, Sent, Standing, Step, There
from vaultkit.rules.content import told, total
from vaultkit.rules.publishing import decide, digest, object_name, to_look_at

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
OLD, NEW, THEIRS = (
    told(start=NOON + timedelta(hours=n), end=NOON + timedelta(hours=n + 1), summary="Lunch")
    for n in range(3)
)
MONDAY, TUESDAY = "20261123T000000Z", "20261124T000000Z"


def kept(content: Content, by: str = "vaultkit", modified: str = MONDAY, uid: str = "u") -> Kept:
    """`by`: who wrote it last."""
    if by == "stranger":
        return Kept(uid, "", content, modified, "")
    return Kept(uid, "n-1", content, modified, total(content) if by == "vaultkit" else total(OLD))


def ours(content: Content, modified: str = MONDAY) -> Ours:
    return Ours("u", "u.ics", str(content).encode(), kept(content, modified=modified))


def sent(content: Content) -> Sent:
    return Sent("u.ics", "1", digest(ours(content).data), total(content), "Lunch")


def there(content: Content, by: str = "vaultkit", modified: str = MONDAY, etag: str = "2") -> There:
    return There("u.ics", etag, kept(content, by, modified))


LISTED = {"u.ics": "1"}
Case = tuple[Ours | None, Sent | None, dict[str, str], There | None, str]
CASES: dict[str, Case] = {
    "new": (ours(OLD), None, {}, None, "created"),
    "as sent": (ours(OLD), sent(OLD), LISTED, None, "-"),
    "changed in the notes": (ours(NEW), sent(OLD), LISTED, None, "changed 1"),
    "no longer in the feed": (None, sent(OLD), LISTED, None, "deleted 1"),
    "gone on both sides": (None, sent(OLD), {}, None, "forgotten"),
    "deleted there": (ours(OLD), sent(OLD), {}, None, "deleted_there"),
    "deleted there and told": (ours(OLD), replace(sent(OLD), gone=True), {}, None, "-"),
    "deleted there, told, then changed": (
        ours(NEW),
        replace(sent(OLD), gone=True),
        {},
        None,
        "deleted_there",
    ),
    "written anew by the server": (ours(OLD), sent(OLD), {"u.ics": "2"}, there(OLD), "known 2"),
    "written anew by the server, another alarm in the notes": (
        ours(OLD, TUESDAY),
        sent(OLD),
        {"u.ics": "2"},
        there(OLD),
        "changed 2",
    ),
    "moved there": (ours(OLD), sent(OLD), {"u.ics": "2"}, there(THEIRS, "phone"), "changed_there start end"),
    "moved on both sides": (
        ours(NEW),
        sent(OLD),
        {"u.ics": "2"},
        there(THEIRS, "phone"),
        "changed_there start end",
    ),
    "moved alike on both sides": (ours(THEIRS), sent(OLD), {"u.ics": "2"}, there(THEIRS, "phone"), "known 2"),
    "moved there, no longer in the feed": (
        None,
        sent(OLD),
        {"u.ics": "2"},
        there(THEIRS, "phone"),
        "changed_there",
    ),
    "memory lost, the same": (ours(OLD), None, LISTED, there(OLD, etag="1"), "known 1"),
    "memory lost, older": (ours(NEW, TUESDAY), None, LISTED, there(OLD, etag="1"), "changed 1"),
    "memory lost, moved there": (ours(OLD), None, LISTED, there(THEIRS, "phone"), "changed_there start end"),
    "from another machine, newer": (
        ours(OLD),
        sent(OLD),
        {"u.ics": "2"},
        there(NEW, modified=TUESDAY),
        "newer_there",
    ),
    "somebody else's": (ours(OLD), None, LISTED, there(OLD, "stranger"), "taken"),
    "somebody else's in the place of ours": (
        ours(OLD),
        sent(OLD),
        {"u.ics": "2"},
        There("u.ics", "2", None),
        "taken",
    ),
    "of another feed": (None, None, LISTED, there(OLD), "stray"),
}


def result(case: Case, *, overwrite: bool = False) -> str:
    mine, known, listed, seen, _ = case
    decided = decide(
        {"u": mine} if mine else {},
        {"u": known} if known else {},
        listed,
        {seen.name: seen} if seen else {},
        overwrite=overwrite,
    )
    for step in decided.steps:
        return f"{step.deed} {step.etag}".strip()
    for left in decided.left:
        return " ".join((left.standing, *left.differs))
    return "-"


@pytest.mark.parametrize("case", CASES)
def test_what_is_decided(case: str) -> None:
    assert result(CASES[case]) == CASES[case][-1]


WON = {
    "deleted there": "created",
    "deleted there and told": "created",
    "deleted there, told, then changed": "created",
    "moved there": "changed 2",
    "moved on both sides": "changed 2",
    "moved there, no longer in the feed": "deleted 2",
    "memory lost, moved there": "changed 2",
    "from another machine, newer": "changed 2",
}


@pytest.mark.parametrize("case", CASES)
def test_the_notes_win_only_over_what_is_ours(case: str) -> None:
    assert result(CASES[case], overwrite=True) == WON.get(case, CASES[case][-1])


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize("case", CASES)
def test_nothing_is_written_over_blindly(case: str, overwrite: bool) -> None:
    mine, known, listed, seen, _ = CASES[case]
    decided = decide(
        {"u": mine} if mine else {}, {"u": known} if known else {}, listed, {"u.ics": seen} if seen else {},
        overwrite=overwrite,
    )  # fmt: skip
    for step in decided.steps:
        if step.deed in (Deed.CHANGE, Deed.DELETE):
            assert step.etag == (seen.etag if seen else listed[step.name]), "the version that was seen"
        if step.deed is Deed.CREATE:
            assert step.name not in listed


def test_only_what_must_be_is_read() -> None:
    mine, known = {"u": ours(OLD)}, {"u": sent(OLD)}
    assert to_look_at(mine, known, {"u.ics": "1", "foreign.ics": "9"}, looked=True) == []
    assert to_look_at(mine, known, {"u.ics": "2", "foreign.ics": "9"}, looked=True) == ["u.ics"]
    assert to_look_at(mine, known, {"u.ics": "", "foreign.ics": "9"}, looked=True) == ["u.ics"]
    assert to_look_at(mine, {}, {"u.ics": "1", "foreign.ics": "9"}, looked=True) == ["u.ics"]
    assert to_look_at(mine, {}, {"foreign.ics": "9"}, looked=False) == ["foreign.ics"]


def test_ours_is_found_under_another_name() -> None:
    moved = There("renamed.ics", "7", kept(OLD))
    decided = decide({"u": ours(OLD)}, {}, {"renamed.ics": "7"}, {"renamed.ics": moved})
    assert decided.steps == [Step(Deed.KNOW, "u", "renamed.ics", "7", "Lunch")]


def test_a_stray_is_told_with_its_name() -> None:
    assert decide({}, {}, LISTED, {"u.ics": there(OLD)}).left == [
        Left(Standing.STRAY, "u", "Lunch", (), there(OLD))
    ]


@given(st.text(min_size=1, max_size=300))
def test_a_name_is_a_plain_file_name(uid: str) -> None:
    name = object_name(uid)
    assert name.endswith(".ics")
    assert len(name.encode()) <= 204
    assert "/" not in name
    assert not name.startswith(".")
    assert name.isascii()
