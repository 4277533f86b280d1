"""What a reader sees of pages in Chromium, which `look.mjs` drives."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rendering.reader import HERE, as_html

PHONE, DESK = 390, 1000
"""CSS pixels: a usual phone held upright, and a window beside others on a desk."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NEEDED = ("mermaid", "playwright-core")


class NotHere(Exception):  # noqa: N818  it is no error to lack a browser
    """Something that drawing needs is not installed; says what to do."""


@dataclass(frozen=True)
class Picture:
    """A photograph that is wanted."""

    page: str
    width: int
    file: Path
    height: int | None = None
    """CSS pixels from the top; None is the whole page."""


@dataclass(frozen=True)
class Seen:
    """One page at one width."""

    text: str
    """What can be read on it, folded parts opened."""
    scroll_width: int
    """CSS pixels; more than the width of the window where one must scroll sideways."""
    drawings: Sequence[Mapping[str, Any]]
    """Each Mermaid figure: `text`, height of the `letters` in CSS pixels, whether some are `cut` off."""
    notes: Sequence[str]
    """Where the wikilinks lead."""
    files: Sequence[str]
    """Where the other links lead."""
    boxes: int
    """How many task boxes there are."""
    numbered: Sequence[str]
    """The numbered lists."""
    strange: Sequence[str]
    """Elements that no page of text holds: scripts, pictures, frames, forms."""
    failures: Sequence[str]
    """What Mermaid or the browser complained of."""


def look(
    pages: Mapping[str, str], folder: Path, widths: Sequence[int] = (), pictures: Sequence[Picture] = ()
) -> dict[str, dict[int, Seen]]:
    """Each page, Markdown by name, at each width; `folder` is for working in. Raises NotHere."""
    node, browser = shutil.which("node"), next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        raise NotHere("a browser: Debian's chromium")
    if not node or not all((HERE / "node_modules" / package).is_dir() for package in NEEDED):
        raise NotHere(f"{' and '.join(NEEDED)}: `npm install --no-package-lock` in tests/rendering")
    files = {name: folder / f"{number}.html" for number, name in enumerate(pages)}
    for name, file in files.items():
        file.write_text(as_html(pages[name]), encoding="utf-8")
    asked = {
        "browser": browser,
        "widths": [*widths] or sorted({one.width for one in pictures}),
        "pages": {name: str(file) for name, file in files.items()},
        "pictures": [{**vars(one), "file": str(one.file)} for one in pictures],
    }
    ran = subprocess.run(
        [node, str(HERE / "look.mjs")], input=json.dumps(asked).encode(), capture_output=True, timeout=120
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr.decode())
    return {
        name: {int(width): Seen(**seen) for width, seen in by_width.items()}
        for name, by_width in json.loads(ran.stdout).items()
    }
