"""One line of the queue page, as it was made: what a tick on it means."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """Kept beside the text of the line, because a page holds names only and names are not unique for ever."""

    kind: str
    """The kind of follow-up, a key of `rules/followups.KINDS`."""
    path: str
    """Of the person's note."""
    due: date
    meeting: str = ""
    """Path of the meeting's note, where a meeting is the cause."""
    meeting_day: date | None = None
    """The last day of that meeting."""
    about: str = ""
    """As `FollowUp.about`."""
    first_due: date | None = None
    """As `FollowUp.first_due`."""
    last_contact: date | None = None
    """The newest contact that was known when the line was made."""
    made: date
    """The day for which the page was made."""

    @property
    def for_its_kind(self) -> "QueueLine":
        """As its kind knows it, which knows nothing of being put off."""
        return self if self.first_due is None else replace(self, due=self.first_due, first_due=None)
