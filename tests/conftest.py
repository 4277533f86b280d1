"""Fixtures that all tests share: vaults made from a mapping, and the command as a person runs it."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from workbench import CONFIG, DAY, Result, Run, Vault, put

from vaultkit.cli.main import main
from vaultkit.store.demo_vault import copy_demo_vault

# A machine that is busy with other tests is no fault of the code.
settings.register_profile("vaultkit", deadline=None)
settings.load_profile("vaultkit")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/vaults/*/after anew")


@pytest.fixture(autouse=True)
def _own_machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what the machine remembers of its owner's vaults, or says of its owner."""
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(tmp_path_factory.mktemp("state")))
    for name in ("VAULTKIT_VAULT", "LC_ALL", "LC_MESSAGES", "LANG", "TZ", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Make a vault from a mapping of path to text or bytes; English and in Oslo unless it says otherwise."""

    def make(files: Mapping[str, str | bytes], name: str = "vault", *, config: str | None = CONFIG) -> Path:
        root = tmp_path / name
        root.mkdir(parents=True, exist_ok=True)
        held: dict[str, str | bytes] = {} if config is None else {".vaultkit/config.toml": config}
        for path, data in {**held, **files}.items():
            put(root, path, data)
        return root

    return make


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the sample vault, not yet synced."""
    root = tmp_path / "demo"
    copy_demo_vault(root)
    return root


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, through the entry point that is installed."""

    def run(*args: str | Path, today: str | None = DAY) -> Result:
        day = ["--today", today] if today else []
        monkeypatch.setattr(sys, "argv", ["vaultkit", *day, *map(str, args)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Result(ended.value.code, said.out, said.err)

    return run
