"""Ticks on the queue page become edits of notes: the same as `done`."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter

from vaultkit.app.editing import note_edits
from vaultkit.app.pages import Laid
from vaultkit.app.survey import Survey
from vaultkit.app.tickdesk import UNKNOWN, Desk, NotUnderstoodError
from vaultkit.app.writing import NoteEdit, plan
from vaultkit.errors import EditRefusedError, UnsafePathError, VaultkitError
from vaultkit.model.edit import Edit
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.queueline import QueueLine
from vaultkit.model.ref import Ref
from vaultkit.rules import region, ticks
from vaultkit.rules.codes import problem
from vaultkit.rules.links import stem
from vaultkit.rules.markdown import escape
from vaultkit.rules.ticks import Sheet, Tick
from vaultkit.store.scan import reason
from vaultkit.store.state import State

QUEUE = "queue"
"""The page whose ticks count."""
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
        if not self.kept and not self.elsewhere:
            return []
        standing = ticks.read_ticks(page.decode("utf-8-sig", "replace"))
        numbers = {tick.text: tick.number for tick in reversed(standing)}
        waiting = [
            (self.path, replace(tick, number=numbers.get(tick.text, 1)), why) for tick, why in self.kept
        ]
        return [
            problem("VK307", path, tick.number, 1, tick.raw, reason=why)
            for path, tick, why in (*waiting, *self.elsewhere)
        ]


def read_ticks(seen: Survey, before: State, laid: Laid) -> Ticks:
    """What the ticks on the queue page ask for, as the notes are now.

    `before`: what this machine remembers; `laid`: what this process has written. A tick outside vaultkit's
    part of the page, or on a copy of the page that a synchronisation program put beside it, changes nothing;
    if it asks for something, it is told.
    """
    path = seen.vault.page_path(QUEUE)
    held = _held(path, seen)
    besides = _copies(path, seen)
    if held is not None and not besides and laid.holds_no_tick(path, held):
        return Ticks(path, held)
    page = _sheet(path, held)
    copies = [copy for beside in besides if (copy := _sheet(beside, _held(beside, seen)))]
    if page is None:  # it is named for its damage, and its ticks wait
        return Ticks(path, held)
    if page.found.intact and not page.ticks and not any(copy.ticks for copy in copies):
        return Ticks(path, held)
    desk = Desk(seen, before)
    taken: list[tuple[date, Ticked]] = []
    kept: list[tuple[Tick, Phrase]] = []
    texts = page.texts
    settled = set(page.own_lines({*before.lines, *desk.queue.lines}))
    for tick in page.inside:
        try:
            now, line = desk.understand(tick, texts)
            changes, day = desk.changes(tick, now, line)
            edits = note_edits(changes, seen, desk.dialect)
            plan(seen.vault, edits)
        except NotUnderstoodError as error:
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


def with_kept(inner: str, kept: Iterable[tuple[Tick, Phrase]], seen: Survey) -> str:
    """The text of the queue page with the ticks at its end that could not be carried out."""
    lines: list[str] = []
    for tick, why in {tick.raw: (tick, why) for tick, why in kept}.values():
        # A machine that does not know a line leaves the reason of one that does, else they would take turns.
        is_told = bool(tick.why) and why == UNKNOWN
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
