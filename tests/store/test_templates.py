"""Templates: what they print is escaped, what they may see is plain, and what they cost is bounded."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.cadence import Cadence
from vaultkit.model.network import Network
from vaultkit.model.phrase import phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.links import LinkIndex
from vaultkit.rules.markdown import escape
from vaultkit.store.templates import Markdown, TemplateFailedError, plain_data, render
from vaultkit.store.templates_apart import render_apart
from vaultkit.store.words import Words

WORDS = Words("en", date(2026, 11, 23))
NB = Words("nb", date(2026, 11, 23))
LINKS = LinkIndex(["Folk/Kari.md"])
DATA: dict[str, Any] = {
    "name": "*Kari* [[x]]",
    "ready": Markdown("[[Kari]]"),
    "day": date(2026, 11, 19),
    "moment": datetime.fromisoformat("2026-11-19 09:05"),
    "none": None,
    "count": 3,
    "yes": True,
    "people": [{"name": "A_b"}, {"name": "# c"}],
    "names": ["a*", Markdown("*b*")],
}

PRINTED = [
    ("text is escaped", "{{ name }}", r"\*Kari\* \[\[x\]\]"),
    ("a constant is escaped", '{{ "*" }}', r"\*"),
    ("what is ready stays", "{{ ready }}", "[[Kari]]"),
    ("safe is no way around", "{{ name | safe }}", r"\*Kari\* \[\[x\]\]"),
    ("a filter's text is escaped", "{{ name | upper }}", r"\*KARI\* \[\[X\]\]"),
    ("joined with a sum", '{{ name ~ "" }}', r"\*Kari\* \[\[x\]\]"),
    ("inside a list", "{% for p in people %}{{ p.name }} {% endfor %}", r"A\_b \# c"),
    ("join escapes each", '{{ names | join(" · ") }}', r"a\* · *b*"),
    ("a date", "{{ day }} {{ moment }}", "2026-11-19 2026-11-19 09:05"),
    ("none", "[{{ none }}]", "[]"),
    ("numbers", "{{ count }} {{ yes }}", "3 True"),
    ("day", "{{ day | day }}", "19 November"),
    ("weekday", "{{ day | weekday }}", "Thursday 19 November"),
    ("moment", "{{ moment | moment }}", "Thursday 19 November at 09:05"),
    ("a word", '{{ _("Later") }}', "Later"),
    ("blank lines", "\n\na  \n\n\n\nb\n\n", "a\n\nb"),
    ("blocks leave no lines", "{% if yes %}\n  a\n{% endif %}\nb", "  a\nb"),
    ("CRLF", "a\r\nb\r\n", "a\nb"),
    ("a backslash and an entity in the template", r"\* &amp; <b>", r"\* &amp; <b>"),
]

WRONG = [
    ("an unknown name", "a\nb\n{{ nobody }}", 3),
    ("an unknown name in a condition", "\n{% if nobody %}{% endif %}", 2),
    ("an unknown name in a loop", "\n{% for x in nobody %}{% endfor %}", 2),
    ("an unknown key", "{{ people[0].age }}", 1),
    ("a syntax error", "a\n{% for %}", 2),
    ("no end", "{% if yes %}\n", 1),
    ("an unknown filter", "\n\n{{ name | nofilter }}", 3),
    ("a division by zero", "\n{{ 1 / 0 }}", 2),
    ("a day that is none", "\n\n{{ name | day }}", 3),
    ("no include", '{% include "home.md" %}', 1),
    ("no import", '{% import "x" as y %}', 1),
]

ATTACKS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ _.__globals__ }}",
    "{{ _.__self__ }}",
    "{{ _.__func__.__globals__ }}",
    "{{ ('x' | day).__init__ }}",
    "{{ '{0.__class__}'.format(name) }}",
    "{{ '{0.__class__.__mro__}'.format_map({'0': name}) }}",
    "{{ ''['__class__'] }}",
    "{{ '' | attr('__class__') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ joiner }}",
    "{{ people.append(1) }}",
    "{{ people.clear() }}",
    "{{ people[0].update({}) }}",
    "{{ range(9999999) | list }}",
    "{{ (1).real.__class__ }}",
    "{{ day.__reduce__() }}",
]

BOUNDS = [
    ("an endless loop", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"),
    ("a text of three gigabytes", "{{ 'x' * 3000000000 }}"),
    ("a list of three gigabytes", "{{ [0] * 400000000 }}"),
    ("a number without end", "{{ 9 ** 999999999 }}"),
    ("a page of five megabytes", "{{ 'x' * 5000000 }}"),
    ("a page of many pieces", "{% for a in range(9999) %}{{ 'x' * 999 }}{% endfor %}"),
    ("a padded number", "{{ '%0999999999d' % 1 }}"),
]


@pytest.mark.parametrize(("template", "text"), [c[1:] for c in PRINTED], ids=[c[0] for c in PRINTED])
def test_what_is_printed(template: str, text: str) -> None:
    assert render(template, DATA, WORDS) == text


def test_words_are_the_vaults() -> None:
    assert render('{{ _("Later") }} {{ day | weekday }}', DATA, NB) == "Senere torsdag 19. november"


@pytest.mark.parametrize(("template", "line"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_a_mistake_is_named_with_its_line(template: str, line: int) -> None:
    with pytest.raises(TemplateFailedError) as failed:
        render(template, DATA, WORDS)
    assert failed.value.reason
    assert failed.value.line == line


@pytest.mark.parametrize("template", ATTACKS)
def test_the_sandbox_shows_no_object(template: str) -> None:
    data = plain_data(DATA, WORDS, LINKS)
    try:
        shown = render(template, data, WORDS)
    except TemplateFailedError:
        shown = ""
    assert not any(word in shown for word in ("class", "object", "function", "module", "built"))
    assert data == plain_data(DATA, WORDS, LINKS)


@given(st.text())
def test_any_text_is_escaped_as_everywhere(text: str) -> None:
    assert render("x{{ t }}x", {"t": text}, WORDS) == f"x{escape(text)}x"


@given(st.text(max_size=40))
def test_any_template_gives_a_page_or_a_reason(text: str) -> None:
    try:
        render(text, DATA, WORDS)
    except TemplateFailedError as error:
        line = error.line
    else:
        line = 1
    assert line >= 1


def test_a_template_sees_plain_data_only() -> None:
    seen = plain_data(
        {
            "network": Network.LEISURE,
            "said": phrase("{person} · {reason}", person=Ref("Folk/Kari.md", "Kari"), reason="*x*"),
            "ref": Ref("Folk/Kari.md", "Kari"),
            "cadence": Cadence(6, "week"),
            "held": ({"day": date(2026, 1, 1)}, [None, 1, True, "*"]),
        },
        WORDS,
        LINKS,
    )
    assert seen == {
        "network": "Leisure",
        "said": r"[[Kari]] · \*x\*",
        "ref": "[[Kari]]",
        "cadence": "every 6 weeks",
        "held": [{"day": date(2026, 1, 1)}, [None, 1, True, "*"]],
    }
    assert type(seen["ref"]) is Markdown
    assert type(seen["held"][1][3]) is str


THINGS: list[object] = [Path("x"), object(), {1, 2}, b"x", 1.5, len, LINKS]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_nothing_else_is_let_in(thing: object) -> None:
    with pytest.raises(TypeError, match="nothing a template may see"):
        plain_data({"deep": [{"thing": thing}]}, WORDS, LINKS)


@pytest.mark.parametrize(("template", "text"), [c[1:] for c in PRINTED], ids=[c[0] for c in PRINTED])
def test_a_process_of_its_own_prints_the_same(template: str, text: str) -> None:
    assert render_apart(template, DATA, WORDS) == text


def test_a_process_of_its_own_knows_language_and_day() -> None:
    assert render_apart("{{ day | day }}", DATA, Words("nb", date(2027, 1, 1))) == "19. november 2026"


def test_a_process_of_its_own_takes_half_characters() -> None:
    assert render_apart("{{ t }}", {"t": "a\ud800b"}, WORDS) == "a\ufffdb"


@pytest.mark.parametrize(("template", "line"), [c[1:] for c in WRONG[:2]], ids=[c[0] for c in WRONG[:2]])
def test_a_mistake_apart_is_named_with_its_line(template: str, line: int) -> None:
    with pytest.raises(TemplateFailedError) as failed:
        render_apart(template, DATA, WORDS)
    assert failed.value.line == line


@pytest.mark.parametrize("template", [case[1] for case in BOUNDS], ids=[case[0] for case in BOUNDS])
def test_what_costs_too_much_ends(template: str) -> None:
    with pytest.raises(TemplateFailedError):
        render_apart(template, DATA, WORDS, seconds=3)


Render = Callable[[str, Mapping[str, Any], Words], str]


@pytest.mark.parametrize("way", [render, render_apart])
def test_rendering_twice_gives_the_same(way: Render) -> None:
    template = "{% for p in people %}{{ p.name }}{% endfor %}{{ name }}"
    assert way(template, DATA, WORDS) == way(template, DATA, WORDS)
