"""Meetings to entries of the feed (`field notes: calendar`, RFC 5545).

One-off meetings are given in UTC, so that no calendar can read the zone wrong; repeated ones keep their
zone, or they would move with the clock.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from vaultkit.model.entry import Entry
from vaultkit.model.meeting import Meeting, Occurrence, Status
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.settings import Settings
from vaultkit.rules.links import name_key
from vaultkit.rules.markdown import clean
from vaultkit.rules.recurrence import first_day, occurrences, rule_for_calendars

AHEAD = timedelta(days=550)
"""So far ahead entries are published: 18 months."""
MOST_TEXT = 2000
"""Characters of a description; no calendar shows more."""
_EDGE = timedelta(days=2)
_MORNING = 4
"""Hour from which no zone changes its clock any more."""

_STATUS = {Status.CANCELLED: "CANCELLED", Status.TENTATIVE: "TENTATIVE"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the notes want in the feed."""

    entries: tuple[Entry, ...]
    """Not yet named or stamped."""
    hidden: frozenset[str]
    """Keys of meetings that must be in no feed; what was published of them goes at once."""
    hidden_names: frozenset[str] = frozenset()
    """Names of people who are kept out; no entry may say one."""
    known: frozenset[str] = frozenset()
    """Keys of all meetings that the notes hold, wanted now or not."""
    unread: frozenset[str] = frozenset()
    """Keys of meetings whose notes cannot be read now; what was published of them stays as it is."""

    def says_hidden(self, entry: Entry) -> bool:
        """Whether an entry names somebody who is kept out."""
        said = f"{entry.summary}\n{entry.description}\n{entry.location}".casefold()
        return any(
            name in said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in self.hidden_names
        )


Say = Callable[[Phrase], str]
Lasting = Callable[[str, date], bool]
"""Whether a zone changes its clock by one rule from a day on."""


def wanted_entries(
    overview: Overview,
    settings: Settings,
    today: date,
    say: Say,
    lasting: Lasting,
    unread: Collection[str] = (),
) -> Wanted:
    """An entry for each meeting from `keep_past_days` back to 18 months ahead.

    `say` puts phrases into the vault's language; `lasting` tells whether a calendar can be told how
    a zone changes its clock. `unread`: paths of notes whose content nobody knows now. One of them may be of
    somebody who is kept out, so a meeting with them is not published anew.
    """
    people = {person.path: person for person in overview.people}
    kept_out = [person for person in overview.people if person.keep_out]
    # What a person's note announced before belongs to a person who is kept out, too.
    hidden = {next_meeting_key(person.path) for person in kept_out}
    names = frozenset(name.casefold() for one in kept_out for name in (one.name, *one.aliases) if name)
    unsure = {of(path) for path in unread for of in (meeting_key, next_meeting_key)}
    wanted: list[Entry] = []
    for meeting in overview.meetings:
        key = entry_key(meeting)
        if meeting.keep_out or any(people[path].keep_out for path in meeting.attendees):
            hidden.add(key)
        elif unread and any(
            overview.links.resolve(link.target, meeting.path) in unread
            for link in meeting.people
            if link.target
        ):
            unsure.add(key)
        else:
            entry = _Texts(meeting, people, say).entry(key)
            wanted += _placed(entry, meeting, settings, today, lasting)
    known = frozenset(entry_key(meeting) for meeting in overview.meetings)
    result = Wanted((), frozenset(hidden), names, known, frozenset(unsure))
    return replace(result, entries=tuple(entry for entry in wanted if not result.says_hidden(entry)))


def told_of(person: Person) -> tuple[object, ...]:
    """What the feed may tell of a person, or must not."""
    return (
        person.path,
        person.name,
        person.aliases,
        person.role,
        person.companies,
        person.ask,
        person.offer,
        person.keep_out,
    )


def entry_key(meeting: Meeting) -> str:
    """`n-` for a meeting's own note, `p-` for a person's next meeting, and a hash of the note's path."""
    return meeting_key(meeting.path) if meeting.own_note else next_meeting_key(meeting.path)


def meeting_key(path: str) -> str:
    """The key of the meeting that a note of its own describes."""
    return f"n-{_hashed(path)}"


def next_meeting_key(path: str) -> str:
    """The key of the next meeting that a person's note announces."""
    return f"p-{_hashed(path)}"


