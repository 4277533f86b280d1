"""The memory of a process that goes on running: what is free goes back to the system."""

import contextlib
import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def give_back() -> None:
    """Ask the C library for it, where it can: malloc_trim(3) of glibc. Elsewhere nothing happens."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


def settle() -> None:
    """Give back what is free, and keep the garbage collector from going through all the rest each time."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    give_back()


@contextmanager
def made_to_stay() -> Iterator[None]:
    """For a block that makes much and throws little away: nobody looks for garbage meanwhile."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
