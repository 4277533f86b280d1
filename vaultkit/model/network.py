"""The four networks of the method."""

from enum import StrEnum


class Network(StrEnum):
    """A kind of network; the value is the word in JSON and, unless the vault says otherwise, on disk."""

    PRIVATE = "private"
    """Family and friends."""
    PROFESSIONAL = "professional"
    """Colleagues, customers, people met at conferences."""
    HISTORICAL = "historical"
    """Once close, no longer active: former colleagues and managers, fellow students."""
    LEISURE = "leisure"
    """Clubs, associations, the children's teams."""
