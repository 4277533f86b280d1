"""`done`: the line in the log, the dates, and never in the wrong person's note."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
from workbench import CONFIG, DAY, ROOT, Run, Vault, files, person, process, put

from vaultkit.store.state import StateFolder

posix = pytest.mark.skipif(os.name == "nt", reason="pseudo terminals and signals of POSIX systems")

KARI = "---\ntype: person\nlast_contact: 2026-10-01\n---\n\n## Log\n- 2026-10-01 — tea\n"


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault(
        {
            "People/Kari Nordmann.md": KARI,
            "People/Kari Haugland.md": KARI,
            "People/Per Olsen.md": KARI,
            "People/Ingrid Berg.md": KARI,
            "People/Anne-Grete Fjæra.md": KARI.replace("type: person", "type: person\naliases: [Mamma]"),
        }
    )


def _state() -> Path:
    return Path(os.environ["VAULTKIT_STATE_DIR"])


# each in the style of its own log --------------------------------------------------------------------------

DEMO = [
    (
        "Personer/Kari Nordmann.md",
        "## Logg\n- 2026-11-14",
        "## Logg\n- 2026-11-23 — kaffe\n- 2026-11-14",
    ),
    (
        "Personer/Lars Ågotnes.md",
        "## Logg\n- **2026-09-03**",
        "## Logg\n- **2026-11-23**: kaffe\n- **2026-09-03**",
    ),
    (
        "Personer/Åse Løvås.md",
        "### 2026-10-11\n",
        "### 2026-11-23\nkaffe\n\n### 2026-10-11\n",
    ),
]


@pytest.mark.parametrize(("path", "old", "new"), DEMO)
def test_the_line_is_written_as_the_log_writes_its_own(
    path: str, old: str, new: str, demo: Path, run: Run
) -> None:
    before = files(demo)
    result = run("done", path, "kaffe", "--vault", demo)
    assert result.code == 0
    assert result.out.startswith(f"{Path(path).stem}: logg mandag 23. november: «kaffe»\nskrev {path}\n")
    assert result.err == "vaultkit angre tar det tilbake (nummer 1)\n"
    assert before[path].decode().count(old) == 1
    expected = {**before, path: before[path].decode().replace(old, new).encode()}
    assert files(demo) == expected


def test_a_note_without_a_log_gets_one_at_its_end(demo: Path, run: Run) -> None:
    note = demo / "Personer" / "Amina Yusuf.md"
    before = note.read_bytes()
    assert run("done", "amina", "kaffe", "--vault", demo).code == 0
    assert note.read_bytes() == before + b"\n## Logg\n\n- 2026-11-23 \xe2\x80\x94 kaffe\n"


def test_the_dates_move_in_the_notes_own_spelling(demo: Path, run: Run) -> None:
    note = demo / "Personer" / "Ragnhild Sørbø.md"
    before = note.read_text(encoding="utf-8")
    result = run("ferdig", "ragnhild", "ringte", "--on", "i går", "--vault", demo)
    assert result.out.startswith(
        "Ragnhild Sørbø: logg søndag 22. november: «ringte» · neste kontakt søndag 14. februar 2027"
    )
    assert note.read_text(encoding="utf-8") == before.replace(
        "følg_opp: 2026-11-16\nhvorfor: sende henne den nye CV-en, den på én side\n",
        "følg_opp: 2027-02-14\nhvorfor:\n",
    ).replace("## Logg\n", "## Logg\n- 2026-11-22 — ringte\n")


def test_line_ends_and_the_missing_last_one_stay(vault: Vault, run: Run) -> None:
    note = (
        "\ufeff---\r\ntype: person # her\r\nLast-Contact: '2026-10-01'\r\n---\r\n## Log\r\n* 01.10.2026: tea"
    )
    root = vault({"People/Kari.md": note})
    assert run("done", "kari", "coffee", "--vault", root).code == 0
    assert (root / "People/Kari.md").read_bytes().decode() == note.replace(
        "'2026-10-01'", "'2026-11-23'"
    ).replace("## Log\r\n", "## Log\r\n* 23.11.2026: coffee\r\n")


def test_last_contact_never_moves_backwards(small: Path, run: Run) -> None:
    assert run("done", "per", "a call", "--on", "2026-09-15", "--vault", small).code == 0
    assert (small / "People/Per Olsen.md").read_text() == KARI + "- 2026-09-15 — a call\n"


def test_a_day_that_is_set_for_later_stays_unless_asked(vault: Vault, run: Run) -> None:
    note = person("private", "follow_up: 2026-12-24", "follow_up_note: the present", log="- 2026-01-01 — x")
    root = vault({"People/Kari.md": note})
    run("done", "kari", "--vault", root)
    logged = note.replace("- 2026-01-01", "- 2026-11-23 — in touch\n- 2026-01-01")
    assert (root / "People/Kari.md").read_text() == logged, "the reason is still to come"
    result = run("done", "kari", "--kind", "next_contact", "--vault", root)
    assert "next contact Monday 18 January 2027 · the reason is met" in result.out


@pytest.mark.parametrize(
    ("then", "value", "said"),
    [
        ("6w", " 2027-01-04", "next contact Monday 4 January 2027"),
        ("om 6 uker", " 2027-01-04", "next contact Monday 4 January 2027"),
        ("neste fredag", " 2026-12-04", "next contact Friday 4 December"),
        ("never", " never", "next contact never"),
        ("ingen", "", "no day set for the next contact"),
    ],
)
def test_next_is_a_day_an_interval_never_or_none(
    then: str, value: str, said: str, vault: Vault, run: Run
) -> None:
    root = vault({"People/Kari.md": person("private", "follow_up: 2026-11-20")})
    result = run("done", "kari", "--next", then, "--vault", root)
    assert said in result.out
    assert f"\nfollow_up:{value}\n" in (root / "People/Kari.md").read_text()


def test_an_interval_is_counted_from_the_day_of_the_contact(small: Path, run: Run) -> None:
    result = run("done", "per", "--on", "1.9", "--next", "12w", "--vault", small)
    assert "log Tuesday 1 September: “in touch” · next contact Tuesday 24 November" in result.out


def test_doing_it_twice_writes_once(small: Path, run: Run) -> None:
    run("done", "per", "coffee", "--vault", small)
    once = files(small)
    again = run("done", "per", "coffee", "--vault", small)
    assert again.code == 0
    assert again.out.endswith("The notes say so already.\n")
    assert files(small) == once


def test_what_was_said_is_text_and_starts_nothing(small: Path, run: Run) -> None:
    run("done", "per", "--what", "# [[x]] | *y*\n- 2026-01-01 z", "--vault", small)
    assert (
        "\n- 2026-11-23 — \\# \\[\\[x\\]\\] | \\*y\\* - 2026-01-01 z\n"
        in (small / "People/Per Olsen.md").read_text()
    )


# who is meant ----------------------------------------------------------------------------------------------

READINGS: list[tuple[tuple[str, ...], list[str], str]] = [
    (("kari nordmann", "coffee"), ["Kari Nordmann"], "coffee"),
    (("kari", "nordmann", "coffee"), ["Kari Nordmann"], "coffee"),
    (("kari", "nordmann"), ["Kari Nordmann"], "in touch"),
    (("kari", "nord"), ["Kari Nordmann"], "in touch"),
    (("nordmann", "coffee", "at", "Olsens"), ["Kari Nordmann"], "coffee at Olsens"),
    (("per", "olsen", "in", "the", "lift"), ["Per Olsen"], "in the lift"),
    (("per", "ol"), ["Per Olsen"], "ol"),
    (("PER", "i", "heisen"), ["Per Olsen"], "i heisen"),
    (("mamma", "middag"), ["Anne-Grete Fjæra"], "middag"),
    (("anne", "grete", "fjaera", "mat"), ["Anne-Grete Fjæra"], "mat"),
    (("per", "ingrid"), ["Per Olsen", "Ingrid Berg"], "in touch"),
    (("per", "per", "olsen"), ["Per Olsen"], "in touch"),
    (("per", "kari", "nordmann", "lunch"), ["Per Olsen", "Kari Nordmann"], "lunch"),
    (("per", "kari nordmann", "lunch"), ["Per Olsen", "Kari Nordmann"], "lunch"),
    (("People/Per Olsen.md", "lunch"), ["Per Olsen"], "lunch"),
]


@pytest.mark.parametrize(("typed", "names", "text"), READINGS)
def test_names_come_first_and_what_it_was_about_behind_them(
    typed: tuple[str, ...], names: list[str], text: str, small: Path, run: Run
) -> None:
    result = run("done", *typed, "--vault", small)
    assert result.code == 0
    assert result.out.splitlines()[: len(names)] == [
        f"{name}: log Monday 23 November: “{text}”" for name in names
    ]
    changed = [name for name in names if f"- 2026-11-23 — {text}\n" in _note(small, name)]
    assert changed == names
    others = {p for p, data in files(small).items() if data == KARI.encode()}
    assert len(others) >= 4 - len(names), "nobody else's note was touched"


def _note(root: Path, name: str) -> str:
    return (root / "People" / f"{name}.md").read_text()


REFUSED: list[tuple[tuple[str, ...], int, str, str]] = [
    (("kari",), 4, "«kari» may be Kari Haugland, Kari Nordmann", "write the whole name"),
    (("kari", "kaffe"), 4, "«kari» may be Kari Haugland, Kari Nordmann", "write the whole name"),
    (("kari", "nordman", "kaffe"), 4, "called «kari nordman»", "did you mean Kari Nordmann?"),
    (("per", "olson", "lunsj"), 4, "called «per olson»", "did you mean Per Olsen?"),
    (("krai", "nordmann", "kaffe"), 4, "called «krai nordmann»", "did you mean Kari Nordmann?"),
    (("xyzzy", "per"), 4, "called «xyzzy»", "vaultkit queue"),
    (("", "kaffe"), 4, "called «»", "vaultkit queue"),
    (("per", "ingrid", "lunsj"), 2, "«ingrid» may be a name or part of", '--what "…"'),
    (("per", "i", "går"), 2, "«i går» is a day", '--on "i går"'),
    (("per", "friday"), 2, "«friday» is a day", "--on friday"),
    (("per", "--on", "neste fredag"), 2, "Friday 4 December 2026 is still to come", "vaultkit plan"),
    (("per", "--on", "27.11"), 2, "Friday 27 November 2026 is still to come", "vaultkit plan"),
    (("per", "--on", "tull"), 2, "«tull» is no day", '"neste fredag"'),
    (("per", "--on", "30.2"), 2, "«30.2» is no day", '"neste fredag"'),
    (("per", "--on", "i går kl 12"), 2, "«i går kl 12» is no day", '"neste fredag"'),
    (("per", "--next", "tull"), 2, "«tull» is no day", '"neste fredag"'),
    (("per", "--next", "i går"), 2, "Sunday 22 November 2026 is not after today", "+2w"),
    (("per", "--next", "20.11"), 2, "Saturday 20 November 2027 is almost a year away", "2027-11-20"),
    (("per", "x", "--what", "y"), 2, "once", "--what «y»"),
    (("per", "x", "--kind", "thank"), 2, "--kind thank writes its own words", "leave the rest out"),
    (("per", "--kind", "thank"), 1, "nothing of the kind thank is waiting for Per Olsen", "vaultkit show"),
    ((), 2, "Missing argument", "NAME"),
]


@pytest.mark.parametrize(("typed", "code", "said", "way_out"), REFUSED)
def test_what_is_not_clear_is_refused_and_nothing_is_written(
    typed: tuple[str, ...], code: int, said: str, way_out: str, small: Path, run: Run
) -> None:
    before = files(small)
    result = run("done", *typed, "--vault", small)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert way_out in result.err
    assert files(small) == before
    assert files(_state()) == {}


def test_a_word_that_is_somebody_elses_name_is_no_end_of_a_name(vault: Vault, run: Run) -> None:
    root = vault({f"People/{name}.md": KARI for name in ("Anne", "Kari", "Anne Kari Moe")})
    result = run("done", "anne", "kari", "--vault", root)
    assert result.code == 4
    assert "«anne kari» may be Anne Kari Moe, Kari" in result.err
    assert run("done", "anne", "kari", "moe", "--vault", root).out.startswith("Anne Kari Moe: ")
    assert run("done", "People/Anne", "People/Kari", "--vault", root).out.startswith("Anne: ")


# on a terminal ---------------------------------------------------------------------------------------------


def _on_a_terminal(answer: str, *args: str | Path) -> tuple[int, str]:
    """The command on a terminal of its own, `answer` typed once it asks; exit code, and what was shown."""
    import pty  # which Windows has not

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "vaultkit", "--today", DAY, *map(str, args)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"}
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
    ) as running:
        os.close(theirs)
        try:
            shown = _conversation(ours, answer)
            code = running.wait(60)
        finally:
            running.kill()
    os.close(ours)
    return code, shown.decode().replace("\r\n", "\n")


def _conversation(terminal: int, answer: str) -> bytes:
    """All that is shown until the other side has gone."""
    shown = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, shown
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so when the other side has gone
            piece = b""
        if not piece:
            return shown
        shown += piece
        if answer and shown.endswith(b": "):
            os.write(terminal, answer.encode())
            answer = ""


@posix
def test_a_terminal_is_asked_who_is_meant(small: Path) -> None:
    code, shown = _on_a_terminal("2\n", "done", "kari", "coffee", "--vault", small)
    assert code == 0
    assert "«kari» may be:\n  1  Kari Haugland · People/Kari Haugland.md\n  2  Kari Nordmann" in shown
    assert "Kari Nordmann: log Monday 23 November: “coffee”" in shown
    assert "coffee" in _note(small, "Kari Nordmann")
    assert _note(small, "Kari Haugland") == KARI


@posix
def test_no_answer_is_no_change(small: Path) -> None:
    before = files(small)
    code, _ = _on_a_terminal("\x04", "done", "kari", "coffee", "--vault", small)
    assert code == 130
    assert files(small) == before


@posix
@pytest.mark.parametrize("option", ["--json", "--quiet"])
def test_programs_are_not_asked(option: str, small: Path) -> None:
    code, shown = _on_a_terminal("", "done", "kari", option, "--vault", small)
    assert code == 4
    assert "may be Kari Haugland, Kari Nordmann" in shown


# looking first, several at once, JSON ----------------------------------------------------------------------


@pytest.mark.parametrize("flags", [("--dry-run",), ("--diff",), ("--dry-run", "--diff")])
def test_looking_first_writes_nothing_at_all(flags: tuple[str, ...], small: Path, run: Run) -> None:
    before = files(small)
    result = run("done", "per", "coffee", "--next", "2w", *flags, "--vault", small)
    assert result.code == 0
    assert result.out.startswith(
        "Per Olsen: log Monday 23 November: “coffee” · next contact Monday 7 December\n"
        "would write People/Per Olsen.md\n"
    )
    diff = (
        "--- a/People/Per Olsen.md\n+++ b/People/Per Olsen.md\n@@ -1,7 +1,9 @@\n ---\n type: person\n"
        "-last_contact: 2026-10-01\n+last_contact: 2026-11-23\n+follow_up: 2026-12-07\n ---\n \n ## Log\n"
        "+- 2026-11-23 — coffee\n - 2026-10-01 — tea\n"
    )
    assert (diff in result.out) is ("--diff" in flags)
    assert files(small) == before
    assert files(_state()) == {}


def test_one_note_that_cannot_be_changed_keeps_all_from_it(small: Path, run: Run) -> None:
    put(small, "People/Bo.md", "---\ntype: person\nlast_contact: [2026\n---\n")
    before = files(small)
    result = run("done", "per", "bo", "ingrid", "--what", "lunch", "--vault", small)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("vaultkit: People/Bo.md:")
    assert files(small) == before
    assert run("undo", "--list", "--vault", small, "--json").json["actions"] == []


def test_several_are_one_action(small: Path, run: Run) -> None:
    result = run("done", "per", "ingrid", "--what", "lunch", "--vault", small, "--json").json
    paths = ["People/Per Olsen.md", "People/Ingrid Berg.md"]
    assert result == {
        "schema": 1,
        "written": paths,
        "undo": 1,
        "changes": [
            {"name": Path(path).stem, "path": path, "said": ["log Monday 23 November: “lunch”"]}
            for path in paths
        ],
        "hints": [],
        "failed": [],
    }
    [action] = run("undo", "--list", "--vault", small, "--json").json["actions"]
    assert (action["command"], action["paths"]) == ("done Per Olsen, Ingrid Berg", paths)


def test_thanks_are_written_where_the_meeting_is(demo: Path, run: Run) -> None:
    note = demo / "Møter" / "2026-11-19 Kaffe med Per Olsen.md"
    before = note.read_text(encoding="utf-8")
    result = run("done", "per", "--kind", "thank", "--vault", demo)
    assert result.out.startswith("Per Olsen: takket mandag 23. november\n")
    head, _, body = before.partition("\n---\n")
    assert note.read_text(encoding="utf-8") == f"{head}\ntakket: 2026-11-23\n---\n{body}"


# another writer --------------------------------------------------------------------------------------------

HOLD = """
import os, sys
from pathlib import Path
from vaultkit.store.state import StateFolder
with StateFolder(Path(sys.argv[1]).resolve(), os.environ).lock(0):
    print("held", flush=True)
    sys.stdin.read()
