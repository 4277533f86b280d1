"""Ticks on a page: which lines were ticked, and what each of them means; never the wrong person."""

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultkit.model.queueline import QueueLine
from vaultkit.rules import region
from vaultkit.rules.links import read_links
from vaultkit.rules.ticks import (
    Queue,
    Row,
    Sheet,
    Tick,
    bare,
    meaning,
    on_its_day,
    read_ticks,
    remember,
    task_texts,
)

TODAY = date(2026, 11, 23)
DUE = date(2026, 11, 16)
WORDS = "[[Kari]] · every 6 weeks · Private 📅 2026-11-16"
NFD = unicodedata.normalize("NFD", "[[Åse]] · birthday 📅 2026-11-16")

TICKED = [
    ("by hand", f"- [x] {WORDS}", WORDS, False, None),
    ("a capital", f"- [X] {WORDS}", WORDS, False, None),
    ("a star", f"* [x] {WORDS}", WORDS, False, None),
    ("a number", f"3. [x] {WORDS}", WORDS, False, None),
    ("in a quote", f"> - [x] {WORDS}", WORDS, False, None),
    ("indented", f"\t  - [x]  {WORDS}", WORDS, False, None),
    ("by the Tasks plugin", f"- [x] {WORDS} ✅ 2026-11-22", WORDS, False, "2026-11-22"),
    ("with a variation selector", f"- [x] {WORDS} ✅\ufe0f 2026-11-22", WORDS, False, "2026-11-22"),
    ("in Dataview's format", f"- [x] {WORDS}  [completion:: 2026-11-22]", WORDS, False, "2026-11-22"),
    ("in round brackets", f"- [x] {WORDS} (completion:: 2026-11-22)", WORDS, False, "2026-11-22"),
    ("no such day", f"- [x] {WORDS} ✅ 2026-11-31", WORDS, False, None),
    ("CRLF", f"- [x] {WORDS} ✅ 2026-11-22\r", WORDS, False, "2026-11-22"),
    ("blanks at the end", f"- [x] {WORDS} ✅ 2026-11-22 \t", WORDS, False, "2026-11-22"),
    ("a line that is linked to", f"- [x] {WORDS} ✅ 2026-11-22 ^a1b2c3", WORDS, False, "2026-11-22"),
    ("blanks between", f"- [x] {WORDS.replace(' ', '  ')}", WORDS, False, None),
    ("no-break spaces", f"- [x] {WORDS.replace(' ', chr(160))}", WORDS, False, None),
    ("decomposed", f"- [x] {NFD}", unicodedata.normalize("NFC", NFD), False, None),
    ("cancelled", f"- [-] {WORDS}", WORDS, True, None),
    ("cancelled by the Tasks plugin", f"- [-] {WORDS} ❌ 2026-11-22", WORDS, True, None),
    ("cancelled, Dataview", f"- [-] {WORDS} [cancelled:: 2026-11-22]", WORDS, True, None),
    (
        "words behind the day",
        f"- [x] {WORDS} ✅ 2026-11-22 nice",
        f"{WORDS} ✅ 2026-11-22 nice",
        0,
        "2026-11-22",
    ),
]


@pytest.mark.parametrize(("line", "text", "skip", "day"), [c[1:] for c in TICKED], ids=[c[0] for c in TICKED])
def test_a_ticked_line_is_read(line: str, text: str, skip: bool, day: str | None) -> None:
    (tick,) = read_ticks(f"# Follow-ups\n{line}\n- [ ] another\n")
    assert (tick.text, tick.skip, tick.number) == (text, skip, 2)
    assert tick.day == (date.fromisoformat(day) if day else None)
    assert tick.raw == line.rstrip("\r")


@pytest.mark.parametrize(
    "line", ["- [ ] a", "- [/] a", "- [>] a", "- [x]a", "[x] a", "a [x] b", "- [x] ", "- (x) a"]
)
def test_other_lines_are_no_ticks(line: str) -> None:
    assert read_ticks(line) == []


def test_a_name_that_holds_a_day_of_completion_keeps_it() -> None:
    """Two notes, and one would otherwise be taken for the other."""
    assert bare("- [x] [[Kari ✅ 2026-01-01]] · x ✅ 2026-11-22") == "[[Kari ✅ 2026-01-01]] · x"


