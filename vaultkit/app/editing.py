"""Decided edits to the bytes of notes: in each note's own spelling and style."""

from collections.abc import Iterable, Sequence
from functools import partial

from vaultkit.app.dialect import Dialect
from vaultkit.app.survey import Survey
from vaultkit.app.writing import NoteEdit
from vaultkit.errors import EditRefusedError
from vaultkit.model.edit import AddItem, AddLogLine, DateTask, Edit, PutOff, SetProperty, TickTask
from vaultkit.model.phrase import marked, phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.markdown import escape
from vaultkit.rules.properties import Fields
from vaultkit.rules.tasks import read_tasks
from vaultkit.rules.vocabulary import MEETING_MEANINGS, PERSON_MEANINGS
from vaultkit.store.logline import append_log_line
from vaultkit.store.notefile import read_bytes
from vaultkit.store.splice import append_item, set_property
from vaultkit.store.tick import date_task, tick_task

LOG = marked("Log")


def note_edits(edits: Iterable[Edit], seen: Survey, dialect: Dialect | None = None) -> list[NoteEdit]:
    """One edit of bytes for each note, in the order in which the notes come.

    `dialect`: to be asked again for further edits of the same vault.
    """
    dialect = dialect or Dialect(seen)
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    return [NoteEdit(path, partial(_edited, path, parts, seen, dialect)) for path, parts in by_path.items()]


def _edited(path: str, edits: Sequence[Edit], seen: Survey, dialect: Dialect, data: bytes | None) -> bytes:
    """The note's bytes with all edits made. Raises EditRefusedError with the note's path."""
    if data is None:
        gone = phrase("the note is not there any more")
        raise EditRefusedError("gone", gone, phrase("is it in the cloud only, or was it moved?"), path=path)
    if path in seen.reading.state.facts and not data.strip(b"\x00 \t\r\n"):
        empty = phrase("the note is empty at the moment")
        wait = phrase("wait until your synchronisation is done, then try again")
        raise EditRefusedError("cloud", empty, wait, path=path)
    try:
        for edit in edits:
            data = _with(data, edit, seen, dialect)
    except EditRefusedError as error:
        raise error.at(path) from None
    return data


def _with(data: bytes, edit: Edit, seen: Survey, dialect: Dialect) -> bytes:
    if isinstance(edit, AddLogLine):
        text = seen.words.say(edit.text, lambda said: escape(said.name if isinstance(said, Ref) else said))
        return append_log_line(data, edit.day, text, seen.words.gettext(LOG))
    if isinstance(edit, TickTask | DateTask):
        return _of_tasks(data, edit)
    key = _key(data, edit, seen, dialect)
    if key is None:
        return data
    if isinstance(edit, AddItem):
        return append_item(data, key, edit.item)
    if isinstance(edit, PutOff):
        return _put_off(data, key, edit)
    value = read_bytes(edit.path, data).properties.get(key)
    if isinstance(value, list) and edit.value is not None and edit.meaning == "last_contact":
        return append_item(data, key, edit.value)
    return set_property(data, key, edit.value)


def _put_off(data: bytes, key: str, edit: PutOff) -> bytes:
    """The new item stands where one about the same follow-up stood, else at the end."""
    begins, new = edit.snooze.begins, edit.snooze.text
    value = read_bytes(edit.path, data).properties.get(key)
    held = value if isinstance(value, list) else [value]
    texts = [one for one in held if isinstance(one, str)]
    older = [at for at, one in enumerate(texts) if " ".join(one.casefold().split()).startswith(begins)]
    if not older or len(texts) < len(held):  # beside what is no text it is the later day that counts
        return append_item(data, key, new)
    texts[older[0]] = new
    kept = [one for at, one in enumerate(texts) if at not in older[1:]]
    return set_property(data, key, kept if isinstance(value, list) else new)


def _of_tasks(data: bytes, edit: TickTask | DateTask) -> bytes:
    note = read_bytes(edit.path, data)
    found = [task for task in read_tasks(note.body, note.body_line) if task.text == edit.text]
    if not found:
        gone = phrase("the task “{task}” is not in the note any more", task=edit.text)
        raise EditRefusedError("gone", gone, phrase("tick it where it stands now"))
    change = (
        partial(tick_task, mark=edit.mark) if isinstance(edit, TickTask) else partial(date_task, day=edit.day)
    )
    for task in found:
        if task.is_open:
            data = change(data, task.line)
    return data


def _key(data: bytes, edit: SetProperty | AddItem | PutOff, seen: Survey, dialect: Dialect) -> str | None:
    """What the note calls the property, else what the vault does; None where it should not get it."""
    of_person = edit.path in seen.reading.overview.names
    note = read_bytes(edit.path, data)
    meaning = "snoozed" if isinstance(edit, PutOff) else edit.meaning
    found = Fields(note, PERSON_MEANINGS if of_person else MEETING_MEANINGS, []).spelled(meaning)
    if found is not None and not found.in_body and found.key in note.properties:
        return found.key
    if isinstance(edit, SetProperty) and (
        edit.only_if_there or (edit.value is None and (found is None or found.in_body))
    ):
        return None
    if found is not None and not found.in_body:
        nested = phrase(
            "«{key}» stands inside another property, where vaultkit reads and never writes", key=found.key
        )
        way_out = phrase("move it out to a line of its own")
        raise EditRefusedError("nested", nested, way_out, line=found.place.line, column=found.place.column)
    return dialect.spelling(meaning, of_person=of_person)
