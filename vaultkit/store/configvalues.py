"""Values in the settings' file: one function for each kind, which says what it wants instead of another."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from vaultkit.model.cadence import Cadence
from vaultkit.model.phrase import Phrase, marked
from vaultkit.model.slot import Slot
from vaultkit.rules.intervals import read_cadence
from vaultkit.rules.slots import read_slot
from vaultkit.rules.when import known_zone

E = TypeVar("E", bound=StrEnum)

Reader = Callable[[Any], Any]
"""The value for Settings; raises WantsError."""


class WantsError(Exception):
    """A value is not what its key wants. `wanted` says what that would be."""

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.wanted = Phrase(text, values)


def word(*allowed: str) -> Reader:
    """One of a few words."""

    def read(value: object) -> str:
        if value in allowed:
            return str(value)
        raise WantsError(marked("one of {words}"), words=", ".join(f'"{word}"' for word in allowed))

    return read


def text(value: object) -> str:
    """A text."""
    if isinstance(value, str):
        return value
    raise WantsError(marked('a text in double quotes, such as "…"'))


def country(value: object) -> str:
    """An ISO 3166 code."""
    if isinstance(value, str) and re.fullmatch("[A-Za-z]{2}|", value):
        return value.upper()
    raise WantsError(marked('two letters such as "NO"'))


def truth(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise WantsError(marked("true or false"))


def number(least: int, most: int) -> Reader:
    """A whole number; both ends may be chosen."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise WantsError(marked("a whole number from {least} to {most}"), least=least, most=most)

    return read


def months(value: object) -> tuple[int, ...]:
    """Months of the year by number, not all of them."""
    if isinstance(value, list) and all(type(item) is int and 1 <= item <= 12 for item in value):
        found = tuple(sorted(set(value)))
        if len(found) < 12:
            return found
    raise WantsError(marked("months as numbers such as [7], and not all twelve"))


def zone(value: object) -> str:
    """An IANA time zone."""
    if isinstance(value, str) and known_zone(value):
        return value
    raise WantsError(marked('a time zone such as "Europe/Oslo"'))


def cadence(value: object) -> Cadence:
    """An interval, as in a note."""
    cadence = (
        read_cadence(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    )
    if cadence is None:
        raise WantsError(marked('an interval such as "6 weeks", "kvartalsvis" or "never"'))
    return cadence


def inside(value: object) -> str:
    """A folder of the vault: relative, without `..`, not hidden."""
    path = str(value).replace("\\", "/").strip("/") if isinstance(value, str) else ""
    parts = path.split("/")
    hidden = any(part.startswith(".") or not part.strip() for part in parts)
    if hidden or ":" in path or not path.isprintable():
        raise WantsError(marked('a folder inside the vault such as "Networking"'))
    return path


def folders(value: object) -> tuple[str, ...]:
    """Folder names, or paths in the vault."""
    if isinstance(value, list) and all(isinstance(item, str) and item.strip("/") for item in value):
        folders = tuple(item.strip("/") for item in value)
        if not any(".." in folder.split("/") for folder in folders):
            return folders
    raise WantsError(marked('a list of folders inside the vault such as ["People"]'))


def several(kind: type[E]) -> Callable[[object], tuple[E, ...]]:
    """A list of some of a kind's words, each once; a word alone is a list of one."""

    def read(value: object) -> tuple[E, ...]:
        given: list[Any] = value if isinstance(value, list) else [value]
        if all(isinstance(one, str) and one in {*kind} for one in given):
            return tuple(dict.fromkeys(map(kind, given)))
        raise WantsError(marked("a list of some of {words}"), words=", ".join(f'"{one}"' for one in kind))

    return read


def slots(value: object) -> tuple[Slot, ...]:
    """Rules for the time in the week that is held."""
    given = value if isinstance(value, list) else [value]
    found = [read_slot(one) if isinstance(one, str) else None for one in given]
    held = tuple(slot for slot in found if slot is not None)
    if len(held) < len(found):
        raise WantsError(marked('a list of weekdays with times such as ["Tue 09:00-11:00", "Thu lunch"]'))
    return held
