"""Many hands in one vault: the owner's editors, file manager, git and phone, all at once, and what they left.

`Hands` knows at every moment what each note must hold. A hand takes a note, does its work and puts it back;
two never have the same note, so that no save is overwritten by another hand and every one must be there at
the end. Before each save a hand looks whether the note still is what the last one left.
"""

import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import ndiff
from pathlib import Path

from editor_race import in_pieces, obsidian, pause, syncthing, vim, vscode

QUEUE = "Networking/Follow-ups.md"
SETTINGS = ".vaultkit/config.toml"
ARCHIVE = "Archive"
"""A folder that the settings leave out now and then."""
NETWORKS = ("private", "professional", "historical", "leisure")
_KINDS = "person meeting text broken"
PATIENCE = 150.0
"""Seconds after which a page that is not right is a fault."""
_OF_A_TICK = re.compile(rb"(?:- \d{4}-\d\d-\d\d \S+ |last_contact: |follow_up: |follow_up_note:)")
"""How the lines begin that a tick may add, change or take away."""


@dataclass(eq=False, slots=True)
class Note:
    """A note as its owner knows it."""

    path: str
    """In the vault; of a note that was moved out of it: in the folder outside."""
    held: bytes
    """What it must hold."""
    kind: str
    """person, meeting, text or broken: its frontmatter was never right."""
    outside: bool = False
    gone: bool = False
    taken: threading.Lock = field(default_factory=threading.Lock)


