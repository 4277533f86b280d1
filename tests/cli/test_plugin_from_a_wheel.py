"""A plugin of somebody else's, built and installed by pip, as its user meets it; and some that fail."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from workbench import CONFIG, DAY, ROOT, Result, Vault, files, person, process, put

ADA = person("private", "phone: 0123", "drinks: petrol", log="- 2026-05-30 — coffee at Fuglen")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which Python finds the plugin of tests/plugin, from its wheel."""
    work = tmp_path_factory.mktemp("plugin")
    shutil.copytree(ROOT / "tests" / "plugin", work / "source")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-cache-dir")
    for command in (
        (
            *pip,
            "wheel",
            "--no-index",
            "--no-build-isolation",
            "--no-deps",
            "-w",
            work / "dist",
            work / "source",
        ),
        (*pip, "install", "--no-index", "--no-deps", "--target", work / "site", "vaultkit-coffee"),
    ):
        found = {**os.environ, "PIP_FIND_LINKS": str(work / "dist")}
        done = subprocess.run(command, capture_output=True, text=True, env=found, check=False)
        assert done.returncode == 0, done.stderr
    assert [one.name for one in (work / "dist").iterdir()] == ["vaultkit_coffee-1.0-py3-none-any.whl"]
    return work / "site"


def vaultkit(*args: str | Path, plugins: Path, cwd: Path = ROOT) -> Result:
    """The command where Python looks for modules in a folder of plugins too."""
    return process(*args, env={"PYTHONPATH": f"{ROOT}{os.pathsep}{plugins}"}, cwd=cwd)


def dist(folder: Path, name: str, groups: Mapping[str, Mapping[str, str]], **modules: str) -> Path:
    """As pip leaves a distribution behind."""
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[{group}]", *(f"{key} = {where}" for key, where in entries.items()), "")
    ]
    put(folder, f"{name}-0.1.dist-info/entry_points.txt", "\n".join(lines))
    for module, text in modules.items():
        put(folder, f"{module}.py", text)
    return folder


def test_it_works_from_a_wheel(installed: Path, vault: Vault) -> None:
    root = vault({"People/Ada Berg.md": ADA})
    day = ("--vault", root, "--today", DAY)
    made = vaultkit("sync", *day, "--json", plugins=installed)
    assert made.code == 0, made.err
    assert "Networking/Coffee.md" in made.json["written"]
    assert "[[Ada Berg]] · last 30 May" in (root / "Networking/Coffee.md").read_text()
    assert "SUMMARY:Coffee with Ada Berg?" in (root / "Networking/networking.ics").read_text()
    items = vaultkit("queue", *day, "--json", plugins=installed).json["items"]
    assert ("coffee", "Ada Berg", "2026-11-28") in [(i["kind"], i["person"], i["due"]) for i in items]
    checked = vaultkit("check", *day, "-v", plugins=installed)
    assert checked.code == 1
    assert checked.out.startswith("People/Ada Berg.md:5:9: COFFEE1 «petrol» is no drink\n")
    done = vaultkit("done", "ada", "--kind", "coffee", *day, plugins=installed)
    assert done.code == 0, done.err
    assert "- 2026-11-23 — coffee\n" in (root / "People/Ada Berg.md").read_text()
    vaultkit("sync", *day, plugins=installed)
    assert vaultkit("sync", *day, "--json", plugins=installed).json["written"] == []


def test_its_command_is_found_and_listed(installed: Path, vault: Vault) -> None:
    root = vault({"People/Ada Berg.md": ADA})
    said = vaultkit("coffee", "--vault", root, "--today", DAY, plugins=installed)
    assert (said.code, said.out, said.err) == (0, "2026-05-30 Ada Berg\n", "")
    assert "\nPlugins:\n  coffee  from vaultkit-coffee 1.0\n" in vaultkit("--help", plugins=installed).out
    assert "longest ago first" in vaultkit("coffee", "--help", plugins=installed).out
    mistyped = vaultkit("cofee", plugins=installed)
    assert (mistyped.code, "Did you mean coffee?" in mistyped.err) == (2, True)
    unknown = vaultkit("done", "ada", "--kind", "tea", "--vault", root, plugins=installed)
    assert unknown.code == 2
    assert "first_contact, coffee" in unknown.err


def test_doctor_lists_it_with_its_version(installed: Path, vault: Vault) -> None:
    root = vault({"People/Ada Berg.md": ADA})
    before = files(root)
    told = vaultkit("doctor", "--vault", root, "--json", plugins=installed)
    found = [one for one in told.json["findings"] if one["name"] == "plugins"]
    assert found == [{"name": "plugins", "health": "well", "message": "vaultkit-coffee 1.0", "hint": ""}], (
        told.out
    )
    assert files(root) == before


def test_help_imports_no_plugin(tmp_path: Path) -> None:
    groups = {"vaultkit": {"bad": "bad"}, "vaultkit.commands": {"bad": "bad:bad"}}
    dist(tmp_path, "vaultkit_bad", groups, bad="raise SystemExit('imported')")
    said = vaultkit("--help", plugins=tmp_path)
    assert (said.code, said.err) == (0, "")
    assert "  bad  from vaultkit-bad 0.1\n" in said.out


