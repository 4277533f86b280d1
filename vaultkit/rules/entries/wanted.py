"""What the notes want in a feed, and what may not be in it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from vaultkit.model.entry import Entry, Proposed
from vaultkit.rules.entries.texts import family, key_of, mark


@dataclass(frozen=True)
class Wanted:
    """What the notes want in a feed."""

    proposed: tuple[Proposed, ...] = ()
    hidden: frozenset[str] = frozenset()
    """Families that must be in no feed; what was published of them goes at once."""
    hidden_times: frozenset[tuple[object, object]] = frozenset()
    """When the meetings among them are held; one of that time may have been published under another name."""
    hidden_names: frozenset[str] = frozenset()
    """Names of people who are kept out, in small letters; no entry may say one."""
    hidden_initials: frozenset[str] = frozenset()
    """Their initials, where the feed tells only those; nothing that the notes do not want may say them."""
    known: frozenset[str] = frozenset()
    """Families of all meetings that the notes hold, wanted now or not."""
    people: Collection[str] = ()
    """Paths of everybody who has a note."""
    unread: frozenset[str] = frozenset()
    """Families of notes that cannot be read now; what was published of them stays as it is."""
    marks: frozenset[str] = frozenset({"n", "p"})
    """Of the kinds that the feed holds; nothing else stays in it."""
    called_off: frozenset[str] = frozenset({"n", "p"})
    """The marks of those whose entries stay when they are past, and are marked when they are gone."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Not yet named or stamped."""
        return tuple(one.entry for one in self.proposed)

    def says_hidden(self, entry: Entry, also: str = "") -> bool:
        """Whether an entry names somebody who is kept out; `also`: what else is said of it."""
        if not self.hidden_names:  # as in most vaults
            return False
        said = f"{entry.summary}\n{entry.description}\n{entry.location}\n{also}".casefold()
        return any(_says(said, name) for name in self.hidden_names)

    def may_stay(self, old: Entry) -> bool:
        """Whether a published entry may be looked at: it is of a kind the feed holds, and not kept out."""
        if family(old.key) in self.hidden or self.says_hidden(old) or mark(old.key) not in self.marks:
            return False
        return self.is_there(old.key) or (old.start, old.end) not in self.hidden_times

    def is_there(self, key: str) -> bool:
        """Whether the note that an entry came from is still where it was."""
        return family(key) in self.known or family(key)[len(mark(key)) :] in self._notes

    @cached_property
    def _notes(self) -> frozenset[str]:
        """What stands for a person's note in a key."""
        return frozenset(key_of("", path) for path in self.people)

    def may_remain(self, old: Entry) -> bool:
        """Whether a published entry that the notes do not want may go on being told."""
        said = old.summary.casefold()
        return not any(_says(said, short) for short in self.hidden_initials)


def _says(said: str, name: str) -> bool:
    return name in said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None
