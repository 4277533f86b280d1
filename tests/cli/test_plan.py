"""`plan`: a meeting in the person's note or in one of its own, and no meeting written over."""

from pathlib import Path

import pytest
from workbench import Run, Vault, files, person

NOTE = person("private", "last_contact: 2026-10-01", log="- 2026-10-01 — tea")
MEETING = "---\ntype: meeting\nstart: 2026-11-27T12:00\nattendees:\n"
MARKS = "<!-- vaultkit:begin prep -->\n<!-- vaultkit:end prep -->"
SECTIONS = f"---\n\n{MARKS}\n\n## What I want to learn\n\n## What I can offer\n\n## Notes\n"


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault({f"People/{name}.md": NOTE for name in ("Kari Nordmann", "Kari Haugland", "Per Olsen")})


def test_one_person_gets_it_into_their_note(small: Path, run: Run) -> None:
    before = files(small)
    result = run(
        *("plan", "per", "--on", "27.11 kl 12", "--what", "lunch: fish", "--where", "Café #1"),
        *("--length", "1h30", "--vault", small),
    )
    assert (result.code, result.out) == (
        0,
        "Per Olsen: next meeting Friday 27 November at 12:00 · 90 minutes · at Café #1 · "
        "about “lunch: fish”\nwrote People/Per Olsen.md\n",
    )
    added = (
        "last_contact: 2026-10-01\nnext_meeting: 2026-11-27T12:00\nmeeting_length: 90\n"
        'meeting_place: "Café #1"\nmeeting_topic: "lunch: fish"\n'
    )
    changed = NOTE.replace("last_contact: 2026-10-01\n", added).encode()
    assert files(small) == {**before, "People/Per Olsen.md": changed}
    assert run("check", "--vault", small).code == 0
    meetings = run("show", "per", "--vault", small, "--json").json["meetings"]
    assert [meeting["start"] for meeting in meetings] == ["2026-11-27T12:00:00"]


def test_several_people_get_a_note_for_it(small: Path, run: Run) -> None:
    before = files(small)
    result = run("plan", "per", "kari", "nordmann", "--on", "27.11 kl 12", "--vault", small)
    path = "Meetings/2026-11-27 Meeting with Per Olsen and Kari Nordmann.md"
    assert result.out == f"{Path(path).stem}: Friday 27 November at 12:00\nwrote {path}\n"
    note = f'{MEETING}  - "[[Per Olsen]]"\n  - "[[Kari Nordmann]]"\n{SECTIONS}'
    assert files(small) == {**before, path: note.encode()}
    assert run("check", "--vault", small).code == 0


def test_the_keys_are_the_vaults_own(demo: Path, run: Run) -> None:
    result = run("planlegg", "per olsen", "--on", "neste fredag kl 12", "--diff", "--vault", demo)
    assert "Per Olsen: neste møte fredag 4. desember kl. 12.00\n" in result.out
    assert "\n+neste_møte: 2026-12-04T12:00\n" in result.out


def test_a_meeting_that_stands_is_not_written_over(demo: Path, run: Run) -> None:
    before = files(demo)
    result = run("plan", "kari haugland", "--on", "27.11 kl 9", "--vault", demo)
    assert "Kari Haugland" in result.out.splitlines()[0]
    new = "Møter/2026-11-27 Møte med Kari Haugland.md"
    assert result.out.endswith(f"skrev {new}\n")
    assert files(demo).keys() - before.keys() == {new}
    assert {path: data for path, data in files(demo).items() if path != new} == before


def test_of_the_same_meeting_only_what_is_given_changes(demo: Path, run: Run) -> None:
    note = demo / "Personer" / "Kari Haugland.md"
    before = note.read_text(encoding="utf-8")
    when = ("--on", "26.11 kl 11:30", "--vault", demo)
    assert run("plan", "kari haugland", *when).out == "Det står i notatene allerede.\n"
    assert run("plan", "kari haugland", "--where", "Fløibanen", *when).code == 0
    assert note.read_text(encoding="utf-8") == before.replace("Kaffebar Regnbyge, Marken", "Fløibanen")