def test_one_that_cannot_be_loaded_is_named_in_the_vaults_language(vault: Vault, tmp_path: Path) -> None:
    root = vault({"Personer/Ada.md": ADA}, config=CONFIG.replace('"en"', '"nb"'))
    site = dist(tmp_path / "site", "vaultkit_bad", {"vaultkit": {"bad": "bad"}}, bad="import nowhere")
    day = ("--vault", root, "--today", DAY)
    said = vaultkit("sync", *day, plugins=site)
    assert said.code == 0
    assert (root / "Nettverk/Oppfølging.md").exists()
    assert (
        "vaultkit: tillegget vaultkit-bad 0.1 svikter i inngangspunktet bad: "
        "ModuleNotFoundError: No module named 'nowhere'\n"
    ) in said.err
    assert "Traceback" not in said.err
    shown = vaultkit("status", *day, "-v", plugins=site)
    assert "svikter" in shown.err
    assert "    import nowhere\n" in shown.err
    assert "svikter" not in shown.out
    assert vaultkit("sync", *day, "-q", plugins=site).err == ""
    told = vaultkit("doctor", "--vault", root, "--json", "-v", plugins=site)
    assert told.code == 1
    (found,) = [one for one in told.json["findings"] if one["name"] == "plugins"]
    assert found["health"] == "broken"
    assert "pip uninstall vaultkit-bad" in found["hint"]
    assert "    import nowhere\n" in told.err


def test_the_daemons_log_tells_of_one_that_fails(vault: Vault, tmp_path: Path) -> None:
    root = vault({"People/Ada.md": ADA})
    site = dist(tmp_path / "site", "vaultkit_bad", {"vaultkit": {"bad": "bad"}}, bad="import nowhere")
    assert vaultkit("watch", "--once-idle", "--vault", root, plugins=site).code == 0
    assert (root / "Networking/Follow-ups.md").exists()
    (log,) = Path(os.environ["VAULTKIT_STATE_DIR"]).rglob("watch.log")
    said = log.read_text()
    assert said.count("warning the plugin vaultkit-bad 0.1 fails in its entry point bad") == 1
    assert "warning     import nowhere" in said


COMMAND = "import click\n@click.command()\ndef bad():\n    {}\n"
FAULTS = {
    "not there": ("import nowhere", 1, "the command bad: ModuleNotFoundError"),
    "no command": ("bad = 7", 1, "TypeError: bad:bad is no command of click"),
    "a fault": (COMMAND.format("[][0]"), 1, "the command bad: IndexError: list index out of range"),
    "refused": (COMMAND.format("raise click.UsageError('say more')"), 2, "Error: say more"),
    "a file": (COMMAND.format("open('/nowhere/x')"), 3, "/nowhere/x"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_command_that_fails_ends_in_one_sentence(fault: str, tmp_path: Path) -> None:
    text, code, said = FAULTS[fault]
    site = dist(tmp_path, "vaultkit_bad", {"vaultkit.commands": {"bad": "bad:bad"}}, bad=text)
    result = vaultkit("bad", plugins=site)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert "Traceback" not in result.err
    if code == 1:
        assert "Traceback" in vaultkit("-v", "bad", plugins=site).err
    assert vaultkit("--version", plugins=site).code == 0


def test_vaultkits_own_commands_and_words_come_first(vault: Vault, tmp_path: Path) -> None:
    commands = {"vaultkit.commands": {"queue": "bad:bad", "kø": "bad:bad", "bad": "bad:bad"}}
    site = dist(tmp_path / "site", "vaultkit_bad", commands, bad=COMMAND.format("pass"))
    dist(site, "vaultkit_worse", {"vaultkit.commands": {"bad": "bad:bad"}})
    root = vault({"People/Ada.md": ADA})
    assert vaultkit("queue", "--due", "--vault", root, plugins=site).code == 0
    assert vaultkit("kø", "--due", "--vault", root, plugins=site).code == 0
    assert "Plugins:\n  bad  from vaultkit-bad 0.1\n\n" in vaultkit("--help", plugins=site).out
    told = vaultkit("doctor", "--vault", root, plugins=site)
    assert told.out.count("? plugins: vaultkit-bad 0.1: there is another command") == 3
    assert told.out.count("? plugins: vaultkit-worse 0.1: there is another command bad") == 1


def test_nothing_that_lies_in_a_vault_is_a_plugin(vault: Vault) -> None:
    """`python -m vaultkit` looks for modules in the folder in which it is started."""
    root = vault({"People/Ada.md": ADA})
    groups = {"vaultkit": {"bad": "bad"}, "vaultkit.commands": {"bad": "bad:bad"}}
    dist(root, "vaultkit_bad", groups, bad="raise SystemExit('imported')")
    ours = {"PYTHONPATH": str(ROOT)}
    said = process("sync", "--today", DAY, env=ours, cwd=root)
    assert (said.code, "plugin" in said.err) == (0, False)
    assert "Plugins" not in process("--help", env=ours, cwd=root).out
    assert process("bad", env=ours, cwd=root).code == 2
