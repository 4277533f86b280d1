"""`done` and `snooze`: somebody was in touch, or not yet."""

from collections.abc import Sequence
from datetime import date

from vaultkit.app.changing import Changed, change
from vaultkit.app.days import AS_TYPED, day_of, next_of
from vaultkit.app.survey import Survey
from vaultkit.app.whom import Choose, each
from vaultkit.errors import NotADateError, NothingOpenError
from vaultkit.model.edit import Edit, SetProperty
from vaultkit.model.followup import FollowUp
from vaultkit.model.phrase import phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.followups import follow_ups_of, queue_line
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.snoozed import CONTACT, put_off
from vaultkit.rules.followups.touch import in_touch, moved_on, reason_met, touched


def done(
    seen: Survey,
    names: Sequence[str],
    *,
    text: str = "",
    on: str = "",
    then: str = "",
    kind: str = "",
    choose: Choose | None = None,
    write: bool = True,
) -> Changed:
    """There was contact with each of them: log line, last contact, and the next date.

    `on`: the day, as typed; empty: today. `then`: the day of the next contact or the interval until it.
    `kind`: do the follow-up of that kind instead, as a tick on its line does. Raises VaultkitError.
    """
    day = day_of(on, seen.today) if on else seen.today
    later = next_of(then, seen.today, day) if then else None
    asked: list[tuple[Ref, Sequence[Edit]]] = []
    for now in each(names, seen.people, choose):
        asked.append((now.ref, _for_one(seen, now, day, text=text, kind=kind, then=(later,) if then else ())))
    return change(seen, f"done {', '.join(who.name for who, _ in asked)}", asked, write=write)


def _for_one(
    seen: Survey, now: Situation, day: date, *, text: str, kind: str, then: tuple[date | str | None, ...]
) -> list[Edit]:
    """`then`: the value for the next contact; empty where none was given."""
    if kind and kind not in CONTACT:
        items = [item for item in seen.queue if item.kind == kind and item.person.path == now.person.path]
        line = queue_line(items[0], now).for_its_kind if items else None
        edits = seen.vault.plugins.kinds[kind].done(line, now, day) if line else None
        if not edits:
            raise NothingOpenError(kind, now.person.name)
        return list(edits)
    planned, whole = now.person.next_contact, kind == "next_contact"
    due = planned is not None and (whole or planned <= day)
    said = phrase("{text}", text=text) if text else in_touch(now) if due else phrase("in touch")
    edits = touched(now, day, said)
    if then:
        met = reason_met(now) if due else []
        return [*edits, SetProperty(now.person.path, "next_contact", then[0]), *met]
    return [*edits, *moved_on(now, day, whole=whole)]


def snooze(
    seen: Survey,
    names: Sequence[str],
    until: str,
    *,
    kind: str = "",
    choose: Choose | None = None,
    write: bool = True,
) -> Changed:
    """Not now. `until`: a day or an interval, as typed.

    `kind`: put off the soonest follow-up of that kind; empty: the next contact, where one waits or nothing
    does, else the soonest of what waits. Raises VaultkitError.
    """
    value = next_of(until, seen.today)
    people = each(names, seen.people, choose)
    asked = [(now.ref, _put_off(now, value, kind, until)) for now in people]
    return change(seen, f"snooze {', '.join(who.name for who, _ in asked)} {until}", asked, write=write)


def _put_off(now: Situation, value: date | str | None, kind: str, typed: str) -> Sequence[Edit]:
    """`value`: a day, never, or no day, as `typed`: the last two can only be said of the next contact."""
    waiting = follow_ups_of(now)
    found: Sequence[FollowUp] = ()
    if kind and kind not in CONTACT:
        found = [item for item in waiting if item.kind == kind]
        if not found:
            raise NothingOpenError(kind, now.person.name)
    elif not kind and isinstance(value, date) and all(item.kind not in CONTACT for item in waiting):
        found = waiting
    if not found:
        return [SetProperty(now.person.path, "next_contact", value)]
    if not isinstance(value, date):
        raise NotADateError(typed, AS_TYPED)
    return put_off(found[0], now, value)
