"""Every property of real vaults is set, and nothing but its value may differ.

`python tests/proofs/splice_truth.py FOLDER` (or VAULTKIT_VAULTS=FOLDER): a folder with notes and
a `truth.jsonl`, made by another YAML reader: for each note and top-level key the byte spans of key and value.
Prints counts, refusals by reason and every violation; exit code 1 if there is one.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from vaultkit.errors import EditRefusedError
from vaultkit.store.notefile import read_bytes
from vaultkit.store.splice import append_item, clear_property, set_property

TEXTS = (
    "Nytt",
    "a: b # c",
    "no",
    "0123",
    "[[Kari Ås]]",
    "",
    "with \"both\" 'quotes'",
    "two\nlines",
    "😀 \u2028",
)
OTHERS: tuple[Any, ...] = (
    True,
    0,
    -4.5,
    None,
    date(2026, 11, 24),
    datetime(2026, 11, 24, 12),  # noqa: DTZ001
    "2026-02-30",
)
LISTS: tuple[Any, ...] = ([], ["a"], ["a, b", 7, "yes", "[[Ola]]"])


def wanted(value: Any) -> Iterator[Any]:
    """New values for a property that has `value`."""
    yield from (*TEXTS, *OTHERS, *LISTS)
    if isinstance(value, list):
        yield [*value, "one more"]
        yield value[1:]
        yield value[::-1]
        yield ["changed", *value[1:]]


def plain(value: Any) -> Any:
    """What reads back."""
    return (
        value.isoformat(**({"timespec": "minutes"} if isinstance(value, datetime) else {}))
        if isinstance(value, date)
        else value
    )


def faults(
    data: bytes, out: bytes, key: str, new: Any, row: dict[str, Any], spot: dict[str, Any]
) -> Iterator[str]:
    """What is wrong with `out`, which is `data` with one property set."""
    (begin, end), after = spot["val"], row["bytes"]["fm_to"]
    key_end = spot["key"][1]
    following = min([other["key"][0] for other in row["keys"] if other["key"][0] > key_end], default=after)
    one_line = spot["one_line"] and not isinstance(new, list) and spot["kind"] != "empty"
    one_line = one_line and new is not None and not (isinstance(new, str) and "\n" in new)
    head, tail = (begin, data[end:]) if one_line else (key_end, data[following:])
    if spot["one_line"] and not one_line:
        tail = data[data.index(b"\n", end) :]  # a comment behind the value stays on the line of the name
    if out[:head] != data[:head] or not out.endswith(tail):
        yield "bytes outside differ"
    before, now = read_bytes("", data), read_bytes("", out)
    if not now.valid or now.body != before.body or list(now.properties) != list(before.properties):
        yield "the note reads differently"
    elif repr(now.properties[key]) != repr(plain(new)):
        yield f"reads back as {now.properties[key]!r}"
    elif any(
        now.properties[k] != before.properties[k] or now.texts[k] != before.texts[k]
        for k in before.properties
        if k != key
    ):
        yield "another property differs"


def main(folder: Path) -> int:
    """Run the proof; the exit code."""
    counts: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    wrong: list[str] = []
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["ok"]:
            continue
        counts["notes"] += 1
        data = (folder / row["path"]).read_bytes()
        note = read_bytes("", data)
        for spot in row.get("keys", ()):
            key = spot["k"]
            if key not in note.properties:
                counts["keys spelt differently"] += 1
                continue
            counts["properties"] += 1
            held: Any = note.properties[key]
            try:
                same = set_property(data, key, held)
                counts["same value"] += 1
                if same != data:
                    wrong.append(f"{row['path']} {key}: the same value changed bytes")
            except (EditRefusedError, TypeError) as error:
                refused[f"same value: {getattr(error, 'why', 'TypeError: a mapping')}"] += 1
            done = 0
            for new in wanted(held):
                try:
                    out = set_property(data, key, new)
                except EditRefusedError as error:
                    refused[error.why] += 1
                    continue
                except TypeError:
                    refused["TypeError: a list in a list"] += 1
                    continue
                done += 1
                counts["edits"] += 1
                wrong += [
                    f"{row['path']} {key} = {new!r}: {fault}"
                    for fault in faults(data, out, key, new, row, spot)
                ]
                if set_property(out, key, new) != out:
                    wrong.append(f"{row['path']} {key} = {new!r}: a second time changes bytes")
            counts["properties edited"] += done > 0
            for appends in (False, True):
                try:
                    out = append_item(data, key, "one more") if appends else clear_property(data, key)
                    counts["cleared or appended to"] += 1
                    if read_bytes("", out).body != note.body:
                        wrong.append(f"{row['path']} {key}: the body changed")
                except EditRefusedError as error:
                    refused[f"clear or append: {error.why}"] += 1
        try:
            out = set_property(data, "vaultkit proof", "x")
            counts["added"] += 1
            at = row["bytes"]["fm_to"]
            added = out[at : len(out) - len(data) + at]
            if (
                out[:at] + data[at:] != out[:at] + out[at + len(added) :]
                or added.strip() != b"vaultkit proof: x"
            ):
                wrong.append(f"{row['path']}: an added property changed bytes")
        except EditRefusedError as error:
            refused[f"added: {error.why}"] += 1
    for name, count in counts.items():
        sys.stdout.write(f"{count:7} {name}\n")
    for name, count in sorted(refused.items()):
        sys.stdout.write(f"{count:7} refused: {name}\n")
    sys.stdout.write("".join(f"WRONG {found}\n" for found in wrong) + f"{len(wrong):7} violations\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("VAULTKIT_VAULTS")
    sys.exit(main(Path(given)) if given else "which folder? python tests/proofs/splice_truth.py FOLDER")
