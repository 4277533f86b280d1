"""The page of one network: who is in it, last contact and what comes next."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase, marked, nphrase, phrase, spoken
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.names import folded
from vaultkit.rules.pages import waking
from vaultkit.rules.pages.view import View

LINES = {
    Network.PRIVATE: marked("network: private"),
    Network.PROFESSIONAL: marked("network: professional"),
    Network.HISTORICAL: marked("network: historical"),
    Network.LEISURE: marked("network: leisure"),
}
"""The line that puts somebody into a network."""


def page_of(network: Network) -> Callable[[View], Mapping[str, Any]]:
    """The builder of one network's page."""

    def build(view: View) -> Mapping[str, Any]:
        members = [s for s in view.people if network in s.person.networks]
        members.sort(key=_by_name if view.settings.order == "name" else _coldest_first)
        rows = {situation.person.path: _row(situation, view) for situation in members}
        idle = [s.ref for s in members if not rows[s.person.path]["next"] and s.wanted]
        return {
            "mend": phrase(LINES[network]),
            "summary": _summary(len(members), len(idle)),
            "groups": _groups(members, rows) if network is Network.LEISURE else _one_group(rows.values()),
            "idle": idle,
            "waking": waking.rows(members, view) if network is Network.HISTORICAL else [],
        }

    return build


def _summary(members: int, idle: int) -> list[Phrase]:
    summary = [nphrase("{count} person", "{count} people", members)]
    if idle:
        summary.append(nphrase("{count} has nothing planned", "{count} have nothing planned", idle))
    return summary


def _row(situation: Situation, view: View) -> Mapping[str, Any]:
    person = situation.person
    last = situation.last_contact
    decided = situation.cadence
    return {
        "person": situation.ref,
        "place": ", ".join(filter(None, (*(link.text for link in person.companies), person.role))),
        "last": phrase("last {day}", day=last.day) if last else phrase("no contact yet"),
        "next": _next(situation, view),
        "cadence": decided.cadence if decided.cadence.count and not person.never else None,
    }


def _next(situation: Situation, view: View) -> object:
    """The meeting that is planned, else the first thing due; empty when there is neither."""
    if situation.coming:
        return phrase("meeting {start}", start=spoken(situation.coming[0].start_on(view.settings.timezone)))
    for item in view.follow_ups.get(situation.person.path, ()):
        if item.kind == "first_contact":
            return item.reason  # its day is a proposal that moves while nobody acts
        if item.kind in ("next_contact", "cadence"):
            if item.due < view.today:
                return phrase("overdue since {day}", day=item.due)
            return phrase("next on {day}", day=item.due)
    return ""


def _one_group(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    rows = list(rows)
    return [{"title": "", "people": rows}] if rows else []


def _groups(members: list[Situation], rows: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """By club, each person once in every club; those without one last."""
    clubs: dict[str, list[Mapping[str, Any]]] = {}
    spelled: dict[str, str] = {}
    for situation in members:
        for club in situation.person.groups:
            name = spelled.setdefault(folded(club.text), club.text)
            clubs.setdefault(name, []).append(rows[situation.person.path])
    groups: list[Mapping[str, Any]] = [
        {"title": club, "people": held} for club, held in sorted(clubs.items(), key=lambda c: c[0].casefold())
    ]
    alone = [rows[s.person.path] for s in members if not s.person.groups]
    if alone:
        groups.append({"title": phrase("Without a club") if groups else "", "people": alone})
    return groups


def _coldest_first(situation: Situation) -> tuple[date, str, str]:
    last = situation.last_contact
    return (last.day if last else date.min, *_by_name(situation))


def _by_name(situation: Situation) -> tuple[str, str]:
    return (situation.person.name.casefold(), situation.person.path)
