"""`draft`: a letter on stdout, nothing written before its owner says that it was sent."""

from pathlib import Path

import pytest
from workbench import Run, Vault, files, person

MEETING = (
    '---\ntype: meeting\ndate: 2026-11-19\nattendees: ["[[Per Olsen]]"]\ntopic: How fish farms work\n---\n'
    "- [ ] Send Per the template 📅 2026-11-25\n- [ ] Per: send the figures\n→ [[Ola Dunk]]\n"
)


@pytest.fixture
def small(vault: Vault) -> Path:
    kari = person("private", "email: kari@example.org", log="- 2026-11-20 — tea")
    return vault(
        {
            "People/Per Olsen.md": person(
                "professional", 'introduced_by: "[[Kari Nordmann]]"', "offer: an ear"
            ),
            "People/Kari Nordmann.md": kari,
            "People/Ada.md": person("professional", "ask: [how she runs it]", "linkedin: ada-l"),
            "Meetings/2026-11-19 Coffee.md": MEETING,
        }
    )


def test_what_is_due_decides_and_nothing_is_written(small: Path, run: Run) -> None:
    before = files(small)
    result = run("draft", "per", "--vault", small)
    assert (result.code, result.out) == (
        0,
        "Hi Per,\n\nThank you so much for the talk on Thursday. You gave me a lot to think about: how fish"
        " farms work. Thank you also for mentioning Ola Dunk; I will follow that up. And I have not"
        " forgotten what I promised: send you the template.\n\n"
        "Let me know if there is anything else I can do for you.\n",
    )
    assert result.err.startswith(
        "thanks, because: thanks for the meeting on 19 November (--for chooses another)\n"
    )
    assert "Subject: Thank you for the talk\n" in result.err
    assert files(small) == before


DUE = [
    ((), "reconnect"),
    (("next_contact: 2026-11-23", "last_contact: 2026-11-01"), "reconnect"),
    (("contact_every: 6 weeks",), "ask"),
]


@pytest.mark.parametrize(("lines", "purpose"), DUE)
def test_each_kind_of_follow_up_has_its_letter(
    vault: Vault, run: Run, lines: tuple[str, ...], purpose: str
) -> None:
    log = "" if "contact_every: 6 weeks" in lines else "- 2026-01-01 — tea"
    root = vault({"People/Per.md": person("professional", *lines, log=log)})
    assert run("draft", "per", "--vault", root, "--json").json["purpose"] == purpose


def test_sent_thanks_are_thanks_and_can_be_taken_back(small: Path, run: Run) -> None:
    before = files(small)
    assert "+thanked: 2026-11-23" in run("draft", "per", "--sent", "--diff", "--vault", small).out
    assert files(small) == before
    result = run("draft", "per", "--sent", "--vault", small)
    assert "Per Olsen: thanked Monday 23 November\nwrote Meetings/2026-11-19 Coffee.md\n" in result.out
    queue = run("queue", "--vault", small, "--json").json["items"]
    assert [item["kind"] for item in queue if item["person"] == "Per Olsen"].count("thank") == 0
    assert run("undo", "--vault", small).code == 0
    assert files(small) == before


def test_another_letter_that_was_sent_is_a_line_in_the_log(small: Path, run: Run) -> None:
    result = run("draft", "kari", "--for", "ask", "--sent", "--vault", small)
    assert "Kari Nordmann: log Monday 23 November: “asked for a talk”\n" in result.out
    log = (small / "People/Kari Nordmann.md").read_text().split("## Log\n")[1]
    assert log == "- 2026-11-23 — asked for a talk\n- 2026-11-20 — tea\n"
    assert run("draft", "kari", "--for", "ask", "--sent", "--vault", small).out.endswith("already.\n")


def test_the_introducer_hears_how_it_went(small: Path, run: Run) -> None:
    said = run("draft", "kari", "--for", "report-back", "--vault", small).out
    assert "Thank you for putting me in touch with Per Olsen. We talked on Thursday" in said
    assert "how fish farms work." in said


def kinds(run: Run, root: Path, name: str) -> list[str]:
    items = run("queue", "--vault", root, "--json").json["items"]
    return [item["kind"] for item in items if item["person"] == name]