def test_a_page_made_to_drown_the_reader_is_read() -> None:
    page = "- [x] " + " " * 200_000 + "a" + " ✅" * 50_000
    assert len(read_ticks(page)) == 1


# what the lines stand for ----------------------------------------------------------------------------------


def made(kind: str = "cadence", path: str = "People/Kari.md", due: date = DUE, **more: object) -> QueueLine:
    return replace(QueueLine(kind=kind, path=path, due=due, made=TODAY), **more)  # type: ignore[arg-type]


def row(words: str, line: QueueLine, network: str = " · Private") -> Row:
    return bare(f"{words}{network} 📅 {line.due}"), bare(words), line


KARI, THANK = made(), made("thank", meeting="Lunch.md")
PER = made(path="People/Per.md")
ROWS = [
    row("[[Kari]] · every 6 weeks", KARI),
    row("Thank [[Kari]] for the meeting on 15 November", THANK),
    row("[[Per]] · every 6 weeks", PER),
]
TEXTS = [whole for whole, _, _ in ROWS]
PAGE = "".join(f"- [ ] {text}\n" for text in TEXTS)
KNOWN = remember(PAGE, ROWS, {}, TODAY)


def test_the_lines_of_a_page_are_remembered() -> None:
    assert dict(zip(TEXTS, (KARI, THANK, PER), strict=True)) == KNOWN


def test_lines_are_remembered_for_sixty_days() -> None:
    for days, there in ((60, True), (61, False)):
        later = remember("", [], KNOWN, TODAY + timedelta(days=days))
        assert bool(later) is there


def test_a_tick_that_waits_keeps_its_meaning_for_ever() -> None:
    """Also when a new note of that name would give the line another one."""
    page = f"- [ ] {TEXTS[0]}\n- [x] {TEXTS[0]}\n"
    again = remember(page, [row("[[Kari]] · every 6 weeks", made(path="Friends/Kari.md"))], KNOWN, TODAY)
    assert again[TEXTS[0]] == KARI
    assert remember(page, [], KNOWN, TODAY + timedelta(days=90)) == {TEXTS[0]: KARI}


@pytest.mark.parametrize(
    "template",
    [
        "- [ ] {words} ({due})",
        "- [ ] 📅 {due} {words} — with love",
        "- [ ] {words}, due 16. november",
        "- [ ] [[Private]]: {words} #followup (16.11.)",
    ],
)
def test_the_lines_of_a_template_of_the_owners_own_are_remembered(template: str) -> None:
    lines = [template.format(words=words, due=line.due) for _, words, line in ROWS]
    assert list(remember("\n".join(lines), ROWS, {}, TODAY).values()).count(KARI) == 1
    for line, (_, _, meant) in zip(lines, ROWS, strict=True):
        assert remember(line, ROWS, {}, TODAY) == {bare(line): meant}


def test_a_line_that_does_not_tell_its_day_is_not_remembered() -> None:
    """The next one of that person would read the same, and an old page of it would count again."""
    for line in (
        "[[Kari]] · every 6 weeks",
        "[[Kari]] · every 6 weeks 2",
        "[[Kari]] · every 6 weeks 📅 2026-12-16",
    ):
        assert remember(f"- [ ] {line}", ROWS, {}, TODAY) == {}


def test_an_edited_line_does_not_mean_the_next_one_of_that_person() -> None:
    """The page of yesterday, edited and ticked, comes back after its tick was carried out."""
    later = row("[[Kari]] · every 6 weeks", made(due=date(2027, 1, 4)))
    text = TEXTS[0].replace("every 6 weeks", "every six weeks")
    known = KNOWN | {later[0]: later[2]}
    assert meaning(tick_of(text), [text], known, Queue([later])) == KARI
    assert meaning(tick_of(text), [text], {later[0]: later[2]}, Queue([later])) is None


def test_the_longer_words_decide() -> None:
    party = made("next_contact")
    rows = [row("[[Kari]] · birthday", made("birthday")), row("[[Kari]] · birthday party", party)]
    text = "[[Kari]] · birthday party 2026-11-16"
    assert remember(f"- [ ] {text}", rows, {}, TODAY) == {text: party}


