"""`undo`: an action goes back whole, or what stands in its way is shown."""

import os
from pathlib import Path

import pytest
from workbench import Run, Vault, files, person, put

NOTE = person("private", "follow_up: 2026-11-20", log="- 2026-10-01 — tea")
BOTH = ("per", "kari", "--what", "lunch")


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault(
        {"People/Kari.md": NOTE, "People/Per.md": NOTE, "People/Crlf.md": NOTE.replace("\n", "\r\n")}
    )


def _listed(root: Path, run: Run) -> list[tuple[int, str, int | None, int | None]]:
    actions = run("undo", "--list", "--vault", root, "--json").json["actions"]
    return [(one["number"], one["command"], one["undoes"], one["undone_by"]) for one in actions]


def test_one_note_goes_back(small: Path, run: Run) -> None:
    before = files(small)
    run("done", "per", "lunch", "--vault", small)
    result = run("angre", "--vault", small)
    assert (result.code, result.out) == (0, "took back 1: done Per\nwrote People/Per.md\n")
    assert result.err == "vaultkit sync brings the pages up to date\n"
    assert files(small) == before


def test_all_notes_of_an_action_go_back_together(small: Path, run: Run) -> None:
    before = files(small)
    run("done", *BOTH, "--vault", small)
    result = run("undo", "--vault", small, "--json").json
    assert result == {"schema": 1, "undone": 1, "written": ["People/Per.md", "People/Kari.md"]}
    assert files(small) == before


def test_a_note_that_was_made_is_deleted_again(small: Path, run: Run) -> None:
    before = files(small)
    run("new", "person", "Bo", "--vault", small)
    looked = run("undo", "--diff", "--vault", small)
    assert looked.out.startswith(
        "takes back 1: new person Bo\nwould delete People/Bo.md\n--- a/People/Bo.md\n"
    )
    assert (small / "People/Bo.md").exists()
    assert run("undo", "--vault", small).out == "took back 1: new person Bo\ndeleted People/Bo.md\n"
    assert files(small) == before


def test_a_note_that_was_changed_since_keeps_all_from_going_back(small: Path, run: Run) -> None:
    run("done", *BOTH, "--vault", small)
    note = small / "People/Per.md"
    note.write_text(note.read_text() + "- mine\n")
    before = files(small)
    for flags in ((), ("--dry-run",), ("--quiet",)):
        result = run("undo", *flags, "--vault", small)
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith("--- a/People/Per.md\n+++ b/People/Per.md\n@@ ")
        assert "\n+- mine\n" in result.err
        assert "vaultkit: People/Per.md was changed since, so nothing was taken back\n" in result.err
    assert files(small) == before


def test_line_ends_that_were_changed_since_are_shown(small: Path, run: Run) -> None:
    run("snooze", "crlf", "2w", "--vault", small)
    note = small / "People/Crlf.md"
    note.write_bytes(note.read_bytes().replace(b"\r\n", b"\n"))
    result = run("undo", "--vault", small)
    assert result.code == 1
    assert "\n-type: person␍␊\n" in result.err
    assert "\n+type: person␊\n" in result.err


def test_a_note_that_is_gone_is_not_made_again(small: Path, run: Run) -> None:
    run("done", "per", "--vault", small)
    (small / "People/Per.md").unlink()
    assert run("undo", "--vault", small).code == 1
    assert not (small / "People/Per.md").exists()


def test_looking_first_writes_nothing(small: Path, run: Run) -> None:
    run("done", "per", "lunch", "--vault", small)
    before, journal = files(small), files(Path(os.environ["VAULTKIT_STATE_DIR"]))
    result = run("undo", "--diff", "--vault", small)
    assert result.out.startswith("takes back 1: done Per\nwould write People/Per.md\n--- a/People/Per.md\n")
    assert "\n-- 2026-11-23 — lunch\n" in result.out
    assert files(small) == before
    assert files(Path(os.environ["VAULTKIT_STATE_DIR"])) == journal


