"""Build the project, install the wheel into an empty environment, and use it from there.

Run by `python3 dev.py package`; not a pytest module, because it makes environments and takes a while.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
"""Nothing of the checkout must be found by way of PYTHONPATH."""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints; its failure is ours."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(holds: bool, what: str) -> None:
    """Stop with a sentence when something is not as it has to be."""
    print(("ok      " if holds else "WRONG   ") + what)
    if not holds:
        sys.exit(1)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="vaultkit package ærlig ") as made:
        work = Path(made)
        run(sys.executable, "-m", "build", "--outdir", work / "dist", HERE, cwd=work)
        (wheel,) = (work / "dist").glob("*.whl")
        expect(wheel.name.startswith("obsidian_vaultkit-"), f"the wheel is {wheel.name}")
        with zipfile.ZipFile(wheel) as archive:
            names = set(archive.namelist())
        for needed in (
            "vaultkit/_shipped/templates/pages/queue.md",
            "vaultkit/_shipped/hooks/pre-commit",
            "vaultkit/words/nb.mo",
            "vaultkit/words/nn.mo",
            "vaultkit/demo_vault/.vaultkit/config.toml",
            "vaultkit/demo_vault/Personer/Åse Løvås.md",
            "vaultkit/py.typed",
        ):
            expect(needed in names, f"the wheel holds {needed}")

        venv.create(work / "venv", with_pip=True)
        scripts = work / "venv" / ("Scripts" if os.name == "nt" else "bin")
        python = scripts / ("python.exe" if os.name == "nt" else "python")
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=work)
        state = {"VAULTKIT_STATE_DIR": str(work / "state")}

        shown = run(scripts / "vaultkit", "demo", "demo", cwd=work, **state)
        expect(
            "Nettverk" in shown and "networking.ics" in shown, "the demo runs from the wheel, in Norwegian"
        )
        # A plugin of somebody else's, from its own wheel, beside it.
        shutil.copytree(HERE / "tests" / "plugin", work / "plugin")
        run(sys.executable, "-m", "build", "--wheel", "--outdir", work / "dist", work / "plugin", cwd=work)
        run(
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            *(work / "dist").glob("vaultkit_coffee*"),
            cwd=work,
        )
        listed = run(scripts / "vaultkit", "--help", cwd=work)
        expect("coffee  from vaultkit-coffee 1.0" in listed, "the command of a plugin is listed")
        run(scripts / "vaultkit", "sync", "--vault", "demo", "--today", "2026-11-23", cwd=work, **state)
        expect((work / "demo" / "Nettverk" / "Coffee.md").is_file(), "the page of a plugin is made")
        run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "vaultkit-coffee", cwd=work)
        (work / "demo" / "Nettverk" / "Coffee.md").unlink()

        again = run(
            scripts / "vaultkit",
            "sync",
            "--vault",
            "demo",
            "--today",
            "2026-11-23",
            "--json",
            cwd=work,
            **state,
        )
        expect('"written": []' in again, "a second sync writes nothing")
        hook = run(
            python, "-c", "from vaultkit.store.shipped import shipped; print(shipped('hooks'))", cwd=work
        ).strip()
        expect(
            os.name == "nt" or os.access(Path(hook) / "pre-commit", os.X_OK),
            "hooks keep their executable bit",
        )

        # From a zip, pages are made with the templates inside it.
        site = run(python, "-c", "import vaultkit; print(vaultkit.__path__[0])", cwd=work).strip()
        bundle = work / "vaultkit.zip"
        with zipfile.ZipFile(bundle, "w") as archive:
            for file in Path(site).rglob("*"):
                if "__pycache__" not in file.parts:
                    archive.write(file, Path("vaultkit") / file.relative_to(site))
        program = (
            f"import sys; sys.path.insert(0, {str(bundle)!r}); from vaultkit.cli.main import main; main()"
        )
        zipped = run(python, "-I", "-c", program, "demo", "zipped", cwd=work, **state)
        expect(zipped.replace("zipped", "demo") == shown, "from a zip the demo is the same")
        for page in sorted((work / "demo" / "Nettverk").iterdir()):
            same = page.read_bytes() == (work / "zipped" / "Nettverk" / page.name).read_bytes()
            expect(same, f"from a zip {page.name} is the same")
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
