"""The week page: time held and whom to contact in it, the meetings, and on Friday what was done."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from vaultkit.model.meeting import Occurrence
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.ref import Ref
from vaultkit.model.review import Deed, Review
from vaultkit.rules.channels import NAMES
from vaultkit.rules.lastcontact import every_coming_meeting
from vaultkit.rules.pages.home import meeting_row
from vaultkit.rules.pages.view import View, line, meeting_ref
from vaultkit.rules.proposals import HeldTime, Proposal, Week
from vaultkit.rules.review import counted, in_a_row, praise, review_of, told
from vaultkit.rules.weeks import monday_of

FRIDAY = 4
"""From this weekday on the page tells what was done, until the week turns."""


def build(view: View) -> Mapping[str, Any]:
    """What is left of the week; from Friday on, the review of it too."""
    review = review_of(view.people, view.queue, view.today)
    is_friday = view.today.weekday() >= FRIDAY
    meetings = _meetings(view)
    week = Week(view.queue, meetings, review.deeds, view.settings, view.today)
    zone, names = view.settings.timezone, view.overview.names
    return {
        "number": view.today.isocalendar().week,
        # A line that began with `23.` would be a numbered list.
        "days": phrase("From {monday} to {sunday}", monday=review.monday, sunday=review.sunday),
        # On Friday the review tells of the row.
        "counted": [*counted(review), *filter(None, [None if is_friday else in_a_row(review)])],
        "holds": bool(view.settings.slots),
        "slots": [_slot(one, names) for one in week.held()],
        "people": [] if view.settings.slots else _without_slots(week, view),
        "meetings": [meeting_row(names, zone, one) for one in meetings],
        "review": _review(review) if is_friday else None,
        "queue": view.pages["queue"],
    }


def _meetings(view: View) -> list[Occurrence]:
    """Those of this week that are not over."""
    sunday = monday_of(view.today) + timedelta(days=6)
    return every_coming_meeting(view.overview, view.today, sunday, view.settings.timezone)


def _without_slots(week: Week, view: View) -> list[Mapping[str, Any]]:
    """Whom to contact, where no time is held: as many as the day has room for."""
    return [_person(one) for one in week.proposals(view.today, view.settings.slot_people_per_day)]


def _slot(one: HeldTime, names: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "start": one.start,
        "end": one.end,
        "meeting": meeting_ref(one.meeting, names) if one.meeting else None,
        "quiet": one.quiet,
        "full": one.full,
        "people": [_person(proposal) for proposal in one.proposals],
    }


def _person(one: Proposal) -> Mapping[str, Any]:
    way = phrase(NAMES[one.channel]) if one.channel in NAMES else ""
    return {"person": one.item.person, "channel": way, "reason": one.item.reason}


def _review(review: Review) -> Mapping[str, Any]:
    return {
        "praise": praise(review),
        "done": [
            {"title": title, "what": [said(deed) for deed in deeds]} for _, title, deeds in told(review)
        ],
        "owed": [line(item) for item in review.owed],
    }


def said(deed: Deed) -> Phrase | Ref:
    """A deed below its heading: for whom, and what where that was written."""
    if deed.what:
        return phrase("{what} ({person})", what=deed.what, person=deed.person)
    return deed.person
