"""The catalogues: complete, with the same places to fill, and days as each language writes them."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.network import Network
from vaultkit.model.phrase import nphrase, phrase
from vaultkit.model.ref import Ref
from vaultkit.store.words import Words

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "phrase": None, "nphrase": (1, 2), "marked": None}
"""As `dev.py words` gives them to Babel."""
DATE_PATTERNS = {"d MMMM", "d MMMM y", "EEEE d MMMM", "EEEE d MMMM y"}
TODAY = date(2026, 11, 23)
LANGUAGES = ["nb", "nn"]


SAME_IN_NORWEGIAN = {
    *("Apple (iPhone, iPad, Mac)", "Thunderbird", "status", "vault", "vaultkit publish remove {name}"),
    *("MMMM", "MMMM y", "{size} KB"),
}
"""Names, patterns, and the few words that are the same."""
NOT_NORWEGIAN = set(
    """
    and are be can cannot could day does each every from have here how if into is it its line made make
    meeting month name named names network note notes nothing of once or other page pages people than
    that the their them then there they this today until week what when where which who whom will with
    without would write you your
    """.split()  # noqa: SIM905 - a list of so many strings is harder to read
)
"""Common English words that are no Norwegian ones."""
NOT_BOKMAL = set(
    """
    berre dei dykk eg eit fleire frå gjere ho ikkje korleis kva kvar kven kvifor meir mykje noko nokon opne
    sidan sjå sjølv tek veka veke vere òg
    """.split()  # noqa: SIM905
)
NOT_NYNORSK = set(
    """
    bare dere deres ennå flere forteller fra gjøre hun hva hvem hver hvor hvordan hvorfor ikke jeg kommer
    leser mer mye noe noen nå også selv sier siden skrevet uke uken være
    """.split()  # noqa: SIM905
)
"""Words of the other written Norwegian; those that are right in both are in neither."""
FOREIGN = [("nb", NOT_NORWEGIAN | NOT_BOKMAL), ("nn", NOT_NORWEGIAN | NOT_NYNORSK)]
NO_PROSE = re.compile(
    r"`[^`]*`|\{%.*?%\}|\{\{.*?\}\}|\{\w*\}|\"[^\"]*\"|\[[^\]]*\]|--?[\w-]+"
    r"|\bvaultkit(?: [a-z]+)*|[\w'./-]*[/.=_@][\w./-]+",
    re.DOTALL,
)
"""What is typed or filled in: code, options, commands, addresses, properties."""


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", NO_PROSE.sub(" ", text).casefold()))


def extracted() -> Iterator[tuple[str, ...]]:
    """Every message in code and templates: singular, and plural where there is one."""
    methods: list[tuple[str, str]] = []
    options: dict[str, dict[str, str]] = {}
    for line in (ROOT / "babel.cfg").read_text().splitlines():
        if section := re.fullmatch(r"\[(\w+): (.+)\]", line):
            methods.append((section[2], section[1]))
            options[section[2]] = {}
        elif " = " in line:
            name, _, value = line.partition(" = ")
            options[methods[-1][0]][name] = value
    for folder in ("vaultkit", "templates"):
        mapping = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        chosen = {pattern.removeprefix(f"{folder}/"): held for pattern, held in options.items()}
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder,
            mapping,
            chosen,
            KEYWORDS,
            (),
        ):
            yield (message,) if isinstance(message, str) else tuple(message)


def catalogue(language: str) -> Catalog:
    data = (ROOT / "vaultkit" / "words" / f"{language}.po").read_bytes()
    return read_po(BytesIO(data), locale=language)


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


@pytest.fixture(scope="module")
def messages() -> set[tuple[str, ...]]:
    return {message for message in extracted() if message[0]}


def test_the_extractor_sees_code_and_templates(messages: set[tuple[str, ...]]) -> None:
    assert {("Follow-ups",), ("{count} person", "{count} people"), ("The four networks",)} <= messages


def translated(language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each message of a catalogue: English and translated, singular and plural."""
    for message in catalogue(language):
        english, said = message.id, message.string
        if english:
            yield (
                (english,) if isinstance(english, str) else tuple(map(str, english)),
                (said,) if isinstance(said, str) else tuple(said or ()),
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_left_over(
    language: str, messages: set[tuple[str, ...]]
) -> None:
    held = dict(translated(language))
    assert sorted(messages - held.keys()) == []
    assert sorted(held.keys() - messages) == []
    assert [english for english, said in held.items() if not said or not all(said)] == []
    assert not [message for message in catalogue(language) if message.id and message.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_places_to_fill(language: str) -> None:
    for english, said in translated(language):
        # "every week" says one without a number
        allowed = [places(text) for text in english]
        assert all(places(text) in allowed for text in said), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_in_english(language: str) -> None:
    same = {english for english, said in translated(language) if english == said}
    assert {
        one for (one, *_) in same if re.search(r"[^\W\d_]", re.sub(r"\{\w*\}", "", one))
    } == SAME_IN_NORWEGIAN


@pytest.mark.parametrize(("language", "foreign"), FOREIGN, ids=LANGUAGES)
def test_no_word_of_another_language_stands_in_a_sentence(language: str, foreign: set[str]) -> None:
    sentences = [text for _, said in translated(language) for text in said]
    assert [(text, found) for text in sentences if (found := words_of(text) & foreign)] == []


@pytest.mark.parametrize(("language", "foreign"), FOREIGN, ids=LANGUAGES)
def test_no_word_of_another_language_stands_in_a_letter(language: str, foreign: set[str]) -> None:
    letters = sorted((ROOT / "templates" / "drafts" / language).glob("*.md"))
    assert len(letters) == len(list((ROOT / "templates" / "drafts" / "en").glob("*.md")))
    assert [
        (one.name, found) for one in letters if (found := words_of(one.read_text("utf-8")) & foreign)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_as_in_english_and_quotes_as_in_norwegian(language: str) -> None:
    def end(text: str) -> str:
        return text[-1] if text[-1] in ".?!:…" else ""

    for english, said in translated(language):
        assert {end(text) for text in said} == {end(english[0])}, english
        assert not re.search("[“”„]", "".join(said)), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_one_form_for_one_and_one_for_more(language: str) -> None:
    assert catalogue(language).num_plurals == 2
    for english, said in translated(language):
        assert len(said) == len(english), english
        assert len(said) == 1 or places(said[1]) == places(english[1]), english


PLURALS = [
    ("en", 0, "0 people"),
    ("en", 1, "1 person"),
    ("en", 2, "2 people"),
    ("nb", 0, "0 personer"),
    ("nb", 1, "1 person"),
    ("nb", 2, "2 personer"),
    ("nn", 1, "1 person"),
    ("nn", 21, "21 personar"),
]


@pytest.mark.parametrize(("language", "count", "said"), PLURALS)
def test_plurals(language: str, count: int, said: str) -> None:
    assert Words(language, TODAY).say(nphrase("{count} person", "{count} people", count)) == said


DAYS = [
    ("en", "19 November", "Thursday 19 November"),
    ("nb", "19. november", "torsdag 19. november"),
    ("nn", "19. november", "torsdag 19. november"),
]
OTHER_YEARS = [
    ("en", "1 January 2027", "Friday 1 January 2027"),
    ("nb", "1. januar 2027", "fredag 1. januar 2027"),
    ("nn", "1. januar 2027", "fredag 1. januar 2027"),
]
MOMENTS = [
    ("en", "Thursday 19 November at 09:05"),
    ("nb", "torsdag 19. november kl. 09.05"),
    ("nn", "torsdag 19. november kl. 09.05"),
]


@pytest.mark.parametrize(("language", "day", "weekday"), DAYS)
def test_a_day_of_this_year(language: str, day: str, weekday: str) -> None:
    words = Words(language, TODAY)
    assert (words.day(date(2026, 11, 19)), words.weekday(date(2026, 11, 19))) == (day, weekday)


@pytest.mark.parametrize(("language", "day", "weekday"), OTHER_YEARS)
def test_a_day_of_another_year_is_said_with_it(language: str, day: str, weekday: str) -> None:
    words = Words(language, TODAY)
    assert (words.day(date(2027, 1, 1)), words.weekday(date(2027, 1, 1))) == (day, weekday)


@pytest.mark.parametrize(("language", "said"), MOMENTS)
def test_a_moment(language: str, said: str) -> None:
    words = Words(language, TODAY)
    assert words.moment(datetime.fromisoformat("2026-11-19 09:05")) == said
    assert words.moment(date(2026, 11, 19)) == words.weekday(date(2026, 11, 19))


@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("nb", "nb"), ("nn", "nn")])
def test_days_are_named_as_in_unicode_cldr(language: str, locale: str) -> None:
    words = Words(language, TODAY)
    pattern = words.gettext("EEEE d MMMM")
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        assert words.weekday(day) == format_date(day, pattern, locale=locale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_of_days_are_translated_as_patterns(language: str) -> None:
    words = Words(language, TODAY)
    for pattern in DATE_PATTERNS:
        assert re.sub(r"[ .]", "", words.gettext(pattern)) == pattern.replace(" ", "")


LISTED = [
    ("en", [], ""),
    ("en", ["Kari"], "Kari"),
    ("en", ["Kari", "Per"], "Kari and Per"),
    ("en", ["Kari", "Per", "Åse"], "Kari, Per and Åse"),
    ("nb", ["Kari", "Per", "Åse"], "Kari, Per og Åse"),
    ("nn", ["Kari", "Per"], "Kari og Per"),
    ("nb", ["{last}", "{some}"], "{last} og {some}"),
]


@pytest.mark.parametrize(("language", "parts", "said"), LISTED)
def test_a_list_of_names(language: str, parts: list[str], said: str) -> None:
    assert Words(language, TODAY).listed(parts) == said


CADENCES = [
    ("en", Cadence(6, "week"), "every 6 weeks"),
    ("en", Cadence(1, "month"), "every month"),
    ("en", NEVER, "never"),
    ("nb", Cadence(1, "week"), "hver uke"),
    ("nb", NEVER, "aldri"),
]


@pytest.mark.parametrize(("language", "cadence", "said"), CADENCES)
def test_an_interval(language: str, cadence: Cadence, said: str) -> None:
    assert Words(language, TODAY).cadence(cadence) == said


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_what_people_wrote_goes_through_the_sink_and_is_filled_in_once(language: str) -> None:
    words = Words(language, TODAY)
    written: list[str] = []

    def write(said: str | Ref) -> str:
        written.append(said.name if isinstance(said, Ref) else said)
        return "<" + written[-1] + ">"

    said = words.say(phrase("{person} · {reason}", person=Ref("a.md", "{reason}"), reason="{person}"), write)
    assert said == "<{reason}> · <{person}>"
    assert written == ["{reason}", "{person}"]


def test_a_network_within_a_sentence_is_small() -> None:
    assert Words("en", TODAY).say(phrase("from the {network} network", network=Network.LEISURE)) == (
        "from the leisure network"
    )


def test_an_unknown_sentence_is_said_in_english() -> None:
    assert Words("nb", TODAY).gettext("no such sentence") == "no such sentence"
    assert Words("nb", TODAY).gettext("") == ""