def test_one_by_one_back_to_the_beginning(small: Path, run: Run) -> None:
    seen = [files(small)]
    for command in (("done", "per"), ("snooze", "per", "3w"), ("plan", "per", "--on", "27.11")):
        run(*command, "--vault", small)
        seen.append(files(small))
    for expected in reversed(seen[:-1]):
        assert run("undo", "--vault", small).code == 0
        assert files(small) == expected
    result = run("undo", "--vault", small)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("vaultkit: there is nothing to take back\n")


def test_what_was_taken_back_stands_again_by_its_number(small: Path, run: Run) -> None:
    before = files(small)
    run("done", "per", "lunch", "--vault", small)
    after = files(small)
    run("undo", "--vault", small)
    assert run("undo", "1", "--vault", small).err.startswith("vaultkit: number 1 was taken back already\n")
    assert run("undo", "2", "--vault", small).out.startswith("took back 2: undo 1\n")
    assert files(small) == after
    assert run("undo", "--list", "--vault", small).out.count("↶") == 1, "only the undo is without effect"
    assert run("undo", "--vault", small).code == 0, "it can be taken back once more"
    assert files(small) == before
    assert _listed(small, run) == [
        (4, "undo 3", 3, None),
        (3, "undo 2", 2, 4),
        (2, "undo 1", 1, 3),
        (1, "done Per", None, 2),
    ]


def test_by_number_one_that_is_not_the_last(small: Path, run: Run) -> None:
    run("done", "per", "lunch", "--vault", small)
    run("done", "kari", "tea", "--vault", small)
    assert run("undo", "1", "--vault", small).code == 0
    assert (small / "People/Per.md").read_text() == NOTE
    assert "tea" in (small / "People/Kari.md").read_text()
    assert [number for number, *_ in _listed(small, run)] == [3, 2, 1]


def test_the_list_tells_when_and_what(small: Path, run: Run) -> None:
    said = "Nothing in your notes was changed by vaultkit on this machine.\n"
    assert run("undo", "--list", "--vault", small).out == said
    run("done", *BOTH, "--vault", small)
    run("snooze", "per", "2w", "--vault", small)
    run("undo", "--vault", small)
    result = run("undo", "--list", "--vault", small)
    lines = result.out.splitlines()
    assert [line[:7] for line in lines] == ["   3   ", "   2 ↶ ", "   1   "]
    assert lines[2].endswith("  done Per, Kari  (People/Per.md, People/Kari.md)")
    assert [line[11:12] + line[14:15] + line[17:18] + line[20:21] for line in lines] == ["-- :"] * 3
    assert result.err == "↶ was taken back\n"


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        ("7", 1, "there is no number 7"),
        ("0", 1, "there is no number 0"),
        ("x", 2, "is not a valid integer"),
        ("2", 1, "there is no number 2"),
    ],
)
def test_a_number_that_is_none(number: str, code: int, said: str, small: Path, run: Run) -> None:
    run("done", "per", "--vault", small)
    run("sync", "--vault", small)
    before = files(small)
    result = run("undo", number, "--vault", small)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert files(small) == before


def test_a_vault_that_was_moved_has_a_journal_of_its_own(small: Path, run: Run, tmp_path: Path) -> None:
    run("done", "per", "--vault", small)
    moved = small.rename(tmp_path / "elsewhere")
    before = files(moved)
    assert run("undo", "--vault", moved).code == 1
    assert files(moved) == before
    moved.rename(small)
    assert run("undo", "--vault", small).code == 0
    assert (small / "People/Per.md").read_text() == NOTE


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff", b'{"schema": 1, "changes": 3}'])
def test_a_damaged_file_of_the_journal_is_passed_over(damage: bytes, small: Path, run: Run) -> None:
    run("done", "kari", "tea", "--vault", small)
    run("done", "per", "lunch", "--vault", small)
    state = Path(os.environ["VAULTKIT_STATE_DIR"])
    [last] = state.rglob("000002.action")
    put(last.parent, last.name, damage)
    assert _listed(small, run) == [(1, "done Kari", None, None)]
    assert run("undo", "--vault", small).out == "took back 1: done Kari\nwrote People/Kari.md\n"
    assert "lunch" in (small / "People/Per.md").read_text()
    run("done", "kari", "--vault", small)
    assert _listed(small, run)[0][0] == 4, "a number is never given twice"
