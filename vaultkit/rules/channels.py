"""By which ways somebody can be reached, the one they like best first."""

import re
from collections.abc import Iterator

from vaultkit.model.channel import Channel
from vaultkit.model.person import Person
from vaultkit.model.phrase import marked

NAMES = {
    Channel.PHONE: marked("by phone"),
    Channel.MAIL: marked("by mail"),
    Channel.LINKEDIN: marked("on LinkedIn"),
    Channel.MESSENGER: marked("on Messenger"),
    Channel.COFFEE: marked("over coffee"),
}
_SAID = {
    Channel.PHONE: (
        *("phone", "phoned", "telephone", "call", "called", "telefon", "tlf", "mobil", "mobile", "ring"),
        *("ringe", "ringte", "ringde", "sms", "text", "texted", "tekstmelding"),
    ),
    Channel.MAIL: ("mail", "mailed", "email", "emailed", "epost", "post", "brev", "letter"),
    Channel.LINKEDIN: ("linkedin",),
    Channel.MESSENGER: ("messenger", "facebook"),
    Channel.COFFEE: ("coffee", "kaffe", "lunch", "lunsj", "tea", "te", "walk", "tur", "møte", "meeting"),
}
_CHANNEL = {word: channel for channel, words in _SAID.items() for word in words}
_WORD = re.compile(r"[^\W\d_]+")


def channels_in(text: str) -> Iterator[Channel]:
    """The ways that a text names, in its order."""
    joined = text.casefold().replace("e-mail", "email").replace("e-post", "epost")
    return (_CHANNEL[word] for word in _WORD.findall(joined) if word in _CHANNEL)


def ways_to(person: Person) -> list[Channel]:
    """The ways to somebody that their note tells, each once: the one they like best, then as below.

    A call before a message, because it is answered sooner.
    """
    reach = person.reach
    known = {
        Channel.PHONE: reach.phone,
        Channel.MESSENGER: reach.messenger,
        Channel.MAIL: reach.email,
        Channel.LINKEDIN: reach.linkedin,
    }
    return list(dict.fromkeys((*channels_in(reach.channel), *(way for way, there in known.items() if there))))
