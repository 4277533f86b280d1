"""What an event says, apart from how a program writes it down: to tell a change from a rewriting.

Servers and calendar programs write an object anew with other properties, order and zones. Only what its
owner would call a change counts here.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date, datetime

from vaultkit.model.publishing import Content, Kept

_USUAL = {"INTERVAL=1", "WKST=MO"}


def told(
    *,
    start: date,
    end: date,
    rrule: str = "",
    skipped: Iterable[date] = (),
    moved: int = 0,
    summary: str = "",
    description: str = "",
    location: str = "",
    status: str = "",
) -> Content:
    """The content in its one form. Times with a zone; `rrule`: the value of an RRULE."""
    parts = sorted(part for part in rrule.upper().split(";") if part and part not in _USUAL)
    return Content(
        start=_moment(start),
        end=_moment(end),
        rrule=";".join(parts),
        skipped=tuple(sorted(map(_moment, skipped), key=str)),
        moved=moved,
        summary=_text(summary),
        description=_text(description),
        location=_text(location),
        status=status.upper() or "CONFIRMED",
    )


def differences(one: Content, other: Content) -> tuple[str, ...]:
    """The names of the fields in which they differ, in the order of the class."""
    return tuple(
        field.name for field in fields(Content) if getattr(one, field.name) != getattr(other, field.name)
    )


def total(content: Content) -> str:
    """A sum that differs when the content does; the same on every machine."""
    said = "\x1f".join(str(getattr(content, field.name)) for field in fields(Content))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def is_as_written(kept: Kept) -> bool:
    """Whether nobody has changed the object since a vaultkit wrote it: its sum vouches for its content."""
    return bool(kept.total) and kept.total == total(kept.content)


def _moment(time: date) -> date:
    return time.astimezone(UTC) if isinstance(time, datetime) else time


def _text(text: str) -> str:
    """Without blanks at the ends of lines, which programs drop or add."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
