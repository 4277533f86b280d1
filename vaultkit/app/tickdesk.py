"""Where ticks are looked at, one after the other: whom each means, and what it changes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from vaultkit.app.dialect import Dialect
from vaultkit.app.queuelines import lines_of_day
from vaultkit.app.survey import Survey
from vaultkit.errors import PluginFailedError
from vaultkit.model.edit import Edit
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules import ticks
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.links import stem
from vaultkit.rules.ticks import Row, Tick
from vaultkit.store.state import State

UNKNOWN = phrase("vaultkit does not know this line")


class Desk:
    """Where ticks are looked at, one after the other; each follow-up counts once."""

    def __init__(self, seen: Survey, before: State) -> None:
        self.before = before
        self.dialect = Dialect(seen)
        self.queue = ticks.Queue(queue_lines(seen))
        self._seen = seen
        self._kinds = seen.vault.plugins.kinds
        self._people = {now.person.path: now for now in seen.people}
        self._open = {(item.kind, item.person.path, item.due) for item in seen.queue}
        self._done: set[tuple[object, ...]] = set()

    def knows(self, tick: Tick) -> bool:
        """Whether the line says what vaultkit wrote, no word more."""
        return tick.text in self.before.lines or tick.text in self.queue.lines

    def understand(self, tick: Tick, page: Collection[str]) -> tuple[Situation, QueueLine]:
        """Whom and what a tick means. `page`: texts of the task lines around it.

        Raises NotUnderstoodError.
        """
        line = ticks.meaning(tick, page, self.before.lines, self.queue)
        if line is None or line.kind not in self._kinds:
            raise NotUnderstoodError(UNKNOWN)
        now = self._people.get(line.path) or self._moved(line.path)
        if now is None:
            raise NotUnderstoodError(phrase("the note of this person is gone, or has another name"))
        meeting = now.person.path if line.meeting == line.path else line.meeting
        line = replace(line, path=now.person.path, meeting=meeting)
        last = now.last_contact.day if now.last_contact else date.min
        is_open = (line.kind, line.path, line.due) in self._open
        if not is_open and not line.meeting and last < (line.last_contact or date.min):
            raise NotUnderstoodError(phrase("the note is not the one that it was when this line was made"))
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

        Raises NotUnderstoodError.
        """
        told, day = ticks.on_its_day(tick, line.for_its_kind, self._seen.today)
        which = (told.kind, told.path, told.due, told.meeting, told.about)
        if which in self._done:
            return (), day
        kind = self._kinds[line.kind]
        try:
            changes = (kind.skip if tick.skip else kind.done)(told, now, day)
        except PluginFailedError as error:
            raise NotUnderstoodError(error.message) from None
        if changes is None:
            gone = phrase("the meeting is not there any more")
            changed = phrase("the note says something else by now")
            raise NotUnderstoodError(gone if line.meeting and not line.about else changed)
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
        except NotUnderstoodError:
            return unknown
        return bool(changes)


class NotUnderstoodError(Exception):
    """A tick cannot be carried out."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why.text)
        self.why = why


def queue_lines(seen: Survey) -> list[Row]:
    """For each follow-up: its line as the shipped template writes it, the words in it, and what it means."""
    links = seen.reading.overview.links
    return [row for day in seen.queue.days for row in lines_of_day(day, seen.words, links)]
