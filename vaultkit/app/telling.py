"""What an edit does, in words, for the person who asked for it."""

from datetime import date, datetime

from vaultkit.model.edit import AddItem, AddLogLine, DateTask, Edit, PutOff, SetProperty, TickTask
from vaultkit.model.phrase import Phrase, Weekday, marked, phrase

_SET = {
    "last_contact": marked("last contact {value}"),
    "next_contact": marked("next contact {value}"),
    "next_meeting": marked("next meeting {value}"),
    "meeting_topic": marked("about “{value}”"),
    "meeting_place": marked("at {value}"),
    "meeting_length": marked("{value} minutes"),
    "thanked": marked("thanked {value}"),
    "prepared": marked("prepared {value}"),
}
_CLEARED = {
    "why": marked("the reason is met"),
    "next_contact": marked("no day set for the next contact"),
}


def told(edit: Edit) -> Phrase | None:
    """One edit in a few words, days in full; None for what nobody needs to hear."""
    if isinstance(edit, AddLogLine):
        return phrase("log {day}: “{text}”", day=Weekday(edit.day), text=edit.text)
    if isinstance(edit, TickTask):
        kept = phrase("kept: “{task}”", task=edit.text)
        return kept if edit.mark == "x" else phrase("called off: “{task}”", task=edit.text)
    if isinstance(edit, DateTask):
        return phrase("put off until {day}: “{what}”", day=Weekday(edit.day), what=edit.text)
    if isinstance(edit, PutOff):
        return phrase("put off until {day}: “{what}”", day=Weekday(edit.snooze.until), what=edit.what)
    if isinstance(edit, AddItem):
        return phrase("left out: {item}", item=edit.item)
    if edit.value is None:
        cleared = _CLEARED.get(edit.meaning)
        return phrase(cleared) if cleared else None
    said = _SET.get(edit.meaning)
    if said is None or (edit.meaning == "last_contact"):
        return None  # the log line has said it
    return phrase(said, value=_value(edit))


def _value(edit: SetProperty) -> object:
    value = edit.value
    if isinstance(value, datetime) or not isinstance(value, date):
        return value
    return Weekday(value)
