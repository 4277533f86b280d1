"""Meetings as entries: one for each, or one for a whole row."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from vaultkit.model.entry import Entry, Proposed
from vaultkit.model.feed import Detail, Privacy
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.person import Person
from vaultkit.model.phrase import phrase
from vaultkit.rules.entries.placing import placed
from vaultkit.rules.entries.texts import cancelled, description, key_of, one_line, web_address
from vaultkit.rules.entries.view import FeedView
from vaultkit.rules.links import name_key

NOTE, NEXT = "n", "p"
"""Marks of a meeting that has a note of its own, and of one that a person's note announces."""

_STATUS = {Status.CANCELLED: "CANCELLED", Status.TENTATIVE: "TENTATIVE"}


def propose(view: FeedView) -> Iterator[Proposed]:
    """The meetings from `keep_past_days` back to 18 months ahead."""
    for meeting in view.overview.meetings:
        sure = not view.unread or not any(
            view.overview.links.resolve(link.target, meeting.path) in view.unread
            for link in meeting.people
            if link.target
        )
        guests = (link.text for link in meeting.people)
        said = "\n".join((meeting.title, meeting.topic, meeting.where, *guests))
        for entry in placed(_entry(meeting, view), meeting, view):
            yield Proposed(entry=entry, people=meeting.attendees, said=said, sure=sure)


def keys(view: FeedView) -> frozenset[str]:
    """Of all meetings that the notes hold, wanted now or not."""
    return frozenset(map(entry_key, view.overview.meetings))


def kept_out(view: FeedView) -> Iterable[str]:
    """Keys of the meetings that their own note or somebody who comes keeps out of every feed."""
    people = view.people
    for meeting in view.overview.meetings:
        if meeting.keep_out or any(people[path].keep_out for path in meeting.attendees):
            yield entry_key(meeting)


def entry_key(meeting: Meeting) -> str:
    """From the path of the note in which the meeting stands."""
    return key_of(NOTE if meeting.own_note else NEXT, meeting.path)


def _entry(meeting: Meeting, view: FeedView) -> Entry:
    """What the entry says; its time is still to be set."""
    people = [view.people[path] for path in meeting.attendees]
    status = _STATUS.get(meeting.status, "CONFIRMED")
    summary = one_line(_title(meeting, people, view)) or view.say(phrase("Meeting"))
    address = web_address(meeting.url) if view.tells(Detail.LINK) else ""
    link = view.address(meeting.path)
    return Entry(
        uid="",
        key=entry_key(meeting),
        summary=cancelled(summary, view.say) if status == "CANCELLED" else summary,
        start=meeting.day,
        end=meeting.day + timedelta(days=1),
        description=description([address, *_who(meeting, people, view), *_what(meeting, people, view)], link),
        location=one_line(meeting.where) if view.tells(Detail.PLACE) else "",
        url=link or address,
        status=status,
        transparent=meeting.all_day or status == "CANCELLED",
        # Before a day begins it is night, and what is called off needs no reminder.
        alarm=None if meeting.all_day or status == "CANCELLED" else view.feed.alarm,
    )


def _title(meeting: Meeting, people: list[Person], view: FeedView) -> str:
    names = ", ".join(filter(None, map(view.name, people)))
    if meeting.title and view.feed.privacy is Privacy.FULL:
        return meeting.title
    topic = meeting.topic if view.tells(Detail.TOPIC) else ""
    if topic and names:
        return view.say(phrase("{topic} with {names}", topic=topic, names=names))
    return view.say(phrase("Meeting with {names}", names=names)) if names else topic


def _who(meeting: Meeting, people: list[Person], view: FeedView) -> Iterator[str]:
    if view.feed.privacy is not Privacy.FULL:
        return
    known = {name_key(name) for person in people for name in (person.name, *person.aliases)}
    guests = [
        link.text
        for link in meeting.people
        if not people or (name_key(link.text) not in known and not link.target)
    ]
    for one in dict.fromkeys([*map(view.presented, people), *guests]):
        yield view.say(phrase("With: {who}", who=one))


def _what(meeting: Meeting, people: list[Person], view: FeedView) -> Iterator[str]:
    if meeting.topic and meeting.title and view.tells(Detail.TOPIC):
        yield view.say(phrase("About: {topic}", topic=meeting.topic))
    for person in people:
        yield from view.purpose(person)
