"""Which lines of a log wait for an answer: the closed vocabulary of docs/follow-ups.md."""

from datetime import date, timedelta

import pytest

from vaultkit.model.log import LogLine
from vaultkit.model.phrase import phrase
from vaultkit.rules.asks import answers, asks, nudges, unanswered
from vaultkit.store.words import Words

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)

ASK = [
    "spurte om råd om Skjalg Energi",
    "Spurte på LinkedIn om en kaffe",
    "jeg spurte om hun kjenner noen",
    "har spurt om en kaffe",
    "spurde om ein prat",
    "asked for a coffee",
    "asked for an answer",
    "Asked: who knows the harbour?",
    "I asked her for advice",
    "ba om en halvtime",
    "bad om råd",
    "inviterte på lunsj",
    "invited to lunch",
    "skrev til ham på LinkedIn",
    "skreiv til ho på Messenger",
    "wrote to him",
    "wrote her again",
    "sendte mail",
    "sendte henne en e-post om kaffe",
    "sende ei melding",
    "sent her an email",
    "sent a message on LinkedIn",
    "sendte forespørsel på LinkedIn",
    "emailed about the job",
    "messaged him",
    "texted",
    "reached out on LinkedIn",
    "la igjen beskjed",
    "left a message",
    "ringte, ikke svar",
    "ringte to ganger, fikk ikke tak i ham",
    "ringde, han svara ikkje",
    "called, no answer",
    "tried to call, voicemail",
    "Mail: spurte om råd",
    "LinkedIn – asked for an introduction",
    "spurte om råd, ikke svar ennå",
]
NUDGE = [
    "purret",
    "purra på svar",
    "nudged",
    "sendte en vennlig påminnelse",
    "sent a reminder",
    "followed up",
]
NO_ASK = [
    "",
    "kaffe",
    "in touch",
    "ringte for å be om råd. Hun ga meg tjue minutter",
    "hun spurte hva jeg gjør til daglig",
    "kaffe, og spurte om båten",
    "she asked me for advice",
    "sendte CV",
    "sende henne den nye CV-en",
    "sendte takk",
    "called about the boat",
    "skrev til ham på LinkedIn. Svar etter fire minutter: «FINALLY.»",
    "spurte om kaffe, hun sa ja",
    "asked for a coffee: she replied at once",
    "asked for a coffee and agreed on Friday",
    "spurtet til bussen",
    "baker",
]
ANSWER = [
    "hun svarte",
    "fikk svar: ja",
    "fekk svar",
    "she replied",
    "he said no",
    "takket ja",
    "avtalte kaffe",
]
NO_ANSWER = ["ikke svar", "ingen svar", "no reply", "he did not answer", "svarte ikke", "kaffe", "ansvar"]


@pytest.mark.parametrize("text", [*ASK, *NUDGE])
def test_a_question(text: str) -> None:
    assert asks(text)
    assert nudges(text) is (text in NUDGE)


@pytest.mark.parametrize("text", NO_ASK)
def test_no_question(text: str) -> None:
    assert not asks(text)


def test_an_answer() -> None:
    assert [text for text in ANSWER if not answers(text)] == []
    assert [text for text in NO_ANSWER if answers(text)] == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_a_tick_writes_is_understood_in_every_language(language: str) -> None:
    words = Words(language, TODAY)
    assert asks(words.say(phrase("asked again, another way")))
    assert nudges(words.say(phrase("nudged")))


def log(*lines: tuple[int, str]) -> list[LogLine]:
    return [LogLine(TODAY + day * DAY, text, number) for number, (day, text) in enumerate(lines, 1)]


OPEN = [
    ("nothing", log(), []),
    ("one question", log((-5, "asked")), [1]),
    ("of today", log((0, "asked")), [1]),
    ("of tomorrow, by a slip of the pen", log((1, "asked")), []),
    ("asked again", log((-1, "wrote to her"), (-5, "asked")), [2, 1]),
    ("oldest first in the note", log((-5, "asked"), (-1, "wrote to her")), [1, 2]),
    ("answered", log((-1, "she replied"), (-5, "asked")), []),
    ("answered on the same day", log((-5, "asked"), (-5, "she replied")), []),
    ("met since", log((-1, "coffee"), (-5, "asked")), []),
    ("met before", log((-5, "asked"), (-9, "coffee")), [1]),
    ("asked where they met", log((-5, "asked for a coffee"), (-5, "conference")), [1]),
    ("what was asked before they met", log((-5, "asked"), (-5, "conference"), (-6, "asked")), [1]),
    ("answered, and asked again", log((-1, "asked"), (-3, "she replied"), (-5, "asked")), [1]),
]


@pytest.mark.parametrize(("held", "lines"), [c[1:] for c in OPEN], ids=[c[0] for c in OPEN])
def test_what_waits_for_an_answer(held: list[LogLine], lines: list[int]) -> None:
    assert [line.line for line in unanswered(held, TODAY)] == lines