class Hands:
    """A vault and everybody who works in it but vaultkit."""

    def __init__(self, vault: Path, outside: Path, notes: int, today: date, seed: int) -> None:
        self.vault, self.outside, self.today = vault, outside, today
        self.notes: list[Note] = []
        self.count: Counter[str] = Counter()
        self.faults: list[str] = []
        self.waited: list[tuple[float, float]] = []
        """For each look at the queue page: when it began (monotonic), and seconds until it was right."""
        self._tree = threading.Lock()
        self._number = 0
        self._few = notes * 3 // 4
        chance = random.Random(seed)
        for made in (vault / ".obsidian", vault / ".vaultkit", vault / ".trash", outside):
            made.mkdir(parents=True)
        (vault / SETTINGS).write_bytes(settings(chance))
        for number in range(notes):
            share = number % 20
            kind = "person" if share < 13 else "meeting" if share < 17 else "text" if share < 19 else "broken"
            folder = f"Folder {number % 25}" if number % 25 else ARCHIVE
            self.add(self.new(kind, folder, chance), chance)

    # what there is ----------------------------------------------------------------------------------------

    def number(self) -> int:
        """Another one each time."""
        with self._tree:
            self._number += 1
            return self._number

    def new(self, kind: str, folder: str, chance: random.Random, name: str = "") -> Note:
        """A note that is not on the disk yet."""
        number = self.number()
        name = name or f"{kind.title()} {number:06}"
        people = [note.path for note in self.notes[-300:] if note.kind == "person"] or ["Nobody.md"]
        text = _MADE[kind](Path(chance.choice(people)).stem, number, self.today, chance)
        return Note(f"{folder}/{name}.md", text, kind)

    def add(self, note: Note, chance: random.Random) -> None:
        """Put a new note on the disk, at once."""
        place = self.place(note)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(note.held)
        self.add_all([note])

    def add_all(self, notes: list[Note]) -> None:
        """Notes that are on the disk already."""
        with self._tree:
            self.notes += notes

    def place(self, note: Note) -> Path:
        return (self.outside if note.outside else self.vault) / note.path

    @contextmanager
    def one(self, chance: random.Random, kinds: str = _KINDS, *, shown: bool = False) -> Iterator[Note]:
        """Any note of the vault that nobody else has. `shown`: one that the settings never leave out."""
        while True:
            with self._tree:
                note = chance.choice(self.notes)
                hidden = note.gone or note.outside or (shown and ARCHIVE in note.path)
                if note.kind in kinds and not hidden and note.taken.acquire(blocking=False):
                    break
            pause(0.0001)
        try:
            yield note
        finally:
            note.taken.release()

    @contextmanager
    def these(self, wanted: Callable[[Note], bool]) -> Iterator[list[Note]]:
        """All such notes; none where somebody has one of them."""
        held: list[Note] = []
        with self._tree:
            found = [note for note in self.notes if not note.gone and wanted(note)]
            for note in found:
                if note.taken.acquire(blocking=False):
                    held.append(note)
        try:
            yield held if len(held) == len(found) else []
        finally:
            for note in held:
                note.taken.release()

    def look(self, note: Note) -> None:
        """Whether a note is what the last hand left."""
        try:
            there = self.place(note).read_bytes()
        except FileNotFoundError:
            there = None
        if there != note.held:
            self.faults.append(f"{note.path} is not what was saved: {_difference(note.held, there or b'')}")

    def save(self, note: Note, manner: str, chance: random.Random, **facts: str) -> None:
        """A version that was never there before. The note is taken."""
        self.look(note)
        note.held = changed(note, self.number(), self.today, chance, **facts)
        SAVES[manner](self.place(note), note.held, chance)
        self.count[f"saves: {manner}"] += 1

    # the hands --------------------------------------------------------------------------------------------

    def editor(self, manner: str, stop: threading.Event, chance: random.Random) -> None:
        """Save one note after the other, sometimes one several times."""
        while not stop.wait(chance.random() * 0.5):
            with self.one(chance) as note:
                for _ in range(chance.choice((1, 1, 1, 3))):
                    self.save(note, manner, chance)
                    # Obsidian gathers what is typed for up to two seconds.
                    stop.wait(chance.random() * (2 if manner == "obsidian" else 0.2))

    def mover(self, stop: threading.Event, chance: random.Random) -> None:
        """Create, delete and rename notes and folders, move folders out and in."""
        acts = (
            [self._create] * 3
            + [self._delete, self._rename, self._rename, self._rename]
            + [self._rename_folder, self._rename_folder, self._move_out, self._move_in]
        )
        while not stop.wait(chance.random() * 0.6):
            chance.choice(acts)(chance)

    def _create(self, chance: random.Random) -> None:
        """As Obsidian does: an empty note without a name, then its name, then its text."""
        with self.one(chance) as beside:
            folder = str(Path(beside.path).parent)
            note = self.new(chance.choice(("person", "person", "meeting", "text")), folder, chance)
            untitled = self.vault / folder / f"Untitled {self.number()}.md"
            untitled.touch()
            pause(chance.random() * 0.5)
            untitled.rename(self.place(note))
            pause(chance.random() * 0.1)
            obsidian(self.place(note), note.held, chance)
            self.add_all([note])
        self.count["notes created"] += 1

    def _delete(self, chance: random.Random) -> None:
        with self._tree:
            there = sum(not (note.gone or note.outside) for note in self.notes)
        if there < self._few:
            return
        with self.one(chance) as note:
            self.look(note)
            if chance.random() < 0.5:
                self.place(note).unlink()
            else:
                self.place(note).rename(self.vault / ".trash" / Path(note.path).name)
            note.gone = True
        self.count["notes deleted"] += 1

    def _rename(self, chance: random.Random) -> None:
        """Another name, another folder, or both; never a name that was there before."""
        with self.one(chance) as note, self.one(chance) as beside:
            old = Path(note.path)
            folder = chance.choice((old, Path(beside.path))).parent
            name = f"{old.stem.partition(' r')[0]} r{self.number()}.md"
            self.place(note).rename(self.vault / folder / name)
            with self._tree:
                note.path = str(folder / name)
        self.count["notes renamed"] += 1

    def _rename_folder(self, chance: random.Random) -> None:
        """Another name, or into another folder."""
        into = ""
        with self.one(chance) as beside:
            if chance.random() < 0.3:
                into = str(Path(beside.path).parent)
            with self.one(chance) as note:
                folder = str(Path(note.path).parent)
            if into and (into == folder or into.startswith(f"{folder}/") or into.count("/") > 2):
                return
            with self._folder(folder) as inside:
                if inside:
                    above = into or str(Path(folder).parent)
                    new = str(Path(above) / f"{Path(folder).name.partition(' r')[0]} r{self.number()}")
                    (self.vault / folder).rename(self.vault / new)
                    self._moved(inside, folder, new)
                    self.count["folders renamed or moved"] += 1

    def _move_out(self, chance: random.Random) -> None:
        """A small folder leaves the vault."""
        if len(list(self.outside.iterdir())) > 2:
            return
        with self.one(chance) as note:
            folder = str(Path(note.path).parent)
        with self._folder(folder) as inside:
            if 0 < len(inside) < 60:
                new = f"Away {self.number()}"
                (self.vault / folder).rename(self.outside / new)
                self._moved(inside, folder, new, outside=True)
                self.count["folders moved out"] += 1

    def _move_in(self, chance: random.Random) -> None:
        """A folder that was outside, or a new one with some notes, comes in at once."""
        name = f"Back {self.number()}"
        away = [path.name for path in self.outside.iterdir() if path.name.startswith("Away")]
        if away and chance.random() < 0.7:
            with self._folder(away[0], outside=True) as inside:
                (self.outside / away[0]).rename(self.vault / name)
                self._moved(inside, away[0], name)
        else:
            made = [self.new("person", name, chance) for _ in range(chance.randint(1, 12))]
            ready = self.outside / f"Ready {name}"
            ready.mkdir()
            for note in made:
                (ready / Path(note.path).name).write_bytes(note.held)
            ready.rename(self.vault / name)
            self.add_all(made)
        self.count["folders moved in"] += 1

    @contextmanager
    def _folder(self, folder: str, *, outside: bool = False) -> Iterator[list[Note]]:
        """All notes below a folder of the vault; none where somebody has one of them."""
        below = f"{folder}/"
        with self.these(lambda note: note.outside == outside and note.path.startswith(below)) as inside:
            yield inside if folder != "." else []

    def _moved(self, notes: list[Note], old: str, new: str, *, outside: bool = False) -> None:
        with self._tree:
            for note in notes:
                note.path, note.outside = new + note.path[len(old) :], outside

    def git(self, stop: threading.Event, chance: random.Random) -> None:
        """Check out another branch, and perhaps the first one again: many notes taken away and made anew."""
        while not stop.wait(3 + chance.random() * 12):
            share = chance.random() * 0.2
            with self._tree:
                some = [note for note in self.notes if chance.random() < share]
                there = [note for note in some if not (note.gone or note.outside)][:150]
                held = [note for note in there if note.taken.acquire(blocking=False)]
            before = {note: note.held for note in held}
            for note in held:
                self.look(note)
                note.held = changed(note, self.number(), self.today, chance)
            absent = {note for note in held if chance.random() < 0.1}
            self._check_out(held, absent)
            pause(chance.choice((0, 0.3, 4)) * chance.random())
            if chance.random() < 0.5:
                for note in held:
                    note.held = before[note]
                self._check_out(held, set())
            else:
                self._check_out(list(absent), set())
            for note in held:
                note.taken.release()
            self.count["notes in git checkouts"] += len(held)
            self.count["git checkouts"] += 1

    def _check_out(self, notes: list[Note], absent: set[Note]) -> None:
        for note in notes:
            place = self.place(note)
            place.unlink(missing_ok=True)
            if note not in absent:
                place.write_bytes(note.held)

    def breaker(self, stop: threading.Event, chance: random.Random) -> None:
        """Leave a note torn, empty or unreadable for a while, then whole and new."""
        while not stop.wait(chance.random() * 2):
            with self.one(chance, "person meeting") as note:
                self.look(note)
                held = note.held
                states = (
                    b"",
                    b"\x00" * len(held),
                    held[: chance.randrange(len(held))],
                    held[: held.index(b"\n---\n") + 1],
                    held.replace(b"type:", b"type: [", 1),
                    held.replace(b"---\n", b"---\nname: \xff\xfe\n", 1),
                    held.replace(b"follow_up: 20", b"follow_up: 20x", 1).replace(b"date: 20", b"date: 2", 1),
                )
                self.place(note).write_bytes(chance.choice(states))
                stop.wait(chance.choice((0.2, 2, 8)) * chance.random())
                note.held = changed(note, self.number(), self.today, chance)
                self.place(note).write_bytes(note.held)
            self.count["notes torn for a while"] += 1

    def setter(self, stop: threading.Event, chance: random.Random) -> None:
        """Change the settings now and then, in pieces."""
        while not stop.wait(5 + chance.random() * 20):
            SAVES[chance.choice(list(SAVES))](self.vault / SETTINGS, settings(chance), chance)
            self.count["changes of the settings"] += 1

    def reader(self, stop: threading.Event, chance: random.Random) -> None:
        """Save, and wait for the queue page to say so."""
        while not stop.wait(chance.random() * 6):
            with self.one(chance, "person", shown=True) as note:
                words = f"seen {self.number():06}"
                self.save(note, chance.choice(list(SAVES)), chance, words=words)
                self.wait_for(f"{words} ".encode())

    def wait_for(self, words: bytes) -> float:
        """Seconds until words are on the queue page."""
        began = time.monotonic()
        while words not in self.page():
            if time.monotonic() - began > PATIENCE:
                self.faults.append(f"{words.decode()} is not on the queue page after {PATIENCE:.0f} s")
                break
            pause(0.02)
        took = time.monotonic() - began
        self.waited.append((began, took))
        return took

    def page(self) -> bytes:
        try:
            return (self.vault / QUEUE).read_bytes()
        except FileNotFoundError:
            return b""

    def ticker(self, stop: threading.Event, chance: random.Random) -> None:
        """Tick a line of the queue page, in Obsidian or on a phone, and wait until it is carried out."""
        while not stop.wait(chance.random() * 8):
            self.tick(chance)

    def tick(self, chance: random.Random) -> None:
        """Tick the line of any note."""
        with self.one(chance, "person", shown=True) as note:
            self.tick_one(note, chance)

    def tick_one(self, note: Note, chance: random.Random) -> None:
        """Tick the line that tells what a note says, and wait until it is carried out. The note is taken."""
        words = re.search(rb"^follow_up_note: (.+)$", note.held, re.MULTILINE)
        day = re.search(rb"^follow_up: (.+)$", note.held, re.MULTILINE)
        if day is None or day[1] <= str(self.today).encode():
            return
        lines = [line for line in self.page().split(b"\n") if words and b" %s " % words[1] in line]
        if len(lines) != 1 or not lines[0].startswith(b"- [ ] "):
            return
        self.look(note)
        ticked = lines[0].replace(b"- [ ]", chance.choice((b"- [x]", b"- [x]", b"- [-]")), 1)
        page = self.page()
        if lines[0] not in page:
            return
        chance.choice((_at_once, _on_a_phone))(self.vault / QUEUE, page.replace(lines[0], ticked, 1))
        self.count["ticks"] += 1
        began = time.monotonic()
        while (there := self.place(note).read_bytes()) == note.held or ticked in self.page():
            if time.monotonic() - began > PATIENCE:
                self.faults.append(f"not carried out after {PATIENCE:.0f} s: {ticked.decode()}")
                break
            pause(0.05)
        if any(not _OF_A_TICK.match(line) for line in _lines_changed(note.held, there)):
            self.faults.append(f"a tick changed {note.path}: {_difference(note.held, there)}")
        note.held = there

    # what must be there in the end ------------------------------------------------------------------------

    def settle(self) -> None:
        """Every note must be there and hold what was saved last, and no other may be there."""
        wanted = {note.path: note for note in self.notes if not note.gone and not note.outside}
        for note in wanted.values():
            self.look(note)
        for file in self.vault.rglob("*"):
            path = str(file.relative_to(self.vault))
            if file.is_dir() or path.startswith((".trash/", "Networking/")) or path == SETTINGS:
                continue
            if path not in wanted:
                self.faults.append(f"{path} should not be there")


