"""The command as a person meets it: exit codes, what goes where, wrong use with one message and a way out."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from workbench import CONFIG, DAY, ROOT, Run, Vault, files, person, process, put

from vaultkit.cli.main import COMMANDS, NORWEGIAN, main
from vaultkit.store.state import StateFolder

ADA = person("private", "phone: 0123", "next_meeting: 2026-11-26 10:00", log="- 2026-11-01 — coffee")
BAD = person("leisure", "last_contact: 2026-02-30", "phone: 0123")
posix = pytest.mark.skipif(os.name == "nt", reason="signals, pipes and modes of POSIX systems")


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault(
        {"People/Ada Berg.md": ADA, "People/Bo Lind.md": BAD, "People/Ada Lund.md": person("leisure")}
    )


# exit codes ------------------------------------------------------------------------------------------------


def test_0_is_fine(small: Path, run: Run) -> None:
    for command in ("sync", "status", "queue"):
        assert run(command, "--vault", small).code == 0
    assert run("show", "bo", "--vault", small).code == 0


def test_1_is_problems_found(small: Path, run: Run, vault: Vault) -> None:
    assert run("check", "--vault", small).code == 1
    clean = vault({"People/Ada.md": ADA}, name="clean")
    assert run("check", "--vault", clean).code == 0
    assert run("sync", "--check", "--vault", clean).code == 1, "the pages are out of date"
    assert run("sync", "--vault", clean).code == 0
    assert run("sync", "--check", "--vault", clean).code == 0


@pytest.mark.parametrize(
    ("args", "way_out"),
    [
        (("snyc",), "Did you mean sync?"),
        (("k",), "kø"),
        (("xyzzy",), "vaultkit --help lists them"),
        (("sync", "--dry"), "--dry-run"),
        (("queue", "--today", "tomorrow"), "write it as 2026-11-23"),
        (("queue", "--today", "2026-02-30"), "write it as 2026-11-23"),
        (("queue", "--today", "9999-12-31"), "write it as 2026-11-23"),
        (("queue", "--today", "0001-01-01"), "write it as 2026-11-23"),
        (("show",), "Missing argument"),
        (("check", "--explain", "VK999"), "the codes are VK001"),
        (("queue", "unwanted"), "unexpected extra argument"),
    ],
)
def test_2_is_wrong_use_with_a_way_out(
    args: tuple[str, ...], way_out: str, small: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    result = run(*args, today=None)
    assert (result.code, result.out) == (2, "")
    assert way_out in result.err
    assert result.err.count("Error: ") == 1


def test_3_is_no_vault(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("status")
    assert (result.code, result.out) == (3, "")
    assert f"vaultkit: {tmp_path} is not in a vault" in result.err
    assert "--vault DIR (vaultkit demo makes one to try)" in result.err


@pytest.mark.parametrize(
    ("named", "what"),
    [("gone", "is not there"), ("a file", "is not a folder"), ("~nobody-here/x", "is not there")],
)
def test_3_is_a_vault_that_is_not_there(
    named: str, what: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "a file", "")
    by_option = run("sync", "--vault", named)
    monkeypatch.setenv("VAULTKIT_VAULT", named)
    by_variable = run("sync")
    for result in (by_option, by_variable):
        assert (result.code, result.out) == (3, "")
        assert result.err == f"vaultkit: {named} {what}\n  → name the folder of your notes: --vault DIR\n"


def test_3_is_an_empty_folder(vault: Vault, run: Run) -> None:
    result = run("sync", "--vault", vault({}))
    assert result.code == 3
    assert "holds no notes" in result.err


def test_4_is_a_person_unknown_with_the_nearest_names(small: Path, run: Run) -> None:
    result = run("show", "bo", "lindt", "--vault", small)
    assert (result.code, result.out) == (4, "")
    assert result.err == "vaultkit: nobody in this vault is called «bo lindt»\n  → did you mean Bo Lind?\n"
    assert "vaultkit queue lists whom it knows" in run("show", "zzz", "--vault", small).err


def test_4_is_a_person_ambiguous_with_everyone_it_may_be(small: Path, run: Run, vault: Vault) -> None:
    result = run("show", "ada", "--vault", small)
    assert (result.code, result.out) == (4, "")
    assert "«ada» may be Ada Berg, Ada Lund" in result.err
    twins = vault({"A/Kari.md": ADA, "B/Kari.md": ADA}, name="twins")
    assert "«kari» may be A/Kari.md, B/Kari.md" in run("show", "kari", "--vault", twins).err
    assert run("show", "B/Kari", "--vault", twins).code == 0


@posix
def test_130_is_interrupted(small: Path, run: Run) -> None:
    """Ctrl-C while it waits for another writer: nothing is written and no traceback is shown."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = files(small)
    held = StateFolder(small.resolve(), os.environ)
    usual = signal.signal(signal.SIGALRM, interrupt)
    try:
        with held.lock(0):
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            result = run("sync", "--vault", small)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)
    assert (result.code, result.out) == (130, "")
    assert "Traceback" not in result.err
    assert files(small) == before


