"""`prep`: what there is to know before a meeting, as one page."""

from vaultkit.app.survey import Survey
from vaultkit.app.templating import Template, find_template
from vaultkit.app.whom import Choose, the_one
from vaultkit.errors import UnknownPersonError
from vaultkit.model.meeting import Occurrence
from vaultkit.model.phrase import Phrase, phrase, spoken
from vaultkit.model.prep import Aim, Sheet
from vaultkit.rules.lastcontact import next_holding
from vaultkit.rules.links import stem
from vaultkit.rules.names import folded
from vaultkit.rules.prep.shared import Ties
from vaultkit.rules.prep.sheet import as_data, make_sheet
from vaultkit.store.templates import Makes, plain_data


def prep(seen: Survey, typed: str, aim: Aim | None = None, *, choose: Choose | None = None) -> Sheet:
    """The page for a meeting to come, or for a person and their next meeting. Writes nothing.

    `typed`: the name of a meeting's note, its title or its path, else a person. `aim`: None: what the notes
    say decides. Raises UnknownPersonError, AmbiguousPersonError.
    """
    ties = Ties(seen.people)
    held = _meeting(seen, typed, whole=True)
    if held is None:
        try:
            now = the_one(typed, seen.people, choose)
        except UnknownPersonError:
            held = _meeting(seen, typed, whole=False)
            if held is None:
                raise
        else:
            return make_sheet(next(iter(now.coming), None), [now], ties, aim)
    people = [seen.people.at(path) for path in held.meeting.attendees]
    return make_sheet(held, people, ties, aim)


def _meeting(seen: Survey, typed: str, *, whole: bool) -> Occurrence | None:
    """The soonest coming meeting of a name; with `whole` the whole of it, else some of its words."""
    wanted, path = folded(typed), typed.removesuffix(".md")
    found: list[Occurrence] = []
    for meeting in seen.reading.overview.meetings:
        names = [folded(stem(meeting.path)), folded(meeting.title)]
        some = any({*wanted.split()} <= {*name.split()} for name in names)
        if not meeting.own_note or not (some or path == meeting.path.removesuffix(".md")):
            continue
        if whole and wanted not in names and path != meeting.path.removesuffix(".md"):
            continue
        held = next_holding(meeting, seen.today)
        if held is not None:
            found.append(held)
    return min(found, key=lambda one: (one.day, one.meeting.path), default=None)


def prep_template(seen: Survey) -> Template:
    """The template of the page. Raises TemplateError."""
    own = (f"{seen.vault.settings.language}/notes/prep.md", "notes/prep.md")
    return find_template(seen.vault, own, "notes", "prep")


def as_text(sheet: Sheet, seen: Survey) -> str:
    """The page for a terminal. Raises TemplateError."""
    data = {**as_data(sheet), "title": _title(sheet, seen), "details": _details(sheet, seen)}
    plain = plain_data(data, seen.words, seen.reading.overview.links, as_text=True)
    return prep_template(seen).fill(plain, seen.words, Makes.TEXT)


def as_region(sheet: Sheet, seen: Survey, template: Template) -> str:
    """The page for its meeting's note, which tells title and time itself. Raises TemplateError."""
    plain = plain_data(
        {**as_data(sheet), "title": "", "details": []}, seen.words, seen.reading.overview.links
    )
    return template.fill(plain, seen.words, Makes.PAGE)


def _title(sheet: Sheet, seen: Survey) -> Phrase | str:
    held = sheet.meeting
    if held is not None and held.meeting.own_note:
        return held.meeting.title
    return phrase("{text}", text=tuple(one.person for one in sheet.people))


def _details(sheet: Sheet, seen: Survey) -> list[Phrase | str]:
    """When, where and about what."""
    held = sheet.meeting
    if held is None:
        return [phrase("no meeting is planned")]
    start = phrase("{text}", text=spoken(held.start_on(seen.vault.settings.timezone)))
    return [start, *filter(None, (held.meeting.where, held.meeting.url, held.meeting.topic))]