# notes ----------------------------------------------------------------------------------------------------


def _person(_: str, number: int, today: date, chance: random.Random) -> bytes:
    return (
        f"---\ntype: person\nname: Person {number:06}\nnetwork: {chance.choice(NETWORKS)}\n"
        f"contact_every: {chance.choice((2, 6, 20))} weeks  # a comment\n"
        f"last_contact: {today - timedelta(days=chance.randint(1, 200))}\n"
        f"follow_up: {today + timedelta(days=chance.randint(-5, 40))}\n"
        f"follow_up_note: words {number:06}\n---\n"
        f"# Person {number:06}\n\n## Log\n\n- {today - timedelta(days=300)} — met at the fair\n\n"
        f"## Notes\n\nSaved: {number:09}\n"
    ).encode()


def _meeting(person: str, number: int, today: date, chance: random.Random) -> bytes:
    return (
        f'---\ntype: meeting\ndate: {today + timedelta(days=chance.randint(-20, 60))}\ntime: "10:30"\n'
        f'attendees:\n  - "[[{person}]]"\nlocation: Bergen\nstatus: planned\n---\n'
        f"# Meeting {number:06}\n\nSaved: {number:09}\n"
    ).encode()


def _text(person: str, number: int, _: date, chance: random.Random) -> bytes:
    return f"{'Words. ' * chance.randint(0, 200)} [[{person}]]\n\nSaved: {number:09}\n".encode()


