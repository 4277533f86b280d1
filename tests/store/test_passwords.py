"""Where passwords come from, and that they go nowhere else."""

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from vaultkit.model.publishing import ServerCalendar
from vaultkit.store.passwords import NoPasswordError, forget_password, keep_password, password_for

CLOUD = ServerCalendar(name="phone", url="https://cloud.example/dav/job/", user="ada")


class Held(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("secret words")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def held() -> Iterator[Held]:
    before, mine = keyring.get_keyring(), Held()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def printing(program: str) -> ServerCalendar:
    command = (sys.executable, "-c", program)
    return ServerCalendar(name="phone", url=CLOUD.url, user="ada", command=command)


def test_the_keyring_holds_it(held: Held) -> None:
    keep_password(CLOUD, "hunter2")
    assert held.held == {("vaultkit https://cloud.example", "ada"): "hunter2"}
    assert password_for(CLOUD) == "hunter2"
    forget_password(CLOUD)
    assert held.held == {}
    forget_password(CLOUD)


def test_it_is_for_its_host_only(held: Held) -> None:
    keep_password(CLOUD, "hunter2")
    evil = ServerCalendar(name="phone", url="https://evil.example/dav/job/", user="ada")
    with pytest.raises(NoPasswordError, match="holds no password for phone"):
        password_for(evil)


def test_a_locked_keyring_is_said_without_what_it_says(held: Held) -> None:
    held.locked = True
    with pytest.raises(NoPasswordError) as refused:
        password_for(CLOUD)
    assert str(refused.value) == "the keyring of this machine does not answer (KeyringLocked)"


def test_without_the_extra_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(NoPasswordError) as refused:
        password_for(CLOUD)
    assert "pip install 'obsidian-vaultkit[caldav]'" in refused.value.hint
    forget_password(CLOUD)


PRINTED = {
    "print('hunter2')": "hunter2",
    "print('hunter2\\nuser: ada')": "hunter2",
    "import sys; sys.stdout.write('hunter2')": "hunter2",
    "import sys; sys.stdout.buffer.write('blåbær \\r\\n'.encode())": "blåbær ",
}


@pytest.mark.parametrize("program", PRINTED)
def test_a_program_prints_it_on_its_first_line(program: str) -> None:
    assert password_for(printing(program)) == PRINTED[program]


FAILING = (
    "",
    "print()",
    "print('hunter2'); raise SystemExit(3)",
    "print('x' * 5000)",
    "import sys; sys.stderr.write('hunter2'); raise SystemExit(1)",
)


@pytest.mark.parametrize("program", FAILING)
def test_a_program_that_fails_says_nothing_secret(program: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoPasswordError) as refused:
        password_for(printing(program))
    said = f"{refused.value} {refused.value.hint} {''.join(capfd.readouterr())}"
    assert "hunter2" not in said
    assert "gave no password" in said


def test_a_program_that_is_not_there() -> None:
    lost = ServerCalendar(name="phone", url=CLOUD.url, user="ada", command=("/no/such/program",))
    with pytest.raises(NoPasswordError, match="cannot be started"):
        password_for(lost)


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    given = ("echo", f"$(touch {shlex.quote(str(witness))})", ";", "touch", str(witness))
    asked = ServerCalendar(name="phone", url=CLOUD.url, user="ada", command=given)
    assert password_for(asked).startswith("$(touch")
    assert not witness.exists()


@pytest.mark.skipif(os.name == "nt", reason="process groups are of POSIX")
def test_a_program_that_waits_for_ever_is_ended() -> None:
    with pytest.raises(NoPasswordError, match="gave no password"):
        password_for(printing("import time; time.sleep(600)"), seconds=0.2)
