"""Ticks on the queue page, in whole vaults: never lost, never twice, never the wrong person."""

import os
import shutil
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from workbench import CONFIG, DAY, Run, Vault, files, person, put

from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import refresh

PAGE = "Networking/Follow-ups.md"
LUNCH = "---\ntype: meeting\ndate: 2026-11-20\nattendees: ['[[Di]]']\n---\n"
TALK = "---\ntype: meeting\ndate: 2026-11-25\nattendees: ['[[Ed]]']\n---\n"
TEA = "---\ntype: meeting\ndate: 2026-11-20\nattendees: ['[[Jo]]']\n---\n"
NOTES: dict[str, str | bytes] = {
    "People/Ada.md": person("private", "next_contact: 2026-11-23", "follow_up_note: the cabin"),
    "People/Bo.md": person("private", "last_contact: 2026-10-05", "cadence: 6 weeks"),
    "People/Cy.md": person("leisure"),
    "People/Di.md": person("professional"),
    "People/Ed.md": person("professional"),
    "People/Flo.md": person("private", "last_contact: 2026-11-01", "birthday: 1980-11-30"),
    "People/Gro.md": person("private", "cadence: never") + "\n- [ ] send the CV 📅 2026-11-24\n",
    "People/Hal.md": person("private", "cadence: never", log="- 2026-11-16 — asked for a coffee"),
    "People/Ivy.md": person("private", "cadence: never", log="- 2026-11-02 — told me about Jo"),
    "People/Jo.md": person("private", "cadence: never", "introduced_by: Ivy", "thanked: 2026-11-21"),
    "Meetings/Lunch.md": LUNCH,
    "Meetings/Talk.md": TALK,
    "Meetings/Tea.md": TEA,
}
LINE = {
    "next_contact": "[[Ada]] · the cabin",
    "cadence": "[[Bo]] · every 6 weeks",
    "first_contact": "[[Cy]] · first contact",
    "thank": "Thank [[Di]]",
    "prepare": "Prepare “[[Talk]]”",
    "birthday": "[[Flo]] · turns 46",
    "promise": "[[Gro]] · you promised: send the CV",
    "reply": "[[Hal]] · no answer since",
    "report_back": "Tell [[Ivy]] how",
}
WHO = {
    "next_contact": "Ada",
    "cadence": "Bo",
    "first_contact": "Cy",
    "thank": "Di",
    "prepare": "Ed",
    "birthday": "Flo",
    "promise": "Gro",
    "reply": "Hal",
    "report_back": "Ivy",
}
"""For each kind: how its line in the vault above begins, and whose it is."""
EVERY = len(LINE) + 2
"""Lines of its queue: after a while it is Di's and Flo's turn, too."""
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)


def after(days: int) -> str:
    return str(date.fromisoformat(DAY) + timedelta(days=days))


def done(kind: str, day: str) -> dict[str, list[str]]:
    """The lines that are new in the notes when a line was done on a day."""
    in_touch = ["## Log", "", f"- {day} — in touch"]
    ahead = str(date.fromisoformat(day) + timedelta(weeks=8))
    lines = {
        "next_contact": [
            f"next_contact: {ahead}",
            "follow_up_note:",
            "## Log",
            "",
            f"- {day} — the cabin",
        ],
        "cadence": [f"last_contact: {day}", *in_touch],
        "first_contact": in_touch,
        "thank": [f"thanked: {day}"],
        "prepare": [f"prepared: {day}"],
        "birthday": [f"last_contact: {day}", "## Log", "", f"- {day} — happy birthday"],
        "promise": ["- [x] send the CV 📅 2026-11-24"],
        "reply": [f"- {day} — asked again, another way"],
        "report_back": [f"- {day} — told about the meeting with Jo"],
    }
    meeting = {"thank": "Meetings/Lunch.md", "prepare": "Meetings/Talk.md"}
    return {meeting.get(kind, f"People/{WHO[kind]}.md"): lines[kind]}


SKIPPED = {
    "next_contact": "next_contact: 2027-01-18",
    "cadence": "next_contact: 2026-12-28",
    "first_contact": "next_contact: 2027-02-15",
    "thank": "  - thank 2026-11-20",
    "prepare": "  - prepare 2026-11-25",
    "birthday": "  - birthday 2026-11-30",
    "promise": "- [-] send the CV 📅 2026-11-24",
    "reply": "  - reply 2026-11-16",
    "report_back": "  - report_back 2026-11-20",
}
"""The line that is new in the note when a line is left out: an interval later, or remembered."""


def page(root: Path, path: str = PAGE) -> str:
    return (root / path).read_bytes().decode()