def test_words_that_would_mean_two_people_mean_nobody() -> None:
    rows = [row("[[Åse]] · birthday", made(path="a.md")), row(NFD.split(" 📅")[0], made(path="b.md"))]
    assert len({whole for whole, _, _ in rows}) == 1
    page = f"- [ ] {rows[0][0]}"
    assert remember(page, rows, {rows[0][0]: KARI}, TODAY) == {}
    assert meaning(tick_of(rows[0][0]), [], {}, Queue(rows)) is None


# what a tick means -----------------------------------------------------------------------------------------


def tick_of(text: str) -> Tick:
    (tick,) = read_ticks(f"- [x] {text}")
    return tick


def meant(text: str, *, rows: list[Row] | None = None, missing: bool = True) -> QueueLine | None:
    """What a line means that stands on the page instead of the one it came from, or besides it."""
    page = [text] if missing else [text, *TEXTS]
    return meaning(tick_of(text), page, KNOWN, Queue(rows or []))


EDITED = [
    ("as it was", TEXTS[0], KARI),
    ("words behind it", f"{TEXTS[0]} talked about the cabin, and about everything that we did there", KARI),
    ("words before it", f"done! {TEXTS[1]}", THANK),
    ("a word changed", TEXTS[0].replace("every 6 weeks", "every six weeks"), KARI),
    ("the day gone", TEXTS[0].replace(" 📅 2026-11-16", ""), None),
    ("another day", TEXTS[1].replace("📅 2026-11-16", "📅 2026-11-17"), None),
    ("emphasis", TEXTS[0].replace("[[Kari]]", "**[[Kari]]**"), KARI),
    ("a name shown", TEXTS[0].replace("[[Kari]]", "[[Kari|K.]]"), KARI),
    ("the link gone", TEXTS[0].replace("[[Kari]]", "Kari"), None),
    ("a link to somebody else", TEXTS[0].replace("[[Kari]]", "[[Ola]]"), None),
    ("a second link", f"{TEXTS[0]} and [[Per]]", KARI),
    ("something else about her", "[[Kari]] send her the book", None),
    ("no words of vaultkit's", "buy milk", None),
    ("empty link", "[[ ]] buy milk", None),
]


@pytest.mark.parametrize(("text", "line"), [c[1:] for c in EDITED], ids=[c[0] for c in EDITED])
def test_an_edited_line(text: str, line: QueueLine | None) -> None:
    found = meant(text, rows=ROWS if "and [[Per]]" in text else None)
    assert found == line


def test_of_two_lines_joined_neither_is_meant() -> None:
    assert meant(f"{TEXTS[0]} {TEXTS[2]}", rows=ROWS) is None


def test_a_line_written_beside_the_one_it_resembles_is_the_owners() -> None:
    assert meant(TEXTS[0].replace("every 6 weeks", "every six weeks"), missing=False) is None


def test_a_long_name_alone_makes_no_likeness() -> None:
    name = "[[People/Somebody of a very long name|Somebody of a very long name]]"
    text = f"{name} · every 6 weeks 📅 2026-11-16"
    mine = f"{name} send her the book 📅 2026-11-16"
    assert meaning(tick_of(mine), [mine], {text: KARI}, Queue([])) is None


def test_memory_comes_before_what_would_be_written_now() -> None:
    """A new note took the name; the line on the page was made for the old one."""
    rows = [row("[[Kari]] · every 6 weeks", made(path="Friends/Kari.md"))]
    assert meant(TEXTS[0], rows=rows) == KARI
    assert meaning(tick_of(TEXTS[0]), [], {}, Queue(rows)) == rows[0][2]


NAMES = ("Kari", "Kari N", "kari", "Karin", "Kari ✅ 2026-11-20", "Åse", "A·B", "Per", "Ola Nordmann")
REASONS = ("every 6 weeks", "birthday", "birthday party", "first contact", "as you planned", "Kari")
LINES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(REASONS), st.integers(0, 3)),
    min_size=1,
    max_size=8,
    unique=True,
)
PIECES = st.sampled_from(
    ["x", " ", "·", "[[Per]]", "[[Kari]]", "Kari", "]]", "[[", "|", "📅 2026-11-17", "birthday"]
)