def test_a_meeting_that_is_over_makes_room_and_stays_in_the_log(vault: Vault, run: Run) -> None:
    old = ("next_meeting: 2026-11-20 10:00", "meeting_topic: the loan", "thanked: 2026-11-21")
    root = vault({"People/Per.md": person("private", *old, "prepared: true", log="- 2026-10-01 — tea")})
    assert run("plan", "per", "--on", "2026-12-01", "--vault", root).code == 0
    new = ("next_meeting: 2026-12-01", "meeting_topic:", "thanked: 2026-11-21", "prepared:")
    log = "- 2026-11-20 — the loan\n- 2026-10-01 — tea"
    assert (root / "People/Per.md").read_text() == person("private", *new, log=log)


def test_a_note_of_its_own_is_made_once(small: Path, run: Run) -> None:
    args = ("plan", "per", "--on", "27.11 kl 12", "--what", "Lunch / fish", "--note", "--vault", small)
    assert run(*args).code == 0
    path = "Meetings/2026-11-27 Lunch fish.md"
    note = f'{MEETING}  - "[[Per Olsen]]"\ntitle: Lunch / fish\n{SECTIONS}'
    assert (small / path).read_text() == note, "the title keeps what the file's name cannot hold"
    before = files(small)
    again = run(*args)
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith(f"vaultkit: {path} is there already, and was not touched\n")
    assert files(small) == before


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (("per",), 2, "Missing option '--on'"),
    (("--on", "27.11"), 2, "Missing argument"),
    (("per", "--on", "tull"), 2, "«tull» is no day"),
    (("per", "--on", "neste", "fredag"), 2, '"neste fredag"'),
    (("per", "--on", "i går"), 2, "Sunday 22 November 2026 is past"),
    (("per", "--on", "2026-11-20 10:00"), 2, "Friday 20 November 2026 is past"),
    (("per", "--on", "20.11 kl 10"), 2, "Saturday 20 November 2027 is almost a year away"),
    (("per", "--on", "27.11", "--length", "x"), 2, "«x» is no length of time"),
    (("per", "--on", "27.11", "--length", "0"), 2, "«0» is no length of time"),
    (("kari", "--on", "27.11"), 4, "«kari» may be Kari Haugland, Kari Nordmann"),
    (("kari", "per", "--on", "27.11"), 4, "«kari» may be Kari Haugland, Kari Nordmann"),
    (("per", "xyzzy", "--on", "27.11"), 4, "nobody in this vault is called «xyzzy»"),
]


@pytest.mark.parametrize(("typed", "code", "said"), REFUSED)
def test_what_is_not_clear_is_refused_and_nothing_is_written(
    typed: tuple[str, ...], code: int, said: str, small: Path, run: Run
) -> None:
    before = files(small)
    result = run("plan", *typed, "--vault", small)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert files(small) == before


@pytest.mark.parametrize("people", [("per",), ("per", "kari nordmann")])
@pytest.mark.parametrize("flag", ["--dry-run", "--diff"])
def test_looking_first_writes_nothing(people: tuple[str, ...], flag: str, small: Path, run: Run) -> None:
    before = files(small)
    result = run("plan", *people, "--on", "27.11", flag, "--vault", small)
    assert "would write " in result.out
    assert ("\n+++ b/" in result.out) is (flag == "--diff")
    assert files(small) == before
    assert not (small / "Meetings").exists()


PURPOSES = [
    ((), (), True),
    (("ask: how it works",), (), False),
    (("offer: an ear",), (), False),
    ((), ("--what", "the boat"), False),
    (("next_meeting: 2026-11-27", "meeting_topic: the boat"), ("--where", "Bergen"), False),
    (("needs: a boat",), ("--note",), True),
]


@pytest.mark.parametrize(("lines", "options", "warned"), PURPOSES)
def test_a_meeting_without_a_purpose_is_named_in_one_line(
    vault: Vault, run: Run, lines: tuple[str, ...], options: tuple[str, ...], *, warned: bool
) -> None:
    root = vault({"People/Per.md": person("private", *lines)})
    result = run("plan", "per", "--on", "2026-11-27", *options, "--dry-run", "--vault", root)
    assert result.code == 0
    said = [line for line in result.err.splitlines() if line.startswith("no purpose yet")]
    assert len(said) == (1 if warned else 0)
    assert "Per" in "".join(said) or not warned
    document = run("plan", "per", "--on", "2026-11-27", *options, "--dry-run", "--json", "--vault", root)
    assert bool(document.json["hints"]) == warned
