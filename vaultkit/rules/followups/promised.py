"""What was promised, both ways: the tasks in a person's note and in the notes of meetings with them."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.model.meeting import Meeting
from vaultkit.model.task import Task
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.promises import Called, mine, theirs


@dataclass(frozen=True, slots=True)
class Promise:
    """What one of the two has promised the other."""

    task: Task
    what: str
    is_theirs: bool
    """False: it is the owner's to keep."""
    meeting: Meeting | None
    """In whose note it stands; None: in the person's own."""


def promises(now: Situation) -> Iterator[Promise]:
    """Every task that is between the owner and this person, kept ones too."""
    person, path = now.person, now.person.path
    for task in person.tasks:
        yield from _of(task, {path: (person.name, *person.aliases)}, path, None)
    for meeting in now.overview.meetings_of(path):
        called = {one: (now.overview.names.get(one, ""),) for one in meeting.attendees}
        for task in meeting.tasks:
            yield from _of(task, called, path, meeting)


def _of(task: Task, called: Called, path: str, meeting: Meeting | None) -> Iterator[Promise]:
    """The promise, if it is this person's."""
    other = theirs(task.text, called)
    whose, what = other or mine(task.text, called)
    if whose == path:
        yield Promise(task, what, other is not None, meeting)
