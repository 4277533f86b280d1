"""Rules for the time that is held."""

from dataclasses import replace
from datetime import time

import pytest

from vaultkit.model.channel import Channel
from vaultkit.model.slot import Slot
from vaultkit.rules.slots import read_slot

NINE_TO_ELEVEN = Slot(1, time(9), time(11))
RULES = [
    ("Tue 09:00-11:00", NINE_TO_ELEVEN),
    ("tuesday 9-11", NINE_TO_ELEVEN),
    ("every Tuesday 9:00 – 11:00", NINE_TO_ELEVEN),
    ("tirs 09.00-11.00", NINE_TO_ELEVEN),
    ("Tirsdag kl. 9 til 11", NINE_TO_ELEVEN),
    ("tys. kl 9-11", NINE_TO_ELEVEN),
    ("hver tirsdag, kl 9—11", NINE_TO_ELEVEN),
    ("Thu lunch", Slot(3, time(11, 30), time(12, 30), Channel.COFFEE)),
    ("tors lunsj", Slot(3, time(11, 30), time(12, 30), Channel.COFFEE)),
    ("Tue 9-11 phone", replace(NINE_TO_ELEVEN, channel=Channel.PHONE)),
    ("tirs kl. 09.00-11.00, på e-post", replace(NINE_TO_ELEVEN, channel=Channel.MAIL)),
    ("tirs 9-11 LinkedIn", replace(NINE_TO_ELEVEN, channel=Channel.LINKEDIN)),
    ("tirs 9-11 over kaffe", replace(NINE_TO_ELEVEN, channel=Channel.COFFEE)),
    ("man 8-8.30", Slot(0, time(8), time(8, 30))),
    ("laurdag 10-12", Slot(5, time(10), time(12))),
    ("lør 10-12", Slot(5, time(10), time(12))),
    ("Søndag 20:00-23:59", Slot(6, time(20), time(23, 59))),
    ("MÅNDAG 9-10", Slot(0, time(9), time(10))),
]
NO_RULES = [
    "",
    "Tue",
    "9-11",
    "Tue 11-9",
    "Tue 9-9",
    "Tue 9",
    "Tue 25-26",
    "Tue 9:60-11",
    "Tue 23-24",
    "day 9-11",
    "Tue Wed 9-11",
    "Tue lunchtime",
    "Tue 9-11 pigeon",
    "Tue 9-11 by",
    "Tue lunch phone",
]


@pytest.mark.parametrize(("text", "slot"), RULES)
def test_a_weekday_and_from_when_to_when(text: str, slot: Slot) -> None:
    assert read_slot(text) == slot


@pytest.mark.parametrize("text", NO_RULES)
def test_anything_else_is_no_rule(text: str) -> None:
    assert read_slot(text) is None
