"""A vault of 500 meetings in ten zones, the same for the same seed, and what becomes of it over a day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from calendars.awkward import HOSTILE
from calendars.grammar import published_zone
from calendars.planned import DAY, Planned

ZONES = (
    "Europe/Oslo",
    "America/New_York",
    "Asia/Kolkata",  # half an hour from the others
    "Australia/Lord_Howe",  # its summer time is half an hour
    "Pacific/Apia",  # gave up summer time
    "Africa/Casablanca",  # went back for Ramadan until 2026, and gave that up
    "America/Nuuk",  # changes before midnight
    "Asia/Jerusalem",  # changes on a Friday
    "UTC",
    "Europe/Dublin",  # by law its winter is the exception
)
TODAY = date(2026, 2, 2)
FIRST, LAST = date(2025, 12, 10), date(2027, 7, 15)
"""What a feed of that day holds in any case: 60 days back and 18 months ahead, less a little."""
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
    "FREQ=DAILY;COUNT=40",
    "FREQ=DAILY;INTERVAL=10",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=30",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
)
READ_DIFFERENTLY = (
    "FREQ=YEARLY;BYMONTH=3,4,5;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTHDAY=13",
    "FREQ=DAILY;BYMONTHDAY=-1",
    "FREQ=WEEKLY;BYMONTH=5,6",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
)
"""Rules that some calendar does not follow as RFC 5545 means them."""
TEXTS = tuple(text[:200] for name, text in HOSTILE.items() if name != "surrogate")
"""Half a character is left out: a file in UTF-8 cannot hold one."""
CONFIG = """\
language = "en"
timezone = "Europe/Oslo"
[folders]
people = ["People"]
meetings = ["Meetings"]
[feeds.busy]
title = "Opptatt; ikke til, stede"
privacy = "busy"
color = "teal"
alarm = 15
[feeds.people]
entries = ["follow_ups", "slots", "birthdays"]
privacy = "initials"
language = "nn"
[feeds.leisure]
networks = ["leisure"]
details = ["note"]
"""
"""A feed of each sort; every meeting is in networking.ics."""


@dataclass(frozen=True)
class Vault:
    """The meetings of one day, and those of the next."""

    before: tuple[Planned, ...]
    after: tuple[Planned, ...]
    """As `before`; some are called off, some are gone."""
    deleted: tuple[Planned, ...]

    @property
    def expected(self) -> tuple[Planned, ...]:
        """What calendars shall know: a meeting to come whose note was deleted is called off."""
        return (*self.after, *(replace(one, status="cancelled") for one in self.deleted))


def many_meetings(seed: int = 5, count: int = 500) -> Vault:
    """Every kind of meeting in every zone, then as many of chance as are wanted."""
    chance = random.Random(seed)
    before = [replace(one, number=number) for number, one in enumerate(_meetings(chance, count), 1)]
    to_come = [one for one in before if not one.announced and one.day > TODAY + 7 * DAY]
    deleted = chance.sample([one for one in to_come if not one.rule], count // 50)
    called_off = chance.sample([one for one in to_come if one not in deleted], count // 20)
    after = [
        replace(one, status="cancelled") if one in called_off else one for one in before if one not in deleted
    ]
    return Vault(tuple(before), tuple(after), tuple(deleted))


def _meetings(chance: random.Random, count: int) -> list[Planned]:
    """Not yet numbered."""
    made = [one for zone in ZONES for day in changes(zone) for one in _about_a_change(zone, day)]
    made += [
        one for zone in ZONES for day in changes("Europe/Oslo") for one in _in_the_night_of_oslo(zone, day)
    ]
    made += [_row(chance, zone, rule) for zone in ZONES for rule in RULES]
    made += [_row(chance, zone, rule) for zone, rule in zip(ZONES, READ_DIFFERENTLY, strict=False)]
    made += [chance.choice(_OF_CHANCE)(chance, chance.choice(ZONES)) for _ in range(count - len(made))]
    for number, one in enumerate(made):
        text = chance.choice(TEXTS) if chance.random() < 0.3 else ""
        status = "tentative" if not one.announced and chance.random() < 0.1 else one.status
        made[number] = replace(one, text=text, status=status)
    return made


def changes(zone: str) -> Iterator[date]:
    """The days from FIRST to LAST on which a zone changes its clock."""
    for number in range((LAST - FIRST).days):
        midnight = datetime.combine(FIRST + number * DAY, time(), published_zone(zone))
        if midnight.utcoffset() != (midnight + DAY).utcoffset():
            yield midnight.date()


def _about_a_change(zone: str, day: date) -> Iterator[Planned]:
    """Through the night, and within the hours that are skipped or shown twice; the last one every week."""
    yield _timed(zone, day - DAY, time(22), 6.5)
    yield _timed(zone, day, time(1, 30), 2)
    yield _timed(zone, day, time(2, 30), 2)
    yield _timed(zone, day, time(23, 30), 2)
    yield replace(_timed(zone, day - 14 * DAY, time(2, 30), 2), rule="FREQ=WEEKLY;COUNT=4")


def _in_the_night_of_oslo(zone: str, day: date) -> Iterator[Planned]:
    """Elsewhere, where it may be noon, while the owner's clock changes."""
    for minutes in (30, 90):
        moment = datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)
        wall = moment.astimezone(published_zone(zone)).replace(tzinfo=None, fold=0)
        meeting = _timed(zone, wall.date(), wall.time(), 1.5)
        yield meeting if minutes == 30 else replace(meeting, announced=True)


