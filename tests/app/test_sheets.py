"""The page before a meeting in its note: only between the marks, only until the day of the meeting."""

import os
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from workbench import DAY, Run, Vault, files, person, put

from vaultkit.app.clock import Clock
from vaultkit.app.daemon import Daemon
from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import refresh

BEGIN, END = "<!-- vaultkit:begin prep -->", "<!-- vaultkit:end prep -->"
LUNCH, PER, KARI = "Meetings/Lunch.md", "People/Per Olsen.md", "People/Kari.md"


def meeting(day: str, *lines: str, body: str = f"{BEGIN}\n{END}\n", people: str = "Per Olsen") -> str:
    head = "\n".join(("type: meeting", f"date: {day}", f'attendees: ["[[{people}]]"]', *lines))
    return f"---\n{head}\n---\nabove\n\n{body}\nbelow"


PERSON = person(
    "professional",
    "ask: how it works",
    'introduced_by: "[[Kari]]"',
    log="- 2026-11-14 — met [[Kari]]\n- [ ] send it",
)


class Hands(Clock):
    """A clock that is set by hand. Files were written long ago by it, unless it is told otherwise."""

    def __init__(self, after_files: float = 3600) -> None:
        self.now, self.after_files = datetime(2026, 11, 23, 11, 0, tzinfo=UTC), after_files

    def moment(self) -> datetime:
        return self.now

    def time_ns(self) -> int:
        return super().time_ns() + int(self.after_files * 1e9)


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault({PER: PERSON, KARI: person(), LUNCH: meeting("2026-11-26")})


def region(root: Path, path: str = LUNCH) -> str:
    text = (root / path).read_bytes().decode("utf-8-sig")
    return text.split("two lines) -->\n")[1].split(END)[0] if "two lines)" in text else ""


def sync(run: Run, root: Path, today: str = DAY) -> list[str]:
    written: list[str] = run("sync", "--vault", root, "--json", today=today).json["written"]
    return written


def test_sync_fills_the_place_and_the_second_writes_nothing(small: Path, run: Run) -> None:
    assert LUNCH in sync(run, small)
    assert region(small) == (
        "## [[Per Olsen]]\nProfessional\n\n- Introduced by: Kari\n\n"
        "### Last contact\n- Saturday 14 November: met Kari\n\n"
        "### Promised\n- you: send it\n\n### People you both know\n- [[Kari]] · introduced you\n\n"
        "### What I want to learn\n- how it works\n\n## Questions\n"
        "- This is what I am thinking of: what do you see that I do not?\n"
        "- What would you do first in my place?\n- What would you leave alone?\n"
        "- Who else should I talk to?\n- Is there anything I can do for you?\n"
    )
    before = files(small)
    assert sync(run, small) == []
    assert sync(run, small, "2026-11-24") != [LUNCH]
    assert files(small)[LUNCH] == before[LUNCH]


def test_every_byte_around_the_marks_stays(vault: Vault, run: Run) -> None:
    text = meeting("2026-11-26", "note: ' x'  # comment").replace("\n", "\r\n")
    root = vault({PER: PERSON, KARI: person(), LUNCH: b"\xef\xbb\xbf" + text.encode()})
    sync(run, root)
    held = (root / LUNCH).read_bytes()
    head, tail = text.encode().split(f"{BEGIN}\r\n{END}".encode())
    assert held.startswith(b"\xef\xbb\xbf" + head)
    assert held.endswith(END.encode() + tail)
    assert held.count(b"\n") == held.count(b"\r\n")


UNTOUCHED = [
    ("no marks", meeting("2026-11-26", body="")),
    ("marks in code", meeting("2026-11-26", body=f"`{BEGIN}`\n")),
    ("yesterday", meeting("2026-11-22")),
    ("called off", meeting("2026-11-26", "status: cancelled")),
    ("over", meeting("2026-11-23", "status: done")),
    ("it repeats", meeting("2026-11-26", "repeat: weekly")),
    ("another region", meeting("2026-11-26", body="<!-- vaultkit:begin x -->\n<!-- vaultkit:end x -->\n")),
]


@pytest.mark.parametrize(("why", "text"), UNTOUCHED, ids=[why for why, _ in UNTOUCHED])
def test_a_note_without_a_place_or_a_day_to_come_is_not_touched(
    vault: Vault, run: Run, why: str, text: str
) -> None:
    root = vault({PER: PERSON, KARI: person(), LUNCH: text})
    assert LUNCH not in sync(run, root), why
    assert (root / LUNCH).read_bytes() == text.encode()


def test_it_is_made_anew_until_the_day_and_then_stays(small: Path, run: Run) -> None:
    sync(run, small)
    put(small, PER, PERSON.replace("how it works", "how it pays"))
    assert LUNCH in sync(run, small, "2026-11-25")
    assert "how it pays" in region(small)
    held = (small / LUNCH).read_bytes()
    put(small, PER, PERSON.replace("how it works", "nothing more"))
    for day in ("2026-11-26", "2026-11-27"):
        sync(run, small, day)
        assert (small / LUNCH).read_bytes() == held


