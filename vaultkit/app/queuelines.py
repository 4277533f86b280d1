"""What each line of the queue page stands for: remembered beside the page for when it is ticked."""

import sys
from collections.abc import Mapping
from functools import partial

from vaultkit.model.queueline import QueueLine
from vaultkit.model.ref import Ref
from vaultkit.rules import ticks
from vaultkit.rules.followups import queue_line
from vaultkit.rules.followups.queue import Day, Queue
from vaultkit.rules.followups.waiting import Waiting
from vaultkit.rules.links import LinkIndex
from vaultkit.rules.markdown import escape, link
from vaultkit.rules.pages.view import line as words_of
from vaultkit.rules.ticks import Row
from vaultkit.store.words import Words


def lines_of_day(day: Day, words: Words, links: LinkIndex) -> list[Row]:
    """For each follow-up: its line as the shipped template writes it, the words in it, and what it means."""
    return day.once("lines", partial(_lines, day, words, links), words, links)


def _lines(day: Day, words: Words, links: LinkIndex) -> list[Row]:
    return [one.once("line", partial(_line, one, words, links), words, links) for one in day.waiting]


def _line(one: Waiting, words: Words, links: LinkIndex) -> Row:
    item = one.item
    said = words.say(words_of(item), lambda it: link(it, links) if isinstance(it, Ref) else escape(it))
    network = f" · {words.network(item.network)}" if item.network else ""
    whole = ticks.bare(f"{said}{network} 📅 {item.due}")
    # Interned, as what is remembered is: there are thousands of them.
    return sys.intern(whole), ticks.bare(said), queue_line(item, one.now)


class KnownLines:
    """What the lines stood for at the last look."""

    def __init__(self) -> None:
        self._lines: Mapping[str, QueueLine] | None = None
        self._days: set[Day] = set()
        self._by: tuple[object, ...] = ()

    def remember(
        self,
        page: str,
        queue: Queue,
        words: Words,
        links: LinkIndex,
        before: Mapping[str, QueueLine],
        *,
        as_shipped: bool,
    ) -> Mapping[str, QueueLine]:
        """What the lines of a new queue page stand for, and those of the last weeks: `rules/ticks.remember`.

        `as_shipped`: whether the page lists each follow-up as the shipped template does, and no tick waits on
        it. Then only days on which something has changed are gone through.
        """
        by = (words, links)
        fresh = [day for day in queue.days if day not in self._days]
        if as_shipped and before is self._lines and by == self._by:
            rows = [row for day in fresh for row in lines_of_day(day, words, links)]
            lines = ticks.remember_rows(rows, before) if rows else before
        else:
            rows = [row for day in queue.days for row in lines_of_day(day, words, links)]
            lines = ticks.remember(page, rows, before, words.today)
        self._lines, self._days, self._by = lines if as_shipped else None, set(queue.days), by
        return lines
