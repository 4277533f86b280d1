"""By which ways somebody can be reached."""

import pytest

from vaultkit.model.channel import Channel
from vaultkit.model.person import Person, Reach
from vaultkit.rules.channels import channels_in, ways_to

P, M, L, S, C = Channel.PHONE, Channel.MAIL, Channel.LINKEDIN, Channel.MESSENGER, Channel.COFFEE
SAID = [
    ("ringte, ingen svar", [P]),
    ("sent an SMS", [P]),
    ("E-post, så LinkedIn", [M, L]),
    ("e-mailed him", [M]),
    ("Facebook Messenger", [S, S]),
    ("kaffe på kaia", [C]),
    ("snakket om posten", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "found"), SAID, ids=[text or "nothing" for text, _ in SAID])
def test_what_a_text_names(text: str, found: list[Channel]) -> None:
    assert list(channels_in(text)) == found


WAYS = [
    (Reach(), []),
    (Reach(email=("a@b.no",), phone=("22",), linkedin="ada", messenger="ada"), [P, S, M, L]),
    (Reach(email=("a@b.no",), phone=("22",), channel="e-post"), [M, P]),
    (Reach(email=("a@b.no",), channel="helst over kaffe"), [C, M]),
    (Reach(channel="Signal"), []),
    (Reach(channel="telefon"), [P]),
]


@pytest.mark.parametrize(("reach", "ways"), WAYS)
def test_the_one_they_like_best_first(reach: Reach, ways: list[Channel]) -> None:
    assert ways_to(Person(path="Ada.md", name="Ada", reach=reach)) == ways
