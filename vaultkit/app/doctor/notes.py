"""The vault itself: its settings, its notes, and what lies between them that is no note."""

from collections.abc import Iterator
from pathlib import Path

from vaultkit.app.doctor.subject import Subject
from vaultkit.app.reading import SHRUNK_FROM
from vaultkit.errors import ShrunkVaultError, VaultkitError
from vaultkit.model.finding import Finding, Health
from vaultkit.model.phrase import nphrase, phrase
from vaultkit.store.config import PATH
from vaultkit.store.exchange import spare
from vaultkit.store.places import may_write

OLD = 86400.0
"""Seconds after which no write is under way any more."""
_UNREADABLE = frozenset(("VK001", "VK006", "VK008", "VK009"))
_SHOWN = 5


def vault(subject: Subject) -> Iterator[Finding]:
    """Which vault it is, and whether it may be written to."""
    root, pages = subject.vault.root, subject.vault.settings.pages
    for folder in (root, root / pages):
        if not may_write(folder):
            said = phrase("you may not write to {path}, so no page can be kept there", path=str(folder))
            yield Finding("vault", Health.BROKEN, said, phrase("give yourself the right to write to it"))
            return
    yield Finding("vault", Health.WELL, phrase("{path}: {how}", path=str(root), how=subject.found))


def config(subject: Subject) -> Iterator[Finding]:
    """Whether the settings can be used, what was guessed, what in them means nothing."""
    if isinstance(subject.refused, VaultkitError):
        yield Finding("config", Health.BROKEN, subject.refused.message, subject.refused.way_out)
        return
    if subject.refused is not None:
        yield Finding("config", Health.BROKEN, phrase("{reason}", reason=str(subject.refused)))
        return
    settings = subject.vault.settings
    if subject.vault.folder.read_whole(PATH, 1) is not None:
        said = phrase(
            "{path}: language {language}, time zone {zone}, pages in {pages}",
            path=PATH,
            language=settings.language,
            zone=settings.timezone,
            pages=settings.pages,
        )
        yield Finding("config", Health.WELL, said)
    for guess in subject.vault.said:
        yield Finding("config", Health.LOOK, guess)


def people(subject: Subject) -> Iterator[Finding]:
    """Whether there are people, as somebody expects who keeps a network."""
    before, reading = subject.before.notes, subject.reading
    now, overview = reading.state.notes, reading.overview
    if before > SHRUNK_FROM and now * 2 < before:
        error = ShrunkVaultError(str(subject.vault.root), before, now)
        yield Finding("notes", Health.BROKEN, error.message, error.way_out)
        return
    said = phrase(
        "{notes}, {people}, {meetings}",
        notes=nphrase("{count} note", "{count} notes", now),
        people=nphrase("{count} person", "{count} people", len(overview.people)),
        meetings=nphrase("{count} meeting", "{count} meetings", len(overview.meetings)),
    )
    if overview.people:
        yield Finding("notes", Health.WELL, said)
        return
    way_out = phrase(
        "a note is a person with type: person, a tag person, a network:, or a place in one of: {folders}",
        folders=", ".join(subject.vault.settings.people_folders),
    )
    yield Finding("notes", Health.LOOK, said, way_out)


def unreadable(subject: Subject) -> Iterator[Finding]:
    """Notes and folders that nobody can read."""
    paths = [found.path for found in subject.problems if found.code in _UNREADABLE]
    if paths:
        said = nphrase(
            "{count} note or folder cannot be read: {paths}",
            "{count} notes or folders cannot be read: {paths}",
            len(paths),
            paths=_some(paths),
        )
        yield Finding("unreadable", Health.BROKEN, said, phrase("vaultkit check tells why"))


def copies(subject: Subject) -> Iterator[Finding]:
    """What synchronisation programs put beside the notes."""
    paths = [found.path for found in subject.problems if found.code == "VK005"]
    if paths:
        said = nphrase(
            "{count} conflict copy: {paths}",
            "{count} conflict copies: {paths}",
            len(paths),
            paths=_some(paths),
        )
        way_out = phrase("vaultkit check --copies compares each with its note")
        yield Finding("copies", Health.LOOK, said, way_out)


def passing(subject: Subject) -> Iterator[Finding]:
    """Passing files that no write on this machine will clear away."""
    pending = [change.temporary for one in subject.vault.journal.pending() for change in one.changes]
    expected = {*pending, *(spare(Path(name)).name for name in pending)}
    now = subject.now.timestamp()
    paths = sorted(
        path
        for path, changed in subject.census.passing.items()
        if now - changed / 1e9 > OLD and path.rpartition("/")[2] not in expected
    )
    if paths:
        said = nphrase(
            "{count} passing file lies in the vault, left by another machine or a crash: {paths}",
            "{count} passing files lie in the vault, left by another machine or a crash: {paths}",
            len(paths),
            paths=_some(paths),
        )
        way_out = phrase("no note needs it any more: look what is in it, then delete it")
        yield Finding("passing", Health.LOOK, said, way_out)


def _some(paths: list[str]) -> str:
    more = len(paths) - _SHOWN
    return ", ".join(paths[:_SHOWN]) + (f" … (+{more})" if more > 0 else "")
