"""`prep`: one page before a meeting, for the terminal and as JSON; it writes nothing."""

from pathlib import Path

import pytest
from workbench import Run, Vault, files, person

MEETING = (
    '---\ntype: meeting\ndate: {day}\nattendees: ["[[Per Olsen]]", "[[Eva Lie]]"]\n{lines}\n---\n{body}\n'
)
TASKS = "- [ ] send the list\n- [ ] Per: sends figures"


@pytest.fixture
def small(vault: Vault) -> Path:
    per = person(
        *("professional", "company: Fjord AS", "role: leader", "phone: 01234567", "linkedin: per-olsen"),
        *("met: on the plane", 'introduced_by: "[[Kari]]"', "ask: [how it works]", "offer: an ear"),
        *("needs: a boat", "can_help_with: names"),
        log="- 2026-11-14 — called\n- 2026-10-01 — tea\n- 2026-09-01 — lunch\n- 2026-08-01 — long ago",
    )
    return vault(
        {
            "People/Per Olsen.md": per,
            "People/Eva Lie.md": person("professional", "company: Fjord AS"),
            "People/Kari.md": person(),
            "Meetings/Lunch.md": MEETING.format(day="2026-11-26", lines="location: Bergen", body=""),
            "Meetings/Coffee.md": MEETING.format(
                day="2026-11-19",
                lines="outcome: good talk",
                body=TASKS,
            ),
        }
    )


def test_a_person_and_their_next_meeting(small: Path, run: Run) -> None:
    before = files(small)
    result = run("prep", "per", "olsen", "--vault", small)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "# Lunch\nThursday 26 November · Bergen\n\n## Per Olsen\nProfessional · Fjord AS · leader\n\n"
        "- How you met: on the plane\n- Introduced by: Kari\n"
        "- Reach them by: 01234567 · https://www.linkedin.com/in/per-olsen/\n\n"
        "### Last contact\n- Thursday 19 November: good talk · Coffee\n- Saturday 14 November: called\n"
        "- Thursday 1 October: tea\n\n"
        "### Promised\n- you: send the list\n- Per Olsen: sends figures\n\n"
        "### People you both know\n- Kari · introduced you\n- Eva Lie · Fjord AS\n\n"
        "### What I want to learn\n- how it works\n- can help with: names\n\n"
        "### What I can offer\n- an ear\n- they need: a boat\n\n## Questions\n"
        "- This is what I am thinking of: what do you see that I do not?\n"
        "- What would you do first in my place?\n- What would you leave alone?\n"
        "- Who else should I talk to?\n- Is there anything I can do for you?\n"
    )
    assert files(small) == before


@pytest.mark.parametrize("typed", ["Lunch", "lunch", "Meetings/Lunch.md"])
def test_a_meeting_is_about_everybody_who_comes(small: Path, run: Run, typed: str) -> None:
    held = run("prep", typed, "--json", "--vault", small).json
    assert held["schema"] == 1
    assert held["meeting"]["path"] == "Meetings/Lunch.md"
    assert [one["name"] for one in held["people"]] == ["Per Olsen", "Eva Lie"]
    per = held["people"][0]
    assert per["contacts"][0] == {"day": "2026-11-19", "text": "good talk", "meeting": "Meetings/Coffee.md"}
    assert per["promised"] == {"by_you": ["send the list"], "by_them": ["sends figures"]}
    assert [one["name"] for one in per["shared"]] == ["Kari"], "who comes is no common acquaintance"
    assert (held["purpose"], held["has_purpose"]) == ("advice", True)


AIMS = [
    ((), "", "catching-up"),
    (("ask: it",), "", "advice"),
    (("last_contact:",), "", "information"),
    ((), "purpose: første kunde", "customer"),
    ((), "formål: Råd", "advice"),
    ((), "purpose: my own words", "catching-up"),
]


@pytest.mark.parametrize(("lines", "purpose", "aim"), AIMS)
def test_the_purpose_chooses_the_questions(
    vault: Vault, run: Run, lines: tuple[str, ...], purpose: str, aim: str
) -> None:
    known = ("last_contact: 2026-11-01",) if "last_contact:" not in lines else ()
    lunch = f'---\ntype: meeting\ndate: 2026-11-26\nattendees: "[[Per]]"\n{purpose}\n---\n'
    root = vault({"People/Per.md": person("private", *known, *lines), "Meetings/Lunch.md": lunch})
    assert run("prep", "lunch", "--json", "--vault", root).json["purpose"] == aim
    chosen = run("prep", "lunch", "--for", "customer", "--json", "--vault", root).json
    assert chosen["questions"][0] == "What takes more of your time than it should?"
    assert chosen["questions"][-2:] == ["Who else should I talk to?", "Is there anything I can do for you?"]


def test_a_meeting_without_a_purpose_is_named(vault: Vault, run: Run) -> None:
    root = vault({"People/Per.md": person("private", "next_meeting: 2026-11-26"), "People/Ada.md": person()})
    result = run("prep", "per", "--vault", root)
    assert result.out.startswith("# Per\nThursday 26 November\n\n## Per\nPrivate\n\n## Questions\n")
    assert result.err.startswith("no purpose yet")
    assert "no meeting is planned" in run("prep", "ada", "--vault", root).out


def test_nobody_of_that_name(small: Path, run: Run) -> None:
    result = run("prep", "nobody", "--vault", small)
    assert (result.code, result.out) == (4, "")


def test_it_cannot_steer_a_terminal(vault: Vault, run: Run) -> None:
    root = vault({"People/Per.md": person("private", 'met: "\\e]0;x\\a on *the* [[plane]]"')})
    out = run("prep", "per", "--vault", root).out
    assert "on *the* plane" in out
    assert "\x1b" not in out


def test_the_norwegian_word_and_the_vaults_own_page(demo: Path, run: Run) -> None:
    assert "## Spørsmål" in run("forbered", "runde", "--vault", demo).out
    own = demo / ".vaultkit/templates/notes/prep.md"
    own.parent.mkdir(parents=True)
    own.write_text("{{ title }}: {% for one in people %}{{ one.person }} {% endfor %}", "utf-8")
    assert run("prep", "runde", "--vault", demo).out == "Runde hos Nordlys Data: Amina Yusuf Jonas Ødegård\n"
