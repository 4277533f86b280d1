"""Who introduced whom, drawn: whole by the rules of JSON Canvas, and nobody on top of anybody."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.link import Link
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.canvas import draw
from vaultkit.rules.links import LinkIndex

PATH = "Folk/{}.md"


def person(name: str, *by: str, **fields: Any) -> Person:
    links = tuple(Link(one, one) for one in by)
    return replace(Person(path=PATH.format(name), name=name, introduced_by=links), **fields)


def drawn(*people: Person) -> str:
    held = tuple(sorted(people, key=lambda one: one.path))
    introduced: dict[str, tuple[Person, ...]] = {}
    for one in held:
        for link in one.introduced_by:
            path = PATH.format(link.target)
            if path != one.path and any(path == other.path for other in held):
                introduced[path] = (*introduced.get(path, ()), one)
    return draw(
        Overview(people=held, links=LinkIndex([one.path for one in held]), introduced=introduced), "me"
    )


def arrows(text: str) -> set[tuple[str, str]]:
    """Names at both ends."""
    held = json.loads(text)
    names = {one["id"]: one.get("file", one.get("text")) for one in held["nodes"]}
    names = {key: name.removeprefix("Folk/").removesuffix(".md") for key, name in names.items()}
    return {(names[one["fromNode"]], names[one["toNode"]]) for one in held["edges"]}


def test_from_the_owner_to_whoever_introduced_to_those_they_introduced() -> None:
    text = drawn(
        person("Kari"), person("Per", "Kari"), person("Ada", "Per"), person("Bo", "Kari"), person("Alone")
    )
    assert arrows(text) == {("me", "Kari"), ("Kari", "Per"), ("Kari", "Bo"), ("Per", "Ada")}
    column = {one.get("file"): one["x"] for one in json.loads(text)["nodes"]}
    assert column[None] < column["Folk/Kari.md"] < column["Folk/Per.md"] < column["Folk/Ada.md"]


def test_nobody_introduced_anybody() -> None:
    assert drawn(person("Kari"), person("Per", "Nobody")) == ""


def test_two_who_introduced_each_other_and_several_introducers() -> None:
    assert arrows(drawn(person("A", "B"), person("B", "A"))) == {("me", "A"), ("A", "B"), ("B", "A")}
    assert arrows(drawn(person("A"), person("B"), person("C", "A", "B"))) == {
        ("me", "A"),
        ("me", "B"),
        ("A", "C"),
        ("B", "C"),
    }


def test_the_network_gives_the_colour() -> None:
    text = drawn(person("A", networks=(Network.PRIVATE,)), person("B", "A"))
    colors = {one.get("file"): one.get("color") for one in json.loads(text)["nodes"]}
    assert colors == {None: None, "Folk/A.md": "4", "Folk/B.md": None}


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=10))
def test_every_drawing_is_whole(introducers: list[list[int]]) -> None:
    people = [person(f"P{n}", *(f"P{one}" for one in by)) for n, by in enumerate(introducers)]
    text = drawn(*people)
    assert text == drawn(*reversed(people))
    if not text:
        return
    held = json.loads(text)
    ids = [one["id"] for one in (*held["nodes"], *held["edges"])]
    assert len(ids) == len(set(ids))
    nodes = {one["id"] for one in held["nodes"]}
    assert all({one["fromNode"], one["toNode"]} <= nodes for one in held["edges"])
    assert nodes - {"me"} == {one["toNode"] for one in held["edges"]}, "there is a way to everybody"
    places = [(one["x"], one["y"]) for one in held["nodes"]]
    assert len(places) == len(set(places))
    assert all(isinstance(one[key], int) for one in held["nodes"] for key in ("x", "y", "width", "height"))
