"""`snooze`: another day for the next contact, as it was typed, or for what else waits, and nothing else."""

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


# what asks for no contact ----------------------------------------------------------------------------------

QUIET = "cadence: never"
COFFEE = "---\ntype: meeting\npeople: ['[[Ola]]']\ndate: 2026-11-19\n---\n"
TASKS = "- [ ] send the CV \U0001f4c5 2026-11-20 ^cv\n- [ ] ring the bank\n"


@pytest.fixture
def waiting(vault: Vault) -> Path:
    return vault(
        {
            "People/Ola.md": person("private", QUIET),
            "People/Bo.md": person("private", QUIET) + TASKS,
            "People/Per.md": NOTE + TASKS,
            "Meetings/Coffee.md": COFFEE,
        }
    )


def queue(root: Path, run: Run) -> list[tuple[str, str, str]]:
    items = run("queue", "--vault", root, "--json").json["items"]
    return sorted((one["person"], one["kind"], one["due"]) for one in items)


def test_where_no_contact_waits_the_soonest_of_what_does_is_put_off(waiting: Path, run: Run) -> None:
    before = files(waiting)
    result = run("snooze", "ola", "2w", "--vault", waiting)
    assert (result.code, result.out) == (
        0,
        "Ola: put off until Monday 7 December: “thanks for the meeting on 19 November”\n"
        "wrote People/Ola.md\n",
    )
    item = b"snoozed:\n  - thank 2026-11-19 until 2026-12-07\n---\n"
    changed = item.join(before["People/Ola.md"].rsplit(b"---\n", 1))
    assert files(waiting) == {**before, "People/Ola.md": changed}
    assert ("Ola", "thank", "2026-12-07") in queue(waiting, run)
    why = run("show", "ola", "--vault", waiting).out
    assert "you put it off until 7 December" in why
    again = run("snooze", "ola", "2w", "--vault", waiting, "--json").json
    assert (again["written"], again["undo"]) == ([], None)


def test_a_newer_day_takes_the_place_of_the_older_one(waiting: Path, run: Run) -> None:
    run("snooze", "ola", "2w", "--vault", waiting)
    once = files(waiting)["People/Ola.md"]
    for until, day in (("3w", b"2026-12-14"), ("1w", b"2026-11-30"), ("2w", b"2026-12-07")):
        assert run("snooze", "ola", until, "--kind", "thank", "--vault", waiting).code == 0
        assert files(waiting)["People/Ola.md"] == once.replace(b"2026-12-07", day)
        assert ("Ola", "thank", day.decode()) in queue(waiting, run)


def test_undo_takes_it_back_and_dry_run_writes_nothing(waiting: Path, run: Run) -> None:
    before = files(waiting)
    shown = run("snooze", "ola", "2w", "--diff", "--vault", waiting)
    assert "\n+snoozed:\n+  - thank 2026-11-19 until 2026-12-07\n" in shown.out
    assert run("snooze", "bo", "2w", "--dry-run", "--vault", waiting).code == 0
    assert files(waiting) == before
    run("snooze", "ola", "2w", "--vault", waiting)
    run("undo", "--vault", waiting)
    assert files(waiting) == before


def test_a_promise_gets_the_day_in_its_own_line(waiting: Path, run: Run) -> None:
    before = files(waiting)["People/Bo.md"]
    result = run("snooze", "bo", "2w", "--vault", waiting)
    assert result.out.startswith("Bo: put off until Monday 7 December: “send the CV”\n")
    moved = before.replace(b"2026-11-20 ^cv", b"2026-12-07 ^cv")
    assert files(waiting)["People/Bo.md"] == moved
    run("snooze", "bo", "tomorrow", "--kind", "promise", "--vault", waiting)
    dated = moved.replace(b"ring the bank", "ring the bank \U0001f4c5 2026-11-24".encode())
    assert files(waiting)["People/Bo.md"] == dated, "the soonest is the other one by now"
    assert [one for one in queue(waiting, run) if one[0] == "Bo"] == [
        ("Bo", "promise", "2026-11-24"),
        ("Bo", "promise", "2026-12-07"),
    ]


def test_where_a_contact_waits_the_kind_has_to_be_said(waiting: Path, run: Run) -> None:
    assert "next contact Monday 7 December" in run("snooze", "per", "2w", "--vault", waiting).out
    assert "“send the CV”" in run("snooze", "per", "2w", "--kind", "promise", "--vault", waiting).out
    said = run("snooze", "ola", "2w", "--kind", "next_contact", "--vault", waiting).out
    assert "next contact Monday 7 December" in said
    assert "next contact aldri" in run("snooze", "bo", "aldri", "--vault", waiting).out


