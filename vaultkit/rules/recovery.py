"""After a crash: how far a write had come, told from what the file and the passing file beside it hold."""

from dataclasses import dataclass
from enum import StrEnum

from vaultkit.model.write import Write


class Beside(StrEnum):
    """What to do with the passing file."""

    NOTHING = "nothing"
    """There is none."""
    DROP = "drop"
    """It holds our own bytes, or those that the journal keeps."""
    GIVE_BACK = "give back"
    """It holds what somebody saved in the last moment: that belongs where ours is now."""
    KEEP = "keep"
    """It holds what somebody saved, and so does the file: both stay."""


@dataclass(frozen=True, slots=True)
class Found:
    """How a write ended."""

    done: bool
    """Whether the new bytes had got into the file."""
    beside: Beside
    can_go_on: bool = False
    """Whether the file is as the write expected it, so that it can still be done."""


def how_far(write: Write, there: bytes | None, beside: bytes | None) -> Found:
    """How far a write had come. `there`, `beside`: what the two files hold; None: it is missing.

    The passing file is made first; then the two change names; then it is taken away (`store/commit.py`).
    Where they cannot change names, the old file first gets a second, passing name; each is asked about alone.
    """
    if write.new is None:
        return _removal(write, there, beside)
    ours_is_there = there == write.new
    as_before = there == write.old
    if beside is None:
        return Found(done=ours_is_there, beside=Beside.NOTHING, can_go_on=as_before)
    if beside == there:
        return Found(done=ours_is_there, beside=Beside.DROP, can_go_on=as_before)
    # It may have been cut off while it was written; a power cut leaves zeros where bytes had not arrived.
    made_by_us = write.new.startswith(beside.rstrip(b"\0"))
    if as_before:
        return Found(done=False, beside=Beside.DROP if made_by_us else Beside.KEEP, can_go_on=True)
    if beside == write.old:  # they have changed names; what is there now was saved later
        return Found(done=True, beside=Beside.DROP)
    if ours_is_there:
        # Empty is nothing that anybody wants back: an editor was about to write.
        return Found(done=not beside, beside=Beside.GIVE_BACK if beside else Beside.DROP)
    return Found(done=False, beside=Beside.DROP if made_by_us else Beside.KEEP)


def _removal(write: Write, there: bytes | None, beside: bytes | None) -> Found:
    """A file that goes is first renamed, then looked at, then taken away."""
    if beside is None:
        return Found(done=there is None, beside=Beside.NOTHING, can_go_on=there == write.old)
    if beside == write.old:
        return Found(done=there is None, beside=Beside.DROP)
    return Found(done=False, beside=Beside.GIVE_BACK if there is None else Beside.KEEP)