def region_of(text: str) -> str:
    return text[text.index("<!-- vaultkit:begin") : text.index("<!-- vaultkit:end")]


def tick(root: Path, *lines: str, box: str = "x", added: str = "", path: str = PAGE) -> bytes:
    """Tick the lines that begin so, as an editor does; the page as it is then."""
    rows = page(root, path).split("\n")
    for line in lines:
        (number,) = (n for n, row in enumerate(rows) if row.startswith(f"- [ ] {line}"))
        end = "\r" if rows[number].endswith("\r") else ""
        rows[number] = f"- [{box}]{rows[number].rstrip(chr(13))[5:]}{added}{end}"
    ticked = "\n".join(rows).encode()
    put(root, path, ticked)
    return ticked


def line_of(kind: str, text: str) -> str:
    """A whole line of a page, without its box."""
    return next(row[6:] for row in text.split("\n") if row[6:].startswith(LINE[kind]))


def notes(root: Path) -> dict[str, bytes]:
    """The bytes of the owner's notes."""
    return {
        path: data
        for path, data in files(root).items()
        if not path.startswith(("Networking/", "Nettverk/", "."))
    }


def new_lines(before: dict[str, bytes], root: Path) -> dict[str, list[str]]:
    """For each note that changed: the lines that were not in it."""
    found: dict[str, list[str]] = {}
    for path, data in notes(root).items():
        held = before.get(path, b"").decode().split("\n")
        lines = [line for line in data.decode().split("\n") if line not in held]
        if data != before.get(path):
            blank = data.decode().count("\n\n") > before.get(path, b"").decode().count("\n\n")
            if blank and "## Log" in lines:
                lines.insert(lines.index("## Log") + 1, "")
            found[path] = lines
    return found


class Synced:
    """What a sync said."""

    def __init__(self, run: Run, root: Path, day: str, *more: str) -> None:
        result = run("sync", "--vault", root, "--json", *more, today=day)
        said = result.json
        self.code = result.code
        self.written: list[str] = said["written"]
        self.undo: int | None = said["undo"]
        self.ticks = [(one["kind"], one["person"]) for one in said["ticks"]]
        self.paths = [one["path"] for one in said["ticks"]]
        self.problems = [
            (one["code"], one["path"], one["message"]) for one in said["problems"] if one["code"] != "VK005"
        ]

    @property
    def waiting(self) -> list[str]:
        """Why ticks were not carried out."""
        return [message for code, _, message in self.problems if code == "VK307"]


@pytest.fixture
def sync(run: Run) -> "Sync":
    return Sync(run)


class Sync:
    """Syncs a vault, and sees to it that a second time on that day writes nothing."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __call__(self, root: Path, day: str = DAY, *more: str) -> Synced:
        found = Synced(self._run, root, day, *more)
        if not {"--check", "--dry-run", "--diff"} & set(more):
            again = Synced(self._run, root, day)
            assert (again.written, again.ticks) == ([], [])
        return found


def told_once(root: Path, text: str) -> None:
    """A text stands once in the owner's notes."""
    assert sum(data.decode().count(text) for data in notes(root).values()) == 1


# every kind, every way of ticking --------------------------------------------------------------------------