def test_a_report_that_was_sent_is_not_owed_any_more(small: Path, run: Run) -> None:
    assert "report_back" in kinds(run, small, "Kari Nordmann")
    assert run("draft", "kari", "--vault", small, "--json").json["purpose"] == "report-back"
    assert run("draft", "kari", "--sent", "--vault", small).code == 0
    assert "report_back" not in kinds(run, small, "Kari Nordmann")


def test_a_question_without_an_answer_gets_one_nudge(vault: Vault, run: Run) -> None:
    root = vault({"People/Per.md": person("professional", log="- 2026-11-10 — asked for a talk")})
    result = run("draft", "per", "--vault", root)
    assert "I got in touch on 10 November" in result.out
    assert "Ten minutes on the phone is plenty." in result.out
    assert run("draft", "per", "--sent", "--vault", root).code == 0
    assert "reply" not in kinds(run, root, "Per")


def test_the_document_is_one(small: Path, run: Run) -> None:
    held = run("draft", "ada", "--for", "ask", "--json", "--sent", "--vault", small).json
    assert held["schema"] == 1
    assert (held["person"], held["purpose"], held["language"], held["because"]) == ("Ada", "ask", "en", None)
    assert held["subject"] == "Could I ask you for some advice?"
    assert held["text"].startswith("Hi Ada,\n\nI would like to learn more about how she runs it. I think")
    assert held["written"] == ["People/Ada.md"]


def test_the_language_is_theirs_else_the_vaults(vault: Vault, run: Run) -> None:
    root = vault(
        {
            "People/Per.md": person("private", "language: Nynorsk", "met: på flyet"),
            "People/Ada.md": person("private", "language: français"),
        }
    )
    theirs = run("draft", "per", "--for", "ask", "--vault", root)
    assert theirs.out.startswith("Hei Per!\n\nVi møttest på flyet. Eg vil gjerne")
    assert "still in their language" in theirs.err
    assert run("draft", "ada", "--vault", root).out.startswith("Hi Ada,")
    assert run("draft", "per", "--language", "nb", "--vault", root).out.startswith("Hei Per!\n\nVi møttes på")


def test_the_vaults_own_template_goes_first_and_prints_text_as_it_is(vault: Vault, run: Run) -> None:
    own = ".vaultkit/templates/drafts"
    root = vault(
        {
            "People/Per_1.md": person("private", "offer: a *star* & [x]"),
            f"{own}/ask.md": "Dear {{ name }},\n{{ offer | listed }}\n",
            f"{own}/en/intro.md": "# {{ to }}\n\nDear {{ first_name }}, {{ nobody }}",
            "People/Ada.md": person(),
        }
    )
    held = run("draft", "per_1", "--for", "ask", "--json", "--vault", root).json
    assert (held["subject"], held["text"]) == ("", "Dear Per_1, a *star* & [x]")
    broken = run("draft", "ada", "--for", "intro", "--vault", root)
    assert (broken.code, broken.out) == (1, "")
    assert ".vaultkit/templates/drafts/en/intro.md:3: UndefinedError" in broken.err


def test_the_owners_name_stands_below(vault: Vault, run: Run) -> None:
    root = vault({"People/Per.md": person()}, config='language = "en"\ntimezone = "UTC"\nname = "Silje"\n')
    assert run("draft", "per", "--vault", root).out.endswith("\n\nBest wishes\nSilje\n")


REFUSED = [
    (("--mail",), 1, "email: name@example.org"),
    (("--open",), 1, "linkedin: "),
    (("--to", "Ola"), 2, "--for intro"),
    (("--diff",), 2, "--sent"),
    (("--for", "job"), 2, "ask"),
]


@pytest.mark.parametrize(("options", "code", "way_out"), REFUSED)
def test_what_cannot_be_done_says_how(
    small: Path, run: Run, options: tuple[str, ...], code: int, way_out: str
) -> None:
    before = files(small)
    result = run("draft", "per", *options, "--vault", small)
    assert result.code == code
    assert way_out in result.err
    assert files(small) == before
