"""`publish --pull`: a meeting that was moved in the calendar is moved in its note.

The smallest edit that, read again, gives the new time is made; where none does, nothing is changed and it is
said why. Edits go the way of all edits: the note's own spelling, the journal, `undo`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vaultkit.app.changing import Changed, change_notes
from vaultkit.app.editing import note_edits
from vaultkit.app.survey import Survey
from vaultkit.app.writing import plan
from vaultkit.errors import EditRefusedError
from vaultkit.model.edit import Edit, SetProperty
from vaultkit.model.meeting import Meeting, Occurrence
from vaultkit.model.phrase import Phrase, phrase, spoken
from vaultkit.model.publishing import Content, Left, Ours, Standing
from vaultkit.model.ref import Ref
from vaultkit.rules.entries.meetings import entry_key
from vaultkit.rules.entries.placing import instants
from vaultkit.rules.facts import read_facts
from vaultkit.rules.links import stem
from vaultkit.rules.properties import Fields
from vaultkit.rules.vocabulary import MEETING_MEANINGS, PERSON_MEANINGS
from vaultkit.rules.when import known_zone
from vaultkit.store.notefile import read_bytes

_TIMES = {"start", "end"}


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was brought back into the notes, or would be."""

    changed: Changed
    uids: frozenset[str]
    """Of the entries that stand in the notes now as they do there."""
    refused: tuple[tuple[Left, Phrase], ...]
    """What cannot be brought back, or only in part, and why."""


def pull(
    seen: Survey, left: Iterable[Left], ours: Mapping[str, Ours], *, command: str, write: bool = True
) -> Pulled:
    """Bring what was changed on the server into the notes.

    `ours`: the entries of the feed, by UID; a note that says something else was changed too. Raises
    VaultkitError or OSError when nothing could be changed.
    """
    meetings = {entry_key(one): one for one in seen.reading.overview.meetings}
    asked: dict[str, Sequence[Edit]] = {}
    said: list[tuple[Ref, tuple[Phrase, ...]]] = []
    uids: set[str] = set()
    refused: list[tuple[Left, Phrase]] = []
    for one in left:
        mine = ours.get(one.uid)
        if one.standing is not Standing.CHANGED or one.there is None or one.there.kept is None:
            continue
        content = one.there.kept.content
        meeting = meetings.get(mine.kept.key) if mine else None
        published = mine.kept.content if mine else None
        edits, why = _brought(seen, meeting, content, published, {*one.differs})
        if (
            edits and meeting and asked.get(meeting.path, edits) != edits
        ):  # moved otherwise in another calendar
            why = phrase("{path} was changed too: make them agree by hand", path=meeting.path)
        elif edits and meeting and meeting.path not in asked:
            asked[meeting.path] = edits
            start = _on_clock(content.start, ZoneInfo(seen.vault.settings.timezone))
            said.append((_ref(seen, meeting), (phrase("moved to {start}", start=spoken(start)),)))
        if why:
            refused.append((one, why))
        else:
            uids.add(one.uid)
    edits_of_notes = note_edits((edit for edits in asked.values() for edit in edits), seen)
    changed = change_notes(seen, command, edits_of_notes, tuple(said), write=write)
    return Pulled(changed, frozenset(uids), tuple(refused))


def _brought(
    seen: Survey, meeting: Meeting | None, there: Content, published: Content | None, differs: set[str]
) -> tuple[Sequence[Edit], Phrase | None]:
    """The edits for one meeting, and what cannot be brought back."""
    if meeting is None or published is None:
        return (), phrase("no note of a meeting belongs to it")
    if meeting.rrule or there.rrule or there.moved or published.rrule:
        return (), phrase("it repeats: change the rule in {path}", path=meeting.path)
    rest = phrase("only its time is brought back; the rest stands in {path}", path=meeting.path)
    others = rest if differs - _TIMES else None
    if not differs & _TIMES:
        return (), others
    if _times(meeting) == (there.start, there.end):
        return (), others  # it is in the note already, and waits for the next sync
    if _times(meeting) != (published.start, published.end):
        return (), phrase("{path} was changed too: make them agree by hand", path=meeting.path)
    try:
        edits = _moved(seen, meeting, there)
    except EditRefusedError as error:
        return (), error.message
    if not edits:
        return (), phrase("that time cannot be written into {path} safely", path=meeting.path)
    return edits, others


def _moved(seen: Survey, meeting: Meeting, there: Content) -> Sequence[Edit]:
    """The first edits of those that could do it with which the note says the new time; else none.

    Raises EditRefusedError where each was refused.
    """
    refusal: EditRefusedError | None = None
    for edits in _candidates(seen, meeting, there):
        try:
            writes = plan(seen.vault, note_edits(edits, seen))
        except EditRefusedError as error:
            refusal = refusal or error
            continue
        data = writes[0].new if writes else None
        if data is None:
            continue
        facts = read_facts(read_bytes(meeting.path, data), seen.vault.settings)
        if any(_times(one) == (there.start, there.end) for one in facts.meetings):
            return edits
    if refusal is not None:
        raise refusal
    return ()


def _candidates(seen: Survey, meeting: Meeting, there: Content) -> Iterator[list[Edit]]:
    """Edits that may do it, those that change least first."""
    path = meeting.path
    note = read_bytes(path, seen.vault.folder.read_whole(path) or b"")
    fields = Fields(note, MEETING_MEANINGS if meeting.own_note else PERSON_MEANINGS, [])
    zone = ZoneInfo(fields.read("timezone", known_zone, "VK205") or seen.vault.settings.timezone)

    def edits(**values: date | datetime | str | int | None) -> list[Edit]:
        return [SetProperty(path, meaning, value) for meaning, value in values.items()]

    start, end = _on_clock(there.start, zone), _on_clock(there.end, zone)
    minutes = int((there.end - there.start) / timedelta(minutes=1))
    if not meeting.own_note:
        yield edits(next_meeting=start)
        if isinstance(start, datetime):
            yield edits(next_meeting=start, meeting_length=minutes)
        return
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        last = end - timedelta(days=1)
        for meaning in ("start", "date") if fields.has("start") else ("date",):
            yield edits(**{meaning: start})
            yield edits(**{meaning: start, "end": last})
        return
    until_then = {"end": end} if fields.has("end") else {"duration": minutes}
    if fields.has("start"):
        yield edits(start=start)
        yield edits(start=start, **until_then)
        return
    day, clock, ends = start.date(), f"{start:%H:%M}", f"{end:%H:%M}"
    yield edits(date=day)
    if fields.has("time"):
        yield edits(date=day, time=clock)
        if fields.has("end_time"):
            yield edits(date=day, time=clock, end_time=ends)
        yield edits(date=day, time=f"{clock}-{ends}")
        yield edits(date=day, time=clock, **until_then)
    yield edits(date=start)
    yield edits(date=start, **until_then)


def _times(meeting: Meeting) -> tuple[date, date]:
    return instants(Occurrence(meeting, meeting.day))


def _on_clock(time: date, zone: ZoneInfo) -> date:
    """A day, or what the clock in a zone shows."""
    return time.astimezone(zone).replace(tzinfo=None) if isinstance(time, datetime) else time


def _ref(seen: Survey, meeting: Meeting) -> Ref:
    return Ref(meeting.path, seen.reading.overview.names.get(meeting.path) or stem(meeting.path))
