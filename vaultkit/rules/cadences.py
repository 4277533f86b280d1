"""Which interval counts for a person: their own, else their tier's, network's, or the default."""

from dataclasses import dataclass
from functools import lru_cache

from vaultkit.model.cadence import Cadence
from vaultkit.model.network import Network
from vaultkit.model.person import Person
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Decided:
    """An interval and where it comes from."""

    cadence: Cadence
    source: str
    """`person`, `tier A`, `network private` or `default`; for JSON."""
    said: Phrase
    """The same for people."""


def decide(person: Person, settings: Settings) -> Decided:
    """The interval that counts for a person. `NEVER` where nothing is wanted."""
    if person.cadence is not None:
        return _by_note(person.cadence)
    if person.tier in settings.tier_cadence:
        return _by_tier(settings.tier_cadence[person.tier], person.tier)
    if person.network is not None and person.network in settings.network_cadence:
        return _by_network(settings.network_cadence[person.network], person.network)
    return _by_default(settings.default_cadence)


# One object for all of whom the same is decided: the daemon holds one for each of thousands.


@lru_cache(maxsize=256)
def _by_note(cadence: Cadence) -> Decided:
    return Decided(cadence, "person", phrase("from the note"))


@lru_cache(maxsize=256)
def _by_tier(cadence: Cadence, tier: str) -> Decided:
    return Decided(cadence, f"tier {tier}", phrase("from tier {tier}", tier=tier))


@lru_cache(maxsize=256)
def _by_network(cadence: Cadence, network: Network) -> Decided:
    said = phrase("from the {network} network", network=network)
    return Decided(cadence, f"network {network.value}", said)


@lru_cache(maxsize=256)
def _by_default(cadence: Cadence) -> Decided:
    return Decided(cadence, "default", phrase("the default"))
