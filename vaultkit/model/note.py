"""A note as Obsidian reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, Union

from vaultkit.model.problem import Problem

Value: TypeAlias = Union[bool, int, float, str, list["Value"], dict[str, "Value"], None]
"""What a property can hold. Dates and times are text (YAML 1.2 core), as in Obsidian."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file."""

    line: int
    """1-based."""
    column: int
    """1-based, in characters."""


@dataclass(frozen=True, slots=True)
class Note:
    """One Markdown file, understood."""

    path: str
    """Relative to the vault, forward slashes, exactly as the folder spells it."""
    properties: Mapping[str, Value]
    """The frontmatter in file order. When Obsidian rejects the block (`valid` is false) these are the
    properties that could still be read, so that one bad line does not hide the others."""
    texts: Mapping[str, Value] = field(default_factory=dict)
    """The same properties with every scalar as it is written, so a phone keeps its `0` and `+`."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each property's value stands."""
    valid: bool = True
    """True when Obsidian sees properties here, or none are there; false when it shows the block in red."""
    body: str = ""
    """Everything after the closing fence; the whole text when there is no frontmatter."""
    body_line: int = 1
    """1-based line of the file on which `body` begins."""
    problems: tuple[Problem, ...] = ()
    """Faults found while reading, in file order."""
