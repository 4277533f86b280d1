"""Ticks on the queue page become edits of notes: the same as `done`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter

from vaultkit.app.editing import note_edits
from vaultkit.app.opening import page_path
from vaultkit.app.survey import Survey
from vaultkit.app.writing import NoteEdit, plan
from vaultkit.errors import EditRefusedError, UnsafePathError, VaultkitError
from vaultkit.model.edit import Edit
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.queueline import QueueLine
from vaultkit.model.ref import Ref
from vaultkit.rules import region, ticks
from vaultkit.rules.codes import problem
from vaultkit.rules.followups import KINDS, queue_line
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.links import stem
from vaultkit.rules.markdown import escape, link
from vaultkit.rules.pages.view import line as words_of
from vaultkit.rules.ticks import Row, Sheet, Tick
from vaultkit.store.scan import reason
from vaultkit.store.state import State

QUEUE = "queue"
"""The page whose ticks count."""
_UNKNOWN = phrase("vaultkit does not know this line")
_OUTSIDE = phrase("it stands outside vaultkit's part of the page, where ticks do not count")


@dataclass(frozen=True, slots=True)
class Ticked:
    """One tick that changes something."""

    tick: Tick
    person: Ref
    line: QueueLine
    changes: tuple[Edit, ...]
    edits: tuple[NoteEdit, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """The ticks of the queue page."""

    path: str
    """Of the page."""
    page: bytes | None = None
    """What it held when the ticks were read; None: it was not there, or could not be read."""
    taken: tuple[Ticked, ...] = ()
    """Those that change a note, by the day for which they count."""
    kept: tuple[tuple[Tick, Phrase], ...] = ()
    """Those that cannot be carried out, and why; they stay on the page."""
    settled: frozenset[str] = field(default=frozenset())
    """Lines that may leave the page: vaultkit's own words, and the notes tell of what they asked for."""
    elsewhere: tuple[tuple[str, Tick, Phrase], ...] = ()
    """Path of a page, and a tick on it that does not count where it stands, and why."""
    action: int | None = None
    """The number under which the journal keeps what they changed."""

    @property
    def edits(self) -> list[NoteEdit]:
        """What changes, in order; a note may come several times."""
        return [edit for ticked in self.taken for edit in ticked.edits]

    def without(self, failed: Mapping[str, Exception]) -> "Ticks":
        """The same, where the notes at some paths could not be changed: their ticks stay on the page."""
        taken, kept = [], list(self.kept)
        for ticked in self.taken:
            path = next((edit.path for edit in ticked.edits if edit.path in failed), None)
            if path is None:
                taken.append(ticked)
            else:
                kept.append((ticked.tick, why_not(failed[path], path)))
        return replace(self, taken=tuple(taken), kept=tuple(kept))

    def after(self, earlier: "Ticks") -> "Ticks":
        """Two rounds of one sync as one: what the first has taken is taken."""
        return replace(self, taken=(*earlier.taken, *self.taken), action=self.action or earlier.action)

    @property
    def answered(self) -> Collection[str]:
        """Lines of the page that are no text of the owner's, but were understood or are listed again."""
        return {*self.settled, *(tick.raw for tick, _ in self.kept)}

    def problems(self, page: bytes) -> list[Problem]:
        """The ticks that cannot be carried out, by their place. `page`: the bytes of the queue page."""
        standing = ticks.read_ticks(page.decode("utf-8-sig", "replace"))
        numbers = {tick.text: tick.number for tick in reversed(standing)}
        waiting = [
            (self.path, replace(tick, number=numbers.get(tick.text, 1)), why) for tick, why in self.kept
        ]
        return [
            problem("VK307", path, tick.number, 1, tick.raw, reason=why)
            for path, tick, why in (*waiting, *self.elsewhere)
        ]


