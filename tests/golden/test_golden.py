"""A case is a folder that can be opened in Obsidian: `before`, what `vaultkit sync` makes of it in `after`.

`today` holds the day. A case with a folder `then` has a second step: the files of `then` are laid over the
vault (an empty file takes away the one of its name), and it is synced again. `--update-golden` writes `after`
anew; the difference is read like prose.
"""

import shutil
from pathlib import Path

import pytest
from workbench import ROOT, Run, files

CASES = ROOT / "tests" / "vaults"
DEMO = ROOT / "vaultkit" / "demo_vault"
NAMES = sorted(case.name for case in CASES.iterdir() if (case / "today").is_file())


def sync(run: Run, vault: Path, today: str) -> list[str]:
    """The files that a sync wrote; it must end well."""
    result = run("sync", "--vault", vault, "--json", today=today)
    assert result.code == 0, result.err
    written: list[str] = result.json["written"]
    return written


@pytest.mark.parametrize("name", NAMES)
def test_vault_becomes_what_its_case_shows(
    name: str, tmp_path: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    case, vault = CASES / name, tmp_path / name
    today = (case / "today").read_text(encoding="utf-8").strip()
    before = case / "before"
    shutil.copytree(before if before.is_dir() else DEMO, vault)
    sync(run, vault, today)
    for path, data in files(case / "then").items():
        if data:
            (vault / path).write_bytes(data)
        else:
            (vault / path).unlink()
    if (case / "then").is_dir():
        sync(run, vault, today)
    shown = files(vault)
    if not before.is_dir():  # the demo vault: only its pages are kept here
        shown = {path: data for path, data in shown.items() if path.startswith("Nettverk/")}
    if request.config.getoption("--update-golden"):
        shutil.rmtree(case / "after", ignore_errors=True)
        for path, data in shown.items():
            (case / "after" / path).parent.mkdir(parents=True, exist_ok=True)
            (case / "after" / path).write_bytes(data)
    expected = files(case / "after")
    assert sorted(shown) == sorted(expected)
    for path, data in expected.items():
        assert shown[path].decode() == data.decode(), path
    assert sync(run, vault, today) == [], "a second sync writes nothing"
    assert shown.items() <= files(vault).items()


@pytest.mark.parametrize("name", NAMES)
def test_case_can_be_opened_in_obsidian_and_fixes_language_and_zone(name: str) -> None:
    case = CASES / name
    root = case / "before" if (case / "before").is_dir() else DEMO
    config = (root / ".vaultkit" / "config.toml").read_text(encoding="utf-8")
    assert 'language = "' in config
    assert 'timezone = "' in config
    assert (root / ".obsidian").is_dir()
