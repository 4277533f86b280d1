"""Whom to contact in the time that is held, and by which way.

The same notes give the same people on the same day. Nobody is proposed twice in a week. The ceilings are for
people who need quiet: they count those who were contacted and who are met as well.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from vaultkit.model.channel import Channel
from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Occurrence
from vaultkit.model.review import Deed, Did
from vaultkit.model.settings import Settings
from vaultkit.model.slot import Slot
from vaultkit.rules.asks import unanswered
from vaultkit.rules.channels import channels_in, ways_to
from vaultkit.rules.followups.dealing import urgency
from vaultkit.rules.followups.queue import Day, Queue
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.waiting import Waiting
from vaultkit.rules.weeks import monday_of

CONTACTS = ("reply", "next_contact", "cadence", "first_contact")
"""Kinds of follow-up that a slot is for, those that go first in front."""
EACH = timedelta(minutes=30)
"""So much of a slot is for one person; over coffee it is all of it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody to contact."""

    item: FollowUp
    channel: Channel
    """ANY: no way to them is known."""


@dataclass(frozen=True, slots=True)
class HeldTime:
    """A slot on its day."""

    start: datetime
    end: datetime
    """On the owner's clock."""
    meeting: Occurrence | None = None
    """What the time is taken by."""
    quiet: bool = False
    """Whether a meeting is so near that nobody is proposed."""
    full: bool = False
    """Whether nobody is proposed because a ceiling is reached by those who were contacted or are met."""
    proposals: tuple[Proposal, ...] = ()


@dataclass
class _Room:
    """How many more people days and week have room for."""

    settings: Settings
    on_day: Counter[date] = field(default_factory=Counter)
    in_week: int = 0

    @classmethod
    def left_by(cls, seen: dict[date, set[str]], settings: Settings) -> "_Room":
        """`seen`: who was contacted, or is met, on each day of the week."""
        room = cls(settings)
        room.on_day.update({day: len(people) for day, people in seen.items()})
        room.in_week = len(set().union(*seen.values()))
        return room

    def has_room(self, day: date) -> bool:
        most = self.settings.slot_people_per_week
        return self.on_day[day] < self.settings.slot_people_per_day and not (most and self.in_week >= most)

    def put(self, day: date) -> None:
        self.on_day[day] += 1
        self.in_week += 1


class Week:
    """The rest of one week, from today to Sunday: whoever is proposed is proposed once."""

    def __init__(
        self,
        queue: Queue,
        meetings: Sequence[Occurrence],
        deeds: Sequence[Deed],
        settings: Settings,
        today: date,
    ) -> None:
        """`meetings`: that are still to come this week; `deeds`: what was done in it."""
        self._settings, self._today, self._meetings = settings, today, meetings
        seen: dict[date, set[str]] = {}
        for deed in deeds:
            if deed.did is Did.IN_TOUCH:
                seen.setdefault(deed.day, set()).add(deed.person.path)
        for one in meetings:
            seen.setdefault(one.day, set()).update(one.meeting.attendees)
        self._room = _Room.left_by(seen, settings)
        taken = {path for one in meetings for path in one.meeting.attendees}
        self._waiting = [one for one in _candidates(queue, today) if one.now.person.path not in taken]

    def held(self) -> list[HeldTime]:
        """The slots that are left, in the order of their time."""
        monday = monday_of(self._today)
        slots = sorted({(one.weekday, one.start, one.end): one for one in self._settings.slots}.values())
        days = ((monday + timedelta(days=slot.weekday), slot) for slot in slots)
        return [self._filled(slot, day) for day, slot in days if day >= self._today]

    def _filled(self, slot: Slot, day: date) -> HeldTime:
        held = HeldTime(datetime.combine(day, slot.start), datetime.combine(day, slot.end))
        near = [(self._apart(held, one), one) for one in self._meetings]
        taken = next((one for apart, one in near if apart is not None and apart < timedelta(0)), None)
        if taken is not None:
            return HeldTime(held.start, held.end, meeting=taken)
        quiet = timedelta(hours=self._settings.slot_quiet_hours)
        if any(apart is not None and apart < quiet for apart, _ in near):
            return HeldTime(held.start, held.end, quiet=True)
        most = 1 if slot.channel is Channel.COFFEE else max(1, (held.end - held.start) // EACH)
        full = not self._room.has_room(day)
        return HeldTime(held.start, held.end, full=full, proposals=self.proposals(day, most, slot.channel))

    def _apart(self, held: HeldTime, one: Occurrence) -> timedelta | None:
        """How much time lies between a slot and a meeting, less than none where they overlap.

        A meeting without a time of day takes none, and is near on its day; None for one of another day.
        """
        start = one.start_on(self._settings.timezone)
        if isinstance(start, datetime):
            meeting = one.meeting
            assert isinstance(meeting.start, datetime)
            assert isinstance(meeting.end, datetime)
            return max(held.start - (start + (meeting.end - meeting.start)), start - held.end)
        return timedelta(0) if start <= held.start.date() <= one.last_day else None

    def proposals(self, day: date, most: int, channel: Channel = Channel.ANY) -> tuple[Proposal, ...]:
        """Those to contact on a day, who are not proposed on any other from then on."""
        found: list[Proposal] = []
        left: list[Waiting] = []
        for one in self._waiting:
            way = None
            if len(found) < most and one.item.due <= day and self._room.has_room(day):
                way = channel_for(one, channel)
            if way is None:
                left.append(one)
            else:
                found.append(Proposal(one.item, way))
                self._room.put(day)
        self._waiting = left
        return tuple(found)


def channel_for(one: Waiting, wanted: Channel) -> Channel | None:
    """The way by which somebody is contacted; None where the one that is wanted is not for them.

    Whoever has not answered is tried another way. Over coffee meet those who know each other: it is not for a
    first word, or for a nudge.
    """
    if wanted is Channel.COFFEE:
        return wanted if one.item.kind in ("next_contact", "cadence") else None
    ways = ways_to(one.now.person)
    if one.item.kind == "reply":
        tried = set(_tried(one.now))
        ways = [way for way in ways if way not in tried] or ways
    if wanted is Channel.ANY:
        return next(iter(ways), Channel.ANY)
    return wanted if wanted in ways else None


def _tried(now: Situation) -> Iterator[Channel]:
    for line in unanswered(now.person.log, now.today):
        yield from channels_in(line.text)


def _candidates(queue: Queue, today: date) -> list[Waiting]:
    """Everybody whom the queue wants contacted by Sunday, each once, those that go first in front.

    Within a kind soonest first, and of those whom an interval asks for the most urgent.
    """
    sunday = monday_of(today) + timedelta(days=6)
    found: dict[str, list[Waiting]] = {kind: [] for kind in CONTACTS}
    for day in queue.days:
        if day.due > sunday:
            break
        for kind, held in day.once("contacts", partial(_by_kind, day)).items():
            found[kind] += held
    found["cadence"].sort(key=lambda one: (max(one.item.due, today), -urgency(one), one.order))
    each: dict[str, Waiting] = {}
    for one in (one for kind in CONTACTS for one in found[kind]):
        each.setdefault(one.now.person.path, one)
    return list(each.values())


def _by_kind(day: Day) -> dict[str, list[Waiting]]:
    found: dict[str, list[Waiting]] = {}
    for one in day.waiting:
        if one.item.kind in CONTACTS:
            found.setdefault(one.item.kind, []).append(one)
    return found
