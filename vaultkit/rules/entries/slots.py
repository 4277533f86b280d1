"""The time held for networking as entries: every week at the same time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from vaultkit.model.entry import Entry, Proposed
from vaultkit.model.meeting import Meeting
from vaultkit.model.phrase import phrase
from vaultkit.rules.entries.placing import placed
from vaultkit.rules.entries.texts import key_of, one_line
from vaultkit.rules.entries.view import FeedView

MARK = "s"


def propose(view: FeedView) -> Iterator[Proposed]:
    """One for each slot of the settings, from its next day on; a published one goes on from its first day."""
    summary = one_line(view.say(phrase("Time for networking")))
    for slot in {(one.weekday, one.start, one.end): one for one in view.settings.slots}.values():
        day = view.today + timedelta(days=(slot.weekday - view.today.weekday()) % 7)
        row = Meeting(
            path="",
            own_note=False,
            title="",
            start=datetime.combine(day, slot.start),
            end=datetime.combine(day, slot.end),
            zone=view.settings.timezone,
            rrule="FREQ=WEEKLY",
        )
        entry = Entry(
            uid="",
            key=key_of(MARK, f"{slot.weekday} {slot.start:%H:%M}-{slot.end:%H:%M}"),
            summary=summary,
            start=day,
            end=day + timedelta(days=1),
            alarm=view.feed.alarm,
        )
        for one in placed(entry, row, view):
            yield Proposed(entry=one, people=None, stays_before=date.max if one.rrule else date.min)
