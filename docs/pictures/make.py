"""Pictures of the demo vault's pages, taken by a real browser.

    python docs/pictures/make.py           those that the documentation shows, in their place
    python docs/pictures/make.py FOLDER    every page, whole, on a phone and on a desk: to look at

Makes the demo vault and lets Chromium photograph its pages as the tests read them (`tests/rendering`): it needs
Debian's chromium, Node and `npm install --no-package-lock` in `tests/rendering`. The pictures that are shown are
taken with the fonts of Debian's fonts-inter and fonts-noto-color-emoji.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from rendering.browser import DESK, PHONE, NotHere, Picture, look  # noqa: E402  found by the line above

SHOWN = (
    Picture("Nettverket", PHONE, HERE / "home.png", height=800),
    Picture("Oppfølging", PHONE, HERE / "queue.png", height=800),
    Picture("Uke", DESK, HERE / "week.png"),
)
"""By the name of the page."""


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        command = [sys.executable, "-m", "vaultkit", "demo", "-q", str(work / "vault")]
        subprocess.run(command, check=True, env={**os.environ, "VAULTKIT_STATE_DIR": str(work / "state")})
        own = (work / "vault" / "Nettverk").glob("*.md")
        pages = {page.stem: page.read_text(encoding="utf-8") for page in own}
        try:
            look(pages, work, pictures=_all_of(pages, folder) if folder else SHOWN)
        except NotHere as absence:
            sys.exit(f"this needs {absence}")


def _all_of(pages: Iterable[str], folder: Path) -> list[Picture]:
    folder.mkdir(parents=True, exist_ok=True)
    return [Picture(page, width, folder / f"{page}-{width}.png") for page in pages for width in (PHONE, DESK)]


if __name__ == "__main__":
    main()