def test_memory_that_cannot_be_kept_is_one_message(
    small: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(put(tmp_path, "a file", "")))
    before = files(small)
    result = run("sync", "--vault", small)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"vaultkit: {tmp_path}/a file")
    assert "→ check that it is there" in result.err
    assert files(small) == before
    assert run("queue", "--vault", small).code == 0, "who only reads needs no memory"


# JSON ------------------------------------------------------------------------------------------------------


def test_every_json_document_starts_with_its_schema(small: Path, run: Run, tmp_path: Path) -> None:
    commands: tuple[tuple[str, ...], ...] = (
        ("status",),
        ("sync",),
        ("queue",),
        ("show", "bo"),
        ("check",),
        ("check", "--explain", "VK103"),
        ("check", "--schema"),
    )
    for command in commands:
        result = run(*command, "--vault", small, "--json")
        assert result.out.startswith('{\n  "schema": 1,\n'), command
        assert result.json["schema"] == 1


def test_sync_as_json(small: Path, run: Run) -> None:
    first = run("sync", "--vault", small, "--json").json
    assert {"people", "meetings", "follow_ups", "problems", "written", "unchanged", "feeds"} <= first.keys()
    assert (first["people"], first["meetings"], first["unchanged"]) == (3, 1, 0)
    assert "Networking/networking.ics" in first["written"]
    assert first["feeds"] == [
        {"name": "networking", "path": "Networking/networking.ics", "entries": 1, "privacy": "full"}
    ]
    [problem] = first["problems"]
    assert problem == {
        "path": "People/Bo Lind.md",
        "line": 4,
        "column": 15,
        "code": "VK103",
        "message": "«2026-02-30» is not a date",
        "hint": "write it as year-month-day, for example 2026-11-23",
    }
    second = run("sync", "--vault", small, "--json").json
    assert (second["written"], second["unchanged"]) == ([], 8)


def test_queue_as_json(small: Path, run: Run) -> None:
    items = run("queue", "--vault", small, "--json").json["items"]
    assert all(i.keys() >= {"kind", "person", "path", "due", "reason", "network"} for i in items)
    prepare = next(item for item in items if item["kind"] == "prepare")
    assert prepare["person"] == "Ada Berg"
    assert prepare["path"] == "People/Ada Berg.md"
    assert prepare["due"] == "2026-11-25"
    assert prepare["network"] == "private"
    due = run("queue", "--due", "--vault", small, "--json").json["items"]
    assert due == [item for item in items if item["due"] <= DAY]


def test_show_tells_how_far_a_meeting_has_come(vault: Vault, run: Run) -> None:
    meeting = "---\ntype: meeting\ndate: 2026-11-19\nattendees: Ada\nprepared: true\n---\n- [ ] a\n- [x] b\n"
    root = vault(
        {"People/Ada.md": person(log="- 2026-11-09 — asked for a coffee"), "Meetings/Tea.md": meeting}
    )
    out = run("show", "ada", "--vault", root, today=DAY).out
    assert (
        "So far: ✓ asked 9 November · ✓ answered · ✓ booked 19 November · ✓ prepared · ✓ met 19 November · "
        "○ thanked · ○ promises kept 1 of 2\n"
    ) in out
    steps = run("show", "ada", "--vault", root, "--json", today=DAY).json["chain"]
    assert [step["step"] for step in steps if not step["done"]] == ["thanked", "promises_kept"]
    assert steps[0] == {"step": "asked", "done": True, "date": "2026-11-09"}


