"""The feed: from what the notes say and what was published last to the bytes of the file."""

from dataclasses import dataclass

from vaultkit.model.overview import Overview
from vaultkit.model.phrase import marked
from vaultkit.model.problem import Problem
from vaultkit.model.settings import Settings
from vaultkit.rules.codes import problem
from vaultkit.rules.feed import told_of, wanted_entries
from vaultkit.rules.published import settle
from vaultkit.rules.wishes import NOTHING, Wished, with_wishes
from vaultkit.store.ics import write_feed
from vaultkit.store.ics_read import read_feed
from vaultkit.store.words import Words
from vaultkit.store.zones import has_lasting_rule

FEED_NAME = marked("Networking meetings")


@dataclass(frozen=True, slots=True)
class FeedData:
    """A feed as it should be."""

    data: bytes
    entries: int
    problems: tuple[Problem, ...]
    """What could not be written."""


class KnownFeed:
    """The feed as it was made last."""

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
        words: Words,
        path: str,
        wished: Wished = NOTHING,
    ) -> FeedData:
        """The feed's bytes. `before`: what was published; `unread`: notes that nobody can read now.

        `wished`: what plugins want in it.
        """
        of = (unread, settings, words, path, wished)
        made = self._made
        if (
            made is None
            or made.data != before
            or self._of != of
            or not _says_as_much(self._overview, overview)
        ):
            made = make_feed(before, overview, unread, settings, words, path, wished)
        self._of, self._made, self._overview = of, made, overview
        return made


def make_feed(
    before: bytes | None,
    overview: Overview,
    unread: frozenset[str],
    settings: Settings,
    words: Words,
    path: str,
    wished: Wished = NOTHING,
) -> FeedData:
    """As `KnownFeed.make`."""
    wanted = wanted_entries(overview, settings, words.today, words.say, has_lasting_rule, unread)
    wanted = with_wishes(wanted, wished, overview, words.say)
    entries = settle(wanted, read_feed(before or b""), settings, words.today, words.say)
    name = settings.feed_name or words.gettext(FEED_NAME)
    data, left_out = write_feed(entries, name=name, zone=settings.timezone)
    problems = [problem("VK306", path, reason=f"{entry.summary}: {why}") for entry, why in left_out]
    return FeedData(data, len(entries) - len(left_out), tuple(problems))


def _says_as_much(was: Overview, now: Overview) -> bool:
    """Whether the feed cannot tell one from the other."""
    if was.meetings is not now.meetings or len(was.people) != len(now.people):
        return False
    pairs = zip(was.people, now.people, strict=True)
    return all(told_of(one) == told_of(other) for one, other in pairs if one is not other)
