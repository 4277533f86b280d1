"""What vaultkit promises (PRODUCT, section 8): each promise tried on a real folder."""

import ast
import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from workbench import CONFIG, DAY, ROOT, Run, Vault, files, person, process, put

import vaultkit
from vaultkit.app.opening import open_vault
from vaultkit.model.action import Action, Change
from vaultkit.model.write import Write

SHARED = ROOT.parent / "shared" / "vaults"
LOANED = sorted(p for p in SHARED.iterdir() if p.is_dir()) if SHARED.is_dir() else []
COMMANDS = (
    ("sync", "--dry-run"),
    ("sync", "--diff"),
    ("sync", "--check"),
    ("status",),
    ("queue",),
    ("queue", "--due", "--json"),
    ("check",),
    ("sync",),
    ("sync", "--restore", "--accept-fewer"),
    ("show", "a"),
)
ADA = "People/Ada.md"
WHOLE = person("private", "phone: 0123", "next_meeting: 2026-11-26 10:00", log="- 2026-11-01 — coffee")
BO = person("leisure", "phone: 0123", log="- 2026-11-02 — choir")
PAGE = "Networking/Private.md"
FEED = "Networking/networking.ics"
posix = pytest.mark.skipif(os.name == "nt", reason="pipes, links and modes of POSIX systems")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)


def digests(root: Path) -> dict[str, str]:
    return {path: hashlib.sha256(data).hexdigest() for path, data in files(root).items()}


def codes(run: Run, root: Path) -> set[tuple[str, str]]:
    return {(p["code"], p["path"]) for p in run("check", "--vault", root, "--json").json["problems"]}


def synced(run: Run, root: Path, *more: str) -> list[str]:
    result = run("sync", "--vault", root, "--json", *more)
    assert result.code == 0, result.err
    written: list[str] = result.json["written"]
    return written


# 1: bytes that are not vaultkit's --------------------------------------------------------------------------


def test_no_command_changes_a_byte_of_a_note_in_the_demo_vault(demo: Path, run: Run) -> None:
    before = digests(demo)
    for command in COMMANDS:
        run(*command, "--vault", demo)
    after = digests(demo)
    assert before.items() <= after.items()
    assert {path.split("/")[0] for path in after.keys() - before.keys()} == {"Nettverk"}


