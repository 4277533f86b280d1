"""What was done in a place (a calendar on a server, a vdir), in words and as JSON."""

from typing import Any

from vaultkit.app.sending import Published
from vaultkit.cli.door import Session, say
from vaultkit.cli.refusal import refusal
from vaultkit.model.phrase import marked, nphrase, phrase
from vaultkit.model.publishing import Deed, Left, Standing
from vaultkit.store.words import Words

_DONE = {
    Deed.CREATE: (marked("created: {summary}"), marked("would create: {summary}")),
    Deed.CHANGE: (marked("changed: {summary}"), marked("would change: {summary}")),
    Deed.DELETE: (marked("deleted: {summary}"), marked("would delete: {summary}")),
}
_LEFT = {
    Standing.CHANGED: marked("changed there ({differs}), left alone: {summary}"),
    Standing.GONE: marked("deleted there, left so: {summary}"),
    Standing.TAKEN: marked("somebody else's entry has that name, left alone: {summary}"),
    Standing.NEWER: marked("newer there, from another machine, left alone: {summary}"),
    Standing.STRAY: marked("of vaultkit, but not in this feed, left alone: {summary}"),
}
_FIELDS = {
    "start": marked("time"),
    "end": marked("time"),
    "rrule": marked("repetition"),
    "skipped": marked("repetition"),
    "moved": marked("repetition"),
    "summary": marked("title"),
    "description": marked("description"),
    "location": marked("place"),
    "status": marked("status"),
}


def print_published(session: Session, result: Published, words: Words, *, dry: bool) -> None:
    """What was done in one place, or would be; indented, for below its name."""
    for step in result.done:
        said = phrase(_DONE[step.deed][dry], summary=step.summary)
        session.print("  " + say(words, said))
    for one in result.left:
        session.print("  " + _left(one, words))
    for step, error in result.failed:
        said = phrase("not sent: {summary}: {why}", summary=step.summary, why=error.message)
        session.print("  " + say(words, said))
    if result.unchanged:
        same = nphrase(
            "{count} entry stands there already", "{count} entries stand there already", result.unchanged
        )
        session.print("  " + say(words, same))
    if result.stopped is not None:
        why, way_out, _ = refusal(result.stopped)
        session.talk(f"vaultkit: {why}\n  → {way_out}")


def _left(one: Left, words: Words) -> str:
    differs = tuple(dict.fromkeys(words.gettext(_FIELDS[name]) for name in one.differs)) or ("?",)
    said = phrase(_LEFT[one.standing], summary=one.summary, differs=", ".join(differs))
    return say(words, said)


def published_json(result: Published) -> dict[str, Any]:
    """What was done in one place, as JSON gives it."""
    return {
        "sent": [{"uid": step.uid, "what": step.deed.value, "summary": step.summary} for step in result.done],
        "unchanged": result.unchanged,
        "left": [
            {"uid": one.uid, "why": one.standing.value, "summary": one.summary, "differs": list(one.differs)}
            for one in result.left
        ],
        "failed": [
            {"uid": step.uid, "summary": step.summary, "reason": refusal(error)[0]}
            for step, error in result.failed
        ],
        "stopped": refusal(result.stopped)[0] if result.stopped else None,
    }
