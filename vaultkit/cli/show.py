"""`vaultkit show`."""

from collections.abc import Iterator

import click

from vaultkit.app.survey import Survey, survey
from vaultkit.app.whom import the_one
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.cli.queue import item_json, item_line
from vaultkit.model.followup import FollowUp
from vaultkit.model.meeting import Occurrence
from vaultkit.model.phrase import Phrase, marked, phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.chain import STEPS, Step, chain
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.reasons import why_here, why_interval, why_last_contact, why_this_day
from vaultkit.store.words import Words


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--why", is_flag=True, help="Tell source and rule of each date, and the place in the queue.")
@shared_options
def show(session: Session, *, name: tuple[str, ...], why: bool) -> None:
    """One person: networks, last contact, what comes next, and why. Writes nothing.

    \b
    vaultkit show kari nordmann
    vaultkit show kari nordmann --why
    vaultkit show ase --json         typed without å it finds Åse
    """
    vault, today = session.open()
    seen = survey(vault, today, progress=session.progress)
    one = the_one(" ".join(name), seen.people)
    due = [item for item in seen.queue if item.person.path == one.person.path]
    if session.as_json:
        session.print_json(_document(one, due, seen))
        return
    for line in _lines(one, due, seen, why=why):
        session.print(line)


def _document(one: Situation, due: list[FollowUp], seen: Survey) -> dict[str, object]:
    last, decided = one.last_contact, one.cadence
    return {
        "name": one.person.name,
        "path": one.person.path,
        "networks": [network.value for network in one.person.networks],
        "last_contact": {
            "date": last.day.isoformat(),
            "source": last.source,
            "path": last.path,
            "line": last.line,
        }
        if last
        else None,
        "cadence": {
            "days": decided.cadence.days if decided.cadence.count else None,
            "source": decided.source,
        },
        "follow_ups": [
            {**item_json(item, seen.words), "why": [seen.words.say(said) for said in _why(item, seen)]}
            for item in due
        ],
        "meetings": [_meeting(held) for held in (*one.coming, *one.past)],
        "chain": [
            {"step": step.name, "done": step.done, "date": step.day.isoformat() if step.day else None}
            for step in chain(one)
        ],
    }


def _meeting(held: Occurrence) -> dict[str, object]:
    return {
        "path": held.meeting.path,
        "title": held.meeting.title,
        "start": held.start.isoformat(),
        "status": held.meeting.status.value,
    }


def _step(step: Step, words: Words) -> str:
    """`✓ met 19 November`, `○ thanked`."""
    name = phrase(STEPS[step.name])
    if step.of:
        name = phrase("{name} {count} of {of}", name=name, count=step.count, of=step.of)
    elif step.day:
        name = phrase("{name} {day}", name=name, day=step.day)
    return f"{'✓' if step.done else '○'} {say(words, name)}"


def _purpose(one: Situation) -> Iterator[Phrase]:
    """What the note tells beside the facts: by whom, how, and what each can do for the other."""
    person = one.person
    if person.introduced_by:
        yield phrase("introduced by {names}", names=", ".join(link.text for link in person.introduced_by))
    if person.reach.channel:
        yield phrase("likes best: {channel}", channel=person.reach.channel)
    if person.ask:
        yield phrase("I want to learn: {what}", what="; ".join(person.ask))
    if person.offer:
        yield phrase("I can offer: {what}", what="; ".join(person.offer))
    if person.needs:
        yield phrase("needs: {what}", what="; ".join(person.needs))
    if person.can_help_with:
        yield phrase("can help with: {what}", what="; ".join(person.can_help_with))


SOURCES = {
    "property": marked("property"),
    "log": marked("log"),
    "meeting": marked("meeting"),
    "daily note": marked("daily note"),
}


def _why(item: FollowUp, seen: Survey) -> Iterator[Phrase]:
    """How the day was found, and why the line stands where it does."""
    yield item.why
    yield from why_here(item, seen.queue)


def _lines(one: Situation, due: list[FollowUp], seen: Survey, *, why: bool) -> Iterator[str]:
    words, person = seen.words, one.person
    networks = ", ".join(words.network(network).lower() for network in person.networks) or "–"
    yield click.style(written(person.name), bold=True) + f" · {networks} · {written(person.path)}"
    work = ", ".join(filter(None, (*(link.text for link in person.companies), person.role)))
    for text in (work, person.place, person.met, ", ".join(link.text for link in person.groups)):
        if text:
            yield "  " + written(text)
    reach = (*person.reach.phone, *person.reach.email, person.reach.linkedin, person.reach.messenger)
    if any(reach):
        yield "  " + written(" · ".join(filter(None, reach)))
    for said in _purpose(one):
        yield "  " + say(words, said)
    if one.contacts:
        yield words.gettext("Last contact")
        for contact in one.contacts if why else one.contacts[:3]:
            source = words.gettext(SOURCES[contact.source])
            yield f"  {contact.day}  {written(contact.path)}:{contact.line} ({source})"
    if why:
        yield "  " + say(words, why_last_contact(one))
    decided = one.cadence
    yield say(words, phrase("Interval: {cadence} ({source})", cadence=decided.cadence, source=decided.said))
    if why:
        yield "  " + say(words, why_interval(one))
    for held in one.coming:
        title = Ref(held.meeting.path, held.meeting.title or person.name)
        yield say(
            words,
            phrase(
                "Meeting {start}: {title}", start=held.start_on(seen.vault.settings.timezone), title=title
            ),
        )
    if steps := chain(one):
        yield say(words, phrase("So far:")) + " " + " · ".join(_step(step, words) for step in steps)
    for item in due:
        yield item_line(item, words)
        yield "  " + say(words, phrase("because {why}", why=item.why))
        for said in why_here(item, seen.queue) if why else ():
            yield "  " + say(words, said)
    waits = list(why_this_day(one.person.path, seen.queue.dealt))
    if waits and all(item.kind != "cadence" for item in due):
        yield words.gettext("Waits for a day with room")
        for said in waits if why else waits[-1:]:
            yield "  " + say(words, said)
    if not due and not one.coming and not waits:
        yield words.gettext("Nothing planned")