def _broken(person: str, number: int, today: date, chance: random.Random) -> bytes:
    """One that was never right."""
    whole = _person(person, number, today, chance)
    return chance.choice(
        (
            whole.replace(b"network: ", b"network: [", 1),
            whole.replace(b"network: ", b"network: neighbours of ", 1),
            whole.replace(b"follow_up: 20", b"follow_up: 20-", 1),
            whole.replace(b"\n---\n", b"\n", 1),
            whole.replace(b"type: person\n", b"type: person\ntype: person\n", 1),
        )
    )


_MADE: dict[str, Callable[[str, int, date, random.Random], bytes]] = {
    "person": _person,
    "meeting": _meeting,
    "text": _text,
    "broken": _broken,
}


def changed(note: Note, number: int, today: date, chance: random.Random, *, words: str = "") -> bytes:
    """The next version of a note, of the same size now and then. `words`: what the queue page will say."""
    data = re.sub(rb"Saved: \d+", b"Saved: %09d" % number, note.held)
    if note.kind == "person" and (words or chance.random() < 0.7):
        # Each change of what a person's line depends on changes its words, so that one can tell which it is.
        data = _set(data, "follow_up_note", words or f"words {number:06}")
        # A day that is still to come stays on the page whatever other notes tell of contacts.
        data = _set(data, "follow_up", f"{today + timedelta(days=chance.randint(1 if words else -5, 25))}")
        if chance.random() < 0.3:
            data = _set(data, "network", chance.choice(NETWORKS))
        if chance.random() < 0.3:
            data = _set(data, "last_contact", f"{today - timedelta(days=chance.randint(1, 200))}")
        if chance.random() < 0.2:
            data = _set(data, "next_meeting", f"{today + timedelta(days=chance.randint(1, 30))} 12:00")
    if note.kind == "meeting" and chance.random() < 0.7:
        data = _set(data, "date", f"{today + timedelta(days=chance.randint(-20, 60))}")
        data = _set(data, "location", chance.choice(("Bergen", "Oslo", "Voss")))
    if chance.random() < 0.3:
        data += b"More words.\n" * chance.randint(1, 20)
    return data


