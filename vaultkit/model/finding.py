"""What `vaultkit doctor` looks at, and what it found in one place around a vault."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vaultkit.model.phrase import Phrase


class Health(StrEnum):
    """How it is."""

    WELL = "well"
    LOOK = "look"
    """Nothing fails for it, but its owner may want it otherwise."""
    BROKEN = "broken"
    """Something does not work until it is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    """For programs; the same check may find several things under one name."""
    health: Health
    said: Phrase
    """What there is, in one sentence."""
    way_out: Phrase | None = None
    """What to do, in one line; None where there is nothing to do, or the sentence says it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One place to look at."""

    name: str
    """For programs; of its findings too."""
    title: str
    """For people."""
    look: Callable[[Any], Iterable[Finding]]
    """What it finds in an `app.doctor.subject.Subject`; empty where there is nothing to look at. Whatever it
    raises becomes a finding."""
