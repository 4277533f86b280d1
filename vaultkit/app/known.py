"""What a process that goes on running knows already, so that it does again only what has changed.

It saves work and nothing else: with a new one the result is the same.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from vaultkit import __version__
from vaultkit.app.feeding import KnownFeeds
from vaultkit.app.knownsheets import KnownSheets
from vaultkit.app.opening import OpenVault
from vaultkit.app.pages import Laid
from vaultkit.app.queuelines import KnownLines
from vaultkit.model.facts import NoteFacts
from vaultkit.model.moved import Moved
from vaultkit.model.overview import Overview
from vaultkit.model.settings import Settings
from vaultkit.rules.followups import KINDS, Kind, follow_up_queue, situations
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.queue import Queue
from vaultkit.rules.gather import Gathering
from vaultkit.rules.links import LinkIndex
from vaultkit.store.glance import Seen
from vaultkit.store.index import NoteIndex
from vaultkit.store.scan import Scan
from vaultkit.store.words import Words

YOUNG_SECONDS = 2.0
"""A file that was changed so shortly before it was read may change again without its time telling."""


@dataclass(frozen=True, slots=True)
class OneDay:
    """Everybody, the queue, and the words of one day."""

    today: date
    people: People
    queue: Queue
    words: Words


def for_one_run(vault: OpenVault) -> "Known":
    """For a command that ends: begins with what earlier ones have read."""
    if vault.plugins.look_at_notes:
        return Known()
    return Known(NoteIndex(vault.state.path, vault.settings, __version__))


class Known:
    """The notes of one vault as they were read last, and what was made of them; for one set of settings."""

    def __init__(self, index: NoteIndex | None = None) -> None:
        """`index`: what earlier processes have read, for one that does not go on running."""
        self._index = index
        self._facts: dict[str, NoteFacts] = {}
        self._seen: dict[str, Seen] = {}
        """What the system said of each file before it was read."""
        self._just_read: set[str] = set()
        self._to_index: set[str] = set()
        self._unsure: set[str] = set()
        self._told: set[str] | None = None
        self._scan: tuple[Collection[str], Scan] | None = None
        self._paths: tuple[Scan, Collection[str], list[str]] | None = None
        self._links = LinkIndex(())
        self._gathering = Gathering()
        self._gathered = False
        self._complete = False
        """Whether every note could be read."""
        self.remembered: Moved[NoteFacts] = Moved({})
        """By path, what is to be remembered of each note that says something."""
        self._day: OneDay | None = None
        self.laid = Laid()
        """The pages."""
        self.sheets = KnownSheets()
        """The pages before meetings."""
        self.lines = KnownLines()
        """What the lines of the queue page stand for."""
        self.feeds = KnownFeeds()

    def look_only_at(self, told: Iterable[str] | None) -> None:
        """Take it for granted that since the last look nothing has changed but the files at these paths.

        None: look at every file, as at first.
        """
        self._told = None if told is None else set(told)

    def look_also_at(self, paths: Iterable[str]) -> None:
        """These have changed, too."""
        if self._told is not None:
            self._told.update(paths)

    def scan(self, vault: OpenVault, leave: Collection[str]) -> Scan:
        """Which notes there are: as at the last look where no name has come or gone since."""
        if self._scan is not None and self._told is not None:
            left, scan = self._scan
            if left == leave and all(
                (path in self._facts or path in left) and vault.folder.is_plain(path) for path in self._told
            ):
                self._told |= scan.linked
                return scan
        self._told = None
        scan = vault.folder.scan(vault.ignore, leave)
        for path in self._facts.keys() - set(scan.notes):
            del self._facts[path], self._seen[path]
        self._scan = leave, scan
        return scan

    def links(self, scan: Scan, also: Collection[str]) -> LinkIndex:
        """Where links lead, in a vault with the files that were seen, and some that were not."""
        if self._paths is None or self._paths[0] is not scan or self._paths[1] != also:
            self._paths, before = (scan, also, sorted({*scan.known, *also})), self._paths
            if before is None or before[2] != self._paths[2]:
                self._links = LinkIndex(self._paths[2])
        return self._links

    def get(self, vault: OpenVault, path: str) -> NoteFacts | Seen | None:
        """What the note says, if it is the file that was read; else what the system says of the file."""
        seen = vault.folder.look(path)
        if path in self._unsure:
            self._just_read.add(path)
            return seen
        if seen is None:
            return None
        if self._seen.get(path) == seen:
            return self._facts[path]
        facts = None if self._index is None else self._index.get(path, seen)
        if facts is None:
            return seen
        self._seen[path], self._facts[path] = seen, facts
        return facts

    def put(self, seen: Seen, facts: NoteFacts) -> NoteFacts:
        """Remember. `seen` is of before the note was read."""
        held = self._facts.get(facts.path)
        if held is not None and held == facts:
            facts = held  # what was made of it stays right
        self._seen[facts.path], self._facts[facts.path] = seen, facts
        self._just_read.add(facts.path)
        if self._index is not None:
            self._to_index.add(facts.path)
        return facts

    def unsure(self, begun: int, now: int) -> set[str]:
        """Notes that were read so shortly after they were written that they have to be read once more.

        They were read between `begun` and `now`: nanoseconds since 1970, as the times of files are counted.
        To be asked after each look.
        """
        young = {
            path
            for path in self._just_read
            if (seen := self._seen.get(path)) is not None and _is_young(seen, begun, now)
        }
        self._unsure = ((self._unsure - self._just_read) | young) & self._facts.keys()
        self._just_read.clear()
        return self._unsure

    def fill_index(self, begun: int, now: int) -> None:
        """Let later processes know what was read; not what may still change without its time telling.

        `begun`, `now`: as in `unsure`.
        """
        if self._index is None:
            return
        for path in self._to_index & self._facts.keys():
            seen, facts = self._seen[path], self._facts[path]
            # What has problems is read each time, and compared with its last good state.
            if not facts.problems and not _is_young(seen, begun, now):
                self._index.put(seen, facts)
        self._to_index.clear()
        self._index.save(self._facts)

    def move_on(self, links: LinkIndex, read: Callable[[str], NoteFacts]) -> Overview | None:
        """The overview after the notes that were told of have changed, and no others.

        `read` is asked for those. None where it has to be gathered from all notes.
        """
        if self._told is None or not self._complete:
            return None
        notes = [read(path) for path in sorted(self._told & self._facts.keys())]
        if any(self._facts[one.path] is not one for one in notes):  # one cannot be read
            return None
        overview = self._gathering.move_on(notes, links)
        if overview is not None and notes:
            self.remembered = Moved(self.remembered, [one.path for one in notes])
            for one in notes:
                if one.says_something:
                    self.remembered[one.path] = _without_problems(one)
                else:
                    self.remembered.pop(one.path, None)
        return overview

    def gather(self, facts: list[NoteFacts], links: LinkIndex) -> Overview:
        """All notes together: `rules/gather.py`."""
        self._gathered, self._complete = True, len(facts) == len(self._facts)
        self.remembered = Moved((one.path, _without_problems(one)) for one in facts if one.says_something)
        return self._gathering.gather(facts, links)

    def gathered(self) -> bool:
        """Whether all notes were gathered since this was last asked."""
        gathered, self._gathered = self._gathered, False
        return gathered

    def on_day(
        self, overview: Overview, settings: Settings, today: date, kinds: Mapping[str, Kind] = KINDS
    ) -> OneDay:
        """Everybody and the queue."""
        before = self._day
        if before is None or before.today != today:
            people = situations(overview, settings, today, None, kinds)
            queue = follow_up_queue(people, settings, today)
            self._day = OneDay(today, people, queue, Words(settings.language, today))
        else:
            people = situations(overview, settings, today, before.people, kinds)
            queue = follow_up_queue(people, settings, today, (before.people, before.queue))
            self._day = OneDay(today, people, queue, before.words)
        return self._day


def _is_young(seen: Seen, begun: int, now: int) -> bool:
    """Whether a file was changed shortly before it was read, between two moments, or meanwhile."""
    young = int(YOUNG_SECONDS * 1_000_000_000)
    return begun - young < seen.changed < now + young


def _without_problems(facts: NoteFacts) -> NoteFacts:
    return replace(facts, problems=()) if facts.problems else facts
