"""A device, or a program, that reads a feed at an address of its own."""

from dataclasses import dataclass, field

PHONE = "phone"
"""Who a feed's first address is for, until its owner says otherwise."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One reader of one feed."""

    feed: str
    """The feed's name."""
    name: str
    """What the owner calls it: `phone`."""
    secret: str = field(repr=False)
    """The part of the address that nobody can guess: lower-case hexadecimal digits. Never shown but in the
    address itself."""

    @property
    def path(self) -> str:
        """Of the address, as a request names it."""
        return f"/{self.secret}/{self.feed}.ics"
