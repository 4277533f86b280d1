"""What a machine remembers of a vault: whole, or as good as nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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


def folder(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "vault", {"VAULTKIT_STATE_DIR": str(tmp_path / "state")})


def test_what_was_saved_is_remembered(tmp_path: Path) -> None:
    state = State(7, {FACTS.path: FACTS}, {"Networking/Private.md": "# Private\n"}, unfinished=True)
    folder(tmp_path).save(state)
    assert folder(tmp_path).load() == state


def test_nothing_is_remembered_at_first_and_of_another_vault(tmp_path: Path) -> None:
    folder(tmp_path).save(State(7))
    assert StateFolder(tmp_path / "other", {"VAULTKIT_STATE_DIR": str(tmp_path / "state")}).load() == State()


def test_saving_the_same_again_does_not_touch_the_file(tmp_path: Path) -> None:
    kept = folder(tmp_path)
    kept.save(State(7))
    before = (kept.path / "state.json").stat()
    kept.save(State(7))
    after = (kept.path / "state.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [file.name for file in kept.path.iterdir()] == ["state.json"]


def _whole() -> dict[str, object]:
    return {"schema": SCHEMA, "notes": 1, "facts": {"a.md": encode(FACTS)}, "pages": {}, "unfinished": False}


MEETING = {"path": "a.md", "own_note": True, "title": "", "zone": "UTC", "start": "2026-11-23"}
DAMAGED: Mapping[str, str | bytes] = {
    "empty": "",
    "zeroed": b"\x00" * 4096,
    "cut off": json.dumps(_whole())[:-20],
    "not UTF-8": b"\xff\xfe{}",
    "nested deep": "[" * 100_000,
    "a list": "[]",
    "of a later vaultkit": json.dumps(_whole() | {"schema": SCHEMA + 1}),
    "without pages": json.dumps({"schema": SCHEMA, "notes": 1, "facts": {}}),
    "facts that are a list": json.dumps(_whole() | {"facts": [1]}),
    "a number without end": json.dumps(_whole()).replace('"notes": 1', '"notes": Infinity'),
}
DAMAGED_FACTS: Mapping[str, str] = {
    "of another shape": json.dumps(_whole() | {"facts": {"a.md": {"path": "a.md", "face": "round"}}}),
    "a date that is none": json.dumps(
        _whole()
        | {"facts": {"a.md": {"path": "a.md", "person": {"path": "", "name": "", "last_contact": "x"}}}}
    ),
    "a meeting that cannot be": json.dumps(
        _whole()
        | {"facts": {"a.md": {"path": "a.md", "meetings": [MEETING | {"end": "2026-11-23T10:00:00"}]}}}
    ),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_damaged_or_foreign_state_is_as_none(tmp_path: Path, data: str | bytes) -> None:
    kept = folder(tmp_path)
    kept.path.mkdir(parents=True)
    (kept.path / "state.json").write_bytes(data.encode() if isinstance(data, str) else data)
    assert kept.load() == State()


@pytest.mark.parametrize("data", DAMAGED_FACTS.values(), ids=DAMAGED_FACTS)
def test_a_note_whose_facts_are_damaged_was_never_seen(tmp_path: Path, data: str) -> None:
    kept = folder(tmp_path)
    kept.path.mkdir(parents=True)
    (kept.path / "state.json").write_text(data)
    assert kept.load().facts.get("a.md") is None


def test_sync_with_a_damaged_memory_makes_the_same_pages(vault: Vault, run: Run, tmp_path: Path) -> None:
    root = vault({"People/Ada.md": person()})
    assert run("sync", "--vault", root).code == 0
    for file in tmp_path.parent.rglob("state.json"):
        file.write_text("{")
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
