"""Who introduced whom, as a drawing: JSON Canvas 1.0 (https://jsoncanvas.org/spec/1.0), which Obsidian opens.

A tree from left to right: the owner, those whom nobody introduced, those whom they introduced, and so on.
Whoever neither introduced nor was introduced is not in it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person
from vaultkit.rules.introducers import introducers

_ME = "me"
_WIDTH, _HEIGHT = 260, 60
"""Of a card, in pixels."""
_ACROSS, _DOWN = 360, 90
"""From one card to the next."""
_COLORS = {
    Network.PRIVATE: "4",
    Network.PROFESSIONAL: "5",
    Network.HISTORICAL: "2",
    Network.LEISURE: "6",
}
"""The colours of the format: green, cyan, orange, purple."""


def draw(overview: Overview, me: str) -> str:
    """The text of the file, a card or an arrow a line; empty when nobody introduced anybody.

    `me`: what stands on the owner's card. The same notes give the same text.
    """
    by = {one.path: introducers(one, overview) for one in overview.people if one.introduced_by}
    by = {path: found for path, found in by.items() if found}
    if not by:
        return ""
    people = {one.path: one for one in overview.people if one.path in {*by, *_flat(by.values())}}
    places = dict(_places(people, by))
    rows = [row for _, row in places.values()]
    middle = (min(rows) + max(rows)) / 2
    nodes = [_card(_ME, 0, middle, type="text", text=me)]
    nodes += [
        _card(_id(path), column, row, type="file", file=path, **_color(people[path]))
        for path, (column, row) in sorted(places.items())
    ]
    roots = [path for path in sorted(places) if places[path][0] == 1]
    edges = [_arrow(_ME, path) for path in roots]
    edges += [_arrow(other, path) for path in sorted(by) for other in by[path]]
    return _written(nodes, edges)


def _flat(held: Iterable[list[str]]) -> Iterator[str]:
    return (path for paths in held for path in paths)


def _places(
    people: Mapping[str, Person], by: Mapping[str, list[str]]
) -> Iterator[tuple[str, tuple[int, float]]]:
    """Column and row of each; who was introduced by several stands behind the first of them."""
    behind: dict[str, list[str]] = {}
    for path in sorted(by, key=lambda path: (people[path].name.casefold(), path)):
        behind.setdefault(by[path][0], []).append(path)
    order = sorted(people, key=lambda path: (path in by, people[path].name.casefold(), path))
    placed: set[str] = set()
    row = 0
    for root in order:  # where two introduced each other, the first by name begins
        if root in placed:
            continue
        todo = [(root, 1)]
        while todo:
            path, column = todo.pop()
            if path in placed:
                continue
            placed.add(path)
            others = [one for one in behind.get(path, ()) if one not in placed]
            yield path, (column, row)
            todo += [(one, column + 1) for one in reversed(others)]
            row += not others


def _id(path: str) -> str:
    """Sixteen hexadecimal digits, as Obsidian makes them."""
    return sha256(path.encode()).hexdigest()[:16]


def _color(person: Person) -> dict[str, str]:
    return {"color": _COLORS[person.network]} if person.network else {}


def _card(name: str, column: int, row: float, **what: str) -> dict[str, Any]:
    place = {"x": column * _ACROSS, "y": int(row * _DOWN), "width": _WIDTH, "height": _HEIGHT}
    return {"id": name, **what, **place}


def _arrow(one: str, other: str) -> dict[str, Any]:
    start = one if one == _ME else _id(one)
    name = sha256(f"{one}\0{other}".encode()).hexdigest()[:16]
    return {"id": name, "fromNode": start, "fromSide": "right", "toNode": _id(other), "toSide": "left"}


def _written(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> str:
    def lines(held: list[dict[str, Any]]) -> str:
        return ",\n".join(f"\t\t{json.dumps(one, ensure_ascii=False, separators=(',', ':'))}" for one in held)

    return f'{{\n\t"nodes":[\n{lines(nodes)}\n\t],\n\t"edges":[\n{lines(edges)}\n\t]\n}}'
