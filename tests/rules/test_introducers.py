"""Who introduced whom, by a link, by a plain name, by nobody."""

import pytest

from vaultkit.model.facts import NoteFacts
from vaultkit.model.link import Link
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.gather import gather
from vaultkit.rules.introducers import introducers, meant_by
from vaultkit.rules.links import LinkIndex, read_link

CASES = [
    ((read_link("Kari"),), ["People/Kari.md"]),
    ((read_link("People/Kari|K"), read_link("Per")), ["People/Kari.md", "People/Per.md"]),
    ((Link("Kari"),), ["People/Kari.md"]),
    ((read_link("Nobody"), read_link("Per")), ["People/Per.md"]),
    ((read_link("Ola"),), []),
    ((), []),
]


def overview_with(*by: Link) -> tuple[Person, Overview]:
    ola = Person(path="People/Ola.md", name="Ola", introduced_by=by)
    people = [Person(path=f"People/{name}.md", name=name) for name in ("Kari", "Per")]
    facts = [NoteFacts(one.path, one) for one in (ola, *people)]
    return ola, gather(facts, LinkIndex([fact.path for fact in facts]))


@pytest.mark.parametrize(("by", "paths"), CASES)
def test_those_who_introduced_somebody(by: tuple[Link, ...], paths: list[str]) -> None:
    assert introducers(*overview_with(*by)) == paths


@pytest.mark.parametrize(
    ("link", "path"),
    [(read_link("Kari"), "People/Kari.md"), (Link("per"), "People/Per.md"), (Link("Eva"), None)],
)
def test_a_link_or_a_name_means_somebody(link: Link, path: str | None) -> None:
    assert meant_by(link, "Meetings/Lunch.md", overview_with()[1]) == path
