"""Clear away what a write left that was cut off, so that nothing of anybody's is lost."""

from pathlib import Path

from vaultkit.model.write import Write
from vaultkit.rules.recovery import Beside, Found, how_far
from vaultkit.store.commit import sync_folder
from vaultkit.store.displaced import content, keep_both, stays
from vaultkit.store.exchange import put, put_new, spare


def mend(where: Path, write: Write, temporary: str) -> Found:
    """Clear what a `commit` or `remove` left that was cut off, and tell how far it had come.

    Decided by `rules/recovery.py`. Raises OSError, and then what it left is still there.
    """
    there = content(where)
    first = where.with_name(temporary)
    found: list[Found] = []
    for beside in (spare(first), first):
        held = content(beside)
        if held is None:
            continue
        ended = how_far(write, there, held)
        found.append(ended)
        match ended.beside:
            case Beside.DROP:
                beside.unlink()
            case Beside.KEEP:
                keep_both(beside, where)
            case Beside.GIVE_BACK if there is None:
                put_new(beside, where)
            case Beside.GIVE_BACK:
                out = put(beside, where)
                if out is not None and write.new is not None and not stays(out, write.new, told=False):
                    keep_both(out, where)
                elif out is not None:
                    out.unlink()
    if not found:
        return how_far(write, there, None)
    sync_folder(where.parent)
    done = all(ended.done for ended in found)
    return Found(done, Beside.NOTHING, can_go_on=all(ended.can_go_on for ended in found))
