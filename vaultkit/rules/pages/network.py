"""The page of one network: who is in it, last contact and what comes next."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase, marked, nphrase, phrase, spoken
from vaultkit.model.rows import Row, Rows
from vaultkit.rules.followups import follow_ups_of
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.names import folded
from vaultkit.rules.pages import waking
from vaultkit.rules.pages.view import View, last_said, member_of

LINES = {
    Network.PRIVATE: marked("network: private"),
    Network.PROFESSIONAL: marked("network: professional"),
    Network.HISTORICAL: marked("network: historical"),
    Network.LEISURE: marked("network: leisure"),
}
"""The line that puts somebody into a network."""


def page_of(
    network: Network,
) -> tuple[Callable[[View], Mapping[str, Any]], Callable[[View], object]]:
    """The builder of one network's page, and what it is made of."""

    def build(view: View) -> Mapping[str, Any]:
        members = sorted(view.people.every(members_of(network, view.settings.order)), key=_place)
        idle = [one.now.ref for one in members if one.is_idle]
        everyone = [one.now for one in members]
        return {
            "mend": phrase(LINES[network]),
            "summary": _summary(len(members), len(idle)),
            "groups": _groups(members) if network is Network.LEISURE else _one_group(members),
            "idle": idle,
            "waking": waking.rows(everyone, view) if network is Network.HISTORICAL else [],
        }

    def made_of(view: View) -> object:
        shared = waking.shared_past(view) if network is Network.HISTORICAL else None
        return view.people.where(member_of(network)), shared

    return build, made_of


class Member(NamedTuple):
    """Somebody on the page of a network."""

    place: str
    """What the page is sorted by, in one text: of thousands it is compared more quickly than its parts."""
    row: Row
    now: Situation
    is_idle: bool
    """Whether nothing is planned with them, and something should be."""


_place = attrgetter("place")


@cache
def members_of(network: Network, order: str) -> Callable[[Situation], list[Member]]:
    """Finds those who are in a network; `order` as in the settings."""

    def find(now: Situation) -> list[Member]:
        if network not in now.person.networks:
            return []
        row = now.once("row of a network", lambda: Row(_row, now))
        last = now.last_contact
        coldness = "" if order == "name" else (last.day if last else date.min).isoformat()
        place = "\0".join((coldness, now.person.name.casefold(), now.person.path))
        return [Member(place, row, now, now.wanted and not _next(now)[0])]

    return find


def _summary(members: int, idle: int) -> list[Phrase]:
    summary = [nphrase("{count} person", "{count} people", members)]
    if idle:
        summary.append(nphrase("{count} has nothing planned", "{count} have nothing planned", idle))
    return summary


def _row(now: Situation) -> Mapping[str, Any]:
    """One person."""
    person, decided = now.person, now.cadence
    coming, overdue = _next(now)
    return {
        "person": now.ref,
        "place": ", ".join(filter(None, (*(link.text for link in person.companies), person.role))),
        "last": last_said(now),
        "next": coming,
        "overdue": overdue,
        "cadence": decided.cadence if decided.cadence.count and not person.never else None,
    }


def _next(now: Situation) -> tuple[object, bool]:
    """The meeting that is planned, else the first thing due, or nothing; and whether that is overdue."""
    if now.coming:
        return phrase("meeting {start}", start=spoken(now.coming[0].start_on(now.settings.timezone))), False
    for item in follow_ups_of(now):
        if item.kind == "first_contact":
            return item.reason, False  # its day is a proposal that moves while nobody acts
        if item.kind in ("next_contact", "cadence"):
            if item.due < now.today:
                return phrase("overdue since {day}", day=item.due), True
            return phrase("next on {day}", day=item.due), False
    return "", False


def _one_group(members: list[Member]) -> list[Mapping[str, Any]]:
    return [{"title": "", "people": Rows([one.row for one in members])}] if members else []


def _groups(members: list[Member]) -> list[Mapping[str, Any]]:
    """By club, each person once in every club; those without one last."""
    clubs: dict[str, list[Row]] = {}
    spelled: dict[str, str] = {}
    for one in members:
        for club in one.now.person.groups:
            name = spelled.setdefault(folded(club.text), club.text)
            clubs.setdefault(name, []).append(one.row)
    groups: list[Mapping[str, Any]] = [
        {"title": club, "people": Rows(held)}
        for club, held in sorted(clubs.items(), key=lambda c: c[0].casefold())
    ]
    alone = [one.row for one in members if not one.now.person.groups]
    if alone:
        groups.append({"title": phrase("Without a club") if groups else "", "people": Rows(alone)})
    return groups
