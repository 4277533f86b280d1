"""The queue page: every follow-up in its bucket, and at the end what needs a look."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from vaultkit.model.followup import Bucket, FollowUp
from vaultkit.model.phrase import Phrase, marked, nphrase, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.ref import Ref
from vaultkit.model.rows import Piece, Row, Rows
from vaultkit.rules.followups import bucket
from vaultkit.rules.followups.queue import Day
from vaultkit.rules.links import stem
from vaultkit.rules.pages.view import View, line

TITLES = {
    Bucket.OVERDUE: marked("Overdue"),
    Bucket.TODAY: marked("Today"),
    Bucket.THIS_WEEK: marked("This week"),
    Bucket.NEXT_30_DAYS: marked("The next 30 days"),
    Bucket.LATER: marked("Later"),
}


def made_of(view: View) -> object:
    """The days, how many have none, and the problems."""
    return view.queue.days, view.queue.dealt.beyond, view.problems


def build(view: View) -> Mapping[str, Any]:
    """Buckets that hold something, soonest first; counts of all; problems by note."""
    days: dict[Bucket, list[Day]] = {}
    for day in view.queue.days:
        days.setdefault(bucket(day.due, view.today), []).append(day)
    items = {
        kind: Rows([day.once("rows", partial(_rows, day)) for day in held]) for kind, held in days.items()
    }
    counts = Counter({kind: len(held) for kind, held in items.items()})
    return {
        "overdue": counts[Bucket.OVERDUE],
        "summary": [
            nphrase("{count} overdue", "{count} overdue", counts[Bucket.OVERDUE]),
            nphrase("{count} today", "{count} today", counts[Bucket.TODAY]),
            nphrase("{count} this week", "{count} this week", counts[Bucket.THIS_WEEK]),
            nphrase(
                "{count} in the next 30 days", "{count} in the next 30 days", counts[Bucket.NEXT_30_DAYS]
            ),
        ],
        "buckets": [
            {
                "title": phrase(TITLES[kind]),
                "week": phrase("week {number}", number=view.today.isocalendar().week)
                if kind is Bucket.THIS_WEEK
                else "",
                "items": items[kind],
            }
            for kind in Bucket
            if kind in items
        ],
        "beyond": no_room(view.queue.dealt.beyond) if view.queue.dealt.beyond else "",
        "problems": [as_row(problem) for problem in view.problems],
    }


def no_room(count: int) -> Phrase:
    """How many wait off the queue."""
    return nphrase("{count} more waits until a day has room", "{count} more wait until a day has room", count)


def _rows(day: Day) -> Piece:
    """The follow-ups of one day as a page shows them."""
    return Piece(one.once("row", partial(Row, _row, one.item)) for one in day.waiting)


def _row(item: FollowUp) -> Mapping[str, Any]:
    return {"line": line(item), "network": item.network, "due": item.due, "kind": item.kind}


def as_row(problem: Problem) -> Mapping[str, Any]:
    """A problem as a page shows it: note, line, what is wrong, way out."""
    # A file that is no note of its own (a conflict copy) cannot be linked to by its bare name.
    ref = Ref(problem.path, stem(problem.path)) if problem.path.endswith(".md") else Ref("", problem.path)
    return {
        "note": ref,
        "line": phrase("line {number}", number=problem.line),
        "message": problem.said,
        "hint": problem.way_out,
    }
