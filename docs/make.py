"""Writes the pages of docs/ that are made from the code: `python3 dev.py docs`.

`properties.md` from the vocabulary and the little notes that use it, `problems.md` from the codes,
`feed-month.md` from syncing a vault through a month of edits.
`tests/test_docs_current.py` fails while a page differs from what this makes.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from calendars.month import in_process, month, table  # noqa: E402 - the folders above must be on the path first

from vaultkit.model.note import Note  # noqa: E402
from vaultkit.model.problem import Problem  # noqa: E402
from vaultkit.model.settings import Settings  # noqa: E402
from vaultkit.rules.codes import CODES, Code  # noqa: E402
from vaultkit.rules.facts import read_facts  # noqa: E402
from vaultkit.rules.vocabulary import MEETING, NETWORKS, PERSON, STATUSES, fold  # noqa: E402
from vaultkit.store.notefile import read_bytes  # noqa: E402

DOCS = ROOT / "docs"
SPELLINGS = ROOT / "tests" / "vaults" / "spellings"

MEANT: dict[str, str] = {
    "first_name": "first name, where there is no name",
    "last_name": "last name, where there is no name",
    "aliases": "other names",
    "role": "what they do there",
    "linkedin": "LinkedIn, a name or an address",
    "url": "web address",
    "channel": "the way to reach them that they like best",
    "groups": "clubs and associations",
    "language": "in which you write to them: `bokmål`, `nynorsk`, `english`",
    "met": "where or how you met",
    "introduced_by": "who introduced you",
    "last_contact": "last contact, a date",
    "cadence": "how often, for example `6 weeks`, `monthly`, `42` (days), `never`",
    "tier": "`A` to `D`, which gives an interval",
    "next_contact": "next contact, a date or `never`",
    "why": "why you want to be in touch",
    "next_meeting": "next meeting, a date, or a date with a time",
    "meeting_length": "how long that meeting is, in minutes or as `1h30`",
    "meeting_place": "where that meeting is",
    "meeting_topic": "what that meeting is about",
    "ask": "what you want to learn from them",
    "offer": "what you can offer them",
    "needs": "what they need",
    "can_help_with": "what they can help with",
    "keep_out": "`true`: on your pages, never in a feed",
    "thanked": "when you thanked; `true` in a meeting's note",
    "prepared": "when you prepared the meeting, or `true`",
    "skipped": "what you leave out, for example `thank 2026-11-19` or `reply 2026-11-16`",
    "snoozed": "what you put off, for example `thank 2026-11-19 until 2026-12-01`",
    "timezone": "time zone, for example `Europe/Oslo`",
    "people": "who takes part",
    "start": "when it begins, date and time",
    "end": "when it ends, date and time, or time alone",
    "date": "day; with a time behind it if you like",
    "time": "when it begins, or from and to as `10:00-11:30`",
    "end_time": "when it ends",
    "duration": "how long, in minutes or as `1h30`",
    "repeat": "how it repeats, for example `every 2 weeks until 2027-06-01`",
    "except": "days on which it is not held",
    "where": "place",
    "topic": "what it is about",
    "purpose": "what it is for: `information`, `advice`, `introduction`, `catching up`, `customer`, or your words",
    "outcome": "what came of it",
}
"""Meanings that their own name does not explain."""

EXAMPLES: dict[str, str] = {
    "VK007": "<<<<<<< HEAD\nkaffe\n=======\nte\n>>>>>>> phone\n",
    "VK101": "---\nrole: Leader: sales\n---\n",
    "VK102": "---\nphone: 91234567\nphone: 98765432\n---\n",
    "VK103": "---\nlast_contact: 2026-02-30\n---\n",
    "VK104": "---\ncompany: [[Equinor]]\n---\n",
    "VK105": "---\nnetwork: neighbours\n---\n",
    "VK106": "---\ncadence: often\n---\n",
    "VK107": "---\nA line between two rulers\n---\n",
    "VK109": "---\ntype: meeting\ndate: 2026-11-26\ntime: noonish\n---\n",
    "VK110": "---\nbirthday: {{date}}\n---\n",
    "VK111": "---\nrole: Leader\n--- \n",
    "VK112": "---%% list %%\nrole: Leader\n---\n",
    "VK113": "---\nrole: Leader\n",
    "VK114": "\n---\nrole: Leader\n---\n",
    "VK201": "---\ntype: meeting\nstart: 2026-11-26 10:00\nend: 2026-11-26 09:00\n---\n",
    "VK202": "---\ntype: meeting\n---\n",
    "VK203": "---\ntype: meeting\ndate: 2026-11-26\nrepeat: now and then\n---\n",
    "VK204": "---\nnext_meeting: 2026-03-29 02:30\n---\n",
    "VK205": "---\nnext_meeting: 2026-11-26 10:00\ntimezone: Oslo\n---\n",
    "VK206": "---\ntype: meeting\ndate: 2026-11-26\nstatus: perhaps\n---\n",
    "VK207": "---\ntype: meeting\ndate: 2026-11-26\nduration: long\n---\n",
}
"""A note, in a people folder of someone in Oslo, that gives the problem."""


def pages() -> dict[Path, str]:
    """The text of each page that is made."""
    return {
        DOCS / "properties.md": "\n".join(_properties()),
        DOCS / "problems.md": "\n".join(_problems()),
        DOCS / "feed-month.md": "\n".join(_month()),
    }


def _month() -> Iterator[str]:
    yield "# A month of edits, and what each changed in the feeds\n"
    yield (
        "Three feeds of a small vault, synced after each edit: `networking` with the meetings, `reminders` with"
        " follow-ups, slots and birthdays, and `shared`, which tells only when the time is taken. For each entry"
        " the properties whose bytes changed; *stamps* are DTSTAMP and LAST-MODIFIED. Nothing else changed, and"
        " a second sync changed nothing.\n"
    )
    yield (
        "This page is made by `python3 dev.py docs` from a real run. `python tests/proofs/feed_month.py` does the"
        " same with a process for each sync, and fails when anything else changes.\n"
    )
    with TemporaryDirectory() as scratch:
        yield from table(month(Path(scratch), in_process))
    yield ""


def _properties() -> Iterator[str]:
    yield "# Every property that vaultkit reads\n"
    yield (
        "Each row is one spelling, what it means, and a note that uses it and is tested. Case, `-`, `_`, blanks"
        " and camelCase never matter: `last_contact`, `Last contact`, `last-contact` and `lastContact` are the"
        " same, and so are `TEL[CELL]` and `tel`. All other properties are yours, and vaultkit leaves them alone.\n"
    )
    yield "This page is made by `python3 dev.py docs` from the code and the notes.\n"
    yield "## In a person's note\n"
    yield from _table(_spellings(PERSON, "Personer"))
    yield "## In a meeting's note\n"
    yield from _table(_spellings(MEETING, "Møter"))
    yield "## Networks\n"
    yield from _table(
        (NETWORKS[_name(file)].value, f"`{_name(file)}`", file) for file in _in("Personer/Nettverk")
    )
    yield "## Status of a meeting\n"
    yield from _table((STATUSES[_name(file)].value, f"`{_name(file)}`", file) for file in _in("Møter/Status"))
    yield "## How often\n"
    yield from _table(_persons_values("Personer/Hvor ofte"))
    yield "## Birthdays\n"
    yield from _table(_persons_values("Personer/Bursdag"))
    yield "## What makes a note a person\n"
    yield from _table(_marks(file) for file in (*_in("Merker"), *_in("Mapper/[!M]*")))
    yield "## What makes a note a meeting\n"
    yield from _table(_marks(file) for file in (*_in("Merker/Møte"), *_in("Mapper/Meetings")))


def _spellings(table: Mapping[str, Iterable[str]], folder: str) -> Iterator[tuple[str, str, Path]]:
    keys = {file: {fold(key) for key in _note(file).texts} for file in _in(folder)}
    for meaning, spellings in table.items():
        for spelling in spellings:
            using = [file for file, folded in keys.items() if fold(spelling) in folded]
            if not using:
                sys.exit(f"no note in {SPELLINGS / folder} uses {spelling}")
            yield MEANT.get(meaning, meaning.replace("_", " ")), f"`{spelling}`", using[0]


def _persons_values(folder: str) -> Iterator[tuple[str, str, Path]]:
    for file in _in(folder):
        person = read_facts(_note(file), Settings()).person
        assert person
        ((_, text),) = _note(file).texts.items()
        if (born := person.birthday) is not None:
            meant = (
                f"day {born.day}, month {born.month}, {f'year {born.year}' if born.year else 'year unknown'}"
            )
        else:
            every = person.cadence
            meant = f"every {every.count} × {every.unit}" if every and every.count else "never"
        yield meant, f"`{text}`", file


def _marks(file: Path) -> tuple[str, str, Path]:
    inside = _note(file)
    if file.is_relative_to(SPELLINGS / "Mapper"):
        return "it lies in this folder", f"`{file.parent.name}`", file
    for key, text in inside.texts.items():
        if key in ("type", "tags", "categories", "network"):
            return f"the property `{key}`", f"`{text[0] if isinstance(text, list) else text}`", file
    return "a tag in the text", "`#person`", file


def _table(rows: Iterable[tuple[str, str, Path]]) -> Iterator[str]:
    yield "| meaning | spelling | note that tests it |"
    yield "|---|---|---|"
    for meaning, spelling, file in rows:
        target = quote(f"../{file.relative_to(ROOT).as_posix()}")
        yield f"| {meaning} | {spelling} | [{file.relative_to(SPELLINGS).as_posix()}]({target}) |"
    yield ""


def _in(folder: str) -> list[Path]:
    return sorted(SPELLINGS.glob(f"{folder}/*.md"))


def _name(file: Path) -> str:
    return file.name.removesuffix(".md")


def _note(file: Path) -> Note:
    return read_bytes(file.relative_to(SPELLINGS).as_posix(), file.read_bytes())


def _problems() -> Iterator[str]:
    yield "# Every problem that vaultkit names\n"
    yield (
        "A problem is something in a note for you to mend. It has a code that never changes its meaning. One"
        " problem hides nothing else: the other properties, and all other notes, count as before."
        " `vaultkit check` lists them all.\n"
    )
    yield "This page is made by `python3 dev.py docs` from `vaultkit/rules/codes.py`.\n"
    for code, words in CODES.items():
        yield from _problem(code, words)


def _problem(code: str, words: Code) -> Iterator[str]:
    said, way_out, example = _open(words.said), _open(words.way_out), EXAMPLES.get(code)
    if example is not None:
        found = next(p for p in read_example(example) if p.code == code)
        said, way_out = found.message, found.hint
    yield f"## {code}: {said}\n"
    yield f"**Way out:** {way_out}.\n"
    yield f"{words.why}\n"
    if example is not None:
        yield "For example:\n"
        yield f"```\n{example.rstrip()}\n```\n"
    tests = named_in(code)
    if tests:
        links = ", ".join(f"[{path.name}](../{path.relative_to(ROOT).as_posix()})" for path in tests)
        yield f"Shown by {links}.\n"


def _open(sentence: str) -> str:
    """The sentence with `…` where a note's own words come in."""
    return re.sub(r"\{\w+\}", "…", sentence)


def read_example(text: str) -> tuple[Problem, ...]:
    """The problems of an example."""
    return read_facts(read_bytes("People/Kari.md", text.encode()), Settings(timezone="Europe/Oslo")).problems


def named_in(code: str) -> list[Path]:
    """The test modules that name a code, by path; the one that only counts them is left out."""
    return [
        path
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if path.name not in ("test_every_code.py", "test_docs_current.py")
        and "node_modules" not in path.parts
        and f'"{code}"' in path.read_text(encoding="utf-8")
    ]


if __name__ == "__main__":
    for page, made in pages().items():
        page.write_text(made, encoding="utf-8", newline="\n")
