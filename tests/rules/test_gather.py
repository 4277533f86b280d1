"""All notes together: links followed, names looked up, in any order of the notes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.facts import NoteFacts
from vaultkit.model.link import Link
from vaultkit.model.meeting import Meeting
from vaultkit.model.person import Person
from vaultkit.rules.codes import problem
from vaultkit.rules.gather import Gathering, gather
from vaultkit.rules.links import LinkIndex

KARI = Person(path="Folk/Kari Nordmann.md", name="Kari Nordmann", aliases=("Kari",))
PER = Person(path="Folk/Per Olsen.md", name="Per Olsen", aliases=("Per", "PO"))
OTHER_PER = Person(path="Folk/Per Bø.md", name="Per Bø", aliases=("Per",))
DAY = date(2026, 3, 2)
PATHS = [KARI.path, PER.path, OTHER_PER.path, "Møter/Kaffe.md", "PO.md", "Dagbok/2026-03-02.md"]

ATTENDEES = [
    ("by link", (Link("Kari Nordmann", "Kari Nordmann"),), (KARI.path,)),
    ("by path", (Link("K", "Folk/Kari Nordmann"),), (KARI.path,)),
    ("by plain name", (Link("Kari Nordmann"),), (KARI.path,)),
    ("by plain name in another case", (Link("kari nordmann"),), (KARI.path,)),
    ("by alias", (Link("Kari"),), (KARI.path,)),
    ("by a link to an alias that is no note", (Link("Kari", "Kari"),), (KARI.path,)),
    ("an alias two people share is nobody", (Link("Per"),), ()),
    ("a link to a note that is no person is nobody, whatever the alias", (Link("PO", "PO"),), ()),
    ("a plain alias that is also the name of a note", (Link("PO"),), (PER.path,)),
    ("a stranger", (Link("Ukjent", "Ukjent"), Link("Noen")), ()),
    ("each once, in the order written", (Link("PO"), Link("Kari"), Link("Per Olsen")), (PER.path, KARI.path)),
]


def meeting(*people: Link) -> Meeting:
    return Meeting(
        path="Møter/Kaffe.md", own_note=True, title="Kaffe", start=DAY, end=DAY, zone="UTC", people=people
    )


FACTS = [
    NoteFacts(KARI.path, KARI, problems=(problem("VK103", KARI.path, 3, value="x"),)),
    NoteFacts(PER.path, PER),
    NoteFacts(OTHER_PER.path, OTHER_PER, problems=(problem("VK103", OTHER_PER.path, 2, value="x"),)),
    NoteFacts("Møter/Kaffe.md", meetings=(meeting(Link("Kari"), Link("PO")),)),
    NoteFacts("Dagbok/2026-03-02.md", mentions=(DAY, (Link("Kari", "Kari Nordmann"), Link("x", "x")))),
    NoteFacts("Dagbok/2026-03-01.md", mentions=(date(2026, 3, 1), (Link("Kari", "Kari"),))),
]


@pytest.mark.parametrize(("people", "paths"), [c[1:] for c in ATTENDEES], ids=[c[0] for c in ATTENDEES])
def test_who_comes_to_a_meeting(people: tuple[Link, ...], paths: tuple[str, ...]) -> None:
    facts = [NoteFacts(p.path, p) for p in (KARI, PER, OTHER_PER)]
    facts.append(NoteFacts("Møter/Kaffe.md", meetings=(meeting(*people),)))
    assert gather(facts, LinkIndex(PATHS)).meetings[0].attendees == paths


def test_a_daily_note_counts_for_those_it_links_to() -> None:
    overview = gather(FACTS, LinkIndex(PATHS))
    assert overview.mentions == {
        KARI.path: [(date(2026, 3, 1), "Dagbok/2026-03-01.md"), (DAY, "Dagbok/2026-03-02.md")]
    }


def test_meetings_of_a_person() -> None:
    overview = gather(FACTS, LinkIndex(PATHS))
    assert [m.path for m in overview.meetings_of(PER.path)] == ["Møter/Kaffe.md"]
    assert list(overview.meetings_of(OTHER_PER.path)) == []


def test_whom_each_has_introduced() -> None:
    via = Link("Kari")
    people = (
        KARI,
        replace(PER, introduced_by=(via, Link("Ukjent"))),
        replace(OTHER_PER, introduced_by=(via,)),
    )
    assert gather(map(facts_of, people), LinkIndex(PATHS)).introduced == {KARI.path: (people[2], people[1])}
    himself = replace(PER, introduced_by=(Link("PO"),))
    assert gather([facts_of(himself)], LinkIndex(PATHS)).introduced == {}


def test_who_was_introduced_is_kept_up_to_date() -> None:
    """As if all were gathered again."""
    links = LinkIndex(PATHS)
    introduced = replace(PER, introduced_by=(Link("Kari Nordmann"),))
    steps = (
        PER,
        introduced,
        replace(introduced, role="pilot"),
        replace(PER, introduced_by=(Link("Per Bø"),)),
        PER,
    )
    gathering = Gathering()
    gathering.gather(map(facts_of, (KARI, PER, OTHER_PER)), links)
    for step in steps:
        moved = gathering.move_on([facts_of(step)], links)
        assert moved is not None
        assert moved.introduced == gather(map(facts_of, (KARI, step, OTHER_PER)), links).introduced


def facts_of(person: Person) -> NoteFacts:
    return NoteFacts(person.path, person)


def test_problems_stand_by_place() -> None:
    assert [p.path for p in gather(FACTS, LinkIndex(PATHS)).problems] == [KARI.path, OTHER_PER.path]


@given(st.permutations(FACTS))
def test_the_order_of_the_notes_does_not_matter(facts: list[NoteFacts]) -> None:
    one, other = gather(facts, LinkIndex(PATHS)), gather(FACTS, LinkIndex(PATHS))
    assert (one.people, one.meetings, one.mentions, one.introduced, one.problems) == (
        other.people,
        other.meetings,
        other.mentions,
        other.introduced,
        other.problems,
    )
    assert [person.path for person in one.people] == sorted(person.path for person in one.people)


def test_an_empty_vault() -> None:
    overview = gather([], LinkIndex([]))
    assert (overview.people, overview.meetings, overview.mentions, overview.problems) == ((), (), {}, ())
