"""`vaultkit hooks`, and hooks that are run: what is not trusted never runs, and what fails is named."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from workbench import ROOT, Run, Vault, person

from vaultkit.app import hooking
from vaultkit.app.opening import OpenVault, open_vault
from vaultkit.model.hook import Event, HookRun
from vaultkit.model.phrase import phrase
from vaultkit.model.ref import Ref
from vaultkit.rules.codes import problem
from vaultkit.rules.events import Seen, samples
from vaultkit.rules.gather import gather
from vaultkit.rules.links import LinkIndex
from vaultkit.store.hooks import FOLDER

pytestmark = pytest.mark.skipif(os.name == "nt", reason="hooks under test are shell scripts")
NAME = "on-post-sync.mine"
TODAY = date(2026, 11, 23)
NOON = datetime.combine(TODAY, time(12))
SAY = """cat > /dev/null; echo '{"message": "hello"}'"""


@pytest.fixture
def root(vault: Vault) -> Path:
    return vault({"People/Ada.md": person()})


def lay(root: Path, name: str = NAME, script: str = SAY) -> Path:
    file = root / FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def opened(root: Path) -> OpenVault:
    return open_vault(root, os.environ)


def trusted(root: Path, name: str = NAME, script: str = SAY) -> OpenVault:
    """A vault with one more hook, which is trusted."""
    lay(root, name, script)
    vault = opened(root)
    hooking.trust(vault, hooking.the_hook(vault, name))
    return vault


def fire(vault: OpenVault, event: Event = Event.POST_SYNC, **more: Any) -> list[HookRun]:
    return hooking.fire(vault, event, samples(TODAY)[event], TODAY, **more)


def said(vault: OpenVault) -> list[str]:
    return [complaint.english() for complaint in hooking.complaints(vault)]


# what is run -----------------------------------------------------------------------------------------------


def test_untrusted_hook_never_runs(root: Path) -> None:
    lay(root, script="touch ran")
    (done,) = fire(opened(root))
    assert (done.ok, done.waiting) == (False, True)
    assert not (root / "ran").exists()
    assert said(opened(root)) == [f"the hook {NAME} waits for your trust: vaultkit hooks trust {NAME}"]


def test_trusted_hook_runs_and_gets_the_event(root: Path) -> None:
    vault = trusted(root, script="cat > got")
    (done,) = fire(vault)
    assert (done.ok, done.why, said(vault)) == (True, None, [])
    assert json.loads((root / "got").read_text()) == {
        "schema": 1,
        "event": "post-sync",
        "vault": str(root),
        "today": "2026-11-23",
        "text": "2 files written",
        "written": ["Networking/Follow-ups.md", "Networking/networking.ics"],
        "more": 0,
        "people": 1,
        "meetings": 1,
        "follow_ups": 1,
        "problems": 1,
        "ticks": [],
    }


def test_what_people_wrote_reaches_a_hook_as_text_without_control_characters(root: Path) -> None:
    vault = trusted(root, script="cat > got")
    ref = Ref("x.md", "Eve\x1b[2J\n`rm`")
    hooking.fire(
        vault,
        Event.POST_SYNC,
        {"text": phrase("{person} · {reason}", person=ref, reason="a\nb"), "raw": ref.name, "at": NOON},
    )
    got = json.loads((root / "got").read_text())
    assert (got["text"], got["raw"], got["at"]) == ("Eve [2J `rm` · a b", ref.name, "2026-11-23T12:00:00")


def test_changed_hook_is_untrusted_again(root: Path) -> None:
    vault = trusted(root)
    assert fire(vault)[0].ok
    lay(root, script="touch ran")
    assert fire(vault)[0].waiting
    assert not (root / "ran").exists()
    lay(root)
    assert fire(vault)[0].ok, "changed back, it is what was trusted"


def test_same_bytes_under_another_name_are_a_stranger(root: Path) -> None:
    vault = trusted(root)
    lay(root, "on-post-sync.copy")
    assert [(one.hook.name, one.waiting) for one in fire(vault)] == [
        ("on-post-sync.copy", True),
        (NAME, False),
    ]


def test_trust_is_of_this_machine(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted(root)
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(root.parent / "another machine"))
    assert fire(opened(root))[0].waiting


def test_hooks_of_an_event_run_in_order_and_no_others_do(root: Path) -> None:
    for number in ("20", "10", "30 with spaces"):
        trusted(root, f"on-post-sync.{number}", f"echo {number} >> order")
    vault = trusted(root, "on-pre-sync", "echo pre >> order")
    fire(vault)
    assert (root / "order").read_text().split("\n") == ["10", "20", "30 with spaces", ""]


def test_hook_that_fails_keeps_none_from_running_and_is_named(root: Path) -> None:
    trusted(root, "on-post-sync.1", "echo no network >&2; exit 7")
    trusted(root, "on-post-sync.2", "sleep 60")
    trusted(root, "on-post-sync.3", "head -c 1000000 /dev/zero")
    trusted(root, "on-post-sync.4", "kill -ABRT $$")
    vault = trusted(root, "on-post-sync.5")
    assert [one.ok for one in fire(vault, limit=0.5)] == [False, False, False, False, True]
    assert said(vault) == [
        "the hook on-post-sync.1 failed: it ended with code 7: no network",
        "the hook on-post-sync.2 failed: it took longer than 0.5 seconds and was stopped",
        "the hook on-post-sync.3 failed: it wrote more than 64 KiB",
        "the hook on-post-sync.4 failed: it was ended by SIGABRT",
    ]


def test_complaint_goes_when_the_hook_is_well_again_or_gone(root: Path) -> None:
    vault = trusted(root, script='[ -e fine ] || exit 1; rm "$PWD/fine"')
    fire(vault)
    assert len(said(vault)) == 1
    (root / "fine").touch()
    fire(vault)
    assert said(vault) == []
    fire(vault)
    lay(root).unlink()
    assert said(vault) == []


def test_hook_that_hung_is_not_started_for_the_next_event_of_the_same_sync(root: Path) -> None:
    vault = trusted(root, "on-person-changed", "echo >> starts; sleep 60")
    event = (Event.PERSON_CHANGED, samples(TODAY)[Event.PERSON_CHANGED])
    assert len(hooking.fire_all(vault, [event] * 5, limit=0.3)) == 1
    assert (root / "starts").read_text() == "\n"


def test_one_failure_among_several_runs_is_what_is_remembered(root: Path) -> None:
    vault = trusted(root, "on-person-changed", "[ -e once ] && exit 0; touch once; exit 9")
    event = (Event.PERSON_CHANGED, samples(TODAY)[Event.PERSON_CHANGED])
    hooking.fire_all(vault, [event] * 3)
    assert said(vault) == ["the hook on-person-changed failed: it ended with code 9"]


def test_hook_starts_no_hooks(root: Path) -> None:
    vault = trusted(root, script="echo >> starts")
    assert fire(vault, environment={**os.environ, "VAULTKIT_HOOK": "1"}) == []
    assert not (root / "starts").exists()


WITHOUT_HOOKS = """
import os, sys
from pathlib import Path
from vaultkit.app import hooking
from vaultkit.app.opening import open_vault
vault = open_vault(Path(sys.argv[1]), os.environ)
assert hooking.fire(vault, hooking.Event.POST_SYNC, {}) == []
assert hooking.complaints(vault) == []
print("subprocess" in sys.modules, vault.state.path.exists())
"""


def test_vault_without_hooks_loads_and_keeps_nothing(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOOKS, root], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\n"


def test_state_that_cannot_be_written_is_no_reason_to_fail(root: Path) -> None:
    vault = trusted(root)
    (vault.state.path / "hooks.json").mkdir()
    assert fire(vault)[0].ok
    assert said(vault) == []


@pytest.mark.parametrize("data", ["", "[]", "{", '{"runs": 1}', '{"runs": {"on-post-sync.mine": 1}}'])
def test_damaged_memory_is_as_good_as_none(data: str, root: Path) -> None:
    vault = trusted(root)
    (vault.state.path / "hooks.json").write_text(data)
    (vault.state.path / "told.json").write_text(data)
    assert said(vault) == []
    hooking.tell(vault, seen(), NOON)
    assert said(vault) == []


# what is told ----------------------------------------------------------------------------------------------


def seen(*problems: str) -> Seen:
    found = tuple(problem("VK103", f"{name}.md", value="x") for name in problems)
    return Seen(overview=gather([], LinkIndex([])), queue=(), problems=found, today=TODAY, zone="Europe/Oslo")


def test_each_thing_is_told_once_and_nothing_the_first_time(root: Path) -> None:
    vault = trusted(root, "on-note-problem", "cat >> got")
    hooking.tell(vault, seen("A"), NOON)
    assert not (root / "got").exists()
    for _ in range(2):
        hooking.tell(vault, seen("A", "B"), NOON)
    (line,) = (root / "got").read_text().splitlines()
    got = json.loads(line)
    assert (got["today"], got["more"]) == ("2026-11-23", 0)
    assert (got["path"], got["text"]) == ("B.md", "B.md:1:1: «x» is not a date")
    assert got["hint"] == "write it as year-month-day, for example 2026-11-23"


def test_hooks_that_come_back_begin_without_a_flood(root: Path) -> None:
    vault = trusted(root, "on-note-problem", "cat >> got")
    hooking.tell(vault, seen(), NOON)
    away = (root / FOLDER).rename(root / "away")
    hooking.tell(vault, seen(), NOON)
    assert not (vault.state.path / "told.json").exists()
    away.rename(root / FOLDER)
    hooking.tell(vault, seen("A", "B"), NOON)
    assert not (root / "got").exists()


def test_sentences_are_in_the_language_of_the_vault(root: Path) -> None:
    vault = trusted(root, "on-note-problem", "cat >> got")
    vault = replace(vault, settings=replace(vault.settings, language="nb"))
    hooking.tell(vault, seen(), NOON)
    hooking.tell(vault, seen("B"), NOON)
    assert "er ikke en dato" in json.loads((root / "got").read_text())["message"]


# the command -----------------------------------------------------------------------------------------------

Hooks = Callable[..., Any]


@pytest.fixture
def hooks(root: Path, run: Run) -> Hooks:
    return lambda *args: run("hooks", *args, "--vault", root)


def test_list_tells_where_none_are_and_how_to_get_some(hooks: Hooks, root: Path) -> None:
    result = hooks("list")
    assert (result.code, result.out) == (0, "There are no hooks in .vaultkit/hooks.\n")
    assert f"mkdir -p {root}/.vaultkit/hooks\n" in result.err
    copy = next(line for line in result.err.splitlines() if "git-commit" in line)
    (root / FOLDER).mkdir(parents=True)
    subprocess.run(["sh", "-c", copy], check=True)
    assert os.access(root / FOLDER / "on-post-sync.git-commit", os.X_OK)
    assert hooks("list").out == "on-post-sync.git-commit · post-sync · waits for your trust\n"


def test_hooks_alone_is_the_list(root: Path, run: Run) -> None:
    lay(root)
    assert run("--vault", root, "hooks").out == f"{NAME} · post-sync · waits for your trust\n"


def test_hook_is_trusted_run_and_revoked(hooks: Hooks, root: Path) -> None:
    lay(root)
    assert hooks("trust", NAME, "--yes").out == f"{NAME} may run on this machine as it is now\n"
    assert hooks("list").out == f"{NAME} · post-sync · trusted\n"
    result = hooks("test", NAME)
    assert result.code == 0
    assert result.out.startswith(f"{NAME}: fine (0.")
    assert result.out.endswith("  hello\n")
    assert f"{NAME} · post-sync · trusted · fine 20" in hooks("list").out
    assert hooks("revoke", NAME).out == f"{NAME} does not run on this machine any more\n"
    assert hooks("revoke", NAME).out == f"{NAME} was not trusted\n"
    assert hooks("test", NAME).code == 1


def test_hook_that_is_gone_can_be_revoked(hooks: Hooks, root: Path) -> None:
    file = lay(root)
    assert hooks("trust", NAME, "--yes").code == 0
    file.unlink()
    assert hooks("revoke", NAME).code == 0
    lay(root)
    assert "waits for your trust" in hooks("list").out


def test_test_tells_what_failed_and_says_that_it_is_one(hooks: Hooks, root: Path) -> None:
    trusted(root, script="cat > got; echo hello; echo no disk >&2; exit 2")
    result = hooks("test", NAME)
    assert result.code == 1
    assert result.out.startswith(f"{NAME} failed: it ended with code 2: no disk (0.")
    assert "1 line of its output was no JSON object and was left out" in result.err
    assert json.loads((root / "got").read_text())["test"] is True


@pytest.mark.parametrize("event", Event)
def test_every_event_can_be_tried_out(event: Event, hooks: Hooks, root: Path) -> None:
    trusted(root, f"on-{event}", "cat > got")
    assert hooks("test", f"on-{event}").code == 0
    assert json.loads((root / "got").read_text())["event"] == event


def test_untrusted_hook_is_not_tried_out(hooks: Hooks, root: Path) -> None:
    lay(root, script="touch ran")
    result = hooks("test", NAME)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"vaultkit: {NAME} is not trusted on this machine, so it was not run\n"
        f"  → read it, then: vaultkit hooks trust {NAME}\n"
    )
    assert not (root / "ran").exists()


@pytest.mark.parametrize("command", [("trust", "--yes"), ("revoke",), ("test",)])
def test_unknown_name_is_refused_with_the_nearest(command: tuple[str, ...], hooks: Hooks, root: Path) -> None:
    lay(root)
    result = hooks(*command, "on-post-sync.mind")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "vaultkit: there is no hook «on-post-sync.mind» in .vaultkit/hooks\n"
        "  → did you mean on-post-sync.mine?\n"
    )
    assert "vaultkit hooks list shows them" in hooks(*command, "zzz").err


def test_hook_that_cannot_run_is_refused_with_the_reason(hooks: Hooks, root: Path) -> None:
    lay(root).chmod(0o644)
    result = hooks("trust", NAME, "--yes")
    assert result.code == 2
    assert f"{NAME} is no hook: it is not executable: chmod +x {FOLDER}/{NAME}" in result.err
    assert f"{NAME} is no hook: it is not executable" in hooks("list").out


def test_nobody_is_asked_where_there_is_no_terminal(hooks: Hooks, root: Path) -> None:
    lay(root)
    for more in ((), ("--json",), ("-q",)):
        result = hooks("trust", NAME, *more)
        assert (result.code, result.out) == (2, "")
        assert "--yes" in result.err
    assert "waits for your trust" in hooks("list").out


@pytest.mark.parametrize(("answer", "is_trusted"), [(b"y\n", True), (b"\n", False), (b"n\n", False)])
def test_person_sees_the_hook_before_trusting_it(answer: bytes, is_trusted: bool, root: Path) -> None:
    script = "\n".join(f"# line {number}" for number in range(40)) + "\n# \x1b[2J" + "x" * 500
    file = lay(root, script="# \x1b[2J steering\n" + script)
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "hooks", "trust", NAME, "--vault", root],
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answer)
    shown = b""
    with open(ours, "rb", buffering=0) as terminal:
        try:
            while part := terminal.read(4096):
                shown += part
        except OSError:  # how Linux says that the other side of a terminal is closed
            pass
    process.communicate(timeout=30)
    text = shown.decode()
    assert f"{FOLDER}/{NAME} · {file.stat().st_size} B · sha256 " in text
    assert "    #!/bin/sh\r\n" in text
    assert "#  [2J steering" in text
    assert "line 17" in text
    assert "line 18" not in text
    assert "and 23 more lines" in text
    assert process.returncode == (0 if is_trusted else 130)
    assert hooking.standing(opened(root))[0][0].trusted is is_trusted


def test_json_of_each_command(hooks: Hooks, root: Path) -> None:
    lay(root)
    lay(root, "on-post-synk")
    sha256 = hooks("trust", NAME, "--yes", "--json").json.pop("sha256")
    assert len(sha256) == 64
    tried = hooks("test", NAME, "--json").json
    seconds = tried.pop("seconds")
    assert tried == {
        "schema": 1,
        "name": NAME,
        "event": "post-sync",
        "ok": True,
        "said": "hello",
        "why": "",
        "ignored": 0,
    }
    listed = hooks("list", "--json").json
    last = listed["hooks"][0].pop("last")
    assert last.pop("time").endswith("+00:00")
    assert last == {"event": "post-sync", "ok": True, "said": "hello", "why": "", "seconds": seconds}
    path = f"{FOLDER}/{NAME}"
    assert listed["hooks"] == [
        {"name": NAME, "path": path, "event": "post-sync", "sha256": sha256, "trusted": True}
    ]
    assert [one["name"] for one in listed["left_out"]] == ["on-post-synk"]
    assert hooks("revoke", NAME, "--json").json == {
        "schema": 1,
        "name": NAME,
        "trusted": False,
        "was_trusted": True,
    }


def test_name_of_a_hook_cannot_steer_the_terminal(hooks: Hooks, root: Path) -> None:
    name = "on-post-sync.\x1b[2J\n\u202e"
    lay(root, name)
    lay(root, "on-\x1b[2J")
    for result in (
        hooks("list"),
        hooks("trust", name, "--yes"),
        hooks("test", name),
        hooks("test", "\x1b[2J"),
    ):
        assert "\x1b" not in result.out + result.err
        assert "\u202e" not in result.out + result.err


@pytest.mark.parametrize("command", ["", "list", "trust", "revoke", "test"])
def test_help_shows_two_examples(command: str, run: Run) -> None:
    result = run("hooks", *filter(None, [command]), "--help", today=None)
    assert result.code == 0
    assert result.out.count(f"\n  vaultkit hooks {command}".rstrip()) == 2
