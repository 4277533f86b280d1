"""How `vaultkit watch` ends: at once, whatever it is doing, and whatever cannot be done."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from workbench import ROOT, Run, Vault, person, put

from vaultkit.app import hooking
from vaultkit.app.opening import open_vault

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals, and a hook that is a shell script")


def watching(root: Path, stdout: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "--vault", root, "watch"],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_in_the_middle_of_a_hook(vault: Vault, number: int) -> None:
    root = vault({"People/Ada.md": person()})
    begun = root.parent / "begun"
    os.mkfifo(begun)
    put(root, ".vaultkit/hooks/on-pre-sync", f"#!/bin/sh\necho > '{begun}'\nsleep 600\n").chmod(0o755)
    opened = open_vault(root, os.environ)
    hooking.trust(opened, hooking.the_hook(opened, "on-pre-sync"))
    with watching(root) as daemon:
        begun.read_text()  # comes back once the hook runs
        daemon.send_signal(number)
        assert daemon.wait(5) == 0, "a hook has ten seconds otherwise"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has it")
def test_not_because_nobody_can_take_what_it_says(vault: Vault) -> None:
    root = vault({"People/Ada.md": person()})
    with open("/dev/full", "wb") as full, watching(root, full.fileno()) as daemon:
        page = root / "Networking/Follow-ups.md"
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.wait(3)
        assert page.exists()
        daemon.terminate()
        assert daemon.wait(5) == 0


def test_once_idle_says_what_its_owner_has_to_do_first(vault: Vault, run: Run) -> None:
    root = vault({f"People/{n}.md": person() for n in range(30)})
    assert run("sync", "--vault", root).code == 0
    for n in range(20):
        (root / f"People/{n}.md").unlink()
    result = subprocess.run(
        [sys.executable, "-m", "vaultkit", "--vault", root, "watch", "--once-idle"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert result.returncode == 3
    assert "held 30 notes last time and holds 10 now" in result.stderr
    assert "→" in result.stderr
