"""Rules for the time that is held: `Tue 09:00-11:00`, `tirs 09.00–11.00 telefon`, `Thu lunch`."""

import re
from datetime import time

from vaultkit.model.channel import Channel
from vaultkit.model.slot import Slot
from vaultkit.rules.channels import channels_in

_WEEKDAYS = (
    "mon monday man mandag mån måndag",
    "tue tues tuesday tir tirs tirsdag tys tysdag",
    "wed wednesday ons onsdag",
    "thu thur thurs thursday tor tors torsdag",
    "fri friday fre fredag",
    "sat saturday lør lørdag lau laur laurdag",
    "sun sunday søn søndag sundag",
)
_NUMBER = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
_LUNCH = (time(11, 30), time(12, 30))
_RULE = re.compile(r"(?:(?:every|each|hver|kvar)\s+)?([^\W\d_]+)\.?,?\s+(.+)")
_CLOCK = r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?"
_TIMES = re.compile(
    rf"(?:kl\.?\s*)?{_CLOCK}\s*(?:-|–|—|to|til)\s*(?:kl\.?\s*)?{_CLOCK}"
    r"(?:,?\s+(?:(?:by|on|over|på|per)\s+)?([^\W\d_]+(?:-[^\W\d_]+)?))?"
)


def read_slot(text: str) -> Slot | None:
    """A weekday in English or Norwegian, short or whole, and from when to when; None when it is not that.

    Behind it may stand the way by which people are contacted then: phone, mail, LinkedIn, Messenger, coffee.
    `lunch` (lunsj) is from 11:30 to 12:30, face to face. A slot ends on the day on which it begins.
    """
    rule = _RULE.fullmatch(" ".join(text.casefold().split()))
    if rule is None or rule[1] not in _NUMBER:
        return None
    channel: Channel | None
    if rule[2] in ("lunch", "lunsj"):
        (start, end), channel = _LUNCH, Channel.COFFEE
    elif times := _TIMES.fullmatch(rule[2]):
        start, end = time(int(times[1]), int(times[2] or 0)), time(int(times[3]), int(times[4] or 0))
        channel = next(channels_in(times[5]), None) if times[5] else Channel.ANY
    else:
        return None
    return Slot(_NUMBER[rule[1]], start, end, channel) if start < end and channel is not None else None
