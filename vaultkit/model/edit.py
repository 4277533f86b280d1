"""A change to somebody's note that was decided and not yet turned into bytes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from vaultkit.model.phrase import Phrase
from vaultkit.model.snooze import Snooze


@dataclass(frozen=True, slots=True)
class AddLogLine:
    """A dated line in the log of a person's note, in the style the note has."""

    path: str
    day: date
    text: Phrase


@dataclass(frozen=True, slots=True)
class SetProperty:
    """A property gets a value, in the spelling of the note, else of the vault."""

    path: str
    meaning: str
    """A key of `rules/vocabulary.PERSON` or `.MEETING`, by what the note is."""
    value: date | datetime | str | int | bool | None
    """None: the property is emptied; where there is none, nothing happens."""
    only_if_there: bool = False
    """True: a note without the property stays without it."""


@dataclass(frozen=True, slots=True)
class AddItem:
    """A list gets one item more."""

    path: str
    meaning: str
    item: str


@dataclass(frozen=True, slots=True)
class TickTask:
    """The box of a task is ticked, or crossed out; of several open ones with the same words, each."""

    path: str
    text: str
    """Of the task, as `model/task.py` has it."""
    mark: str = "x"
    """One character; `x` means kept, `-` called off."""


@dataclass(frozen=True, slots=True)
class DateTask:
    """A task gets another day; of several open ones with the same words, each."""

    path: str
    text: str
    """As `TickTask.text`."""
    day: date


@dataclass(frozen=True, slots=True)
class PutOff:
    """A follow-up is put off: an item in the list of the person's note, in the place of an older one."""

    path: str
    snooze: Snooze
    what: Phrase
    """The follow-up in words."""


Edit: TypeAlias = AddLogLine | SetProperty | AddItem | TickTask | DateTask | PutOff
