"""`vaultkit check --copies`: what a copy holds, what to do, and that nothing is touched."""

from pathlib import Path

import pytest
from workbench import Result, Run, Vault, files, person, put

SYNCTHING = "sync-conflict-20261123-101500-ABCDEFG"
ADA = person("private", "phone: 0123", log="- 2026-11-01 — coffee")


@pytest.fixture
def shared(vault: Vault) -> Path:
    """A vault that two devices wrote to."""
    return vault(
        {
            "People/Ada.md": ADA,
            f"People/Ada.{SYNCTHING}.md": ADA,
            "People/Ada (Kari's conflicted copy 2026-11-23).md": ADA.replace("coffee", "tea \x1b[2J"),
            "People/Ada (conflicted copy vaultkit 0a1b2c3d).md": ADA.replace("phone: 0123\n", ""),
            "People/Bo (conflicted copy 2026-11-23 101500).md": person(),
        }
    )


def test_each_copy_is_compared_with_its_note_and_nothing_is_touched(shared: Path, run: Run) -> None:
    before = files(shared)
    result = run("check", "--copies", "--vault", shared)
    assert result.code == 1
    assert result.out == (
        "People/Ada (Kari's conflicted copy 2026-11-23).md: differs from People/Ada.md from line 8 on: "
        "1 line only in the copy, 1 only in the note\n"
        "  → put into the note what it lacks, then delete the copy: --diff shows the lines\n"
        "People/Ada (conflicted copy vaultkit 0a1b2c3d).md: holds nothing that People/Ada.md does not hold; "
        "1 line is only in the note\n"
        "  → delete the copy, unless you took those lines out on purpose\n"
        f"People/Ada.{SYNCTHING}.md: is the same as People/Ada.md, byte for byte\n"
        "  → it is safe to delete the copy\n"
        "People/Bo (conflicted copy 2026-11-23 101500).md: belongs to People/Bo.md, which is not there\n"
        "  → if the note is missed, rename the copy to Bo.md; else delete it\n"
    )
    assert result.err == "4 conflict copies\n"
    assert files(shared) == before


def test_the_lines_that_differ_are_shown_and_cannot_steer_the_terminal(shared: Path, run: Run) -> None:
    shown = run("check", "--copies", "--diff", "--vault", shared).out
    assert "    -- 2026-11-01 — coffee\n    +- 2026-11-01 — tea  [2J\n" in shown
    assert "    -phone: 0123\n" in shown
    assert "\x1b" not in shown


def test_a_long_difference_is_cut(vault: Vault, run: Run) -> None:
    root = vault({"Ada.md": ADA, "Ada (conflicted copy).md": "".join(f"{n}\n" for n in range(1000))})
    shown = run("check", "--copies", "--diff", "--vault", root).out.splitlines()
    assert len(shown) == 203
    assert shown[-2].strip().startswith("… 8")
    held = run("check", "--copies", "--diff", "--json", "--vault", root).json["copies"][0]
    assert len(held["diff"]) == 200


def test_as_json(shared: Path, run: Run) -> None:
    result = run("check", "--copies", "--json", "--vault", shared)
    copies = result.json["copies"]
    assert [copy["standing"] for copy in copies] == ["differs", "nothing_new", "same", "gone"]
    assert copies[0] == {
        "path": "People/Ada (Kari's conflicted copy 2026-11-23).md",
        "note": "People/Ada.md",
        "standing": "differs",
        "line": 8,
        "only_in_copy": 1,
        "only_in_note": 1,
        "message": "differs from People/Ada.md from line 8 on: 1 line only in the copy, 1 only in the note",
        "hint": "put into the note what it lacks, then delete the copy: --diff shows the lines",
    }


def test_a_copy_of_a_page_is_told_apart(vault: Vault, run: Run) -> None:
    root = vault({"People/Ada.md": ADA})
    run("sync", "--vault", root)
    page = (root / "Networking/Follow-ups.md").read_text(encoding="utf-8")
    put(root, f"Networking/Follow-ups.{SYNCTHING}.md", page.replace("- [ ]", "- [x]"))
    assert "tick there what you ticked in the copy" in run("check", "--copies", "--vault", root).out


def test_the_note_is_found_though_it_is_spelled_otherwise(vault: Vault, run: Run) -> None:
    root = vault({"People/A\u030ase.md": ADA, "People/åse (Case Conflict).md": ADA})
    assert "People/A\u030ase.md, byte for byte" in run("check", "--copies", "--vault", root).out


def test_what_cannot_be_compared_is_said(vault: Vault, run: Run) -> None:
    root = vault({"Ada.md": ADA, "Ada (conflicted copy).md": b"x" * (1 << 20) + b"y"})
    result = run("check", "--copies", "--vault", root)
    assert "Ada (conflicted copy).md is larger than 1 MB" in result.out


def test_no_copies_is_fine_and_the_way_there_is_named(vault: Vault, run: Run) -> None:
    root = vault({"Ada.md": ADA})
    assert run("check", "--copies", "--vault", root) == Result(0, "", "0 conflict copies\n")
    put(root, "Ada (conflicted copy).md", ADA)
    assert "vaultkit check --copies" in run("check", "--vault", root).out


@pytest.mark.parametrize(
    ("args", "way_out"),
    [
        (("--diff",), "vaultkit check --copies --diff"),
        (("--copies", "--schema"), "leave --explain and --schema out"),
        (("--copies", "--explain", "VK005"), "leave --explain and --schema out"),
    ],
)
def test_wrong_use(args: tuple[str, ...], way_out: str, vault: Vault, run: Run) -> None:
    result = run("check", *args, "--vault", vault({"Ada.md": ADA}))
    assert (result.code, result.out) == (2, "")
    assert way_out in result.err


def test_an_unmounted_vault_is_no_vault_without_copies(vault: Vault, run: Run) -> None:
    assert run("check", "--copies", "--vault", vault({})).code == 3
