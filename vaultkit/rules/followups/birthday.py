"""*Birthday*: it always shows on its day, and some time before."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vaultkit.model.edit import Edit
from vaultkit.model.followup import FollowUp
from vaultkit.model.person import Birthday
from vaultkit.model.phrase import phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.birthdays import next_birthday
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import skipped, touched

_WISHES = re.compile(
    r"\b(?:gratuler\w*|congratulat\w*|happy birthday|birthday wishes|bursdagshilsen)\b", re.IGNORECASE
)

_LATEST = timedelta(days=350)
"""Belated wishes make sense for so long after the birthday, less the days for which the next one is shown."""


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the day itself, shown from `birthday_days` before it; gone the day after, or once wished.

    Put off, it asks for belated wishes, at the latest when the next one is about to be shown.
    """
    person = situation.person
    if person.birthday is None:
        return
    day = _day(person.birthday, situation)
    if day > situation.today + timedelta(days=situation.settings.birthday_days):
        return
    if _is_over(situation, day):
        return
    age = day.year - person.birthday.year if person.birthday.year else 0
    yield FollowUp(
        kind="birthday",
        person=situation.ref,
        due=day,
        reason=phrase("turns {age}", age=age) if age > 0 else phrase("birthday"),
        why=phrase("the birthday stands in the note, line {line}", line=person.places.get("birthday", 1)),
        network=person.network,
        latest=day + _LATEST - timedelta(days=situation.settings.birthday_days),
    )


def _day(birthday: Birthday, now: Situation) -> date:
    """The last birthday while its wishes are put off and wait, else the next."""
    put_off = (one.day for one in now.person.snoozed if one.kind == "birthday" and one.day < now.today)
    last = max(put_off, default=None)
    if last is None or next_birthday(birthday, last) != last or _is_over(now, last):
        return next_birthday(birthday, now.today)
    waits = now.waits_until("birthday", last, last) >= now.today
    return last if waits and now.today - last <= _LATEST else next_birthday(birthday, now.today)


def _is_over(now: Situation, day: date) -> bool:
    """Whether nobody needs to be told of a birthday any more."""
    return _is_wished(now, day) or ("birthday", day) in now.person.skipped


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit] | None:
    """The owner has sent their wishes. None where the birthday is on another day by now."""
    if not _is_birthday(line, now):
        return None
    if _is_wished(now, line.due):
        return []
    # A day before the line was ever shown is a slip, and would count for the birthday of last year.
    return touched(now, max(day, _first_day(now, line.due)), phrase("happy birthday"))


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """No wishes this year."""
    return skipped("birthday", line.due, now) if _is_birthday(line, now) else []


def _is_birthday(line: QueueLine, now: Situation) -> bool:
    birthday = now.person.birthday
    return birthday is not None and next_birthday(birthday, line.due) == line.due


def _is_wished(now: Situation, birthday: date) -> bool:
    """Whether the log tells of wishes: as early as the birthday is shown, or late, until the next one is."""
    first = _first_day(now, birthday)
    return any(
        first <= line.day < first + timedelta(days=365) and _WISHES.search(line.text)
        for line in now.person.log
    )


def _first_day(now: Situation, birthday: date) -> date:
    return birthday - timedelta(days=now.settings.birthday_days)