def test_show_tells_why(vault: Vault, run: Run) -> None:
    crowd = {
        f"People/{name}.md": person("private", "contact_every: 2 weeks", f"last_contact: 2026-10-{day}")
        for name, day in (("Ada", 26), ("Bo", 12), ("Cy", 20))
    }
    config = CONFIG + "queue.cadence_per_day = 1\nqueue.cadence_per_week = 2\n"
    root = vault(crowd, config=config)
    out = run("show", "ada", "--why", "--vault", root, today=DAY).out
    assert out.endswith(
        "Last contact\n"
        "  2026-10-26  People/Ada.md:5 (property)\n"
        "  the only contact that the notes know of\n"
        "Interval: every 2 weeks (from the note)\n"
        "  the note's own interval counts before tier, network and default\n"
        "2026-11-30  Ada · every 2 weeks · private\n"
        "  because last contact 26 October, then every 2 weeks (from the note)\n"
        "  place 3 of 3 in the queue\n"
        "  by the interval on 9 November; 200 % of it has passed: urgency 250 by tier and weeks past it\n"
        "  number 3 of 3 whose day has come, the most urgent first\n"
        "  put on 30 November: no more than 1 a day and 2 a week\n"
    )
    told = run("show", "bo", "--vault", root, "--json", today=DAY).json["follow_ups"][0]["why"]
    assert told[1:3] == [
        "place 1 of 3 in the queue",
        "by the interval on 26 October; 300 % of it has passed: urgency 400 by tier and weeks past it",
    ]


def test_who_gets_no_day_is_counted_and_told(vault: Vault, run: Run) -> None:
    lines = ("contact_every: 2 weeks", "last_contact: 2026-10-12")
    config = CONFIG + "queue.cadence_per_week = 1\n"
    root = vault({f"People/P{n:02}.md": person("private", *lines) for n in range(15)}, config=config)
    assert run("queue", "--vault", root, today=DAY).out.endswith("\n2 more wait until a day has room\n")
    assert run("queue", "--vault", root, "--json", today=DAY).json["without_a_day"] == 2
    assert run("sync", "--vault", root, today=DAY).code == 0
    assert "\n\n2 more wait until a day has room\n" in (root / "Networking/Follow-ups.md").read_text("utf-8")
    assert run("show", "p14", "--vault", root, today=DAY).out.endswith(
        "Waits for a day with room\n  no day of the next 12 weeks has room: there is no line yet\n"
    )


def test_show_as_json(small: Path, run: Run) -> None:
    ada = run("show", "ada", "berg", "--vault", small, "--json").json
    assert {"name", "path", "networks", "last_contact", "cadence", "follow_ups", "meetings"} <= ada.keys()
    assert ada["networks"] == ["private"]
    assert ada["last_contact"].items() >= {"date": "2026-11-01", "source": "log"}.items()
    assert ada["cadence"] == {"days": 56, "source": "network private"}
    assert [meeting["start"] for meeting in ada["meetings"]] == ["2026-11-26T10:00:00"]
    assert run("show", "bo", "--vault", small, "--json").json["last_contact"] is None


def test_json_may_be_asked_for_before_the_command(small: Path, run: Run) -> None:
    assert run("--json", "--vault", small, "queue").json["items"]
    assert run("--vault", small, "--json").json["people"] == 3


# what goes where -------------------------------------------------------------------------------------------


def test_results_are_on_stdout_and_talk_on_stderr(small: Path, run: Run) -> None:
    result = run("sync", "--vault", small)
    assert result.out.splitlines()[0] == "wrote Networking/Follow-ups.md"
    assert len(result.out.splitlines()) == 8
    assert result.err.startswith("3 people · 1 meeting · ")
    check = run("check", "--vault", small)
    assert check.out == (
        "People/Bo Lind.md:4:15: VK103 «2026-02-30» is not a date\n"
        "    last_contact: 2026-02-30\n"
        "                  ^\n"
        "  → write it as year-month-day, for example 2026-11-23\n"
    )
    assert check.err == "1 line needs a look\n"


