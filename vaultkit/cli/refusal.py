"""What is refused, in words: one sentence, one way out, one exit code."""

import os
from datetime import date

from vaultkit.cli.door import say
from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.store import machine
from vaultkit.store.words import Words


def refusal(error: Exception) -> tuple[str, str, int]:
    """The sentence, the way out (or nothing) and the exit code, in the language of this machine.

    Raises the error itself when it is none of those that are refused: a fault of vaultkit's own.
    """
    # Which vault it is about may be the very thing that is not known.
    words = Words(machine.language(os.environ), date(2000, 1, 1))
    if isinstance(error, VaultkitError):
        way_out = say(words, error.way_out) if error.way_out else ""
        return say(words, error.message), way_out, error.exit_code
    if isinstance(error, OSError):
        where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        said = phrase("{reason}", reason=where + (error.strerror or str(error)).lower())
        room = phrase("check that it is there, that you may write to it, and that the disk has room")
        return say(words, said), say(words, room), 3
    raise error
