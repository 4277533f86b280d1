"""What a process that goes on running knows of each note already, so that it reads only what has changed."""

from vaultkit.model.facts import NoteFacts
from vaultkit.store.glance import Seen

YOUNG_SECONDS = 2.0
"""A file that was changed so shortly before it was read may change again without its time telling."""


class Known:
    """Facts by path, as long as time, size and inode of the note stay what they were.

    It only saves reading: without it the result is the same.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[Seen, NoteFacts]] = {}

    def get(self, path: str, seen: Seen) -> NoteFacts | None:
        """What the note says, if it is still the file that was read."""
        held = self._held.get(path)
        return held[1] if held is not None and held[0] == seen else None

    def put(self, path: str, seen: Seen, facts: NoteFacts) -> None:
        """Remember. `seen` is of before the note was read."""
        self._held[path] = (seen, facts)

    def keep_only(self, paths: set[str]) -> None:
        """Forget notes that are gone."""
        for path in self._held.keys() - paths:
            del self._held[path]

    def forget_young(self, now: int) -> bool:
        """Forget what was read too shortly after it was written; whether there was any.

        `now`: nanoseconds since 1970, as the times of files are counted.
        """
        young = [
            path
            for path, (seen, _) in self._held.items()
            if abs(now - seen.changed) < YOUNG_SECONDS * 1_000_000_000
        ]
        for path in young:
            del self._held[path]
        return bool(young)