def test_it_is_done_later_as_ever(waiting: Path, run: Run) -> None:
    run("snooze", "ola", "2w", "--vault", waiting)
    page = waiting / "Networking" / "Follow-ups.md"
    run("sync", "--vault", waiting)
    line = next(one for one in page.read_text(encoding="utf-8").splitlines() if "Thank [[Ola]]" in one)
    assert line.endswith("\U0001f4c5 2026-12-07")
    text = page.read_text(encoding="utf-8").replace(line, line.replace("[ ]", "[x]"))
    page.write_text(text, encoding="utf-8")
    run("sync", "--vault", waiting)
    assert b"thanked: 2026-11-23\n" in files(waiting)["Meetings/Coffee.md"]
    assert "Thank [[Ola]]" not in page.read_text(encoding="utf-8")
    once = files(waiting)
    assert run("sync", "--vault", waiting, "--json").json["written"] == []
    assert files(waiting) == once


def test_ticks_on_the_line_of_before_and_on_the_new_one_are_one(waiting: Path, run: Run) -> None:
    """A phone that was away brings back the page of before, ticked, and the new line is ticked too."""
    (waiting / "Meetings" / "Coffee.md").write_text(COFFEE.replace("']", "', '[[Bo]]']"), encoding="utf-8")
    page = waiting / "Networking" / "Follow-ups.md"
    run("sync", "--vault", waiting)
    old = next(one for one in page.read_text(encoding="utf-8").splitlines() if "Thank [[Ola]]" in one)
    run("snooze", "ola", "2w", "--kind", "thank", "--vault", waiting)
    run("sync", "--vault", waiting)
    text = page.read_text(encoding="utf-8")
    new = next(one for one in text.splitlines() if "Thank [[Ola]]" in one)
    assert old != new
    both = "\n".join(one.replace("[ ]", "[x]") for one in (old, new))
    page.write_text(text.replace(new, both), encoding="utf-8")
    run("sync", "--vault", waiting)
    log = files(waiting)["People/Ola.md"].decode()
    assert log.count("thanked for the meeting on 19 November") == 1
    assert "[x]" not in page.read_text(encoding="utf-8")


REFUSED_KINDS: list[tuple[tuple[str, ...], int, str]] = [
    (("ola", "2w", "--kind", "lunch"), 2, "«lunch» is none of thank, "),
    (("ola", "2w", "--kind", "promise"), 1, "nothing of the kind promise is waiting for Ola"),
    (("ola", "never", "--kind", "thank"), 2, "«never» is no day"),
    (("ola", "none", "--kind", "thank"), 2, "«none» is no day"),
]


@pytest.mark.parametrize(("typed", "code", "said"), REFUSED_KINDS)
def test_a_kind_that_does_not_wait_is_refused(
    typed: tuple[str, ...], code: int, said: str, waiting: Path, run: Run
) -> None:
    before = files(waiting)
    result = run("snooze", *typed, "--vault", waiting)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert files(waiting) == before


def test_what_would_be_too_late_is_refused_with_its_last_day(vault: Vault, run: Run) -> None:
    soon = COFFEE.replace("2026-11-19", "2026-11-26")
    root = vault({"People/Ola.md": person("private", QUIET), "Meetings/Coffee.md": soon})
    result = run("snooze", "ola", "2w", "--vault", root)
    assert result.code == 2
    assert "after Thursday 26 November 2026 it is too late for that: “prepare the meeting" in result.err
    assert run("snooze", "ola", "26.11", "--vault", root).code == 0
    assert queue(root, run) == [("Ola", "prepare", "2026-11-26")]
    early = run("snooze", "ola", "tomorrow", "--vault", root)
    assert (early.code, early.out) == (2, "")
    assert "that is not due before Wednesday 25 November 2026 anyway" in early.err


def test_a_norwegian_vault_gets_its_own_word(vault: Vault, run: Run) -> None:
    note = (
        "---\ntype: person\nnettverk: privat\nsist_kontakt:\nkontakt_hver: aldri\nbursdag: 1980-11-23\n---\n"
    )
    root = vault({"Personer/Ola.md": note})
    run("utsett", "ola", "i", "morgen", "--vault", root)
    assert b"utsatt:\n  - birthday 2026-11-23 until 2026-11-24\n" in files(root)["Personer/Ola.md"]


def test_a_list_that_the_owner_wrote_keeps_its_style(vault: Vault, run: Run) -> None:
    mine = "snoozed: ['thank 2026-09-01 until 2026-10-01', \"thank 2026-11-19 until 2026-11-25\"]  # mine"
    root = vault({"People/Ola.md": person("private", QUIET, mine), "Meetings/Coffee.md": COFFEE})
    before = files(root)["People/Ola.md"]
    assert run("snooze", "ola", "2w", "--vault", root).code == 0
    changed = files(root)["People/Ola.md"]
    assert b"'thank 2026-09-01 until 2026-10-01'" in changed
    assert b"thank 2026-11-19 until 2026-12-07" in changed
    assert b"2026-11-25" not in changed
    assert b"# mine" in changed
    assert changed.count(b"\n") == before.count(b"\n")