def test_what_was_guessed_is_said_on_stderr(vault: Vault, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    root = vault({"People/Ada.md": ADA}, config=None)
    result = run("sync", "--vault", root)
    assert 'language = "nb"' in result.err
    assert ".vaultkit/config.toml i vaulten kan si noe annet" in result.err
    assert "skrev Nettverk/Privat.md" in result.out


def test_pages_that_are_there_decide_the_language(
    vault: Vault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Ada.md": ADA}, config=None)
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    run("sync", "--vault", root)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert run("sync", "--vault", root, "--json").json["written"] == []


@pytest.mark.parametrize("quiet", ["-q", "--quiet"])
def test_quiet_says_nothing_but_errors(quiet: str, small: Path, run: Run) -> None:
    for command in (("sync",), ("status",), ("queue",), ("check",), ("show", "bo")):
        result = run(*command, quiet, "--vault", small)
        assert (result.out, result.err) == ("", ""), command
    assert run(quiet, "sync", "--vault", small).out == ""
    assert run("show", "zzz", quiet, "--vault", small).err


def test_no_colour_where_there_is_no_terminal(small: Path, run: Run) -> None:
    assert "\x1b" not in run("status", "--vault", small).out


@pytest.mark.parametrize("flags", [("--dry-run",), ("--diff",), ("--check",), ("--dry-run", "--diff")])
def test_looking_first_writes_nothing_at_all(
    flags: tuple[str, ...], small: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "machine"
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(state))
    before = files(small)
    result = run("sync", *flags, "--vault", small)
    assert result.out.startswith("would write Networking/Follow-ups.md\n")
    assert ("+++ b/Networking/Private.md" in result.out) is ("--diff" in flags)
    assert ("+- [[Ada Berg]]" in result.out) is ("--diff" in flags)
    assert files(small) == before
    assert not state.exists()


def test_nothing_to_do_is_said(small: Path, run: Run) -> None:
    run("sync", "--vault", small)
    assert run("sync", "--vault", small).out == "Everything is up to date.\n"
    assert run("sync", "--check", "-v", "--vault", small).code == 1, "a line needs a look"


# words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("norwegian", "english"), NORWEGIAN.items())
def test_norwegian_words_are_the_same_commands(norwegian: str, english: str, small: Path, run: Run) -> None:
    needed = {
        "show": ("bo",),
        "done": ("bo", "coffee", "--dry-run"),
        "snooze": ("bo", "2w", "--dry-run"),
        "plan": ("bo", "--on", "friday", "--dry-run"),
        "new": ("person", "Per Moe", "--dry-run"),
        "undo": ("--list",),
        "publish": ("list",),
        "draft": ("bo",),
        "prep": ("bo",),
    }
    run("sync", "--vault", small)
    args = (*needed.get(english, ()), "--vault", small)
    expected = run(english, *args)
    assert expected.code == (1 if english == "check" else 0)
    assert run(norwegian, *args) == expected
    assert run(norwegian.upper(), *args) == expected


def test_vaultkit_alone_is_status(small: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small / "People")
    assert run() == run("status")
    assert "Private 1" in run().out
    assert run("--vault", small) == run()


def test_python_m_vaultkit_is_the_command(small: Path) -> None:
    result = process("--today", DAY, "--vault", small)
    assert result.code == 0
    assert "Private 1" in result.out


def test_the_vault_may_be_named_by_a_variable(
    small: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VAULTKIT_VAULT", str(small))
    assert run("queue").code == 0


# help ------------------------------------------------------------------------------------------------------

IMPORTED = """
import sys
before = set(sys.modules)
sys.argv = ["vaultkit", *sys.argv[1:]]
from vaultkit.cli.main import main
try:
    main()
except SystemExit:
    pass
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("--version",)])
def test_help_and_version_import_nothing_but_click(args: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *args], cwd=ROOT, capture_output=True, text=True, check=True
    )
    imported = set(done.stdout.splitlines()[-1].split())
    assert imported - sys.stdlib_module_names == {"click", "vaultkit"}
    assert not imported & {"tomllib", "zoneinfo", "email", "http", "urllib", "sqlite3"} - _of_click()


def _of_click() -> set[str]:
    """What click imports by itself."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, click; print(*{name.partition('.')[0] for name in sys.modules})"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_help_of_every_command_is_what_the_documentation_shows(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`docs/cli_help.txt`, eighty columns wide; delete it and run this test to write it anew."""
    monkeypatch.setenv("COLUMNS", "80")
    printed = ""
    for command in ((), *((name,) for name in COMMANDS)):
        result = run(*command, "--help", today=None)
        assert (result.code, result.err) == (0, "")
        printed += f"$ {' '.join(('vaultkit', *command, '--help'))}\n{result.out}\n"
    shown = ROOT / "docs" / "cli_help.txt"
    if not shown.exists():
        shown.write_text(printed, encoding="utf-8")
    assert printed == shown.read_text(encoding="utf-8")


def test_explain_tells_of_a_code_without_a_vault_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check", "--explain", "vk103")
    assert result.code == 0
    assert result.out.startswith("VK103: ")
    assert "2026-11-23" in result.out


# the terminal ----------------------------------------------------------------------------------------------

STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnirts"
ESCAPED = '"Eve \\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202egnirts"'


@pytest.mark.skipif(os.name == "nt", reason="such file names are impossible there")
def test_names_cannot_steer_the_terminal(vault: Vault, run: Run, tmp_path: Path) -> None:
    config = CONFIG + '"\\u001b[2J" = 1\n'
    name = f"st\x1b[2Jeer{STEERING}"
    root = vault(
        {
            f"People/{name}.md": person("private", f"name: {ESCAPED}", "next_meeting: 2026-11-25 10:00"),
            "People/Eva.md": person("private", f"aliases: [{ESCAPED}]", f"last_contact: {ESCAPED}"),
            "People/Raw.md": f"---\ntype: person\nnetwork: x{STEERING}\n---\n",
            f"Meetings/2026-11-24 {name}.md": f"---\ntype: meeting\nattendees: Eva\ntitle: {ESCAPED}\n---\n",
            "Networking/Private.md": f"{STEERING}\n<!-- vaultkit:begin private -->\n"
            "<!-- vaultkit:end private -->\n",
        },
        name=f"vault\x1b[2J{STEERING}",
        config=config,
    )
    said = [
        run(*command, "--vault", root)
        for command in (
            ("status",),
            ("queue",),
            ("check",),
            ("sync", "--diff", "-v"),
            ("sync", "-v"),
            ("show", "eve"),
            ("show", "eva"),
            ("show", "e"),
            ("show", f"ev{STEERING}a gnirts"),
            ("show", "eve owned gnirtz x"),
        )
    ]
    said.append(run("sync", "--vault", f"{root}{STEERING}"))
    for result in said:
        for stream in (result.out, result.err):
            assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(stream), repr(stream)


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LANG": "C", "LC_CTYPE": "POSIX"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=str,
)
def test_output_is_utf8_whatever_the_locale(demo: Path, env: dict[str, str]) -> None:
    result = process("queue", "--vault", demo, "--today", DAY, env=env)
    assert result.code == 0
    assert "Første kontakt" in result.out or "første kontakt" in result.out


@posix
@pytest.mark.parametrize("command", ["queue", "status", "check", "sync"])
def test_reader_that_has_gone_away_is_no_error(command: str, demo: Path) -> None:
    """`vaultkit queue | head -1`"""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = process(command, "--vault", demo, "--today", DAY, stdout=writing)
    finally:
        os.close(writing)
    assert (result.code, "Traceback" in result.err, "Exception" in result.err) == (0, False, False)


# the demo --------------------------------------------------------------------------------------------------


def test_demo_makes_a_vault_and_shows_its_queue_twice(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "try me"
    first = run("demo", folder, today=None)
    assert first.code == 0
    assert "    Kari Nordmann.md" in first.out
    assert "networking.ics" in first.out
    made = files(folder)
    second = run("demo", folder, today=None)
    assert second == first
    assert files(folder) == made


def test_demo_as_json(tmp_path: Path, run: Run) -> None:
    made = run("demo", tmp_path / "new", "--json", today=None).json
    assert (made["schema"], made["folder"], made["people"]) == (1, str(tmp_path / "new"), 27)
    assert "Nettverk/networking.ics" in made["written"]


def test_demo_is_made_in_the_current_folder_when_none_is_named(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("demo", "-q", today=None).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["vaultkit-demo"]


@pytest.mark.parametrize("taken", ["a file", "a folder"])
def test_demo_into_a_place_that_is_taken_is_refused(taken: str, tmp_path: Path, run: Run) -> None:
    put(tmp_path, "a folder/notes.md", "mine")
    put(tmp_path, "a file", "mine")
    before = files(tmp_path)
    result = run("demo", tmp_path / taken)
    assert (result.code, result.out) == (2, "")
    assert "nothing in it was touched" in result.err
    assert "→ name another: vaultkit demo DIR" in result.err
    assert files(tmp_path) == before


def test_demo_with_a_wrong_day_makes_nothing(tmp_path: Path, run: Run) -> None:
    assert run("demo", tmp_path / "new", today="tomorrow").code == 2
    assert not (tmp_path / "new").exists()


def test_the_entry_point_is_the_function_these_tests_call() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'vaultkit = "{main.__module__}:{main.__name__}"' in text