def test_an_empty_place_is_filled_on_the_day_and_not_after(vault: Vault, run: Run) -> None:
    root = vault(
        {PER: PERSON, KARI: person(), LUNCH: meeting(DAY), "Meetings/Late.md": meeting("2026-11-22")}
    )
    assert LUNCH in sync(run, root)
    assert "## [[Per Olsen]]" in region(root)
    assert "## [[Per Olsen]]" not in (root / "Meetings/Late.md").read_text()


def test_a_meeting_put_off_is_prepared_again(small: Path, run: Run) -> None:
    sync(run, small, "2026-11-26")
    put(small, PER, PERSON.replace("how it works", "how it pays"))
    put(small, LUNCH, (small / LUNCH).read_text().replace("2026-11-26", "2026-12-03"))
    sync(run, small, "2026-11-26")
    assert "how it pays" in region(small)


def test_what_somebody_wrote_between_the_marks_stays_and_is_named(small: Path, run: Run) -> None:
    sync(run, small)
    mine = (small / LUNCH).read_text().replace("## Questions", "My own question\n\n## Questions")
    put(small, LUNCH, mine)
    put(small, PER, PERSON.replace("how it works", "how it pays"))
    assert LUNCH not in sync(run, small)
    assert (small / LUNCH).read_text() == mine
    (found,) = run("check", "--vault", small, "--json").json["problems"]
    assert (found["code"], found["path"], found["line"]) == ("VK320", LUNCH, 8)
    assert "Lunch" in (small / "Networking/Follow-ups.md").read_text()
    begin, _, rest = mine.partition("two lines) -->\n")
    put(small, LUNCH, f"{begin}two lines) -->\n{END}{rest.partition(END)[2]}")
    assert LUNCH in sync(run, small)
    assert "how it pays" in region(small)
    assert run("check", "--vault", small).code == 0


def test_own_text_between_marks_that_vaultkit_never_filled_stays(vault: Vault, run: Run) -> None:
    text = meeting("2026-11-26", body=f"{BEGIN}\nmy plan\n{END}\n")
    root = vault({PER: PERSON, KARI: person(), LUNCH: text})
    sync(run, root)
    assert (root / LUNCH).read_text() == text


def test_damaged_marks_are_left_and_named(vault: Vault, run: Run) -> None:
    text = meeting("2026-11-26", body=f"{BEGIN}\n")
    root = vault({PER: PERSON, KARI: person(), LUNCH: text})
    assert LUNCH not in sync(run, root)
    (found,) = run("check", "--vault", root, "--json").json["problems"]
    assert (found["code"], found["path"], found["line"]) == ("VK301", LUNCH, 8)
    assert (root / LUNCH).read_text() == text


def test_a_torn_or_unreadable_note_keeps_the_page_as_it_was(small: Path, run: Run) -> None:
    sync(run, small)
    held = region(small)
    put(small, PER, "")
    sync(run, small)
    assert region(small) == held
    put(small, PER, PERSON)
    torn = (
        (small / LUNCH).read_text().replace("type: meeting", "<<<<<<< a\ntype: meeting\n=======\n>>>>>>> b")
    )
    put(small, LUNCH, torn)
    sync(run, small)
    assert (small / LUNCH).read_text() == torn


def test_somebody_whom_nobody_could_ever_read_empties_nothing(small: Path, run: Run) -> None:
    sync(run, small)
    held = (small / LUNCH).read_bytes()
    put(small, PER, "<<<<<<< a\n" + PERSON + "=======\n>>>>>>> b\n")
    shutil.rmtree(os.environ["VAULTKIT_STATE_DIR"])
    sync(run, small)
    assert (small / LUNCH).read_bytes() == held


def test_a_dry_run_shows_it_and_writes_nothing(small: Path, run: Run) -> None:
    before = files(small)
    assert "+## [[Per Olsen]]" in run("sync", "--diff", "--vault", small).out
    assert files(small) == before


def test_the_vaults_own_template_and_one_that_fails(small: Path, run: Run) -> None:
    own = put(
        small, ".vaultkit/templates/notes/prep.md", "{% for one in people %}* {{ one.person }}\n{% endfor %}"
    )
    sync(run, small)
    assert region(small) == "* [[Per Olsen]]\n"
    own.write_text("{{ nobody }}")
    put(small, PER, PERSON.replace("how it works", "how it pays"))
    sync(run, small)
    assert region(small) == "* [[Per Olsen]]\n"
    (found,) = run("check", "--vault", small, "--json").json["problems"]
    assert (found["code"], found["path"]) == ("VK303", ".vaultkit/templates/notes/prep.md")
    own.write_text("<!-- vaultkit:end prep -->")
    sync(run, small)
    assert region(small) == "* [[Per Olsen]]\n"


