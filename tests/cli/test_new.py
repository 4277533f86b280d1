"""`new`: a whole note at once, under a name that every system holds, and never in the place of another."""

import os
import unicodedata
from pathlib import Path

import pytest
from workbench import CONFIG, Run, Vault, files, person, put

KARI = person("private", log="- 2026-10-01 — tea")
NORWEGIAN = CONFIG.replace('"en"', '"nb"')


@pytest.fixture
def small(vault: Vault) -> Path:
    return vault({"People/Kari Nordmann.md": KARI, "People/Per Olsen.md": KARI})


def test_a_person_with_all_that_is_known(small: Path, run: Run) -> None:
    before = files(small)
    result = run(
        *("new", "person", "Ola", "Dunk", "--network", "professional", "--company", "Equinor"),
        *("--role", "boss: all", "--email", "ola@example.no", "--phone", "01234567"),
        *("--met", "on the plane", "--via", "kari", "--vault", small),
    )
    assert (result.code, result.out) == (0, "wrote People/Ola Dunk.md\n")
    assert result.err == "vaultkit undo takes it back (number 1)\n"
    note = (
        '---\ntype: person\nnetwork: professional\ncompany: Equinor\nrole: "boss: all"\n'
        'email: ola@example.no\nphone: "01234567"\nmet: on the plane\n'
        'introduced_by: "[[Kari Nordmann]]"\n---\n\n## Log\n'
    )
    assert files(small) == {**before, "People/Ola Dunk.md": note.encode()}
    assert run("check", "--vault", small).code == 0
    assert run("done", "ola", "tea", "--vault", small).code == 0
    assert (small / "People/Ola Dunk.md").read_text() == note + "- 2026-11-23 — tea\n"


def test_a_meeting_with_those_who_come(small: Path, run: Run) -> None:
    result = run(
        *("new", "meeting", "Lunch at", "Equinor", "--on", "27.11 kl 12", "--with", "kari", "--with", "per"),
        *("--where", "Bergen", "--length", "90", "--vault", small),
    )
    path = "Meetings/2026-11-27 Lunch at Equinor.md"
    assert result.out == f"2026-11-27 Lunch at Equinor: Friday 27 November at 12:00\nwrote {path}\n"
    assert (small / path).read_text() == (
        "---\ntype: meeting\nstart: 2026-11-27T12:00\nduration: 90\nattendees:\n"
        '  - "[[Kari Nordmann]]"\n  - "[[Per Olsen]]"\nlocation: Bergen\n---\n\n'
        "<!-- vaultkit:begin prep -->\n<!-- vaultkit:end prep -->\n\n"
        "## What I want to learn\n\n## What I can offer\n\n## Notes\n"
    )
    assert run("check", "--vault", small).code == 0


def test_a_norwegian_vault_without_anybody_gets_norwegian_notes(vault: Vault, run: Run) -> None:
    root = vault({"Hei.md": "hei"}, config=NORWEGIAN)
    known = ("--network", "jobb", "--company", "Equinor", "--phone", "01234567", "--email", "o@example.no")
    assert run("ny", "person", "Ola Dunk", *known, "--met", "på flyet", "--vault", root).code == 0
    assert (root / "Personer/Ola Dunk.md").read_text() == (
        '---\ntype: person\nnettverk: jobb\nfirma: Equinor\ntelefon: "01234567"\nemail: o@example.no\n'
        "møtt: på flyet\n---\n\n## Logg\n"
    )
    assert run("ny", "møte", "Lunsj", "--on", "fredag", "--with", "ola", "--vault", root).code == 0
    assert (
        (root / "Møter/2026-11-27 Lunsj.md")
        .read_text()
        .startswith('---\ntype: meeting\ndato: 2026-11-27\ndeltakere:\n  - "[[Ola Dunk]]"\n---\n')
    )