FORMS = {
    "by hand": ("x", "", DAY),
    "a capital": ("X", "", DAY),
    "the Tasks plugin": ("x", " ✅ 2026-11-22", "2026-11-22"),
    "in Dataview's format": ("x", "  [completion:: 2026-11-22]", "2026-11-22"),
    "a line that is linked to": ("x", " ✅ 2026-11-22 ^a1b2c3", "2026-11-22"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", LINE)
def test_a_tick_is_written_into_the_note(kind: str, form: str, vault: Vault, sync: Sync) -> None:
    box, added, day = FORMS[form]
    root = vault(NOTES)
    sync(root)
    before, was = notes(root), page(root)
    tick(root, LINE[kind], box=box, added=added)
    found = sync(root)
    assert (found.ticks, found.problems, found.code) == ([(kind, WHO[kind])], [], 0)
    assert found.paths == [f"People/{WHO[kind]}.md"]
    assert found.undo == 1
    expected = done(kind, day)
    assert new_lines(before, root) == expected
    assert set(expected) <= set(found.written)
    assert line_of(kind, was) not in page(root)
    assert page(root).endswith("<!-- vaultkit:end queue -->\n")


@pytest.mark.parametrize("added", ["", " ❌ 2026-11-22", "  [cancelled:: 2026-11-22]"])
@pytest.mark.parametrize("kind", LINE)
def test_a_cancelled_box_leaves_the_line_out(kind: str, added: str, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before, was = notes(root), page(root)
    tick(root, LINE[kind], box="-", added=added)
    found = sync(root)
    assert (found.ticks, found.problems) == ([(kind, WHO[kind])], [])
    (lines,) = new_lines(before, root).values()
    assert SKIPPED[kind] in lines
    assert "## Log" not in lines
    assert line_of(kind, was) not in page(root)


@pytest.mark.parametrize("days", [1, 5, 20])
@pytest.mark.parametrize("kind", LINE)
def test_a_tick_on_the_page_of_an_earlier_day(kind: str, days: int, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE[kind])
    found = sync(root, after(days))
    assert found.problems == []
    if kind == "prepare" and days > 2:  # the meeting is past, and was gone to unprepared
        assert new_lines(before, root) == {}
    else:
        assert new_lines(before, root) == done(kind, after(days))
    assert "[x]" not in page(root)
    assert page(root).endswith("<!-- vaultkit:end queue -->\n")


@pytest.mark.parametrize("box", ["x", "-"])
@pytest.mark.parametrize("kind", LINE)
def test_the_ticked_page_comes_back_from_another_device(
    kind: str, box: str, vault: Vault, sync: Sync
) -> None:
    root = vault(NOTES)
    sync(root)
    ticked = tick(root, LINE[kind], box=box)
    sync(root)
    once = notes(root)
    for days in (0, 1, 1, 6, 50):
        put(root, PAGE, ticked)
        found = sync(root, after(days))
        assert (found.ticks, found.waiting) == ([], [])
        assert notes(root) == once
        assert "[x]" not in page(root)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_all_lines_at_once_in_every_language(language: str, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES, config=CONFIG.replace('"en"', f'"{language}"'))
    sync(root)
    path = PAGE if language == "en" else "Nettverk/Oppfølging.md"
    lines = [row[6:] for row in page(root, path).split("\n") if row.startswith("- [ ] ")]
    assert len(lines) == EVERY
    ticked = tick(root, *lines, path=path)
    found = sync(root)
    assert len(found.ticks) == EVERY
    assert found.problems == []
    once = notes(root)
    put(root, path, ticked)
    later = sync(root, after(1))
    assert (later.ticks, later.problems) == ([], [])
    assert notes(root) == once


# two devices, two machines, no memory ----------------------------------------------------------------------


def copy_notes(source: Path, target: Path) -> None:
    """What a synchronisation program does."""
    shutil.rmtree(target)
    shutil.copytree(source, target)


@pytest.mark.parametrize("days", [0, 1, 5])
@pytest.mark.parametrize("kind", LINE)
def test_two_machines_and_one_tick(
    kind: str, days: int, vault: Vault, tmp_path: Path, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has carried it out; the other gets the note and, late, the ticked page."""
    one, other = vault(NOTES, "one"), vault({}, "other")
    for root in (one, other):
        monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / f"state of {root.name}"))
        if root == other:
            copy_notes(one, other)
        sync(root)
    ticked = tick(one, LINE[kind])
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "state of one"))
    sync(one)
    once = notes(one)
    copy_notes(one, other)
    put(other, PAGE, ticked)
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "state of other"))
    found = sync(other, after(days))
    assert (found.ticks, found.problems) == ([], [])
    assert notes(other) == once


@pytest.mark.parametrize("kind", LINE)
def test_two_machines_that_do_not_know_of_each_other_write_the_same(
    kind: str, vault: Vault, tmp_path: Path, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a day of completion also where they do it on different days."""
    one, other = vault(NOTES, "one"), vault({}, "other")
    sync(one)
    ticked = tick(one, LINE[kind], added=" ✅ 2026-11-23")
    copy_notes(one, other)
    sync(one)
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "another machine"))
    assert page(other).encode() == ticked
    sync(other, after(0 if kind == "first_contact" else 1))
    assert notes(one) == notes(other)


@pytest.mark.parametrize("kind", LINE)
def test_a_machine_without_memory_understands_the_page_of_today(
    kind: str, vault: Vault, tmp_path: Path, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE[kind], added=" ✅ 2026-11-22")
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "another machine"))
    found = sync(root)
    assert (found.ticks, found.problems) == ([(kind, WHO[kind])], [])
    assert new_lines(before, root) == done(kind, "2026-11-22")
    assert page(root).endswith("<!-- vaultkit:end queue -->\n")


