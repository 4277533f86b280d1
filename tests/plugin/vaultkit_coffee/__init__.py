"""A page, a kind of follow-up, entries in the feed and a check, all of coffee."""

from collections.abc import Iterable, Mapping
from typing import Any

from vaultkit.plugins import Kind, Note, NoteFacts, PageKind, Problem, View, Wish, hookimpl, phrase
from vaultkit_coffee import follow_up
from vaultkit_coffee.follow_up import coffees

TEMPLATE = """
# {{ title }}

{% for one in people %}
- {{ one.person }} · {{ one.last }}
{% else %}
No coffee yet.
{% endfor %}
"""


@hookimpl
def pages() -> Mapping[str, PageKind]:
    """`Coffee.md`: everybody you had coffee with, longest ago first."""
    return {"coffee": PageKind("Coffee", "coffee", page, made_of, TEMPLATE)}


def made_of(view: View) -> object:
    """While this is the same, the daemon need not make the page again."""
    return view.people.every(coffees)


def page(view: View) -> Mapping[str, Any]:
    """What the template sees: text, numbers, days, phrases, links, and lists and mappings of these."""
    found = sorted(view.people.every(coffees), key=lambda one: (one[0], one[1].path))
    return {"people": [{"person": person, "last": phrase("last {day}", day=day)} for day, person in found]}


@hookimpl
def kinds() -> Mapping[str, Kind]:
    """The kind `coffee`, which is a module with three functions."""
    return {"coffee": follow_up}


@hookimpl
def entries(view: View) -> Iterable[Wish]:
    """A whole day in the calendar for each coffee that is to come."""
    for item in view.queue:
        if item.kind == "coffee" and item.due >= view.today:
            yield Wish(
                key=f"{item.person.path} {item.due}",
                summary=phrase("Coffee with {person}?", person=item.person),
                start=item.due,
                end=item.due + follow_up.DAY,
                people=(item.person.path,),
            )


@hookimpl
def check(note: Note, facts: NoteFacts) -> Iterable[Problem]:
    """What somebody drinks is coffee or tea."""
    drinks = note.properties.get("drinks")
    if facts.person is not None and drinks not in (None, "coffee", "tea"):
        place = note.places["drinks"]
        yield Problem(
            path=note.path,
            line=place.line,
            column=place.column,
            code="COFFEE1",
            said=phrase("«{drink}» is no drink", drink=str(drinks)),
            way_out=phrase("write coffee or tea"),
        )
