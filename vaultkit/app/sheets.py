"""The pages before meetings, put into the notes that have a place for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from vaultkit.app.knownsheets import Checked, KnownSheets
from vaultkit.app.preparing import as_region, prep_template
from vaultkit.app.survey import Survey
from vaultkit.app.templating import Template
from vaultkit.errors import TemplateError, UnsafePathError
from vaultkit.model.meeting import Meeting
from vaultkit.model.problem import Problem
from vaultkit.model.write import Write
from vaultkit.rules import region
from vaultkit.rules.codes import problem
from vaultkit.rules.lastgood import may_be_torn
from vaultkit.rules.prep.place import NAME, WORD, WrittenByHandError, once, wants_sheet, with_sheet
from vaultkit.rules.prep.shared import Ties
from vaultkit.rules.prep.sheet import make_sheet
from vaultkit.store.commit import QUIET

_A_MOMENT = 1.0
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is to be written into the notes of meetings."""

    writes: tuple[Write, ...] = ()
    problems: tuple[Problem, ...] = ()
    wait: float = 0.0
    """Seconds until a note to which somebody is writing has been quiet for long enough; 0: none has to be."""
    refused: tuple[Problem, ...] = ()
    """Notes that this machine could not write to."""

    def after(self, refused: Iterable[Problem], *, late: bool) -> "Sheets":
        """The same once they were written. `late`: whether somebody else wrote to one at that moment."""
        return replace(self, refused=tuple(refused), wait=max(self.wait, _A_MOMENT if late else 0.0))


def place_sheets(seen: Survey, known: KnownSheets, quiet: float, now: int) -> Sheets:
    """What has to be written so that every coming meeting's note that has a place for it holds its page.

    `quiet`: seconds for which nobody must have written to a note. `now`: nanoseconds since 1970, as the times
    of files are counted.
    """
    due = _due(seen)
    for kept in (known.made, known.checked):
        for path in kept.keys() - {meeting.path for meeting in due}:
            del kept[path]
    if not due:
        return Sheets()
    try:
        template = prep_template(seen)
    except TemplateError as error:
        return Sheets(problems=(_failed(error),))
    ties = Ties(seen.people)
    writes: list[Write] = []
    problems: list[Problem] = []
    wait = 0.0
    for meeting in due:
        try:
            inner = _inner(meeting, seen, template, ties, known)
        except TemplateError as error:  # named once, and its time is used up
            problems.append(_failed(error))
            break
        found = _place(meeting, inner, seen, known)
        if isinstance(found, Problem):
            problems.append(found)
        elif isinstance(found, Write):
            age = _age(found.path, seen, now)
            if quiet > QUIET and 0 <= age < quiet:
                wait = max(wait, quiet - age)
            else:
                writes.append(found)
    return Sheets(tuple(writes), tuple(problems), wait)


def _due(seen: Survey) -> list[Meeting]:
    """The meetings whose notes have a place, from today on; where a note cannot be read, what is there stays.

    What such a note said last is known to this machine alone, and two machines have to agree.
    """
    overview, zone = seen.reading.overview, seen.vault.settings.timezone
    having = overview.calendar.once("sheets", lambda: [one for one in overview.meetings if wants_sheet(one)])
    coming = [one for one in having if _day(one, zone) >= seen.today]
    if not coming:
        return []
    torn = may_be_torn(seen.reading.problems) | seen.reading.unread
    return [one for one in coming if torn.isdisjoint(_notes_of(one, seen))]


def _day(meeting: Meeting, zone: str) -> date:
    """Its day on the clock of a zone."""
    start = once(meeting).start_on(zone)
    return start.date() if isinstance(start, datetime) else start


def _notes_of(meeting: Meeting, seen: Survey) -> Iterator[str]:
    """The paths of the meeting's note and of the notes of those who come."""
    links = seen.reading.overview.links
    yield meeting.path
    yield from meeting.attendees
    for link in meeting.people:
        if link.target and (path := links.resolve(link.target, meeting.path)):
            yield path


def _inner(meeting: Meeting, seen: Survey, template: Template, ties: Ties, known: KnownSheets) -> str:
    people = [seen.people.at(path) for path in meeting.attendees]
    sheet = make_sheet(once(meeting), people, ties)
    of = (sheet.people, sheet.aim, template, seen.words, seen.reading.overview.links)
    was = known.made.get(meeting.path)
    if was is not None and was[0] == of:
        return was[1]
    inner = as_region(sheet, seen, template)
    known.made[meeting.path] = (of, inner)
    return inner


def _place(meeting: Meeting, inner: str, seen: Survey, known: KnownSheets) -> Write | Problem | None:
    """What is to be written into one note, or what keeps it from being; None where it is right."""
    path, folder = meeting.path, seen.vault.folder
    day_has_come = _day(meeting, seen.vault.settings.timezone) == seen.today
    looked = folder.look(path)
    was = known.checked.get(path)
    if was is not None and (was.seen, was.inner, was.day_has_come) == (looked, inner, day_has_come):
        return was.problem
    try:
        held = folder.read_whole(path)
    except (OSError, UnsafePathError):  # reading the notes has named it
        return None
    found = _fitted(path, held, inner, seen, day_has_come=day_has_come) if held else None
    if looked is not None and not isinstance(found, Write):
        known.checked[path] = Checked(looked, inner, day_has_come, found)
    return found


def _fitted(
    path: str, held: bytes, inner: str, seen: Survey, *, day_has_come: bool
) -> Write | Problem | None:
    bom = _BOM if held.startswith(_BOM) else b""
    begin, end = region.marks(NAME)
    word = seen.words.gettext(WORD)
    try:
        text = held.removeprefix(bom).decode()
        new = bom + with_sheet(text, inner, word, day_has_come=day_has_come).encode()
    except UnicodeDecodeError:  # reading the notes has named it
        return None
    except region.DamagedRegionError as error:
        return problem("VK301", path, error.line, reason=error.reason, begin=begin, end=end)
    except WrittenByHandError as error:
        return problem("VK320", path, error.line, begin=begin, end=end)
    return Write(path, held, new) if new != held else None


def _age(path: str, seen: Survey, now: int) -> float:
    """Seconds since somebody wrote to a note; negative where a clock is wrong, or the note is gone."""
    looked = seen.vault.folder.look(path)
    return (now - looked.changed) / 1e9 if looked else -1.0


def _failed(error: TemplateError) -> Problem:
    return problem("VK303", error.path, error.line, reason=error.reason)
