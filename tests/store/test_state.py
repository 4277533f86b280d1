"""What a machine remembers of a vault: whole, or as good as nothing."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from workbench import DAY, ROOT, Run, Vault, person

from vaultkit.app.opening import open_vault
from vaultkit.app.reading import read_vault
from vaultkit.errors import BusyVaultError
from vaultkit.model.cadence import Cadence
from vaultkit.model.facts import NoteFacts
from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.network import Network
from vaultkit.model.person import Birthday, Person
from vaultkit.model.queueline import QueueLine
from vaultkit.store.codec import decode, encode
from vaultkit.store.state import SCHEMA, State, StateFolder

FACTS = NoteFacts(
    "People/Ada.md",
    Person(
        path="People/Ada.md",
        name="Ada",
        networks=(Network.PRIVATE, Network.LEISURE),
        companies=(Link("Pumps", "Pumps"),),
        birthday=Birthday(2, 29),
        cadence=Cadence(6, "week"),
        next_contact=date(2026, 11, 25),
        log=(LogLine(date(2026, 11, 1), "coffee", 9),),
        places={"network": 3},
    ),
    mentions=(date(2026, 11, 2), (Link("Bo", "People/Bo"),)),
)
LINE = QueueLine(kind="cadence", path=FACTS.path, due=date(2026, 11, 25), made=date(2026, 11, 23))
STATE = State(
    7, {FACTS.path: FACTS}, {"Networking/Private.md": b"# Private\n"}, {"Ada": LINE}, unfinished=True
)


def folder(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "vault", {"VAULTKIT_STATE_DIR": str(tmp_path / "state")})


def test_what_was_saved_is_remembered(tmp_path: Path) -> None:
    folder(tmp_path).save(STATE)
    assert folder(tmp_path).load() == STATE


def test_nothing_is_remembered_at_first_and_of_another_vault(tmp_path: Path) -> None:
    folder(tmp_path).save(State(7))
    assert StateFolder(tmp_path / "other", {"VAULTKIT_STATE_DIR": str(tmp_path / "state")}).load() == State()


def test_saving_the_same_again_writes_nothing(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    kept.save(STATE)
    kept.close()
    before = [(file.name, file.stat().st_ino, file.read_bytes()) for file in kept.path.iterdir()]
    again = folder(tmp_path)
    again.save(again.load())
    again.close()
    after = [(file.name, file.stat().st_ino, file.read_bytes()) for file in kept.path.iterdir()]
    assert before == after
    assert [name for name, _, _ in after] == ["state.db"]


def test_of_what_is_saved_only_the_differences_are_written(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    kept.save(STATE)
    bo = replace(FACTS, path="People/Bo.md")
    for state in (
        replace(STATE, facts={FACTS.path: FACTS, bo.path: bo}),
        replace(STATE, facts={bo.path: bo}, pages={}),
        replace(STATE, lines={"Ada · coffee": LINE}),
        replace(STATE, lines={"Ada · coffee": replace(LINE, due=date(2026, 12, 1))}, notes=8),
        State(),
    ):
        kept.save(state)
        assert kept.load() == state
        assert folder(tmp_path).load() == state


def test_what_another_process_has_saved_is_seen(tmp_path: Path) -> None:
    mine, other = folder(tmp_path), folder(tmp_path)
    mine.save(STATE)
    other.save(replace(STATE, notes=9, pages={}))
    assert mine.load() == replace(STATE, notes=9, pages={})
    mine.save(STATE)
    assert other.load() == STATE


def test_a_memory_that_is_taken_away_while_it_is_open_is_made_anew(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    kept.save(STATE)
    shutil.rmtree(kept.path)
    assert kept.load() == State()
    kept.save(STATE)
    assert folder(tmp_path).load() == STATE


def test_half_a_character_in_the_name_of_a_file_is_remembered(tmp_path: Path) -> None:
    state = State(
        1, {"\udcff.md": replace(FACTS, path="\udcff.md")}, {"Networking/\udcff.md": b"# Private\n"}
    )
    folder(tmp_path).save(state)
    assert folder(tmp_path).load() == state


def _file(tmp_path: Path) -> Path:
    kept = folder(tmp_path)
    kept.save(STATE)
    kept.close()
    return kept.path / "state.db"


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _of_a_later_vaultkit(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as held:
        held.execute(f"PRAGMA user_version = {SCHEMA + 1}")


def _change(sql: str, *values: object) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with contextlib.closing(sqlite3.connect(file)) as held, held:
            held.execute(sql, values)

    return change


DAMAGES: Mapping[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "zeroed": lambda file: file.write_bytes(b"\x00" * 8192),
    "cut off": _cut,
    "something else": lambda file: file.write_bytes(b"\xff\xfe{}" * 2000),
    "of a later vaultkit": _of_a_later_vaultkit,
    "no table": _change("DROP TABLE held"),
    "says nothing about itself": _change("DELETE FROM held WHERE shelf = 'about'"),
    "a number without end": _change(
        "UPDATE held SET value = ? WHERE shelf = 'about'", b'{"notes": Infinity}'
    ),
    "a page that is no text": _change("UPDATE held SET value = ? WHERE shelf = 'pages'", b"\xff"),
    "a line of another shape": _change("UPDATE held SET value = ? WHERE shelf = 'lines'", b"[]"),
}
DAMAGED_FACTS: Mapping[str, str] = {
    "no JSON": "{",
    "nested deep": "[" * 100_000,
    "of another shape": '{"path": "a.md", "face": "round"}',
    "a date that is none": '{"path": "a.md", "person": {"path": "", "name": "", "last_contact": "x"}}',
    "a meeting that cannot be": '{"path": "a.md", "meetings": [{"path": "a.md", "own_note": true,'
    ' "title": "", "zone": "UTC", "start": "2026-11-23", "end": "2026-11-23T10:00:00"}]}',
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_or_foreign_state_is_as_none_and_gives_way(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    damage(_file(tmp_path))
    kept = folder(tmp_path)
    assert kept.load() == State()
    kept.save(STATE)
    assert kept.load() == folder(tmp_path).load() == STATE


@pytest.mark.parametrize("data", DAMAGED_FACTS.values(), ids=DAMAGED_FACTS)
def test_a_note_whose_facts_are_damaged_was_never_seen(tmp_path: Path, data: str) -> None:
    _change("UPDATE held SET value = ? WHERE shelf = 'facts'", data.encode())(_file(tmp_path))
    kept = folder(tmp_path).load()
    assert kept.facts.get(FACTS.path) is None
    assert kept.pages == STATE.pages


def test_sync_with_a_damaged_memory_makes_the_same_pages(vault: Vault, run: Run, tmp_path: Path) -> None:
    root = vault({"People/Ada.md": person()})
    assert run("sync", "--vault", root).code == 0
    for file in tmp_path.parent.rglob("state.db"):
        file.write_bytes(b"{" * 9000)
    again = run("sync", "--vault", root, "--json")
    assert (again.code, again.json["written"]) == (0, [])


def test_every_fact_of_the_demo_vault_survives_the_way_through_json(demo: Path) -> None:
    reading = read_vault(open_vault(demo, {}), State())
    assert len(reading.state.facts) > 30
    for facts in reading.state.facts.values():
        assert decode(NoteFacts, json.loads(json.dumps(encode(facts)))) == facts


@pytest.mark.parametrize("data", [None, 7, [], {"path": 7}, {"path": "a", "meetings": [{}]}])
def test_other_data_is_refused(data: object) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        decode(NoteFacts, data)


HOLD = """
import sys
from pathlib import Path
from vaultkit.store.state import StateFolder
with StateFolder(Path(sys.argv[1]), {"VAULTKIT_STATE_DIR": sys.argv[2]}).lock(0):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_another(root: Path, state: str) -> Iterator[None]:
    """A second process that holds the vault's lock, until the end of the block."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root), state],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        yield
        holder.communicate()


def test_lock_is_for_one_process_and_free_again_after_it(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    with held_by_another(kept.root, str(tmp_path / "state")):
        with pytest.raises(BusyVaultError, match="another vaultkit"), kept.lock(0):
            pass
        other = StateFolder(tmp_path / "other", {"VAULTKIT_STATE_DIR": str(tmp_path / "state")})
        with other.lock(0):
            pass
    with kept.lock(0):
        pass


def test_sync_of_a_vault_that_another_process_writes_to_exits_5(
    vault: Vault, run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = str(tmp_path_factory.mktemp("shared"))
    monkeypatch.setenv("VAULTKIT_STATE_DIR", state)
    root = vault({"People/Ada.md": person()}).resolve()
    with held_by_another(root, state):
        result = run("sync", "--vault", root)
        assert run("queue", "--vault", root).code == 0, "who only reads need not wait"
    assert (result.code, result.out) == (5, "")
    assert "another vaultkit is writing" in result.err
    assert "→ wait until it is done" in result.err
    assert not (root / "Networking").exists()
    assert run("sync", "--vault", root, today=DAY).code == 0
