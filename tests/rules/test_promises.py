"""Whose a task is: the closed rule of docs/follow-ups.md."""

import pytest

from vaultkit.rules.promises import mine, theirs

KARI = {"k": ("Kari Nordmann", "Kaia")}
BOTH = {"p": ("Per Olsen",), "k": ("Kari Nordmann",), "o": ("Kari Olsen",)}

THEIRS = [
    ("Kari: sender CV", "sender CV"),
    ("Kari Nordmann: sender CV", "sender CV"),
    ("kari: sender CV", "sender CV"),
    ("[[Kari Nordmann]]: sender CV", "sender CV"),
    ("[[Folk/Kari Nordmann|Kari]]: sender CV", "sender CV"),
    ("**Kari**: sender CV", "sender CV"),
    ("**Kari:** sender CV", "sender CV"),
    ("@Kari: sender CV", "sender CV"),
    ("@kari sender CV", "sender CV"),
    ("Kaia: sends the CV", "sends the CV"),
    ("sender CV (Kari)", "sender CV"),
    ("sender CV ([[Kari Nordmann]])", "sender CV"),
    ("sender CV (@Kari)", "sender CV"),
    ("hun sender CV", "hun sender CV"),
    ("Han: sender CV", "sender CV"),
    ("ho sender CV", "ho sender CV"),
    ("hen sender CV", "hen sender CV"),
    ("She sends the CV", "She sends the CV"),
    ("they send the CV", "they send the CV"),
    ("venter på CV fra Kari", "venter på CV fra Kari"),
    ("ventar på CV", "ventar på CV"),
    ("Waiting for the CV", "Waiting for the CV"),
]
MINE = [
    ("sende CV", "sende CV"),
    ("sende CV til Kari", "sende CV til Kari"),
    ("sende CV til @Kari", "sende CV til @Kari"),
    ("ringe [[Kari Nordmann]] (hjemme)", "ringe Kari Nordmann (hjemme)"),
    ("CV: oppdatere", "CV: oppdatere"),
    ("Kari skal ha CV-en", "Kari skal ha CV-en"),
    ("Ola: sender CV", "Ola: sender CV"),
    ("jeg: sende CV", "sende CV"),
    ("me: send the CV", "send the CV"),
    ("ringe kl. 12:30", "ringe kl. 12:30"),
    ("Kari:", "Kari:"),
    ("(Kari)", "(Kari)"),
    ("hun", "hun"),
    (": a", ": a"),
]


@pytest.mark.parametrize(("task", "what"), THEIRS)
def test_theirs_in_a_note_of_one(task: str, what: str) -> None:
    assert theirs(task, KARI) == ("k", what)


@pytest.mark.parametrize(("task", "what"), MINE)
def test_mine_in_a_note_of_one(task: str, what: str) -> None:
    assert theirs(task, KARI) is None
    assert mine(task, KARI) == ("k", what)


AMONG_SEVERAL = [
    ("Per: sender CV", ("p", "sender CV"), None),
    ("sender CV (Per)", ("p", "sender CV"), None),
    ("Kari Nordmann: sender CV", ("k", "sender CV"), None),
    ("hun sender CV", ("p", "hun sender CV"), None),
    ("Kari: sender CV", None, ("k", "Kari: sender CV")),
    ("Olsen: sender CV", None, ("p", "Olsen: sender CV")),
    ("sende CV", None, ("p", "sende CV")),
    ("sende CV til Kari", None, ("k", "sende CV til Kari")),
]


@pytest.mark.parametrize(("task", "promised", "owed"), AMONG_SEVERAL)
def test_among_several(task: str, promised: tuple[str, str] | None, owed: tuple[str, str] | None) -> None:
    assert theirs(task, BOTH) == promised
    if owed:
        assert mine(task, BOTH) == owed
