"""What is installed here, for a report of a fault."""

import platform
from importlib.metadata import PackageNotFoundError, version

_LIBRARIES = (
    "click",
    "watchdog",
    "PyYAML",
    "icalendar",
    "Jinja2",
    "filelock",
    "holidays",
    "tzdata",
)


def versions() -> list[tuple[str, str]]:
    """Name and version of Python, the system and the libraries that matter; `?` where unknown."""
    own = [("Python", platform.python_version()), ("system", platform.platform())]
    return own + [(name, version_of(name)) for name in _LIBRARIES]


def version_of(library: str) -> str:
    """The version of one library; `?` where it cannot be told."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "?"
