"""What a contact changes in a person's note: the log, the date of the last contact, and the next date."""

from collections.abc import Sequence
from datetime import date, timedelta

from vaultkit.model.edit import AddItem, AddLogLine, Edit, SetProperty
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.rules.followups.situation import Situation


def in_touch(now: Situation) -> Phrase:
    """What the log says of a contact about which nothing else is known."""
    return phrase("{why}", why=now.person.why) if now.person.why else phrase("in touch")


def touched(now: Situation, day: date, text: Phrase) -> list[Edit]:
    """The log line, and the property where the note has one and it is older: it never moves backwards."""
    edits: list[Edit] = [AddLogLine(now.person.path, day, text)]
    known = now.person.last_contact
    if known is None or known < day:
        edits.append(SetProperty(now.person.path, "last_contact", day, only_if_there=True))
    return edits


def next_date(now: Situation, day: date) -> date | None:
    """The day of the next contact after one on `day`; None where the interval is never."""
    cadence = now.cadence.cadence
    return day + timedelta(days=cadence.days) if cadence.count else None


def moved_on(now: Situation, day: date, *, whole: bool) -> list[Edit]:
    """The date that the owner had set, moved on after a contact on `day`; nothing where none is set.

    `whole`: also one that was still to come. Otherwise that stays, because it was set for a reason.
    """
    planned = now.person.next_contact
    if planned is None or (planned > day and not whole):
        return []
    return [SetProperty(now.person.path, "next_contact", next_date(now, day)), *reason_met(now)]


def reason_met(now: Situation) -> list[Edit]:
    """What the date was set for has been done, and would stand as a wrong reason beside the next one."""
    return [SetProperty(now.person.path, "why", None)] if now.person.why else []


def contact_done(line: QueueLine, now: Situation, day: date, *, is_open: bool) -> Sequence[Edit]:
    """A line of the queue that asked for a contact was ticked; nothing where the notes tell of it already.

    `is_open`: whether the notes still ask for it. Where they do not, a contact that they have learnt of since
    the line was made is the one that the tick means.
    """
    last = now.last_contact.day if now.last_contact else date.min
    learnt = last > (line.last_contact or date.min)
    if (learnt and not is_open) or _was_moved_on(line, now, last, learnt=learnt):
        return []
    planned = now.person.next_contact
    whole = line.kind == "next_contact" and planned == line.due
    still_to_come = planned is not None and planned > day and not whole
    # What a later date was set for has not been talked about yet.
    text = phrase("in touch") if still_to_come else in_touch(now)
    edits = touched(now, day, text) if last < day else []
    return [*edits, *moved_on(now, max(day, last), whole=whole)] if edits or is_open else []


def _was_moved_on(line: QueueLine, now: Situation, last: date, *, learnt: bool) -> bool:
    """Whether the date is where a tick has put it: an interval after the last contact.

    That contact may have been known before the tick, and the date may be the very day that the line had.
    """
    planned = now.person.next_contact
    if line.kind != "next_contact" or planned is None or planned != next_date(now, last):
        return False
    return planned == line.due if learnt else line.made == line.last_contact == last and planned != line.due


def put_off(line: QueueLine, now: Situation) -> Sequence[Edit]:
    """Not this time: the next contact comes an interval later, and nothing is put into the log."""
    later = next_date(now, line.due)
    if later is not None and later <= now.today:
        later = next_date(now, now.today)
    return [SetProperty(now.person.path, "next_contact", later)]


def skipped(kind: str, day: date, now: Situation) -> Sequence[Edit]:
    """A follow-up that the owner leaves out, remembered in the person's note."""
    if (kind, day) in now.person.skipped:
        return []
    return [AddItem(now.person.path, "skipped", f"{kind} {day.isoformat()}")]
