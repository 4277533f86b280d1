"""Which interval counts: person, else tier, else network, else default; and it says which."""

from dataclasses import replace

import pytest

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.network import Network
from vaultkit.model.person import Person
from vaultkit.model.settings import Settings
from vaultkit.rules.cadences import decide

SETTINGS = Settings(
    network_cadence={Network.PRIVATE: Cadence(8, "week"), Network.LEISURE: NEVER},
    tier_cadence={"A": Cadence(10), "D": NEVER},
    default_cadence=Cadence(1, "year"),
)
PERSON = Person(path="Kari.md", name="Kari")
OWN = Cadence(3, "month")
PRIVATE = (Network.PRIVATE,)

CASES = [
    (
        "the person's own beats all",
        replace(PERSON, cadence=OWN, tier="A", networks=PRIVATE),
        OWN,
        "person",
    ),
    ("never of one's own beats all", replace(PERSON, cadence=NEVER, tier="A"), NEVER, "person"),
    (
        "the tier beats the network",
        replace(PERSON, tier="A", networks=PRIVATE),
        Cadence(10),
        "tier A",
    ),
    ("a tier that is never", replace(PERSON, tier="D", networks=PRIVATE), NEVER, "tier D"),
    (
        "a tier that is not set leaves it to the network",
        replace(PERSON, tier="C", networks=PRIVATE),
        Cadence(8, "week"),
        "network private",
    ),
    (
        "the main network counts",
        replace(PERSON, networks=(Network.LEISURE, Network.PRIVATE)),
        NEVER,
        "network leisure",
    ),
    (
        "a network that is not set leaves it to the default",
        replace(PERSON, networks=(Network.HISTORICAL, Network.PRIVATE)),
        Cadence(1, "year"),
        "default",
    ),
    ("nothing at all", PERSON, Cadence(1, "year"), "default"),
]

LENGTHS = [
    (Cadence(6, "week"), 42),
    (Cadence(1, "month"), 30),
    (Cadence(3, "month"), 90),
    (Cadence(1, "year"), 365),
    (Cadence(10), 10),
    (NEVER, 0),
]


@pytest.mark.parametrize(("person", "cadence", "source"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_counts(person: Person, cadence: Cadence, source: str) -> None:
    decided = decide(person, SETTINGS)
    assert (decided.cadence, decided.source) == (cadence, source)


def test_without_settings_everybody_has_an_interval_and_its_source_is_told() -> None:
    for network in Network:
        assert decide(replace(PERSON, networks=(network,)), Settings()).cadence.count
    assert decide(PERSON, Settings()).source == "default"
    assert decide(PERSON, Settings()).cadence.days == 182


@pytest.mark.parametrize(("cadence", "days"), LENGTHS)
def test_how_long_it_is(cadence: Cadence, days: int) -> None:
    assert cadence.days == days
