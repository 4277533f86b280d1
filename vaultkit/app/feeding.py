"""The feeds: from what the notes say and what was published last to the bytes of each file."""

from collections.abc import Mapping
from dataclasses import dataclass

from vaultkit.app.opening import OpenVault, feed_path
from vaultkit.errors import UnsafePathError
from vaultkit.model.feed import NETWORKING, FeedSettings, Privacy
from vaultkit.model.overview import Overview
from vaultkit.model.phrase import marked, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.settings import Settings
from vaultkit.rules.codes import problem
from vaultkit.rules.feed import told_of, wanted_entries
from vaultkit.rules.published import settle
from vaultkit.store.ics import write_feed
from vaultkit.store.ics_read import read_feed
from vaultkit.store.scan import reason
from vaultkit.store.words import Words
from vaultkit.store.zones import has_lasting_rule

FEED_NAME = marked("Networking meetings")


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
class FeedData:
    """A feed as it should be."""

    data: bytes
    entries: int
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

    def make(self, vault: OpenVault, overview: Overview, unread: frozenset[str], words: Words) -> MadeFeeds:
        """Each feed, with what was published of it as its memory. One that cannot be read costs only itself.

        `unread`: notes that nobody can read now. `words` are the vault's.
        """
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
            known = self._by_name.setdefault(feed.name, KnownFeed())
            made = known.make(published, overview, unread, vault.settings, feed, words, path)
            files.append(FeedFile(feed.name, path, made.entries, feed.privacy))
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
        self._made: FeedData | None = None

    def make(
        self,
        before: bytes | None,
        overview: Overview,
        unread: frozenset[str],
        settings: Settings,
        feed: FeedSettings,
        words: Words,
        path: str,
    ) -> FeedData:
        """The feed's bytes. `before`: what was published; `unread`: notes that nobody can read now."""
        of = (unread, settings, words, path)
        made = self._made
        if (
            made is None
            or made.data != before
            or self._of != of
            or not _says_as_much(self._overview, overview)
        ):
            made = make_feed(before, overview, unread, settings, feed, words, path)
        self._of, self._made, self._overview = of, made, overview
        return made


def make_feed(
    before: bytes | None,
    overview: Overview,
    unread: frozenset[str],
    settings: Settings,
    feed: FeedSettings,
    words: Words,
    path: str,
) -> FeedData:
    """As `KnownFeed.make`."""
    wanted = wanted_entries(overview, settings, words.today, words.say, has_lasting_rule, unread)
    entries = settle(wanted, read_feed(before or b""), settings, words.today, words.say)
    given = settings.feed_name if feed.name == NETWORKING.name else ""
    name = feed.title or given or words.gettext(FEED_NAME)
    data, left_out = write_feed(entries, name=name, zone=settings.timezone)
    problems = [problem("VK306", path, reason=f"{entry.summary}: {why}") for entry, why in left_out]
    return FeedData(data, len(entries) - len(left_out), tuple(problems))


def _says_as_much(was: Overview, now: Overview) -> bool:
    """Whether the feed cannot tell one from the other."""
    if was.meetings is not now.meetings or len(was.people) != len(now.people):
        return False
    pairs = zip(was.people, now.people, strict=True)
    return all(told_of(one) == told_of(other) for one, other in pairs if one is not other)