def read_ticks(seen: Survey, before: State) -> Ticks:
    """What the ticks on the queue page ask for, as the notes are now.

    `before`: what this machine remembers. A tick outside vaultkit's part of the page, or on a copy of the
    page that a synchronisation program put beside it, changes nothing; if it asks for something, it is told.
    """
    path = page_path(seen.vault.settings, QUEUE)
    held = _held(path, seen)
    page = _sheet(path, held)
    copies = [copy for beside in _copies(path, seen) if (copy := _sheet(beside, _held(beside, seen)))]
    if page is None:  # it is named for its damage, and its ticks wait
        return Ticks(path, held)
    if page.found.intact and not page.ticks and not any(copy.ticks for copy in copies):
        return Ticks(path, held)
    desk = _Desk(seen, before)
    taken: list[tuple[date, Ticked]] = []
    kept: list[tuple[Tick, Phrase]] = []
    texts = page.texts
    settled = set(page.own_lines({*before.lines, *desk.queue.lines}))
    for tick in page.inside:
        try:
            now, line = desk.understand(tick, texts)
            changes, day = desk.changes(tick, now, line)
            edits = note_edits(changes, seen)
            plan(seen.vault, edits)
        except _NotUnderstoodError as error:
            kept.append((tick, error.why))
            continue
        except (VaultkitError, OSError) as error:
            kept.append((tick, why_not(error)))
            continue
        if desk.knows(tick):
            settled.add(tick.raw)
        if edits:
            person = Ref(now.person.path, now.person.name)
            taken.append((day, Ticked(tick, person, line, tuple(changes), tuple(edits))))
    taken.sort(key=itemgetter(0))  # of two days, the later one decides what comes next
    elsewhere = [(path, tick, _OUTSIDE) for tick in page.outside if desk.asks(tick, texts)]
    on_copy = phrase("it was ticked on a copy of the page; tick it on “{page}” too", page=stem(path))
    told = {tick.text for tick, _ in kept}
    for copy in copies:
        texts = copy.texts
        left = (tick for tick in copy.inside if tick.text not in told)
        elsewhere += [(copy.path, tick, on_copy) for tick in left if desk.asks(tick, texts, unknown=True)]
    by_day = tuple(ticked for _, ticked in taken)
    return Ticks(path, held, by_day, tuple(kept), frozenset(settled), tuple(elsewhere))


def _held(path: str, seen: Survey) -> bytes | None:
    """The bytes of a page; None where there is none, or it cannot be read, which is named elsewhere."""
    try:
        return seen.vault.folder.read_whole(path)
    except (OSError, UnsafePathError):
        return None


def _sheet(path: str, held: bytes | None) -> Sheet | None:
    """The queue page, or a copy of it; None where it holds no whole region of the queue."""
    try:
        text = (held or b"").decode("utf-8-sig")
        found = region.find(text, QUEUE)
    except (UnicodeDecodeError, region.DamagedRegionError):
        return None
    return Sheet(path, found, ticks.read_ticks(text)) if found else None


def _copies(path: str, seen: Survey) -> list[str]:
    """The copies beside a page that a synchronisation program made when two devices had changed it."""
    folder = path.rpartition("/")[0]
    made = (found.path for found in seen.reading.problems if found.code == "VK005")
    return [copy for copy in made if copy.rpartition("/")[0] == folder]