def _hashed(path: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", path).encode()).hexdigest()[:16]


def _placed(
    entry: Entry, meeting: Meeting, settings: Settings, today: date, lasting: Lasting
) -> Iterable[Entry]:
    """The entry at its time: one, or one for each holding where calendars would not follow its rule alike."""
    first = today - timedelta(days=settings.keep_past_days)
    rule = rule_for_calendars(meeting.rrule, meeting.day) if meeting.rrule else None
    if rule and _can_be_one_entry(meeting, lasting):
        if occurrences(meeting, first - _EDGE, today + AHEAD):
            yield _repeated(entry, replace(meeting, rrule=rule))
        return
    for day in occurrences(meeting, first - (meeting.last_day - meeting.day), today + AHEAD):
        one = Occurrence(meeting, day)
        key = f"{entry.key}-{day:%Y%m%d}" if meeting.rrule else entry.key
        start, end = _instants(one)
        yield _with(entry, key=key, start=start, end=end)


def _can_be_one_entry(meeting: Meeting, lasting: Lasting) -> bool:
    """Whether every calendar finds the same holdings from a rule that it follows as the others do.

    Not in a zone without a lasting rule, not for 29 February, and not where a holding begins, ends or goes
    on in the night's hours in which clocks change: there the calendars tried differ.
    """
    if (meeting.day.month, meeting.day.day) == (2, 29):
        return False
    if not isinstance(meeting.start, datetime) or not isinstance(meeting.end, datetime):
        return True
    in_the_night = meeting.start.hour < _MORNING or meeting.end.date() > meeting.start.date()
    return not in_the_night and lasting(meeting.zone, meeting.day)


def _instants(one: Occurrence) -> tuple[date, date]:
    meeting = one.meeting
    if not isinstance(meeting.start, datetime) or not isinstance(meeting.end, datetime):
        return one.day, one.last_day + timedelta(days=1)
    zone = ZoneInfo(meeting.zone)
    start = datetime.combine(one.day, meeting.start.time(), zone).astimezone(UTC)
    # The length is what two clocks on the wall show, so that 22:00-01:00 stays so over a change of the clock.
    ends = datetime.combine(one.last_day, meeting.end.time(), zone).astimezone(UTC)
    return start, max(ends, start + timedelta(minutes=1))


def _repeated(entry: Entry, meeting: Meeting) -> Entry:
    """A row of meetings as one entry. The start must fit the rule (RFC 5545, 3.8.5.3)."""
    whole = replace(meeting, skipped=())
    # COUNT counts from the start: it stays on the first day, held or not.
    day = first_day(whole if "COUNT=" in meeting.rrule else meeting)
    skips = sorted({one for one in meeting.skipped if one >= day and occurrences(whole, one, one)})
    last = day + (meeting.last_day - meeting.day)
    if not isinstance(meeting.start, datetime) or not isinstance(meeting.end, datetime):
        until = f";UNTIL={meeting.until:%Y%m%d}" if meeting.until else ""
        return _with(
            entry, start=day, end=last + timedelta(days=1), rrule=meeting.rrule + until, skipped=tuple(skips)
        )
    zone = ZoneInfo(meeting.zone)
    clock = meeting.start.time()
    until = ""
    if meeting.until:
        moment = datetime.combine(meeting.until, time(23, 59, 59), zone).astimezone(UTC)
        until = f";UNTIL={moment:%Y%m%dT%H%M%SZ}"
    return _with(
        entry,
        start=datetime.combine(day, clock, zone),
        end=datetime.combine(last, meeting.end.time(), zone),
        rrule=meeting.rrule + until,
        skipped=tuple(datetime.combine(one, clock, zone) for one in skips),
    )


def _with(entry: Entry, **changes: object) -> Entry:
    return replace(entry, **changes)  # type: ignore[arg-type]


class _Texts:
    """What an entry says."""

    def __init__(self, meeting: Meeting, people: Mapping[str, Person], say: Say) -> None:
        self.meeting = meeting
        self.people = [people[path] for path in meeting.attendees]
        self.say = say

    def entry(self, key: str) -> Entry:
        meeting = self.meeting
        status = _STATUS.get(meeting.status, "CONFIRMED")
        return Entry(
            uid="",
            key=key,
            summary=self._summary(status),
            start=meeting.day,
            end=meeting.day + timedelta(days=1),
            description=self._description(),
            location=one_line(meeting.where),
            url=web_address(meeting.url),
            status=status,
            transparent=meeting.all_day or status == "CANCELLED",
        )

    def _summary(self, status: str) -> str:
        meeting = self.meeting
        names = ", ".join(person.name for person in self.people)
        title = meeting.title
        if not title and not names:
            title = meeting.topic
        elif not title:
            title = (
                self.say(phrase("{topic} with {names}", topic=meeting.topic, names=names))
                if meeting.topic
                else self.say(phrase("Meeting with {names}", names=names))
            )
        title = one_line(title) or self.say(phrase("Meeting"))
        return cancelled(title, self.say) if status == "CANCELLED" else title

    def _description(self) -> str:
        meeting = self.meeting
        who = [
            ", ".join(filter(None, (person.name, person.role, *(link.text for link in person.companies))))
            for person in self.people
        ]
        known = {name_key(name) for person in self.people for name in (person.name, *person.aliases)}
        who += [
            link.text
            for link in meeting.people
            if not self.people or (name_key(link.text) not in known and not link.target)
        ]
        lines = [web_address(meeting.url)]
        lines += [self.say(phrase("With: {who}", who=one)) for one in dict.fromkeys(who)]
        if meeting.topic and meeting.title:
            lines.append(self.say(phrase("About: {topic}", topic=meeting.topic)))
        for person in self.people:
            if person.ask:
                lines.append(self.say(phrase("I want to learn: {what}", what="; ".join(person.ask))))
            if person.offer:
                lines.append(self.say(phrase("I can offer: {what}", what="; ".join(person.offer))))
        return "\n".join(filter(None, map(one_line, lines)))[:MOST_TEXT].strip()


def cancelled(summary: str, say: Say) -> str:
    """The summary of a meeting that will not be held; said in words because some calendars show no mark."""
    word = say(phrase("Cancelled: {what}", what=""))
    return summary if summary.startswith(word.strip()) else f"{word.strip()} {summary}"


def one_line(text: str) -> str:
    """Text for a calendar: one line, without control characters, half characters and marks that turn it."""
    return clean(text)[:MOST_TEXT].strip()


def web_address(text: str) -> str:
    """A web address, percent-encoded; empty for anything else."""
    text = one_line(text)
    if not text.lower().startswith(("https://", "http://")) or " " in text:
        return ""
    return quote(text, safe=":/?#[]@!$&'()*+,;=%-._~")
