"""The feeds: from what the notes say and what was published last to the bytes of each file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vaultkit.app.opening import OpenVault, feed_path
from vaultkit.errors import UnsafePathError
from vaultkit.model.entry import Entry
from vaultkit.model.feed import NETWORKING, FeedSettings, Privacy
from vaultkit.model.overview import Overview
from vaultkit.model.phrase import phrase
from vaultkit.model.problem import Problem
from vaultkit.model.wish import NOTHING, Wished
from vaultkit.rules.codes import problem
from vaultkit.rules.entries import held_kinds, title_of, wanted_entries
from vaultkit.rules.entries.privacy import terms, told_of
from vaultkit.rules.entries.texts import linked_vault
from vaultkit.rules.entries.view import FeedView
from vaultkit.rules.entries.wishes import families_of
from vaultkit.rules.followups.queue import Day, Queue
from vaultkit.rules.published import settle
from vaultkit.store.ics import KnownEvents, write_feed
from vaultkit.store.ics_read import read_feed, read_terms
from vaultkit.store.scan import reason
from vaultkit.store.words import Words
from vaultkit.store.zones import has_lasting_rule


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed on disk."""

    name: str
    path: str
    """In the vault."""
    entries: int
    privacy: Privacy

    def document(self) -> dict[str, object]:
        """As JSON gives it."""
        return {"name": self.name, "path": self.path, "entries": self.entries, "privacy": self.privacy.value}


@dataclass(frozen=True, slots=True)
class Source:
    """What feeds are made of."""

    vault: OpenVault
    overview: Overview
    queue: Queue
    unread: frozenset[str]
    """Notes that nobody can read now."""
    today: date
    wished: Wished = NOTHING
    """What plugins want."""


@dataclass(frozen=True, slots=True)
class FeedData:
    """A feed as it should be."""

    data: bytes
    entries: tuple[Entry, ...]
    """What stands in `data`."""
    problems: tuple[Problem, ...]
    """What could not be written."""


@dataclass(frozen=True, slots=True)
class MadeFeeds:
    """All feeds of a vault as they should be."""

    files: tuple[FeedFile, ...]
    """By name; one that could not be made is missing."""
    wanted: Mapping[str, bytes]
    """What should stand at each path."""
    actual: Mapping[str, bytes]
    """What stands at those of the paths where there is something."""
    problems: tuple[Problem, ...]
    failed: tuple[str, ...]
    """Paths of feeds that could not be made."""


class KnownFeeds:
    """The feeds of a vault as they were made last; for one set of settings."""

    def __init__(self) -> None:
        self._by_name: dict[str, KnownFeed] = {}

    def make(self, source: Source) -> MadeFeeds:
        """Each feed, with what was published of it as its memory.

        One that cannot be read costs only itself.
        """
        vault = source.vault
        files: list[FeedFile] = []
        wanted: dict[str, bytes] = {}
        actual: dict[str, bytes] = {}
        problems: list[Problem] = []
        failed: list[str] = []
        for feed in vault.settings.feeds:
            path = feed_path(vault.settings, feed)
            try:
                published = vault.folder.read_whole(path)
            except OSError as error:  # without its memory nothing is published anew
                problems.append(problem("VK001", path, reason=reason(error)))
                failed.append(path)
                continue
            except UnsafePathError:  # the scan names links of notes only
                leads_out = phrase("a link that leads out of the vault")
                problems.append(problem("VK008", path, reason=leads_out))
                failed.append(path)
                continue
            made = self._by_name.setdefault(feed.name, KnownFeed()).make(published, source, feed)
            files.append(FeedFile(feed.name, path, len(made.entries), feed.privacy))
            problems += made.problems
            wanted[path] = made.data
            if published is not None:
                actual[path] = published
        return MadeFeeds(tuple(files), wanted, actual, tuple(problems), tuple(failed))


class KnownFeed:
    """One feed as it was made last."""

    def __init__(self) -> None:
        self._overview = Overview()
        self._of: tuple[object, ...] = ()
        self._days: list[Day] = []
        self._made: FeedData | None = None
        self._events = KnownEvents()

    def make(self, before: bytes | None, source: Source, feed: FeedSettings) -> FeedData:
        """The feed's bytes. `before`: what was published."""
        overview, days = source.overview, source.queue.days
        of = (source.unread, source.vault.settings, source.today, source.wished, feed)
        made = self._made
        if (
            made is None
            or made.data != before
            or self._of != of
            or not _says_as_much(self._overview, overview)
            or (any(kind.of_queue for kind in held_kinds(feed)) and not _is_as_long(self._days, days))
        ):
            published = made.entries if made and made.data == before else read_feed(before or b"")
            told = read_terms(before or b"")
            made = make_feed(published, told, source, feed, self._events)
        self._of, self._made, self._overview, self._days = of, made, overview, days
        return made


def make_feed(
    published: Sequence[Entry], told: str, source: Source, feed: FeedSettings, known: KnownEvents
) -> FeedData:
    """The feed after the one that held `published` on the terms `told`."""
    settings, today, overview = source.vault.settings, source.today, source.overview
    words = Words(feed.language or settings.language, today)
    may_tell = terms(feed)
    view = FeedView(
        overview=overview,
        people={person.path: person for person in overview.people},
        queue=source.queue,
        settings=settings,
        feed=feed,
        today=today,
        say=words.say,
        lasting=has_lasting_rule,
        unread=source.unread,
        wished=source.wished,
        unasked=families_of(source.wished.unsure, published),
        vault=settings.vault_name or linked_vault(published) or source.vault.root.name,
    )
    entries = settle(
        wanted_entries(view),
        published,
        settings,
        today,
        words.say,
        feed=feed.name,
        same_terms=told == may_tell,
    )
    given = settings.feed_name if feed.name == NETWORKING.name else ""
    name = feed.title or given or words.gettext(title_of(feed))
    data, left_out = write_feed(
        entries, name=name, zone=settings.timezone, color=feed.color, terms=may_tell, known=known
    )
    path = feed_path(settings, feed)
    problems = [problem("VK306", path, reason=f"{entry.summary}: {why}") for entry, why in left_out]
    bad = {id(entry) for entry, _ in left_out}
    return FeedData(data, tuple(entry for entry in entries if id(entry) not in bad), tuple(problems))


def _says_as_much(was: Overview, now: Overview) -> bool:
    """Whether a feed cannot tell one from the other."""
    if was.meetings is not now.meetings or len(was.people) != len(now.people):
        return False
    pairs = zip(was.people, now.people, strict=True)
    return all(told_of(one) == told_of(other) for one, other in pairs if one is not other)


def _is_as_long(was: list[Day], now: list[Day]) -> bool:
    """Whether the queue is the same: a day on which nothing changes stays the same object."""
    return len(was) == len(now) and all(one is other for one, other in zip(was, now, strict=True))