def test_a_machine_that_remembers_another_page_moves_none_of_it_below(
    vault: Vault, tmp_path: Path, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was made elsewhere, ticked on a phone, and is of yesterday: still no word in it is by hand."""
    root = vault(NOTES)
    sync(root, "2026-11-20")
    here = os.environ["VAULTKIT_STATE_DIR"]
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "another machine"))
    sync(root)
    tick(root, LINE["cadence"], LINE["birthday"])
    monkeypatch.setenv("VAULTKIT_STATE_DIR", here)
    found = sync(root, after(1))
    assert [kind for kind, _ in found.ticks] == ["cadence", "birthday"]
    assert found.problems == []
    assert page(root).endswith("<!-- vaultkit:end queue -->\n")


def test_two_machines_do_not_take_turns_at_telling_why_a_tick_waits(
    vault: Vault, tmp_path: Path, sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One knows whom the line meant, the other has never seen it."""
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    (root / "People/Bo.md").unlink()
    here = os.environ["VAULTKIT_STATE_DIR"]
    pages: list[str] = []
    for machine in (str(tmp_path / "another machine"), here) * 3:
        monkeypatch.setenv("VAULTKIT_STATE_DIR", machine)
        assert len(sync(root).waiting) == 1
        pages.append(page(root))
    assert "vaultkit does not know this line" in pages[0]
    assert "the note of this person is gone" in pages[1]
    assert set(pages[1:]) == {pages[1]}


def test_a_crash_between_the_note_and_the_page(vault: Vault, sync: Sync) -> None:
    """The note is written, the page and the memory are those of before."""
    root = vault(NOTES)
    sync(root)
    state = Path(os.environ["VAULTKIT_STATE_DIR"])
    shutil.copytree(state, state.parent / "before")
    ticked = tick(root, *LINE.values())
    sync(root)
    once = notes(root)
    for days in (0, 1):
        shutil.rmtree(state)
        shutil.copytree(state.parent / "before", state)
        put(root, PAGE, ticked)
        found = sync(root, after(days))
        assert (found.ticks, found.problems) == ([], [])
        assert notes(root) == once


# lines that were moved, edited, doubled --------------------------------------------------------------------


def test_a_line_that_was_moved_inside_the_region(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE["cadence"])
    rows = page(root).split("\n")
    bo = next(row for row in rows if "[[Bo]]" in row)
    cy = next(row for row in rows if "[[Cy]]" in row)
    rows = [row for row in rows if row not in (bo, cy)]
    rows[-2:-2] = [cy, bo]
    put(root, PAGE, "\n".join(rows))
    found = sync(root)
    assert (found.ticks, found.problems) == ([("cadence", "Bo")], [])
    assert new_lines(before, root) == done("cadence", DAY)
    assert page(root).endswith("<!-- vaultkit:end queue -->\n")


EDITED: dict[str, Callable[[str], str]] = {
    "words added": lambda line: f"{line} We talked about the boat.",
    "a word changed": lambda line: line.replace("every 6 weeks", "every six weeks"),
    "words put in": lambda line: line.replace(" · Private", " and her brother · Private"),
}


@pytest.mark.parametrize("edit", EDITED)
def test_an_edited_line_is_carried_out_and_its_words_are_kept(edit: str, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE["cadence"])
    line = next(row for row in page(root).split("\n") if "[[Bo]]" in row)
    edited = EDITED[edit](line)
    stale = page(root).replace(line, edited)
    put(root, PAGE, stale)
    found = sync(root)
    assert found.ticks == [("cadence", "Bo")]
    assert [code for code, _, _ in found.problems] == ["VK305"]
    assert new_lines(before, root) == done("cadence", DAY)
    assert page(root).endswith(f"<!-- vaultkit:end queue -->\n\n{edited}\n")
    assert sync(root, after(1)).problems == []
    once = notes(root)
    put(root, PAGE, stale)
    sync(root, after(1))
    assert notes(root) == once


@pytest.mark.parametrize("box", ["x", "-"])
def test_a_line_that_is_not_understood_stays_and_is_named(box: str, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE["cadence"], box=box)
    line = next(row for row in page(root).split("\n") if "[[Bo]]" in row)
    put(root, PAGE, page(root).replace(line, line.replace("[[Bo]]", "Bo")))
    for day in (DAY, after(1), after(90)):
        found = sync(root, day)
        assert found.problems[-1:] == [
            ("VK307", PAGE, "a ticked line could not be carried out: vaultkit does not know this line")
        ]
        assert found.ticks == []
        assert notes(root) == before
        assert page(root).count(line.replace("[[Bo]]", "Bo")) == 1
        assert region_of(page(root)).endswith(
            f"## Ticked, but not carried out\n\n{line.replace('[[Bo]]', 'Bo')}\n"
            "  - vaultkit does not know this line\n"
        )
    # Its owner has read it and takes it away.
    rows = page(root).split("\n")
    put(root, PAGE, "\n".join(row for row in rows if "] Bo ·" not in row))
    found = sync(root, after(90))
    assert found.problems == []
    assert "not carried out" not in page(root)


def test_unticking_a_line_that_waits_forgets_it(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    put(root, "People/Bo.md", BROKEN["an unfinished merge"])
    tick(root, LINE["cadence"])
    assert len(sync(root).waiting) == 1
    put(root, PAGE, page(root).replace("- [x]", "- [ ]"))
    found = sync(root)
    assert found.waiting == []
    assert "VK305" not in {code for code, _, _ in found.problems}
    assert page(root).count("[[Bo]] · every 6 weeks") == 1


def test_a_tick_that_is_doubled_counts_once(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    rows = page(root).split("\n")
    bo = next(number for number, row in enumerate(rows) if "[[Bo]]" in row)
    rows[bo:bo] = [rows[bo], f"{rows[bo]} ✅ 2026-11-21"]
    put(root, PAGE, "\n".join(rows))
    found = sync(root)
    assert (found.ticks, found.problems) == ([("cadence", "Bo")], [])
    told_once(root, "in touch")


def test_an_unticked_line_brings_nothing_back(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    unticked = page(root)
    tick(root, LINE["cadence"])
    sync(root)
    once = notes(root)
    put(root, PAGE, unticked)
    assert sync(root).ticks == []
    assert notes(root) == once


def test_ticks_on_several_lines_of_one_person(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, "[[Flo]] · turns 46", added=" ✅ 2026-11-22")
    tick(root, "[[Flo]] · every 8 weeks", added=" ✅ 2026-11-20")
    found = sync(root)
    assert sorted(found.ticks) == [("birthday", "Flo"), ("cadence", "Flo")]
    (lines,) = new_lines(before, root).values()
    assert "last_contact: 2026-11-22" in lines
    told_once(root, "- 2026-11-22 — happy birthday")
    told_once(root, "- 2026-11-20 — in touch")


def test_two_people_of_one_meeting_are_thanked_one_by_one(vault: Vault, sync: Sync) -> None:
    root = vault({**NOTES, "Meetings/Lunch.md": LUNCH.replace("'[[Di]]'", "'[[Di]]', '[[Ed]]'")})
    sync(root)
    before = notes(root)
    ticked = tick(root, "Thank [[Di]]")
    assert sync(root).ticks == [("thank", "Di")]
    assert new_lines(before, root) == {
        "People/Di.md": ["## Log", "", "- 2026-11-23 — thanked for the meeting on 20 November"]
    }
    assert "Thank [[Ed]]" in page(root)
    tick(root, "Thank [[Ed]]")
    assert sync(root).ticks == [("thank", "Ed")]
    once = notes(root)
    put(root, PAGE, ticked)
    sync(root, after(1))
    assert notes(root) == once


# the page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark(newline: str, bom: bytes, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    put(root, PAGE, bom + page(root).replace("\n", newline).encode())
    tick(root, LINE["cadence"], added=" ✅ 2026-11-22")
    found = sync(root)
    assert (found.ticks, found.problems) == ([("cadence", "Bo")], [])
    assert new_lines(before, root) == done("cadence", "2026-11-22")
    held = (root / PAGE).read_bytes()
    assert held.startswith(bom + b"<!--")
    assert held.count(b"\r\n") == (held.count(b"\n") if newline == "\r\n" else 0)


def test_ticks_wait_while_the_marks_are_damaged(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE["cadence"])
    whole = page(root)
    put(root, PAGE, whole.replace("<!-- vaultkit:end queue -->\n", ""))
    found = sync(root)
    assert (found.ticks, [code for code, _, _ in found.problems]) == ([], ["VK301"])
    assert notes(root) == before
    put(root, PAGE, whole)
    assert sync(root, after(1)).ticks == [("cadence", "Bo")]


def listing(line: str) -> str:
    """A template of the queue page that writes each follow-up so."""
    return f"{{% for b in buckets %}}{{% for i in b['items'] %}}\n{line}\n{{% endfor %}}{{% endfor %}}\n"


TEMPLATES = {
    "more words": "- [ ] {{ i.line }} 📅 {{ i.due }} — go!",
    "the day in words": "- [ ] {{ i.line }}, {{ i.due | day }}",
    "another order": "* [ ] {{ i.due }} {{ i.network }}: {{ i.line }}",
}


@pytest.mark.parametrize("memory", [True, False])
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_of_the_owners_own(
    template: str, memory: bool, vault: Vault, sync: Sync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({**NOTES, ".vaultkit/templates/queue.md": listing(TEMPLATES[template])})
    sync(root)
    before = notes(root)
    ticked = page(root).replace("[ ]", "[x]")
    put(root, PAGE, ticked)
    if not memory:
        monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path / "another machine"))
    found = sync(root)
    assert len(found.ticks) == EVERY
    assert found.problems == []
    assert done("cadence", DAY).items() <= new_lines(before, root).items()
    once = notes(root)
    put(root, PAGE, ticked)
    if memory:
        assert sync(root, after(1)).problems == []
    assert notes(root) == once


def test_a_template_that_leaves_out_the_day_cannot_be_ticked(vault: Vault, sync: Sync) -> None:
    """Its lines read the same every time: a page that comes back late would count again."""
    root = vault({**NOTES, ".vaultkit/templates/queue.md": listing("- [ ] {{ i.line }}")})
    sync(root)
    tick(root, LINE["cadence"])
    found = sync(root)
    assert (found.ticks, len(found.waiting)) == ([], 1)


def test_ticks_of_the_owners_own_around_the_region_are_left_alone(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    put(root, PAGE, f"- [x] buy milk\n{page(root)}- [x] call [[Bo]]\n")
    held = page(root)
    found = sync(root)
    assert (found.ticks, found.problems, found.written) == ([], [], [])
    assert page(root) == held
    assert notes(root) == before


def test_a_line_moved_out_of_the_region_is_named_until_the_notes_tell_of_it(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE["cadence"])
    line = next(row for row in page(root).split("\n") if "[[Bo]]" in row)
    put(root, PAGE, page(root).replace(f"{line}\n", "") + f"\n{line}\n")
    for day in (DAY, after(1)):
        found = sync(root, day)
        assert found.ticks == []
        assert found.problems == [
            (
                "VK307",
                PAGE,
                "a ticked line could not be carried out: it stands outside vaultkit's part of the page, "
                "where ticks do not count",
            )
        ]
    assert notes(root) == before
    tick(root, LINE["cadence"])
    found = sync(root, after(1))
    assert (found.ticks, found.waiting) == ([("cadence", "Bo")], [])
    assert sync(root, after(2)).problems == []
    assert line in page(root)


CONFLICTS = [
    "Follow-ups.sync-conflict-20261123-101112-ABCDEFG.md",
    "Follow-ups (conflicted copy 2026-11-23 101112).md",
    "Follow-ups (Ola's conflicted copy 2026-11-23).md",
]


@pytest.mark.parametrize("name", CONFLICTS)
def test_ticks_on_a_conflict_copy_are_named_until_the_notes_tell_of_them(
    name: str, vault: Vault, sync: Sync
) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    copy = f"Networking/{name}"
    shutil.copy(root / PAGE, root / copy)
    tick(root, LINE["cadence"], LINE["thank"], path=copy)
    held = (root / copy).read_bytes()
    tick(root, LINE["thank"])  # on the page itself, too
    found = sync(root)
    assert found.ticks == [("thank", "Di")]
    why = "it was ticked on a copy of the page; tick it on “Follow-ups” too"
    assert found.problems == [("VK307", copy, f"a ticked line could not be carried out: {why}")]
    tick(root, LINE["cadence"])
    found = sync(root, after(1))
    assert (found.ticks, found.waiting) == ([("cadence", "Bo")], [])
    assert sync(root, after(5)).waiting == []
    assert (root / copy).read_bytes() == held
    assert before.keys() == notes(root).keys()


def test_a_conflict_copy_of_another_page_holds_no_ticks(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    put(root, "Networking/Private.sync-conflict-20261123-101112-ABCDEFG.md", "- [x] [[Bo]]\n")
    assert sync(root).problems == []


# people who were renamed, moved, replaced -------------------------------------------------------------------


def test_a_person_renamed_in_obsidian(vault: Vault, sync: Sync) -> None:
    """Obsidian renames the file and the links to it, those on the page as well."""
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    (root / "People/Bo.md").rename(root / "People/Bo Berg.md")
    put(root, PAGE, page(root).replace("[[Bo]]", "[[Bo Berg]]"))
    assert sync(root).ticks == [("cadence", "Bo Berg")]
    told_once(root, "in touch")


@pytest.mark.parametrize("kind", ["next_contact", "cadence", "first_contact", "thank", "birthday"])
def test_a_person_moved_to_another_folder(kind: str, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE[kind])
    put(root, f"Friends/{WHO[kind]}.md", (root / f"People/{WHO[kind]}.md").read_bytes())
    (root / f"People/{WHO[kind]}.md").unlink()
    before = notes(root)
    found = sync(root, after(1))
    assert (found.ticks, found.problems) == ([(kind, WHO[kind])], [])
    expected = {path.replace("People/", "Friends/"): lines for path, lines in done(kind, after(1)).items()}
    assert new_lines(before, root) == expected


def test_a_person_renamed_outside_obsidian(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    (root / "People/Bo.md").rename(root / "People/Bo Berg.md")
    before = notes(root)
    for day in (DAY, after(1), after(2)):
        found = sync(root, day)
        assert found.ticks == []
        assert found.waiting == [
            "a ticked line could not be carried out: the note of this person is gone, or has another name"
        ]
        assert notes(root) == before
    assert "- [x] [[Bo]] · every 6 weeks" in region_of(page(root))
    assert "- [ ] [[Bo Berg]] · every 6 weeks" in page(root)
    # It gets its old name back: the tick has waited.
    (root / "People/Bo Berg.md").rename(root / "People/Bo.md")
    assert sync(root, after(3)).ticks == [("cadence", "Bo")]


def test_a_person_who_was_deleted(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"], LINE["next_contact"])
    (root / "People/Bo.md").unlink()
    found = sync(root)
    assert found.ticks == [("next_contact", "Ada")]
    assert len(found.waiting) == 1


def test_another_person_of_that_name_in_another_folder(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    put(root, "Friends/Bo.md", NOTES["People/Bo.md"])
    before = notes(root)
    assert sync(root).ticks == [("cadence", "Bo")]
    assert new_lines(before, root) == done("cadence", DAY)


def test_somebody_else_of_that_name_after_the_first_is_gone(vault: Vault, sync: Sync) -> None:
    """The line would read the same for the one who came; yet it was ticked for the one who went."""
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["first_contact"])
    (root / "People/Cy.md").unlink()
    put(root, "Friends/Cy.md", person("leisure", "phone: 22 33 44 55"))
    before = notes(root)
    for day in (DAY, DAY, after(1)):
        found = sync(root, day)
        assert (found.ticks, len(found.waiting)) == ([], 1)
        assert notes(root) == before
    # Read and taken away; the new one's own line can be ticked then.
    text = page(root)
    put(root, PAGE, text[: text.index("## Ticked")] + text[text.index("<!-- vaultkit:end") :])
    assert sync(root, after(1)).problems == []
    tick(root, LINE["first_contact"])
    assert sync(root, after(1)).paths == ["Friends/Cy.md"]


def test_somebody_else_took_the_place_of_the_note(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    (root / "People/Bo.md").rename(root / "People/Bo Berg.md")
    put(root, "People/Bo.md", person("professional"))
    before = notes(root)
    for day in (DAY, after(1)):
        found = sync(root, day)
        assert found.ticks == []
        assert found.waiting == [
            "a ticked line could not be carried out: "
            "the note is not the one that it was when this line was made"
        ]
        assert notes(root) == before


# notes that cannot be changed -------------------------------------------------------------------------------

BROKEN = {
    "invalid frontmatter": b"---\ntype: person\nnetwork: private\nx: [\nlast_contact: 2026-10-05\n---\n",
    "an unfinished merge": (
        b"<<<<<<< ours\n---\ntype: person\n---\n=======\n---\ntype: person\n---\n>>>>>>> theirs\n"
    ),
    "empty": b"",
    "not closed": b"---\ntype: person\nlast_contact: 2026-10-05\n",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_note_that_cannot_be_edited_keeps_its_tick_and_no_other(how: str, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, *LINE.values(), added=" ✅ 2026-11-22")
    put(root, "People/Bo.md", BROKEN[how])
    for day in (DAY, after(1)):
        found = sync(root, day)
        assert ("cadence", "Bo") not in found.ticks
        assert len(found.ticks) == (len(LINE) - 1 if day == DAY else 0)
        (why,) = found.waiting
        assert why.startswith("a ticked line could not be carried out: People/Bo.md: ")
        assert "- [x] [[Bo]] · every 6 weeks · Private 📅 2026-11-16 ✅ 2026-11-22\n" in page(root)
        assert (root / "People/Bo.md").read_bytes() == BROKEN[how]
    put(root, "People/Bo.md", NOTES["People/Bo.md"])
    before = notes(root)
    found = sync(root, after(2))
    assert (found.ticks, found.problems) == ([("cadence", "Bo")], [])
    assert new_lines(before, root) == done("cadence", "2026-11-22")
    assert "[x]" not in page(root)


@not_root
@pytest.mark.parametrize(
    ("path", "why"),
    [("People", "permission denied"), ("People/Bo.md", "the file may only be read")],
)
def test_what_may_only_be_read_keeps_its_ticks(path: str, why: str, vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"], LINE["thank"])
    mode = (root / path).stat().st_mode
    (root / path).chmod(mode & ~0o222)
    try:
        found = sync(root)
    finally:
        (root / path).chmod(mode)
    assert found.ticks == [("thank", "Di")]
    assert found.waiting == [f"a ticked line could not be carried out: People/Bo.md: {why}"]
    assert sync(root).ticks == [("cadence", "Bo")]


def test_what_the_owner_wrote_meanwhile_settles_a_tick_that_waits(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    put(root, "People/Bo.md", BROKEN["invalid frontmatter"])
    for day in (DAY, after(1), after(2)):
        assert len(sync(root, day).waiting) == 1
    mended = person("private", "last_contact: 2026-10-05", "cadence: 6 weeks", log="- 2026-11-24 — rang him")
    put(root, "People/Bo.md", mended)
    found = sync(root, after(3))
    assert (found.ticks, found.problems) == ([], [])
    assert (root / "People/Bo.md").read_text("utf-8") == mended


# undo, dry runs, and somebody else at work ------------------------------------------------------------------


@pytest.mark.parametrize("kind", LINE)
def test_undo_brings_the_notes_back_and_the_line_too(kind: str, vault: Vault, sync: Sync, run: Run) -> None:
    root = vault(NOTES)
    sync(root)
    before, as_it_was = notes(root), page(root)
    tick(root, LINE[kind])
    sync(root)
    assert run("undo", "--vault", root).code == 0
    assert notes(root) == before
    found = sync(root)
    assert (found.ticks, found.problems) == ([], [])
    assert page(root) == as_it_was
    assert notes(root) == before
    tick(root, LINE[kind])
    assert sync(root).ticks == [(kind, WHO[kind])]


def test_all_ticks_of_a_sync_are_taken_back_together(vault: Vault, sync: Sync, run: Run) -> None:
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, *LINE.values())
    number = sync(root).undo
    assert run("undo", str(number), "--vault", root).code == 0
    assert notes(root) == before


@pytest.mark.parametrize("option", ["--dry-run", "--diff", "--check"])
def test_a_dry_run_tells_and_changes_nothing(option: str, vault: Vault, sync: Sync, run: Run) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"], LINE["thank"])
    before, state = files(root), files(Path(os.environ["VAULTKIT_STATE_DIR"]))
    found = sync(root, DAY, option)
    assert sorted(found.ticks) == [("cadence", "Bo"), ("thank", "Di")]
    assert {"People/Bo.md", "Meetings/Lunch.md", PAGE} <= set(found.written)
    assert found.undo is None
    assert found.code == (1 if option == "--check" else 0)
    said = run("sync", "--vault", root, option)
    assert "✓ Bo: log Monday 23 November: “in touch”" in said.out
    assert (files(root), files(Path(os.environ["VAULTKIT_STATE_DIR"]))) == (before, state)
    wet = sync(root)
    assert (wet.ticks, set(wet.written)) == (found.ticks, set(found.written))


def test_check_fails_for_a_tick_that_waits(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    (root / "People/Bo.md").unlink()
    sync(root)
    found = sync(root, DAY, "--check")
    assert (found.code, found.written, len(found.waiting)) == (1, [], 1)


def test_a_page_that_was_deleted_takes_no_ticks_along(vault: Vault, sync: Sync) -> None:
    root = vault(NOTES)
    sync(root)
    tick(root, LINE["cadence"])
    ticked = page(root)
    (root / PAGE).unlink()
    assert sync(root).ticks == []
    put(root, PAGE, ticked)
    assert sync(root, after(1)).ticks == [("cadence", "Bo")]


@pytest.mark.parametrize(
    "look",
    [
        1,
        2,
    ],
)
def test_a_tick_made_while_vaultkit_is_at_work_is_not_lost(look: int, vault: Vault, sync: Sync) -> None:
    """A phone's change arrives while the notes are read for the first or for the second time."""
    root = vault(NOTES)
    sync(root)
    before = notes(root)
    tick(root, LINE["cadence"])
    looks = 0

    def arriving(paths: Iterable[str]) -> Iterable[str]:
        nonlocal looks
        looks += 1
        if looks == look:
            tick(root, LINE["thank"])
        return paths

    refresh(open_vault(root, os.environ), date.fromisoformat(DAY), progress=arriving)
    sync(root)
    assert new_lines(before, root) == done("cadence", DAY) | done("thank", DAY)
    assert page(root).endswith("<!-- vaultkit:end queue -->\n")
