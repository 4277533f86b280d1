"""*Coffee*: half a year without one."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from vaultkit.plugins import Edit, FollowUp, QueueLine, Ref, Situation, phrase, skipped, touched

DAY = timedelta(days=1)
HALF_A_YEAR = 182 * DAY


def coffees(now: Situation) -> list[tuple[date, Ref]]:
    """The last day on which somebody's log tells of coffee, and who it is; empty where it tells of none."""
    days = [line.day for line in now.person.log if "coffee" in line.text.casefold() and line.day <= now.today]
    return [(max(days), now.ref)] if days else []


def follow_ups(situation: Situation) -> Iterable[FollowUp]:
    """Due half a year after the last coffee; gone when there was another, or when it was left out."""
    for last, person in coffees(situation):
        if ("coffee", last) not in situation.person.skipped:
            yield FollowUp(
                kind="coffee",
                person=person,
                due=last + HALF_A_YEAR,
                reason=phrase("time for coffee"),
                why=phrase("the last coffee was on {day}", day=last),
                network=situation.person.network,
            )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """A line in the log; nothing where there was coffee since the line of the queue was made."""
    is_open = any(item.due == line.due for item in follow_ups(now))
    return touched(now, day, phrase("coffee")) if is_open else []


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """No coffee this time, which the note remembers."""
    is_open = any(item.due == line.due for item in follow_ups(now))
    return skipped("coffee", line.due - HALF_A_YEAR, now) if is_open else []