NAMES = [
    ("Åse Løvås", "Åse Løvås", ""),
    (unicodedata.normalize("NFD", "Åse Løvås"), "Åse Løvås", ""),
    ("Ola.md", "Ola", ""),
    ("a/b", "a b", "a/b"),
    ("../../x", "x", "../../x"),
    ("CON", "CON_", "CON"),
    ("con.txt", "con_.txt", "con.txt"),
    ("  A \n B  ", "A B", ""),
    ("A: B #1", "A B 1", '"A: B #1"'),
    ("[[Ola]]", "Ola", ""),
    ("😀 Ola", "😀 Ola", ""),
    (".hidden", "hidden", ".hidden"),
    ("-x", "-x", ""),
    ("x" * 300, "x" * 200, "x" * 300),
    ("null", "null", ""),
]


@pytest.mark.parametrize(("name", "stem", "alias"), NAMES)
def test_every_name_becomes_one_file_in_the_folder(
    name: str, stem: str, alias: str, small: Path, run: Run
) -> None:
    before = files(small)
    result = run("new", "person", "--vault", small, "--", name)
    assert result.code == 0
    aliases = f"aliases:\n  - {alias}\n" if alias else ""
    note = f"---\ntype: person\n{aliases}---\n\n## Log\n"
    assert files(small) == {**before, f"People/{stem}.md": note.encode()}
    assert run("check", "--vault", small).code == 0
    assert run("done", "--dry-run", "--vault", small, "--", name.removesuffix(".md").strip("[]")).code == 0, (
        "it is found by the name that was typed"
    )


@pytest.mark.parametrize("name", ["", "  ", "...", "/", "{{x}}", "<% x %>", "[[]]"])
@pytest.mark.parametrize("kind", [("person",), ("meeting", "--on", "27.11")])
def test_what_cannot_be_a_name_is_refused(name: str, kind: tuple[str, ...], small: Path, run: Run) -> None:
    before = files(small)
    result = run("new", *kind, "--vault", small, "--", name)
    assert (result.code, result.out) == (2, "")
    assert "cannot be the name of a note" in result.err
    assert files(small) == before


@pytest.mark.parametrize(
    "there",
    ["Bo Lind.md", "bo LIND.md", ".Bo Lind.md.icloud", ".bo lind.md.icloud", "Bo Lind.md/inside.txt"],
)
def test_what_is_there_is_never_touched(there: str, small: Path, run: Run) -> None:
    put(small, f"People/{there}", "mine")
    before = files(small)
    for flags in ((), ("--dry-run",)):
        result = run("new", "person", "Bo Lind", *flags, "--vault", small)
        assert (result.code, result.out) == (1, "")
        assert "is there already, and was not touched" in result.err
    assert files(small) == before


def test_a_name_is_the_same_in_every_composition(small: Path, run: Run) -> None:
    put(small, unicodedata.normalize("NFD", "People/Åse.md"), "mine")
    assert run("new", "person", "Åse", "--vault", small).code == 1


def test_a_person_who_is_known_gets_no_second_note(demo: Path, run: Run) -> None:
    before = files(demo)
    result = run("new", "person", "helge strømme", "--vault", demo)
    assert result.code == 1
    assert "Personer/Gamle kjente/Helge Strømme.md is there already" in result.err
    assert files(demo) == before


FOLDERS: list[tuple[dict[str, str | bytes], str, str]] = [
    ({"CRM/Work/A.md": KARI, "CRM/Work/B.md": KARI, "People/C.md": KARI}, CONFIG, "CRM/Work/Ola.md"),
    ({"A.md": KARI, "B.md": KARI, "People/C.md": KARI}, CONFIG, "Ola.md"),
    ({"x.md": "x", "kontakter/readme.txt": ""}, CONFIG, "kontakter/Ola.md"),
    ({"x.md": "x"}, CONFIG, "People/Ola.md"),
    ({"x.md": "x"}, NORWEGIAN, "Personer/Ola.md"),
    ({"x.md": "x"}, NORWEGIAN + '[folders]\npeople = ["Mitt/Folk"]\n', "Mitt/Folk/Ola.md"),
]