def _row(chance: random.Random, zone: str, rule: str) -> Planned:
    """A row by day, with or without an end, some of whose days are skipped; a third are of whole days."""
    kind = chance.choice((_by_day, _by_day, _of_whole_days))
    counted = "COUNT" in rule
    one = replace(kind(chance, zone, FIRST - 300 * (not counted) * DAY, FIRST + 100 * DAY), rule=rule)
    if rule == "FREQ=MONTHLY":  # from a day that not every month has
        one = one.moved(date(2025, 10, 31) - one.day)
    if not counted and chance.random() < 0.7:
        one = replace(one, until=_some_day(chance, FIRST + 150 * DAY, LAST))
    days = one.days(LAST)
    skipped = chance.sample(days, min(len(days) // 2, chance.randrange(4)))
    return replace(one, skipped=tuple(sorted(skipped)))


def _by_day(chance: random.Random, zone: str, first: date = FIRST, last: date = LAST) -> Planned:
    start = time(chance.randrange(7, 20), chance.choice((0, 15, 30, 45)))
    return _timed(zone, _some_day(chance, first, last), start, chance.choice((0.25, 0.5, 1, 1.5, 3)))


def _announced(chance: random.Random, zone: str) -> Planned:
    return replace(_by_day(chance, zone), announced=True)


def _over_midnight(chance: random.Random, zone: str) -> Planned:
    return _timed(
        zone, _some_day(chance, FIRST, LAST), time(chance.randrange(19, 24)), chance.randrange(6, 30)
    )


def _of_whole_days(chance: random.Random, zone: str, first: date = FIRST, last: date = LAST) -> Planned:
    day = _some_day(chance, first, last)
    return Planned(number=0, zone=zone, start=day, end=day + chance.choice((1, 1, 2, 5)) * DAY)


_OF_CHANCE = (_by_day, _by_day, _announced, _over_midnight, _of_whole_days)


def _timed(zone: str, day: date, clock: time, hours: float) -> Planned:
    start = datetime.combine(day, clock)
    return Planned(number=0, zone=zone, start=start, end=start + timedelta(hours=hours))


def _some_day(chance: random.Random, first: date, last: date) -> date:
    """Three days or more before `last`."""
    return first + chance.randrange((last - first).days - 2) * DAY