class _Desk:
    """Where ticks are looked at, one after the other; each follow-up counts once."""

    def __init__(self, seen: Survey, before: State) -> None:
        self.before = before
        self.queue = ticks.Queue(queue_lines(seen))
        self._seen = seen
        self._people = {now.person.path: now for now in seen.people}
        self._open = {(item.kind, item.person.path, item.due) for item in seen.queue}
        self._done: set[tuple[object, ...]] = set()

    def knows(self, tick: Tick) -> bool:
        """Whether the line says what vaultkit wrote, no word more."""
        return tick.text in self.before.lines or tick.text in self.queue.lines

    def understand(self, tick: Tick, page: Collection[str]) -> tuple[Situation, QueueLine]:
        """Whom and what a tick means. `page`: texts of the task lines around it.

        Raises _NotUnderstoodError.
        """
        line = ticks.meaning(tick, page, self.before.lines, self.queue)
        if line is None or line.kind not in KINDS:
            raise _NotUnderstoodError(_UNKNOWN)
        now = self._people.get(line.path) or self._moved(line.path)
        if now is None:
            raise _NotUnderstoodError(phrase("the note of this person is gone, or has another name"))
        meeting = now.person.path if line.meeting == line.path else line.meeting
        line = replace(line, path=now.person.path, meeting=meeting)
        last = now.last_contact.day if now.last_contact else date.min
        is_open = (line.kind, line.path, line.due) in self._open
        if not is_open and not line.meeting and last < (line.last_contact or date.min):
            raise _NotUnderstoodError(phrase("the note is not the one that it was when this line was made"))
        return now, line

    def _moved(self, path: str) -> Situation | None:
        """The one person whose note lies in another folder and is what it was at the last sync."""
        facts = self.before.facts.get(path)
        if facts is None:
            return None
        found = [
            now
            for now in self._people.values()
            if stem(now.person.path) == stem(path)
            and replace(now.person, path=path) == facts.person
            and now.person.path not in self.before.facts
        ]
        return found[0] if len(found) == 1 else None

    def changes(self, tick: Tick, now: Situation, line: QueueLine) -> tuple[Sequence[Edit], date]:
        """What a tick changes, and for which day; nothing where the notes tell of it.

        Raises _NotUnderstoodError.
        """
        told, day = ticks.on_its_day(tick, line, self._seen.today)
        which = (line.kind, line.path, line.due, line.meeting)
        if which in self._done:
            return (), day
        kind = KINDS[line.kind]
        changes = (kind.skip if tick.skip else kind.done)(told, now, day)
        if changes is None:
            gone = phrase("the meeting is not there any more")
            raise _NotUnderstoodError(gone if line.meeting else phrase("the note says something else by now"))
        self._done.add(which)
        return changes, day

    def asks(self, tick: Tick, page: Collection[str], *, unknown: bool = False) -> bool:
        """Whether a tick asks for something that no note and no other tick tells of.

        `unknown`: the answer where that cannot be told.
        """
        if not unknown and not self.knows(tick):
            return False
        try:
            changes, _ = self.changes(tick, *self.understand(tick, page))
        except _NotUnderstoodError:
            return unknown
        return bool(changes)


class _NotUnderstoodError(Exception):
    """A tick cannot be carried out."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why.text)
        self.why = why


def queue_lines(seen: Survey) -> list[Row]:
    """For each follow-up: its line as the shipped template writes it, the words in it, and what it means."""
    links = seen.reading.overview.links
    people = {now.person.path: now for now in seen.people}

    def write(said: str | Ref) -> str:
        return link(said, links) if isinstance(said, Ref) else escape(said)

    rows: list[Row] = []
    for item in seen.queue:
        words = seen.words.say(words_of(item), write)
        network = f" · {seen.words.network(item.network)}" if item.network else ""
        whole = ticks.bare(f"{words}{network} 📅 {item.due}")
        rows.append((whole, ticks.bare(words), queue_line(item, people[item.person.path])))
    return rows


def with_kept(inner: str, kept: Iterable[tuple[Tick, Phrase]], seen: Survey) -> str:
    """The text of the queue page with the ticks at its end that could not be carried out."""
    lines: list[str] = []
    for tick, why in {tick.raw: (tick, why) for tick, why in kept}.values():
        # A machine that does not know a line leaves the reason of one that does, else they would take turns.
        is_told = bool(tick.why) and why == _UNKNOWN
        lines += ticks.listed(tick, "" if is_told else seen.words.say(why, lambda said: escape(str(said))))
    if not lines:
        return inner
    title = seen.words.gettext(phrase("Ticked, but not carried out").text)
    return "\n".join((inner.rstrip("\n"), "", f"## {title}", "", *lines))


def why_not(error: Exception, path: str = "") -> Phrase:
    """Why a note could not be changed, for the page. `path`: where it is to be named."""
    if isinstance(error, EditRefusedError):
        return phrase("{path}: {reason}", path=error.path, reason=error.reason)
    if isinstance(error, VaultkitError):
        return error.message
    said = reason(error) if isinstance(error, OSError) else str(error)
    return phrase("{path}: {reason}", path=path, reason=said) if path else phrase("{reason}", reason=said)
