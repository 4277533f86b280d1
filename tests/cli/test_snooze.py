"""`snooze`: another day for the next contact, as it was typed, and nothing else."""

from pathlib import Path

import pytest
from workbench import Run, Vault, files, person

NOTE = person("private", "follow_up: 2026-11-20", "follow_up_note: the loan", log="- 2026-10-01 — tea")


@pytest.fixture
def small(vault: Vault) -> Path:
    names = ("Kari Nordmann", "Kari Haugland", "Per Olsen")
    return vault({f"People/{name}.md": NOTE for name in names})


SAID: list[tuple[tuple[str, ...], str, str]] = [
    (("2w",), "2026-12-07", "Monday 7 December"),
    (("2", "uker"), "2026-12-07", "Monday 7 December"),
    (("+3d",), "2026-11-26", "Thursday 26 November"),
    (("14",), "2026-12-07", "Monday 7 December"),
    (("om", "en", "måned"), "2026-12-23", "Wednesday 23 December"),
    (("i", "morgen"), "2026-11-24", "Tuesday 24 November"),
    (("neste fredag",), "2026-12-04", "Friday 4 December"),
    (("next", "friday"), "2026-12-04", "Friday 4 December"),
    (("27.11",), "2026-11-27", "Friday 27 November"),
    (("3. januar",), "2027-01-03", "Sunday 3 January 2027"),
    (("2027-11-20",), "2027-11-20", "Saturday 20 November 2027"),
    (("om 12 måneder",), "2027-11-23", "Tuesday 23 November 2027"),
    (("aldri",), "aldri", "aldri"),
]


@pytest.mark.parametrize(("until", "value", "said"), SAID)
def test_the_day_is_set_and_said_in_full(
    until: tuple[str, ...], value: str, said: str, small: Path, run: Run
) -> None:
    before = files(small)
    result = run("snooze", "per", *until, "--vault", small)
    assert (result.code, result.out) == (
        0,
        f"Per Olsen: next contact {said}\nwrote People/Per Olsen.md\n",
    )
    changed = NOTE.replace("follow_up: 2026-11-20", f"follow_up: {value}").encode()
    assert files(small) == {**before, "People/Per Olsen.md": changed}, "the reason stays: it is still to come"


@pytest.mark.parametrize(
    "typed",
    [
        ("kari", "nordmann", "per", "olsen", "neste", "mandag"),
        ("kari nordmann", "per", "neste mandag"),
        ("nordmann", "olsen", "1w"),
    ],
)
def test_several_people_are_one_action(typed: tuple[str, ...], small: Path, run: Run) -> None:
    result = run("utsett", *typed, "--vault", small)
    assert result.code == 0
    assert result.out == (
        "Kari Nordmann: next contact Monday 30 November\nPer Olsen: next contact Monday 30 November\n"
        "wrote People/Kari Nordmann.md\nwrote People/Per Olsen.md\n"
    )
    assert "number 1" in result.err


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (("per",), 2, "Until when?"),
    (("kari", "nordmann"), 2, "Until when?"),
    (("per", "tull"), 2, "«tull» is no day"),
    (("per", "30.2"), 2, "«30.2» is no day"),
    (("per", "0"), 2, "«0» is no day"),
    (("per", "i dag"), 2, "Monday 23 November 2026 is not after today"),
    (("per", "i", "går"), 2, "Sunday 22 November 2026 is not after today"),
    (("per", "20.11"), 2, "Saturday 20 November 2027 is almost a year away"),
    (("per", "2w", "olsen"), 2, "«2w olsen» is no day"),
    (("kari", "2w"), 4, "«kari» may be Kari Haugland, Kari Nordmann"),
    (("per", "xyzzy", "2w"), 4, "nobody in this vault is called «xyzzy»"),
    (("2w",), 4, "nobody in this vault is called «2w»"),
]


@pytest.mark.parametrize(("typed", "code", "said"), REFUSED)
def test_what_is_not_clear_is_refused_and_nothing_is_written(
    typed: tuple[str, ...], code: int, said: str, small: Path, run: Run
) -> None:
    before = files(small)
    result = run("snooze", *typed, "--vault", small)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert files(small) == before


def test_a_note_without_the_property_gets_it_in_the_vaults_spelling(demo: Path, run: Run) -> None:
    note = demo / "Personer" / "Jonas Ødegård.md"
    before = note.read_text(encoding="utf-8")
    result = run("snooze", "jonas", "2w", "--diff", "--vault", demo)
    assert "\n+følg_opp: 2026-12-07\n" in result.out
    assert note.read_text(encoding="utf-8") == before
    run("snooze", "jonas", "2w", "--vault", demo)
    head, _, body = before.partition("\n---\n")
    assert note.read_text(encoding="utf-8") == f"{head}\nfølg_opp: 2026-12-07\n---\n{body}"


def test_twice_is_once(small: Path, run: Run) -> None:
    run("snooze", "per", "2w", "--vault", small)
    again = run("snooze", "per", "2w", "--vault", small, "--json").json
    assert (again["written"], again["undo"]) == ([], None)