@pytest.mark.parametrize(("held", "config", "path"), FOLDERS)
def test_a_new_person_lies_where_the_others_do(
    held: dict[str, str | bytes], config: str, path: str, vault: Vault, run: Run
) -> None:
    root = vault(held, config=config)
    assert run("new", "person", "Ola", "--vault", root, "--json").json["written"] == [path]
    assert (root / path).is_file()


def test_the_vaults_own_template_is_filled_in(small: Path, run: Run) -> None:
    put(small, ".vaultkit/templates/notes/person.md", "---\ntags: [person]\n---\n# {{ name }}\n{{ date }}\n")
    run("new", "person", "Ola", "--company", "Equinor", "--vault", small)
    assert (small / "People/Ola.md").read_text() == (
        "---\ntags: [person]\ncompany: Equinor\n---\n# Ola\n2026-11-23\n"
    )


def test_a_template_that_does_not_work_is_named(small: Path, run: Run) -> None:
    path = ".vaultkit/templates/notes/person.md"
    put(small, path, "---\ntype: person\n---\n{{ date:YYYY }}\n")
    before = files(small)
    result = run("new", "person", "Ola", "--vault", small)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"vaultkit: {path}:4: ")
    assert files(small) == before


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (("Kari", "Moe"), 2, 'vaultkit new person "Kari Moe"'),
    (("person",), 2, "Missing argument 'NAME'"),
    (("person", "Ola", "--network", "x"), 2, "private, professional, historical, leisure"),
    (("person", "Ola", "--via", "xyzzy"), 4, "nobody in this vault is called «xyzzy»"),
    (("meeting", "--on", "27.11"), 2, "Missing argument 'TITLE'"),
    (("meeting", "Lunch"), 2, "Missing option '--on'"),
    (("meeting", "Lunch", "--on", "i går"), 2, "Sunday 22 November 2026 is past"),
    (("meeting", "Lunch", "--on", "x"), 2, "«x» is no day"),
    (("meeting", "Lunch", "--on", "27.11", "--length", "x"), 2, "«x» is no length of time"),
    (("meeting", "Lunch", "--on", "27.11", "--with", "xyzzy"), 4, "called «xyzzy»"),
]


@pytest.mark.parametrize(("typed", "code", "said"), REFUSED)
def test_what_is_not_clear_is_refused_and_nothing_is_written(
    typed: tuple[str, ...], code: int, said: str, small: Path, run: Run
) -> None:
    before = files(small)
    result = run("--vault", small, "new", *typed)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert files(small) == before


def test_looking_first_writes_nothing(small: Path, run: Run) -> None:
    before = files(small)
    result = run("new", "person", "Ola", "--diff", "--vault", small)
    assert result.out == (
        "would write People/Ola.md\n--- a/People/Ola.md\n+++ b/People/Ola.md\n@@ -0,0 +1,5 @@\n"
        "+---\n+type: person\n+---\n+\n+## Log\n"
    )
    assert files(small) == before
    assert files(Path(os.environ["VAULTKIT_STATE_DIR"])) == {}


def test_the_first_note_of_a_new_vault(vault: Vault, run: Run) -> None:
    root = vault({".obsidian/app.json": "{}"}, config=None)
    assert run("new", "person", "Kari Nordmann", "--vault", root).code == 0
    assert "People/Kari Nordmann.md" in files(root)


def test_an_empty_folder_is_a_disk_that_is_not_mounted(tmp_path: Path, vault: Vault, run: Run) -> None:
    assert run("new", "person", "Kari", "--vault", tmp_path).code == 3
    root = vault({".obsidian/app.json": "{}", "People/Ada.md": "---\ntype: person\n---\n"}, config=None)
    run("sync", "--vault", root)
    (root / "People/Ada.md").unlink()
    result = run("new", "person", "Kari", "--vault", root)
    assert result.code == 3
    assert "holds no notes" in result.err
