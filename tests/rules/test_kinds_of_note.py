"""Which notes are people and which are meetings."""

import pytest

from vaultkit.model.settings import Settings
from vaultkit.rules.kinds_of_note import in_folder, is_meeting, is_person, is_said_to_be_a_meeting
from vaultkit.store.notefile import read_bytes

SETTINGS = Settings()

PEOPLE = [
    ("type", "type: person", "x.md"),
    ("type in capitals", "Type: Person", "x.md"),
    ("type in the plural", "type: people", "x.md"),
    ("type contact", "type: contact", "x.md"),
    ("type in a list", "type: [person]", "x.md"),
    ("type as link", 'type: "[[Person]]"', "x.md"),
    ("tag", "tags: [person]", "x.md"),
    ("tag as text", "tags: person", "x.md"),
    ("tag with hash", 'tags: "#People"', "x.md"),
    ("nested tag", "tags: [people/friend]", "x.md"),
    ("tag below type", "tags: [type/person]", "x.md"),
    ("category", 'categories: ["[[People]]"]', "x.md"),
    ("category without quotes", "categories:\n  - [[People]]", "x.md"),
    ("category with folder", 'categories: ["[[Kategorier/People|Folk]]"]', "x.md"),
    ("network", "network: privat", "x.md"),
    ("network, empty", "Nettverk:", "x.md"),
    ("network in another meaning of type", "type: note\nnetwork: privat", "x.md"),
    ("folder", "x: 1", "Personer/x.md"),
    ("folder below a folder", "x: 1", "Liv/people/Venner/x.md"),
    ("folder and a grouping of the owner's", 'type: ["[[Authors]]"]', "People/x.md"),
]
NOT_PEOPLE = [
    ("nothing", "x: 1", "x.md"),
    ("another type", "type: book", "People/x.md"),
    ("meeting in a people folder", "type: meeting", "People/x.md"),
    ("meeting with a network", "type: meeting\nnetwork: privat", "x.md"),
    ("meeting by tag in a people folder", "tags: [meeting]", "People/x.md"),
    ("a word that begins alike", "tags: [personal]", "x.md"),
    ("a tag's second part", "tags: [book/person]", "x.md"),
    ("two tags in one text", "tags: book, person", "x.md"),
    ("a file named like a folder", "x: 1", "People.md"),
    ("type that is a number", "type: 1", "x.md"),
]
BODIES = [
    ("tag in the text", "see #person here", "x.md", True),
    ("tag at the beginning", "#contact/work\n", "x.md", True),
    ("tag in code", "`#person`", "x.md", False),
    ("tag in a code block", "```\n#person\n```\n", "x.md", False),
    ("tag in a daily note", "met #person", "2026-11-26.md", False),
    ("a longer tag", "#personal #person-x", "x.md", False),
    ("an address", "https://x.no/#person", "x.md", False),
]
MEETINGS = [
    ("type", "type: meeting", "x.md", True),
    ("type in Norwegian", "type: Møte", "x.md", True),
    ("tag", "tags: [meeting/1on1]", "x.md", True),
    ("category", 'categories: ["[[Meetings]]"]', "x.md", True),
    ("folder", "x: 1", "Møter/x.md", True),
    ("folder in English", "x: 1", "Work/Meetings/x.md", True),
    ("nothing", "x: 1", "x.md", False),
    ("what Full Calendar writes", "type: single", "Møter/x.md", True),
]
FOLDERS = [
    ("People/x.md", ("People",), True),
    ("a/people/b/x.md", ("People",), True),
    ("a/People/x.md", ("Work/People",), False),
    ("Work/People/b/x.md", ("/Work/People/",), True),
    ("Personer/x.md", ("personer",), True),
    ("People.md", ("People",), False),
    ("Peoples/x.md", ("People",), False),
    ("x.md", (), False),
]


@pytest.mark.parametrize(("block", "path"), [row[1:] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
def test_a_note_that_is_a_person(block: str, path: str) -> None:
    assert is_person(read_bytes(path, f"---\n{block}\n---\n".encode()), SETTINGS)


@pytest.mark.parametrize(
    ("block", "path"), [row[1:] for row in NOT_PEOPLE], ids=[row[0] for row in NOT_PEOPLE]
)
def test_a_note_that_is_no_person(block: str, path: str) -> None:
    assert not is_person(read_bytes(path, f"---\n{block}\n---\n".encode()), SETTINGS)


@pytest.mark.parametrize(
    ("body", "path", "person"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES]
)
def test_a_tag_in_the_text(body: str, path: str, person: bool) -> None:
    assert is_person(read_bytes(path, body.encode()), SETTINGS) is person


@pytest.mark.parametrize(
    ("block", "path", "meeting"), [row[1:] for row in MEETINGS], ids=[row[0] for row in MEETINGS]
)
def test_a_note_that_is_a_meeting(block: str, path: str, meeting: bool) -> None:
    note = read_bytes(path, f"---\n{block}\n---\n".encode())
    assert not is_person(note, SETTINGS)
    assert is_meeting(note, SETTINGS) is meeting


def test_a_folder_alone_does_not_say_that_a_note_is_a_meeting() -> None:
    assert not is_said_to_be_a_meeting(read_bytes("Møter/x.md", b"text"))
    assert is_said_to_be_a_meeting(read_bytes("x.md", b"---\ntags: meeting\n---\n"))


@pytest.mark.parametrize(("path", "folders", "inside"), FOLDERS, ids=[f"{r[0]} {r[1]}" for r in FOLDERS])
def test_folders_by_name_or_path(path: str, folders: tuple[str, ...], inside: bool) -> None:
    assert in_folder(path, folders) is inside
