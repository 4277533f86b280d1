"""Which interval counts for a person: their own, else their tier's, network's, or the default."""

from dataclasses import dataclass

from vaultkit.model.cadence import Cadence
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
        return Decided(person.cadence, "person", phrase("from the note"))
    if person.tier in settings.tier_cadence:
        said = phrase("from tier {tier}", tier=person.tier)
        return Decided(settings.tier_cadence[person.tier], f"tier {person.tier}", said)
    if person.network is not None and person.network in settings.network_cadence:
        said = phrase("from the {network} network", network=person.network)
        return Decided(settings.network_cadence[person.network], f"network {person.network.value}", said)
    return Decided(settings.default_cadence, "default", phrase("the default"))
