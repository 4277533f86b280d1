"""The home page: the four networks at a glance, what is next, and where the map has gaps."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, partial
from itertools import chain, islice
from typing import Any

from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Occurrence
from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase, marked, nphrase, phrase
from vaultkit.model.ref import Ref
from vaultkit.model.rows import Piece, Row, Rows
from vaultkit.rules.followups import follow_ups_of
from vaultkit.rules.followups.queue import Day
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.giving import RECENT, balance, only_receives, recent_favours
from vaultkit.rules.introductions import Introduction, introductions
from vaultkit.rules.lastcontact import every_coming_meeting
from vaultkit.rules.names import says_all
from vaultkit.rules.pages.network import LINES as NETWORK_LINES
from vaultkit.rules.pages.view import View, last_said, line, meeting_ref, member_of
from vaultkit.rules.review import counted, in_a_row, review_of

TOP = 5
"""So many of the queue."""
MEETINGS_WITHIN = timedelta(days=30)
NAMED = 8
"""So many names are written out for one gap."""


def build(view: View) -> Mapping[str, Any]:
    """Counts and names; everything that needs doing is a link to where it is done."""
    networks = []
    for network in Network:
        members = view.people.where(member_of(network))
        overdue = len(view.people.where(overdue_in(network)))
        networks.append(
            {
                "key": network.value,
                "network": network,
                "page": view.pages[network.value],
                "count": len(members),
                "people": nphrase("{count} person", "{count} people", len(members)),
                "overdue": nphrase("{count} is waiting for you", "{count} are waiting for you", overdue)
                if overdue
                else "",
                # In the picture: two boxes fit beside each other on a phone when their lines are short.
                "waiting": phrase("{count} waiting", count=overdue) if overdue else "",
            }
        )
    due = [
        day.once("but thanks", partial(_but_thanks, day)) for day in view.queue.days if day.due <= view.today
    ]
    return {
        "networks": networks,
        "people": nphrase("{count} person", "{count} people", len(view.people)),
        "week": _week(view),
        "queue": view.pages["queue"],
        "top": [_top(item, view.today) for item in islice(chain.from_iterable(due), TOP)],
        "more": _more(sum(map(len, due)) - TOP),
        "meetings": Rows([view.overview.calendar.once("home", partial(_meetings, view), view.today)]),
        "thanks": Rows([day.once("thanks", partial(_thanks, day)) for day in view.queue.days]),
        "given": _given(view),
        "introductions": [introduced(one) for one in introductions(view.people)],
        "gaps": [*_empty_networks(view), *filter(None, (_gap(view, *gap) for gap in GAPS))],
        "problems": nphrase(
            "{count} line in your notes needs a look",
            "{count} lines in your notes need a look",
            len(view.problems),
        )
        if view.problems
        else "",
    }


@cache
def overdue_in(network: Network) -> Callable[[Situation], bool]:
    """Whether somebody in a network waits since yesterday or longer."""
    return lambda now: (
        network in now.person.networks and any(item.due < now.today for item in follow_ups_of(now))
    )


def _week(view: View) -> Mapping[str, Any]:
    """What was done this week, in one line."""
    review = review_of(view.people, view.queue, view.today)
    done = counted(review) or [phrase("nothing in your notes yet")]
    return {
        "said": [*done, *filter(None, [in_a_row(review)])],
        "page": view.pages.get("week") or phrase("Week"),
        "number": view.today.isocalendar().week,
    }


def _top(item: FollowUp, today: date) -> Mapping[str, Any]:
    late = phrase("overdue since {day}", day=item.due) if item.due < today else ""
    return {"line": line(item), "due": item.due, "late": late}


def _meetings(view: View) -> Piece:
    held = every_coming_meeting(
        view.overview, view.today, view.today + MEETINGS_WITHIN, view.settings.timezone
    )
    names, zone = view.overview.names, view.settings.timezone
    return Piece(Row(partial(meeting_row, names, zone), one) for one in held)


def meeting_row(names: Mapping[str, str], zone: str, one: Occurrence) -> Mapping[str, Any]:
    """A meeting that is planned: when, what, with whom, where."""
    ref = meeting_ref(one, names)
    people = tuple(Ref(path, names[path]) for path in one.meeting.attendees if path != ref.path)
    return {
        "start": one.start_on(zone),
        "meeting": ref,
        "people": phrase("with {people}", people=people)
        if people and not says_all(ref.name, (person.name for person in people))
        else "",
        "where": one.meeting.where,
        "tentative": one.meeting.status.value == "tentative",
    }


def _but_thanks(day: Day) -> list[FollowUp]:
    return [item for item in day.items if item.kind != "thank"]


def _thanks(day: Day) -> Piece:
    return Piece(Row(_only_line, item) for item in day.items if item.kind == "thank")


def _only_line(item: FollowUp) -> Mapping[str, Any]:
    return {"line": line(item)}


def _more(count: int) -> Phrase | str:
    return phrase("and {count} more", count=count) if count > 0 else ""


def _given(view: View) -> Mapping[str, Any] | None:
    """What went each way of late, and where it only went one way."""
    counts = balance(view.people.every(recent_favours))
    only = view.people.where(only_receives)
    if not counts and not only:
        return None
    return {
        "said": phrase("The last {days} days: {balance}", days=RECENT, balance=counts.said),
        "only": [now.ref for now in only[:NAMED]],
        "more": _more(len(only) - NAMED),
    }


def introduced(one: Introduction) -> Phrase:
    """An introduction worth making, with both histories, as one line."""
    return phrase(
        "{one} needs “{need}” ({last}), {other} can help with “{help}” ({other_last})",
        one=one.one.ref,
        need=one.need,
        last=last_said(one.one),
        other=one.other.ref,
        help=one.help,
        other_last=last_said(one.other),
    )


USUAL_LINE = marked("add a line such as `{line}`")
GAPS: tuple[tuple[str, str, str, Callable[[Situation], bool]], ...] = (
    (
        "network",
        marked("{count} without a network"),
        USUAL_LINE,
        lambda s: not s.person.networks,
    ),
    (
        "reach",
        marked("{count} without phone, mail or profile"),
        USUAL_LINE,
        lambda s: bool(s.person.networks) and not s.person.reach,
    ),
    (
        "met",
        marked("{count} never contacted"),
        marked("a first word is enough"),
        lambda s: bool(s.person.networks) and s.last_contact is None and not s.coming and not s.person.never,
    ),
    (
        "cadence",
        marked("{count} without an interval"),
        USUAL_LINE,
        lambda s: bool(s.person.networks) and not s.cadence.cadence.count and s.wanted,
    ),
)
"""Key, what is missing, what mends it, and who has the gap."""
LINES = {
    "network": marked("network: leisure"),
    "reach": marked("phone: 22 33 44 55"),
    "cadence": marked("contact_every: 6 weeks"),
}


def _empty_networks(view: View) -> Iterator[Mapping[str, Any]]:
    """A network without anybody, while there is somebody in another: most people have all four."""
    empty = [network for network in Network if not view.people.where(member_of(network))]
    for network in empty if len(empty) < len(Network) else ():
        yield {
            "said": phrase("nobody in {network}", network=view.pages[network.value]),
            "mend": phrase(USUAL_LINE, line=phrase(NETWORK_LINES[network])),
            "names": [],
            "more": "",
        }


def _gap(
    view: View, key: str, said: str, mend: str, missing: Callable[[Situation], bool]
) -> Mapping[str, Any] | None:
    people = view.people.where(missing)
    if not people:
        return None
    code: Phrase | str = phrase(LINES[key]) if key in LINES else ""
    return {
        "said": phrase(said, count=len(people)),
        "mend": phrase(mend, line=code),
        "names": [now.ref for now in people[:NAMED]],
        "more": _more(len(people) - NAMED),
    }
