"""What is to be done on a server, so that it holds what the feed holds, and nothing else is touched.

Three things are compared: what the feed says, what this machine remembers of what it sent, and what the
server lists. An object whose ETag is not the remembered one is looked at before anything is decided. What
somebody changed or deleted there is left for the owner, unless the notes are to win.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from vaultkit.model.publishing import Deed, Kept, Left, Ours, Sent, Standing, Step, There
from vaultkit.rules.content import differences, is_as_written, total


@dataclass(slots=True)
class Decided:
    """What is to be done, and what is left alone; by UID."""

    steps: list[Step] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unchanged: int = 0


_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._@-]{0,199}")


def object_name(uid: str) -> str:
    """The name of an object, as a file or the last part of an address: UID.ics, else a hash of it."""
    return f"{uid if _PLAIN.fullmatch(uid) else hashlib.sha256(uid.encode()).hexdigest()}.ics"


def digest(data: bytes) -> str:
    """Of the bytes of an object, for the memory."""
    return hashlib.sha256(data).hexdigest()


def to_look_at(
    ours: Mapping[str, Ours], sent: Mapping[str, Sent], listed: Mapping[str, str], *, looked: bool
) -> list[str]:
    """Names of the objects that must be read before it can be decided. `listed`: ETag by name.

    `looked`: whether this machine has once read the whole calendar; until then an object that vaultkit made
    may lie there under any name.
    """
    known = {one.name: one.etag for one in sent.values()}
    names = {one.name for one in ours.values()}
    return sorted(
        name
        for name, etag in listed.items()
        if (known[name] != etag or not etag if name in known else not looked or name in names)
    )


def decide(
    ours: Mapping[str, Ours],
    sent: Mapping[str, Sent],
    listed: Mapping[str, str],
    seen: Mapping[str, There],
    *,
    overwrite: bool = False,
) -> Decided:
    """What to do about each entry of the feed and each object that vaultkit made. All mappings by UID but
    `listed` (ETag by name) and `seen` (what was read of those `to_look_at`, by name).

    `overwrite`: what was changed or deleted there is made again as the notes have it.
    """
    found = {there.kept.uid: there for there in seen.values() if there.kept and there.kept.key}
    decided = Decided()
    for uid in dict.fromkeys((*ours, *sorted({*sent, *found}))):
        mine, known, there = ours.get(uid), sent.get(uid), found.get(uid)
        if there is None and known is not None:
            there = seen.get(known.name)
        if there is None and mine is not None and known is None:
            there = seen.get(mine.name)
        what = _one(uid, mine, known, there, listed, overwrite=overwrite)
        if isinstance(what, Step):
            decided.steps.append(what)
        elif isinstance(what, Left):
            decided.left.append(what)
        else:
            decided.unchanged += 1
    return decided


def _one(
    uid: str,
    mine: Ours | None,
    known: Sent | None,
    there: There | None,
    listed: Mapping[str, str],
    *,
    overwrite: bool,
) -> Step | Left | None:
    """About one UID; None: it is right and known. `there`: None when there was no need to look."""
    summary = mine.kept.content.summary if mine else known.summary if known else ""
    if there is not None:
        return _looked(uid, mine, known, there, summary, overwrite=overwrite)
    if known is None:
        return Step(Deed.CREATE, uid, mine.name, summary=summary) if mine else None
    if known.name not in listed:
        if mine is None:
            return Step(Deed.FORGET, uid, known.name, summary=summary)
        if overwrite:
            return Step(Deed.CREATE, uid, mine.name, summary=summary)
        told_before = known.gone and known.digest == digest(mine.data)
        return None if told_before else Left(Standing.GONE, uid, summary)
    if mine is None:
        return Step(Deed.DELETE, uid, known.name, known.etag, summary)
    if known.digest != digest(mine.data):
        return Step(Deed.CHANGE, uid, known.name, known.etag, summary)
    return None


def _looked(
    uid: str, mine: Ours | None, known: Sent | None, there: There, summary: str, *, overwrite: bool
) -> Step | Left | None:
    """About an object whose content was read."""
    kept = there.kept
    if kept is None or kept.uid != uid or not (kept.key or known):
        return Left(Standing.TAKEN, uid, summary, (), there)
    summary = summary or kept.content.summary
    if mine is None and known is None:
        return Left(Standing.STRAY, uid, summary, (), there)
    if mine is not None and kept.content == mine.kept.content:
        # It says the same; what the content leaves out, an alarm or a link, is older where the stamp is.
        deed = Deed.KNOW if kept.modified >= mine.kept.modified else Deed.CHANGE
        return Step(deed, uid, there.name, there.etag, summary)
    untouched = is_as_written(kept) or (known is not None and total(kept.content) == known.total)
    if not untouched and not overwrite:
        return Left(Standing.CHANGED, uid, summary, _differs(mine, kept), there)
    if mine is None:
        return Step(Deed.DELETE, uid, there.name, there.etag, summary)
    if untouched and kept.modified > mine.kept.modified and not overwrite:
        return Left(Standing.NEWER, uid, summary, (), there)
    return Step(Deed.CHANGE, uid, there.name, there.etag, summary)


def _differs(mine: Ours | None, kept: Kept) -> tuple[str, ...]:
    return differences(mine.kept.content, kept.content) if mine else ()
