"""A letter that vaultkit proposes. Nothing of it is sent or kept unless its owner says so."""

from dataclasses import dataclass
from enum import StrEnum

from vaultkit.model.phrase import Phrase


class Purpose(StrEnum):
    """What a letter is for; the value is the word on the command line, in JSON and of its template."""

    ASK = "ask"
    """For information and advice, never for a job (the article)."""
    THANKS = "thanks"
    INTRO = "intro"
    """For being introduced to somebody."""
    RECONNECT = "reconnect"
    REPORT_BACK = "report-back"
    """To whoever introduced me: how it went."""
    REPLY = "reply"
    """One friendly nudge where no answer has come."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter."""

    purpose: Purpose
    because: Phrase | None
    """Why it is for this; None: its owner said what it is for."""
    language: str
    """`nb`, `nn` or `en`."""
    subject: str
    """For a mail; empty where the template has no heading."""
    text: str
    """Plain text, a paragraph a line, with a blank line between them."""
    beside: tuple[Phrase, ...] = ()
    """What the notes say and the letter does not, for its owner alone."""
