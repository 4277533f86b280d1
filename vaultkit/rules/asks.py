"""Lines of a log that tell of a question to somebody, of a nudge, or of an answer: a small closed vocabulary.

It stands in `docs/follow-ups.md`. A question counts at the beginning of a line only: what is told of a talk
(`coffee, and asked about the boat`) waits for no answer.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter

from vaultkit.model.log import LogLine

_CHANNEL = ("e-?mail", "mail", "e-?post", "linkedin", "messenger", "sms", "tlf", "telefon", "phone")
_LETTER = (
    *("e-?mail", "mail", "e-?post", "sms", "melding", "message", "text", "spørsmål", "question"),
    *("forespørsel", "førespurnad", "henvendelse", "kontaktforespørsel", "request"),
    *("invitasjon", "invitation", "invite"),
)
_REMINDER = ("påminnelse", "påminning", "purring", "reminder")
_WHOM = ("til", "to", "på", "on", "igjen", "again", "en", "ei", "ein", "an?")
_THEM = ("henne", "ham", "han", "ho", "her", "him", "them")


def _any(*words: str) -> str:
    return rf"(?:{'|'.join(words)})"


_BEGIN = rf"(?:{_any(*_CHANNEL)}\s*[:,–—-]\s*)?(?:(?:jeg|eg|i)\s+)?(?:(?:har|have)\s+)?"
_SENT = r"(?:sendte|sende|sendt|sent)\s+(?:[\w-]+\s+){0,2}"
_WROTE = r"(?:skrev|skreiv|wrote)\s+"
_ASKS = re.compile(
    _BEGIN
    + _any(
        *("spurte", "spurde", "spurt", "asked", "ba om", "bad om", "bedt om", "requested"),
        *("inviterte", "invitert", "invited", "e-?mailed", "messaged", "texted", "reached out"),
        _WROTE + _any(*_WHOM, *_THEM, *_LETTER),
        _SENT + _any(*_LETTER),
        r"la (?:igjen|att|inn) (?:en |ei |ein )?(?:beskjed|melding)",
        "left (?:a )?(?:message|voicemail)",
    )
    + r"\b",
    re.IGNORECASE,
)
_CALLS = re.compile(
    _BEGIN
    + _any("ringte", "ringde", "called", "phoned", "(?:prøvde|forsøkte) å ringe", "tried to call")
    + r"\b",
    re.IGNORECASE,
)
_NUDGES = re.compile(
    _BEGIN
    + _any("purret", "purra", "nudged", "reminded", "fulgte opp", "følgde opp", "followed up")
    + r"\b|"
    + _BEGIN
    + _SENT
    + _any(*_REMINDER)
    + r"\b",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"\b"
    + _any(
        r"(?:ikke|ikkje|ingen|uten|utan) (?:noe |noko )?svar\w*",
        r"svar(?:te|a) (?:ikke|ikkje)",
        "fikk ikke tak i|fekk ikkje tak i|tok ikke|tok ikkje|telefonsvarer|la igjen|la att",
        "no answer|no reply|voicemail|left a message",
        r"(?:did not|didn['’]t|not) (?:answer|reply|pick up)\w*",
    ),
    re.IGNORECASE,
)
_FOR_ANSWER = re.compile(
    r"\b(?:på|om|etter|for) (?:et |eit |an? |the )?(?:svar|answer|reply)\b", re.IGNORECASE
)
_ANSWER = re.compile(
    r"\b"
    + _any(
        *("svar", "svarte", "svara", "sa ja", "sa nei", "ja takk", "takk(?:et|a) (?:ja|nei)"),
        "avtal(?:te|t|a)",
        *("answer", "answered", "reply", "replied", "said yes", "said no", "accepted", "declined", "agreed"),
    )
    + r"\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether a log line tells of a question or a nudge, and not of the answer as well."""
    return is_question(text) and not answers(text)


def is_question(text: str) -> bool:
    """Whether a log line tells of a question or a nudge, whatever came of it."""
    calls = _CALLS.match(text) and _NO_ANSWER.search(text)
    return bool(_ASKS.match(text) or _NUDGES.match(text) or calls)


def nudges(text: str) -> bool:
    """Whether a log line tells that somebody was reminded of a question."""
    return bool(_NUDGES.match(text)) and not answers(text)


def answers(text: str) -> bool:
    """Whether a log line tells of an answer."""
    return bool(_ANSWER.search(_FOR_ANSWER.sub("", _NO_ANSWER.sub("", text))))


def unanswered(log: Iterable[LogLine], today: date) -> list[LogLine]:
    """The questions up to and with today that nothing in the log has answered, oldest first.

    An answer ends them, on the same day too; so does any other line of a later day, because it tells of a
    contact.
    """
    found: list[LogLine] = []
    newest_first = sorted((line for line in log if line.day <= today), key=attrgetter("day"), reverse=True)
    for _, group in groupby(newest_first, key=attrgetter("day")):
        lines = list(group)
        asked = [line for line in lines if asks(line.text)]
        if not asked or any(answers(line.text) for line in lines):
            break
        found = asked + found
        if len(asked) < len(lines):
            break
    return found
