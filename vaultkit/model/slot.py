"""Time in the week that is held for networking."""

from dataclasses import dataclass
from datetime import time

from vaultkit.model.channel import Channel


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """So many hours of one weekday, every week, on the owner's clock."""

    weekday: int
    """0 is Monday, as `date.weekday` counts."""
    start: time
    end: time
    """Exclusive, on the same day, after `start`."""
    channel: Channel = Channel.ANY
    """By which way people are contacted in it."""
