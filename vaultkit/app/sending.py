"""Bring a place (a calendar on a server, a vdir) to hold what a feed holds, and touch nothing else there.

What was sent is remembered after each object, so that the run after one that was cut off does the rest.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.model.publishing import Deed, Left, Ours, Sent, Standing, Step, There
from vaultkit.rules.content import differences, total
from vaultkit.rules.publishing import Decided, decide, digest, to_look_at
from vaultkit.store.daverrors import MeanwhileError, NoVersionError, RefusedError, ServerError
from vaultkit.store.icsobject import read_object
from vaultkit.store.publications import Memory

_ENOUGH = 5
"""After so many refusals in a row the server will not take the others either."""
_TRIES = 3
"""So often it is decided anew what to do with an object that changes at that moment."""
_TIMES = {"start", "end", "rrule", "skipped"}


class Place(Protocol):
    """What holds objects by name, each in a version that an ETag tells. All raise ServerError or OSError."""

    def listed(self) -> dict[str, str]:
        """The ETag of each object, by name."""

    def objects(self, names: Sequence[str]) -> Iterable[tuple[str, str, bytes]]:
        """Name, ETag and bytes of those that are there."""

    def create(self, name: str, data: bytes) -> str:
        """Put an object where none is, else MeanwhileError; its ETag, empty where that is not known."""

    def change(self, name: str, data: bytes, etag: str) -> str:
        """Put an object in the place of the version with that ETag; as `create`."""

    def delete(self, name: str, etag: str) -> None:
        """Take away the version with that ETag, else MeanwhileError."""


class BusyPublishingError(VaultkitError):
    """Another process publishes this vault."""

    exit_code = 5

    def __init__(self) -> None:
        super().__init__(
            phrase("another vaultkit is publishing this vault"),
            phrase("wait until it is done, then try again"),
        )


@dataclass(slots=True)
class Published:
    """What was done in one place, or would be."""

    done: list[Step] = field(default_factory=list)
    """What was created, changed or deleted."""
    left: list[Left] = field(default_factory=list)
    failed: list[tuple[Step, VaultkitError]] = field(default_factory=list)
    unchanged: int = 0
    stopped: VaultkitError | None = None
    """Why the rest was left for the next run; None: all was done."""

    def is_well(self, brought: Collection[str] = ()) -> bool:
        """Whether the calendar now holds what the notes say. `brought`: UIDs that were pulled into them."""
        return not (self.failed or self.stopped or any(one.uid not in brought for one in self.left))


class Sending:
    """One run for one place."""

    def __init__(
        self, ours: Mapping[str, Ours], memory: Memory, place: Place, *, overwrite: bool = False
    ) -> None:
        """`ours`: what the place should hold, by UID. `overwrite`: as `rules/publishing.decide`."""
        self._ours, self._memory, self._place, self._overwrite = ours, memory, place, overwrite
        self.result = Published()

    def planned(self) -> Published:
        """What would be done."""
        decided = self._decided()
        return Published(_told(decided.steps), decided.left, unchanged=_unchanged(decided))

    def carry_out(self) -> Published:
        """Do it, one object after the other."""
        decided, result = self._decided(), self.result
        result.unchanged = _unchanged(decided)
        for left in decided.left:
            self._leave(left)
        refused = 0
        for step in decided.steps:
            try:
                self._do(step)
                refused = 0
            except (RefusedError, NoVersionError, MeanwhileError) as error:
                result.failed.append((step, error))
                refused += 1
                if refused == _ENOUGH:
                    result.stopped = error
                    return result
            except ServerError as error:
                result.stopped = error
                return result
        self._memory.has_looked()
        return result

    def _decided(self) -> Decided:
        """Look at the server, and decide."""
        listed, memory = self._place.listed(), self._memory
        names = to_look_at(self._ours, memory.sent, listed, looked=memory.looked)
        seen = {there.name: there for there in self._look(names)}
        return decide(self._ours, memory.sent, listed, seen, overwrite=self._overwrite)

    def _do(self, step: Step) -> None:
        for _ in range(_TRIES):
            try:
                self._once(step)
            except MeanwhileError:
                again = self._again(step.uid, step.name)
                if not isinstance(again, Step):
                    return
                step = again
            else:
                self.result.done += _told([step])
                return
        raise MeanwhileError

    def _once(self, step: Step) -> None:
        """Do one step and remember it. Raises ServerError."""
        mine = self._ours.get(step.uid)
        if mine is None or step.deed in (Deed.DELETE, Deed.FORGET):
            if step.deed is Deed.DELETE:
                self._place.delete(step.name, step.etag)
            self._memory.drop(step.uid)
            return
        etag, told = step.etag, total(mine.kept.content)
        if step.deed is not Deed.KNOW:
            if step.deed is Deed.CREATE:
                etag = self._place.create(step.name, mine.data)
            else:
                etag = self._place.change(step.name, mine.data, step.etag)
            if not etag:
                # Remembered before it is looked at: if that fails, the next run looks.
                self._remember(step, mine, "", told)
                etag, told = self._as_stored(step.name, mine)
        self._remember(step, mine, etag, told)

    def _remember(self, step: Step, mine: Ours, etag: str, told: str) -> None:
        summary = mine.kept.content.summary
        self._memory.put(step.uid, Sent(step.name, etag, digest(mine.data), told, summary))

    def _as_stored(self, name: str, mine: Ours) -> tuple[str, str]:
        """ETag and sum of what a server made of an object that it does not keep as it is.

        Where its times are others, somebody else was quicker: then no ETag, and the next run looks.
        """
        for there in self._look([name]):
            if there.kept and not _TIMES & {*differences(there.kept.content, mine.kept.content)}:
                return there.etag, total(there.kept.content)
        return "", total(mine.kept.content)

    def _again(self, uid: str, name: str) -> Step | Left | None:
        """What is to be done with an object that is not what it was; None: nothing any more."""
        seen = {there.name: there for there in self._look([name])}
        listed = {there.name: there.etag for there in seen.values()}
        ours = {uid: self._ours[uid]} if uid in self._ours else {}
        sent = {uid: self._memory.sent[uid]} if uid in self._memory.sent else {}
        again = decide(ours, sent, listed, seen, overwrite=self._overwrite)
        for left in again.left:
            self._leave(left)
            return left
        return again.steps[0] if again.steps else None

    def _leave(self, left: Left) -> None:
        """Put it into the result; of what is gone it is remembered that its owner was told."""
        self.result.left.append(left)
        known, mine = self._memory.sent.get(left.uid), self._ours.get(left.uid)
        if left.standing is Standing.GONE and known and mine:
            self._memory.put(left.uid, replace(known, gone=True, digest=digest(mine.data)))

    def _look(self, names: Sequence[str]) -> Iterator[There]:
        for name, etag, data in self._place.objects(names):
            yield There(name, etag, read_object(data))


def _told(steps: Iterable[Step]) -> list[Step]:
    """Those by which something was sent."""
    return [step for step in steps if step.deed not in (Deed.KNOW, Deed.FORGET)]


def _unchanged(decided: Decided) -> int:
    """How many entries stand there as they should."""
    return decided.unchanged + sum(step.deed is Deed.KNOW for step in decided.steps)
