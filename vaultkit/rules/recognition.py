"""Which published entry a wanted one is: the same meeting, however much of it has changed.

A note is found again by its path. One that was renamed is not; then what was published of a note that is gone
is looked at, and only one that alone fits is taken for it, from what says most to what says least.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry
from vaultkit.rules.entries.meetings import NEXT, NOTE
from vaultkit.rules.entries.texts import family, mark
from vaultkit.rules.entries.wanted import Wanted
from vaultkit.rules.entrytimes import goes_on, start_order

_MEETINGS = (NOTE, NEXT)


def recognise(wanted: Wanted, before: Iterable[Entry], today: date, zone: ZoneInfo) -> dict[int, Entry]:
    """For each wanted entry, by its number, the published one that it is; where there is none, nothing."""
    known = _Recognition(wanted, before)
    known.by_key(
        lambda new, old: mark(new.key) != NEXT or old.start == new.start or goes_on(old, today, zone)
    )
    # A renamed note, or person: what happens at that time is still the same.
    known.alone(lambda one: (mark(one.key), one.start, one.end, one.summary), known.gone())
    known.alone(lambda one: (mark(one.key), one.start, one.end), known.gone())
    # A person's next meeting has got a note of its own, or the other way round.
    for was, now in ((NEXT, NOTE), (NOTE, NEXT)):
        others = [old for old in known.left() if mark(old.key) == was]
        known.alone(lambda one: (one.start, one.end), others, now)

    def coming() -> list[Entry]:
        return [old for old in known.gone() if old.status != "CANCELLED" and goes_on(old, today, zone)]

    # Renamed and moved at once: it still has its name, or those who come and what it is about.
    known.alone(lambda one: _is_whole(one) and (mark(one.key), one.summary), coming())
    known.alone(lambda one: _is_whole(one) and one.description and (mark(one.key), one.description), coming())
    # The one person whose note is gone is the one who was not there before.
    known.alone(lambda one: mark(one.key) == NEXT, coming())
    return known.matches


class _Recognition:
    """What has been found so far."""

    def __init__(self, wanted: Wanted, before: Iterable[Entry]) -> None:
        self._before = list(before)
        self.matches: dict[int, Entry] = {}
        self._wanted = wanted
        self._taken: set[str] = set()
        self._entries = wanted.entries
        self._keys = {entry.key for entry in self._entries}

    def by_key(self, is_same: Callable[[Entry, Entry], bool]) -> None:
        """Those of the same note; of several the one at the same time, with the same words, or the newest."""
        held: dict[str, list[Entry]] = {}
        for old in self._before:
            held.setdefault(old.key, []).append(old)
        for number, new in enumerate(self._entries):
            same = [old for old in held.get(new.key, ()) if old.uid not in self._taken and is_same(new, old)]
            if same:
                self._take(number, max(same, key=lambda old: _likeness(new, old)))

    def left(self) -> list[Entry]:
        """What was published under a key that nobody wants now, and is not yet known again."""
        return [
            old
            for old in self._before
            if old.key not in self._keys
            and old.uid not in self._taken
            and family(old.key) not in self._wanted.unread
            and family(old.key) not in self._wanted.known
        ]

    def gone(self) -> list[Entry]:
        """Those of them whose note is not where it was."""
        return [old for old in self.left() if not self._wanted.is_there(old.key)]

    def alone(self, alike: Callable[[Entry], Hashable], candidates: Iterable[Entry], only: str = "") -> None:
        """Those that are alike, one wanted and one candidate, and no other; nothing is like what is false.

        `only`: the mark that a wanted one must have.
        """
        olds_by: dict[Hashable, list[Entry]] = {}
        for old in candidates:
            olds_by.setdefault(alike(old), []).append(old)
        if not olds_by:
            return
        news_by: dict[Hashable, list[int]] = {}
        for number, new in enumerate(self._entries):
            if number not in self.matches and (not only or mark(new.key) == only):
                news_by.setdefault(alike(new), []).append(number)
        for what, news in news_by.items():
            olds = olds_by.get(what, ())
            if what and len(news) == len(olds) == 1:
                self._take(news[0], olds[0])

    def _take(self, number: int, old: Entry) -> None:
        self.matches[number] = old
        self._taken.add(old.uid)


def _likeness(new: Entry, old: Entry) -> tuple[object, ...]:
    return old.start == new.start, old.summary == new.summary, start_order(old), old.uid


def _is_meeting(entry: Entry) -> bool:
    return mark(entry.key) in _MEETINGS


def _is_whole(entry: Entry) -> bool:
    """Whether it is a meeting, and not one day of a row."""
    return _is_meeting(entry) and family(entry.key) == entry.key
