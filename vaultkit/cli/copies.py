"""What `vaultkit check --copies` prints."""

from collections.abc import Sequence

from vaultkit.cli.door import Session, line_by_columns, say, written
from vaultkit.model.conflictcopy import ConflictCopy
from vaultkit.model.phrase import nphrase
from vaultkit.rules.copies import said, way_out
from vaultkit.store.words import Words

_MOST = 200
"""Lines of one difference that are shown."""


def print_copies(session: Session, copies: Sequence[ConflictCopy], words: Words, *, diff: bool) -> None:
    """A line for each copy, the way out, and with `diff` the lines that differ."""
    if session.as_json:
        session.print_json({"copies": [_as_json(copy, words, diff=diff) for copy in copies]})
    for copy in copies if not session.as_json else ():
        session.print(f"{written(copy.path)}: {say(words, said(copy))}")
        for line in copy.compared.diff[:_MOST] if diff else ():
            session.print("    " + line_by_columns(line))
        if diff and (more := len(copy.compared.diff) - _MOST) > 0:
            session.print("    " + say(words, nphrase("… {count} more line", "… {count} more lines", more)))
        session.print("  → " + say(words, way_out(copy)))
    session.talk(say(words, nphrase("{count} conflict copy", "{count} conflict copies", len(copies))))


def _as_json(copy: ConflictCopy, words: Words, *, diff: bool) -> dict[str, object]:
    return {
        "path": copy.path,
        "note": copy.note,
        "standing": copy.compared.standing.value,
        "line": copy.compared.line or None,
        "only_in_copy": copy.compared.only_in_copy,
        "only_in_note": copy.compared.only_in_note,
        "message": words.say(said(copy)),
        "hint": words.say(way_out(copy)),
        **({"diff": list(copy.compared.diff[:_MOST])} if diff else {}),
    }
