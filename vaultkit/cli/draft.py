"""`vaultkit draft`."""

import os
from typing import Any

import click

from vaultkit.app.drafting import draft as make
from vaultkit.app.drafting import sent as log_sent
from vaultkit.app.whom import the_one
from vaultkit.cli.changes import changed_json, chooser, look, print_changed, writing_options
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.errors import NoAddressError
from vaultkit.model.draft import Draft, Purpose
from vaultkit.model.person import Person
from vaultkit.model.phrase import marked, phrase
from vaultkit.model.settings import LANGUAGES
from vaultkit.rules.addresses import is_mail, linkedin_address, mail_address
from vaultkit.store.desktop import copy as put_on_clipboard
from vaultkit.store.desktop import open_address
from vaultkit.store.words import Words

CALLED = {
    Purpose.ASK: marked("a question"),
    Purpose.THANKS: marked("thanks"),
    Purpose.INTRO: marked("an introduction"),
    Purpose.RECONNECT: marked("a hello after a while"),
    Purpose.REPORT_BACK: marked("how it went"),
    Purpose.REPLY: marked("a nudge"),
}


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option(
    "--for",
    "purpose",
    type=click.Choice([one.value for one in Purpose]),
    default=None,
    help="What the letter is for; if not said, what is due decides.",
)
@click.option("--to", default="", metavar="NAME", help="With --for intro: whom you would like to meet.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=None, help="Theirs, or the vault's, if not said."
)
@click.option("--copy", is_flag=True, help="Put it on the clipboard.")
@click.option("--mail", is_flag=True, help="Open it as a mail in your mail program.")
@click.option("--open", "linkedin", is_flag=True, help="Open their page on LinkedIn.")
@click.option("--sent", is_flag=True, help="You have sent it: write that into the note.")
@writing_options
@shared_options
def draft(
    session: Session,
    *,
    name: tuple[str, ...],
    purpose: str | None,
    to: str,
    language: str | None,
    copy: bool,
    mail: bool,
    linkedin: bool,
    sent: bool,
    dry_run: bool,
    diff: bool,
) -> None:
    """A letter to somebody, from what the note tells. Nothing is sent, and nothing is logged without --sent.

    It asks for information and advice, never for a job. The words come from templates that your vault can
    replace: docs/drafts.md.

    \b
    vaultkit draft kari                       for what is due
    vaultkit draft kari --for thanks --copy
    vaultkit draft kari --for thanks --sent   once it is sent
    """
    if to and purpose != Purpose.INTRO:
        raise click.UsageError("--to names whom you would like to meet, and belongs to --for intro")
    if (dry_run or diff) and not sent:
        raise click.UsageError("Without --sent nothing is written: leave --dry-run and --diff out")
    seen = look(session)
    now = the_one(" ".join(name), seen.people, chooser(session, seen.words))
    chosen = Purpose(purpose) if purpose else None
    made = make(seen, now, chosen, language=language or "", to=to)
    address = _mail(now.person, made) if mail else ""
    page = _page(now.person) if linkedin else ""
    if not session.as_json:
        _print(session, made, seen.words)
    if copy:
        put_on_clipboard(made.text, os.environ)
        session.talk(seen.words.gettext("On the clipboard."))
    for one in filter(None, (address, page)):
        open_address(one, os.environ)
    changed = log_sent(seen, now, made.purpose, write=not (dry_run or diff)) if sent else None
    if session.as_json:
        document = _document(now.person, made, seen.words)
        session.print_json(document | (changed_json(changed) if changed else {}))
    elif changed:
        session.print()
        print_changed(session, changed, dry=dry_run or diff, diff=diff)


def _print(session: Session, made: Draft, words: Words) -> None:
    """The letter on stdout, so that it can be piped; what it is for and what else is known on stderr."""
    what = words.gettext(CALLED[made.purpose])
    if made.because is not None:
        because = say(words, made.because)
        session.talk(
            say(words, phrase("{what}, because: {why} (--for chooses another)", what=what, why=because))
        )
    if made.subject:
        session.talk(say(words, phrase("Subject: {subject}", subject=made.subject)))
    for line in made.text.split("\n"):
        session.print(written(line))
    for said in made.beside:
        session.talk(f"  · {say(words, said)}")


def _document(person: Person, made: Draft, words: Words) -> dict[str, Any]:
    return {
        "person": person.name,
        "path": person.path,
        "purpose": made.purpose.value,
        "because": words.say(made.because) if made.because else None,
        "language": made.language,
        "subject": made.subject,
        "text": made.text,
        "beside": [words.say(one) for one in made.beside],
    }


def _mail(person: Person, made: Draft) -> str:
    to = next((one for one in person.reach.email if is_mail(one)), None)
    if to is None:
        raise NoAddressError(person.name, person.path, "email: name@example.org")
    return mail_address(to, made.subject, made.text)


def _page(person: Person) -> str:
    page = linkedin_address(person.reach.linkedin)
    if not page:
        raise NoAddressError(person.name, person.path, "linkedin: name-name")
    return page