"""
WRITING: tuple[tuple[str, ...], ...] = (
    ("done", "per"),
    ("snooze", "per", "2w"),
    ("plan", "per", "--on", "2026-11-27"),
    ("new", "person", "Bo"),
    ("undo",),
)


def test_another_writer_is_waited_for_and_then_named(small: Path, run: Run) -> None:
    """All five wait at the same time, for the ten seconds that each waits."""
    run("done", "ingrid", "--vault", small)
    before = files(small)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, small], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline().strip() == b"held"
        looked = process("--today", DAY, "--vault", small, "done", "per", "--dry-run")
        waiting = [
            subprocess.Popen(
                [sys.executable, "-m", "vaultkit", "--today", DAY, "--vault", str(small), *command],
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for command in WRITING
        ]
        said = [one.communicate(timeout=60) for one in waiting]
        holder.stdin.close()
    assert looked.code == 0, "who only looks waits for nobody"
    assert [one.returncode for one in waiting] == [5] * len(WRITING)
    for out, err in said:
        assert out == b""
        assert err.decode() == (
            f"vaultkit: another vaultkit is writing to {small}\n  → wait until it is done, then try again\n"
        )
    assert files(small) == before
    assert StateFolder(small.resolve(), os.environ).path.is_dir()


def test_the_language_is_the_vaults(vault: Vault, run: Run) -> None:
    root = vault({"Personer/Kari.md": KARI}, config=CONFIG.replace('"en"', '"nn"'))
    assert run("done", "kari", "--vault", root).out.startswith("Kari: logg måndag 23. november: «")
