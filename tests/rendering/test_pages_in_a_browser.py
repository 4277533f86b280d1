"""The pages of the golden vaults in a real browser, on a phone and on a desk.

Without browser, Node or npm's packages a test skips; where VAULTKIT_REAL_BROWSER is set, it fails.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from rendering.browser import DESK, PHONE, NotHere, Seen, look
from rendering.reader import as_html
from workbench import ROOT, files

VAULTS = (
    "demo",
    "english_vault",
    "nynorsk_vault",
    "week_reviewed_on_friday",
    "prep_until_the_day",
    "names_that_try_to_break_out",
)
SHOWN_AS_WRITTEN = {
    "[[": r"\[\[",
    "<!--": "&lt;!--",
    "{{": "",
    "**": "",
    "- [": r"- \[",
    "> [!": "",
    "undefined": "",
}
"""Markup that nobody should read, and how a page writes it where it quotes what a person wrote."""
LETTERS = 12
"""CSS pixels: smaller ones in a figure cannot be read on a phone."""


def opened(pages: Mapping[str, str], folder: Path) -> dict[str, dict[int, Seen]]:
    try:
        return look(pages, folder, (PHONE, DESK))
    except NotHere as absence:
        if os.environ.get("VAULTKIT_REAL_BROWSER"):
            pytest.fail(str(absence))
        pytest.skip(str(absence))


def notes_of(case: str) -> tuple[dict[str, str], set[str]]:
    """The notes with a region of vaultkit's, and the paths of all notes in the vault."""
    folder = ROOT / "tests" / "vaults" / case
    before = folder / "before" if (folder / "before").is_dir() else ROOT / "vaultkit" / "demo_vault"
    after = {path: data.decode() for path, data in files(folder / "after").items() if path.endswith(".md")}
    return {path: text for path, text in after.items() if "vaultkit:begin" in text}, {*after, *files(before)}


@pytest.mark.parametrize("case", VAULTS)
def test_every_page_reads_well(case: str, tmp_path: Path) -> None:
    pages, notes = notes_of(case)
    names = {re.sub(r"\.md$", "", end) for path in notes for end in (path, path.rpartition("/")[2])}
    assert len(pages) >= 6
    for page, by_width in opened(pages, tmp_path).items():
        source = pages[page]
        for width, seen in by_width.items():
            where = f"{page} at {width}"
            assert not seen.failures, where
            assert seen.scroll_width <= width, where
            assert not seen.strange, where
            assert not seen.numbered, where
            assert seen.boxes == len(re.findall(r"^- \[ \] ", source, re.MULTILINE)), where
            for raw, quoted in SHOWN_AS_WRITTEN.items():
                assert seen.text.count(raw) == (source.count(quoted) if quoted else 0), (where, raw)
            assert set(seen.notes) <= names, where
            assert {unquote(file) for file in seen.files} <= notes, where
            assert len(seen.drawings) == source.count("```mermaid"), where
            for drawing in seen.drawings:
                assert "Syntax error" not in drawing["text"], where
                assert drawing["letters"] >= LETTERS, where
                assert not drawing["cut"], where


def test_what_is_wrong_is_seen(tmp_path: Path) -> None:
    pages = {
        "figure": "```mermaid\nflowchart TB\n  a --- [\n```\n",
        "wide": f"| a | b |\n|---|---|\n| `{'x' * 30}` | {'[[Kari]] ' * 9} |\n\n```\n{'y' * 90}\n```\n",
        "raw": "\\[\\[Kari\\]\\]\n\n23. november\n\n<img src=x>\n",
    }
    seen = opened(pages, tmp_path)
    assert seen["figure"][PHONE].failures
    assert seen["wide"][PHONE].scroll_width > PHONE
    assert "[[Kari]]" in seen["raw"][DESK].text
    assert (len(seen["raw"][DESK].numbered), len(seen["raw"][DESK].strange)) == (1, 1)


READS = [
    ("---\na: 1\n---\nText", "<p>Text</p>"),
    ("<!-- vaultkit:begin home 1 (…) -->\n# Home\n", "<h1>Home</h1>"),
    ("one\ntwo", "one<br />\ntwo"),
    ("[[Kari]]", '<a class="note" data-note="Kari" href="#Kari">Kari</a>'),
    ("[[Folk/Kari|*Kari*]]", 'data-note="Folk/Kari" href="#Folk/Kari">*Kari*</a>'),
    (r"\[\[Kari\]\]", "<p>[[Kari]]</p>"),
    ("`[[Kari]]`", "<code>[[Kari]]</code>"),
    ("- [ ] call [[Kari]]", '<li class="task">call <a'),
    ("- [x] called", '<li class="task done">called</li>'),
    (
        "> [!tip] Well *done*\n> More",
        '<div class="callout tip">\n<p><b>Well <em>done</em></b>More</p>\n</div>',
    ),
    ("> [!note]- Folded\n> - one", '<details class="callout note"><summary>Folded</summary>'),
    ("> said\n> > [!note] b\n", "<blockquote>\n<p>said</p>\n"),
]


@pytest.mark.parametrize(("markdown", "html"), READS)
def test_the_reader_reads_as_obsidian_does(markdown: str, html: str) -> None:
    assert html in as_html(markdown)
