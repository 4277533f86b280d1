"""Links lead where Obsidian 1.13 leads them, and are read as it reads them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.link import Link
from vaultkit.rules.links import LinkIndex, name_key, read_link, read_links, stem

NOTES = [
    "Kari.md",
    "Åse Løvås.md",
    "a/Per.md",
    "b/Per.md",
    "b/c/Per.md",
    "Firma/Equinor.md",
    "Arkiv/Firma/Equinor.md",
    "long folder name/Ida.md",
    "x/y/z/Ida.md",
    unicodedata.normalize("NFD", "Møter/Påskelunsj.md"),
]

LEADS = [
    ("an exact path", "b/Per", "a/Kari.md", "b/Per.md"),
    ("the root by its bare name", "Kari", "b/c/Per.md", "Kari.md"),
    ("the own folder before a shorter path", "Per", "b/c/Liv.md", "b/c/Per.md"),
    ("the folder above counts for nothing", "Per", "b/c/d/Liv.md", "a/Per.md"),
    ("else the shortest path", "Per", "z/Liv.md", "a/Per.md"),
    ("shortest in characters, not in folders", "Ida", "Liv.md", "x/y/z/Ida.md"),
    ("the end of a path", "c/Per", "Liv.md", "b/c/Per.md"),
    ("an exact path before a longer one that ends so", "Firma/Equinor", "Arkiv/x.md", "Firma/Equinor.md"),
    ("whatever the case", "kARI", "x.md", "Kari.md"),
    ("whatever the case of the folder", "FIRMA/equinor", "x.md", "Firma/Equinor.md"),
    ("composed for decomposed", "Påskelunsj", "x.md", NOTES[-1]),
    ("decomposed for composed", unicodedata.normalize("NFD", "Åse Løvås"), "x.md", "Åse Løvås.md"),
    ("a no-break space for a space", "Åse\u00a0Løvås", "x.md", "Åse Løvås.md"),
    ("a slash in front", "/b/Per", "x.md", "b/Per.md"),
    ("a dot in front", "./Kari", "x.md", "Kari.md"),
    ("nothing", "Ukjent", "x.md", None),
    ("nothing, for half a name", "er", "x.md", None),
    ("nothing, for half a folder", "irma/Equinor", "x.md", None),
    ("nothing, for a folder", "Firma", "x.md", None),
    ("nothing, for no name", "", "x.md", None),
]

INNER = [
    ("Kari", Link("Kari", "Kari")),
    ("Kari.md", Link("Kari", "Kari")),
    ("Firma/Equinor", Link("Equinor", "Firma/Equinor")),
    ("Firma/Equinor|EQNR", Link("EQNR", "Firma/Equinor")),
    ("Kari#Logg", Link("Kari", "Kari")),
    ("Kari#Logg#2026|loggen", Link("loggen", "Kari")),
    ("Kari#^abc", Link("Kari", "Kari")),
    ("Kari\\|i tabell", Link("i tabell", "Kari")),
    ("Kari.md#Logg", Link("Kari", "Kari")),
    (" Kari ", Link("Kari", "Kari")),
    ("Kari|", Link("Kari", "Kari")),
    ("#Logg", Link("#Logg", "")),
]

TEXTS = [
    ("wiki", "Møtte [[Kari]] og [[b/Per|Per]].", [Link("Kari", "Kari"), Link("Per", "b/Per")]),
    ("embedded", "![[Kari]]", [Link("Kari", "Kari")]),
    ("markdown", "[Åse](%C3%85se%20L%C3%B8v%C3%A5s.md)", [Link("Åse", "Åse Løvås")]),
    ("markdown in angles", "[Per](<b/Per.md>)", [Link("Per", "b/Per")]),
    ("markdown without text", "[](b/Per.md#Logg)", [Link("Per", "b/Per")]),
    ("in order", "[Per](Per.md) [[Kari]]", [Link("Per", "Per"), Link("Kari", "Kari")]),
    ("web addresses", "[a](https://x.no) [b](mailto:a@b.no) [c](tel:1) [d](#part)", []),
    ("not closed", "[[Kari", []),
    ("over two lines", "[[Ka\nri]]", []),
    ("empty", "[[]]", []),
]


@pytest.mark.parametrize(("target", "source", "leads_to"), [c[1:] for c in LEADS], ids=[c[0] for c in LEADS])
def test_where_a_link_leads(target: str, source: str, leads_to: str | None) -> None:
    assert LinkIndex(NOTES).resolve(target, source) == leads_to


@pytest.mark.parametrize("target", [case[1] for case in LEADS], ids=[case[0] for case in LEADS])
def test_the_order_of_the_folder_does_not_matter(target: str) -> None:
    assert LinkIndex(reversed(NOTES)).resolve(target, "q.md") == LinkIndex(NOTES).resolve(target, "q.md")


@pytest.mark.parametrize(("inner", "link"), INNER, ids=[case[0] for case in INNER])
def test_what_stands_between_the_brackets(inner: str, link: Link) -> None:
    assert read_link(inner) == link


@pytest.mark.parametrize(("text", "links"), [c[1:] for c in TEXTS], ids=[c[0] for c in TEXTS])
def test_the_links_in_a_text(text: str, links: list[Link]) -> None:
    assert read_links(text) == links


@pytest.mark.parametrize(("path", "unique"), [("Kari.md", True), ("b/Per.md", False), ("New.md", True)])
def test_a_bare_name_is_enough_where_one_note_has_it(path: str, unique: bool) -> None:
    assert LinkIndex(NOTES).unique(path) is unique


def test_names_that_differ_in_case_only_are_not_unique() -> None:
    assert not LinkIndex(["a/Kari.md", "b/KARI.md"]).unique("a/Kari.md")


def test_of_two_names_that_differ_in_case_only_the_first_is_taken() -> None:
    assert LinkIndex(["KARI.md", "Kari.md"]).resolve("kari", "x.md") == "KARI.md"


def test_the_name_of_a_note() -> None:
    assert stem(unicodedata.normalize("NFD", "Folk/Åse.md")) == "Åse"
    assert stem("a.md.md") == "a.md"


@given(st.text())
def test_reading_never_fails(text: str) -> None:
    for link in [read_link(text), *read_links(text)]:
        assert LinkIndex(NOTES).resolve(link.target, "x.md") in (None, *NOTES)


@given(st.lists(st.sampled_from(NOTES), unique=True))
def test_every_note_is_found_by_its_path(paths: list[str]) -> None:
    index = LinkIndex(paths)
    for path in paths:
        assert index.resolve(path.removesuffix(".md"), "x.md") == path


@given(st.text())
def test_a_key_is_stable(name: str) -> None:
    assert name_key(name) == name_key(unicodedata.normalize("NFC", name))
