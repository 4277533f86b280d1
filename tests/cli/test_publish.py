"""`vaultkit publish` as it is typed; what it does on a server is in tests/calendars and tests/app."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from calendars.servers import Asked, Reply, answering
from store.test_passwords import Held
from workbench import Result, Run, Vault, files, person, process

CALENDAR = (
    b'<multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><response><href>/ada/job/</href>'
    b"<propstat><prop><displayname>Work</displayname><resourcetype><collection/><c:calendar/></resourcetype>"
    b"</prop></propstat></response></multistatus>"
)
PRINTS = shlex.join([sys.executable, "-c", "print('hunter2')"])


def empty_calendar(method: str, *_: object) -> Reply:
    return (207, {}, CALENDAR) if method in ("PROPFIND", "REPORT") else (201, {"ETag": '"1"'}, b"")


@pytest.fixture
def server() -> Iterator[Asked]:
    with answering(empty_calendar) as running:
        yield running


@pytest.fixture
def notes(vault: Vault, run: Run) -> Path:
    root = vault({"People/Kari.md": person("private", "next_meeting: 2026-11-26T12:00")})
    run("sync", "--vault", root)
    return root


def add(run: Run, root: Path, url: str) -> Result:
    given = ("--url", url, "--user", "ada", "--password-command", PRINTS)
    return run("publish", "add", "phone", *given, "--vault", root)


def test_a_calendar_is_named_listed_and_forgotten(server: Asked, notes: Path, run: Run) -> None:
    assert (
        run("publish", "list", "--vault", notes).out == "No calendar on a server is known for this vault.\n"
    )
    result = add(run, notes, server.url)
    assert (result.code, result.out) == (0, "phone: «Work», for the feed networking\n")
    assert {method for method, _ in server.requests} == {"PROPFIND"}, "nothing is written yet"
    listed = run("publish", "list", "--vault", notes)
    assert listed.out == f"phone · networking · ada · {server.url}\n"
    assert run("publish", "remove", "phone", "--vault", notes).out == "phone is forgotten on this machine\n"
    assert run("publish", "list", "--vault", notes, "--json").json == {"schema": 1, "calendars": []}


def test_the_norwegian_word_and_json(server: Asked, notes: Path, run: Run) -> None:
    add(run, notes, server.url)
    result = run("publiser", "--vault", notes, "--json")
    (calendar,) = result.json["calendars"]
    assert result.code == 0
    assert (calendar["name"], calendar["url"], calendar["feed"]) == ("phone", server.url, "networking")
    assert [(one["what"], one["summary"]) for one in calendar["sent"]] == [("created", "Meeting with Kari")]
    assert (calendar["unchanged"], calendar["left"], calendar["failed"], calendar["stopped"]) == (
        0,
        [],
        [],
        None,
    )
    assert result.json["pulled"] is None


def test_dry_run_sends_nothing(server: Asked, notes: Path, run: Run) -> None:
    add(run, notes, server.url)
    result = run("publish", "phone", "--dry-run", "--vault", notes)
    assert (result.code, result.out.splitlines()[1:]) == (0, ["  would create: Meeting with Kari"])
    assert "PUT" not in {method for method, _ in server.requests}


def adding(name: str = "phone", url: str = "https://a.example/b", *more: str) -> tuple[str, ...]:
    return ("publish", "add", name, "--url", url, "--user", "ada", *more)


REFUSED = {
    "no calendar": (("publish",), "no calendar on a server is known"),
    "a name that is none": (adding("Møbil"), "cannot be the name"),
    "a command's name": (adding("list"), "cannot be the name"),
    "no TLS": (adding(url="http://a.example/b"), "use https://"),
    "a password in the address": (adding(url="https://a:hunter2@a.example/b"), "--user names the user"),
    "a feed that is none": (
        adding("phone", "https://a.example/b", "--feed", "other"),
        "no feed called «other»",
    ),
    "a quote that is not closed": (
        adding("phone", "https://a.example/b", "--password-command", "pass 'show"),
        "a quote is not closed",
    ),
    "a user with a colon": (
        (*adding()[:-1], "ada:hunter", "--password-command", "true"),
        "cannot be a user for a password",
    ),
    "nobody to ask": (adding(), "nobody to ask"),
    "both sides win": (("publish", "--pull", "--overwrite"), "say one of them"),
    "unknown": (("publish", "remove", "phone"), "no calendar on a server is known"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str, notes: Path, run: Run) -> None:
    args, why = REFUSED[case]
    result = run(*args, "--vault", notes)
    assert result.code == 2
    assert why in result.err
    assert "hunter2" not in result.out + result.err


def test_a_calendar_is_added_once(server: Asked, notes: Path, run: Run) -> None:
    add(run, notes, server.url)
    again = ("--url", server.url, "--user", "ada", "--password-command", PRINTS, "--vault", notes)
    result = run("publish", "add", "other", *again)
    assert result.code == 2
    assert f"phone is published to {server.url} already" in result.err
    result = run("publish", "tablet", "--vault", notes)
    assert (result.code, "it has: phone" in result.err) == (2, True)


def test_no_secret_anywhere_but_in_the_keyring(
    server: Asked, notes: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, held = keyring.get_keyring(), Held()
    keyring.set_keyring(held)
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "state"))
    typed = tmp_path / "typed"
    typed.write_text("hunter2\n")
    try:
        with typed.open() as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            given = ("--url", server.url, "--user", "ada", "--password-stdin", "--vault", notes)
            added = run("publish", "add", "phone", *given)
        sent = run("publish", "-v", "--vault", notes)
        assert (added.code, sent.code) == (0, 0)
        assert list(held.held.values()) == ["hunter2"]
        kept = b"".join([*files(tmp_path / "state").values(), *files(notes).values()])
        said = "".join((added.out, added.err, sent.out, sent.err))
        assert b"hunter2" not in kept
        assert "hunter2" not in said
        run("publish", "remove", "phone", "--vault", notes)
        assert held.held == {}
    finally:
        keyring.set_keyring(before)


def test_help_imports_nothing_but_click() -> None:
    program = (
        "import sys\nfrom vaultkit.cli.main import main\nsys.argv = ['vaultkit', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert not {'keyring', 'http.client', 'ssl', 'icalendar'} & {*sys.modules}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_each_command_has_its_help() -> None:
    for command in ("send", "add", "list", "remove"):
        assert process("publish", command, "--help").code == 0
    assert "Commands:" in process("publish", "--help").out