def test_names_and_texts_break_out_of_nothing(vault: Vault, run: Run) -> None:
    bad = "<!-- vaultkit:end prep --> ]] # *x* - [ ] task\u202e"
    root = vault(
        {
            PER: person(
                "private", f"ask: '{bad}'", f"met: '{bad}'", log=f"- 2026-11-14 — {bad} → [[Eva Lie]]"
            ),
            LUNCH: meeting("2026-11-26"),
        }
    )
    sync(run, root)
    held = (root / LUNCH).read_text()
    assert held.count("vaultkit:end prep -->") == 1
    assert "- [ ]" not in held
    assert run("new", "given", "--vault", root).out.count("Eva Lie") == 1
    assert sync(run, root) == []


def test_links_in_it_are_no_contact(vault: Vault, run: Run) -> None:
    daily = 'language = "en"\ntimezone = "Europe/Oslo"\n[contact]\ndaily_notes = true\n'
    root = vault({PER: PERSON, KARI: person(), LUNCH: meeting("2026-11-24")}, config=daily)
    sync(run, root)
    assert "[[Kari]]" in region(root)
    shown = run("show", "kari", "--vault", root, "--json", today="2026-11-30").json
    assert shown["last_contact"] is None


def test_a_tick_and_the_page_of_one_note_in_one_sync(vault: Vault, run: Run) -> None:
    body = f"{BEGIN}\n{END}\n\n- [ ] send the list 📅 2026-11-24\n"
    root = vault({PER: PERSON, KARI: person(), LUNCH: meeting("2026-11-26", body=body)})
    sync(run, root)
    page = root / "Networking/Follow-ups.md"
    page.write_text(re.sub(r"- \[ \](?=.*send the list)", "- [x]", page.read_text()))
    shown = run("sync", "--diff", "--vault", root).out
    assert shown.count(f"+++ b/{LUNCH}") == 1
    assert LUNCH in sync(run, root)
    held = (root / LUNCH).read_text()
    assert "- [x] send the list" in held
    assert "send the list" not in region(root)
    assert sync(run, root) == []


def test_what_is_to_be_prepared_is_no_promise(vault: Vault, run: Run) -> None:
    body = f"{BEGIN}\n{END}\n- [ ] read the report\n- [ ] bring the list 📅 2026-11-25\n"
    root = vault({PER: PERSON, KARI: person(), LUNCH: meeting("2026-11-26", body=body)})
    sync(run, root)
    assert "### Promised\n- you: send it\n- you: bring the list\n\n" in region(root)


def test_two_machines_write_the_same_bytes(small: Path, run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(small, other)
    sync(run, small)
    there = open_vault(other, {**os.environ, "VAULTKIT_STATE_DIR": str(tmp_path / "state")})
    refresh(there, date(2026, 11, 23))
    assert files(other) == files(small)


def test_undo_leaves_it_alone(small: Path, run: Run) -> None:
    run("done", "per", "--vault", small)
    sync(run, small)
    held = (small / LUNCH).read_bytes()
    assert run("undo", "--vault", small).code == 0
    assert (small / LUNCH).read_bytes() == held


def test_the_daemon_does_the_same_after_any_change(small: Path, tmp_path: Path) -> None:
    daemon = Daemon(small, os.environ, Hands())
    daemon.look()
    changes = [
        (KARI, person("private", "company: Fjord")),
        (PER, PERSON.replace("ask:", "company: Fjord\nask:")),
        (LUNCH, (small / LUNCH).read_text().replace("\nbelow", "\n- [ ] Per: sends it 📅 2026-11-25")),
        (KARI, person("private", 'introduced_by: "[[Per Olsen]]"')),
        ("Meetings/Old.md", meeting("2026-11-19", "outcome: good")),
    ]
    for number, (path, text) in enumerate(changes):
        put(small, path, text)
        daemon.look({path})
        copy = tmp_path / f"copy {number}"
        shutil.copytree(small, copy)
        fresh = open_vault(copy, {**os.environ, "VAULTKIT_STATE_DIR": f"{copy} state"})
        refresh(fresh, date(2026, 11, 23))
        assert files(copy) == files(small), path
        assert daemon.look({path}).outcome is None
    assert "[[Per Olsen]]: sends it" in region(small)


def test_the_daemon_waits_while_the_note_is_being_written_to(small: Path) -> None:
    clock = Hands(after_files=0.5)
    daemon = Daemon(small, os.environ, clock)
    look = daemon.look()
    assert look.again is not None
    assert look.again <= 2
    assert region(small) == ""
    clock.after_files = 3600
    daemon.look(set())
    assert "## [[Per Olsen]]" in region(small)


def test_it_turns_with_the_day(small: Path) -> None:
    clock = Hands()
    daemon = Daemon(small, os.environ, clock)
    daemon.look()
    clock.now = clock.now.replace(day=26)
    put(small, PER, PERSON.replace("how it works", "how it pays"))
    daemon.look({PER})
    assert "how it works" in region(small)
