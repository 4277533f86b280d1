"""By which way to get in touch."""

from enum import StrEnum


class Channel(StrEnum):
    """A way to somebody; the value is the word in JSON."""

    ANY = ""
    """Of a slot: whichever fits the person. Of a person: none is known."""
    PHONE = "phone"
    MAIL = "mail"
    LINKEDIN = "linkedin"
    MESSENGER = "messenger"
    COFFEE = "coffee"
    """Face to face."""
