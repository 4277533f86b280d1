"""`vaultkit publish` and a real Radicale: what changed arrives, and nothing else there is touched."""

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from calendars import servers
from calendars.servers import PASSWORD, PATH, USER, Radicale, Reply, answering, passed_on
from workbench import DAY, ROOT, Run, Vault, files, person, put

from vaultkit.app.opening import open_vault
from vaultkit.app.vdirs import write_vdir

COMMAND = shlex.join(
    [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({PASSWORD.encode()!r} + b'\\n')"]
)
MEETING = '---\ntype: meeting\nstart: 2026-11-27T12:00\nend: 2026-11-27T13:00\nwith: "[[Kari]]"\n---\n'
WEEKLY = "---\ntype: meeting\nstart: 2026-11-24T09:00\nrepeat: every week\n---\n"
NOTES = {
    "People/Kari.md": person("private", "last_contact: 2026-11-01", "next_meeting: 2026-11-26T12:00"),
    "People/Per.md": person("private", "last_contact: 2026-11-01"),
    "Meetings/Lunch.md": MEETING,
    "Meetings/Rounds.md": WEEKLY,
}
DENTIST = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a phone//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"
    b"DTSTAMP:20261101T080000Z\r\nDTSTART:20261126T080000Z\r\nDTEND:20261126T090000Z\r\nSUMMARY:Dentist\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Radicale]:
    folder = tmp_path / "radicale"
    folder.mkdir()
    with servers.radicale(folder) as running:
        running.put("dentist.ics", DENTIST)
        yield running


@pytest.fixture
def notes(vault: Vault, run: Run) -> Path:
    root = vault(NOTES)
    assert run("sync", "--vault", root).code == 0
    return root


def add(run: Run, root: Path, url: str) -> None:
    command = ("--user", USER, "--password-command", COMMAND)
    result = run("publish", "add", "phone", "--url", url, *command, "--vault", root)
    assert result.code == 0, result.err


def said(objects: Mapping[str, bytes]) -> dict[str, str]:
    """Summary to start of everything in the calendar."""
    texts = [data.decode() for data in objects.values()]
    found = {}
    for text in texts:
        event = text[text.index("BEGIN:VEVENT") :]
        summary, start = (
            re.search(rf"^{name}[^:\n]*:(.*?)\r?$", event, re.M) for name in ("SUMMARY", "DTSTART")
        )
        assert summary is not None
        assert start is not None
        found[summary[1]] = start[1]
    assert len(found) == len(texts), "nothing is there twice"
    return found


WHOLE = {
    "Meeting with Kari": "20261126T110000Z",
    "Lunch": "20261127T110000Z",
    "Rounds": "20261124T090000",
    "Dentist": "20261126T080000Z",
}


def edit(server: Radicale, folder: Path, old: bytes, new: bytes) -> str:
    """Change one object as a phone does; its name."""
    for name, data in server.objects(folder).items():
        if old in data:
            later = data.replace(b"LAST-MODIFIED:20261123T0", b"LAST-MODIFIED:20261123T1")
            server.put(name, later.replace(old, new))
            return name
    raise AssertionError(old)


def test_publish_change_publish_delete(server: Radicale, notes: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "radicale"
    foreign = server.objects(folder)["dentist.ics"]
    add(run, notes, server.url)
    planned = run("publish", "--dry-run", "--vault", notes)
    assert (planned.code, list(server.objects(folder))) == (0, ["dentist.ics"])
    assert "would create: Lunch" in planned.out
    first = run("publish", "--vault", notes)
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines()[1:] == [
        "  created: Rounds",
        "  created: Meeting with Kari",
        "  created: Lunch",
    ]
    assert said(server.objects(folder)) == WHOLE

    sent = server.objects(folder)
    again = run("publish", "--vault", notes)
    assert (again.code, again.out.splitlines()[1:]) == (0, ["  3 entries stand there already"])
    assert server.objects(folder) == sent

    put(notes, "Meetings/Lunch.md", MEETING.replace("T12:00", "T10:00"))
    put(notes, "Meetings/Walk.md", MEETING.replace("11-27", "11-28"))
    run("sync", "--vault", notes)
    result = run("publish", "--vault", notes, "--json").json["calendars"][0]
    assert [(one["what"], one["summary"]) for one in result["sent"]] == [
        ("changed", "Lunch"),
        ("created", "Walk"),
    ]
    assert said(server.objects(folder)) == {**WHOLE, "Lunch": "20261127T090000Z", "Walk": "20261128T110000Z"}

    (notes / "Meetings/Walk.md").unlink()
    run("sync", "--vault", notes)
    run("publish", "--vault", notes)
    cancelled = next(data for data in server.objects(folder).values() if b"Walk" in data)
    assert b"STATUS:CANCELLED" in cancelled
    later = "2026-12-15"
    run("sync", "--vault", notes, today=later)
    assert "deleted: Cancelled: Walk" in run("publish", "--vault", notes, today=later).out
    assert b"Walk" not in b"".join(server.objects(folder).values())

    assert server.objects(folder)["dentist.ics"] == foreign
    removed = run("publish", "remove", "phone", "--entries", "--vault", notes)
    assert removed.code == 0
    assert server.objects(folder) == {"dentist.ics": foreign}
    assert run("publish", "--vault", notes).code == 2


def test_a_meeting_moved_there_comes_back_into_the_note(
    server: Radicale, notes: Path, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "radicale"
    add(run, notes, server.url)
    run("publish", "--vault", notes)
    edit(server, folder, b"T110000Z\r\nDTEND:20261126T120000Z", b"T140000Z\r\nDTEND:20261126T153000Z")
    edit(server, folder, b"T110000Z\r\nDTEND:20261127T120000Z", b"T080000Z\r\nDTEND:20261127T090000Z")
    moved = server.objects(folder)
    told = run("publish", "--vault", notes)
    assert told.code == 1
    assert "changed there (time), left alone: Lunch" in told.out
    assert server.objects(folder) == moved
    before = files(notes)

    assert run("publish", "--pull", "--dry-run", "--vault", notes).code == 0
    assert files(notes) == before
    pulled = run("publish", "--pull", "--vault", notes)
    assert pulled.code == 0, pulled.err
    assert "Kari: moved to Thursday 26 November at 15:00" in pulled.out
    kari = (notes / "People/Kari.md").read_text("utf-8")
    assert "next_meeting: 2026-11-26T15:00\nmeeting_length: 90\n" in kari
    lunch = (notes / "Meetings/Lunch.md").read_text("utf-8")
    assert lunch == MEETING.replace("T12:00", "T09:00").replace("T13:00", "T10:00")

    run("sync", "--vault", notes)
    settled = run("publish", "--vault", notes)
    assert (settled.code, settled.out.splitlines()[1:]) == (0, ["  3 entries stand there already"])
    assert server.objects(folder) == moved, "what the phone wrote stays as it is"

    assert run("undo", "--vault", notes).code == 0
    for path in ("People/Kari.md", "Meetings/Lunch.md"):
        assert (notes / path).read_bytes() == before[path]


def test_the_notes_win_when_asked_to(server: Radicale, notes: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "radicale"
    add(run, notes, server.url)
    run("publish", "--vault", notes)
    name = edit(server, folder, b"T110000Z\r\nDTEND:20261127T120000Z", b"T080000Z\r\nDTEND:20261127T090000Z")
    gone = next(name for name, data in server.objects(folder).items() if b"Meeting with Kari" in data)
    assert server.ask("DELETE", PATH + gone).status == 200
    told = run("publish", "--vault", notes)
    assert told.code == 1
    assert "deleted there, left so: Meeting with Kari" in told.out
    again = run("publish", "--vault", notes).out
    assert "changed there" in again
    assert "deleted there" not in again, "said once, until the entry changes"
    put(notes, "People/Kari.md", NOTES["People/Kari.md"].replace("T12:00", "T12:30"))
    run("sync", "--vault", notes)
    assert "deleted there" in run("publish", "--vault", notes).out

    assert run("publish", "--overwrite", "--vault", notes).code == 0
    assert said(server.objects(folder)) == {**WHOLE, "Meeting with Kari": "20261126T113000Z"}
    assert name in server.objects(folder)
    assert run("publish", "--vault", notes).code == 0


def test_a_lost_memory_doubles_nothing(
    server: Radicale, notes: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "radicale"
    add(run, notes, server.url)
    run("publish", "--vault", notes)
    sent = server.objects(folder)
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "another machine"))
    add(run, notes, server.url)
    put(notes, "Meetings/Lunch.md", MEETING.replace("T12:00", "T10:00"))
    run("sync", "--vault", notes)
    result = run("publish", "--vault", notes)
    assert (result.code, result.out.splitlines()[1:]) == (
        0,
        ["  changed: Lunch", "  2 entries stand there already"],
    )
    assert server.objects(folder).keys() == sent.keys()

    # And what somebody changed there is known as theirs without any memory.
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "a third"))
    edit(server, folder, b"SUMMARY:Lunch", b"SUMMARY:Long lunch")
    add(run, notes, server.url)
    result = run("publish", "--vault", notes)
    assert (result.code, result.out.splitlines()[1]) == (1, "  changed there (title), left alone: Lunch")


@pytest.mark.parametrize("arrives", [True, False], ids=["the answer is lost", "the request is lost"])
def test_killed_half_way_the_next_run_completes(
    server: Radicale, notes: Path, run: Run, tmp_path: Path, *, arrives: bool
) -> None:
    """The process is killed (SIGKILL) at its second PUT."""
    puts = 0

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply | None:
        nonlocal puts
        puts += method == "PUT"
        if method == "PUT" and puts == 2:
            if arrives:
                passed_on(server.url, method, path, headers, body)
            victim.send_signal(signal.SIGKILL)
            return None
        return passed_on(server.url, method, path, headers, body)

    with answering(handle) as between:
        add(run, notes, between.url)
        command = [sys.executable, "-m", "vaultkit", "--vault", str(notes), "--today", DAY, "publish"]
        victim = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        assert victim.wait(60) == -signal.SIGKILL
        assert len(server.objects(tmp_path / "radicale")) == (3 if arrives else 2)
        result = run("publish", "--vault", notes)
    assert result.code == 0
    assert said(server.objects(tmp_path / "radicale")) == WHOLE
    assert puts == (3 if arrives else 4), "what had arrived is not sent again"


def test_what_changes_at_that_moment_is_left(server: Radicale, notes: Path, run: Run, tmp_path: Path) -> None:
    """Between vaultkit's look and its PUT a phone moves the meeting: HTTP 412, read again, told."""
    folder = tmp_path / "radicale"
    moving = False

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        nonlocal moving
        if method == "PUT" and moving:
            moving = False
            edit(server, folder, b"DTSTART:20261127T110000Z", b"DTSTART:20261127T103000Z")
        return passed_on(server.url, method, path, headers, body)

    with answering(handle) as between:
        add(run, notes, between.url)
        run("publish", "--vault", notes)
        put(notes, "Meetings/Lunch.md", MEETING.replace("T13:00", "T14:00"))
        run("sync", "--vault", notes)
        moving = True
        result = run("publish", "--vault", notes)
    assert result.code == 1
    assert "changed there (time), left alone: Lunch" in result.out
    assert said(server.objects(folder))["Lunch"] == "20261127T103000Z"


def test_a_wrong_password_is_said_and_nothing_kept(server: Radicale, notes: Path, run: Run) -> None:
    wrong = shlex.join([sys.executable, "-c", "print('hunter2')"])
    given = ("--url", server.url, "--user", USER, "--password-command", wrong)
    result = run("publish", "add", "phone", *given, "--vault", notes)
    assert result.code == 1
    assert "does not accept the password of ada" in result.err
    assert "hunter2" not in result.out + result.err
    assert run("publish", "list", "--vault", notes, "--json").json["calendars"] == []


def test_khal_shows_it_through_vdirsyncer(server: Radicale, notes: Path, run: Run, tmp_path: Path) -> None:
    add(run, notes, server.url)
    run("publish", "--vault", notes)
    shown = khal(tmp_path, caldav(server))
    assert shown == [
        "2026-11-24 09:00 Rounds",
        "2026-11-26 09:00 Dentist",
        "2026-11-26 12:00 Meeting with Kari",
        "2026-11-27 12:00 Lunch",
    ]


def test_khal_shows_a_vdir_and_vdirsyncer_sees_no_change_in_it(
    server: Radicale, notes: Path, tmp_path: Path
) -> None:
    """The feed as a vdir, which vdirsyncer brings to the server; the second time there is nothing to do."""
    opened = open_vault(notes, {"VAULTKIT_STATE_DIR": str(tmp_path / "state")})
    feed, vdir = opened.settings.feeds[0], tmp_path / "khal"
    assert len(write_vdir(opened, feed, vdir).done) == 3
    before = files(vdir)
    assert khal(tmp_path, caldav(server)) == [
        "2026-11-24 09:00 Rounds",
        "2026-11-26 09:00 Dentist",
        "2026-11-26 12:00 Meeting with Kari",
        "2026-11-27 12:00 Lunch",
    ]
    assert said(server.objects(tmp_path / "radicale")) == WHOLE
    times = {file: file.stat().st_mtime_ns for file in vdir.iterdir()}
    again = write_vdir(opened, feed, vdir)
    assert (again.done, again.unchanged, again.is_well()) == ([], 3, True)
    assert {file: file.stat().st_mtime_ns for file in vdir.iterdir()} == times
    assert before.items() <= files(vdir).items()


def caldav(server: Radicale) -> str:
    return f'type = "caldav"\nurl = "{server.url}"\nusername = "{USER}"\npassword = "{PASSWORD}"\n'


def khal(tmp_path: Path, remote: str) -> list[str]:
    """What khal lists of a vdirsyncer storage, from 24 to 27 November."""
    put(
        tmp_path,
        "vdirsyncer.conf",
        f'[general]\nstatus_path = "{tmp_path}/status/"\n'
        '[pair p]\na = "here"\nb = "there"\ncollections = null\nconflict_resolution = "b wins"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{tmp_path}/khal/"\nfileext = ".ics"\n'
        f"[storage there]\n{remote}",
    )
    put(
        tmp_path,
        "khal.conf",
        f"[calendars]\n[[work]]\npath = {tmp_path}/khal/\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = Europe/Oslo\ndefault_timezone = Europe/Oslo\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n",
    )
    (tmp_path / "khal").mkdir(exist_ok=True)
    tool = Path(sys.executable).parent
    config = ("-c", str(tmp_path / "vdirsyncer.conf"))
    for command in ("discover", "sync"):
        ran(tool / "vdirsyncer", *config, command)
    form = "{start-date} {start-time} {title}"
    range_ = ("--day-format", "", "--format", form, "2026-11-24", "2026-11-27")
    return ran(tool / "khal", "-c", str(tmp_path / "khal.conf"), "list", *range_).splitlines()


def ran(program: Path, *args: str) -> str:
    done = subprocess.run(
        [program, *args], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