def _set(data: bytes, key: str, value: str) -> bytes:
    line = f"{key}: {value}\n".encode()
    head, end, body = data.partition(b"\n---\n")
    new, found = re.subn(rb"^%s:.*\n" % key.encode(), line, head + b"\n", count=1, flags=re.MULTILINE)
    return (new if found else new + line)[:-1] + end + body


def settings(chance: random.Random) -> bytes:
    ignore = chance.choice(("[]", f'["{ARCHIVE}"]'))
    order = chance.choice(("coldest", "name"))
    return (
        f'language = "en"\ntimezone = "Europe/Oslo"\norder = "{order}"\n\n[folders]\nignore = {ignore}\n\n'
        f"[queue]\nprepare_days = {chance.randint(3, 9)}\nthank_days = {chance.randint(10, 20)}\n\n"
        f'[cadence]\nprivate = "{chance.randint(4, 12)} weeks"\n'
    ).encode()


def _lines_changed(old: bytes, new: bytes) -> list[bytes]:
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
    lines = ndiff(before, after)
    return [line[2:].encode() for line in lines if line[:2] in ("- ", "+ ") and line[2:]]


def _difference(old: bytes, new: bytes) -> str:
    return " | ".join(line.decode() for line in _lines_changed(old, new)[:6])


# the manners in which they save ---------------------------------------------------------------------------


def _vim(note: Path, data: bytes, chance: random.Random) -> None:
    """With its swap file, and the file by which it finds out whether it may write there."""
    swap, probe = note.with_name(f".{note.name}.swp"), note.with_name("4913")
    swap.write_bytes(b"b0VIM 9.1" + bytes(4087))
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o644))
        probe.unlink()
    except FileExistsError:  # another vim in the same folder; it would try 5036
        pass
    vim(note, data, chance)
    swap.unlink()


def _syncthing(note: Path, data: bytes, chance: random.Random) -> None:
    """With the time of the other device: some time ago, often in whole seconds, or the very time it had."""
    had = note.stat().st_mtime_ns
    ago = had - chance.randint(0, 3_000_000_000)
    syncthing(note, data, chance, changed=chance.choice((ago, ago // 10**9 * 10**9, had)))


def _at_once(page: Path, data: bytes) -> None:
    fd = os.open(page, os.O_WRONLY | os.O_TRUNC)
    in_pieces(fd, data, random.Random(len(data)))
    os.close(fd)


def _on_a_phone(page: Path, data: bytes) -> None:
    beside = page.with_name(f".syncthing.{page.name}.tmp")
    beside.write_bytes(data)
    beside.replace(page)


SAVES: dict[str, Callable[[Path, bytes, random.Random], None]] = {
    "obsidian": obsidian,
    "vim": _vim,
    "vscode": vscode,
    "syncthing": _syncthing,
}
