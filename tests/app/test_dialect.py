"""What a vault calls a property: as most of its notes do, else in the language of their keys."""

import os
from datetime import date
from pathlib import Path

import pytest
from workbench import CONFIG, Vault

from vaultkit.app.dialect import spelling, spellings
from vaultkit.app.opening import open_vault
from vaultkit.app.survey import Survey, survey

NORWEGIAN = CONFIG.replace('"en"', '"nb"')


def _seen(root: Path) -> Survey:
    return survey(open_vault(root, os.environ), date(2026, 11, 23))


def _person(*lines: str) -> str:
    return "\n".join(("---", "type: person", *lines, "---", ""))


def test_most_notes_decide(vault: Vault) -> None:
    root = vault(
        {
            "People/A.md": _person("Next-Contact: 2026-12-01"),
            "People/B.md": _person("Next-Contact: 2026-12-01"),
            "People/C.md": _person("følg_opp: 2026-12-01", "nettverk: privat"),
            "People/D.md": _person("name: D", "follow_up:: no property\n"),
        }
    )
    assert spelling(_seen(root), "next_contact", of_person=True) == "Next-Contact"


def test_of_as_many_the_first_by_name(vault: Vault) -> None:
    root = vault({"People/A.md": _person("tel: 1"), "People/B.md": _person("mobil: 1")})
    assert spelling(_seen(root), "phone", of_person=True) == "mobil"


KEYS = [
    ((), CONFIG, "follow_up", "attendees"),
    ((), NORWEGIAN, "neste_kontakt", "deltakere"),
    (("company: x", "role: y"), NORWEGIAN, "follow_up", "attendees"),
    (("firma: x", "stilling: y"), CONFIG, "neste_kontakt", "deltakere"),
    (("email: x", "linkedin: y", "firma: z"), CONFIG, "neste_kontakt", "deltakere"),
    (("email: x", "linkedin: y"), NORWEGIAN, "neste_kontakt", "deltakere"),
    (("email: x", "linkedin: y"), CONFIG, "follow_up", "attendees"),
    (("company: x", "stilling: y"), NORWEGIAN, "neste_kontakt", "deltakere"),
    (("company: x", "stilling: y"), CONFIG, "follow_up", "attendees"),
]


@pytest.mark.parametrize(("lines", "config", "person", "meeting"), KEYS)
def test_the_language_of_the_keys_decides_where_no_note_does(
    lines: tuple[str, ...], config: str, person: str, meeting: str, vault: Vault
) -> None:
    """The keys of meetings follow those of people, and words of both languages say nothing."""
    seen = _seen(vault({"People/A.md": _person(*lines)}, config=config))
    assert spelling(seen, "next_contact", of_person=True) == person
    assert spelling(seen, "people", of_person=False) == meeting


def test_meetings_speak_for_themselves(vault: Vault) -> None:
    root = vault(
        {
            "People/A.md": _person("firma: x"),
            "Meetings/M.md": "---\ntype: meeting\ndate: 2026-12-01\nlocation: x\n---\n",
        }
    )
    assert spellings(_seen(root), ("people", "date", "title"), of_person=False) == {
        "people": "attendees",
        "date": "date",
        "title": "title",
    }


def test_every_key_that_is_written_means_what_it_should(vault: Vault) -> None:
    from vaultkit.rules.vocabulary import MEETING, MEETING_MEANINGS, PERSON, PERSON_MEANINGS, fold

    for config in (CONFIG, NORWEGIAN):
        seen = _seen(vault({"x.md": "x"}, config=config))
        for meaning, key in spellings(seen, PERSON, of_person=True).items():
            assert PERSON_MEANINGS[fold(key)] == meaning
        for meaning, key in spellings(seen, MEETING, of_person=False).items():
            assert MEETING_MEANINGS[fold(key)] == meaning
