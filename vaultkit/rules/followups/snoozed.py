"""Not now: what puts a follow-up off, and when one that was put off is due. One place for every kind.

What asks for a contact waits by the day of the next contact, and a promise by the day in its own line. Every
other kind, a plugin's too, has an item in the list `snoozed` of the person's note. Nothing else is looked at.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vaultkit.errors import PastDayError, TooLateError
from vaultkit.model.edit import DateTask, Edit, PutOff
from vaultkit.model.followup import FollowUp
from vaultkit.model.person import Person
from vaultkit.model.phrase import Weekday, phrase
from vaultkit.model.snooze import Snooze
from vaultkit.rules.followups.situation import Situation

CONTACT = ("next_contact", "cadence", "first_contact")
"""Kinds that ask for a contact: being in touch does them, another day for the next contact puts them off."""


def as_put_off(item: FollowUp, person: Person) -> FollowUp:
    """The follow-up on the day to which its owner has put it off, never an earlier one than its own."""
    if not person.snoozed or item.kind in CONTACT:
        return item
    until = person.put_off_to(item.kind, item.day)
    if until is not None and item.latest is not None:
        until = min(until, item.latest)
    if until is None or until <= item.due:
        return item
    why = phrase("{why}; you put it off until {day}", why=item.why, day=until)
    return replace(item, due=until, first_due=item.due, why=why)


def put_off(item: FollowUp, now: Situation, until: date) -> Sequence[Edit]:
    """What changes in the notes when a follow-up waits until a day; not for the kinds in CONTACT.

    Raises PastDayError where it is due no earlier anyway, TooLateError where the day is beyond `latest`.
    """
    if item.kind == "promise":
        return [DateTask(item.meeting or now.person.path, item.about, until)]
    if until <= item.own_due:
        raise PastDayError(
            phrase(
                "that is not due before {day} anyway: “{what}”", day=Weekday(item.own_due), what=item.reason
            ),
            phrase("choose a later day"),
        )
    if item.latest is not None and until > item.latest:
        raise TooLateError(item.reason, item.latest)
    return [PutOff(item.person.path, Snooze(item.kind, item.day, until), item.reason)]
