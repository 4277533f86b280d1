"""Where a meeting's note holds what there is to know before it: between two marks that stand there already.

No mark, no write. It is made anew until the day of the meeting and then stays as it is; a place that is empty
is filled on that day, too. The hour plays no part, so that two machines agree.
"""

import re

from vaultkit.model.meeting import Meeting, Occurrence, Status
from vaultkit.model.phrase import marked
from vaultkit.rules import region

NAME = "prep"
MARKS = "\n".join(region.marks(NAME))
"""As a template for a new note has them."""
WORD = marked("made by vaultkit until the day of the meeting; write above or below these two lines")
"""The word to the reader in the opening mark."""
_MARK = re.compile(r"^[ \t]*<!--[ \t]*vaultkit:begin[ \t]+prep\b", re.MULTILINE)


class WrittenByHandError(Exception):
    """Somebody has written between the marks: that stays. `line`: 1-based, of the opening mark."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def has_place(body: str) -> bool:
    """Whether a note's text seems to hold the marks."""
    return "vaultkit:begin" in body and bool(_MARK.search(body))


def wants_sheet(meeting: Meeting) -> bool:
    """Whether a meeting's note may be filled at all: not where it repeats, was called off or is over.

    A row of meetings has no one day from which it would stay as it is.
    """
    open_one = meeting.status not in (Status.CANCELLED, Status.DONE)
    return meeting.own_note and meeting.has_prep and not meeting.rrule and open_one


def once(meeting: Meeting) -> Occurrence:
    """The one holding of a meeting that does not repeat."""
    return Occurrence(meeting, meeting.day)


def with_sheet(text: str, inner: str, word: str, *, day_has_come: bool) -> str:
    """The note with `inner` between its marks; as it is where it holds none, or is to stay as it is.

    `word`: the word to the reader. `day_has_come`: whether it is the day of the meeting. Raises
    DamagedRegionError and WrittenByHandError.
    """
    found = region.find(text, NAME)
    if found is None:
        return text
    if found.inner.strip():
        if day_has_come:
            return text
        if found.fingerprint != region.fingerprint(found.inner):
            raise WrittenByHandError(found.before.count("\n") + 1)
    return region.fill(found, NAME, inner, word)
