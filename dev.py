#!/usr/bin/env python3
"""What a developer runs, as python3 dev.py TASK.

demo | test | lint | check | bench | package | subscriber | words | docs

Needs python3 with pip and venv, nothing else. Makes .venv once and installs vaultkit with its tools into it.
"""

import glob
import hashlib
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "stamp")
ENV = dict(os.environ, PYTHONUTF8="1")


def run(*command, **more):
    """Run a command in the project's folder; stop with its exit code when it fails."""
    code = subprocess.run(command, cwd=more.get("cwd", HERE), env=ENV).returncode
    if code:
        sys.exit(code)


def fingerprint():
    """What the environment was made from: when it differs, it is made again."""
    made_from = hashlib.sha256((sys.version + HERE).encode())
    for name in ("pyproject.toml", "hatch_build.py", "vaultkit/words/nb.po", "vaultkit/words/nn.po"):
        with open(os.path.join(HERE, *name.split("/")), "rb") as file:
            made_from.update(file.read())
    return made_from.hexdigest()


def point_here():
    """Let .venv find this folder by a relative path: under LC_ALL=C Python cannot read an æ in one."""
    for pth in glob.glob(os.path.join(glob.escape(VENV), "**", "*obsidian_vaultkit*.pth"), recursive=True):
        with open(pth, "w") as file:
            file.write(os.path.relpath(HERE, os.path.dirname(pth)) + "\n")


def ready():
    """Make .venv and install into it, unless that is done."""
    try:
        with open(STAMP) as file:
            if file.read() == fingerprint():
                return
    except OSError:
        pass
    if (
        not os.path.exists(PYTHON)
        or subprocess.run([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL).returncode
    ):
        print("making .venv ...", file=sys.stderr)
        if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode:
            sys.exit("Python cannot make a .venv here. On Debian and Ubuntu: sudo apt install python3-venv")
    print("installing vaultkit and its tools into .venv ...", file=sys.stderr)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[test]")
    point_here()
    with open(STAMP, "w") as file:
        file.write(fingerprint())


def demo(*more):
    """A vault of made-up people in ./vaultkit-demo, synced and shown."""
    run(PYTHON, "-m", "vaultkit", "demo", *(more or ("vaultkit-demo",)))


def test(*more):
    """All tests."""
    run(PYTHON, "-m", "pytest", "-q", "-n", "auto", *more)


def lint(*_):
    """Format, lint, types, floors."""
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "mypy")
    run(os.path.join(BIN, "lint-imports"), "--no-cache")


def check(*_):
    """All that needs no other program: format, lint, types, floors, tests."""
    lint()
    test()


def bench(*more):
    """The figures of docs/performance.md."""
    run(PYTHON, os.path.join("benchmarks", "reading.py"), *more)


def package(*_):
    """Build, install the wheel into an empty environment, and run the demo from it."""
    run(PYTHON, os.path.join("tests", "package_trial.py"))


def subscriber(*_):
    """A real vdirsyncer, khal and curl subscribe to the served feed; vdirsyncer is installed for it."""
    run(PYTHON, os.path.join("tests", "subscriber_trial.py"))


def words(*_):
    """Bring the catalogues up to date with the code; new sentences are then empty in them."""
    babel = os.path.join(BIN, "pybabel")
    template = os.path.join(VENV, "words.pot")
    run(
        babel,
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        "-k",
        "phrase",
        "-k",
        "nphrase:1,2",
        "-k",
        "marked",
        "--no-location",
        "--sort-output",
        "--omit-header",
        "-o",
        template,
        ".",
    )
    for language in ("nb", "nn"):
        run(
            babel,
            "-q",
            "update",
            "--no-fuzzy-matching",
            "--ignore-obsolete",
            "--omit-header",
            "-w",
            "110",
            "-i",
            template,
            "-l",
            language,
            "-o",
            os.path.join("vaultkit", "words", language + ".po"),
        )


def docs(*_):
    """Write the pages of docs/ that are made from the code."""
    run(PYTHON, os.path.join("docs", "make.py"))


TASKS = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "check": check,
    "bench": bench,
    "package": package,
    "subscriber": subscriber,
    "words": words,
    "docs": docs,
}


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("vaultkit needs Python 3.11 or newer; this is %s" % sys.version.split()[0])
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        sys.exit(__doc__)
    ready()
    TASKS[sys.argv[1]](*sys.argv[2:])
