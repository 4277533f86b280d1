"""`new given`: names from meetings and logs become notes when asked for, with their introducer."""

from pathlib import Path

import pytest
from workbench import Run, Vault, files, person

COFFEE = "Meetings/2026-11-19 Coffee.md"
LUNCH = "Meetings/2026-11-20 Lunch.md"


def meeting(day: str, *people: str, body: str) -> str:
    came = ", ".join(f'"[[{name}]]"' for name in people)
    return f"---\ntype: meeting\ndate: {day}\nattendees: [{came}]\n---\n{body}\n"


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault(
        {
            "People/Per Olsen.md": person("professional", log="- 2026-11-14 — call → [[Bodil Vik]]"),
            "People/Kari Nordmann.md": person(),
            COFFEE: meeting(
                "2026-11-19", "Per Olsen", body="→ [[Ola Dunk]]\n→ [[Kari Nordmann]], [[Fjord AS]], [[#here]]"
            ),
            LUNCH: meeting(
                *("2026-11-20", "Per Olsen", "Kari Nordmann"),
                body="- talk -> [[Eva Lie]] via Kari\n→ [[Tor Aa]]\n→ [[Ola Dunk]]",
            ),
            "Companies/Fjord AS.md": "a company",
        }
    )


def test_it_lists_names_without_notes_and_writes_nothing(small: Path, run: Run) -> None:
    before = files(small)
    result = run("new", "given", "--vault", small)
    assert result.out == (
        "Eva Lie · Kari Nordmann · Named in Lunch\n"
        "Tor Aa · Named in Lunch\n"
        "Ola Dunk · Named in Lunch\n"
        "Bodil Vik · Per Olsen · Named by Per Olsen on 14 November\n"
    )
    held = run("new", "given", "--json", "--vault", small).json["given"]
    assert [(one["name"], one["introduced_by"], one["line"]) for one in held][:2] == [
        ("Eva Lie", "Kari Nordmann", 6),
        ("Tor Aa", None, 7),
    ]
    assert files(small) == before


def test_a_note_says_who_introduced_them_and_where(small: Path, run: Run) -> None:
    before = files(small)
    assert run("new", "given", "Eva Lie", "--vault", small).code == 0
    made = {path: data for path, data in files(small).items() if before.get(path) != data}
    assert list(made) == ["People/Eva Lie.md"]
    assert made["People/Eva Lie.md"].decode() == (
        '---\ntype: person\nnetwork: professional\nintroduced_by: "[[Kari Nordmann]]"\n---\n\n'
        "Named in [[2026-11-20 Lunch|Lunch]]\n\n## Log\n"
    )
    items = run("queue", "--vault", small, "--json").json["items"]
    assert ("first_contact", "Eva Lie") in [(item["kind"], item["person"]) for item in items]
    assert "Eva Lie" not in run("new", "given", "--vault", small).out


def test_all_of_them_are_one_action(small: Path, run: Run) -> None:
    before = files(small)
    assert "+introduced_by" in run("new", "given", "--all", "--diff", "--vault", small).out
    assert files(small) == before
    assert run("new", "given", "--all", "--network", "leisure", "--vault", small).code == 0
    new = files(small).keys() - before.keys()
    assert new == {f"People/{name}.md" for name in ("Eva Lie", "Tor Aa", "Ola Dunk", "Bodil Vik")}
    assert "network: leisure" in (small / "People/Tor Aa.md").read_text()
    assert "introduced_by" not in (small / "People/Tor Aa.md").read_text()
    assert run("new", "given", "--vault", small).out == "Every name that you were given has a note.\n"
    assert run("undo", "--vault", small).code == 0
    assert files(small) == before


def test_a_norwegian_vault_gets_norwegian_words(demo: Path, run: Run) -> None:
    path = demo / "Møter/2026-11-19 Kaffe med Per Olsen.md"
    path.write_bytes(path.read_bytes() + "\n→ [[Ola Dunk]]\n".encode())
    assert run("ny", "nevnt", "--all", "--vault", demo).code == 0
    assert (demo / "Personer/Ola Dunk.md").read_text("utf-8") == (
        '---\ntype: person\nnettverk: profesjonelt\nintrodusert_av: "[[Per Olsen]]"\n---\n\n'
        "Nevnt i [[2026-11-19 Kaffe med Per Olsen|Kaffe med Per Olsen]]\n\n## Logg\n"
    )


@pytest.mark.parametrize(("args", "code"), [(("Nobody",), 4), (("ola", "--network", "x"), 2)])
def test_what_is_not_there_is_refused(small: Path, run: Run, args: tuple[str, ...], code: int) -> None:
    assert run("new", "given", *args, "--vault", small).code == code