@pytest.mark.skipif(not LOANED, reason="the folder of public vaults is not there")
@pytest.mark.parametrize("source", LOANED, ids=lambda path: path.name)
def test_no_command_changes_a_byte_of_a_public_vault(source: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "vault"
    shutil.copytree(source, root)
    put(root, ".vaultkit/config.toml", CONFIG + 'pages = "vaultkit-pages"\n')
    before = digests(root)
    for command in COMMANDS:
        assert run(*command, "--vault", root).code in (0, 1, 4)
    after = digests(root)
    assert before.items() <= after.items()
    assert {path.split("/")[0] for path in after.keys() - before.keys()} == {"vaultkit-pages"}
    assert synced(run, root) == []


def test_few_modules_open_a_file_of_a_vault_for_writing() -> None:
    """Other modules write too, to folders of the machine that are not in the vault."""
    found = {
        path.relative_to(ROOT / "vaultkit").as_posix()
        for path in (ROOT / "vaultkit").rglob("*.py")
        if any(_writes(ast.parse(path.read_text(encoding="utf-8"))))
    }
    machine = {
        "store/statefile.py",
        "store/journal.py",
        "store/daemonstate.py",
        "store/services.py",
        "store/hooks.py",
        "store/trust.py",
        "store/outfile.py",
        "store/vdir.py",
    }
    assert found - machine == {
        "store/commit.py",
        "store/exchange.py",
        "store/mend.py",
        "store/demo_vault.py",
    }


_WRITERS = {
    "write_text",
    "write_bytes",
    "touch",
    "unlink",
    "rename",
    "rmdir",
    "remove",
    "rmtree",
    "truncate",
} | {
    *(
        "symlink_to",
        "hardlink_to",
        "chmod",
        "copytree",
        "copyfile",
        "copy2",
        "move",
        "makedirs",
        "link",
        "symlink",
    )
}
"""Methods of `os`, `shutil` and `Path`; `mkdir` and `replace` come after one of these or of `open`."""


def _writes(tree: ast.Module) -> Iterator[ast.AST]:
    """Calls that open a file for writing, make one, or take one away."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if method in _WRITERS:
            yield node
        if "open" in (method, getattr(node.func, "id", "")):
            texts = {arg.value for arg in ast.walk(node) if isinstance(arg, ast.Constant)}
            flags = {arg.attr for arg in ast.walk(node) if isinstance(arg, ast.Attribute)}
            modes = {t for t in texts if isinstance(t, str) and 0 < len(t) <= 3 and set(t) <= set("rwaxbt+")}
            if any(set(mode) & set("wax+") for mode in modes) or flags & {"O_WRONLY", "O_RDWR", "O_CREAT"}:
                yield node


# 8 and 9: twice, and on two machines -----------------------------------------------------------------------


def test_second_sync_writes_nothing(demo: Path, run: Run) -> None:
    assert len(synced(run, demo)) == 8
    before = {path: path.stat().st_mtime_ns for path in demo.rglob("*")}
    assert synced(run, demo) == []
    assert {path: path.stat().st_mtime_ns for path in demo.rglob("*")} == before


def test_lost_memory_changes_nothing(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    synced(run, demo)
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(demo.parent / "another machine"))
    assert synced(run, demo) == []


def test_two_machines_write_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "a much longer path than the other" / "æøå"
    shutil.copytree(demo, other)
    machines = (
        (demo, {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "20"}),
        (other, {"TZ": "America/Los_Angeles", "LC_ALL": "nb_NO.UTF-8", "PYTHONHASHSEED": "2"}),
    )
    for number, (root, env) in enumerate(machines):
        env["VAULTKIT_STATE_DIR"] = str(tmp_path / f"state{number}")
        assert process("sync", "--vault", root, "--today", DAY, env=env).code == 0
    assert files(demo) == files(other)


def test_python_door_writes_the_same_bytes_as_the_command(demo: Path, tmp_path: Path, run: Run) -> None:
    other = tmp_path / "other"
    shutil.copytree(demo, other)
    outcome = vaultkit.Vault(other).sync(date(2026, 11, 23))
    assert [write.path for write in outcome.writes] == synced(run, demo)
    assert files(demo) == files(other)
    assert not vaultkit.Vault(other).sync(date(2026, 11, 23), write=False).writes


# 4: a bad note costs itself only ---------------------------------------------------------------------------


def _empty(root: Path) -> None:
    put(root, ADA, b"")


def _zeroed(root: Path) -> None:
    put(root, ADA, b"\x00" * 512)


def _torn(root: Path) -> None:
    put(root, ADA, WHOLE[:40])


def _nested(root: Path) -> None:
    put(root, ADA, "---\ntype: person\nx: " + "[" * 30_000 + "\n---\n")


def _bomb(root: Path) -> None:
    lines = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    put(root, ADA, f"---\ntype: person\na0: &a0 x\n{lines}---\n")


def _merge(root: Path) -> None:
    put(root, ADA, f"<<<<<<< ours\n{WHOLE}=======\n{BO}>>>>>>> theirs\n")


def _pipe(root: Path) -> None:
    (root / ADA).unlink()
    os.mkfifo(root / ADA)


def _loop(root: Path) -> None:
    (root / ADA).unlink()
    (root / ADA).symlink_to("Ada.md")


def _out(root: Path) -> None:
    (root / ADA).unlink()
    (root / ADA).symlink_to(put(root.parent, "elsewhere.md", BO))


def _cloud(root: Path) -> None:
    (root / ADA).unlink()
    put(root, "People/.Ada.md.icloud", b"bplist00")


BROKEN = {
    "empty": (_empty, "VK004"),
    "zeroed": (_zeroed, "VK004"),
    "torn": (_torn, "VK113"),
    "nested deep": (_nested, "VK108"),
    "alias bomb": (_bomb, "VK108"),
    "unfinished merge": (_merge, "VK007"),
    "pipe": (_pipe, "VK008"),
    "link to itself": (_loop, "VK008"),
    "link out of the vault": (_out, "VK008"),
    "in the cloud only": (_cloud, "VK006"),
}


@posix
@pytest.mark.parametrize("kind", BROKEN)
def test_last_good_state_of_a_broken_note_stays_on_pages_and_in_the_feed(
    kind: str, vault: Vault, run: Run
) -> None:
    breaking, code = BROKEN[kind]
    root = vault({ADA: WHOLE, "People/Bo.md": BO})
    synced(run, root)
    page, feed = (root / PAGE).read_bytes(), (root / FEED).read_bytes()
    assert b"[[Ada]]" in page
    assert b"Meeting with Ada" in feed
    breaking(root)
    put(root, "People/Bo.md", BO.replace("2026-11-02", "2026-11-20"))
    written = synced(run, root)
    assert (root / PAGE).read_bytes() == page
    assert (root / FEED).read_bytes() == feed
    assert "Networking/Leisure.md" in written, "the others go on"
    assert (code, ADA) in codes(run, root)
    assert run("show", "ada", "--vault", root, "--json").json["last_contact"]["date"] == "2026-11-01"
    assert synced(run, root) == []


@not_root
@pytest.mark.parametrize("closed", [ADA, "People"])
def test_last_good_state_stays_when_permission_is_taken_away(closed: str, vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE, "Bo.md": BO})
    synced(run, root)
    before = {path: (root / path).read_bytes() for path in (PAGE, FEED)}
    mode = (root / closed).stat().st_mode
    (root / closed).chmod(0)
    put(root, "Bo.md", BO.replace("2026-11-02", "2026-11-20"))
    result = run("sync", "--vault", root, "--json").json
    (root / closed).chmod(mode)
    assert {path: (root / path).read_bytes() for path in (PAGE, FEED)} == before
    assert ("VK001", closed) in {(p["code"], p["path"]) for p in result["problems"]}


def test_note_of_50_mb_is_read_as_far_as_its_first_mib(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE + "x" * (50 << 20), "People/Bo.md": BO})
    synced(run, root)
    assert b"[[Ada]]" in (root / PAGE).read_bytes()
    assert ("VK003", ADA) in codes(run, root)


def test_broken_note_that_was_never_good_is_named_and_the_others_are_there(vault: Vault, run: Run) -> None:
    root = vault({ADA: "---\ntype: person\nx: " + "[" * 30_000, "People/Bo.md": BO, "People/Empty.md": b""})
    synced(run, root)
    assert b"[[Bo]]" in (root / "Networking/Leisure.md").read_bytes()


def test_conflict_copy_and_odd_name_are_named(vault: Vault, run: Run) -> None:
    copy = "People/Ada.sync-conflict-20261123-101500-ABCDEFG.md"
    root = vault({ADA: WHOLE, copy: BO})
    assert ("VK005", copy) in codes(run, root)
    if os.name == "posix" and os.uname().sysname == "Linux":
        with open(os.fsencode(root) + b"/\xf8.md", "wb"):
            pass
        assert ("VK009", "\ufffd.md") in codes(run, root)


def test_note_that_is_deleted_leaves_the_pages_and_is_cancelled_in_the_feed(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE, "People/Bo.md": BO})
    synced(run, root)
    (root / ADA).unlink()
    synced(run, root)
    assert b"[[Ada]]" not in (root / PAGE).read_bytes()
    assert b"STATUS:CANCELLED" in (root / FEED).read_bytes()


# 5: an unmounted disk --------------------------------------------------------------------------------------


def test_vault_that_is_suddenly_empty_is_not_written(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    (root / ADA).unlink()
    before = files(root)
    for more in ((), ("--accept-fewer",), ("--restore",)):
        result = run("sync", "--vault", root, *more)
        assert (result.code, result.out) == (3, "")
        assert "holds no notes, so nothing was written" in result.err
        assert "is the disk mounted" in result.err
    assert files(root) == before


def test_vault_that_lost_more_than_half_is_not_written_until_told(vault: Vault, run: Run) -> None:
    root = vault({f"People/P{number:02}.md": BO for number in range(22)})
    synced(run, root)
    for number in range(12):
        (root / f"People/P{number:02}.md").unlink()
    before = files(root)
    result = run("sync", "--vault", root)
    assert (result.code, result.out) == (3, "")
    assert "held 22 notes last time and holds 10 now" in result.err
    assert "vaultkit sync --accept-fewer" in result.err
    assert files(root) == before
    assert synced(run, root, "--accept-fewer")
    assert synced(run, root) == []


def test_vault_that_lost_half_or_is_small_is_synced(vault: Vault, run: Run) -> None:
    for count, gone in ((22, 11), (20, 19)):
        root = vault({f"People/P{number:02}.md": BO for number in range(count)}, name=f"of {count}")
        synced(run, root)
        for number in range(gone):
            (root / f"People/P{number:02}.md").unlink()
        assert synced(run, root)


# the owner's pages -----------------------------------------------------------------------------------------


def test_deleted_page_stays_deleted_until_it_is_asked_for(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    (root / PAGE).unlink()
    assert synced(run, root) == []
    put(root, ADA, WHOLE.replace("2026-11-01", "2026-11-05"))
    synced(run, root)
    assert not (root / PAGE).exists()
    assert f"{PAGE} was deleted" in run("sync", "--vault", root, "-v").err
    assert PAGE in synced(run, root, "--restore")
    assert b"[[Ada]]" in (root / PAGE).read_bytes()
    assert synced(run, root) == []


def test_page_deleted_on_another_machine_stays_deleted(
    vault: Vault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    (root / PAGE).unlink()
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(root.parent / "another machine"))
    assert synced(run, root) == []
    assert not (root / PAGE).exists()


def test_marks_that_the_owner_put_into_a_page_do_not_keep_the_others_from_being_made(
    vault: Vault, run: Run
) -> None:
    root = vault(
        {ADA: WHOLE, PAGE: "Mine.\n<!-- vaultkit:begin private -->\n<!-- vaultkit:end private -->\n"}
    )
    assert len(synced(run, root)) == 8
    assert (root / PAGE).read_text().startswith("Mine.\n<!-- vaultkit:begin private ")


def test_text_written_inside_a_region_is_moved_below_it_and_named(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    page = root / PAGE
    page.write_text(page.read_text().replace("<!-- vaultkit:end", "Do call her\nsoon.\n<!-- vaultkit:end"))
    result = run("sync", "--vault", root)
    assert "VK305" not in result.out
    assert f"{PAGE}: 2 changed lines between the marks were moved below them" in result.err
    assert page.read_text().endswith("<!-- vaultkit:end private -->\n\nDo call her\nsoon.\n")
    assert synced(run, root) == []


def test_text_inside_a_region_is_kept_where_the_memory_is_lost(
    vault: Vault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    page = root / PAGE
    page.write_text(page.read_text().replace("<!-- vaultkit:end", "Do call her.\n<!-- vaultkit:end"))
    monkeypatch.setenv("VAULTKIT_STATE_DIR", str(root.parent / "another machine"))
    problems = run("sync", "--vault", root, "--json").json["problems"]
    assert [(p["code"], p["path"]) for p in problems] == [("VK305", PAGE)]
    assert page.read_text().endswith("-->\n\nDo call her.\n")


def test_note_of_the_owners_where_a_page_should_be_is_left_alone(vault: Vault, run: Run) -> None:
    mine = "# Private\nMy own list.\n"
    root = vault({ADA: WHOLE, PAGE: mine})
    written = synced(run, root)
    assert (root / PAGE).read_text() == mine
    assert PAGE not in written
    assert ("VK302", PAGE) in codes(run, root)
    assert f"{PAGE}: is your own note" in run("sync", "--vault", root).err


def test_page_with_damaged_marks_is_left_alone(vault: Vault, run: Run) -> None:
    torn = "<!-- vaultkit:begin private -->\n# Private\n"
    root = vault({ADA: WHOLE, PAGE: torn})
    synced(run, root)
    assert (root / PAGE).read_text() == torn
    assert ("VK301", PAGE) in codes(run, root)


# templates -------------------------------------------------------------------------------------------------

TEMPLATE = ".vaultkit/templates/private.md"


def test_template_of_the_vault_replaces_the_shipped_one(vault: Vault, run: Run) -> None:
    mine = (
        "# Mine\n{% for group in groups %}{% for row in group.people %}\n"
        "* {{ row.person }}\n{% endfor %}{% endfor %}"
    )
    root = vault({ADA: WHOLE, TEMPLATE: mine})
    synced(run, root)
    assert "# Mine\n* [[Ada]]\n" in (root / PAGE).read_text()
    assert "# Leisure" in (root / "Networking/Leisure.md").read_text()
    assert synced(run, root) == []


FAILING: dict[str, tuple[str | bytes, int]] = {
    "syntax": ("\n\n{% if %}", 3),
    "no such name": ("x\n{{ nothing.at.all }}", 2),
    "division": ("{{ 1 // 0 }}", 1),
    "too long": ("{% for i in range(99999) %}{{ 'x' * 99999 }}{% endfor %}", 1),
    "reaches for the machine": ("\n{{ ''.__class__.__mro__[1].__subclasses__() }}", 2),
    "not UTF-8": (b"\xff", 1),
}


@pytest.mark.parametrize("kind", FAILING)
def test_failing_template_leaves_the_page_and_is_named_with_its_line(
    kind: str, vault: Vault, run: Run
) -> None:
    text, line = FAILING[kind]
    root = vault({ADA: WHOLE})
    synced(run, root)
    page = (root / PAGE).read_bytes()
    put(root, TEMPLATE, text)
    put(root, ADA, WHOLE.replace("2026-11-01", "2026-11-05"))
    result = run("sync", "--vault", root, "--json").json
    named = [(p["code"], p["path"], p["line"]) for p in result["problems"]]
    assert named == [("VK303", TEMPLATE, line)]
    assert (root / PAGE).read_bytes() == page
    assert "Networking/Network.md" in result["written"] or result["unchanged"]
    (root / TEMPLATE).unlink()
    assert PAGE in synced(run, root), "it goes on when the template is mended"


def test_endless_template_is_stopped(vault: Vault, run: Run) -> None:
    count = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    root = vault({ADA: WHOLE, TEMPLATE: count})
    result = run("sync", "--vault", root, "--json").json
    assert [(p["code"], p["path"]) for p in result["problems"]] == [("VK303", TEMPLATE)]
    assert PAGE not in result["written"]
    assert "Networking/Leisure.md" in result["written"]


# 2: half done ----------------------------------------------------------------------------------------------


def test_page_that_cannot_be_written_is_named_and_the_next_sync_completes(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE, f"{PAGE}/keep.txt": ""})
    result = run("sync", "--vault", root)
    assert result.code == 1
    assert f"{PAGE}: cannot be read (not an ordinary file)" in result.err
    assert (root / "Networking/Leisure.md").is_file()
    assert run("sync", "--vault", root, "--json").json["written"] == []
    shutil.rmtree(root / PAGE)
    assert PAGE not in run("sync", "--vault", root, "-v").err
    assert (root / PAGE).is_file()


def test_pages_folder_that_is_a_file_is_named_and_the_next_sync_completes(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE, "Networking": "a file"})
    problems = run("sync", "--vault", root, "--json").json["problems"]
    assert {p["code"] for p in problems} <= {"VK001", "VK304"}
    assert (root / "Networking").read_text() == "a file"
    (root / "Networking").unlink()
    assert len(synced(run, root)) == 8
    assert synced(run, root) == []


@not_root
def test_pages_folder_that_is_read_only_is_named_and_the_next_sync_completes(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    put(root, ADA, WHOLE.replace("2026-11-01", "2026-11-05"))
    before = files(root)
    (root / "Networking").chmod(0o555)
    result = run("sync", "--vault", root, "--json").json
    (root / "Networking").chmod(0o755)
    assert {p["code"] for p in result["problems"]} == {"VK304"}
    assert (result["written"], files(root)) == ([], before)
    assert PAGE in synced(run, root)


def test_feed_that_cannot_be_read_is_left_and_the_pages_go_on(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE, f"{FEED}/keep.txt": ""})
    result = run("sync", "--vault", root, "--json").json
    assert [(p["code"], p["path"]) for p in result["problems"]] == [("VK001", FEED)]
    assert PAGE in result["written"]
    assert result["feeds"] == []


@posix
def test_page_and_feed_that_are_pipes_or_lead_out_of_the_vault_are_left(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    outside = put(root.parent, "outside", "theirs")
    for path in (PAGE, FEED, "Networking/Leisure.md"):
        (root / path).unlink()
    os.mkfifo(root / PAGE)
    (root / FEED).symlink_to(outside)
    (root / "Networking/Leisure.md").symlink_to(outside)
    result = run("sync", "--vault", root, "--json").json
    named = {(p["code"], p["path"]) for p in result["problems"]}
    assert {("VK001", PAGE), ("VK008", FEED), ("VK008", "Networking/Leisure.md")} <= named
    assert outside.read_text() == "theirs"
    assert not {path for _, path in named} & set(result["written"])


@posix
def test_pages_folder_that_leads_out_of_the_vault_is_refused(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE})
    (root.parent / "outside").mkdir()
    (root / "Networking").symlink_to(root.parent / "outside")
    result = run("sync", "--vault", root)
    assert (result.code, result.out) == (3, "")
    assert "Networking leads out of the vault" in result.err
    assert files(root.parent / "outside") == {}


def test_litter_of_an_interrupted_sync_is_cleared(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE})
    synced(run, root)
    page = "Networking/Private.md"
    old, passing = (root / page).read_bytes(), "Networking/.~vk-0a1b2c3d.tmp"
    cut_off = Change(Write(page, old, old + b"more"), Path(passing).name)
    journal = open_vault(root, os.environ).journal
    journal.begin(Action(number=0, time="", command="sync", changes=(cut_off,), passing=True))
    put(root, passing, (old + b"mo").decode())  # it was stopped while it wrote
    put(root, "Networking/.~vk-99999999.tmp", "of another machine, which is writing at this moment")
    synced(run, root)
    litter = [path for path in files(root) if path.endswith(".tmp")]
    assert litter == ["Networking/.~vk-99999999.tmp"]
    assert (root / page).read_bytes() == old


def test_feed_entry_that_cannot_be_written_is_named_and_costs_itself_only(vault: Vault, run: Run) -> None:
    root = vault({ADA: WHOLE, "People/Bo.md": person("leisure", "next_meeting: 2026-11-27 10:00")})
    synced(run, root)
    feed = root / FEED
    when = next(line for line in feed.read_text().splitlines() if line.startswith("LAST-MODIFIED:"))
    far = feed.read_bytes().replace(when.encode(), b"LAST-MODIFIED:99990101T000000Z", 1)
    feed.write_bytes(far)  # no later change of that entry can be told to a calendar any more
    put(root, ADA, WHOLE.replace("2026-11-26", "2026-11-25"))
    result = run("sync", "--vault", root, "--json").json
    assert [(p["code"], p["path"]) for p in result["problems"]] == [("VK306", FEED)]
    assert [(feed["path"], feed["entries"]) for feed in result["feeds"]] == [(FEED, 1)]
    assert feed.read_bytes().count(b"BEGIN:VEVENT") == 1
