"""How `vaultkit watch` ends: at once, whatever it is doing, and whatever cannot be done."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from workbench import ROOT, Run, Vault, person, process, put

from vaultkit.app import hooking
from vaultkit.app.opening import open_vault
from vaultkit.store.daemonstate import only_daemon

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals, and a hook that is a shell script")


def watching(root: Path, stdout: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "--vault", root, "watch"],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
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
    result = process("watch", "--vault", root, "--once-idle")
    assert result.code == 3
    assert "held 30 notes last time and holds 10 now" in result.err
    assert "→" in result.err


def test_once_idle_tells_as_json_what_it_did(vault: Vault) -> None:
    root = vault({"People/Ada.md": person()})
    said = process("watch", "--vault", root, "--once-idle", "--json").json
    assert said["schema"] == 1
    assert said["people"] == 1
    assert "Networking/Follow-ups.md" in said["written"]
    result = process("watch", "--vault", root, "--json")
    assert result.code == 2
    assert "--once-idle" in result.err


def test_status_tells_of_it_and_what_it_waits_for(vault: Vault, run: Run) -> None:
    root = vault({"People/Ada.md": person()})
    state = open_vault(root, os.environ).state
    with only_daemon(state, pid=7, since="2026-11-23T08:00:00+00:00") as teller:
        teller.tell(did="1 file written: A.md", waits_for="another writer", at="2026-11-23T09:00:00+00:00")
        said = run("status", "--vault", root).out
        running = run("status", "--vault", root, "--json").json["running"]
    assert "vaultkit watch runs: process 7, since Monday 23 November at 09:00" in said
    assert "last: 1 file written: A.md (Monday 23 November at 10:00)" in said
    assert "waits for: another writer" in said
    assert running["pid"] == 7
    assert run("status", "--vault", root, "--json").json["running"] is None
