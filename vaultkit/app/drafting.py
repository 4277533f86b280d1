"""`draft`: a letter to somebody from a template, and the log line once its owner has sent it."""

from collections.abc import Mapping
from typing import Any

from vaultkit.app.changing import Changed, change
from vaultkit.app.survey import Survey
from vaultkit.app.templating import find_template
from vaultkit.model.draft import Draft, Purpose
from vaultkit.model.edit import Edit
from vaultkit.model.phrase import marked, phrase
from vaultkit.rules.drafts.facts import Subject, beside, facts_for
from vaultkit.rules.drafts.purpose import answered_by, purpose_for
from vaultkit.rules.drafts.text import subject_and_text
from vaultkit.rules.followups import KINDS, queue_line
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import moved_on, touched
from vaultkit.store.templates import Makes
from vaultkit.store.words import Words

LOGGED = {
    Purpose.ASK: marked("asked for a talk"),
    Purpose.THANKS: marked("sent thanks"),
    Purpose.INTRO: marked("asked for an introduction"),
    Purpose.RECONNECT: marked("wrote a message after a while"),
    Purpose.REPORT_BACK: marked("reported back"),
    Purpose.REPLY: marked("asked again"),
}
"""What the log says of a letter that was sent."""


def draft(
    seen: Survey, now: Situation, purpose: Purpose | None = None, *, language: str = "", to: str = ""
) -> Draft:
    """A letter to somebody. Writes nothing.

    `purpose`: None: what is due decides. `language`: `nb`, `nn` or `en`; empty: theirs, else the vault's.
    `to`: whom to be introduced to. Raises TemplateError.
    """
    because = None
    if purpose is None:
        due = [item for item in seen.queue if item.person.path == now.person.path]
        purpose, because = purpose_for(now, due)
    language = language or now.person.language or seen.vault.settings.language
    subject = Subject(now, seen.people, purpose, language, to)
    facts = facts_for(subject)
    heading, text = subject_and_text(_filled(seen, subject, facts))
    return Draft(purpose, because, language, heading, text, tuple(beside(subject, facts)))


def sent(seen: Survey, now: Situation, purpose: Purpose, *, write: bool = True) -> Changed:
    """The letter was sent: what that changes in the notes, in their own style. Raises VaultkitError."""
    edits = _edits(seen, now, purpose)
    return change(
        seen, f"draft {now.person.name} --for {purpose.value} --sent", [(now.ref, edits)], write=write
    )


def _edits(seen: Survey, now: Situation, purpose: Purpose) -> list[Edit]:
    """What the follow-up says that the letter answers, where one is due; else a line in the log."""
    item = answered_by(purpose, now)
    edits = KINDS[item.kind].done(queue_line(item, now).for_its_kind, now, seen.today) if item else None
    if edits:
        return list(edits)
    said = phrase(LOGGED[purpose])
    return [*touched(now, seen.today, said), *moved_on(now, seen.today, whole=False)]


def _filled(seen: Survey, subject: Subject, facts: Mapping[str, Any]) -> str:
    """What the template makes. Raises TemplateError."""
    language, name = subject.language, f"{subject.purpose.value}.md"
    own = (f"drafts/{language}/{name}", f"drafts/{name}")
    template = find_template(seen.vault, own, f"drafts/{language}", subject.purpose.value)
    return template.fill(facts, Words(language, seen.today), Makes.TEXT)