@given(LINES, st.data())
@example([("Kari", "birthday", 0), ("Kari N", "birthday", 0)], None)
def test_never_the_wrong_person(lines: list[tuple[str, str, int]], data: st.DataObject | None) -> None:
    """However a line is edited: it means somebody to whom it links, or nobody."""
    rows = [
        row(f"[[{name}]] · {reason}", made(path=f"{name}.md", due=DUE + timedelta(days=days)))
        for name, reason, days in lines
    ]
    texts = [whole for whole, _, _ in rows]
    known = remember("".join(f"- [ ] {text}\n" for text in texts), rows, {}, TODAY)
    for before in (known, {}):
        for text, (_, _, line) in zip(texts, rows, strict=True):
            assert meaning(tick_of(text), texts, before, Queue(rows)) == line
    if data is None:
        return
    chosen = data.draw(st.sampled_from(texts))
    text = chosen
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        stop = data.draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + data.draw(PIECES) + text[stop:]
    for tick in read_ticks(f"- [x] {text}"):
        page = [other for other in texts if other != chosen] + [tick.text]
        for before in (known, {}):
            found = meaning(tick, page, before, Queue(rows))
            linked = {f"{link.target}.md" for link in read_links(tick.text)}
            assert found is None or found.path in linked


# days ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-09-24", "2026-09-24"),
        ("2026-09-23", "2026-11-23"),
        ("2026-11-24", "2026-11-23"),
        (None, "2026-11-23"),
    ],
)
def test_the_day_of_completion_counts_unless_it_is_to_come_or_long_ago(day: str | None, counts: str) -> None:
    tick = Tick("", "", day=date.fromisoformat(day) if day else None)
    assert on_its_day(tick, KARI, TODAY)[1] == date.fromisoformat(counts)


# the page --------------------------------------------------------------------------------------------------

WHOLE = f"mine\n- [x] {TEXTS[0]}\n\n" + region.make("queue", f"# Follow-ups\n{PAGE}", "note") + "- [x] mine\n"


def sheet(text: str) -> Sheet:
    found = region.find(text, "queue")
    assert found
    return Sheet("p.md", found, read_ticks(text))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_ticks_are_told_apart_by_where_they_stand(newline: str) -> None:
    ticked = WHOLE.replace("- [ ] [[Per]]", "- [x] [[Per]]").replace("\n", newline)
    page = sheet(ticked)
    assert [(tick.text, tick.number) for tick in page.inside] == [(TEXTS[2], 8)]
    assert [(tick.text, tick.number) for tick in page.outside] == [(TEXTS[0], 2), ("mine", 10)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("added", ["", " ✅ 2026-11-22", "  [completion:: 2026-11-22]"])
def test_a_page_that_was_only_ticked_holds_no_words_by_hand(newline: str, added: str) -> None:
    ticked = WHOLE.replace(f"- [ ] {TEXTS[0]}", f"- [x] {TEXTS[0]}{added}").replace("\n", newline)
    lines = sheet(ticked).own_lines(())
    assert {"# Follow-ups", f"- [ ] {TEXTS[1]}"} <= set(lines)
    edited = sheet(ticked.replace("# Follow-ups", "# Follow-up"))
    assert edited.own_lines(()) == []
    assert edited.own_lines(TEXTS) == [f"- [ ] {TEXTS[1]}", f"- [ ] {TEXTS[2]}"]


def test_a_tick_that_is_listed_again_was_vaultkits_own() -> None:
    inner = f"- [ ] {TEXTS[0]}\n\n## Ticked, but not carried out\n\n- [x] {TEXTS[2]}\n  - why"
    page = region.make("queue", inner, "note").replace(f"- [ ] {TEXTS[0]}", f"- [x] {TEXTS[0]}")
    assert "  - why" in sheet(page).own_lines(())


def test_texts_of_a_page_with_either_line_end() -> None:
    assert task_texts(PAGE) == task_texts(PAGE.replace("\n", "\r\n")) == TEXTS
