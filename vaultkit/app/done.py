"""`done` and `snooze`: somebody was in touch, or not yet."""

from collections.abc import Sequence
from datetime import date

from vaultkit.app.changing import Changed, change
from vaultkit.app.days import day_of, next_of
from vaultkit.app.survey import Survey
from vaultkit.app.whom import Choose, each
from vaultkit.errors import NothingOpenError
from vaultkit.model.edit import Edit, SetProperty
from vaultkit.model.phrase import phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.followups import queue_line
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import in_touch, moved_on, reason_met, touched

CONTACT = ("next_contact", "cadence", "first_contact")
"""Kinds of follow-up that are done by being in touch."""


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
        edits = seen.vault.plugins.kinds[kind].done(queue_line(items[0], now), now, day) if items else None
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
    seen: Survey, names: Sequence[str], until: str, *, choose: Choose | None = None, write: bool = True
) -> Changed:
    """Not now: the next contact is put down for another day. `until`: a day or an interval, as typed."""
    value = next_of(until, seen.today)
    people = each(names, seen.people, choose)
    asked = [(now.ref, [SetProperty(now.person.path, "next_contact", value)]) for now in people]
    return change(seen, f"snooze {', '.join(who.name for who, _ in asked)} {until}", asked, write=write)
