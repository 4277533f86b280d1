"""What a page may show: everyone's situation, the queue, the problems, and the day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Occurrence
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.ref import Ref
from vaultkit.model.settings import Settings
from vaultkit.rules.followups.people import People
from vaultkit.rules.followups.queue import Queue
from vaultkit.rules.followups.situation import Situation


@dataclass(frozen=True)
class View:
    """One vault on one day."""

    overview: Overview
    people: People
    queue: Queue
    problems: tuple[Problem, ...]
    settings: Settings
    today: date
    pages: Mapping[str, Ref]
    """Where each page is, by its key, for links between them."""


@cache
def member_of(network: Network) -> Callable[[Situation], bool]:
    """Whether somebody is in a network."""
    return lambda now: network in now.person.networks


def line(item: FollowUp) -> Phrase:
    """A follow-up as one line: who and why."""
    return item.sentence or phrase("{person} · {reason}", person=item.person, reason=item.reason)


def last_said(now: Situation) -> Phrase:
    """When somebody was last in touch, in two words."""
    last = now.last_contact
    return phrase("last {day}", day=last.day) if last else phrase("no contact yet")


def meeting_ref(held: Occurrence, names: Mapping[str, str]) -> Ref:
    """A meeting by its own note, or by the person's whose note announces it."""
    meeting = held.meeting
    if meeting.own_note:
        return Ref(meeting.path, meeting.title or meeting.path.rsplit("/", 1)[-1].removesuffix(".md"))
    return Ref(meeting.path, names.get(meeting.path, meeting.title))
